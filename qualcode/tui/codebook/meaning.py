"""What a code means, read over another page."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from qualcode.i18n import _
from qualcode.tui.codebook.details import details
from qualcode.tui.codebook.sheets import Sheet
from qualcode.tui.codebook.shelf import Shelf
from qualcode.tui.painting import one_line
from qualcode.tui.said_keys import key_for


class MeaningSheet(Sheet):
    """Everything that is known of a code; gives its short id where a person goes on to the codebook."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go", _("To the codebook"), id="sheet.go", show=False,
                tooltip=_("To this code in the codebook")),
    ]  # fmt: skip

    def __init__(self, shelf: Shelf, code: str) -> None:
        super().__init__()
        self._shelf = shelf
        self._code = code

    def compose(self) -> ComposeResult:
        """The words, which scroll."""
        row = next((row for row in self._shelf.rows if row.code == self._code), None)
        with Vertical() as box:
            box.border_title = one_line(self._code, 40)
            with VerticalScroll():
                words = details(self._shelf, f"code:{row.number}") if row else _("This code is gone.")
                yield Static(words, markup=False)
            words = _(
                "{go} goes to the codebook · {close} closes",
                go=key_for("sheet.go"),
                close=key_for("sheet.close"),
            )
            yield Static(words, classes="hint", markup=False)

    def on_mount(self) -> None:
        """Arrows scroll."""
        self.query_one(VerticalScroll).focus()

    def action_go(self) -> None:
        """To this code in the codebook."""
        self.dismiss(self._code)
