"""What a query finds: quotes with their groups and what they amount to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload
from uuid import UUID

from qualcode.analysis.columns import Ints
from qualcode.analysis.counted import INFORMANTS, share
from qualcode.i18n import _, ngettext


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
    """Units of `unit` whose words these are, ..."""
    of_informants: int
    """... of all who speak."""
    groups: int
    of_groups: int
    documents: int
    """Documents and observations, which are not among the informants."""
    left_out: int
    """Codings of second coders that the query holds for, which are there to be compared and are shown where `coder:` names them."""
    second_coders: tuple[str, ...]
    coded: bool = True
    """Whether anything is coded at all."""
    unit: str = INFORMANTS
    """What is counted of people: a unit of `analysis.counted`."""
    speakers: int = 0
    """Different people who speak in these words within sessions."""
    uncounted: int = 0
    """Quotes in which nothing counts: interviewers' words and reflective notes, which are in no table."""
    uncoded: tuple[str, ...] = ()
    """Where nothing was found: codes the query asks for that nothing is coded with."""
    literature: int = 0
    """Quotes from literature, which corroborates: they are listed, and in no figure."""


_PAGE = 200
"""Quotes made at once where all are gone through."""


class Quotes(Sequence[Quote]):
    """What a query found; a quote is made when it is looked at, from texts that are read then."""

    def __init__(self, query: str, by: str, rows: Ints, groups: Sequence[QuoteGroup], tally: Tally,
                 numbers: Sequence[int], make: Callable[[Ints], Sequence[Quote]]) -> None:  # fmt: skip
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

    def __iter__(self) -> Iterator[Quote]:
        for first in range(0, len(self), _PAGE):
            yield from self[first : first + _PAGE]

    @overload
    def __getitem__(self, place: int) -> Quote: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Quote]: ...
    def __getitem__(self, place: int | slice) -> Quote | Sequence[Quote]:
        if isinstance(place, slice):
            return self._make(self._rows[place])
        return self._make(self._rows[place : place + 1 or None])[0]

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
            "unit": tally.unit,
            "speakers": tally.speakers,
            "reach": f"{tally.groups}/{tally.of_groups}",
            "documents": tally.documents,
            "uncounted": tally.uncounted,
            "literature": tally.literature,
            "left_out": tally.left_out,
            "reason": nothing_words(tally),
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


def tally_words(tally: Tally) -> str:
    """What the quotes amount to, in the current language."""
    parts = [ngettext("{n} quote", "{n} quotes", tally.quotes)]
    if tally.passages != tally.quotes:
        parts.append(ngettext("{n} passage", "{n} passages", tally.passages))
    people = share(tally.unit, tally.informants, tally.of_informants)
    if tally.speakers:
        people += " (" + ngettext("{n} speaker", "{n} speakers", tally.speakers) + ")"
    parts.append(people)
    if tally.of_groups > 1:
        parts.append(_("{k} of {n} groups", k=tally.groups, n=tally.of_groups))
    if tally.documents:
        parts.append(ngettext("{n} document", "{n} documents", tally.documents))
    if tally.literature:
        parts.append(
            ngettext(
                "{n} is from literature and in no figure",
                "{n} are from literature and in no figure",
                tally.literature,
            )
        )
    if tally.uncounted:
        parts.append(
            ngettext(
                "{n} counts in no table: an interviewer's words or a reflective note",
                "{n} count in no table: an interviewer's words or reflective notes",
                tally.uncounted,
            )
        )
    return " · ".join(parts)


def counted_quotes() -> str:
    """What a number of quotes is of wherever codes are counted, in the current language."""
    return _(
        "different passages that count, of documents too and not of literature; without second coders, of whom agreement "
        "tells; a branch has each passage once"
    )


def nothing_words(tally: Tally) -> str | None:
    """Why no quote was found, in the current language; None where one was."""
    if tally.quotes:
        return None
    if not tally.coded:
        return _("Nothing has been coded yet. Next: qualcode open PROJECT.")
    if tally.uncoded:
        return _("nothing found: nothing is coded with {codes} yet", codes=", ".join(tally.uncoded))
    return _("nothing found")


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
