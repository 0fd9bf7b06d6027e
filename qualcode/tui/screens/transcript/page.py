"""The page of one source."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from qualcode.tui.page import BACK, HELP, REDO, UNDO
from qualcode.tui.screens.transcript.applying import Applying
from qualcode.tui.screens.transcript.mending import Mending
from qualcode.tui.screens.transcript.remarks import Remarks
from qualcode.tui.screens.transcript.searching import Searching


class TranscriptPage(Searching, Mending, Remarks, Applying):
    """Reading one source and everything that can be done with its words."""

    # The foot shows keys from the last class named to the first, and then these.
    BINDINGS: ClassVar[list[BindingType]] = [UNDO, HELP, REDO, BACK]
