"""Codings given another shape: several codes at once, parts of one, one of several, another code."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from uuid import UUID

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.model import Code, Coding, Evidence, Source
from qualcode.project.joining import join
from qualcode.project.lookup import find
from qualcode.project.places import place
from qualcode.store.transaction import Transaction, table_of
from qualcode.text.clusters import snap


def tag_with_all(
    tx: Transaction, source: Source, span: tuple[int, int], codes: Sequence[Code]
) -> list[Coding]:
    """Tag a stretch, whose ends are whole characters, with each code it does not carry yet by this coder.

    Raises BadInput where it carries all of them already.
    """
    start, stop = span
    table = table_of(Coding)
    there = {
        coding.code_id
        for coding in tx.all(
            Coding,
            table.c.source_id == source.id,
            table.c.start == start,
            table.c.stop == stop,
            table.c.coder_id == tx.coder.id,
        )
    }
    missing = {code.id: code for code in codes if code.id not in there}
    if not missing:
        raise BadInput(
            _(
                "{start}:{end} is coded {code} already",
                start=start,
                end=stop,
                code=", ".join(code.code for code in codes),
            )
        )
    return [
        tx.insert(
            Coding(
                source_id=source.id,
                start=start,
                stop=stop,
                code_id=code,
                coder_id=tx.coder.id,
                created_at=tx.at,
            )
        )
        for code in missing
    ]


def split(tx: Transaction, coding: Coding, body: str, at: int) -> tuple[Coding, Coding]:
    """Cut a coding of a text in two at `at`, moved to the beginning of its character; nothing is left out between.

    The first part stays the coding it was, with its links, comments and memos; the second is new and says the same of
    its code. Nobody but a person knows which of the two a finding rests on, so each in which words count is evidence of
    it. Raises BadInput where a part would be empty or is there already.
    """
    if not coding.start < at < coding.stop or (at := snap(body, at, at + 1)[0]) == coding.start:
        raise BadInput(
            _("{at} does not lie inside of {start}:{end}", at=at, start=coding.start, end=coding.stop)
        )
    stop = coding.stop
    first = _reshaped(tx, coding, coding.start, at)
    _refuse_twin(tx, coding, at, stop)
    second = tx.insert(
        Coding(
            source_id=coding.source_id,
            start=at,
            stop=stop,
            code_id=coding.code_id,
            coder_id=coding.coder_id,
            valence=coding.valence,
            period=coding.period,
            memo=coding.memo,
            created_at=tx.at,
        )
    )
    at_source = place(tx.session, tx.get(Source, coding.source_id))
    for evidence in tx.all(Evidence, table_of(Evidence).c.coding_id == coding.id):
        if at_source.unit(second.start, second.stop) is not None:
            same = {name: getattr(evidence, name) for name in _SAID}
            tx.insert(Evidence(coding_id=second.id, **same))
            if at_source.unit(first.start, first.stop) is None:
                tx.delete(evidence)
    return first, second


_SAID = ("finding_id", "coder_id", "stance", "period", "note")
"""What evidence says of a coding."""


def merge(tx: Transaction, codings: Sequence[Coding]) -> Coding:
    """Make one coding of several with one code, coder and source; it reaches from the first to the end of the last.

    The one that begins first stays, and takes over what the others say, prove and are linked to. Raises BadInput
    where they are fewer than two or differ in code, coder or source.
    """
    ordered = sorted({coding.id: coding for coding in codings}.values(), key=lambda c: (c.start, -c.stop))
    if len(ordered) < 2:
        raise BadInput(_("merging takes at least two codings"))
    for one, other in pairwise(ordered):
        if one.source_id != other.source_id:
            raise BadInput(_("codings of two sources cannot become one"))
        if one.code_id != other.code_id:
            raise BadInput(_("codings with different codes cannot become one"))
        if one.coder_id != other.coder_id:
            raise BadInput(_("codings of different coders cannot become one"))
    kept, *others = ordered
    stop = max(coding.stop for coding in ordered)
    code = tx.get(Code, kept.code_id).code
    for gone in others:
        kept = join(tx, gone, kept, f"{code} {gone.start}:{gone.stop}")
    return kept if kept.stop == stop else _reshaped(tx, kept, kept.start, stop)


def recode(tx: Transaction, codings: Sequence[str | int | UUID], code: Code) -> list[Coding]:
    """Give codings another code; one that stands there already takes over what the other says."""
    kept = []
    for given in codings:
        coding = find(tx.session, Coding, given)
        if coding.code_id == code.id:
            raise BadInput(
                _(
                    "{start}:{end} is coded {code} already",
                    start=coding.start,
                    end=coding.stop,
                    code=code.code,
                )
            )
        twin = _twin(tx, coding, coding.start, coding.stop, code.id)
        if twin is None:
            kept.append(tx.update(coding, code_id=code.id))
        else:
            kept.append(join(tx, coding, twin, tx.get(Code, coding.code_id).code))
    return kept


def _reshaped(tx: Transaction, coding: Coding, start: int, stop: int) -> Coding:
    _refuse_twin(tx, coding, start, stop)
    return tx.update(coding, start=start, stop=stop)


def _refuse_twin(tx: Transaction, coding: Coding, start: int, stop: int) -> None:
    if _twin(tx, coding, start, stop, coding.code_id) is not None:
        code = tx.get(Code, coding.code_id).code
        raise BadInput(_("{start}:{end} is coded {code} already", start=start, end=stop, code=code))


def _twin(tx: Transaction, coding: Coding, start: int, stop: int, code: int) -> Coding | None:
    """Another coding of the same coder with that code on just that stretch."""
    table = table_of(Coding)
    return tx.first(
        Coding,
        table.c.source_id == coding.source_id,
        table.c.start == start,
        table.c.stop == stop,
        table.c.coder_id == coding.coder_id,
        table.c.code_id == code,
        table.c.id != coding.id,
    )
