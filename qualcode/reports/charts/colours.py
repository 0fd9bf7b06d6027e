"""The colours of every figure: one hue from dark to light, apart in grey, and for eyes that tell no red from green."""

from __future__ import annotations

DARK, MIDDLE, LIGHT = "#12395f", "#86abcd", "#e8edf2"
SHADES = ("#ffffff", "#d8e5f1", "#a4c3de", "#6a9bc9", "#12395f")
INK, SOFT = "#1a1a1a", "#6b6b6b"
