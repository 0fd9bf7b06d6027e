"""Writing a file for a person: whole or not at all, never in the place of something else, and losing nobody's work."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.i18n.reasons import why
from qualcode.project import own_files
from qualcode.store.backup import keep_name
from qualcode.text.file_names import check_name
from qualcode.text.held import is_held

if TYPE_CHECKING:
    from qualcode.project.project import Project

PROJECT = ".qualcode"
DATABASE = b"SQLite format 3\x00"


def write_file(
    project: Project,
    path: str | Path,
    data: bytes | str,
    *,
    kind_suffixes: Collection[str],
    kind: str,
) -> Path:
    """Write `data` (text as UTF-8) to `path`, and give the path.

    It is written beside the target and moved into place, so that no half file ever stands there; a link keeps, and
    what it leads to is replaced. What somebody wrote there is kept under a dated name, see `replace`, and told by
    `project.sharing.remarks`. See `free_for` for what may be replaced, and for what is raised.
    """
    target = free_for(path, kind_suffixes=kind_suffixes, kind=kind, material=project.material())
    written = data.encode() if isinstance(data, str) else data
    draft: Path | None = None
    try:
        # Rights and umask are those of any other file a person makes; of a file replaced, its own.
        rights = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o644
        with NamedTemporaryFile(dir=target.parent, prefix=".qualcode-", delete=False) as file:
            draft = Path(file.name)
            file.write(written)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(rights)
        if kept := replace(draft, target, written):
            project.sharing.kept(kept)
    except OSError as error:
        raise _unwritable(path, error) from None
    finally:
        if draft is not None:  # only now, for an open file cannot be taken away everywhere
            with suppress(OSError):
                draft.unlink()
    return Path(path)


def replace(draft: Path, target: Path, written: bytes) -> Path | None:
    """`put_in_place` for a file that people may go on with; gives where what stood there is kept, if it is.

    It is kept where it is not byte for byte what this program wrote there last: a pack that somebody filled in, a
    report that somebody went on with.

    Args:
        draft: holds `written`.
    """
    kept = own_files.keep(target) if own_files.is_somebodys(target, written) else None
    try:
        put_in_place(draft, target)
    except BaseException:
        if kept is not None:  # nothing became of it, and the old file stands where it stood
            with suppress(OSError):
                kept.unlink()
        raise
    own_files.note(target, written)
    return kept


def put_in_place(draft: Path, target: Path) -> None:
    """Give a finished file the name `target`, in place of what stands there.

    Windows replaces no file that a program holds open. A virus scanner lets go after a moment, for which this waits;
    Word does not. Raises BadInput then, and the old file stays; OSError where the system refuses otherwise.
    """
    for pause in (*_PATIENCE, None):
        try:
            os.replace(draft, target)
            keep_name(target)
            return
        except PermissionError as error:
            if _windows_number(error) not in (_DENIED, *_SHUT) or not target.exists():
                raise
            if pause is None:
                raise _held(target) from None
            time.sleep(pause)


def free_for(
    path: str | Path, *, kind_suffixes: Collection[str], kind: str, material: Collection[str] = ()
) -> Path:
    """The place, links followed, where a file of some kind may be written.

    A file that stands there is replaced only where it is of that kind; a device, a pipe, a folder, a project or
    another database never is.

    Args:
        path: what a person named.
        kind_suffixes: suffixes of such files, with the point, in small letters.
        kind: what it is, in words with an article: "a report".
        material: SHA-256 of files that are never replaced, whatever they are called.

    Raises: BadInput.
    """
    check_name(Path(path))
    target = Path(os.path.realpath(path))
    if target.suffix.lower().startswith(PROJECT):  # of a log beside a project, too
        raise BadInput(_("{path} is a project's name and not one for {kind}", path=path, kind=kind))
    try:
        mode = target.lstat().st_mode
    except FileNotFoundError:
        return target
    except OSError as error:
        raise _unwritable(path, error) from None
    if not stat.S_ISREG(mode):
        raise BadInput(_("{path} is not a file; choose another name", path=path))
    if is_held(target):
        raise BadInput(_("{path} is the project that is open", path=path))
    try:
        with target.open("rb") as file:
            is_database = file.read(len(DATABASE)) == DATABASE
            file.seek(0)
            is_material = bool(material) and hashlib.file_digest(file, "sha256").hexdigest() in material
    except OSError as error:
        raise (_held(path) if _windows_number(error) in _SHUT else _unwritable(path, error)) from None
    if is_database or target.suffix.lower() not in kind_suffixes:
        raise BadInput(_("{path} is not {kind}; choose another name", path=path, kind=kind))
    if is_material:
        raise BadInput(_("{path} was read in as a source; choose another name", path=path))
    if not os.access(target, os.W_OK):
        raise BadInput(_("{path} is protected against writing; choose another name", path=path))
    return target


_DENIED = 5
_SHUT = (32, 33)
"""Windows' numbers for what it does not allow, and for a file that another program keeps to itself."""
_PATIENCE = (0.05, 0.1, 0.2)
"""Seconds to wait before each new try."""


def _windows_number(error: OSError) -> int | None:
    return getattr(error, "winerror", None)


def _held(path: str | Path) -> BadInput:
    return BadInput(
        _("{path} is open in another program: close it there, in Word perhaps, and try again", path=path)
    )


def _unwritable(path: str | Path, error: OSError) -> BadInput:
    return BadInput(_("cannot write {path}: {reason}", path=path, reason=why(error)))


def made_folder(folder: Path) -> None:
    """Make a folder where there is none; raises BadInput where that cannot be."""
    check_name(folder)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise BadInput(_("cannot make the folder {path}: {reason}", path=folder, reason=why(error))) from None
