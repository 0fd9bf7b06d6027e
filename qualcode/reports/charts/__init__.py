"""Figures for the thesis, drawn by matplotlib, which is loaded only where one is drawn.

`data` holds what a figure shows, `telling` its words, `drawing` makes SVG, PNG or PDF of it. `small` draws what every
report has, in the same `colours` and without a library.
"""
