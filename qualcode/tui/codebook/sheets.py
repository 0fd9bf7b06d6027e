"""A box over the page, to be read and closed."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from qualcode.i18n import _


class Sheet(ModalScreen[str | None]):
    """A box over the page."""

    DEFAULT_CSS = """
    Sheet { align: center middle; background: $background 60%; }
    Sheet > Vertical { width: 110; max-width: 98%; height: 96%; padding: 0 1; background: $background;
                        border: round $border; border-title-color: $primary; border-title-style: bold; }
    Sheet OptionList, Sheet OptionList:focus { border: none; background: $background; height: 1fr; padding: 0;
                        scrollbar-size-vertical: 1; }
    Sheet OptionList > .option-list--option-disabled { color: $primary; }
    Sheet VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    Sheet .hint { height: 1; color: $page-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", _("Close"), id="sheet.close", show=False, tooltip=_("Close")),
    ]
