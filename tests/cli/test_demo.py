"""`demo`, `open` and home: the sample study, and what opens the app."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from qualcode.cli import demo, home
from qualcode.errors import BadInput
from qualcode.project import Project
from qualcode.tui.app import QualcodeApp

FILES = [
    "kube-triangulation.docx",
    "kube-triangulation.html",
    "kube-triangulation.md",
    "kube-triangulation.pdf",
    "kube.qualcode",
]


@pytest.fixture
def mine(study, tmp_path):
    """A copy of the study to change."""
    return shutil.copytree(study, tmp_path / "demo")


def test_the_demo_leaves_a_project_and_four_reports_and_nothing_else(run, study):
    assert sorted(path.name for path in study.iterdir()) == FILES
    assert all(path.stat().st_size > 1000 for path in study.iterdir())
    assert run("check", study / "kube").code == 0
    assert "Finding" in (study / "kube-triangulation.md").read_text(encoding="utf-8")


def test_what_stands_there_is_opened_and_not_built_again(run, mine, monkeypatch):
    run("memo", "add", mine / "kube", "Mine.")
    before = {path.name: path.read_bytes() for path in mine.iterdir()}
    told = run("demo", "kube", "--at", mine).out
    assert str(mine / "kube.qualcode") in told
    assert {path.name: path.read_bytes() for path in mine.iterdir()} == before
    said = run("demo", "--at", mine, "--json").json
    assert (said["built"], len(said["reports"])) == (False, 4)


def test_fresh_builds_it_anew(run, mine):
    run("memo", "add", mine / "kube", "Mine.")
    old = (mine / "kube-triangulation.md").read_text(encoding="utf-8")
    said = run("demo", "--at", mine, "--fresh", "--no-open", "--lang", "id", "--json").json
    assert said["built"] is True
    assert (
        run("memo", "list", mine / "kube", "--json").json == []
        or "Mine." not in run("memo", "list", mine / "kube").out
    )
    assert "Temuan" in (mine / "kube-triangulation.md").read_text(encoding="utf-8")
    # Reports that were brought here from elsewhere may be somebody's: they are kept.
    assert sorted(path.name for path in mine.iterdir() if str(path) not in said["kept"]) == FILES
    assert old in [Path(path).read_text(encoding="utf-8") for path in said["kept"] if path.endswith(".md")]


def test_fresh_never_takes_a_project_from_under_somebody(run, mine):
    before = (mine / "kube-triangulation.md").read_bytes()
    with Project.open(mine / "kube", coder="citra") as opened:
        ran = run("demo", "--at", mine, "--fresh")
        assert (ran.code, ran.out) == (3, "")
        assert "citra" in ran.err
        assert opened.notes.add_memo("Still here.")
    assert (mine / "kube-triangulation.md").read_bytes() == before


def test_a_build_that_fails_leaves_what_was_there(run, mine, monkeypatch):
    def fail(*_given: object, **_options: object) -> None:
        raise BadInput("no luck")

    monkeypatch.setattr("qualcode.project.study.build_study", fail)
    before = {path.name: path.read_bytes() for path in mine.iterdir()}
    assert run("demo", "--at", mine, "--fresh").err == "error: no luck\n"
    assert {path.name: path.read_bytes() for path in mine.iterdir()} == before
    assert run("demo", "--at", mine.parent / "new").code == 2
    assert list((mine.parent / "new").iterdir()) == []


def test_a_file_that_is_no_project_is_never_replaced(run, tmp_path):
    (tmp_path / "kube.qualcode").write_text("my own words", encoding="utf-8")
    assert run("demo", "--at", tmp_path, "--fresh").code == 2
    assert (tmp_path / "kube.qualcode").read_text(encoding="utf-8") == "my own words"


def test_a_folder_that_cannot_be_is_one_line(run, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    ran = run("demo", "--at", tmp_path / "file" / "demo")
    assert ran.code == 2
    assert ran.err.startswith("error: ")


@pytest.fixture
def terminal(monkeypatch):
    """A terminal whose app only says what it was given."""
    seen: list[Project | None] = []
    monkeypatch.setattr(home, "is_terminal", lambda: True)
    monkeypatch.setattr(QualcodeApp, "run", lambda self: seen.append(self._given))
    return seen


def test_on_a_terminal_the_demo_opens_the_app(run, mine, terminal):
    assert run("demo", "--at", mine).code == 0
    assert [opened.path.name for opened in terminal] == ["kube.qualcode"]
    run("demo", "--at", mine, "--no-open")
    run("demo", "--at", mine, "--json")
    assert len(terminal) == 1


def test_open_opens_a_project_and_nothing_opens_home(run, project, terminal):
    assert run("open", project, "--coder", "budi").code == 0
    assert run().code == 0
    assert [opened and opened.coder for opened in terminal] == ["budi", None]
    assert run("open", project.with_name("missing")).code == 2


def test_the_app_leaves_the_project_closed(run, project, terminal):
    run("open", project)
    assert run("undo", project).code == 0


def test_what_somebody_writes_opens_no_project_but_the_question_whether_to_read_it(
    run, project, terminal, monkeypatch
):
    asked = []
    monkeypatch.setattr(QualcodeApp, "run", lambda self: asked.append((self._given, self._held)))
    with Project.open(project, coder="citra"):
        assert run("open", project).code == 0
        ((given, (place, held)),) = asked
        assert given is None and place.name == project.name and held.holder.startswith("citra")
        assert run("undo", project).code == 3, "a command waits for nobody"
        assert run("open", project, "--read-only").code == 0
    assert asked[1][0] is not None and asked[1][1] is None


def test_places_are_where_the_documentation_says():
    place = demo.Place(demo.FOLDER, "kube")
    assert str(place.project) == "demo/kube.qualcode"
    assert [path.name for path in place.reports] == [
        "kube-triangulation.docx", "kube-triangulation.html", "kube-triangulation.pdf", "kube-triangulation.md",
    ]  # fmt: skip


def test_a_report_that_word_holds_open_leaves_the_whole_demo_as_it_was(run, study, mine, monkeypatch):
    built = study / "kube.qualcode"
    monkeypatch.setattr("qualcode.project.study.build_study", lambda _from, to: shutil.copy(built, to))
    for path in mine.glob("*-triangulation.*"):
        path.write_text(f"edited {path.suffix}")
    before = {path.name: path.read_bytes() for path in mine.iterdir()}
    replace = os.replace

    def refuse(old, new):
        if Path(new).suffix == ".pdf" and Path(new).parent == mine and "old-" not in str(old):
            error = PermissionError(13, "Access is denied")
            error.winerror = 32
            raise error
        replace(old, new)

    monkeypatch.setattr(os, "replace", refuse)
    ran = run("demo", "--at", mine, "--no-open", "--fresh")
    assert ran.code == 2
    assert ran.err.startswith("error: ") and "Word" in ran.err and ran.err.count("\n") == 1
    assert {path.name: path.read_bytes() for path in mine.iterdir()} == before
