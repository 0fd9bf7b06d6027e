"""What the parts of a report are gathered from: passages ready to print, and names as the report writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from sqlmodel import Session, select

from qualcode.model import Group
from qualcode.project.comment_rows import CommentRow
from qualcode.project.names import unique
from qualcode.project.report_quotes import Passage, Passages
from qualcode.project.report_remarks import Remarks, by_place, remarks_of
from qualcode.reports.remarks import Remark
from qualcode.reports.sections.data import SectionQuote

if TYPE_CHECKING:
    from qualcode.project.project import Project
    from qualcode.reports.data import TriangulationReport

T = TypeVar("T")
ATTEMPTS = 3


@dataclass(frozen=True)
class Gathering:
    """One report in the making."""

    project: Project
    passages: Passages
    """All codings, pseudonymised, with consent kept."""
    groups: Mapping[str, str]
    """Name of each group to what the report calls it."""
    language: str
    head: str
    """Of the journal when it was begun."""
    comments: bool = False
    """Whether comments stand beside what they are on."""

    @cached_property
    def report(self) -> TriangulationReport:
        """What the triangulation report says, names replaced: parts that print of it need not compute it again."""
        return self.project.reports.data(self.language, begun=self)

    @cached_property
    def threads(self) -> list[tuple[CommentRow, Remark]]:
        """Every comment, as parts print it that are about comments."""
        return remarks_of(self.project, self.passages)

    @cached_property
    def remarks(self) -> Remarks:
        """Comments that stand beside what they are on; none where they are not wanted."""
        return by_place(self.threads, self.passages) if self.comments else Remarks()

    @property
    def citing(self) -> str:
        """How references to sources are read."""
        return self.passages.citations.reading()

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


def of_one_state(project: Project, read: Callable[[str], T]) -> T:
    """What `read` makes of the project, given the journal's head.

    It may read in several steps: where somebody writes in between, it reads again, so that all is of one state.
    """
    for _attempt in range(ATTEMPTS):
        head = project.history.head()
        made = read(head)
        if project.history.head() == head:
            break
    return made


def gathering(
    project: Project, session: Session, language: str, head: str = "", *, comments: bool = False
) -> Gathering:
    """A report in the making, in `language` (which must be the current one), of the state that `head` names."""
    passages = Passages(session)
    labels = group_labels(session, language)
    shown = unique(labels.values(), passages.names.aliases.replace)
    groups = {name: shown[label] for name, label in labels.items()}
    return Gathering(project, passages, groups, language, head, comments)


def group_labels(session: Session, language: str) -> dict[str, str]:
    """Name of each group to what a report calls it; two groups never share a label."""
    labels: dict[str, str] = {}
    for group in session.scalars(select(Group)):
        first, second = (group.label, group.label_en) if language == "id" else (group.label_en, group.label)
        label = first or second or group.name
        labels[group.name] = label if label not in labels.values() else f"{label} ({group.name})"
    return labels
