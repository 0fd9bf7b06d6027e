"""`project.agreement`: how far two or more coders agree about the same turns, code by code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from sqlmodel import select

from qualcode.analysis.agreement import Agreement, Interval, Reason, reason_words, u_alpha
from qualcode.analysis.agreement import presence as by_code
from qualcode.analysis.agreement.intervals import NoInterval, no_interval_words
from qualcode.analysis.agreement.patterns import Marks, Sample, count_characters, count_units, used_in
from qualcode.analysis.agreement.result import undefined
from qualcode.analysis.columns import Ints
from qualcode.errors import BadInput
from qualcode.i18n import _, language, ngettext
from qualcode.model import Code, CoderRole, Source
from qualcode.project.code_tree import code_tree
from qualcode.project.coders import waiting_words
from qualcode.project.comparable import comparable, literature_turns
from qualcode.project.differences import Confusion, Disagreements, confusions
from qualcode.project.facet import Facet, Progress, not_one_of, unwatched
from qualcode.project.figures import CodeHead
from qualcode.project.lookup import find
from qualcode.project.unitizing import segments
from qualcode.store.transaction import table_of
from qualcode.text.figures import limit, per_cent, rounded

TURN, SENTENCE, CHARACTER = "turn", "sentence", "character"
UNITS = (TURN, SENTENCE, CHARACTER)


@dataclass(frozen=True)
class CodeAgreement:
    """One code: who used it in how many units, and every coefficient asked for."""

    code: CodeHead
    leaf: bool
    """False for a branch, whose codings are those of all codes below it; it is left out of the means."""
    used: tuple[int, ...]
    """Units in which each coder used it."""
    prevalence: float | None
    """The mean share of units in which a coder used it."""
    specific: tuple[float | None, float | None]
    """Positive and negative specific agreement: that it applies, and that it does not."""
    values: Mapping[str, Agreement]
    intervals: Mapping[str, Interval | None]
    no_interval: Mapping[str, NoInterval] = field(default_factory=dict)
    """Of each coefficient without an interval: why."""

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "code": self.code.code,
            "name": self.code.name,
            "leaf": self.leaf,
            "used": list(self.used),
            "prevalence": self.prevalence,
            "positive_agreement": self.specific[0],
            "negative_agreement": self.specific[1],
            "coefficients": {
                name: {
                    **value.as_json(),
                    "interval": _edges(self.intervals.get(name)),
                    "interval_reason": why.name if (why := self.no_interval.get(name)) else None,
                    "interval_reason_words": no_interval_words(why) if why else None,
                }
                for name, value in self.values.items()
            },
        }


@dataclass(frozen=True)
class AgreementTable:
    """Agreement of some coders over everything they were all assigned."""

    coders: tuple[str, ...]
    unit: str
    n: int
    """Units compared: turns, sentences or characters."""
    turns: int
    """Turns that all of them were assigned."""
    sources: int
    """Sources these turns are of."""
    coefficients: tuple[str, ...]
    rows: tuple[CodeAgreement, ...]
    """Every code of the codebook in its order."""
    disagreements: Disagreements
    """The worst first; where characters were compared, the stretches of characters that differ."""
    confusions: tuple[Confusion, ...]
    """The most frequent first."""
    reason: Reason | None = None
    """Why nothing could be compared."""
    idle: tuple[str, ...] = ()
    """With whom nobody is compared: who was assigned no turn and coded nothing or only supervises, or has coded nothing
    in the turns that all were assigned.
    """
    supervise: bool = False
    """Whether these are supervisors, whose codings are no reading of everything."""
    set_aside: tuple[str, ...] = ()
    """Who was to be compared too and has coded nothing, where two others remain, who are `coders`."""
    literature: int = 0
    """Turns of literature that all of them were assigned: literature corroborates and is in no figure."""

    @property
    def unused(self) -> tuple[str, ...]:
        """Codes that nobody used in what was compared, branches left out: they enter no mean."""
        return tuple(row.code.code for row in self.rows if row.leaf and not any(row.used))

    def mean(self, coefficient: str) -> tuple[float | None, int]:
        """The mean of a coefficient over the codes for which it is defined, branches left out, and their number."""
        found = [row.values[coefficient].value for row in self.rows if row.leaf]
        known = [value for value in found if value is not None]
        return (sum(known) / len(known) if known else None), len(known)

    def remarks(self) -> list[str]:
        """What has to stand beside the figures."""
        lines = []
        if self.set_aside:
            lines.append(waiting_words(self.set_aside))
        if self.literature:
            lines.append(
                ngettext(
                    "{n} turn of literature is not compared.",
                    "{n} turns of literature are not compared.",
                    self.literature,
                )
            )
        return lines

    def reason_words(self) -> str:
        """Why nothing could be compared, in the person's language; empty where something was."""
        if self.reason is None:
            return ""
        if self.reason is Reason.NO_PAIRABLE:
            return _("these coders were assigned no turn in common")
        if self.reason is Reason.SILENT:
            return ngettext(
                "{name} has coded nothing in these turns",
                "{name} have coded nothing in these turns",
                len(self.idle),
                name=", ".join(self.idle),
            )
        if self.reason is Reason.IDLE:
            if self.supervise:
                return _("{name} supervises and was assigned no turn", name=", ".join(self.idle))
            return _("{name} was assigned no turn and coded nothing", name=", ".join(self.idle))
        return reason_words(self.reason)

    def as_json(self) -> dict[str, Any]:
        """The plain document the command line prints."""
        means = {name: self.mean(name) for name in self.coefficients}
        return {
            "coders": list(self.coders),
            "unit": self.unit,
            "n": self.n,
            "turns": self.turns,
            "sources": self.sources,
            "reason": self.reason.name if self.reason else None,
            "reason_words": self.reason_words() or None,
            "not_compared": dict.fromkeys(self.set_aside, 0),
            "literature_turns": self.literature,
            "codes": [row.as_json() for row in self.rows],
            "means": {name: {"value": value, "codes": codes} for name, (value, codes) in means.items()},
            "definitions": {
                "used": _("units in which each coder used the code"),
                "prevalence": _("the mean share of units in which a coder used it"),
                "positive_agreement": _("of what one coder says applies, the share that the other says too"),
                "negative_agreement": _(
                    "of what one coder says does not apply, the share that the other says too"
                ),
                "interval": _(
                    "95%, percentile bootstrap over units, 1,000 samples; none below 10 units or where more than 5% of the samples are undefined"
                ),
                "means": _("over the codes for which the coefficient is defined, without branches"),
            },
            "unused": list(self.unused),
            "differing": self.disagreements.units,
            "disagreements": [vars(one) for one in self.disagreements],
            "confusions": [vars(one) for one in self.confusions],
        }


def figure_words(row: CodeAgreement, coefficient: str) -> str:
    """A coefficient as tables show it: two decimals and the interval, or why there is none."""
    value, edges = row.values[coefficient], row.intervals.get(coefficient)
    if value.value is None:
        return reason_words(value.reason) if value.reason else "–"
    if coefficient in by_code.SHARES:
        return value_words(coefficient, value.value)
    shown = two_decimals(value.value)
    if edges is not None:
        return f"{shown} [{two_decimals(limit(edges.low))}; {two_decimals(limit(edges.high))}]"
    why = row.no_interval.get(coefficient)
    return shown + (SIGNS[why] if why is not None else "")


SIGNS = {
    NoInterval.FEW_UNITS: "¹",
    NoInterval.UNDEFINED_SAMPLES: "²",
    NoInterval.CHARACTERS: "³",
    NoInterval.PLACES: "⁴",
    NoInterval.UNDEFINED: "",
}
"""What stands behind a figure without an interval; `missing_intervals` says what it means."""


def missing_intervals(rows: Iterable[CodeAgreement]) -> list[str]:
    """Why figures of these codes have no interval, each reason with the sign it has in a table."""
    there = {
        why
        for row in rows
        for name, why in row.no_interval.items()
        if name not in by_code.SHARES and SIGNS[why]
    }
    return [
        _("{sign} no interval: {reason}", sign=SIGNS[why], reason=no_interval_words(why))
        for why in NoInterval
        if why in there
    ]


def value_words(coefficient: str, value: float) -> str:
    """A coefficient, or a mean of it: a share in per cent, the others with two decimals."""
    return per_cent(value) if coefficient in by_code.SHARES else two_decimals(value)


def share_words(share: float | None) -> str:
    """A share in per cent; a dash where there is none."""
    return "–" if share is None else per_cent(share)


def two_decimals(value: float) -> str:
    """A coefficient with two decimals, 0,56 in Indonesian; what rounds to nothing has no sign."""
    shown = rounded(value)
    return shown.replace(".", ",") if language() == "id" else shown


class AgreementFacet(Facet):
    """Comparing coders; only turns that all of them were assigned, and never the interviewer's words."""

    def compare(
        self,
        coders: Sequence[str],
        *,
        unit: str = TURN,
        coefficients: Sequence[str] | None = None,
        progress: Progress = unwatched,
    ) -> AgreementTable:
        """Compare two or more coders, code by code.

        Who was assigned turns had these; who coded without assignments is the first coder and had every turn. Whoever
        did neither, and a supervisor without assignments, is compared with nobody; nor is who has coded nothing in the
        turns that all were assigned: where two others remain, these are compared, and the table says who is set
        aside. A code counts as used in a turn or sentence that a coding touches; by `character` each character is a
        unit. Without `coefficients`: percentage, Cohen's kappa (for three and more Fleiss'), AC1 and alpha. Where
        nothing can be compared the table is empty and says why. `progress` is told (codes compared, codes, name of
        the next one). Raises NotFound for an unknown coder, BadInput for an unknown unit or coefficient, the same
        coder twice, and more than 12 coders.
        """
        if unit not in UNITS:
            raise BadInput(not_one_of("--unit", unit, UNITS))
        with self.project.read() as session:
            sources = session.scalars(select(Source).order_by(table_of(Source).c.id)).all()
            codes, parents = code_tree(session)
            found = comparable(session, sources, codes, parents, coders)
            compared, turns, marks, reason = found.coders, found.turns, found.marks, found.reason
            shared = reason in (None, Reason.NO_PAIRABLE)
            literature = literature_turns(session, sources, compared) if shared else 0
            names = _coefficients(coefficients, len(compared))
        units = self._sentences(sources, turns, progress) if unit == SENTENCE else turns
        used = used_in(marks, units, len(codes))
        counts = (
            count_characters(marks, turns, len(codes), len(compared))
            if unit == CHARACTER
            else count_units(used, len(compared))
        )
        leaves = np.array([row not in set(parents) for row in range(len(codes))], dtype=np.bool_)
        people = tuple(coder.name for coder in compared)
        rows = []
        for done, (code, leaf, counted) in enumerate(zip(codes, leaves, counts, strict=True)):
            progress(done, len(codes), code.name)
            row = _row(code, bool(leaf), counted, names, len(people), intervals=unit != CHARACTER)
            if by_code.U_ALPHA in names:
                row = _with_places(row, marks, turns, done, len(people), reason)
            rows.append(row if reason is None else _without(row, reason))
        progress(len(codes), len(codes), _("where they differ"))
        return AgreementTable(
            coders=people,
            unit=unit,
            n=turns.characters if unit == CHARACTER else len(units),
            turns=len(turns),
            sources=len(np.unique(turns.source)),
            coefficients=names,
            rows=tuple(rows),
            disagreements=Disagreements(
                self.project, sources, units, used, leaves, codes, people, marks if unit == CHARACTER else None
            ),
            confusions=confusions(used[:, leaves], [c.code for c, leaf in zip(codes, leaves, strict=True) if leaf], people),
            reason=reason,
            idle=tuple(coder.name for coder in found.idle),
            supervise=bool(found.idle) and all(coder.role is CoderRole.SUPERVISOR for coder in found.idle),
            set_aside=tuple(coder.name for coder in found.aside),
            literature=literature,
        )  # fmt: skip

    def unitized(self, coders: Sequence[str], code: str) -> Agreement:
        """u-alpha of one code: whether the coders let its passages begin and end at the same places.

        Over the characters of the turns that all of them were assigned; codings of codes below it count as its own.
        `n` are the characters. Raises NotFound for an unknown coder or code, BadInput as `compare`.
        """
        return self.unitized_codes(coders, [code])[0]

    def unitized_codes(self, coders: Sequence[str], codes: Sequence[str]) -> Sequence[Agreement]:
        """`unitized` of each of some codes; what they are compared by is read once."""
        with self.project.read() as session:
            sources = session.scalars(select(Source).order_by(table_of(Source).c.id)).all()
            tree, parents = code_tree(session)
            found = comparable(session, sources, tree, parents, coders)
            row_of = {head.key: row for row, head in enumerate(tree)}
            rows = [row_of[find(session, Code, code).id] for code in codes]
        if found.reason is not None:
            return [undefined("u-alpha", found.reason, 0) for _code in codes]
        turns, people = found.turns, len(found.coders)
        return [u_alpha(segments(found.marks, turns, row, people), turns.characters) for row in rows]

    def _sentences(self, sources: Sequence[Source], turns: Sample, progress: Progress) -> Sample:
        """The sentences of the turns, each cut to its turn."""
        found: list[tuple[int, int, int]] = []
        touched = np.unique(turns.source)
        for done, row in enumerate(touched):
            progress(done, len(touched), sources[row].name)
            sentences = self.project.suggestions.units(sources[row]).sentences
            mine = turns.source == row
            for start, end in zip(turns.start[mine], turns.end[mine], strict=True):
                first = np.searchsorted(sentences[:, 1], start, side="right")
                behind = np.searchsorted(sentences[:, 0], end, side="left")
                found += [
                    (int(row), max(int(a), int(start)), min(int(b), int(end)))
                    for a, b in sentences[first:behind]
                ]
        return Sample(*np.array(found, dtype=np.int64).reshape(-1, 3).T)


def _coefficients(given: Sequence[str] | None, coders: int) -> tuple[str, ...]:
    kappa = by_code.KAPPA if coders == 2 else by_code.FLEISS
    names = tuple(given) if given else (by_code.PERCENT, kappa, by_code.AC1, by_code.ALPHA)
    for name in names:
        if name not in by_code.ASKABLE:
            raise BadInput(not_one_of("--coefficient", name, by_code.ASKABLE))
        if coders > 2 and name in by_code.FOR_TWO:
            raise BadInput(_("{name} compares two coders; for more take fleiss or alpha", name=name))
    return names


def _row(
    code: CodeHead, leaf: bool, counts: Ints, names: Iterable[str], coders: int, *, intervals: bool
) -> CodeAgreement:
    """One code from its counts; characters of one sentence are not independent, so they are given no interval."""
    total = int(counts.sum())
    used = tuple(
        int(sum(counts[pattern] for pattern in range(len(counts)) if pattern >> bit & 1))
        for bit in range(coders)
    )
    values = {name: by_code.coefficient(name, counts, coders) for name in names if name != by_code.U_ALPHA}
    found = {
        name: NoInterval.UNDEFINED
        if value.value is None
        else by_code.interval(name, counts, coders)
        if intervals
        else NoInterval.CHARACTERS
        for name, value in values.items()
    }
    edges = {name: one if isinstance(one, Interval) else None for name, one in found.items()}
    why = {name: one for name, one in found.items() if isinstance(one, NoInterval)}
    prevalence = sum(used) / (coders * total) if total else None
    return CodeAgreement(code, leaf, used, prevalence, by_code.specific(counts, coders), values, edges, why)


def _with_places(
    row: CodeAgreement, marks: Marks, turns: Sample, code: int, coders: int, reason: Reason | None
) -> CodeAgreement:
    """The row with its u-alpha, which is over characters whatever was counted."""
    if reason is None:
        found = u_alpha(segments(marks, turns, code, coders), turns.characters)
    else:
        found = undefined("u-alpha", reason, 0)
    why = NoInterval.PLACES if found.value is not None else NoInterval.UNDEFINED
    return replace(
        row,
        values={**row.values, by_code.U_ALPHA: found},
        no_interval={**row.no_interval, by_code.U_ALPHA: why},
    )


def _without(row: CodeAgreement, reason: Reason) -> CodeAgreement:
    """The row where nothing could be compared."""
    values = {name: replace(value, reason=reason) for name, value in row.values.items()}
    return replace(row, values=values)


def _edges(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [interval.low, interval.high]
