"""Figures on the screen: tables of cells, charts of plain characters, and the words of both."""
