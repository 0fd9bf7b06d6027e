"""Codebooks in workbooks, and what may not stand in the short id of a code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from qualcode import Project
from qualcode.errors import BadInput
from qualcode.exchange.codebook_csv import load_codebook_csv
from qualcode.exchange.problems import FileProblems
from tests.project.test_attributes import book


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "study", coder="Rara", title="Uji", language="id") as project:
        yield project


def test_a_workbook_is_read_as_its_csv_and_formulas_in_it_are_told(project: Project, tmp_path: Path) -> None:
    heads = ["Code", "Name ID", "parent", "cues_id", "version", "changed_at"]
    known = ["KP", "Kepercayaan", None, "'=percaya; yakin", 2, date(2024, 5, 1)]
    book(tmp_path / "buku.xlsx", [heads, known, ["KP-1", "Percaya\npengurus", "KP"]])
    assert project.codebook.import_(tmp_path / "buku.xlsx").added == ("KP", "KP-1")
    code = project.codebook.show("KP")
    assert (code.cues_id, code.version, code.changed_on) == (("=percaya", "yakin"), 2, date(2024, 5, 1))
    book(tmp_path / "buku.xlsx", [[*heads, "warna"], ["KP", "=1+1"]])
    with pytest.raises(FileProblems) as told:
        project.codebook.import_(tmp_path / "buku.xlsx")
    assert {problem.line for problem in told.value.problems} == {1, 2}
    (tmp_path / "rusak.xlsx").write_bytes(b"PK\x03\x04...")
    with pytest.raises(BadInput, match=r"rusak\.xlsx"):
        project.codebook.import_(tmp_path / "rusak.xlsx")


@pytest.mark.parametrize("sign", ["\x07", "\u202e", "\u200b"])
def test_a_short_id_holds_no_sign_that_cannot_be_seen(project: Project, sign: str) -> None:
    with pytest.raises(BadInput):
        project.codebook.add(f"K{sign}P", name_id="Kepercayaan")
    with pytest.raises(BadInput):
        project.codebook.import_(load_codebook_csv(f"code,name_id\nK{sign}P,Kepercayaan\n"))
    assert project.codebook.records() == []
