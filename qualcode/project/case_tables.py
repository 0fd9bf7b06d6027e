"""Outcomes by periods with what changed in the same people, as `project.crossings` gives them back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from qualcode.analysis.counted import DOCUMENTS, INFORMANTS, several
from qualcode.analysis.counts import CodeCell
from qualcode.analysis.cross_case import CrossCase, State, UnitChange
from qualcode.analysis.query import Field, Node, Term, among, both, written
from qualcode.i18n import _, ngettext
from qualcode.project.figures import CodeHead, no_codebook
from qualcode.project.spreadsheets import Sheet


@dataclass(frozen=True)
class CrossCaseTable:
    """Codes over the values of an outcome and the periods spoken about, with what changed in the same people."""

    outcome: str
    """The attribute."""
    outcomes: tuple[str, ...]
    periods: tuple[str, ...]
    """From the first to the last."""
    codes: tuple[CodeHead, ...]
    rows: tuple[int, ...]
    """The codes that are shown, by their place in `codes`."""
    crossed: CrossCase
    units: tuple[str, ...]
    """What the units of `crossed` are called."""
    groups: tuple[int, ...]
    """By outcome: groups whose words these are."""
    all_groups: int
    """Groups whose words the whole table holds."""
    unplaced: int
    """Codings of these codes that have no such period or no outcome, and are left out."""
    told: Callable[[int, int], Sequence[int]] = field(compare=False)
    """The numbers of a code's codings, of those with an outcome who speak of the first and of the last period."""
    coder: str | None = None
    unit: str = INFORMANTS
    """What is counted: one of the units of `analysis.counted`."""

    @property
    def of_documents(self) -> bool:
        """Whether documents are counted where else informants are, since the study holds nobody's talk."""
        return self.unit == DOCUMENTS

    def query(self, code: int, outcome: int, period: int | None = None) -> str:
        """The query that gives the codings of a cell; without `period` those behind a change, empty where none are."""
        if period is None:
            return among(self.told(code, outcome), Term(Field.CODE, self.codes[code].code))
        asked: list[Node] = [
            Term(Field.CODE, self.codes[code].code),
            Term(Field.ATTRIBUTE, self.outcomes[outcome], self.outcome, "="),
            Term(Field.PERIOD, self.periods[period]),
            Term(Field.COUNTED, "yes"),
        ]
        if self.coder is not None:
            asked.append(Term(Field.CODER, self.coder))
        return written(both(*asked))

    def cell(self, code: int, outcome: int, period: int) -> CodeCell:
        """A code under an outcome in a period, by their places."""
        return self.crossed.counts.cells[code][outcome * len(self.periods) + period]

    def in_use(self) -> list[int]:
        """Of the codes that are shown, those that anybody or anything has."""
        return [
            row
            for row in self.rows
            if any(cell.k or cell.documents for cell in self.crossed.counts.cells[row])
        ]

    def reason(self) -> str | None:
        """Why there is nothing to read in the table, in the current language; None where there is."""
        if not self.codes:
            return no_codebook()
        if not self.periods:
            return _("No coding says which period it speaks of, so before and after cannot be told apart.")
        return None if self.in_use() else _("no coding of these codes has such an outcome and period")

    def changed(self, code: int, outcome: int) -> list[UnitChange]:
        """The people for whom a code is not what it was."""
        return [one for one in self.crossed.units if (one.code, one.outcome) == (code, outcome)]

    def table(self) -> Sheet:
        """Heading and rows for a spreadsheet: k, n and documents of each cell, and the changes of each outcome."""
        places = [(o, p) for o in range(len(self.outcomes)) for p in range(len(self.periods))]
        heads = [_("Code"), _("Name")]
        for o, p in places:
            heads += [f"{self.outcomes[o]}: {self.periods[p]} {sign}" for sign in ("k", "n", _("documents"))]
        for name in self.outcomes:
            heads += [f"{name}: {what}" for what in (_("gained"), _("lost"), _("turned"), _("kept"), "n")]
        lines = []
        for row in self.in_use():
            cells = [self.cell(row, o, p) for o, p in places]
            numbers = [n for cell in cells for n in (cell.k, cell.n, cell.documents)]
            numbers += [
                n for c in self.crossed.changes[row] for n in (c.gained, c.lost, c.turned, c.kept, c.n)
            ]
            lines.append([self.codes[row].code, self.codes[row].name, *map(str, numbers)])
        return heads, lines

    def warnings(self) -> list[str]:
        """What has to stand beside the table."""
        lines = [
            ngettext("{n} group, not cause and effect.", "{n} groups, not cause and effect.", self.all_groups)
        ]
        for place, name in enumerate(self.outcomes):
            both_told = self.crossed.changes[0][place].n if self.codes else 0
            if not both_told:
                lines.append(
                    _("{outcome}: nobody speaks of both periods, so no change is known.", outcome=name)
                )
        if self.unplaced:
            lines.append(
                ngettext(
                    "{n} coding without one of these periods or without an outcome is left out.",
                    "{n} codings without one of these periods or without an outcome are left out.",
                    self.unplaced,
                )
            )
        return lines

    def definitions(self) -> dict[str, str]:
        """What each number means, in the current language."""
        who = {
            "n": _("{who} with the outcome who speak of the period at all", who=several(self.unit)),
            "k": _("of n, those with the code in that period"),
            "documents": _(
                "documents and observations with the code, which are not in n; literature is in no figure"
            ),
            "change": _(
                "within {who} that speak of the first and of the last period", who=several(self.unit)
            ),
        }
        if self.of_documents:
            who["n"] = _("documents with the outcome that tell of the period at all")
            who["documents"] = _("none: documents are in n, and literature is in no figure")
            who["change"] = _("within documents that tell of the first and of the last period")
        return {
            **who,
            "plus": _("of k, those whose codings strengthen it only"),
            "minus": _("of k, those whose codings weaken it only"),
            "mixed": _("of k, those whose codings do both"),
            "gained": _("without the code first and with it last"),
            "lost": _("with the code first and without it last"),
            "turned": _("with the code both times, with another valence"),
            "kept": _("with the code both times, with the same valence"),
        }

    def as_json(self) -> dict[str, object]:
        """The plain document the command line prints."""
        places = [(o, p) for o in range(len(self.outcomes)) for p in range(len(self.periods))]
        return {
            "by": "cross-case",
            "unit": self.unit,
            "reason": self.reason(),
            "outcome": self.outcome,
            "outcomes": list(self.outcomes),
            "periods": list(self.periods),
            "groups": dict(zip(self.outcomes, self.groups, strict=True)),
            "definitions": self.definitions(),
            "warnings": self.warnings(),
            "rows": [
                {
                    "code": self.codes[row].code,
                    "name": self.codes[row].name,
                    "depth": self.codes[row].depth,
                    "cells": [
                        {
                            "outcome": self.outcomes[o],
                            "period": self.periods[p],
                            **self.crossed.counts.cells[row][o * len(self.periods) + p].as_json(),
                            "query": self.query(row, o, p),
                        }
                        for o, p in places
                    ],
                    "change": {
                        name: vars(self.crossed.changes[row][o]) for o, name in enumerate(self.outcomes)
                    },
                }
                for row in self.rows
            ],
            "changes": [
                {
                    "unit": self.units[one.unit],
                    "outcome": self.outcomes[one.outcome],
                    "code": self.codes[one.code].code,
                    "before": one.before.value,
                    "after": one.after.value,
                }
                for one in self.crossed.units
                if one.code in self.rows
            ],
        }


def state_words(state: State) -> str:
    """What somebody says of a code in a period, in the current language."""
    return {
        State.ABSENT: _("not spoken of"),
        State.MENTIONED: _("mentioned"),
        State.STRENGTHENS: _("strengthens"),
        State.WEAKENS: _("weakens"),
        State.MIXED: _("mixed"),
    }[state]
