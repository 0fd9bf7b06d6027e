"""`project.codings`: tagging spans with codes, and linking codings to each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.model import (
    Code,
    Coder,
    Coding,
    CodingLink,
    Group,
    Informant,
    LinkKind,
    Source,
    Valence,
)
from qualcode.project import hits, recasting
from qualcode.project.facet import Facet, Progress, one_of, uncollected, unwatched
from qualcode.project.hanging import Hanging, hanging
from qualcode.project.hits import Around, PlannedCoding
from qualcode.project.lookup import find
from qualcode.project.places import Place, place
from qualcode.project.tagging import (
    known_texts,
    newest_text,
    read_codings_csv,
    stretch,
    tag,
    tag_rows,
    tagged,
    tagged_already,
)
from qualcode.store.transaction import Transaction, load, table_of


@dataclass(frozen=True)
class CodingRow:
    """A coding as lists show it; offsets in code points, half-open."""

    id: UUID
    number: int
    source: UUID
    source_name: str
    start: int
    end: int
    lines: str
    code: str
    coder: str
    informant: str | None
    """Whom it counts for; None is the source itself, or nobody (`counted`)."""
    group: str | None
    counted: bool
    """False for the interviewer's words and reflective notes."""
    valence: str | None
    period: str
    memo: str
    paraphrase: str
    interpretation: str
    translation: str
    text: str


class CodingsFacet(Facet):
    """Codings: spans of sources tagged with codes by coders."""

    def add(
        self,
        source: str | int | Source,
        start: int,
        stop: int,
        code: str | int | Code,
        *,
        valence: str | Valence | None = None,
        **texts: str,
    ) -> Coding:
        """Tag [start, stop) of a source's text with a code and give the coding.

        Ends are snapped outward to whole characters (grapheme clusters), nothing else. `texts` may be period,
        memo, paraphrase, interpretation, translation. Raises BadInput where the span is empty, outside the text
        or tagged so already by this coder.
        """
        return self.submit(source, start, stop, code, valence=valence, **texts).result()

    def submit(
        self,
        source: str | int | Source,
        start: int,
        stop: int,
        code: str | int | Code,
        *,
        valence: str | Valence | None = None,
        **texts: str,
    ) -> Future[Coding]:
        """Like `add`, but gives a future at once; it resolves when the coding is on disk."""

        def work(tx: Transaction) -> Coding:
            return tag(tx, source, start, stop, code, valence, texts)

        return self.project.submit("coding.add", work)

    def add_codes(
        self, source: str | int | Source, start: int, stop: int, codes: Sequence[str | int | Code]
    ) -> Sequence[Coding]:
        """Tag [start, stop) with several codes as one action, and give the codings made.

        A code that this coder has put there already is left as it is; raises BadInput where that is so for all.
        """

        def work(tx: Transaction) -> Sequence[Coding]:
            found = find(tx.session, Source, source)
            span = stretch(newest_text(tx, found.id), start, stop)
            return recasting.tag_with_all(tx, found, span, [find(tx.session, Code, code) for code in codes])

        return self.project.write("coding.add", work)

    def plan_hits(
        self,
        words: str,
        code: str | int,
        *,
        source: str | int | None = None,
        around: str | Around = Around.WORDS,
        parts: bool = False,
        progress: Progress = unwatched,
    ) -> Sequence[PlannedCoding]:
        """What coding every place of `words` would tag: the words, or the sentence or turn that holds them.

        Only whole words are places; with `parts`, words inside longer ones too ("percaya" in "dipercaya").
        Nothing is written; give what is wanted of it to `add_hits`. `progress` is told (texts looked through, texts,
        name of the next one), then the same of those in which the words stand.
        """
        chosen = one_of(Around, around, "around")
        return hits.plan(
            self.project, words, code, source=source, around=chosen, parts=parts, progress=progress
        )

    def add_hits(self, planned: Iterable[PlannedCoding], code: str | int) -> Sequence[Coding]:
        """Tag planned stretches as one action; what is tagged so already stays as it is."""
        wanted = tuple(planned)
        return self.project.write("coding.hits", lambda tx: hits.carry_out(tx, wanted, code))

    def add_many(self, rows: Iterable[dict[str, Any]]) -> list[Coding]:
        """Tag many spans as one action: all of them, or none.

        A row has source, start, stop, code and may have coder, valence and the texts of `add`. A coder named
        first is made known. Raises BadInput naming the first row that does not fit.
        """
        listed = list(rows)
        return self.project.write("coding.import", lambda tx: tag_rows(tx, listed))

    def import_csv(self, file: str | Path) -> list[Coding]:
        """Tag spans from a CSV with the columns source, start, end, code and optionally coder, valence, quote …

        Where a quote stands beside a span it must be the text there. One action: all rows, or none.
        """
        with uncollected():
            return self.add_many(read_codings_csv(Path(file)))

    def list(
        self,
        *,
        code: str | None = None,
        source: str | int | None = None,
        group: str | None = None,
        informant: str | None = None,
        coder: str | None = None,
    ) -> list[CodingRow]:
        """Codings by source and place; a branch of the codebook means all codes below it."""
        with self.project.read() as session:
            table = table_of(Coding)
            conditions: list[Any] = []
            if code is not None:
                conditions.append(table.c.code_id.in_(_with_children(session, find(session, Code, code))))
            if source is not None:
                conditions.append(table.c.source_id == find(session, Source, source).id)
            if coder is not None:
                conditions.append(table.c.coder_id == find(session, Coder, coder).id)
            wanted_group = None if group is None else find(session, Group, group)
            wanted_informant = None if informant is None else find(session, Informant, informant)
            codings = session.scalars(
                select(Coding)
                .where(*conditions)
                .order_by(table.c.source_id, table.c.start, table.c.stop, table.c.id)
            ).all()
            rows = describe(session, codings)
        return [
            row
            for row in rows
            if (wanted_group is None or row.group == wanted_group.name)
            and (wanted_informant is None or row.informant == wanted_informant.code)
        ]

    def get(self, coding: str | int | UUID) -> CodingRow:
        """One coding; raises NotFound."""
        with self.project.read() as session:
            return describe(session, [find(session, Coding, coding)])[0]

    def of_source(self, source: str | int | Source) -> Sequence[Coding]:
        """The plain records of one source, by place: what a reader paints."""
        with self.project.read() as session:
            found = find(session, Source, source)
            table = table_of(Coding)
            return load(
                session,
                Coding,
                table.c.source_id == found.id,
                order=(table.c.start, table.c.stop, table.c.id),
            )

    def edit(
        self,
        coding: str | int | UUID,
        *,
        start: int | None = None,
        stop: int | None = None,
        code: str | None = None,
        valence: str | Valence | None = None,
        clear_valence: bool = False,
        **texts: str,
    ) -> Coding:
        """Change a coding's edges, code, valence or texts; what is not named stays."""
        known_texts(texts)

        def work(tx: Transaction) -> Coding:
            found = find(tx.session, Coding, coding)
            changes: dict[str, Any] = dict(texts)
            if start is not None or stop is not None:
                body = newest_text(tx, found.source_id)
                changes["start"], changes["stop"] = stretch(
                    body, found.start if start is None else start, found.stop if stop is None else stop
                )
            if code is not None:
                changes["code_id"] = find(tx.session, Code, code).id
            if valence is not None:
                changes["valence"] = one_of(Valence, valence, "valence")
            elif clear_valence:
                changes["valence"] = None
            changed = found.start, found.stop, found.code_id
            place_ = tuple(
                changes.get(k, v) for k, v in zip(("start", "stop", "code_id"), changed, strict=True)
            )
            others = tagged(tx, found.source_id) if place_ != changed else set()
            if (found.source_id, *place_, found.coder_id) in others:
                raise tagged_already(place_[0], place_[1], tx.get(Code, place_[2]).code)
            return tx.update(found, **changes)

        return self.project.write("coding.edit", work)

    def split(self, coding: str | int | UUID, at: int) -> tuple[Coding, Coding]:
        """Cut a coding in two at an offset of the text; both parts are evidence of what it was evidence of.

        The first part keeps its links, comments and memos.

        Both say the same of the code. Raises BadInput where `at` is not inside of it.
        """

        def work(tx: Transaction) -> tuple[Coding, Coding]:
            found = find(tx.session, Coding, coding)
            return recasting.split(tx, found, newest_text(tx, found.source_id), at)

        return self.project.write("coding.split", work)

    def hanging(self, *codings: str | int | UUID) -> Hanging:
        """What hangs on codings: evidence, links, comments and memos."""
        with self.project.read() as session:
            return hanging(session, [find(session, Coding, coding) for coding in codings])

    def merge(self, *codings: str | int | UUID) -> Coding:
        """Make one coding of several with the same code, coder and source, and what lies between them.

        The one that begins first stays, and takes over what the others say, prove and are linked to.
        """

        def work(tx: Transaction) -> Coding:
            return recasting.merge(tx, [find(tx.session, Coding, coding) for coding in codings])

        return self.project.write("coding.merge", work)

    def recode(self, code: str | int | Code, *codings: str | int | UUID) -> Sequence[Coding]:
        """Give codings another code as one action; where it stands there already the two become one."""
        return self.project.write(
            "coding.recode", lambda tx: recasting.recode(tx, codings, find(tx.session, Code, code))
        )

    def remove(self, *codings: str | int | UUID) -> Hanging:
        """Take tags away, with the evidence and links that rest on them, as one action; gives what went with them."""
        return self.submit_removal(*codings).result()

    def submit_removal(self, *codings: str | int | UUID) -> Future[Hanging]:
        """Like `remove`, but gives a future at once."""

        def work(tx: Transaction) -> Hanging:
            gone = [find(tx.session, Coding, coding) for coding in codings]
            went = hanging(tx.session, gone)
            for coding in gone:
                tx.delete(coding)
            return went

        return self.project.submit("coding.remove", work)

    def link(self, first: str | int, kind: str | LinkKind, second: str | int, note: str = "") -> CodingLink:
        """Say how one coding leads to another: cause_of, solution_to, before."""

        def work(tx: Transaction) -> CodingLink:
            one, other = find(tx.session, Coding, first), find(tx.session, Coding, second)
            if one.id == other.id:
                raise BadInput(_("a coding cannot be linked to itself"))
            chosen = one_of(LinkKind, kind, "kind")
            return tx.insert(CodingLink(from_coding_id=one.id, to_coding_id=other.id, kind=chosen, note=note))

        return self.project.write("coding.link", work)

    def unlink(self, link: str | int) -> None:
        """Take a link between codings away."""
        self.project.write("coding.unlink", lambda tx: tx.delete(find(tx.session, CodingLink, link)))


def describe(session: Session, codings: Iterable[Coding]) -> list[CodingRow]:
    """Codings with names, places and whom they count for; reads each source's text once."""
    codes = {c.id: c.code for c in session.scalars(select(Code))}
    coders = {c.id: c.name for c in session.scalars(select(Coder))}
    groups = {g.id: g.name for g in session.scalars(select(Group))}
    informants = {i.id: i for i in session.scalars(select(Informant))}
    sources = {s.id: s for s in session.scalars(select(Source))}
    places: dict[int, Place] = {}
    rows = []
    for coding in codings:
        source = sources[coding.source_id]
        if source.id not in places:
            places[source.id] = place(session, source)
        at = places[source.id]
        unit = at.unit(coding.start, coding.stop)
        informant = informants.get(unit.informant_id) if unit and unit.informant_id else None
        group = informant.group_id if informant else source.group_id
        rows.append(
            CodingRow(
                id=coding.uid,
                number=coding.id,
                source=source.uid,
                source_name=source.name,
                start=coding.start,
                end=coding.stop,
                lines=at.lines(coding.start, coding.stop),
                code=codes[coding.code_id],
                coder=coders[coding.coder_id],
                informant=informant.code if informant else None,
                group=groups.get(group) if group else None,
                counted=unit is not None,
                valence=coding.valence.value if coding.valence else None,
                period=coding.period,
                memo=coding.memo,
                paraphrase=coding.paraphrase,
                interpretation=coding.interpretation,
                translation=coding.translation,
                text=at.text[coding.start : coding.stop],
            )
        )
    return rows


def _with_children(session: Session, code: Code) -> set[int]:
    children: dict[int | None, list[int]] = {}
    for id_, parent in session.execute(select(table_of(Code).c.id, table_of(Code).c.parent_id)):
        children.setdefault(parent, []).append(id_)
    found, waiting = set[int](), [code.id]
    while waiting:
        id_ = waiting.pop()
        found.add(id_)
        waiting.extend(children.get(id_, []))
    return found
