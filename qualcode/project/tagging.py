"""Tagging: what has to hold before a coding is written, one by one or by the thousand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy import select as sa_select
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from qualcode.errors import BadInput, NotFound
from qualcode.exchange.coding_csv import load_codings
from qualcode.exchange.problems import FileProblems, Problem
from qualcode.i18n import _
from qualcode.model import Code, Coder, Coding, Record, Source, TextVersion, Valence
from qualcode.project.facet import one_of
from qualcode.project.lookup import find
from qualcode.project.namesakes import a_new_name
from qualcode.store.transaction import Transaction, table_of
from qualcode.text.clusters import snap

TEXT_FIELDS = ("period", "memo", "paraphrase", "interpretation", "translation")

Spot = tuple[int, int, int, int, int]
"""Source, start, stop, code and coder: no two codings share one."""

_VERSIONS = table_of(TextVersion)
_NEWEST_BODY = (
    select(_VERSIONS.c.body)
    .where(_VERSIONS.c.source_id == bindparam("source"))
    .order_by(_VERSIONS.c.number.desc())
    .limit(1)
)


def read_codings_csv(file: Path) -> list[dict[str, Any]]:
    """Rows for `add_many` from a CSV; raises FileProblems naming the lines that do not fit."""
    name, rows = load_codings(file)
    made = []
    for row in rows:
        given: dict[str, Any] = {"source": row.source, "code": row.code, "start": row.start, "stop": row.end}
        given["where"] = (name, row.line)
        for field in ("coder", "valence", "quote", *TEXT_FIELDS):
            if value := getattr(row, field):
                given[field] = value
        made.append(given)
    return made


def tag_rows(tx: Transaction, rows: Iterable[dict[str, Any]]) -> list[Coding]:
    """`CodingsFacet.add_many` inside a transaction; raises FileProblems with all that is wrong where the rows are a file's."""
    empty = {"review": "", "created_at": tx.at, **dict.fromkeys(TEXT_FIELDS, "")}
    look = _Look(tx)
    made: list[dict[str, Any]] = []
    problems: list[Problem] = []
    file = ""
    for row in rows:
        try:
            made.append(empty | look.up(row))
        except (BadInput, NotFound) as error:
            where = row.get("where", "")
            if isinstance(where, tuple):
                file = where[0]
                problems.append(Problem(where[1], error.message))
                continue
            raise BadInput(f"{where}: {error.message}" if where else error.message) from None
    if problems:
        raise FileProblems(file, problems)
    return tx.insert_rows(Coding, made)


class _Look:
    """Looks up what rows name, everything once."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._found: dict[tuple[type[Record], object], tuple[int, str]] = {}
        """Id and, of a code its name, of a source its text."""
        self._failed: dict[tuple[type[Record], object], BadInput | NotFound] = {}
        self._there: set[Spot] = set()
        self._new: set[Spot] = set()
        self._me = tx.coder.id

    def up(self, row: dict[str, Any]) -> dict[str, Any]:
        """The columns of a coding that `row` decides; raises BadInput, NotFound where it does not fit."""
        source, text = self._get(Source, row["source"], self._source)
        code, name = self._get(Code, row["code"], self._code)
        coder = self._get(Coder, row["coder"], self._coder)[0] if row.get("coder") else self._me
        start, stop = stretch(text, row["start"], row["stop"])
        quote = row.get("quote")
        if quote is not None and text[row["start"] : row["stop"]] != quote:
            raise BadInput(
                _("the quote is not what stands at {start}:{end}", start=row["start"], end=row["stop"])
            )
        valence = one_of(Valence, row["valence"], "valence") if row.get("valence") else None
        spot = (source, start, stop, code, coder)
        if spot in self._new:
            raise BadInput(_("the same coding stands twice"))
        if spot in self._there:
            raise tagged_already(start, stop, name)
        self._new.add(spot)
        columns = {
            "source_id": source,
            "start": start,
            "stop": stop,
            "code_id": code,
            "coder_id": coder,
            "valence": valence,
        }
        for field in TEXT_FIELDS:
            if value := row.get(field):
                columns[field] = value
        return columns

    def _get(
        self, model: type[Record], given: object, look: Callable[[Any], tuple[int, str]]
    ) -> tuple[int, str]:
        key = model, given if type(given) is str else str(given)
        try:
            return self._found[key]
        except KeyError:
            pass
        if key in self._failed:
            raise self._failed[key]
        try:
            found = self._found[key] = look(given)
        except (BadInput, NotFound) as error:
            self._failed[key] = error
            raise
        return found

    def _source(self, given: Any) -> tuple[int, str]:
        source = find(self._tx.session, Source, given)
        text = newest_text(self._tx, source.id)
        self._there |= tagged(self._tx, source.id)
        return source.id, text

    def _code(self, given: Any) -> tuple[int, str]:
        code = find(self._tx.session, Code, given)
        return code.id, code.code

    def _coder(self, name: str) -> tuple[int, str]:
        name = a_new_name(self._tx.session, Coder, name)
        coder = self._tx.first(Coder, table_of(Coder).c.name == name) or self._tx.insert(Coder(name=name))
        return coder.id, name


def tag(
    tx: Transaction,
    source: str | int | Source,
    start: int,
    stop: int,
    code: str | int | Code,
    valence: str | Valence | None,
    texts: dict[str, str],
) -> Coding:
    """`CodingsFacet.add` inside a transaction."""
    known_texts(texts)
    found_source, found_code = find(tx.session, Source, source), find(tx.session, Code, code)
    start, stop = stretch(newest_text(tx, found_source.id), start, stop)
    row = {
        "source_id": found_source.id,
        "start": start,
        "stop": stop,
        "code_id": found_code.id,
        "coder_id": tx.coder.id,
        "valence": None if valence is None else one_of(Valence, valence, "valence"),
        "created_at": tx.at,
        "review": "",
        **{field: texts.get(field, "") for field in TEXT_FIELDS},
    }
    try:
        [coding] = tx.insert_rows(Coding, [row])  # the quick way: a person waits for each of these
        return coding
    except IntegrityError as error:
        words = str(error.orig).lower()
        if "unique" not in words or "source_id" not in words:
            raise
        raise tagged_already(start, stop, found_code.code) from None


def tagged(tx: Transaction, source_id: int) -> set[Spot]:
    """The codings of a source: source, start, stop, code and coder of each."""
    table = table_of(Coding)
    columns = (table.c.source_id, table.c.start, table.c.stop, table.c.code_id, table.c.coder_id)
    rows = tx.connection.execute(sa_select(*columns).where(table.c.source_id == source_id))
    return {(*row,) for row in rows}


def tagged_already(start: int, stop: int, code: str) -> BadInput:
    """The error where a stretch carries a code by the same coder."""
    return BadInput(_("{start}:{end} is coded {code} already", start=start, end=stop, code=code))


def known_texts(texts: dict[str, str]) -> None:
    """Raise BadInput for a text that codings do not have."""
    unknown = set(texts) - set(TEXT_FIELDS)
    if unknown:
        raise BadInput(_("a coding has no {field}", field=", ".join(sorted(unknown))))


def stretch(body: str, start: int, stop: int) -> tuple[int, int]:
    """[start, stop) of a text, grown to whole characters; raises BadInput where it is empty or outside."""
    if not 0 <= start < stop <= len(body):
        raise BadInput(
            _(
                "{start}:{end} is not a stretch of this text (0:{length})",
                start=start,
                end=stop,
                length=len(body),
            )
        )
    return snap(body, start, stop)


def newest_text(tx: Transaction, source_id: int) -> str:
    """The newest text of a source; raises NotFound where it has none."""
    found = tx.connection.scalar(_NEWEST_BODY, {"source": source_id})
    if found is None:
        raise NotFound(_("this source has no text"))
    return str(found)
