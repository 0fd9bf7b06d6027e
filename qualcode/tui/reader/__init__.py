"""The transcript reader: a page of text with its turns, lines, codes and a cursor that takes units of language."""

from qualcode.tui.reader.minimap import Minimap
from qualcode.tui.reader.spans import CodedSpan, CodeLook
from qualcode.tui.reader.units import Bounds, TurnLook, Unit
from qualcode.tui.reader.view import Reader

__all__ = ["Bounds", "CodeLook", "CodedSpan", "Minimap", "Reader", "TurnLook", "Unit"]
