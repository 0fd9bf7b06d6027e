"""Names a file cannot have: refused before Windows makes something else of them."""

from __future__ import annotations

import re
import sys
from pathlib import PurePath

from qualcode.errors import BadInput
from qualcode.i18n import _

_STEERING = re.compile(r"[\x00-\x1f\x7f]")
_TAKEN = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?: *\..*)?", re.IGNORECASE)
_SIGNS = frozenset('<>:"|?*')


def check_name(path: PurePath, *, windows: bool = sys.platform == "win32") -> None:
    """Raise BadInput where the last part of `path` is no name for a new file on this system.

    Windows would hide what is written to `Bab 4: hasil.docx` behind an empty file `Bab 4`, and give what is written
    to `aux.docx` to a device.
    """
    name = path.name
    if str(path) == "-":
        raise BadInput(_("“-” is no file's name here: nothing is written to the screen; name a file"))
    if _STEERING.search(name):
        raise BadInput(_("a file's name is one line without control characters"))
    if not windows:
        return
    if signs := sorted(set(name) & _SIGNS):
        raise BadInput(
            _("Windows allows no {signs} in a file's name; choose another name", signs=" ".join(signs))
        )
    if _TAKEN.fullmatch(name) or name.endswith((" ", ".")):
        raise BadInput(_("Windows has no file called {name}; choose another name", name=name))
