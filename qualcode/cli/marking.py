"""Marks words of commands for translation; they are looked up when a help page is drawn, in the language of then."""

from __future__ import annotations


def N_(message: str) -> str:
    """`message` itself: says to whoever gathers messages that this one is shown to people."""
    return message
