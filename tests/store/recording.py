"""Every write and sync SQLite does in this process, recorded: what a power cut would leave can then be made up.

Run as a program it codes in a project and pickles the record. The methods of SQLite's own file system layer are
wrapped through ctypes, which works where Python uses a shared SQLite library.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import sqlite3
import sys
from ctypes.util import find_library
from pathlib import Path
from typing import Any

Entry = tuple[Any, ...]
"""("write", file, offset, bytes), ("cut", file, size), ("sync", file), ("gone", file), ("said", uid)."""


class Unrecordable(Exception):
    """This Python carries its own SQLite, which cannot be reached."""


class _Methods(ctypes.Structure):
    """sqlite3_io_methods up to version 3; only the changed ones have a type."""


Write = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64)
Cut = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int64)
Sync = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
Open = ctypes.CFUNCTYPE(
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_int,
    ctypes.POINTER(ctypes.c_int),
)
"""The name comes as an address and not as bytes: SQLite keeps the very address it gave."""
Delete = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)

_Methods._fields_ = [
    ("version", ctypes.c_int),
    ("close", ctypes.c_void_p),
    ("read", ctypes.c_void_p),
    ("write", Write),
    ("cut", Cut),
    ("sync", Sync),
    *((f"other{n}", ctypes.c_void_p) for n in range(14)),
]


class _Vfs(ctypes.Structure):
    """sqlite3_vfs as far as it is touched."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        ("open", Open),
        ("delete", Delete),
    )


class Recorder:
    """Wraps the default file system layer of SQLite for the life of this process."""

    def __init__(self) -> None:
        self.log: list[Entry] = []
        self._names: dict[int, str] = {}
        self._methods: dict[int, _Methods] = {}
        library = ctypes.CDLL(find_library("sqlite3") or "libsqlite3.so.0")
        library.sqlite3_libversion.restype = ctypes.c_char_p
        library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        if library.sqlite3_libversion().decode() != sqlite3.sqlite_version:
            raise Unrecordable
        vfs = library.sqlite3_vfs_find(None).contents
        # Copies: a field of a structure is read through its address and would call what is put there.
        self._open = Open(ctypes.cast(vfs.open, ctypes.c_void_p).value)
        self._delete = Delete(ctypes.cast(vfs.delete, ctypes.c_void_p).value)
        self._kept = Open(self._opened), Delete(self._deleted)
        vfs.open, vfs.delete = self._kept

    def _opened(self, vfs: int, name: int | None, file: int, flags: int, out: Any) -> int:
        done = self._open(vfs, name, file, flags, out)
        methods = ctypes.c_void_p.from_address(file)
        if done == 0 and methods.value and name:
            self._names[file] = _base(name)
            methods.value = ctypes.addressof(self._wrapped(methods.value))
        return done

    def _wrapped(self, address: int) -> _Methods:
        if address not in self._methods:
            original = _Methods.from_address(address)
            mine = _Methods.from_buffer_copy(original)
            write = Write(ctypes.cast(original.write, ctypes.c_void_p).value)
            cut = Cut(ctypes.cast(original.cut, ctypes.c_void_p).value)
            sync = Sync(ctypes.cast(original.sync, ctypes.c_void_p).value)

            def writing(file: int, data: int, size: int, offset: int) -> int:
                self.log.append(("write", self._names[file], offset, ctypes.string_at(data, size)))
                return write(file, data, size, offset)

            def cutting(file: int, size: int) -> int:
                self.log.append(("cut", self._names[file], size))
                return cut(file, size)

            def syncing(file: int, flags: int) -> int:
                done = sync(file, flags)
                self.log.append(("sync", self._names[file]))
                return done

            mine.write, mine.cut, mine.sync = Write(writing), Cut(cutting), Sync(syncing)
            self._methods[address] = mine
        return self._methods[address]

    def _deleted(self, vfs: int, name: int, sync: int) -> int:
        self.log.append(("gone", _base(name)))
        return self._delete(vfs, name, sync)


def _base(name: int) -> str:
    return os.path.basename(ctypes.string_at(name).decode())


def main(path: Path, record: Path) -> None:
    """Code, undo and read in files in the project at `path`, in two sessions, and pickle what was written."""
    try:
        recorder = Recorder()
    except (OSError, AttributeError, Unrecordable):
        record.write_bytes(pickle.dumps([]))
        return
    from qualcode.project import Project

    for session in range(2):
        with Project.open(path, coder="Rara") as project:
            for n in range(60):
                place = 10 + 97 * session + n
                coding = project.codings.add(1, place, place + 5, "KP-TRN", memo="catatan " * (n % 40))
                recorder.log.append(("said", coding.uid))
                if n % 20 == 7:  # larger steps between: an undone coding, and a file read in
                    project.codings.add(1, place, place + 9, "KP-MSY")
                    project.undo()
                    file = path.with_name(f"w{session}{n}.txt")
                    file.write_text(f"K1: {n} {session} " + "Terbuka, nggih. " * 400, encoding="utf-8")
                    [source] = project.sources.add(file)
                    recorder.log.append(("said", source.uid))
    record.write_bytes(pickle.dumps(recorder.log))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
