"""Codes that stand in the same turn, or in the same source: tables of two or three branches of a codebook.

Stages by problems, or stages by problems for each actor: a cell counts the turns (or sources) that bear a code of
each, and the informants and documents whose words these are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.analysis.columns import Bools, Ints
from qualcode.analysis.counts import branches_of


@dataclass(frozen=True)
class FrameCell:
    """What bears all of some codes."""

    frames: int
    """Turns or sources."""
    informants: int
    """Informants and focus groups whose words they hold."""
    documents: int
    """Documents, observations and works of literature among them."""


@dataclass(frozen=True)
class Frames:
    """What is coded in each frame: one row per frame and unit whose words it holds."""

    frame: Ints
    unit: Ints
    codes: Bools
    """Code × row; a code stands for itself and all below it."""
    counted: Bools
    """By unit: an informant (or a session) rather than a document."""
    rows: Ints
    """The row of each entry that the frames were made of ..."""
    own: Ints
    """... and the code that it bears."""
    parents: Sequence[int]

    @classmethod
    def of(cls, frame: Ints, unit: Ints, code: Ints, counted: Bools, parents: Sequence[int]) -> Frames:
        """From one row per coding, frame and unit that it belongs to."""
        pairs, row = np.unique(np.stack((frame, unit)), axis=1, return_inverse=True)
        own = np.zeros((len(parents), pairs.shape[1]), dtype=np.bool_)
        own[code, row.reshape(-1)] = True
        codes = np.array([own[below].any(axis=0) for below in branches_of(parents)]).reshape(own.shape)
        return cls(pairs[0], pairs[1], codes, counted, row.reshape(-1), code, parents)

    def cell(self, *codes: int) -> FrameCell:
        """Frames in which one unit's words bear all of these codes; without codes, all that bear any."""
        rows = self.codes[list(codes)].all(axis=0) if codes else np.ones(len(self.frame), dtype=np.bool_)
        units = np.unique(self.unit[rows])
        people = int(self.counted[units].sum())
        return FrameCell(len(np.unique(self.frame[rows])), people, len(units) - people)

    def frames_of(self, *codes: int) -> Ints:
        """The frames that `cell` counts."""
        return np.unique(self.frame[self.codes[list(codes)].all(axis=0)])

    def behind(self, *codes: int) -> Ints:
        """The entries with one of these codes in the frames that `cell` counts, by their places."""
        branches = branches_of(self.parents)
        wanted = np.concatenate([branches[code] for code in codes])
        held: Bools = np.all(self.codes[list(codes)], axis=0)
        return np.flatnonzero(held[self.rows] & np.isin(self.own, wanted))
