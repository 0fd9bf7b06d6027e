"""Tables by the names people know them by: those of the Markdown of a report, with `tbl-` before them or without.

A layout names tables of several reports at once; what it names that there is not is told, so that a slip of the pen
does not pass for a table that stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from qualcode.i18n import _
from qualcode.reports.document import Document, Table
from qualcode.reports.layout import TableLayout

_MARK = "tbl-"
"""What Quarto knows a table by."""

_KNOWN = re.compile(
    # the triangulation report and the network of informants, ...
    r"informants|sources|codebook|prominence|findings|symbols|verdicts|code-groups|codings|nodes|ties|tie-quotes"
    r"|group-ei|measures-\d+|(by|behind)-(group|method|wave|group-method)|f\d+-row|section\d+-[a-z0-9-]+"
    # ... and the other appendices.
    r"|(guide|informants|consent|reduction|codebook|photos|memberchecks|supervision|revisions|coreq|quotes)-table"
    r"|(transcripts|fieldnotes)-\d+-lines|interviews-\d+|by-(group|method|wave)-\d+"
    r"|(saturation|agreement)-\d+-[a-z]+"
    r"|changes-(codes|codings|findings|others|people|recoded|texts)"
    r"|trail-(criteria|decisions|memos|overrides|versions|weeks)"
)
"""Every name that some report gives a table."""

_END = re.compile(r"-table$|-\d+$")
"""What an appendix adds to the name of what a table tells of."""
_NUMBER = re.compile(r"\d+")
_LIKE = 0.6
"""From which share of letters on a name may be what somebody meant by another."""
_SHOWN = 5
"""How many names a remark tells at most."""


def bare(name: str) -> str:
    """A table's name without what Quarto puts before it."""
    return name.removeprefix(_MARK)


def is_known(name: str) -> bool:
    """Whether some report has a table of that name, if it has anything to show."""
    return _KNOWN.fullmatch(bare(name)) is not None


def wanted_of(tables: Mapping[str, TableLayout], anchor: str) -> TableLayout | None:
    """What a layout wants of the table at `anchor`; the name as it stands there comes before other ways to write it."""
    if not anchor or not tables:
        return None
    return next(
        (tables[name] for name in (anchor, f"{_MARK}{bare(anchor)}", bare(anchor)) if name in tables), None
    )


def without_effect(documents: Iterable[Document]) -> Sequence[str]:
    """A remark, with file and line, for each table that the layout of these documents names and none of them has.

    Tables of other reports are passed over, as one layout serves all; but for one that has a namesake here, as the
    informants of the triangulation report have in the appendix, or that would be one more of a numbered series.
    """
    tables: dict[str, TableLayout] = {}
    here: dict[str, None] = {}
    for document in documents:
        tables |= document.layout.tables
        here |= dict.fromkeys(bare(one.anchor) for one in document.blocks if isinstance(one, Table))
    missing = [name for name in tables if bare(name) not in here]
    free = [name for name in here if wanted_of(tables, name) is None]
    remarks = []
    for name in missing:
        kin = [one for one in free if _END.sub("", one) == bare(name)]
        kin = kin or [one for one in here if _NUMBER.search(one) and _series(one) == _series(bare(name))]
        if kin or not is_known(name):
            remarks.append(_remark(name, tables[name], kin or _nearest(bare(name), list(here)), len(here)))
    return tuple(remarks)


def _remark(name: str, wanted: TableLayout, like: Sequence[str], count: int) -> str:
    """That a table is not among the `count` of a report, with those that may have been meant."""
    shown = [_MARK + one for one in like[:_SHOWN]]
    if not shown:
        return _("{where}: this report has no table, so none called {name}", where=wanted.where, name=name)
    return _(
        "{where}: this report has no table {name}; it has {names} (all names stand in its Markdown)",
        where=wanted.where,
        name=name,
        names=", ".join(shown) + (" …" if len(shown) < count else ""),
    )


def _nearest(name: str, here: Sequence[str]) -> Sequence[str]:
    """The names most like one, else one of each series of numbered tables."""
    first = {_series(one): one for one in reversed(here)}
    return get_close_matches(name, here, _SHOWN, _LIKE) or list(reversed(first.values()))


def _series(name: str) -> str:
    """What tables that are told apart by their numbers have in common."""
    return _NUMBER.sub("#", name)
