"""Figures for the thesis, drawn by matplotlib, which is loaded only where one is drawn.

`data` holds what a figure shows, `telling` its words, `drawing` makes SVG, PNG or PDF of it.
"""
