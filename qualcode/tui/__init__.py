"""The terminal app. Nothing here is loaded until somebody opens it; the language is chosen before that."""

from __future__ import annotations

import os
from pathlib import Path


def run(path: Path | None = None) -> int:
    """Open the app, on the project at `path` where one is given, and give the exit code.

    Raises: what `Project.open` raises, before anything is drawn.
    """
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    if "SSH_CONNECTION" in os.environ:
        os.environ.setdefault("TEXTUAL_FPS", "30")
        os.environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
    project = None
    if path is not None:
        from qualcode.project import Project

        project = Project.open(path)
    from qualcode.tui.app import QualcodeApp

    app = QualcodeApp(project)
    try:
        return app.run() or 0
    finally:
        if app.desk is not None:
            app.desk.close()
