"""Words and sentences told by another process: the same ones, and it can be called off."""

from __future__ import annotations

import sys
import threading

import pytest

from qualcode.language.aside import Aside
from qualcode.language.pipeline import units
from qualcode.language.units import edges, unpack
from tests.waiting import PATIENCE

TEXT = "K1: Kasnya Rp500rb dibuka, dsb. Jadi percaya 👩‍👩‍👧.\nP: Lalu?\n"


def test_it_tells_what_this_process_would() -> None:
    here = units(TEXT, "id", abbreviations=("dsb",), breaks=(4, 50))
    told = Aside().units(TEXT, "id", abbreviations=("dsb",), breaks=(4, 50))
    assert told is not None
    assert [unpack(body).tolist() for body in told] == [here.words.tolist(), here.sentences.tolist()]
    starts, ends = edges(told[1])
    assert [list(pair) for pair in zip(starts, ends, strict=True)] == here.sentences.tolist()


def test_damaged_units_are_told() -> None:
    with pytest.raises(ValueError, match="damaged"):
        edges(b"12345678")


def test_it_can_be_called_off() -> None:
    aside, answers = Aside(), []
    asked = threading.Thread(
        target=lambda: answers.append(aside.units("Kata. " * 500_000, "id", abbreviations=(), breaks=()))
    )
    asked.start()
    while not aside._asked and asked.is_alive():
        pass
    aside.call_off()
    asked.join(PATIENCE)
    assert answers == [None]


def test_without_another_process_there_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert Aside().units(TEXT, "id", abbreviations=(), breaks=()) is None
