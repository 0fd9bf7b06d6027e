"""Why a database refused, in the person's language; what it says itself is shown only where QUALCODE_DEBUG asks.

SQLite tells the kind of a refusal by number, PostgreSQL by five letters; that a server cannot be reached has neither,
and is told by words that the network library never translates.
"""

from __future__ import annotations

import os
import sqlite3

from sqlalchemy.exc import DBAPIError

from qualcode.i18n import _

DISK = frozenset(
    {
        sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_INTERRUPT,
    }
)  # fmt: skip
"""Refusals that say something of the disk, of rights or of other programs, and nothing of the file's content."""


def code_of(error: BaseException) -> int:
    """SQLite's number of the kind of an error, also of one SQLAlchemy has wrapped; 0 where it has none."""
    problem = error.orig if isinstance(error, DBAPIError) else error
    return getattr(problem, "sqlite_errorcode", 0) & 0xFF


def of_file(error: Exception) -> str:
    """Why a file could not be read or written as a database."""
    match code_of(error):
        case sqlite3.SQLITE_FULL:
            words = _("the disk is full")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            words = _("no permission")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED | sqlite3.SQLITE_PROTOCOL:
            words = _("another program is using it")
        case sqlite3.SQLITE_CANTOPEN:
            words = _("it cannot be opened; perhaps its folder cannot be written or its disk is gone")
        case sqlite3.SQLITE_IOERR:
            words = _("the disk does not answer; it may be damaged or unplugged")
        case sqlite3.SQLITE_NOMEM:
            words = _("there is not enough memory")
        case _other:
            words = _("it is damaged inside")
    return words + detail(error)


def of_server(error: DBAPIError) -> str:
    """Why a server could not be reached or did not go on."""
    state = getattr(error.orig, "sqlstate", None) or ""
    said = str(error.orig).lower()
    for states, parts, words in (
        (("28",), ("password", "role ", "pg_hba"), _("it does not accept this user or password")),
        (("3D",), ("database ",), _("it has no database of this name")),
        (("53",), ("too many",), _("it has no room left for one more")),
        (("57P",), ("starting up", "shutting down"), _("it is just starting or stopping; try again")),
        ((), ("resolve", "translate host", "name or service"), _("no server of this name is known")),
        ((), ("refused", "no such file"), _("no server answers there; is it running?")),
        ((), ("timeout", "timed out"), _("it took too long to answer")),
    ):  # fmt: skip
        if state.startswith(states) if state else any(part in said for part in parts):
            return words
    return _("the connection failed")


def detail(error: BaseException) -> str:
    """What the database says itself, for whoever looks for a fault; empty for everybody else."""
    problem = error.orig if isinstance(error, DBAPIError) else error
    return f" [{problem}]" if os.environ.get("QUALCODE_DEBUG") else ""
