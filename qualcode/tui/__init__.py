"""The terminal app. Nothing here is loaded until somebody opens it; the language is chosen before that."""

from __future__ import annotations

import os

# Textual reads these when it is first imported: nothing moves by itself, and over SSH fewer frames are sent.
os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
if "SSH_CONNECTION" in os.environ:
    os.environ.setdefault("TEXTUAL_FPS", "30")
    os.environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
