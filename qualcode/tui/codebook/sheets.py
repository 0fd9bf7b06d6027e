"""What is said about a code: its details beside the tree, remarks on the codebook, and the history of a code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qualcode.i18n import _, ngettext
from qualcode.project.code_history import CodeChange, Piece, field_name
from qualcode.tui.codebook.colours import colour_name
from qualcode.tui.codebook.shelf import Shelf, origin_name, status_name
from qualcode.tui.looks import in_language
from qualcode.tui.painting import one_line, safe

if TYPE_CHECKING:
    from qualcode.exchange.codebook_lint import Lint


def details(shelf: Shelf, key: str) -> Text:
    """Everything about the line the cursor stands on, to be read."""
    if category := shelf.category(key):
        text = Text.assemble((safe(category.name), "bold"), "  ", (_("category"), "dim"), "\n")
        _say(text, _("Theme"), category.theme or "–")
        _say(text, _("Note"), category.note)
        _say(text, _("Codes"), ", ".join(category.codes) or _("none yet; press e to choose them"))
        return text
    if theme := shelf.theme(key):
        text = Text.assemble((safe(theme.name), "bold"), "  ", (_("theme"), "dim"), "\n")
        _say(text, _("Note"), theme.note)
        own = [category.name for category in shelf.categories if category.theme == theme.name]
        _say(text, _("Categories"), ", ".join(own) or _("none yet; press e on a category"))
        return text
    row = shelf.row(key)
    if row is None:
        return Text()
    card = shelf.cards[row.number]
    text = Text.assemble((safe(card.name), "bold"), "  ", (row.code, "dim"), "\n")
    stamp = [status_name(row.status), _("version {n}", n=row.version), origin_name(row.origin)]
    stamp += [part for part in (row.author, row.changed_on.isoformat() if row.changed_on else "") if part]
    text.append(safe(" · ".join(stamp)) + "\n", "dim")
    definition = in_language(row, "full_def") or in_language(row, "short_def")
    text.append((safe(definition) or _("No definition yet. Press e to write one.")) + "\n")
    for remark in shelf.remarks_of(row.code):
        text.append(f"! {safe(remark)}\n", "italic")
    for stem in ("use_when", "not_when", "typical", "atypical"):
        _say(text, field_name(stem), in_language(row, stem))
    _say(text, field_name("cues"), "; ".join((*row.cues_id, *row.cues_en)))
    _say(text, field_name("cue_excludes"), "; ".join(row.cue_excludes))
    _say(text, field_name("source_theory"), row.source_theory)
    _say(text, field_name("domain"), row.domain)
    if row.own_colour:
        _say(text, field_name("colour"), colour_name(row.own_colour))
    _say(text, _("Categories"), ", ".join(shelf.categories_of(row.code)))
    _say(text, field_name("reason"), row.reason)
    for memo in shelf.memos.get(row.code, ()):
        _say(text, _("Memo {n}", n=memo.number), f"{memo.body} ({memo.author})")
    return text


def _say(text: Text, label: str, words: str) -> None:
    if words:
        text.append(f"\n{label}: ", "bold").append(safe(words) + "\n")


class _Sheet(ModalScreen[str | None]):
    """A box over the page."""

    DEFAULT_CSS = """
    _Sheet { align: center middle; background: $background 60%; }
    _Sheet > Vertical { width: 110; max-width: 98%; height: 96%; padding: 0 1; background: $background;
                        border: round $border; border-title-color: $primary; border-title-style: bold; }
    _Sheet OptionList, _Sheet OptionList:focus { border: none; background: $background; height: 1fr; padding: 0;
                        scrollbar-size-vertical: 1; }
    _Sheet VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    _Sheet .hint { height: 1; color: $page-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", _("Close"), id="sheet.close", show=False, tooltip=_("Close")),
    ]


class RemarksSheet(_Sheet):
    """Remarks on the codebook; Enter goes to the code, whose short id it gives."""

    def __init__(self, remarks: Sequence[Lint]) -> None:
        super().__init__()
        self._remarks = remarks

    def compose(self) -> ComposeResult:
        """One line a remark."""
        with Vertical() as box:
            box.border_title = ngettext("{n} remark", "{n} remarks", len(self._remarks))
            yield OptionList(
                *(Option(Text.assemble(("! ", "bold"), safe(remark.text)), id=str(n))
                  for n, remark in enumerate(self._remarks))
            )  # fmt: skip
            yield Static(_("Enter goes to the code · Esc closes"), classes="hint", markup=False)

    def on_mount(self) -> None:
        """Arrows go through them."""
        self.query_one(OptionList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to the first code it is about."""
        codes = self._remarks[event.option_index].codes
        self.dismiss(codes[0] if codes else None)


class HistorySheet(_Sheet):
    """Every change of a code, the newest first: who, when, why, and which words differ."""

    def __init__(self, code: str, changes: Sequence[CodeChange]) -> None:
        super().__init__()
        self._code = code
        self._changes = changes

    def compose(self) -> ComposeResult:
        """One paragraph a change."""
        with Vertical() as box:
            box.border_title = _("History of {code}", code=one_line(self._code, 40))
            with VerticalScroll():
                yield Static(history_text(self._changes), markup=False)
            words = _("in [- -] what went, in {signs} what came · Esc closes", signs="{+ +}")
            yield Static(words, classes="hint", markup=False)

    def on_mount(self) -> None:
        """Arrows scroll."""
        self.query_one(VerticalScroll).focus()


def history_text(changes: Sequence[CodeChange]) -> Text:
    """Changes as they are read, the newest first."""
    text = Text()
    if not changes:
        return text.append(_("Nothing is known of how this code came about; changes from now on stand here."))
    for change in reversed(changes):
        head = f"{change.at.astimezone():%Y-%m-%d %H:%M}  {safe(change.coder)}  "
        text.append(head + what_name(change), "bold")
        text.append("  " + _("version {n}", n=change.version) + "\n", "dim")
        if change.reason:
            text.append(f"  {safe(change.reason)}\n", "italic")
        for field in change.fields:
            text.append(f"  {field_name(field.field)}: ", "dim")
            if change.what == "added":
                text.append(safe(field.after))
            elif change.what == "removed":
                text.append(safe(field.before))
            else:
                for stretch in field.difference:
                    words = safe(stretch.text)
                    match stretch.piece:
                        case Piece.SAME:
                            text.append(words)
                        case Piece.GONE:
                            text.append(f"[-{words}-]", "strike dim")
                        case Piece.NEW:
                            text.append(f"{{+{words}+}}", "bold underline")
            text.append("\n")
        text.append("\n")
    return text


def what_name(change: CodeChange) -> str:
    """What was done to a code, in the person's language."""
    words = {"added": _("made it"), "removed": _("removed it")}.get(change.what, _("changed it"))
    if change.kind == "undo":
        return _("took back: {what}", what=words)
    return _("did again: {what}", what=words) if change.kind == "redo" else words
