"""`project.quotes`: codings found by a query, grouped and sorted, and what of them may leave the project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

from qualcode.analysis.columns import Ints
from qualcode.analysis.query import Node, parse
from qualcode.errors import BadInput, NotFound
from qualcode.i18n import _
from qualcode.model import Coding, Finding, Source, Stance
from qualcode.project.evidence import Linked, linked_as, new_finding, no_evidence, put_evidence, stance_of
from qualcode.project.facet import Facet, Progress, not_one_of, one_of, uncollected, unwatched, watched
from qualcode.project.lookup import find, find_all
from qualcode.project.places import place
from qualcode.project.quote_groups import NO_GROUPS, SORTS
from qualcode.project.quote_rows import Quote, Quotes
from qualcode.project.quote_search import Retrieval
from qualcode.project.quoting import Quoting
from qualcode.project.turn_columns import turn_edges
from qualcode.project.writing import write_file
from qualcode.store.transaction import Transaction

AROUND = ("turn", "beside")
"""How much of what stands around a quote can be shown."""


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
            return Retrieval(self.project.read, session, tree, progress).found(group_by, sort)

    def context(self, quote: Quote, around: str = "turn") -> tuple[str, str]:
        """What stands before and behind a quote: the rest of its turn, or of the turns beside it too (`beside`).

        Raises BadInput for another `around`, NotFound where the source is gone.
        """
        [found] = self.contexts([quote], around)
        return found

    def contexts(self, quotes: Sequence[Quote], around: str = "turn") -> Sequence[tuple[str, str]]:
        """What stands before and behind each of several quotes. Raises as `context`."""
        if around not in AROUND:
            raise BadInput(not_one_of("--context", around, AROUND))
        found = []
        for first in range(0, len(quotes), _AT_ONCE):
            part = quotes[first : first + _AT_ONCE]
            with self.project.read() as session:
                texts = turn_edges(session, {quote.source for quote in part})
            for quote in part:
                if quote.source not in texts:
                    raise NotFound(_("there is no source {name} any more", name=quote.source_name))
                found.append(_context(quote, *texts[quote.source], more=around == "beside"))
        return found

    def cited(
        self,
        codings: Iterable[str | int | UUID],
        *,
        accept_leaks: bool = False,
        progress: Progress = unwatched,
    ) -> str:
        """Quotes as they may leave the project: words with names replaced by codes, each with its reference.

        Who may not be quoted is paraphrased where the coding holds a paraphrase, and left out where not, with a
        line that says so.

        Args:
            codings: id or number of one coding of each quote, in the order wanted.
            accept_leaks: give it although numbers or addresses in it could tell who somebody is.
            progress: told (quotes done, quotes, what is done now), once while they are gathered and once while
                they are looked through.

        Raises: NotFound; LeakFound.
        """
        with self.project.read() as session, uncollected():
            quoting = Quoting(session)
            records = find_all(session, Coding, list(codings))
            parts = [quoting.said(coding) for coding in watched(records, progress, _("gathering the quotes"))]
        told = [(part.reference, part.text) for part in parts]
        looked = watched(told, progress, _("looking for names that are left"))
        self.project.sharing.guard(looked, accept_leaks=accept_leaks)
        return "\n\n".join(part.printed for part in parts)

    def export(
        self,
        file: str | Path,
        codings: Iterable[str | int | UUID],
        *,
        accept_leaks: bool = False,
        progress: Progress = unwatched,
    ) -> Path:
        """Write quotes as `cited` gives them to a text file, whose path it gives.

        Raises what `cited` raises, LeakFound also for a name in that of the file; BadInput where it cannot be written
        or something else stands there.
        """
        self.project.sharing.guard((), file=file, accept_leaks=accept_leaks)
        text = self.cited(codings, accept_leaks=accept_leaks, progress=progress)
        return write_file(
            self.project,
            file,
            text + "\n",
            kind_suffixes=(".md", ".markdown", ".txt"),
            kind=_("a list of quotes"),
        )

    def link(
        self,
        finding: str | int | None,
        codings: Iterable[str | int | UUID],
        stance: str | Stance,
        *,
        claim: str = "",
    ) -> Linked:
        """Make several quotes evidence of a finding with one stance, as one action; gives what became of them.

        Without `finding` a new one with `claim` is made first. Raises BadInput where one holds no words that count.
        """
        wanted = list(codings)
        if not wanted:
            raise BadInput(_("no quote is chosen"))

        def work(tx: Transaction) -> Linked:
            chosen = one_of(Stance, stance, "stance")
            found = new_finding(tx, claim) if finding is None else find(tx.session, Finding, finding)
            places: dict[int, Any] = {}
            before: list[Stance | None] = []
            for given in wanted:
                coding = find(tx.session, Coding, given)
                if coding.source_id not in places:
                    places[coding.source_id] = place(tx.session, tx.get(Source, coding.source_id))
                at = places[coding.source_id]
                if at.unit(coding.start, coding.stop) is None:
                    raise BadInput(f"{at.source.name} {at.lines(coding.start, coding.stop)}: {no_evidence()}")
                before.append(stance_of(tx, found, coding))
                put_evidence(tx, found, coding, chosen)
            tx.summary = linked_as(found, chosen, before)
            known = tuple(old for old in before if old is not None)
            return Linked(found.uid, found.number, chosen, len(before) - len(known), known)

        return self.project.write("finding.link", work)


_AT_ONCE = 200
"""Quotes whose texts are in memory at a time."""


def _context(quote: Quote, text: str, edges: Ints, *, more: bool) -> tuple[str, str]:
    first = int(np.searchsorted(edges[:, 1], quote.start, side="right"))
    behind = int(np.searchsorted(edges[:, 0], quote.end, side="left"))
    if first >= behind:
        return "", ""
    start = edges[max(first - more, 0), 0]
    stop = edges[min(behind - 1 + more, len(edges) - 1), 1]
    return text[min(start, quote.start) : quote.start], text[quote.end : max(stop, quote.end)]
