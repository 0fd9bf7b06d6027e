"""The pages of quotes and matrices: each action, and what stands where."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from qualcode.i18n import using
from qualcode.project import Project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.forms import Form
from qualcode.tui.going import Go, Where
from qualcode.tui.heat import HeatMatrix
from qualcode.tui.query_form import put_together, taken_apart
from qualcode.tui.quote_list import QuoteList, two_lines
from qualcode.tui.reader import Reader
from qualcode.tui.recent import Memory
from qualcode.tui.screens.quotes import QuotesPage

K1 = """P: Bagaimana kasnya, Bu?

K1: Kas dibuka tiap bulan. Semua boleh lihat buku kas. Bu Sumini yang mencatat.

P: Selalu begitu?

K1: Tidak selalu. Pernah lupa mencatat. Hubungi 0812 3456 7890.
"""
D1 = """P: Menurut dinas?

D1: Kami percaya mereka. Catatannya rapi.
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """Two interviews, six codings, one finding."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with Project.create(tmp_path / "studi", coder="Rini", title="Studi kecil") as made:
        for code, name, parent in (
            ("KP", "Kepercayaan", None), ("KP-TRN", "Transparansi", "KP"), ("KP-AGT", "Percaya", "KP"),
            ("NM", "Norma", None), ("ZZ", "Tidak dipakai", None),
        ):  # fmt: skip
            made.codebook.add(code, parent=parent, name_id=name, name_en=name)
        made.informants.add("K1", "PGL", attributes={"umur": 41}, aliases=["Sumini"])
        made.informants.add("D1", "DIN", level=3)
        for name, text in (("K1", K1), ("D1", D1)):
            (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
            made.sources.add(tmp_path / f"{name}.txt", informants=[name])
        for source, words, code, valence in (
            ("K1.txt", "Kas dibuka tiap bulan.", "KP-TRN", "strengthens"),
            ("K1.txt", "Semua boleh lihat buku kas.", "KP-TRN", None),
            ("K1.txt", "lihat buku kas. Bu Sumini yang mencatat.", "NM", None),
            ("K1.txt", "Pernah lupa mencatat.", "KP-TRN", "weakens"),
            ("K1.txt", "Hubungi 0812 3456 7890.", "NM", None),
            ("D1.txt", "Kami percaya mereka.", "KP-AGT", None),
        ):
            start = {"K1.txt": K1, "D1.txt": D1}[source].index(words)
            made.codings.add(source, start, start + len(words), code, valence=valence)
        made.findings.add("Kas terbuka.")
        yield made


async def settled(app: QualcodeApp, pilot: Pilot[int]) -> None:
    for _turn in range(300):
        await pilot.pause()
        waiting = [w for w in app.workers if w.is_running and not w.name.startswith("action_")]
        if not waiting and (app.desk is None or app.desk.saving.value != "pending"):
            break
        await asyncio.sleep(0.01)
    await pilot.pause()


@asynccontextmanager
async def at(
    project: Project, where: Where, query: str = "", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[QualcodeApp, Pilot[int]]]:
    app = QualcodeApp(project, Memory())
    async with app.run_test(size=size) as pilot:
        await settled(app, pilot)
        app.screen.post_message(Go(where, query=query))
        await settled(app, pilot)
        yield app, pilot
        app.workers.cancel_all()


async def press(app: QualcodeApp, pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(app, pilot)


def picture(app: QualcodeApp) -> list[str]:
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


def shown(app: QualcodeApp) -> str:
    return "\n".join(picture(app))


def listed(app: QualcodeApp) -> QuoteList:
    return app.screen.query_one(QuoteList)


def words(app: QualcodeApp) -> str:
    quote = listed(app).chosen
    return quote.text if quote else ""


async def test_quotes_stand_with_reference_tally_and_the_chosen_one_in_full(project: Project) -> None:
    async with at(project, Where.QUOTES, "KP") as (app, _pilot):
        rows = picture(app)
    assert rows[2:9] == [
        " Query KP",
        " 4 quotes · 2 of 2 informants · 2 of 2 groups",
        " ›  KP-TRN+  (W1/K1/l.3) · PGL",
        "    Kas dibuka tiap bulan.",
        "",
        "    KP-TRN  (W1/K1/l.3) · PGL",
        "    Semua boleh lihat buku kas.",
    ]
    assert " KP-TRN Transparansi  (W1/K1/l.3)" in rows
    assert " K1.txt · interview · time 1 · PGL · Rini strengthens" in rows
    assert rows[-1] == " ⏎ Read  ␣ Mark  / Query  e Evidence  y Copy  ? Help"


async def test_wide_windows_show_the_quote_beside_the_list(project: Project) -> None:
    async with at(project, Where.QUOTES, '"kas"', (120, 36)) as (app, _pilot):
        rows = picture(app)
    assert rows[4].startswith(" ›  KP-TRN+") and rows[4].endswith("│ KP-TRN Transparansi  (W1/K1/l.3)")
    assert rows[5].startswith("    Kas dibuka tiap bulan.") and "K1.txt · interview" in rows[5]


async def test_a_query_is_asked_and_enter_goes_to_the_place(project: Project) -> None:
    async with at(project, Where.QUOTES) as (app, pilot):
        assert "6 quotes" in shown(app)
        await press(app, pilot, "slash")
        await press(app, pilot, *"KP", "minus", *"AGT", "enter")
        assert listed(app).has_focus and words(app) == "Kami percaya mereka."
        await press(app, pilot, "enter")
        reader = app.screen.query_one(Reader)
        assert reader.text[slice(*reader.target)] == "Kami percaya mereka."
        await press(app, pilot, "escape")
        assert isinstance(app.screen, QuotesPage)


async def test_a_mistake_is_marked_in_the_query_and_the_quotes_stay(project: Project) -> None:
    async with at(project, Where.QUOTES, "KP") as (app, pilot):
        await press(app, pilot, "slash", "end")
        await press(app, pilot, "space", *"ZX", "enter")
        box = app.screen.query_one("#query", Input)
        assert box.has_focus and box.selected_text == "ZX"
        assert "query, character 4: there is no code ZX" in shown(app)
        assert len(listed(app)._quotes or ()) == 4 and "below, as before: quotes of KP" in shown(app)
        await press(app, pilot, "f1")
        assert "How a query is written" in shown(app) and "group:PGL" in shown(app), (
            "first, as one is writing"
        )
        await press(app, pilot, "escape")
        await press(app, pilot, "escape")
        assert listed(app).has_focus and box.value == "KP", "what the quotes are of"


async def test_queries_are_there_again_after_leaving_and_by_the_arrows(project: Project) -> None:
    async with at(project, Where.QUOTES) as (app, pilot):
        for query in ("KP-AGT", "NM"):
            await press(app, pilot, "slash", "end", *["backspace"] * 8, *query, "enter")
        await press(app, pilot, "escape")
        app.screen.post_message(Go(Where.QUOTES, query="KP-TRN"))
        await settled(app, pilot)
        assert "3 quotes" in shown(app)
        await press(app, pilot, "escape")
        app.screen.post_message(Go(Where.QUOTES))
        await settled(app, pilot)
        box = app.screen.query_one("#query", Input)
        assert box.value == "NM" and "2 quotes" in shown(app), "one's own, not that of another page"
        seen = []
        await press(app, pilot, "slash", "X")
        for key in ("up", "up", "up", "down", "down", "down"):
            await press(app, pilot, key)
            seen.append(box.value)
        assert seen == ["NM", "KP-TRN", "KP-AGT", "KP-TRN", "NM", "NMX"], "what was typed is the last"


async def test_a_query_that_begins_with_a_mistake_says_what_to_do(project: Project) -> None:
    async with at(project, Where.QUOTES, "nix") as (app, pilot):
        assert "Correct the query and press Enter" in shown(app)
        tally, box = app.screen.query_one("#tally", Static), app.screen.query_one("#query", Input)
        assert tally.has_class("wrong")
        box.value = ""
        await settled(app, pilot)
        assert not tally.has_class("wrong") and not str(tally.render())
        await press(app, pilot, *"KP", "enter")
        assert "4 quotes" in shown(app)


async def test_nothing_found_and_nothing_coded_say_what_to_do(project: Project, tmp_path: Path) -> None:
    async with at(project, Where.QUOTES, "ZZ") as (app, _pilot):
        assert "No quotes of ZZ. Esc leads back" in shown(app)
    with Project.create(tmp_path / "leer", coder="Rini") as empty:
        async with at(empty, Where.QUOTES) as (app, _pilot):
            assert "Nothing is coded yet." in shown(app)


async def test_the_last_word_is_completed(project: Project) -> None:
    async with at(project, Where.QUOTES) as (app, _pilot):
        box = app.screen._box  # type: ignore[attr-defined]
        assert await box.get_suggestion("KP not KP-T") == "KP not KP-TRN"
        assert await box.get_suggestion("group:D") == "group:DIN"
        assert await box.get_suggestion("KP inf") == "KP informant:"
        assert await box.get_suggestion("attr:u") == "attr:umur"
        assert await box.get_suggestion('"kas') is None


async def test_the_form_builds_the_query(project: Project) -> None:
    async with at(project, Where.QUOTES, "KP") as (app, pilot):
        await press(app, pilot, "f")
        form = app.screen
        assert isinstance(form, Form)
        assert form.query_one("#field-any", Input).value == "KP"
        assert form.query_one("#done").region.bottom <= 24
        form.query_one("#field-none", Input).value = "NM"
        form.query_one("#field-group", Input).value = "PGL"
        form.query_one("#field-rest", Input).value = "(A"
        await press(app, pilot, "ctrl+s")
        assert "this parenthesis is never closed" in "\n".join(
            str(static.render()) for static in form.query(".error").results(Static)
        )
        form.query_one("#field-rest", Input).value = ""
        await press(app, pilot, "ctrl+s")
        assert app.screen.query_one("#query", Input).value == "KP not NM group:PGL"
        assert "2 quotes" in shown(app)


@pytest.mark.parametrize(
    "query",
    [
        "", "KP", "KP not NM", 'KP NM near:50 ZZ "buku kas" informant:K1,D1 group:PGL attr:umur>=40 wave:1',
        "(KP or NM) ZZ", "near:turn KP", "valence:+ or KP", "code:\"a b\" KP", "method:interview source:K1.txt coder:Rini",
    ],
)  # fmt: skip
def test_a_query_taken_apart_and_put_together_asks_the_same(project: Project, query: str) -> None:
    again = put_together(taken_apart(query))
    if "a b" not in query:
        assert list(project.quotes.find(again)) == list(project.quotes.find(query))
    assert put_together(taken_apart(again)) == again
    with using("id"):
        assert put_together(taken_apart(put_together(taken_apart(query)))) or not query
        assert taken_apart("method:interview valence:+")["method"] == "wawancara"


async def test_groups_have_heads_and_brackets_go_between_them(project: Project) -> None:
    async with at(project, Where.QUOTES, "KP", (120, 36)) as (app, pilot):
        await press(app, pilot, "g", "down", "down", "enter")
        rows = shown(app)
        assert "K1  3 quotes · 1 informant" in rows and "D1  1 quote · 1 informant" in rows
        await press(app, pilot, "right_square_bracket")
        assert words(app) == "Kami percaya mereka."
        await press(app, pilot, "left_square_bracket")
        assert words(app) == "Kas dibuka tiap bulan."
        await press(app, pilot, "end")
        assert words(app) == "Kami percaya mereka."


async def test_context_grows_on_demand(project: Project) -> None:
    async with at(project, Where.QUOTES, "KP-AGT", (120, 36)) as (app, pilot):
        assert "Catatannya rapi." not in shown(app)
        await press(app, pilot, "v")
        assert "Catatannya rapi." in shown(app) and "Menurut dinas?" not in shown(app)
        await press(app, pilot, "v")
        assert "Menurut dinas?" in shown(app)
        await press(app, pilot, "v")
        assert "Catatannya rapi." not in shown(app)


async def test_marked_quotes_become_evidence_in_one_step_back(project: Project) -> None:
    async with at(project, Where.QUOTES, "KP-TRN") as (app, pilot):
        await press(app, pilot, "space", "space")
        assert "Quotes · 2 marked" in shown(app)
        await press(app, pilot, "e", "tab", "s", "ctrl+s")
        evidence = project.findings.get("F1").evidence
        assert [(one.stance, str(one.coding)) for one in evidence] == [
            ("supports", str(quote.codings[0].id)) for quote in project.quotes.find("KP-TRN")[:2]
        ]
        assert "marked" not in shown(app)
        await press(app, pilot, "u")
        assert not project.findings.get("F1").evidence


async def test_the_clipboard_holds_codes_in_place_of_names(project: Project) -> None:
    async with at(project, Where.QUOTES, "KP-TRN or only:NM") as (app, pilot):
        await press(app, pilot, "a")
        assert "Quotes · 5 marked" in shown(app)
        await press(app, pilot, "a", "j", "j", "y")
        assert app.clipboard == "“lihat buku kas. Bu [K1] yang mencatat.” (W1/K1/l.3-4)"
        assert "names are replaced" in next(iter(app._notifications)).message


async def test_what_gives_somebody_away_is_copied_only_where_chosen(project: Project) -> None:
    async with at(project, Where.QUOTES, '"Hubungi"') as (app, pilot):
        await press(app, pilot, "y")
        assert isinstance(app.screen, Form) and app.clipboard == ""
        await press(app, pilot, "escape")
        assert app.clipboard == ""
        await press(app, pilot, "y", "tab", "right", "ctrl+s")
        assert app.clipboard == "“Hubungi 0812 3456 7890.” (W1/K1/l.8-9)"


async def test_the_mouse_chooses_marks_and_opens(project: Project) -> None:
    async with at(project, Where.QUOTES, "KP") as (app, pilot):
        await pilot.click(QuoteList, offset=(10, 3))
        assert words(app) == "Semua boleh lihat buku kas."
        await pilot.click(QuoteList, offset=(1, 0))
        await settled(app, pilot)
        assert len(listed(app).marked) == 1
        await pilot.click(QuoteList, offset=(10, 4), times=2)
        await settled(app, pilot)
        assert app.screen.query_one(Reader)


async def test_a_changed_project_changes_the_quotes_and_keeps_the_place(project: Project) -> None:
    async with at(project, Where.QUOTES, "KP") as (app, pilot):
        await press(app, pilot, "j")
        first = project.quotes.find("KP")[0].codings[0].id
        assert app.desk is not None
        await app.desk.write("coding.remove", lambda opened: opened.codings.remove(first))
        await settled(app, pilot)
        assert words(app) == "Semua boleh lihat buku kas." and listed(app).place == 0


async def test_escape_sequences_of_a_transcript_never_reach_the_screen(
    project: Project, tmp_path: Path
) -> None:
    text = "K1: Halo \x1b[31mmerah\u202e balik.\n"
    (tmp_path / "bad.txt").write_text(text, encoding="utf-8")
    [source] = project.sources.add(tmp_path / "bad.txt", informants=["K1"])
    project.codings.add(source, 4, len(project.sources.text(source)) - 1, "ZZ")
    async with at(project, Where.QUOTES, "ZZ") as (app, pilot):
        await press(app, pilot, "v")
        assert "merah" in shown(app)
        assert not {"\x1b", "\u202e"} & set(shown(app))


@pytest.mark.parametrize(
    ("text", "lines"),
    [("a b", ("a b", "")), ("aaaa bbbb cccc dddd eeee", ("aaaa bbbb", "cccc dddd…")), ("x" * 40, ("xxxxxxxxx…", "")),
     ("", ("", ""))],
)  # fmt: skip
def test_two_lines_end_with_an_ellipsis_where_the_text_goes_on(text: str, lines: tuple[str, str]) -> None:
    assert two_lines(text, 10) == lines


# -- matrices ---------------------------------------------------------------------------------------------------------


def words_under(app: QualcodeApp) -> str:
    return str(app.screen.query_one("#words", Static).render())


async def test_the_matrix_shows_numbers_with_blocks_and_says_the_cell(project: Project) -> None:
    async with at(project, Where.MATRICES) as (app, _pilot):
        rows = picture(app)
    assert rows[2] == " 1 Groups 2 Informants 3 Methods 4 Times 5 Attributes 6 Codes 7 Density 8 Ranks"
    assert rows[3].split() == ["Code", "PGL", "DIN", "Total"]
    assert rows[5].split() == ["KP", "Kepercayaan", "1/1", "1/1", "2/2"]
    assert rows[7].split() == ["KP-AGT", "Percaya", "0/1", "1/1", "1/2"]
    assert rows[-5] == " k of n informants · +n documents · NA no source · 0 not mentioned"
    assert rows[-4] == " KP Kepercayaan · PGL"
    assert rows[-3] == " 1 of 1 informant · 1 both · 3 quotes"
    assert rows[-1] == " ⏎ Quotes  b Columns  s Count  d Depth  w Write  ? Help"


async def test_a_cell_opens_its_quotes_and_back(project: Project) -> None:
    async with at(project, Where.MATRICES) as (app, pilot):
        await press(app, pilot, "down", "down", "right", "enter")
        assert app.screen.query_one("#query", Input).value == "KP-AGT group:DIN"
        assert words(app) == "Kami percaya mereka." and "KP-AGT, among DIN" in shown(app)
        await press(app, pilot, "escape", "left", "enter")
        assert "No quotes of KP-AGT, among PGL. Esc leads back" in shown(app)
        await press(app, pilot, "escape", "right", "right", "enter")
        assert app.screen.query_one("#query", Input).value == "KP-AGT counted:yes"


WAY_TITLES = {
    "2": "× informants ",
    "3": "× methods ",
    "4": "× times ",
    "5": "× umur ",
    "6": "× codes · counting informants",
}


async def test_ways_by_digits_and_b_and_the_mouse(project: Project) -> None:
    async with at(project, Where.MATRICES, size=(120, 36)) as (app, pilot):
        heads = []
        for key in ("2", "3", "4", "5", "6"):
            await press(app, pilot, key)
            heads.append(picture(app)[3].split()[1:])
            assert WAY_TITLES[key] in picture(app)[0]
        assert heads == [["K1", "D1", "Total"], ["interview", "Total"], ["time", "1", "Total"],
                         ["41", "not", "recorded", "Total"], ["KP", "KP-TRN", "KP-AGT", "NM", "ZZ"]]  # fmt: skip
        await press(app, pilot, "b", "b", "b")
        assert picture(app)[3].split()[1:] == ["PGL", "DIN", "Total"]
        await press(app, pilot, "B", "B", "B", "B")
        assert "5 Attributes umur" in picture(app)[2]
        await pilot.click("WayBar", offset=(16, 0))
        await settled(app, pilot)
        assert picture(app)[3].split()[1:] == ["K1", "D1", "Total"]


async def test_segments_depth_and_codes_that_meet(project: Project) -> None:
    async with at(project, Where.MATRICES) as (app, pilot):
        await press(app, pilot, "s")
        assert picture(app)[5].split() == ["KP", "Kepercayaan", "3█", "1▃", "4"]
        await press(app, pilot, "d")
        assert [row.label for row in app.screen.query_one(HeatMatrix)._rows] == ["KP", "NM", "ZZ"]
        await press(app, pilot, "d")
        assert "ZZ" not in [row.label for row in app.screen.query_one(HeatMatrix)._rows]
        await press(app, pilot, "d", "s", "6", "down", "right", "right", "right")
        assert picture(app)[6].split() == ["KP-TRN", "Transparansi", "·", "·", "0", "1█", "0"]
        assert "KP-TRN Transparansi × NM Norma" in words_under(app)
        said = "1 informant · 1 pair of passages · 1 of 1 mention both somewhere · J 1.00"
        assert said in words_under(app) and "· c " not in words_under(app), "c is shown on request only"
        await press(app, pilot, "s", "s", "s")
        assert "0.25█" not in picture(app)[6] and "0.25" in picture(app)[6] and "may exceed 1" in shown(app)
        assert said + " · c 0.25" in words_under(app)
        await press(app, pilot, "enter")
        assert app.screen.query_one("#query", Input).value == "KP-TRN NM counted:yes"
        assert "2 quotes" in shown(app)
        await press(app, pilot, "escape", "left", "left", "enter")
        assert app.screen.query(HeatMatrix)  # one branch is no pair: the page stays


async def test_the_table_is_written_to_a_file(project: Project, tmp_path: Path) -> None:
    async with at(project, Where.MATRICES) as (app, pilot):
        await press(app, pilot, "w")
        assert app.screen.query_one("#field-file", Input).value == str(tmp_path / "studi-group.csv")
        app.screen.query_one("#field-file", Input).value = str(tmp_path / "t.csv")
        await press(app, pilot, "ctrl+s")
        await settled(app, pilot)
    lines = (tmp_path / "t.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[:2] == ["Code,Name,PGL,DIN,Total", "KP,Kepercayaan,1,1,2"]
    assert lines[-1] == "n,informants heard in the column,1,1,2"


async def test_an_empty_project_says_what_to_do(tmp_path: Path) -> None:
    with Project.create(tmp_path / "leer", coder="Rini") as empty:
        async with at(empty, Where.MATRICES) as (app, pilot):
            assert "The codebook is empty." in shown(app)
            await press(app, pilot, "5")
            assert "No attributes yet." in shown(app)
            await press(app, pilot, "b", "enter", "s", "d", "w")


async def test_many_columns_scroll_with_the_cursor_and_the_total_stays(project: Project) -> None:
    for number in range(12):
        project.informants.add(f"M{number:02}", "MAS")
    async with at(project, Where.MATRICES) as (app, pilot):
        await press(app, pilot, "2")
        assert picture(app)[3].endswith("› Total")
        for _step in range(13):
            app.screen.query_one(HeatMatrix).action_move(1, 0)
        await settled(app, pilot)
        assert "M11" in picture(app)[3] and "‹" in picture(app)[3]


async def test_both_pages_speak_indonesian(project: Project) -> None:
    with using("id"):
        async with at(project, Where.QUOTES, "KP kelompok:PGL") as (app, _pilot):
            assert "3 kutipan · 1 dari 2 informan" in shown(app)
        async with at(project, Where.MATRICES) as (app, _pilot):
            assert "tidak ada data" in shown(app) and "1 dari 1 informan" in words_under(app)
