"""The informant graph in the terminal: drawn, as one person's surroundings, as a matrix, as a table."""

from qualcode.tui.graph.canvas import GraphCanvas
from qualcode.tui.graph.parts import Drawing, Node, Tie, TieClass
from qualcode.tui.graph.sociomatrix import Sociomatrix

__all__ = ["Drawing", "GraphCanvas", "Node", "Sociomatrix", "Tie", "TieClass"]
