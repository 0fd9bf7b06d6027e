"""How much of a project's words each code fills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from qualcode.analysis.density import Density, densities
from qualcode.analysis.query import Field, Term, both, written
from qualcode.i18n import _
from qualcode.model import Coder, TextVersion
from qualcode.project import material
from qualcode.project.code_tree import by_row, code_tree
from qualcode.project.figures import CodeHead, no_codebook, no_codings
from qualcode.project.lookup import find
from qualcode.project.spreadsheets import Sheet, figure
from qualcode.store.transaction import table_of


@dataclass(frozen=True)
class DensityTable:
    """Every code in the order of the tree."""

    codes: tuple[CodeHead, ...]
    densities: tuple[Density, ...]
    characters: int
    """Of all turns whose words count."""
    words: int
    coder: str | None = None

    def reason(self) -> str | None:
        """Why there is nothing to read in the table, in the current language; None where there is."""
        if not self.codes:
            return no_codebook()
        if not self.words:
            return _("There are no words that count yet, so no code can fill any. Next: qualcode source add.")
        if not any(one.segments for one in self.densities):
            return no_codings()
        return None

    def query(self, code: int) -> str:
        """The query that gives the passages of a code, by its row."""
        whose = () if self.coder is None else (Term(Field.CODER, self.coder),)
        return written(both(Term(Field.CODE, self.codes[code].code), Term(Field.COUNTED, "yes"), *whose))

    def table(self, rows: Sequence[int] | None = None) -> Sheet:
        """Heading and rows for a spreadsheet; by default of all codes."""
        heads = [_("Code"), _("Name"), _("Segments"), _("Coded characters"), _("Share of text"), _("Density")]
        return heads, [
            [
                self.codes[row].code,
                self.codes[row].name,
                str(one.segments),
                str(one.characters),
                figure(one.share),
                figure(one.per_thousand),
            ]
            for row, one in enumerate(self.densities)
            if rows is None or row in rows
        ]

    def definitions(self) -> dict[str, str]:
        """What each number means, in the current language."""
        return {
            "segments": _(
                "different coded passages, of documents too and not of literature; shown, and never ranks"
            ),
            "share": _(
                "coded characters / characters of all turns whose words count; literature is in neither"
            ),
            "density": _("coded passages per 1,000 words of these turns"),
        }

    def as_json(self) -> dict[str, object]:
        """The plain document the command line prints; what has nothing to be divided by is null."""
        return {
            "characters": self.characters,
            "words": self.words,
            "reason": self.reason(),
            "definitions": self.definitions(),
            "rows": [
                {
                    "code": code.code,
                    "name": code.name,
                    "depth": code.depth,
                    "segments": one.segments,
                    "characters": one.characters,
                    "share": None if one.share is None else round(one.share, 6),
                    "density": None if one.per_thousand is None else round(one.per_thousand, 6),
                }
                for code, one in zip(self.codes, self.densities, strict=True)
            ],
        }


def density_table(session: Session, coder: str | None = None) -> DensityTable:
    """The densities of a project; with `coder` of that coder's codings. Raises NotFound for an unknown coder."""
    found = material.counting(session, coder)
    codes, parents = code_tree(session)
    words = _words(session, found)
    rows = densities(by_row(found.codings, codes), found.turns, words, parents)
    return DensityTable(
        codes=tuple(codes),
        densities=tuple(rows),
        characters=int((found.turns.end - found.turns.start).sum()),
        words=sum(words),
        coder=None if coder is None else find(session, Coder, coder).name,
    )


def _words(session: Session, found: material.Material) -> Sequence[int]:
    """The words of each turn that counts; one text after the other is in memory."""
    table = table_of(TextVersion)
    turns = found.turns
    counted = [0] * len(turns)
    of_source: dict[int, list[int]] = {}
    for turn, source in enumerate(turns.source.tolist()):
        of_source.setdefault(source, []).append(turn)
    for source, rows in of_source.items():
        newest = (
            select(table.c.body)
            .where(table.c.source_id == found.sources[source].id)
            .order_by(table.c.number.desc())
            .limit(1)
        )
        body = session.execute(newest).scalar_one()
        for turn in rows:
            counted[turn] = len(body[turns.start[turn] : turns.end[turn]].split())
    return counted
