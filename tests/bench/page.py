"""The page docs/bench.md, written by the bench itself: `python -m tests.bench --markdown > docs/bench.md`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from tests.bench.table import Result, told

_TOP = """\
# How fast qualcode is

This page is written by the bench and not by hand:

    python -m tests.bench --markdown > docs/bench.md

Measured on {day}, on this machine:

{machine}

{table}

## How to read it

Seconds on somebody else's machine say little, so each figure stands beside a limit or a peer that was measured on
the same machine in the same run: what the disk needs to keep 4 KB, what SQLite needs for the same rows with nothing
around it, what Python needs to look through the same text, what an empty app needs to draw its first word. *Ratio*
is how many times that limit qualcode takes, *at most* is what it may take; a time under *at most* is an upper bound
whatever the machine. *Holds* is the verdict, and a bench in which something does not hold ends with exit code 1.

*Measured* and *limit* are times on the clock unless said otherwise: medians of several runs after one that is not counted, with peer and
figure taken in turn where other work on the machine could favour one of them. *Processor time* is what the
processors worked for the figure, in all threads; where it is much smaller than the time on the clock, the figure
waited for the disk or for other programs. *Peak memory* is the most that the process doing the work has held, with
Python and every library in it.

A row that does not hold is measured once more, as another program may have come between, and the second time counts.

The rows about transcripts stand beside Textual's own TextArea with the same text, read-only, and beside an empty app,
measured in the same run. What is pressed and painted there is counted in processor time, as the time on the clock is
mostly that of waiting for the next frame; bytes are those written to the terminal for one key. *Opened in the app* is
everything between Enter and the words: database, page and paint, the first time in a session.

Nothing counts as done before it is on disk: a code is applied, a text imported and a table loaded when the
transaction has been committed with `synchronous=FULL`, journal entry and search index included. The peers write with
the same durability.

The corpus is invented and the same at every run: 3,000 interviews of 30,000 characters, 60 codes, 4 coders and
1,000,000 codings. It is made once, in the folder for temporary files, in about a minute.
"""


def page(results: Sequence[Result], machine: Mapping[str, str], day: date) -> str:
    """The page, with these results of `machine`."""
    about = "\n".join(f"- {name}: {value}" for name, value in machine.items())
    return _TOP.format(day=day.isoformat(), machine=about, table=told(results))
