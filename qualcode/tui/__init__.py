"""The terminal app. Nothing here is loaded until somebody opens it; the language is chosen before that."""

from __future__ import annotations

import os
from pathlib import Path

# Textual reads these when it is first imported: nothing moves by itself, and over SSH fewer frames are sent.
os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
if "SSH_CONNECTION" in os.environ:
    os.environ.setdefault("TEXTUAL_FPS", "30")
    os.environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")


def run(path: Path | None = None, coder: str | None = None) -> int:
    """Open the app, on the project at `path` where one is given, and give the exit code.

    Raises: what `Project.open` raises, before anything is drawn.
    """
    project = None
    if path is not None:
        from qualcode.project import Project

        project = Project.open(path, coder=coder)
    from qualcode.tui.app import QualcodeApp

    app = QualcodeApp(project)
    try:
        app.run()
    finally:
        if app.desk is not None:
            app.desk.close()
    return app.return_code or 0
