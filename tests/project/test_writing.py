"""Files for people: whole or not at all, also where Windows lets nothing be replaced that a program holds open."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from qualcode import i18n
from qualcode.errors import BadInput
from qualcode.project import writing
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


def write(path: Path, data: str = "new") -> Path:
    return write_file(path, data, kind_suffixes=(".docx",), kind="a report")


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
    report.write_text("old")
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
