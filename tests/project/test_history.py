"""Going back to an entry of the change log."""

from __future__ import annotations

import pytest

from qualcode import Project
from qualcode.errors import BadInput, NotFound
from qualcode.i18n import using
from qualcode.project.deeds import told


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


def coded(project, tmp_path):
    for code in ("KP-AGT", "JR-INF"):
        project.codebook.add(code, name_id=code)
    (tmp_path / "k1.txt").write_text("P: Kas?\nI: Kas dibuka tiap bulan.\n", encoding="utf-8")
    project.sources.add(tmp_path / "k1.txt")
    project.codings.add("k1.txt", 11, 33, "JR-INF")
    return project.history.log()[-1].number


def test_each_entry_says_what_it_is_and_whether_it_stands(project, tmp_path):
    coding = coded(project, tmp_path)
    victim = next(row for row in project.codebook.list() if row.code == "JR-INF")
    project.codebook.merge(str(victim.id), "KP-AGT")
    merge = coding + 1
    project.undo()
    project.redo()
    last = {row.number: row for row in project.history.log()}
    assert [last[n].in_force for n in (coding, merge, merge + 1, merge + 2)] == [True, True, None, None]
    about = project.history.subjects()
    assert about[merge].name == "JR-INF → KP-AGT", "names, also of the code that is gone"
    assert (about[coding].name, about[coding].code, about[coding].lines) == ("JR-INF", "KP-AGT", "2")
    project.undo()
    assert [row.in_force for row in project.history.log()[-5:]] == [True, False, None, None, None]
    assert [(row.kind, row.target) for row in project.history.log()[-3:]] == [
        ("undo", merge),
        ("redo", merge),
        ("undo", merge),
    ]
    undone = project.history.log()[-1]
    with using("en"):
        said = told(undone.kind, undone.action, undone.target, project.history.subjects()[merge].name)
    assert said == f"undid #{merge}: merged two codes: JR-INF → KP-AGT"


def test_a_coding_that_was_taken_back_still_tells_its_place_and_words(project, tmp_path):
    coding = coded(project, tmp_path)
    project.undo()
    about = project.history.subjects()[coding]
    assert about.words == "Kas dibuka tiap bulan." and about.source_name == "k1.txt"
    assert about.source == project.sources.list()[0].id
    project.sources.remove("k1.txt")
    gone = project.history.subjects()[coding]
    assert (gone.name, gone.source, gone.words) == ("JR-INF", None, "")


def test_a_removal_says_of_what_it_was(project, tmp_path):
    coded(project, tmp_path)
    project.informants.add("K1", "PGL")
    project.findings.add("Kas dibaca.")
    project.findings.remove("F1")
    project.sources.remove("k1.txt")
    project.informants.remove("K1")
    about = project.history.subjects()
    named = {row.action: about[row.number].name for row in project.history.log() if row.number in about}
    assert (named["finding.remove"], named["source.remove"], named["informant.remove"]) == (
        "F1",
        "k1.txt",
        "K1",
    )
