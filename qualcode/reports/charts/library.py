"""matplotlib, loaded once and quietly: no scan of the machine's fonts, nothing printed, nothing set for others."""

from __future__ import annotations

import json
import logging
import os
import sys
import tempfile
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

LOCK = threading.RLock()
"""matplotlib's settings are global: one figure is drawn at a time."""

PLACE = "MPLCONFIGDIR"
FONT_LIST = "3.11.0"
"""The version of matplotlib's list of fonts that `_seed` writes; another version of it makes its own."""

SETTINGS: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "svg.hashsalt": "qualcode",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "hatch.linewidth": 0.8,
    "path.simplify": False,
}


def load() -> None:
    """Import matplotlib, unless a program did so before us.

    Its folder is ours in the user's cache, or one for the moment where nothing can be written there. Without a list
    of fonts it would read every font of the machine, for seconds; the one we need comes with it.
    """
    if "matplotlib.font_manager" in sys.modules:
        return
    log = logging.getLogger("matplotlib")
    before, level = os.environ.get(PLACE), log.level
    with tempfile.TemporaryDirectory(prefix="qualcode-", ignore_cleanup_errors=True) as passing:
        log.setLevel(logging.ERROR)
        try:
            if before is None:
                own = user_cache_path("qualcode", appauthor=False) / "matplotlib"
                os.environ[PLACE] = str(next(filter(_seed, (own, Path(passing))), passing))
            import_module("matplotlib.font_manager")
        finally:
            log.setLevel(level)
            if before is None:
                os.environ.pop(PLACE, None)


def _seed(folder: Path) -> bool:
    """Put a list of the fonts that come with matplotlib into a folder; False where nothing can be written."""
    file = folder / f"fontlist-v{FONT_LIST}.json"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            draft = folder / f"{file.name}.{os.getpid()}"
            draft.write_text(json.dumps(_fonts()), encoding="utf-8")
            draft.replace(file)
        return os.access(folder, os.W_OK)
    return False


def _fonts() -> dict[str, Any]:
    faces = [("DejaVuSans.ttf", "normal", 400), ("DejaVuSans-Bold.ttf", "normal", 700),
             ("DejaVuSans-Oblique.ttf", "oblique", 400)]  # fmt: skip
    return {
        "__class__": "FontManager",
        "_version": FONT_LIST,
        "_FontManager__default_weight": "normal",
        "default_size": None,
        "defaultFamily": {"ttf": "DejaVu Sans", "afm": "Helvetica"},
        "afmlist": [],
        "ttflist": [
            {
                "__class__": "FontEntry",
                "fname": f"fonts/ttf/{file}",
                "name": "DejaVu Sans",
                "style": style,
                "variant": "normal",
                "weight": weight,
                "stretch": "normal",
                "size": "scalable",
            }
            for file, style, weight in faces
        ],
    }


@contextmanager
def ours(**more: Any) -> Iterator[None]:
    """matplotlib with our settings and no others, for one figure; those of whoever uses it besides come back.

    A character that no font has is drawn as a box, without a warning.
    """
    with LOCK:
        load()
        import matplotlib

        with warnings.catch_warnings(), matplotlib.rc_context():
            warnings.filterwarnings("ignore", message="Glyph .* missing", category=UserWarning)
            matplotlib.rcdefaults()
            settings: Any = {**SETTINGS, **more}
            matplotlib.rcParams.update(settings)
            yield
