"""Small forms over a page: a few fields, or one question."""

from __future__ import annotations

from qualcode.tui.forms.ask import Ask
from qualcode.tui.forms.choice import Choice
from qualcode.tui.forms.fields import Answers, Area, Field, Line, Pick, PickLong, PickSome, Wrong
from qualcode.tui.forms.form import Form

__all__ = [
    "Answers",
    "Area",
    "Ask",
    "Choice",
    "Field",
    "Form",
    "Line",
    "Pick",
    "PickLong",
    "PickSome",
    "Wrong",
]
