"""The terminal app. Nothing here is loaded until somebody opens it; the language is chosen before that."""

from __future__ import annotations

import gc
import os

# Textual reads these when it is first imported: nothing moves by itself, and over SSH fewer frames are sent.
os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
if "SSH_CONNECTION" in os.environ:
    os.environ.setdefault("TEXTUAL_FPS", "30")
    os.environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")


def keep_apart() -> None:
    """For the whole process: collect garbage seldom, and never look again through what is there now.

    That is mostly loaded modules, which stay as long as the app does. Looking through all of them takes as long as
    painting two pages, in the middle of whatever the person does.
    """
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
