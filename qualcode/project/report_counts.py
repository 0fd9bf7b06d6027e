"""What stands behind the counts of a report: whose passages they are, and how many of them may not be printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from qualcode.model import Method, Valence
from qualcode.project.places import FIELD_METHODS
from qualcode.project.report_quotes import Passage, Passages
from qualcode.reports.data import Toned

Span = tuple[int, int, int]
"""Source, start and stop."""

_UPWARDS = (Valence.STRENGTHENS, Valence.MIXED)
_DOWNWARDS = (Valence.WEAKENS, Valence.MIXED)


class Spans:
    """Places of coded passages by code: of field data, of those printed, and of literature."""

    def __init__(self, passages: Passages) -> None:
        self.field: dict[str, set[Span]] = {}
        self.printed: dict[str, set[Span]] = {}
        self.works: dict[str, set[Span]] = {}
        for passage in passages.counted:
            into = self.works if passages.is_literature(passage) else self.field
            into.setdefault(passage.code, set()).add(passage.span)
            if passage.text:
                self.printed.setdefault(passage.code, set()).add(passage.span)

    @staticmethod
    def of(kind: Mapping[str, set[Span]], codes: Iterable[str]) -> set[Span]:
        """The different places of any of these codes."""
        return {span for code in codes for span in kind.get(code, ())}


class Coded:
    """Passages, each once under each code whoever set it."""

    def __init__(self) -> None:
        self._printed: dict[tuple[Span, str], bool] = {}

    def add(self, passage: Passage) -> None:
        """Take one more in."""
        key = passage.span, passage.code
        self._printed[key] = self._printed.get(key, False) or bool(passage.text)

    def __len__(self) -> int:
        return len(self._printed)

    @property
    def withheld(self) -> int:
        """How many of them are not printed."""
        return sum(not printed for printed in self._printed.values())


def kept_back(passages: Passages, groups: Mapping[str, str]) -> dict[tuple[str, str], set[Span]]:
    """Code and column to the places that are counted there and not printed; `groups` are columns by name of group."""
    hidden: dict[tuple[str, str], set[Span]] = {}
    printed: dict[tuple[str, str], set[Span]] = {}
    for passage in passages.counted:
        for owner in passage.owners:
            key = passage.code, groups.get(owner.group, "")
            (printed if passage.text else hidden).setdefault(key, set()).add(passage.span)
    return {key: spans - printed.get(key, set()) for key, spans in hidden.items()}


class Tones:
    """Who strengthens an aspect, weakens it, or does both, as `analysis.counts` tells them apart."""

    def __init__(self, passages: Passages, *, of_documents: bool) -> None:
        """`of_documents`: documents and observations are counted, since the study holds nobody's talk."""
        self._by_code: dict[str, list[Passage]] = {}
        for passage in passages.counted:
            method = passages.places[passage.span[0]].source.method
            if method != Method.LITERATURE and (method in FIELD_METHODS) == of_documents:
                self._by_code.setdefault(passage.code, []).append(passage)

    def of(self, codes: Sequence[str]) -> tuple[Toned, Toned, Toned]:
        """Those who strengthen the aspect that these codes are, who weaken it, and who do both."""
        said = [passage for code in codes for passage in self._by_code.get(code, ())]
        up, down = (
            {
                owner.label: None
                for passage in said
                if passage.coding.valence in way
                for owner in passage.owners
            }
            for way in (_UPWARDS, _DOWNWARDS)
        )
        both = [unit for unit in up if unit in down]
        return (
            _toned([unit for unit in up if unit not in down], said),
            _toned([unit for unit in down if unit not in up], said),
            _toned(both, said),
        )


def _toned(units: Sequence[str], said: Iterable[Passage]) -> Toned:
    theirs = [passage for passage in said if any(owner.label in units for owner in passage.owners)]
    printed = {passage.span for passage in theirs if passage.text}
    return Toned(tuple(units), len({passage.span for passage in theirs} - printed))
