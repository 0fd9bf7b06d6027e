"""The table of an interview guide as people write it, or as a report of ours prints it, in either language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from qualcode.errors import BadInput, NotFound
from qualcode.exchange.tables import Row, read_table
from qualcode.i18n import LANGUAGES, _, using
from qualcode.model import Group, Method, Question, ResearchQuestion
from qualcode.project.facet import one_of
from qualcode.project.lookup import find
from qualcode.reports.words import method as method_word
from qualcode.store.transaction import Transaction, table_of

COLUMNS = ("no", "focus", "indicator", "question", "group", "method", "research_question")


def read_guide(file: Path) -> Sequence[Row]:
    """The rows of a CSV file; raises FileProblems where it is no table of a guide."""
    _name, rows = read_table(file, COLUMNS, ("question",), called=_printed())
    return rows


def add_row(tx: Transaction, row: Row) -> Question:
    """Write one row, in place of the question of the same number; raises BadInput where it does not fit."""
    line = row.line
    if not row.get("question"):
        raise BadInput(_("line {line}: the question is missing", line=line))
    given = row.get("no").removesuffix(".")
    if given and not given.isdigit():
        raise BadInput(_("line {line}: no is a whole number", line=line))
    number = int(given) if given else max((q.number for q in tx.all(Question)), default=0) + 1
    asks = row.get("research_question") or None
    values: dict[str, Any] = {
        "focus": row.get("focus"),
        "indicator": row.get("indicator"),
        "text": row.get("question"),
        "group_id": _group(tx, row.get("group")),
        "method": _method(row.get("method")),
        "research_question_id": None if asks is None else find(tx.session, ResearchQuestion, asks).id,
    }
    old = tx.first(Question, table_of(Question).c.number == number)
    return tx.update(old, **values) if old else tx.insert(Question(number=number, **values))


def _printed() -> Mapping[str, str]:
    """What reports and lists call the columns."""
    called: dict[str, str] = {}
    for language in LANGUAGES:
        with using(language):
            called |= {
                _("No."): "no",
                _("Focus"): "focus",
                _("Indicator"): "indicator",
                _("Question"): "question",
                _("Group"): "group",
                _("Informants"): "group",
                _("Method"): "method",
                _("Research question"): "research_question",
            }
    return called


def _method(given: str) -> Method:
    for language in LANGUAGES:
        with using(language):
            words = {method_word(one.value).casefold(): one for one in Method}
        if (found := words.get(given.casefold())) is not None:
            return found
    return one_of(Method, given or "interview", "method")


def _group(tx: Transaction, given: str) -> int | None:
    """The id of a group by its name or label; None for everybody, as reports say it too."""
    if not given:
        return None
    try:
        return find(tx.session, Group, given).id
    except NotFound:
        wanted = given.casefold()
        called = [g for g in tx.all(Group) if wanted in (g.label.casefold(), g.label_en.casefold())]
        if len(called) == 1:
            return called[0].id
        for language in LANGUAGES:
            with using(language):
                if wanted == _("all").casefold():
                    return None
        raise
