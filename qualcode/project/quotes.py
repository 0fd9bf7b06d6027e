"""`project.quotes`: codings found by a query, grouped and sorted, and what of them may leave the project."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any, overload
from uuid import UUID

import numpy as np
from sqlalchemy import select as select_columns
from sqlmodel import Session, select

from qualcode.analysis import evidence as ev
from qualcode.analysis.columns import NOBODY, Bools, Ints
from qualcode.analysis.query import Field, Node, parse, terms, written
from qualcode.errors import BadInput
from qualcode.i18n import _, ngettext
from qualcode.model import Coder, Coding, Finding, Source, Stance, Study, TextVersion
from qualcode.project import material
from qualcode.project.citations import Citations
from qualcode.project.code_tree import code_tree
from qualcode.project.evidence import new_finding, no_evidence, put_evidence
from qualcode.project.facet import Facet, Progress, not_one_of, one_of, unwatched
from qualcode.project.figures import CodeHead
from qualcode.project.lookup import find
from qualcode.project.material import Material, speaks_alone
from qualcode.project.places import line_numbers, line_starts_of, place
from qualcode.project.quote_groups import NO_GROUPS, SORTS, Grouping, grouping, places_in_order
from qualcode.project.quote_terms import VALENCES, Terms
from qualcode.project.quoting import Quoting
from qualcode.store.columns import CodingColumns
from qualcode.store.transaction import Transaction, table_of

AROUND = ("turn", "beside")
"""How much of what stands around a quote can be shown."""


@dataclass(frozen=True, slots=True)
class QuoteCoding:
    """One coder's coding of a quote."""

    id: UUID
    number: int
    coder: str
    valence: str | None
    period: str
    memo: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage with one code, by one coder or several; offsets in code points, half-open."""

    source: UUID
    source_name: str
    start: int
    end: int
    lines: str
    code: str
    code_name: str
    informants: tuple[str, ...]
    """Who speaks in it, by their codes."""
    groups: tuple[str, ...]
    counted: bool
    """False for the interviewer's words and reflective notes."""
    method: str
    wave: int
    reference: str
    """How it is cited."""
    text: str
    codings: tuple[QuoteCoding, ...]

    @property
    def valence(self) -> str | None:
        """What its coders say of the code; None where nobody does, `mixed` where they differ."""
        said = {coding.valence for coding in self.codings} - {None}
        return "mixed" if len(said) > 1 else next(iter(said), None)


@dataclass(frozen=True)
class QuoteGroup:
    """Quotes that stand together: those numbered `[first, last)`."""

    key: str
    label: str
    first: int
    last: int
    informants: int
    """Informants (and sessions) who speak in them."""

    def __len__(self) -> int:
        return self.last - self.first


@dataclass(frozen=True)
class Tally:
    """What a set of quotes amounts to; informants are what counts."""

    quotes: int
    passages: int
    """Different stretches of text; one with two codes is two quotes."""
    informants: int
    of_informants: int
    groups: int
    of_groups: int
    documents: int
    """Documents, observations and works of literature, which are not among the informants."""
    left_out: int
    """Codings of second coders, which are there to be compared and are shown where `coder:` names them."""
    second_coders: tuple[str, ...]


class Quotes(Sequence[Quote]):
    """What a query found; a quote is made when it is looked at, from texts that are read then."""

    def __init__(self, query: str, by: str, rows: Ints, groups: Sequence[QuoteGroup], tally: Tally,
                 numbers: Sequence[int], make: Callable[[int], Quote]) -> None:  # fmt: skip
        self.query = query
        """The query, as it reads in the current language."""
        self.by = by
        self.groups = tuple(groups)
        """In order; one without a label where nothing is grouped."""
        self.tally = tally
        self.numbers = numbers
        """Of each quote the running number of its first coding: what it is known by while the project changes."""
        self._rows = rows
        self._make = make

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Quote: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Quote]: ...
    def __getitem__(self, place: int | slice) -> Quote | Sequence[Quote]:
        if isinstance(place, slice):
            return [self._make(int(row)) for row in self._rows[place]]
        return self._make(int(self._rows[place]))

    def as_json(self, shown: Callable[[Quote], object] = lambda quote: quote) -> dict[str, object]:
        """The plain document the command line prints; `shown` says how a quote stands in it."""
        tally = self.tally
        return {
            "query": self.query,
            "group_by": self.by,
            "quotes": tally.quotes,
            "passages": tally.passages,
            "informants": tally.informants,
            "of_informants": tally.of_informants,
            "reach": f"{tally.groups}/{tally.of_groups}",
            "documents": tally.documents,
            "left_out": tally.left_out,
            "groups": [
                {
                    "key": group.key,
                    "label": group.label,
                    "informants": group.informants,
                    "quotes": [shown(quote) for quote in self[group.first : group.last]],
                }
                for group in self.groups
            ],
        }


class QuotesFacet(Facet):
    """Retrieval: every coding by what it is, who speaks, where it stands and what it says."""

    def find(
        self,
        query: str | Node = "",
        *,
        group_by: str = NO_GROUPS,
        sort: str = "place",
        progress: Progress = unwatched,
    ) -> Quotes:
        """The quotes that a query asks for; an empty query asks for all.

        What several coders tagged alike is one quote. Codings of second coders (who were assigned turns) are left
        out unless `coder:` names them. See `analysis.query` for the language and `analysis.retrieval` for what
        codes mean in it.

        Args:
            query: as `KP-AGT not JR-* near:50 NM-GTR group:ANGGOTA "kas"`.
            group_by: none, code, informant, group, source, method, wave, coder, valence, period or `attr:NAME`.
            sort: place, code, informant, wave, length or newest; within groups.
            progress: told (steps done, steps, what is done now); while words are looked for, texts are the steps.

        Raises: QueryError where the query cannot be read or names what is not there, with the place; BadInput for
        another `group_by` or `sort`.
        """
        tree = parse(query) if isinstance(query, str) else query
        if sort not in SORTS:
            raise BadInput(not_one_of("--sort", sort, SORTS))
        with self.project.read() as session:
            return _Finding(self.project.read, session, tree, progress).found(group_by, sort)

    def context(self, quote: Quote, around: str = "turn") -> tuple[str, str]:
        """What stands before and behind a quote: the rest of its turn, or of the turns beside it too (`beside`).

        Raises BadInput for another `around`, NotFound where the source is gone.
        """
        if around not in AROUND:
            raise BadInput(not_one_of("--context", around, AROUND))
        at = self.project.sources.place(str(quote.source))
        touched = [
            n for n, turn in enumerate(at.turns) if turn.label_start < quote.end and turn.stop > quote.start
        ]
        if not touched:
            return "", ""
        more = around == "beside"
        first = at.turns[max(touched[0] - more, 0)].label_start
        last = at.turns[min(touched[-1] + more, len(at.turns) - 1)].stop
        return at.text[min(first, quote.start) : quote.start], at.text[quote.end : max(last, quote.end)]

    def cited(self, codings: Iterable[str | int | UUID], *, accept_leaks: bool = False) -> str:
        """Quotes as they may leave the project: words with names replaced by codes, each with its reference.

        Who may not be quoted is paraphrased where the coding holds a paraphrase, and left out where not, with a
        line that says so.

        Args:
            codings: id or number of one coding of each quote, in the order wanted.
            accept_leaks: give it although numbers or addresses in it could tell who somebody is.

        Raises: NotFound; LeakFound.
        """
        with self.project.read() as session:
            quoting = Quoting(session)
            parts = [quoting.said(find(session, Coding, given)) for given in codings]
        self.project.sharing.guard([(part.reference, part.text) for part in parts], accept_leaks=accept_leaks)
        return "\n\n".join(part.printed for part in parts)

    def link(
        self,
        finding: str | int | None,
        codings: Iterable[str | int | UUID],
        stance: str | Stance,
        *,
        claim: str = "",
    ) -> Finding:
        """Make several quotes evidence of a finding with one stance, as one action; gives the finding.

        Without `finding` a new one with `claim` is made first. Raises BadInput where one holds no words that count.
        """
        wanted = list(codings)
        if not wanted:
            raise BadInput(_("no quote is chosen"))

        def work(tx: Transaction) -> Finding:
            chosen = one_of(Stance, stance, "stance")
            found = new_finding(tx, claim) if finding is None else find(tx.session, Finding, finding)
            places: dict[int, Any] = {}
            for given in wanted:
                coding = find(tx.session, Coding, given)
                if coding.source_id not in places:
                    places[coding.source_id] = place(tx.session, tx.get(Source, coding.source_id))
                at = places[coding.source_id]
                if at.unit(coding.start, coding.stop) is None:
                    raise BadInput(f"{at.source.name} {at.lines(coding.start, coding.stop)}: {no_evidence()}")
                put_evidence(tx, found, coding, chosen)
            return found

        return self.project.write("finding.link", work)


class _Finding:
    """One query put to the project."""

    def __init__(self, read: Callable[[], Any], session: Session, tree: Node, progress: Progress) -> None:
        progress(0, 3, _("reading the codings"))
        self._read = read
        self._progress = progress
        self._session = session
        self._tree = tree
        self._coders = {coder.id: coder.name for coder in session.scalars(select(Coder))}
        whole = material.load(session)
        self._second = material.second_coders(session) - self._named_coders()
        kept = ~np.isin(whole.columns.coder, sorted(self._second))
        self._left_out = int(len(kept) - kept.sum())
        self._material = _with_codings(whole, kept) if self._left_out else whole
        self._terms = Terms(session, self._material, progress)

    def _named_coders(self) -> frozenset[int]:
        """The coders that the query asks for by name."""
        asked = [term for term, wanted in terms(self._tree) if wanted and term.field is Field.CODER]
        names = {term.value.casefold() for term in asked}
        return frozenset(id_ for id_, name in self._coders.items() if name.casefold() in names)

    def found(self, by: str, sort: str) -> Quotes:
        """The quotes, grouped and sorted."""
        self._progress(1, 3, _("asking"))
        found, quote = self._material, self._terms.asked.quote
        chosen = np.flatnonzero(self._terms.asked.select(self._tree))
        self._progress(2, 3, _("putting them in order"))
        # The first coding of a quote stands for it; the others follow by their number.
        order = chosen[np.lexsort((found.columns.id[chosen], quote[chosen]))]
        _numbers, first = np.unique(quote[order], return_index=True)
        rows = order[first]
        same = dict(zip(rows.tolist(), np.split(order, first[1:]), strict=True)) if len(rows) else {}
        heads, _parents = code_tree(self._session)
        code_row = {head.key: row for row, head in enumerate(heads)}
        groups = grouping(by, self._session, found, rows, heads, self._coders, same)
        placed = places_in_order(sort, groups, found, rows, code_row)
        rows, groups = rows[placed], groups.in_order(placed)
        tally = self._tally(rows)
        make = _Maker(self._read, self._session, found, self._coders, heads, same)
        numbers = found.columns.id[rows].tolist()
        return Quotes(written(self._tree), by, rows, self._groups(groups, rows), tally, numbers, make.quote)

    def _groups(self, groups: Grouping, rows: Ints) -> list[QuoteGroup]:
        cuts = np.flatnonzero(np.diff(groups.of)) + 1
        edges = [0, *cuts.tolist(), len(rows)] if len(rows) else []
        made = []
        for first, last in pairwise(edges):
            key, label = groups.names[int(groups.of[first])]
            people, _others = self._units(rows[first:last])
            made.append(QuoteGroup(key, label, first, last, len(people)))
        return made

    def _units(self, rows: Ints) -> tuple[set[int], set[int]]:
        """The informants (and sessions), and the documents, whose words these are."""
        owners, units = self._material.attribution, self._material.units
        chosen = np.unique(owners.unit[np.isin(owners.coding, rows)]).tolist()
        people = {unit for unit in chosen if units[unit].kind in (ev.INFORMANT, ev.SESSION)}
        return people, set(chosen) - people

    def _tally(self, rows: Ints) -> Tally:
        found = self._material
        people, others = self._units(rows)
        places = np.stack((found.codings.source[rows], found.codings.start[rows], found.codings.end[rows]))
        groups = found.unit_groups()[np.isin(found.attribution.coding, rows)]
        every = {voice.unit for voice in found.voices} | {found.units[unit].key for unit in people}
        kinds = {unit.key: unit.kind for unit in found.units}
        return Tally(
            quotes=len(rows),
            passages=len(np.unique(places, axis=1).T),
            informants=len(people),
            of_informants=sum(kinds[unit] in (ev.INFORMANT, ev.SESSION) for unit in every),
            groups=len(set(groups.tolist()) - {NOBODY}),
            of_groups=len(found.groups),
            documents=len(others),
            left_out=self._left_out,
            second_coders=tuple(self._coders[id_] for id_ in sorted(self._second) if self._left_out),
        )


class _Maker:
    """Makes the quotes that are looked at."""

    def __init__(
        self,
        read: Callable[[], Any],
        session: Session,
        found: Material,
        coders: dict[int, str],
        heads: Sequence[CodeHead],
        same: dict[int, Ints],
    ) -> None:
        self._read = read
        self._found = found
        self._coders = coders
        self._heads = {head.key: head for head in heads}
        self._same = same
        study = session.scalars(select(Study)).first() or Study()
        self._citations = Citations(found.sources, study.citation)
        rows = found.attribution
        self._owners = np.searchsorted(rows.coding, np.arange(len(found.codings) + 1))
        self._group = found.unit_groups()
        self._source = lru_cache(256)(self._read_source)

    def quote(self, row: int) -> Quote:
        """The quote that a row of the codings stands for."""
        found = self._found
        cols = found.columns
        place_ = int(found.codings.source[row])
        source = found.sources[place_]
        body, starts, kept = self._source(place_)
        start, stop = int(cols.start[row]), int(cols.stop[row])
        first, last = self._owners[row], self._owners[row + 1]
        speakers = dict.fromkeys(int(n) for n in found.attribution.speaker[first:last] if n != NOBODY)
        said_by = [found.informants[n].code for n in speakers]
        groups = dict.fromkeys(found.groups[n].name for n in self._group[first:last] if n != NOBODY)
        head = self._heads[int(cols.code[row])]
        lines = line_numbers(starts, start, stop)
        return Quote(
            source=source.uid,
            source_name=source.name,
            start=start,
            end=stop,
            lines=lines,
            code=head.code,
            code_name=head.name,
            informants=() if speaks_alone(source.method) else tuple(said_by),
            groups=tuple(groups),
            counted=bool(first < last),
            method=source.method.value,
            wave=source.wave,
            reference=self._citations.cite(source.id, said_by, lines),
            text=body[start:stop],
            codings=tuple(self._coding(int(n), kept) for n in self._same[row]),
        )

    def _coding(self, row: int, kept: dict[int, tuple[UUID, str]]) -> QuoteCoding:
        cols = self._found.columns
        number = int(cols.id[row])
        uid, memo = kept[number]
        valence = VALENCES[int(cols.valence[row])]
        return QuoteCoding(
            id=uid,
            number=number,
            coder=self._coders[int(cols.coder[row])],
            valence=None if not cols.valence[row] else valence,
            period=cols.periods[int(cols.period[row])],
            memo=memo,
        )

    def _read_source(self, row: int) -> tuple[str, Sequence[int], dict[int, tuple[UUID, str]]]:
        """Text and line starts of a source, and id and memo of its codings."""
        source = self._found.sources[row].id
        versions, codings = table_of(TextVersion), table_of(Coding)
        with self._read() as session:
            body, starts = session.execute(
                select_columns(versions.c.body, versions.c.line_starts)
                .where(versions.c.source_id == source)
                .order_by(versions.c.number.desc())
                .limit(1)
            ).one()
            kept = session.execute(
                select_columns(codings.c.id, codings.c.uid, codings.c.memo).where(
                    codings.c.source_id == source
                )
            )
            return body, line_starts_of(starts), {id_: (uid, memo) for id_, uid, memo in kept}


def _with_codings(found: Material, kept: Bools) -> Material:
    """The same material with some of its codings."""
    cols = found.columns
    parts = ("id", "source", "start", "stop", "code", "coder", "valence", "period")
    columns = CodingColumns(**{name: getattr(cols, name)[kept] for name in parts}, periods=cols.periods)
    return replace(found, columns=columns)


def tally_words(tally: Tally) -> str:
    """What the quotes amount to, in the current language."""
    parts = [ngettext("{n} quote", "{n} quotes", tally.quotes)]
    if tally.passages != tally.quotes:
        parts.append(ngettext("{n} passage", "{n} passages", tally.passages))
    parts.append(_("{k} of {n} informants", k=tally.informants, n=tally.of_informants))
    if tally.of_groups > 1:
        parts.append(_("{k} of {n} groups", k=tally.groups, n=tally.of_groups))
    if tally.documents:
        parts.append(ngettext("{n} document", "{n} documents", tally.documents))
    return " · ".join(parts)


def left_out_words(tally: Tally) -> str:
    """What was left out of the quotes and how it is asked for; empty where nothing was."""
    if not tally.left_out:
        return ""
    return ngettext(
        "{n} coding of the second coder is left out ({who}); coder:{first} shows it",
        "{n} codings of second coders are left out ({who}); coder:{first} shows them",
        tally.left_out,
        who=", ".join(tally.second_coders),
        first=tally.second_coders[0],
    )
