"""Coding on the transcript's page: how few keys it takes, and that each thing done is one step back."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from rich.cells import cell_len
from rich.style import Style
from textual.color import Color
from textual.widgets import Input, OptionList, Static, TextArea

from qualcode.i18n import using
from qualcode.project import Project
from qualcode.project.search import Hit
from qualcode.tui.reader import Minimap, Reader
from qualcode.tui.reader.inks import Inks
from qualcode.tui.reader.page import Cursor
from qualcode.tui.recent import Memory
from qualcode.tui.screens.transcript.hits import FoundPage, PreviewPage, words_after, words_before
from tests.tui.pages import TALK, codings, press, reading, rows, settled
from tests.waiting import until

FIRST = "Kami musyawarah setiap bulan."
SECOND = "Kasnya dibuka semua."


def at(words: str) -> tuple[int, int]:
    start = TALK.index(words)
    return start, start + len(words)


def where(app: Any) -> str:
    return str(app.screen.query_one("#where", Static).render())


def letters_of(app: Any, code: str) -> str:
    return next(card.letters for card in app.screen._cards.values() if card.code == code)


def told(app: Any) -> list[str]:
    return [notice.message for notice in app._notifications]


class Hand:
    """Presses keys and waits for what comes of them."""

    def __init__(self, app: Any, pilot: Any) -> None:
        self.app = app
        self.pilot = pilot

    async def __call__(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await settled(self.app, self.pilot)


async def test_a_coding_written_while_others_are_read_stays_on_the_page(project: Project) -> None:
    async with reading(project) as (app, pilot):
        page = app.screen
        read, gate = page._fetch_spans, asyncio.Event()

        async def slow() -> Any:
            found = await read()
            await gate.wait()
            return found

        page._fetch_spans = slow
        page.project_changed("journal.undo")
        await pilot.pause()
        await pilot.press("1")
        await until(lambda: len(codings(project)) == 1)
        await pilot.pause(0.1)
        gate.set()
        await settled(app, pilot)
        assert len(page.query_one(Reader)._index) == 1


# -- putting codes on ---------------------------------------------------------------------------------------------


async def test_the_terminal_cursor_comes_back_to_the_caret_and_stands_in_an_empty_field(
    project: Project,
) -> None:
    async with reading(project) as (app, pilot):
        reader = app.screen.reader
        await press(app, pilot, "j", "j")
        at = reader.cursor_screen_offset
        assert app.cursor_position == at
        for key in ("c", "slash"):
            await press(app, pilot, key)
            box = app.focused
            assert isinstance(box, Input)
            await until(lambda box=box: app.cursor_position == box.cursor_screen_offset != at)
            await press(app, pilot, "escape")
            await until(lambda: app.cursor_position == at)


async def test_letters_show_what_they_may_mean_and_never_run_as_keys(project: Project) -> None:
    async with reading(project) as (app, pilot):
        reader = app.screen.query_one(Reader)
        before = reader.target
        await pilot.press("apostrophe")
        await pilot.pause()
        assert "Musyawarah" in rows(app)
        await pilot.press("q")
        await pilot.pause()
        assert "no code has these letters" in rows(app)
        await pilot.press("backspace", "escape")
        await pilot.pause()
        assert isinstance(app.screen.query_one(Reader), Reader) and reader.target == before
        await pilot.press("apostrophe", "z", "z")
        await settled(app, pilot)
        assert codings(project) == [] and reader.target == before
        await pilot.press("j")
        assert reader.target != before


async def test_the_repeat_key_takes_the_code_used_last_also_by_letters(project: Project) -> None:
    async with reading(project) as (app, pilot):
        press = Hand(app, pilot)
        await press("j", "apostrophe", *letters_of(app, "NR-LGR"), "full_stop")
        assert codings(project) == [("NR-LGR", FIRST), ("NR-LGR", SECOND)]
        await press("v")
        await press("enter")
        assert len(codings(project)) == 3
        await press(
            "u", "full_stop"
        )  # the code made of words has gone with its coding: the one before it is meant
        assert [code for code, _words in codings(project)] == ["NR-LGR"] * 3


async def test_several_codes_are_one_action(project: Project) -> None:
    async with reading(project) as (app, pilot):
        press = Hand(app, pilot)
        await press("j", "space")
        await pilot.pause()
        await press("1")
        await press("m", "s", "space")
        assert "Marked: KP-TRN, KP-MSY" in rows(app)
        await press("enter")
        assert sorted(codings(project)) == [("KP-MSY", FIRST), ("KP-TRN", FIRST)]
        assert len(app.screen.query_one(Reader)._index) == 2
        await press("u")
        assert codings(project) == []
        assert len(app.screen.query_one(Reader)._index) == 0


async def test_a_new_name_beside_marked_codes_is_made_with_them_in_one_step(project: Project) -> None:
    async with reading(project) as (app, pilot):
        press = Hand(app, pilot)
        await press("j", "c")
        await pilot.pause()
        await press("m", "s", "tab")
        await press(*"+Arisan ibu")
        await press("enter")
        assert sorted(words for _code, words in codings(project)) == [FIRST, FIRST]
        assert "Arisan ibu" in {code.name_id for code in project.codebook.records()}
        await press("u")
        assert codings(project) == []
        assert "Arisan ibu" not in {code.name_id for code in project.codebook.records()}


# -- going --------------------------------------------------------------------------------------------------------


async def test_going_to_what_is_not_coded_skips_codings_and_questions(project: Project) -> None:
    project.codings.add("K1.txt", *at(FIRST), "KP-MSY")
    project.codings.add("K1.txt", *at("Jadi tidak ada yang curiga."), "KP-TRN")
    async with reading(project) as (app, pilot):
        reader = app.screen.query_one(Reader)
        seen = []
        for _time in range(3):
            await pilot.press("right_curly_bracket")
            seen.append(reader.text[slice(*reader.target)])
        assert seen == [SECOND, "Belum pernah kerja sama keluar.", "Ketua RT saja yang sering mampir."]
        await pilot.press("right_curly_bracket")
        await pilot.pause()
        assert told(app) == ["No sentence without a code that way"]
        await pilot.press("left_curly_bracket", "left_curly_bracket")
        assert reader.text[slice(*reader.target)] == SECOND


async def test_going_to_the_next_coding_of_this_code(project: Project) -> None:
    for words, code in ((FIRST, "KP-MSY"), (SECOND, "KP-TRN"), ("Belum pernah", "KP-MSY")):
        project.codings.add("K1.txt", *at(words), code)
    async with reading(project) as (app, pilot):
        reader = app.screen.query_one(Reader)
        await pilot.press("right_square_bracket", "asterisk")
        assert reader.target == at("Belum pernah")
        await pilot.press("number_sign")
        assert reader.target == at(FIRST)
        await pilot.press("number_sign")
        await pilot.pause()
        assert told(app) == ["No further coding with this code that way"]


async def test_overlaps_are_gone_round_without_wandering_off(project: Project) -> None:
    project.codings.add("K1.txt", at(FIRST)[0], at("Jadi tidak")[0], "KP-MSY")
    project.codings.add("K1.txt", *at("musyawarah"), "KP-TRN")
    project.codings.add("K1.txt", *at("dibuka"), "NR-LGR")
    async with reading(project) as (app, pilot):
        reader = app.screen.query_one(Reader)
        reader.select(*at("musyawarah"))
        seen = []
        for _time in range(4):
            await pilot.press("o")
            await pilot.pause()
            seen.append(reader.chosen.end - reader.chosen.start if reader.chosen else 0)
        assert seen[0::2] == [seen[0]] * 2 and seen[1::2] == [10, 10]
        assert "›Transparansi‹" in where(app)
        app.screen.project_changed("undo")  # what an earlier step changed may be fetched only now
        await settled(app, pilot)
        assert "›Transparansi‹" in where(app)


async def test_the_status_line_says_turn_speaker_unit_and_codes(project: Project) -> None:
    project.codings.add("K1.txt", *at(SECOND), "KP-TRN")
    async with reading(project) as (app, pilot):
        await pilot.press("j", "j")
        await pilot.pause()
        assert where(app) == "turn 2 · K1 · line 3 · sentence 2/3  Transparansi"
        reader = app.screen.query_one(Reader)
        reader._show(Cursor(len(TALK) - 1, at(SECOND)[0], len(TALK), exact=True))
        await settled(app, pilot)
        assert where(app).startswith("turns 2–4 · K1 … K1 · lines 3–9 · ")
        reader._show(Cursor(at(SECOND)[1], *at(SECOND), exact=True))
        await settled(app, pilot)
        assert where(app).startswith("turn 2 · K1 · line 3 · ")


def test_in_sixteen_colours_the_caret_in_a_selection_is_selected_and_seen() -> None:
    ink = Style(), Color.parse("white"), Style(), *[Color.parse("grey")] * 3
    inks = Inks(*ink, dark=False, ansi=True)
    for code in (-1, 0):
        beside, caret = (inks.text(code, 1, False, False, 2, caret=caret) for caret in (False, True))
        assert beside.reverse and caret.reverse and beside != caret


# -- mending ------------------------------------------------------------------------------------------------------


async def test_edges_are_moved_kept_by_enter_and_left_by_escape(project: Project) -> None:
    project.codings.add("K1.txt", *at("Kami musyawarah"), "KP-MSY")
    async with reading(project) as (app, pilot):
        press = Hand(app, pilot)
        await press("right_square_bracket", "e")
        assert "move this edge" in where(app)
        await press(*["shift+right"] * 7)
        await press("1")
        assert codings(project) == [("KP-MSY", "Kami musyawarah")]
        await press("backslash", *["shift+right"] * 5)
        await press("enter")
        assert codings(project) == [("KP-MSY", "musyawarah setiap")]
        await press("u")
        assert codings(project) == [("KP-MSY", "Kami musyawarah")]
        await press("e", "shift+right", "escape")
        assert codings(project) == [("KP-MSY", "Kami musyawarah")]
        assert app.screen.query(Reader) and "move this edge" not in where(app)
        await press("enter")
        assert codings(project) == [("KP-MSY", "Kami musyawarah")]


async def test_another_code(project: Project) -> None:
    project.codings.add("K1.txt", *at(FIRST), "KP-MSY")
    async with reading(project) as (app, pilot):
        press = Hand(app, pilot)
        await press("right_square_bracket", "C")
        await pilot.pause()
        await press("t", "r", "enter")
        assert codings(project) == [("KP-TRN", FIRST)]
        assert [span.code for span in app.screen.query_one(Reader)._index.touching(*at(FIRST))] == [
            project.codebook.records()[2].id
        ]
        await press("u")
        assert codings(project) == [("KP-MSY", FIRST)]


async def test_a_coding_is_cut_at_the_caret_and_joined_again(project: Project) -> None:
    project.codings.add("K1.txt", at(FIRST)[0], at(SECOND)[1], "KP-MSY")
    async with reading(project) as (app, pilot):
        press = Hand(app, pilot)
        app.screen.query_one(Reader).go_to(at(SECOND)[0])
        await press("w", "right", "right", "S")  # the caret stands inside of a word, which stays whole
        assert all(half in rows(app) for half in (f"1  {FIRST}", f"2  {SECOND}"))
        await press("escape")
        assert len(codings(project)) == 1
        await press("S", "enter")
        assert codings(project) == [("KP-MSY", FIRST + " "), ("KP-MSY", SECOND)]
        await press("t", "J")
        assert codings(project) == [("KP-MSY", f"{FIRST} {SECOND}")]
        await press("u", "u")
        assert codings(project) == [("KP-MSY", f"{FIRST} {SECOND}")]
        await press("J")
        assert "two codings with the same code" in told(app)[-1]


# -- memos --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "about"), [(0, "K1.txt, turn 2"), (1, "K1.txt"), (2, "KP-MSY")], ids=["turn", "source", "code"]
)
async def test_memos_on_turn_source_and_code_and_going_on_with_them(
    project: Project, steps: int, about: str
) -> None:
    project.codings.add("K1.txt", *at(FIRST), "KP-MSY")
    async with reading(project) as (app, pilot):
        press = Hand(app, pilot)
        await press("right_square_bracket")
        for words in ("Ragu", " sekali"):
            await press("M")
            await pilot.pause()
            await press(*["down"] * steps, "enter")
            await pilot.pause()
            area = app.screen.query_one(TextArea)
            area.move_cursor(area.document.end)
            await press(*words)
            await press("ctrl+s")
    assert [(memo.body, memo.about) for memo in project.notes.memos()] == [("Ragu sekali", about)]


# -- finding ------------------------------------------------------------------------------------------------------


@pytest.fixture
def second(project: Project, tmp_path: Path) -> Project:
    """A second source that has a word of the first."""
    file = tmp_path / "K2.txt"
    file.write_text("P: Lalu?\n\nK1: Musyawarah lagi. Musyawarah terus.\n", encoding="utf-8")
    project.sources.add(file, informants=["K1"])
    return project


async def test_words_are_found_in_all_texts_with_counts_and_gone_to(second: Project) -> None:
    async with reading(second) as (app, pilot):
        press = Hand(app, pilot)
        await press("slash")
        await pilot.pause()
        await press(*"musyawarah")
        await press("tab", "a", "enter")
        await pilot.pause()
        assert isinstance(app.screen, FoundPage)
        picture = rows(app)
        assert "3 places in 2 sources: K1.txt 1, K2.txt 2" in picture
        await press("down", "down", "enter")
        reader = app.screen.query_one(Reader)
        assert reader.text.startswith("P: Lalu?")
        assert reader.text[slice(*reader.target)] == "Musyawarah" and reader.target[0] > 20
        assert len(reader.hits) == 2
        assert "place 2/2" in where(app)
        await press("escape")
        assert app.screen.query_one(Reader) is reader and not reader.hits and "place" not in where(app)
        await press("escape")
        assert app.screen.query_one(Reader).text == TALK


def test_what_stands_around_a_hit_begins_and_ends_with_whole_words_and_says_where_there_is_more() -> None:
    text = "Setiap tanggal lima saja, dengar kas  dibuka\n\nK1: lalu orang dipercaya sekali dan seterusnya sampai habis"

    def around(words: str, room: int, body: str = text) -> tuple[str, str]:
        start = body.index(words)
        stop = start + len(words)
        hit = Hit(
            uuid4(), "K1", start, stop, "1", words, body[max(start - 40, 0) : start], body[stop : stop + 40]
        )
        shown = words_before(hit, room)
        assert cell_len(shown) == room
        return shown.lstrip(), words_after(hit)

    assert around("Setiap", 24) == ("", " tanggal lima saja, dengar kas dibuka …")
    assert around("lima", 24) == ("Setiap tanggal ", " saja, dengar kas dibuka K1: lalu …")
    assert around("kas", 24) == ("… lima saja, dengar ", " dibuka K1: lalu orang dipercaya …")
    assert around("lalu", 24)[0] == "… dengar kas dibuka K1: "
    assert around("percaya", 16)[0] == "… lalu orang di"  # a hit may stand in a word
    assert around("habis", 24) == ("… dan seterusnya sampai ", "")
    assert around("x", 16, "a" * 60 + "x" + "b" * 60) == ("… " + "a" * 14, "b" * 40 + " …")
    assert around("x", 16, "日本" * 30 + "x")[0] == "… " + "本日本日本日本"


async def test_words_that_stand_nowhere_say_so(project: Project) -> None:
    async with reading(project) as (app, pilot):
        press = Hand(app, pilot)
        await press("slash")
        await pilot.pause()
        await press(*"zzz")
        await press("tab", "a", "enter")
        await pilot.pause()
        for key in ("", "H"):  # neither an empty list nor a question for a code that nothing would get
            await press(*key)
            assert app.screen.query(Reader)
            assert [notice.message for notice in app._notifications] == ["These words stand in no text."]
            app.clear_notifications()


async def test_every_hit_is_coded_after_a_preview_as_one_action(second: Project) -> None:
    second.codings.add("K1.txt", *at("musyawarah"), "KP-MSY")
    async with reading(second) as (app, pilot):
        press = Hand(app, pilot)
        await press("slash")
        await pilot.pause()
        await press(*"musyawarah")
        await press("tab", "a", "enter")
        await pilot.pause()
        await press("c")
        await pilot.pause()
        await press("m", "s", "enter")
        await pilot.pause()
        assert isinstance(app.screen, PreviewPage)
        assert "3 found, 2 to code (words) · whole words: 1 is coded so already" in rows(app)
        assert "Kami musyawarah setiap bulan" in rows(app)  # what stands around it
        await press("p")
        assert "parts of words too" in rows(app)
        await press("p")
        await press("s")
        assert "3 found, 3 to code (sentences)" in rows(app)
        await press("space")
        assert "2 to code (sentences) · whole words: 1 is not marked" in rows(app)
        await press("ctrl+s")  # as in every form; Enter does it too
        assert codings(second) == [
            ("KP-MSY", "musyawarah"),
            ("KP-MSY", "Musyawarah lagi."),
            ("KP-MSY", "Musyawarah terus."),
        ]
        await press("u")
        assert codings(second) == [("KP-MSY", "musyawarah")]


# -- showing less -------------------------------------------------------------------------------------------------


async def test_codings_are_narrowed_by_branch_coder_and_speaker(project: Project) -> None:
    project.codings.add("K1.txt", *at(FIRST), "KP-MSY")
    project.codings.add("K1.txt", *at("Bagaimana awalnya?"), "NR-LGR")
    project.coder = "Bima"
    project.codings.add("K1.txt", *at(SECOND), "KP-TRN")
    project.coder = "Rini"

    async with reading(project) as (app, pilot):
        press = Hand(app, pilot)
        reader = app.screen.query_one(Reader)

        async def narrow(code: str = "", coder: str = "", speaker: str = "") -> int:
            await press("f")
            await pilot.pause()
            for field, words in (("code", code), ("coder", coder), ("speaker", speaker)):
                app.screen.query_one(f"#field-{field}", Input).value = words
            await press("enter")
            await settled(app, pilot)
            return len(reader._index)

        assert len(reader._index) == 2
        assert await narrow(code="kp") == 1
        assert "only KP" in where(app)
        assert await narrow(coder="Bima") == 1
        assert await narrow(coder="all coders") == 3
        assert await narrow(speaker="K1", coder="all coders") == 2
        # What is put on while it is not shown is told, and Escape shows all again.
        assert await narrow(code="kepercayaan") == 1
        await press("home", "j", "apostrophe", *letters_of(app, "NR-LGR"))
        assert "1 new coding is hidden by the filter (only KP); Esc shows all" in told(app)
        assert len(reader._index) == 1
        await press("escape")
        assert len(reader._index) == 3 and where(app).endswith("own only (b)")
        await press("u")
        # Each line shows what may stand in it; letters leave less of it, and what is marked is taken, not retyped.
        await press("f")
        assert "NR-LGR Norma luntur" in rows(app) and "Bima" not in rows(app)
        await press("k", "e", "p")
        assert "KP Kepercayaan" in rows(app) and "NR-LGR" not in rows(app)
        await press("tab")
        assert app.screen.query_one("#field-code", Input).value == "KP" and "Bima" in rows(app)
        await press("down", "enter")
        assert "only KP, all coders" in where(app) and len(reader._index) == 2
        await press("f")
        offers = app.screen.query_one("#offers-code", OptionList)
        assert await pilot.click(offers, (4, offers.option_count - 1 - int(offers.scroll_y)))
        await settled(app, pilot)
        assert (
            app.screen.query_one("#field-code", Input).value == "NR-LGR"
            and app.screen.focused.id == "field-code"
        )
        await pilot.click("#done")
        await settled(app, pilot)
        assert "only NR-LGR, all coders" in where(app) and len(reader._index) == 1
        await press("escape", "b")
        for n in range(9):
            project.codebook.add(f"Z{n}", name_id=f"Lain {n}")
        app.screen.project_changed("code.add")
        await settled(app, pilot)
        await press("f")
        await pilot.pause()
        app.screen.query_one("#field-code", Input).value = "ZZ"
        await press("enter")
        assert "there is no ZZ" in rows(app) and "and 6 more" in rows(app)


# -- the whole, and where one was ---------------------------------------------------------------------------------


async def test_the_minimap_stands_beside_the_page_and_follows_it(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "panjang.txt"
    file.write_text("K1: " + "Kalimat ini panjang sekali dan diulang. " * 900, encoding="utf-8")
    project.sources.add(file, informants=["K1"])
    async with reading(project) as (app, pilot):
        await pilot.press("escape")
        await settled(app, pilot)
        await pilot.press("down", "enter")
        await settled(app, pilot)
        reader, minimap = app.screen.query_one(Reader), app.screen.query_one(Minimap)
        assert reader.text.startswith("K1: Kalimat")
        assert minimap.region.right == 80
        await pilot.press("1")
        await settled(app, pilot)
        assert minimap.render_line(0).text[0] == "░"
        assert await pilot.click(Minimap, offset=(0, minimap.size.height - 1))
        await pilot.pause()
        assert reader.caret > len(reader.text) * 0.9


async def test_the_place_of_reading_outlives_a_kill(project: Project) -> None:
    async with reading(project) as (app, pilot):
        page: Any = app.screen
        page.reader.go_to(TALK.index("Belum"))
        await pilot.pause()
        page.keep_place()
        await settled(app, pilot)
        kept = Memory.load()
        source = str(project.sources.list()[0].id)
        assert kept.place(project.path, source) == TALK.index("Belum")
        written: list[int] = []
        page._write_down = lambda save: written.append(1)
        page.keep_place()
        assert not written, "nothing moved, so nothing is written"


async def test_the_page_speaks_indonesian(project: Project) -> None:
    with using("id"):
        async with reading(project) as (app, pilot):
            await pilot.press("j", "slash")
            await pilot.pause()
            assert "teks ini" in rows(app) and "semua teks" in rows(app)
            await pilot.press("escape", "f")
            await pilot.pause()
            assert "Tampilkan hanya" in rows(app)
            await pilot.press("escape", "space")
            await pilot.pause()
            assert "Spasi, Tab, atau angka menandai" in rows(app)
            assert app.screen.query_one(OptionList).option_count == 5


async def test_whoever_sees_no_coding_is_told_of_those_of_others(project: Project) -> None:
    project.codings.add("K1.txt", TALK.index("Kami"), TALK.index(" Kasnya"), "KP-MSY")
    project.coders.act("Bima")
    async with reading(project) as (app, pilot):
        assert [note.message for note in app._notifications] == [
            "Only your own codings are shown: 1 of others is there; b shows it"
        ]
        assert not len(app.screen.query_one(Reader)._index)
        await pilot.press("b", "escape", "enter")
        await settled(app, pilot)
        await pilot.press("j", "1")
        await settled(app, pilot)
        await pilot.press("escape")
        await settled(app, pilot)
        app.clear_notifications()
        await pilot.press("enter")
        await settled(app, pilot)
        assert not app._notifications
