"""Codes on digits: a key never comes to mean another code by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Static

from qualcode.project import Project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.looks import CodeCard
from qualcode.tui.reader import CodeLook
from qualcode.tui.recent import Memory
from qualcode.tui.screens.transcript.bars import PinBar, fitted
from qualcode.tui.screens.transcript.slots import on_digits
from tests.tui.pages import codings, press, rows, settled


def cards(count: int, **pinned: int) -> dict[int, CodeCard]:
    """Codes C1, C2 … that are known for good as U1, U2 …"""
    return {
        n: CodeCard(n, f"C{n}", f"Kode {n}", "", "", "", pinned.get(f"C{n}"), True, 0, CodeLook("C", "", 0), f"U{n}")
        for n in range(1, count + 1)
    }  # fmt: skip


def shown(digits: dict[int, CodeCard]) -> dict[int, str]:
    return {digit: card.code for digit, card in digits.items()}


def test_codes_take_free_digits_as_they_are_used_and_none_makes_room() -> None:
    many = cards(20, C7=2)
    first = on_digits(many, {}, [5, 9])
    assert shown(first) == {1: "C5", 2: "C7", 3: "C9"}
    kept = {digit: card.uid for digit, card in first.items() if not card.pinned}
    later = on_digits(many, kept, [9, 20, 5])
    assert shown(later) == {1: "C5", 2: "C7", 3: "C9", 4: "C20"}
    full = on_digits(many, {n: f"U{n + 8}" for n in range(1, 10)}, [1, 2, 3])
    assert shown(full) == {1: "C9", 2: "C7", **{n: f"C{n + 8}" for n in range(3, 10)}}


def test_a_pinned_code_takes_its_digit_and_the_one_before_it_a_free_one() -> None:
    kept = {1: "U5", 2: "U6", 3: "U8"}
    many = cards(20)
    many[8] = replace(many[8], pinned=1)
    assert shown(on_digits(many, kept, [5, 6, 8])) == {1: "C8", 2: "C6", 3: "C5"}
    del many[6]
    assert shown(on_digits(many, kept, [5])) == {1: "C8", 2: "C5"}


def test_a_pin_that_is_undone_gives_back_what_it_took_and_done_again_takes_it() -> None:
    many, memory = cards(20), Memory()
    memory.open("P.qualcode", "P")

    def laid(*used: int) -> dict[int, str]:
        pins = {card.pinned: card.uid for card in many.values() if card.pinned}
        digits = on_digits(many, memory.digits("P.qualcode", pins), used)
        memory.keep_digits("P.qualcode", {d: card.uid for d, card in digits.items() if not card.pinned})
        return shown(digits)

    assert laid(5, 6, 8) == {1: "C5", 2: "C6", 3: "C8"}
    many[8] = replace(many[8], pinned=1)
    assert laid(5, 6, 8, 9) == {1: "C8", 2: "C6", 3: "C5", 4: "C9"}
    many[8] = replace(many[8], pinned=None)
    assert laid(5, 6, 8, 9) == {1: "C5", 2: "C6", 3: "C8", 4: "C9"}
    many[8] = replace(many[8], pinned=1)
    assert laid(5, 6, 8, 9) == {1: "C8", 2: "C6", 3: "C5", 4: "C9"}


def test_few_codes_all_have_a_digit_the_oldest_first() -> None:
    assert shown(on_digits(cards(3), {}, [3])) == {1: "C3", 2: "C1", 3: "C2"}
    assert shown(on_digits(cards(10), {}, [])) == {}


def test_the_chosen_code_and_what_is_noted_are_always_seen() -> None:
    parts = ["turn 12", "K1", "line 31", "sentence 2/4"]
    codes = [("Transparansi keuangan", "TRN"), ("Musyawarah kelompok", "MSY"), ("Norma luntur", "LGR")]

    def said(width: int) -> str:
        return fitted(parts, codes, 2, ["1 memo"], width).plain

    whole = "turn 12 · K1 · line 31 · sentence 2/4"
    assert said(120) == f"{whole}  Transparansi keuangan · Musyawarah kelompok · ›Norma luntur‹  1 memo"
    assert said(78) == f"{whole}  TRN · MSY · ›Norma luntur‹  1 memo"
    assert said(66) == f"{whole}  TRN · MSY · ›LGR‹  1 memo"
    assert said(59) == "turn 12 · line 31 · sentence 2/4  TRN · MSY · ›LGR‹  1 memo"
    # The line goes after the speaker, who then has room again.
    assert said(58) == "turn 12 · K1 · sentence 2/4  TRN · MSY · ›LGR‹  1 memo"
    narrow = ["giliran 5", "K1", "baris 31", "kalimat 2/4", "milik sendiri (b)"]
    shown = fitted(narrow, [("Bonding", "BON")], None, [], 58).plain
    assert shown == "giliran 5 · K1 · kalimat 2/4 · milik sendiri (b)  BON"
    assert fitted(narrow, [("Bonding", "BON")], None, [], 30).plain == "giliran 5 · kalimat 2/4  BON"
    for width in range(28, 121):
        text = said(width)
        assert (
            len(text) <= width and ("›LGR‹" in text or "›Norma luntur‹" in text) and text.endswith("1 memo")
        )
        missing = [part for part in parts if f"{part} · " not in text and f"{part}  " not in text]
        assert all(len(text) + len(part) + 3 > width for part in missing), text


def bar(app: Any) -> str:
    return " ".join(str(app.screen.query_one(PinBar).render()).split())


async def test_digits_stay_through_use_undo_new_codes_and_another_day(project: Project) -> None:
    for n in range(12):
        project.codebook.add(f"ZZ-{n:02}", name_id=f"Lain {n}", name_en=f"Lain {n}")

    async def opened(app: QualcodeApp, pilot: Pilot[int]) -> None:
        await settled(app, pilot)
        await press(app, pilot, "enter")

    app = QualcodeApp(project, Memory(toured=True))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await opened(app, pilot)
        assert "Transparansi" in bar(app) and "2" not in bar(app)
        await press(app, pilot, "2")
        assert codings(project) == []  # a free digit does nothing
        by_code = {card.code: card.letters for card in app.screen._cards.values()}  # type: ignore[attr-defined]
        await press(app, pilot, "'", *by_code["NR-LGR"], "'", *by_code["KP-MSY"], "3", "2")
        assert [code for code, _words in codings(project)] == ["NR-LGR", "KP-MSY", "KP-MSY", "NR-LGR"]
        said = bar(app)
        await press(app, pilot, "u", "u", "u", "u")
        assert codings(project) == [] and bar(app) == said
        await press(app, pilot, "home", "v", "enter")
        assert bar(app).startswith(said) and bar(app) != said
        said = bar(app)
        names = [command.title for command in app.get_system_commands(app.screen)]
        assert "2 · NR-LGR Norma luntur  (2)" in names and "Code 5  (5)" in names
        # A notice lies on no line that says where one is or which code lies where.
        await press(app, pilot, "u", "U", "w", "w")
        assert any("Done again" in row for row in rows(app).splitlines()[16:21])
        assert "2 words" in str(app.screen.query_one("#where", Static).render())
        # A pin that is undone leaves the bar as it was; its form says who has which digit, the history what it did.
        before = bar(app)
        await press(app, pilot, "P", *"NR-LGR", "enter")
        assert "1 KP-TRN" in rows(app)
        await press(app, pilot, "5", "enter")
        assert bar(app) != before
        entry = project.history.log(last=1)[-1]
        assert project.history.subjects()[entry.number].name == "NR-LGR → 5"
        await press(app, pilot, "u")
        assert bar(app) == before
        # A click on a code does what its digit does.
        line = next(y for y, row in enumerate(rows(app).splitlines()) if "Transparansi" in row)
        await pilot.click(offset=(rows(app).splitlines()[line].index("luntur"), line))
        await settled(app, pilot)
        assert [code for code, _words in codings(project)][-1] == "NR-LGR"
        assert project.codebook.pins().keys() == {1}  # nothing was pinned for anybody else
        app.workers.cancel_all()
    project.codings.remove(*[str(row.id) for row in project.codings.list() if row.code == "NR-LGR"])
    again = QualcodeApp(project, Memory.load())
    async with again.run_test(size=(80, 24)) as pilot:
        await opened(again, pilot)
        assert bar(again) == said
        again.workers.cancel_all()
