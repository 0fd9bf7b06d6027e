"""What the parts of a report are gathered from: passages ready to print, and names as the report writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sqlmodel import Session, select

from qualcode.model import Group
from qualcode.project.names import unique
from qualcode.project.report_quotes import Passage, Passages
from qualcode.reports.sections.data import SectionQuote

if TYPE_CHECKING:
    from qualcode.project.project import Project
    from qualcode.reports.data import TriangulationReport


@dataclass(frozen=True)
class Gathering:
    """One report in the making."""

    project: Project
    passages: Passages
    """All codings, pseudonymised, with consent kept."""
    groups: Mapping[str, str]
    """Name of each group to what the report calls it."""
    language: str

    @cached_property
    def report(self) -> TriangulationReport:
        """What the triangulation report says, names replaced: parts that print of it need not compute it again."""
        return self.project.reports.data(self.language)

    @cached_property
    def _printable(self) -> dict[int, Passage]:
        return {passage.coding.id: passage for passage in self.passages.counted}

    def quoted(self, query: str, limit: int) -> tuple[tuple[SectionQuote, ...], int]:
        """At most `limit` quotes that a query finds, and how many others of it may not be printed.

        Everybody has one before anybody has two; the informants' own words come before paraphrases.
        """
        found: dict[tuple[int, int, int], Passage] = {}
        for quote in self.project.quotes.find(query):
            for coding in quote.codings:
                passage = self._printable.get(coding.number)
                if passage is not None:
                    found.setdefault(passage.span, passage)
        withheld = sum(not passage.text for passage in found.values())
        return self.chosen([passage for passage in found.values() if passage.text], limit), withheld

    def chosen(self, passages: list[Passage], limit: int) -> tuple[SectionQuote, ...]:
        """At most `limit` of some passages, in the rounds told in `quoted`, then in the order given."""
        rounds: dict[tuple[str, ...], int] = {}
        ranked = []
        for place, passage in enumerate(sorted(passages, key=lambda one: one.paraphrase)):
            who = tuple(owner.key for owner in passage.owners)
            rounds[who] = rounds.get(who, 0) + 1
            ranked.append((rounds[who], place, passage))
        return tuple(
            self.quote(passage) for _round, _place, passage in sorted(ranked, key=lambda r: r[:2])[:limit]
        )

    def quote(self, passage: Passage) -> SectionQuote:
        """A passage as a section prints it."""
        owners = passage.owners
        return SectionQuote(
            code=passage.code,
            unit=", ".join(owner.label for owner in owners),
            group=", ".join(dict.fromkeys(self.groups.get(owner.group, "") for owner in owners)),
            reference=passage.reference,
            text=passage.text,
            translation=passage.translation,
            valence=passage.coding.valence.value if passage.coding.valence else "",
            paraphrase=passage.paraphrase,
            language=self.passages.language_of(passage),
        )


def gathering(project: Project, session: Session, language: str) -> Gathering:
    """A report in the making, in `language` (which must be the current one)."""
    passages = Passages(session)
    labels = group_labels(session, language)
    shown = unique(labels.values(), passages.names.aliases.replace)
    return Gathering(project, passages, {name: shown[label] for name, label in labels.items()}, language)


def group_labels(session: Session, language: str) -> dict[str, str]:
    """Name of each group to what a report calls it; two groups never share a label."""
    labels: dict[str, str] = {}
    for group in session.scalars(select(Group)):
        first, second = (group.label, group.label_en) if language == "id" else (group.label_en, group.label)
        label = first or second or group.name
        labels[group.name] = label if label not in labels.values() else f"{label} ({group.name})"
    return labels
