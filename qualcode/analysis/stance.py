"""What one unit says about a claim, taken from all its quotes (step 1 of triangulation).

Adapted from Farmer, Robinson, Elliott & Eyles 2006 (Qualitative Health Research 16:377-394).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from qualcode.analysis.evidence import CONTRADICTS, QUALIFIES, SESSION, SUPPORTS, Evidence, Unit

PLUS, MINUS, MIXED, SPLIT, SILENT, NO_UNIT, NOT_ASKED = "+", "-", "±", "≠", "0", "NA", "TT"
LEFT_OUT = "LC"
"""There are people of this kind, and the scope of the claim leaves them out."""
BLANKS = (SILENT, NO_UNIT, NOT_ASKED, LEFT_OUT)

AFFIRMS, DENIES = "supports", "contradicts"
CONDITIONS_ONLY = "conditions only"
SUPPORTS_IF, DENIES_IF = "supports with conditions", "contradicts with conditions"
SELF_CONTRADICTING = "contradicts itself"
CHANGED = "changed"
DIVIDED = "participants differ"
CODERS_DISAGREE = "coders disagree"


@dataclass(frozen=True)
class UnitStance:
    """One unit's stance in one column; every sense but plain support and denial has the symbol ±."""

    unit: Unit
    sense: str
    """One of the sense constants of this module; `labels.sense_words` says it in the person's language."""
    coders_disagree: bool = False
    """Two coders gave the same words different stances: a matter of the coders, not of the informant."""
    tally: tuple[int, int, int] | None = None
    """For a session: how many of its speakers support, contradict, and do neither plainly."""
    speakers: tuple[str, ...] = ()
    """For a session: those whose words these are."""

    @property
    def symbol(self) -> str:
        """+, - or ±."""
        return {AFFIRMS: PLUS, DENIES: MINUS}.get(self.sense, MIXED)


def unit_stance(unit: Unit, evidence: Sequence[Evidence]) -> UnitStance:
    """The stance of `unit` from its (one or more) pieces of evidence in a column.

    S and C together are a change where each S and each C come from different waves or periods, both known;
    a disagreement of coders where they vanish with the words on which two coders differ; a divided session
    where different participants hold them; and only otherwise a unit that contradicts itself.
    """
    contested = _contested(evidence)
    return UnitStance(
        unit,
        _sense(unit, evidence, contested),
        coders_disagree=bool(contested),
        tally=_tally(evidence) if unit.kind == SESSION else None,
        speakers=tuple(sorted({item.speaker for item in evidence if item.speaker}))
        if unit.kind == SESSION
        else (),
    )


def _sense(unit: Unit, evidence: Sequence[Evidence], contested: set[Evidence]) -> str:
    stances = {item.stance for item in evidence}
    if stances >= {SUPPORTS, CONTRADICTS}:
        undisputed = [item for item in evidence if item not in contested]
        if not {item.stance for item in undisputed} >= {SUPPORTS, CONTRADICTS}:
            return CODERS_DISAGREE
        return _opposition(unit, undisputed)
    if stances == {SUPPORTS}:
        return AFFIRMS
    if stances == {CONTRADICTS}:
        return DENIES
    if stances == {QUALIFIES}:
        return CONDITIONS_ONLY
    return SUPPORTS_IF if SUPPORTS in stances else DENIES_IF


def _opposition(unit: Unit, evidence: Sequence[Evidence]) -> str:
    opposed = list(
        product(
            [item for item in evidence if item.stance == SUPPORTS],
            [item for item in evidence if item.stance == CONTRADICTS],
        )
    )
    if all(_at_other_times(a, b) for a, b in opposed):
        return CHANGED
    if unit.kind == SESSION and all(a.speaker and b.speaker and a.speaker != b.speaker for a, b in opposed):
        return DIVIDED
    return SELF_CONTRADICTING


def _at_other_times(a: Evidence, b: Evidence) -> bool:
    waves, periods = (a.voice.wave, b.voice.wave), (a.period, b.period)
    return any(None not in pair and pair[0] != pair[1] for pair in (waves, periods))


def _contested(evidence: Sequence[Evidence]) -> set[Evidence]:
    """The evidence in words to which another coder gave another stance."""
    return {
        a
        for a, b in product(evidence, repeat=2)
        if a.coder != b.coder and a.stance != b.stance and a.shares_words_with(b)
    }


def _tally(evidence: Sequence[Evidence]) -> tuple[int, int, int]:
    by_speaker: dict[str | None, set[str]] = {}
    for item in evidence:
        by_speaker.setdefault(item.speaker, set()).add(item.stance)
    plain = [stances for speaker, stances in by_speaker.items() if speaker is not None]
    plus, minus = plain.count({SUPPORTS}), plain.count({CONTRADICTS})
    return plus, minus, len(plain) - plus - minus
