"""What the app remembers, where several windows write it down in one file."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from qualcode.tui import recent
from qualcode.tui.recent import Memory, _file


@pytest.fixture(autouse=True)
def nothing_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def names(memory: Memory) -> list[str]:
    return [row.title for row in memory.recent]


def test_two_windows_on_two_projects_keep_what_each_of_them_did() -> None:
    one, other = Memory.load(), Memory.load()
    one.open("a.qualcode", "A")
    one.save()
    other.open("b.qualcode", "B")
    other.theme, other.toured = "qualcode-light", True
    other.save()
    one.stop("a.qualcode", "s1", 40)
    one.keep_digits("a.qualcode", {1: "u7"})
    one.act("a.qualcode", "Sari")
    one.keep_report("a.qualcode", {"format": "docx"})
    one.save()
    other.stop("b.qualcode", "s2", 7)
    other.save()
    one.stop("a.qualcode", "s3", 9)
    one.save()
    kept = Memory.load()
    assert names(kept) == ["B", "A"] and (kept.theme, kept.toured) == ("qualcode-light", True)
    assert (kept.place("a.qualcode", "s1"), kept.place("a.qualcode", "s3")) == (40, 9)
    assert kept.place("b.qualcode", "s2") == 7
    assert kept.digits("a.qualcode", {}) == {1: "u7"} and kept.coder("a.qualcode") == "Sari"
    assert kept.report("a.qualcode") == {"format": "docx"}


def test_a_window_learns_what_others_wrote_before_it_opens_their_project() -> None:
    one, other = Memory.load(), Memory.load()
    other.open("b.qualcode", "B")
    other.stop("b.qualcode", "s2", 7)
    other.act("b.qualcode", "Sari")
    other.save()
    one.open("a.qualcode", "A")
    one.open("b.qualcode", "B")
    assert (
        names(one) == ["B", "A"] and one.place("b.qualcode", "s2") == 7 and one.coder("b.qualcode") == "Sari"
    )


def test_two_windows_on_one_project_keep_both_places() -> None:
    first = Memory.load()
    first.open("a.qualcode", "A")
    first.save()
    one, other = Memory.load(), Memory.load()
    one.stop("a.qualcode", "s1", 40)
    other.stop("a.qualcode", "s2", 7)
    one.save()
    other.act("a.qualcode", "Sari")
    other.save()
    kept = Memory.load()
    assert (kept.place("a.qualcode", "s1"), kept.place("a.qualcode", "s2")) == (40, 7)
    assert kept.coder("a.qualcode") == "Sari"


def test_what_is_taken_off_the_list_comes_back_only_where_it_is_opened_again() -> None:
    one = Memory.load()
    one.open("a.qualcode", "A")
    one.open("b.qualcode", "B")
    one.save()
    other = Memory.load()
    one.drop(one.recent[1])
    one.save()
    other.theme = "qualcode-light"
    other.save()
    assert names(Memory.load()) == ["B"]
    other.open("a.qualcode", "A")
    other.save()
    one.save()
    assert names(Memory.load()) == ["A", "B"]


def test_a_file_that_is_gone_or_damaged_is_written_anew_from_what_is_known() -> None:
    one = Memory.load()
    one.open("a.qualcode", "A")
    one.save()
    for damage in ("", "{", json.dumps({"recent": 5})):
        _file().write_text(damage)
        assert names(Memory.load()) == []
        one.save()
        assert names(Memory.load()) == ["A"]


def test_windows_that_write_at_the_same_time_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    windows, plain = [Memory.load() for _n in range(4)], recent._read

    def slow(file: Path | None = None) -> Any:
        kept = plain(file)
        time.sleep(0.004)  # so that others would write between this and what comes of it
        return kept

    monkeypatch.setattr(recent, "_read", slow)

    def used(n: int) -> None:
        windows[n].open(f"{n}.qualcode", str(n))
        for at in range(6):
            windows[n].stop(f"{n}.qualcode", f"s{at}", at + 1)
            windows[n].save()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(used, range(4)))
    monkeypatch.setattr(recent, "_read", plain)
    kept = Memory.load()
    assert sorted(names(kept)) == ["0", "1", "2", "3"]
    assert all(kept.place(f"{n}.qualcode", f"s{at}") == at + 1 for n in range(4) for at in range(6))
    left = {path.name for path in _file().parent.iterdir()} - {_file().name + "-lock"}
    assert left == {_file().name}
