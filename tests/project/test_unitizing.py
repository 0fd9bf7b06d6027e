"""u-alpha of a code on a project: passages laid end to end over what every coder was given."""

from __future__ import annotations

import numpy as np
import pytest

from qualcode.analysis.agreement import Reason, u_alpha
from qualcode.analysis.agreement.patterns import Marks, Sample
from qualcode.errors import BadInput, NotFound
from qualcode.project import Project
from qualcode.project.unitizing import segments
from tests.project.conftest import span


def of(*rows: tuple[int, ...]) -> list[np.ndarray]:
    return [np.array(column, dtype=np.int64) for column in zip(*rows, strict=True)]


def test_passages_are_cut_at_turns_and_overlapping_ones_are_one():
    turns = Sample(*of((0, 10, 20), (0, 30, 40), (2, 0, 5)))
    marks = Marks(
        *of((0, 5, 35, 7, 0), (0, 33, 38, 7, 0), (0, 38, 39, 7, 0), (2, 3, 9, 7, 1), (0, 12, 14, 8, 1))
    )
    assert segments(marks, turns, 7, 2) == [
        [(0, 10, 7), (10, 18, 7), (18, 19, 7)],
        [(23, 25, 7)],
    ]
    assert segments(marks, turns, 9, 2) == [[], []]


def test_a_code_of_a_project(project: Project, k1: str):
    first, second = span("dibacakan terbuka"), span("bukunya")
    project.codings.add(k1, *first, "KP-TRN")
    project.coders.assign("Budi")
    mine = project.coder
    project.coder = "Budi"
    project.codings.add(k1, *first, "KP-TRN")
    assert project.agreement.unitized([mine, "Budi"], "KP-TRN").value == pytest.approx(1)
    project.codings.add(k1, *second, "KP-TRN")
    project.coder = mine
    found = project.agreement.unitized([mine, "Budi"], "KP")
    table = project.agreement.compare([mine, "Budi"], unit="character")
    assert 0 < found.value < 1 and found.n == table.n
    assert project.agreement.unitized([mine, "Budi"], "KP-MSY").reason is Reason.UNUSED
    assert project.agreement.unitized([mine], "KP").reason is Reason.ONE_CODER
    with pytest.raises(NotFound):
        project.agreement.unitized([mine, "Budi"], "XX")
    with pytest.raises(BadInput):
        project.agreement.unitized([mine, mine], "KP")

    row = next(row for row in table.rows if row.code.code == "KP-TRN")
    apart = sum(row.used) - 2 * min(row.used)  # one passage is inside the other coder's
    assert row.specific == (
        pytest.approx(1 - apart / sum(row.used)),
        pytest.approx(1 - apart / (2 * table.n - sum(row.used))),
    )
    unused = next(row for row in table.rows if row.code.code == "KP-MSY")
    assert unused.specific[0] is None
    assert u_alpha([[(0, 2, "a")], [(0, 2, "a")]], 4).value == pytest.approx(1)
