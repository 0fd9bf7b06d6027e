"""Codes that meet, in any order or in one, as the project gives them back: tables with definitions, queries, JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from qualcode.analysis.code_order import InOrder, Orders
from qualcode.analysis.cooccurrence import Meeting, Meetings
from qualcode.analysis.counted import DOCUMENTS, INFORMANTS, several
from qualcode.analysis.query import Field, Term, among, both, written
from qualcode.i18n import _
from qualcode.project.figures import CodeHead, no_codebook
from qualcode.project.spreadsheets import Sheet, figure


@dataclass(frozen=True)
class MeetingTable:
    """Codes that meet, in the order of the codebook's tree."""

    codes: tuple[CodeHead, ...]
    meetings: Meetings
    coder: str | None = None
    """Whose codings are counted; None is everybody's but second coders'."""
    unit: str = INFORMANTS
    """What is counted: one of the units of `analysis.counted`."""

    @property
    def of_documents(self) -> bool:
        """Whether documents are counted where else informants are, since the study holds nobody's talk."""
        return self.unit == DOCUMENTS

    def cell(self, first: int, second: int) -> Meeting | None:
        """Two codes together, by their rows; None where they lie on one branch."""
        return self.meetings.of(first, second)

    def query(self, first: int, second: int) -> str:
        """The query that gives the codings of both codes that share characters."""
        codes = [Term(Field.CODE, self.codes[row].code) for row in (first, second)]
        whose = () if self.coder is None else (Term(Field.CODER, self.coder),)
        return written(both(*codes, Term(Field.COUNTED, "yes"), *whose))

    def reason(self) -> str | None:
        """Why there is no pair, in the current language; None where there is one."""
        if not self.codes:
            return no_codebook()
        return None if self.pairs() else _("no two codes share any words")

    def definitions(self) -> dict[str, str]:
        """What each number means, in the current language."""
        if self.of_documents:
            counted = {
                "informants": _(
                    "documents and observations in which passages of both codes share characters"
                ),
                "documents": _("none: documents are in n, and literature is in no figure"),
                "both": _("documents that bear both codes, wherever"),
                "either": _("documents that bear at least one of them"),
            }
            return {**self._definitions(), **counted}
        return self._definitions()

    def _definitions(self) -> dict[str, str]:
        who = several(self.unit)
        return {
            "informants": _("{who} in whose words passages of both codes share characters", who=who),
            "documents": _("documents and observations with such passages; literature is in no figure"),
            "segments": _("pairs of passages that share characters; shown, and never ranks"),
            "both": _("{who} that mention both codes, wherever", who=who),
            "either": _("{who} that mention at least one of them", who=who),
            "jaccard": _("both / either, from 0 to 1"),
            "c": _("segments / (passages of one + of the other - segments); may exceed 1"),
            "unequal": _("one code is more than five times as frequent, so c says little"),
        }

    def pairs(self) -> list[tuple[int, int, Meeting]]:
        """Rows of the codes that meet anywhere, those in most informants' words first."""
        every = range(len(self.codes))
        found = [(a, b, cell) for a in every for b in every if a < b and (cell := self.cell(a, b))]
        return sorted(
            (pair for pair in found if pair[2].segments),
            key=lambda pair: (-pair[2].informants, -pair[2].segments, pair[0], pair[1]),
        )

    def as_json(self) -> dict[str, object]:
        """The plain document the command line prints: pairs that meet; a coefficient that does not exist is null."""
        return {
            "by": "cooccurrence",
            "unit": self.unit,
            "reason": self.reason(),
            "codes": [{"code": code.code, "name": code.name, "depth": code.depth} for code in self.codes],
            "definitions": self.definitions(),
            "pairs": [
                {
                    "first": self.codes[a].code,
                    "second": self.codes[b].code,
                    "informants": cell.informants,
                    "documents": cell.documents,
                    "segments": cell.segments,
                    "both": cell.both,
                    "either": cell.either,
                    "jaccard": _rounded(cell.jaccard),
                    "c": _rounded(cell.coefficient),
                    "unequal": cell.unequal,
                    "query": self.query(a, b),
                }
                for a, b, cell in self.pairs()
            ],
        }

    def table(self, count: str = "informants", rows: Sequence[int] | None = None) -> Sheet:
        """Heading and rows for a spreadsheet, by `count`: informants, segments, jaccard or c.

        Empty where two codes lie on one branch, or a coefficient does not exist. `rows` are the codes wanted.
        """
        return _square(self.codes, rows, lambda a, b: _met(self.cell(a, b), count))


@dataclass(frozen=True)
class OrderTable:
    """Codes whose passages lie within, or are followed by, those of another code, in the order of the tree."""

    codes: tuple[CodeHead, ...]
    orders: Orders
    followed: bool
    """False: within."""
    behind: Callable[[int, int], Sequence[int]] = field(compare=False)
    """The numbers of the first code's codings that a cell counts."""
    characters: int | None = None
    """How far behind the other may begin; None is anywhere in the same turn."""
    coder: str | None = None
    unit: str = INFORMANTS
    """What is counted: one of the units of `analysis.counted`."""

    @property
    def of_documents(self) -> bool:
        """Whether documents are counted where else informants are, since the study holds nobody's talk."""
        return self.unit == DOCUMENTS

    def cell(self, first: int, second: int) -> InOrder | None:
        """The first code and the second, by their rows; None where they lie on one branch."""
        return self.orders.of(first, second)

    def query(self, first: int, second: int) -> str:
        """The query that gives the passages of the first code that a cell counts; empty where there are none."""
        return among(self.behind(first, second), Term(Field.CODE, self.codes[first].code))

    def reason(self) -> str | None:
        """Why there is no pair, in the current language; None where there is one."""
        if not self.codes:
            return no_codebook()
        return None if self.pairs() else _("no passage of one code stands so to one of another")

    def definitions(self) -> dict[str, str]:
        """What each number means, in the current language."""
        if not self.followed:
            how = _(
                "passages of the first code that lie within one of the second, in the words of one informant"
            )
        elif self.characters is None:
            how = _("passages of the first code after which one of the second begins in the same turn")
        else:
            how = _(
                "passages of the first code behind which one of the second begins within {n} characters, in the words "
                "of one informant",
                n=self.characters,
            )
        who = {
            "informants": _("{who} in whose words this is so", who=several(self.unit)),
            "documents": _("documents and observations in which it is so; literature is in no figure"),
            "mention": _("{who} that mention the first code", who=several(self.unit)),
        }
        if self.of_documents:
            who = {
                "informants": _("documents and observations in which it is so"),
                "documents": _("none: documents are in n, and literature is in no figure"),
                "mention": _("documents that bear the first code"),
            }
        return {
            "segments": how,
            **who,
            "first_segments": _("all passages of the first code"),
            "query": _("finds just these passages of the first code"),
        }

    def table(self, count: str = "informants", rows: Sequence[int] | None = None) -> Sheet:
        """Heading and rows for a spreadsheet, first codes down and second ones across, by `count`.

        `count` is informants or segments, `rows` are the codes wanted; empty where two codes lie on one branch.
        """

        def met(a: int, b: int) -> str:
            cell = self.cell(a, b)
            return "" if cell is None else str(cell.informants if count == "informants" else cell.segments)

        return _square(self.codes, rows, met)

    def pairs(self) -> list[tuple[int, int, InOrder]]:
        """Ordered pairs of which it is so anywhere, those in most informants' words first."""
        every = range(len(self.codes))
        found = [(a, b, cell) for a in every for b in every if (cell := self.cell(a, b)) and cell.segments]
        return sorted(found, key=lambda pair: (-pair[2].informants, -pair[2].segments, pair[0], pair[1]))

    def as_json(self) -> dict[str, object]:
        """The plain document the command line prints: pairs of which it is so."""
        return {
            "by": "followed" if self.followed else "within",
            "unit": self.unit,
            "reason": self.reason(),
            "characters": self.characters,
            "definitions": self.definitions(),
            "pairs": [
                {
                    "first": self.codes[a].code,
                    "second": self.codes[b].code,
                    "informants": cell.informants,
                    "documents": cell.documents,
                    "segments": cell.segments,
                    "first_segments": cell.first,
                    "mention": cell.mention,
                    "query": self.query(a, b),
                }
                for a, b, cell in self.pairs()
            ],
        }


def _square(codes: Sequence[CodeHead], rows: Sequence[int] | None, said: Callable[[int, int], str]) -> Sheet:
    """The same codes down and across."""
    wanted = range(len(codes)) if rows is None else rows
    lines = [[codes[a].code, codes[a].name, *(said(a, b) for b in wanted)] for a in wanted]
    return [_("Code"), _("Name"), *(codes[b].code for b in wanted)], lines


def _met(cell: Meeting | None, count: str) -> str:
    if cell is None:
        return ""
    if count in ("jaccard", "c"):
        return figure(cell.jaccard if count == "jaccard" else cell.coefficient)
    return str(cell.informants if count == "informants" else cell.segments)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
