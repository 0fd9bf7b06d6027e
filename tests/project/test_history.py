"""Going back to an entry of the change log."""

from __future__ import annotations

import pytest

from qualcode import Project
from qualcode.errors import BadInput, NotFound


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "p.qualcode", coder="Ana", title="T", language="id") as project:
        yield project


def groups(project):
    return sorted(group.name for group in project.informants.groups())


def test_everything_after_an_entry_is_taken_back_and_can_be_done_again(project):
    project.informants.edit_group("A", note="one")
    entry = project.history.log()[-1].number
    for name in ("B", "C", "D"):
        project.informants.edit_group(name, note="later")
    project.undo()
    assert project.history.undo_to(entry) == 2, "what was taken back before is not taken back again"
    assert groups(project) == ["A"]
    for _step in range(3):
        project.redo()
    assert groups(project) == ["A", "B", "C", "D"]
    assert not project.history.check()


def test_what_others_did_stays(project):
    entry = project.history.log()[-1].number
    project.informants.edit_group("A", note="mine")
    project.coder = "Budi"
    project.informants.edit_group("B", note="theirs")
    assert project.history.undo_to(entry, "Ana") == 1
    assert groups(project) == ["B"]


def test_an_entry_that_is_not_there_or_last_is_refused(project):
    project.informants.edit_group("A", note="one")
    entries = len(project.history.log())
    with pytest.raises(NotFound):
        project.history.undo_to(99)
    with pytest.raises(BadInput):
        project.history.undo_to(project.history.log()[-1].number)
    assert len(project.history.log()) == entries
