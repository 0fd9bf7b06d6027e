"""Reading and coding one source: the page, and what can be done on it, a module each."""

from qualcode.tui.screens.transcript.page import TranscriptPage

__all__ = ["TranscriptPage"]
