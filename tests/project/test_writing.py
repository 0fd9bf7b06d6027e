"""Files for people: whole or not at all, also where Windows lets nothing be replaced that a program holds open."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path
from threading import Barrier, Thread

import pytest

from qualcode import i18n
from qualcode.errors import BadInput
from qualcode.project import own_files, writing
from qualcode.project.writing import put_in_place, write_file


@pytest.fixture
def held(monkeypatch):
    """Makes a file one that a program on Windows holds open; `held(path, n)` lets go at the nth try."""
    replace = os.replace
    monkeypatch.setattr(writing, "_PATIENCE", (0, 0, 0))

    def hold(path: Path, tries: int = 1000, number: int = 5) -> list[Path]:
        asked: list[Path] = []

        def refuse(old: Path, new: Path) -> None:
            if os.path.realpath(new) == os.path.realpath(path):
                asked.append(Path(new))
                if len(asked) < tries:
                    error = PermissionError(errno.EACCES, "Access is denied", str(old))
                    error.winerror = number  # type: ignore[attr-defined]
                    raise error
            replace(old, new)

        monkeypatch.setattr(os, "replace", refuse)
        return asked

    return hold


class Leaving:
    """What a file leaves: no material is to be kept out, and what was kept is noted."""

    def __init__(self) -> None:
        self.sharing = self
        self.names: list[str] = []

    def material(self) -> frozenset[str]:
        return frozenset()

    def kept(self, path: Path) -> None:
        self.names.append(path.name)


def write(path: Path, data: str = "new", project: Leaving | None = None) -> Path:
    return write_file(project or Leaving(), path, data, kind_suffixes=(".docx",), kind="a report")


@pytest.mark.parametrize("number", [5, 32, 33])
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_report_that_word_holds_open_is_one_line_and_nothing_is_left(tmp_path, held, number, language):
    report = tmp_path / "Bab 4 – hasil.docx"
    report.write_text("old")
    held(report, number=number)
    with i18n.using(language), pytest.raises(BadInput) as refused:
        write(report)
    assert "Word" in refused.value.message and report.name in refused.value.message
    assert "\n" not in refused.value.message
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(report.name, "old")]


def test_a_file_that_may_not_even_be_looked_at_is_told_the_same_way(tmp_path, monkeypatch):
    report = tmp_path / "r.docx"
    report.write_text("old")

    def shut(path, *_args, **_more):
        error = PermissionError(errno.EACCES, "in use", str(path))
        error.winerror = 32
        raise error

    monkeypatch.setattr(Path, "open", shut)
    with pytest.raises(BadInput, match="Word"):
        write(report)
    assert [path.name for path in tmp_path.iterdir()] == [report.name]


def test_what_is_held_for_a_moment_only_is_waited_for(tmp_path, held):
    report = tmp_path / "r.docx"
    write(report, "old")
    asked = held(report, tries=3)
    write(report)
    assert report.read_text() == "new"
    assert len(asked) == 3
    assert [path.name for path in tmp_path.iterdir()] == [report.name]


def test_a_refusal_of_another_kind_is_told_at_once_and_by_its_reason(tmp_path, monkeypatch):
    draft, target = tmp_path / "draft", tmp_path / "r.docx"
    draft.write_text("new")
    target.write_text("old")

    def refuse(_old, _new):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr(writing.time, "sleep", lambda _seconds: pytest.fail("nothing to wait for"))
    with pytest.raises(PermissionError):
        put_in_place(draft, target)
    with pytest.raises(BadInput, match=r"cannot write .*: no permission"):
        write(target)
    assert target.read_text() == "old"


def test_a_full_disk_in_the_middle_leaves_the_old_report_alone(tmp_path, monkeypatch):
    report = tmp_path / "r.docx"
    report.write_text("old")

    def full(_number):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with i18n.using("id"), pytest.raises(BadInput, match="diska penuh"):
        write(report)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(report.name, "old")]


def test_what_somebody_wrote_is_kept_beside_and_what_this_program_wrote_is_not(tmp_path):
    project, pack = Leaving(), tmp_path / "modal-review.docx"
    for data in ("first", "second", "second"):
        write(pack, data, project)
    assert [path.name for path in tmp_path.iterdir()] == [pack.name]
    pack.write_text("filled in")
    write(pack, "third", project)
    pack.write_text("filled in again")
    write(pack, "fourth", project)
    assert pack.read_text() == "fourth"
    assert len(set(project.names)) == 2
    assert all(
        re.fullmatch(r"modal-review \(\d{4}-\d\d-\d\d \d\d\.\d\d( 2)?\)\.docx", name)
        for name in project.names
    )
    assert [(tmp_path / name).read_text() for name in project.names] == ["filled in", "filled in again"]
    write(pack, "fifth", project)
    assert len([*tmp_path.iterdir()]) == 3


@pytest.mark.parametrize("damage", ["unwritable", "unreadable"])
def test_where_nothing_is_remembered_a_copy_is_kept(tmp_path, monkeypatch, damage):
    monkeypatch.setenv("QUALCODE_SNAPSHOTS", str(tmp_path / "state"))
    project, pack = Leaving(), tmp_path / "out" / "pack.docx"
    pack.parent.mkdir()
    if damage == "unwritable":
        (tmp_path / "state").write_text("no folder")
    write(pack, "first", project)
    if damage == "unreadable":
        (tmp_path / "state" / "written.json").write_text('["half')
    write(pack, "second", project)
    assert [(pack.parent / name).read_text() for name in project.names] == ["first"]
    assert pack.read_text() == "second"


def test_a_disk_with_one_name_for_each_file_gets_a_copy(tmp_path, monkeypatch):
    def refuse(_old, _new):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    project, report = Leaving(), tmp_path / f"{'é' * 120}.docx"
    report.write_text("mine")
    write(report, project=project)
    assert [(tmp_path / name).read_text() for name in project.names] == ["mine"]


def test_two_who_write_at_once_lose_nothing(tmp_path):
    project, report = Leaving(), tmp_path / "r.docx"
    report.write_text("mine")
    start = Barrier(2)

    def one(data: str) -> None:
        start.wait()
        write(report, data, project)

    threads = [Thread(target=one, args=(data,)) for data in ("one", "other")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert report.read_text() in ("one", "other")
    assert "mine" in [(tmp_path / name).read_text() for name in project.names]


def test_places_that_are_remembered_have_an_end(tmp_path, monkeypatch):
    monkeypatch.setenv("QUALCODE_SNAPSHOTS", str(tmp_path / "state"))
    monkeypatch.setattr(own_files, "NOTED", 3)
    for number in range(5):
        own_files.note(tmp_path / f"{number}.docx", b"x")
    assert [Path(place).stem for place in own_files._noted()] == ["2", "3", "4"]
