"""The codebook on the screen: its tree, the form of a code, its details, remarks and history."""

from __future__ import annotations

from qualcode.tui.codebook.details import details
from qualcode.tui.codebook.form import code_form, code_values
from qualcode.tui.codebook.history import HistorySheet
from qualcode.tui.codebook.meaning import MeaningSheet
from qualcode.tui.codebook.remarks import RemarksSheet
from qualcode.tui.codebook.shelf import Item, Shelf, read_shelf
from qualcode.tui.codebook.tree import CodeTree

__all__ = [
    "CodeTree",
    "HistorySheet",
    "Item",
    "MeaningSheet",
    "RemarksSheet",
    "Shelf",
    "code_form",
    "code_values",
    "details",
    "read_shelf",
]
