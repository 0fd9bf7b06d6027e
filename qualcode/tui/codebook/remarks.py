"""What a supervisor would ask about the codebook, by kind, each with a way to the codes it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qualcode.exchange.codebook_lint import Lint, LintKind
from qualcode.i18n import _, ngettext
from qualcode.tui.codebook.sheets import Sheet
from qualcode.tui.marked_list import MarkedList
from qualcode.tui.painting import safe
from qualcode.tui.said_keys import key_for


class RemarksSheet(Sheet):
    """Remarks on the codebook; Enter goes to a code, whose short id it gives."""

    def __init__(self, remarks: Sequence[Lint]) -> None:
        super().__init__()
        self._remarks = remarks
        self._lines = list(remark_lines(remarks))

    def compose(self) -> ComposeResult:
        """A heading for each kind, a line for each remark, and one for each further code that it is about."""
        with Vertical() as box:
            box.border_title = ngettext("{n} remark", "{n} remarks", len(self._remarks))
            yield MarkedList(*(Option(text, disabled=not code) for text, code in self._lines))
            words = _("Enter goes to the code · {key} closes", key=key_for("sheet.close"))
            yield Static(words, classes="hint", markup=False)

    def on_mount(self) -> None:
        """Arrows go through them."""
        self.query_one(OptionList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to the code."""
        self.dismiss(self._lines[event.option_index][1])


def remark_lines(remarks: Sequence[Lint]) -> Iterator[tuple[Text, str]]:
    """Lines of the sheet, each with the short id of the code it leads to; headings lead nowhere.

    Remarks of one kind stand together.
    """
    for kind, group in groupby(remarks, lambda remark: remark.kind):
        same = list(group)
        yield Text(f"{kind_name(kind)} ({len(same)})", "bold"), ""
        for codes, about in groupby(same, lambda remark: remark.codes):
            first, *others = codes or ("",)
            for remark in about:
                yield Text.assemble(("! ", "bold"), safe(remark.text)), first
            for code in others:
                yield Text(f"  → {safe(code)}"), code


def kind_name(kind: LintKind) -> str:
    """What a kind of remark is about, in the person's language."""
    return {
        LintKind.NO_DEFINITION: _("Definition missing"),
        LintKind.NO_LIMIT: _("No word on when not to use it"),
        LintKind.NO_EXAMPLE: _("Example missing"),
        LintKind.SAME_NAME: _("Same name twice"),
        LintKind.OVERLAPPING_CUES: _("Overlapping cues"),
        LintKind.TOO_MANY: _("Many codes"),
        LintKind.TOO_DEEP: _("Deep nesting"),
        LintKind.UNUSED: _("Never used"),
        LintKind.ONE_INFORMANT: _("Used for one informant only"),
    }[kind]
