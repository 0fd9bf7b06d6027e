from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.errors import BadInput
from qualcode.project import Project
from qualcode.project.in_vivo import code_in_vivo


def test_a_code_in_vivo_and_its_coding_come_and_go_as_one_action(tmp_path: Path) -> None:
    file = tmp_path / "K1.txt"
    file.write_text("K1: Kami guyub di sini.\n", encoding="utf-8")
    with Project.create(tmp_path / "studi", coder="Rini") as project:
        project.sources.add(file)
        project.codebook.add("KP", name_id="Kepercayaan", name_en="Trust")
        coding = code_in_vivo(project, "K1.txt", 9, 14, "GYB", "guyub")
        assert [row.code for row in project.codebook.list()] == ["KP", "GYB"]
        assert [(row.text, row.code, row.id) for row in project.codings.list()] == [
            ("guyub", "GYB", coding.uid)
        ]
        project.undo()
        assert [row.code for row in project.codebook.list()] == ["KP"]
        assert project.codings.list() == []
        project.redo()
        assert len(project.codings.list()) == 1


def test_a_code_in_vivo_whose_span_is_none_leaves_no_code(tmp_path: Path) -> None:
    file = tmp_path / "K1.txt"
    file.write_text("K1: Kami guyub di sini.\n", encoding="utf-8")
    with Project.create(tmp_path / "studi", coder="Rini") as project:
        project.sources.add(file)
        with pytest.raises(BadInput):
            code_in_vivo(project, "K1.txt", 900, 901, "GYB", "guyub")
        assert project.codebook.list() == []
