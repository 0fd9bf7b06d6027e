"""Opening, closing, searching, checking and copying a project."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.errors import Ambiguous, BadInput, Busy, NotFound, StoreError
from qualcode.project import Project
from qualcode.project.history import restore
from tests.project.conftest import K1_TEXT


def test_the_suffix_may_be_left_out(tmp_path):
    Project.create(tmp_path / "studi kasus", coder="Rara").close()
    assert (tmp_path / "studi kasus.qualcode").exists()
    with Project.open(tmp_path / "studi kasus", write=False) as project:
        assert (project.coder, project.study().title) == ("Rara", "studi kasus")


def test_the_first_coder_is_the_default_and_a_named_one_is_made_known(project):
    path = project.path
    project.coder = "Bima"
    project.informants.add("Z1", "PGL")
    assert project.last_actor() == "Bima"
    project.close()
    with Project.open(path) as again:
        assert again.coder == "Rara"


def test_an_error_makes_no_coder_known(project):
    project.coder = "Nobody"
    with pytest.raises(BadInput):
        project.informants.add("K1", "PGL")
    assert "Nobody" not in {row.coder for row in project.history.log()}


def test_reading_only_cannot_write(project):
    with Project.open(project.path, write=False) as reader, pytest.raises(Busy):
        reader.informants.add("Z1", "PGL")


def test_search_finds_exact_places_whatever_case_and_accents(project, k1):
    hits = project.search.find("CAFE E")
    assert [(h.text, K1_TEXT[h.start : h.end], h.lines) for h in hits] == [("Café é", "Café é", "5")]
    assert [h.text for h in project.search.find("rembug")] == ["rembug"]
    assert len(project.search.find("a", limit=3)) == 3
    with pytest.raises(BadInput):
        project.search.find("  ")


def test_a_name_that_fits_two_sources_asks_for_the_number(project, k1, tmp_path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "k1.txt").write_text("P: lain?\nI: Ya lain.\n", encoding="utf-8")
    project.sources.add(tmp_path / "other" / "k1.txt", informants=["K1"])
    with pytest.raises(Ambiguous, match=r"2 source records are called k1\.txt"):
        project.sources.text("k1.txt")
    assert project.sources.text(2).startswith("P: lain?")


def test_check_and_backup_and_restore(project, k1, tmp_path):
    assert project.history.check() == []
    head = project.history.head()
    project.history.backup(tmp_path / "copy.qualcode")
    restored = restore(tmp_path / "copy.qualcode", tmp_path / "again.qualcode")
    with Project.open(restored, write=False) as copy:
        assert (copy.history.head(), copy.sources.text(k1)) == (head, K1_TEXT)
    with pytest.raises(BadInput, match="exists already"):
        restore(tmp_path / "copy.qualcode", restored)
    (tmp_path / "junk").write_bytes(b"x" * 500)
    with pytest.raises(StoreError, match="not a qualcode project"):
        restore(tmp_path / "junk", tmp_path / "new.qualcode")
    assert not (tmp_path / "new.qualcode").exists()


def test_the_log_tells_who_did_what(project, k1):
    actions = [(row.coder, row.action) for row in project.history.log()]
    assert actions[:2] == [("Rara", "coder.add"), ("Rara", "project.create")]
    assert actions[-1] == ("Rara", "source.add")
    assert [row.action for row in project.history.log(last=1)] == ["source.add"]
    (head,) = project.history.heads()
    assert (head.coder, head.events) == ("Rara", len(actions))


def test_creating_a_project_cannot_be_undone(tmp_path):
    with (
        Project.create(tmp_path / "p", coder="Rara") as project,
        pytest.raises(BadInput, match="nothing to undo"),
    ):
        project.undo()


def test_missing_and_taken_paths(tmp_path):
    with pytest.raises(NotFound):
        Project.open(tmp_path / "none.qualcode")
    with pytest.raises(BadInput, match="cannot write"):
        Project.create(Path(tmp_path / "no" / "where.qualcode"))


def test_settings_of_the_study(project):
    project.edit_study(title="KUBE", site="Yogyakarta")
    assert project.study().title == "KUBE"
    with pytest.raises(BadInput, match="no shoe"):
        project.edit_study(shoe=1)
