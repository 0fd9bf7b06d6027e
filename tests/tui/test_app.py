from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, OptionList, Static

from qualcode.errors import StoreError
from qualcode.i18n import using
from qualcode.project import Project
from qualcode.resources import study_names
from qualcode.tui.app import QualcodeApp
from qualcode.tui.forms import Form, Line, Pick
from qualcode.tui.going import Go, Spot, Where
from qualcode.tui.picker import CodePicker
from qualcode.tui.reader import Reader
from qualcode.tui.recent import Memory
from qualcode.tui.screens.home import studies
from tests.tui.pages import TALK, codings, open_app, reading, rows, settled
from tests.waiting import until


async def test_contents_show_each_source_with_its_share(project: Project) -> None:
    project.codings.add("K1.txt", TALK.index("Kami"), TALK.index("Kasnya"), "KP-MSY")
    async with open_app(project) as (app, _pilot):
        picture = rows(app)
    line = next(row for row in picture.splitlines() if "K1.txt" in row)
    assert "interview" in line and "K1" in line and "PGL" in line and "%" in line
    assert "1 source · 2 informants" in picture


async def test_a_sentence_is_coded_with_one_key_and_taken_back_with_one(project: Project) -> None:
    async with reading(project) as (app, pilot):
        await pilot.press("j")
        await pilot.press("1")
        await settled(app, pilot)
        assert codings(project) == [("KP-TRN", "Kami musyawarah setiap bulan.")]
        assert (
            app.screen.query_one(Reader).text[slice(*app.screen.query_one(Reader).target)]
            == "Kasnya dibuka semua."
        )
        await pilot.press("full_stop")
        await settled(app, pilot)
        assert codings(project)[1] == ("KP-TRN", "Kasnya dibuka semua.")
        await pilot.press("u")
        await settled(app, pilot)
        assert len(codings(project)) == 1
        assert not app.screen.query_one(Reader)._index.touching(TALK.index("Kasnya"), TALK.index("Jadi"))
        await pilot.press("U")
        await settled(app, pilot)
        assert len(codings(project)) == 2


async def test_ten_presses_are_ten_codings(project: Project) -> None:
    for number in range(2, 10):
        project.codebook.add(f"X{number}", name_id=f"Kode {number}", name_en=f"Kode {number}")
        project.codebook.pin(f"X{number}", number)
    async with reading(project) as (app, pilot):
        reader = app.screen.query_one(Reader)
        for number in range(1, 10):
            reader.go_to(TALK.index("Kami"))
            await pilot.press(str(number))
        reader.go_to(TALK.index("Belum"))
        await pilot.press("1")
        await settled(app, pilot)
        assert len(codings(project)) == 10
        assert len(reader._index) == 10


async def test_the_screen_says_saved_only_after_the_write_and_takes_a_failed_one_back(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    promised: Future[Any] = Future()
    async with reading(project) as (app, pilot):
        reader = app.screen.query_one(Reader)
        monkeypatch.setattr(type(project.codings), "add", lambda *args, **more: promised.result())
        await pilot.press("1")
        await pilot.pause()
        assert len(reader._index) == 1
        assert "saving" in rows(app).splitlines()[0]
        promised.set_exception(StoreError("the disk is full"))
        await settled(app, pilot)
        assert len(reader._index) == 0
        assert "not saved" in rows(app).splitlines()[0]
        assert [notice.message for notice in app._notifications] == ["the disk is full"]
    assert codings(project) == []


async def test_two_letters_of_a_short_id_and_enter_apply_it(project: Project) -> None:
    async with reading(project) as (app, pilot):
        await pilot.press("j", "c")
        await pilot.pause()
        assert isinstance(app.screen, CodePicker)
        await pilot.press("l", "g")
        await settled(app, pilot)
        assert isinstance(app.screen, CodePicker)
        await pilot.press("enter")
        await settled(app, pilot)
        assert codings(project) == [("NR-LGR", "Kami musyawarah setiap bulan.")]


async def test_a_name_typed_out_is_searched_and_never_runs_as_keys_of_the_page(project: Project) -> None:
    async with reading(project) as (app, pilot):
        await pilot.press("1")
        await settled(app, pilot)
        kept = codings(project)
        await pilot.press("j", "c", *"transparansi")
        await settled(app, pilot)
        assert isinstance(app.screen, CodePicker)
        assert app.screen.query_one(Input).value == "transparansi"
        assert codings(project) == kept
        await pilot.press("enter")
        await settled(app, pilot)
        assert [code for code, _text in codings(project)] == ["KP-TRN", "KP-TRN"]


async def test_the_picker_finds_by_name_says_what_a_code_means_and_enter_applies(project: Project) -> None:
    async with reading(project) as (app, pilot):
        await pilot.press("j", "c")
        await pilot.pause()
        await pilot.press(*"syawa")
        await pilot.pause()
        assert "Apa artinya." in str(app.screen.query_one("#meaning", Static).content)
        await pilot.press("enter")
        await settled(app, pilot)
        assert [code for code, _text in codings(project)] == ["KP-MSY"]


async def test_a_new_name_makes_a_code_and_applies_it(project: Project) -> None:
    async with reading(project) as (app, pilot):
        await pilot.press("j", "c", "plus", *"gotong royong", "enter")
        await settled(app, pilot)
        await settled(app, pilot)
        names = {row.code: row.name_id for row in project.codebook.list()}
        assert names["GR"] == "gotong royong"
        assert [code for code, _text in codings(project)] == ["GR"]


async def test_a_new_code_and_its_coding_are_one_step_back(project: Project) -> None:
    async with reading(project) as (app, pilot):
        await pilot.press("j", "v")
        await pilot.pause()
        await pilot.press("enter")
        await settled(app, pilot)
        assert len(codings(project)) == 1
        assert len(app.screen.query_one(Reader)._index) == 1
        await pilot.press("u")
        await settled(app, pilot)
        assert codings(project) == []
        assert [row.code for row in project.codebook.list()] == ["KP", "KP-MSY", "KP-TRN", "NR", "NR-LGR"]
        await pilot.press("U", "u")
        await settled(app, pilot)
        assert len(app._notifications) == 1


async def test_a_refused_form_stays_with_what_was_typed_and_says_why(project: Project) -> None:
    async with open_app(project) as (app, pilot):
        await pilot.press("p")
        await settled(app, pilot)
        await pilot.press("a")
        await pilot.pause()
        app.screen.query_one("#field-code", Input).value = "K1"
        app.screen.query_one("#field-group", Input).value = "PGL"
        await pilot.press("ctrl+s")
        await settled(app, pilot)
        assert isinstance(app.screen, Form)
        assert "K1" in str(app.screen.query_one(".error", Static).content)
        assert app.desk is not None and app.desk.saving.value == "saved"
        app.screen.query_one("#field-code", Input).value = "K7"
        await pilot.press("ctrl+s")
        await settled(app, pilot)
        assert not isinstance(app.screen, Form)
        assert "K7" in [row.id for row in project.informants.list()]


async def test_a_key_pressed_twice_opens_one_form(project: Project) -> None:
    async with reading(project) as (app, pilot):
        await pilot.press("j")
        depth = len(app.screen_stack)
        for key in "ii":
            app.simulate_key(key)
        await settled(app, pilot)
        assert len(app.screen_stack) == depth + 1


async def test_a_wrong_answer_moves_to_the_field_it_is_about(project: Project) -> None:
    form = Form(
        "Verdict",
        [
            Pick("verdict", "Verdict", [("none", "none"), ("partial", "partial")], "partial"),
            Line("reason", "Reason"),
        ],
        check=lambda answers: "" if answers["reason"] else ("reason", "an own verdict needs a reason"),
    )
    async with open_app(project) as (app, pilot):
        app.push_screen(form)
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert "needs a reason" in rows(app)
        await pilot.press(*"no")
        assert form.query_one("#field-reason", Input).value == "no"
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen is not form


async def test_uncoding_asks_which_where_there_are_several(project: Project) -> None:
    start, stop = TALK.index("Kami"), TALK.index(" Kasnya")
    for code in ("KP-MSY", "KP-TRN"):
        project.codings.add("K1.txt", start, stop, code)
    async with reading(project) as (app, pilot):
        await pilot.press("j", "x")
        await pilot.pause()
        assert isinstance(app.screen, Form)
        await pilot.press("down", "enter")
        await settled(app, pilot)
        assert len(codings(project)) == 1
        await pilot.press("x")
        await settled(app, pilot)
        assert codings(project) == []


async def test_memo_and_valence_of_a_coding(project: Project) -> None:
    project.codings.add("K1.txt", TALK.index("Belum"), TALK.index(" Ketua"), "NR-LGR")
    async with reading(project) as (app, pilot):
        await pilot.press("right_square_bracket", "m")
        await pilot.pause()
        await pilot.press(*"catatan", "tab", "w", "enter")
        await settled(app, pilot)
        row = project.codings.list()[0]
        assert (row.memo, row.valence) == ("catatan", "weakens")


async def test_a_coding_becomes_evidence_of_a_new_and_of_a_known_finding(project: Project) -> None:
    project.codings.add("K1.txt", TALK.index("Kami"), TALK.index(" Kasnya"), "KP-MSY")
    async with reading(project) as (app, pilot):
        await pilot.press("right_square_bracket", "E")
        await pilot.pause()
        await pilot.press(*"Musyawarah rutin.", "shift+tab", "s", "enter")
        await settled(app, pilot)
        finding = project.findings.get("F1")
        assert finding.claim == "Musyawarah rutin."
        assert [row.stance for row in finding.evidence] == ["supports"]
        await pilot.press("E")
        await pilot.pause()
        await pilot.press("tab", "q", "enter")
        await settled(app, pilot)
        assert [row.stance for row in project.findings.get("F1").evidence] == ["qualifies"]
        # Typing a claim chooses the new finding; what stands in the list gets nothing.
        await pilot.press("E")
        await pilot.pause()
        assert "✓ qualifies" in rows(app)
        await pilot.press("tab", "s", "tab", *"Kas terbuka.")
        await pilot.pause()
        assert app.screen.query_one("#field-finding", OptionList).highlighted == 1
        await pilot.press("enter")
        await settled(app, pilot)
        first, second = project.findings.list()
        assert ([row.stance for row in first.evidence], second.claim) == (["qualifies"], "Kas terbuka.")
        assert "Evidence of F2: supports" in _told(app)
        # Choosing a finding after it keeps the words and says that they are not used.
        await pilot.press("E")
        await pilot.pause()
        await pilot.press("tab", "s", "tab", *"Ragu.", "shift+tab", "shift+tab", "up", "up")
        await pilot.pause()
        assert "not used now" in rows(app) and "Ragu." in rows(app)
        await pilot.press("ctrl+s")
        await settled(app, pilot)
        assert len(project.findings.list()) == 2
        assert "F1: supports, before it was: qualifies" in _told(app)
        entry = project.history.log(last=1)[-1]
        assert project.history.subjects()[entry.number].name == "F1 · qualifies → supports"
        await pilot.press("E")
        await pilot.pause()
        await pilot.press("tab", "s", "enter")
        await settled(app, pilot)
        assert "nothing was changed" in _told(app)
        assert project.history.log(last=1)[-1].number == entry.number
        # What goes with a coding is said, and how it comes back.
        await pilot.press("x")
        await settled(app, pilot)
        assert "removed, as evidence of F1, F2 · u brings it back" in _told(app)


async def test_a_form_says_what_is_missing_and_escape_changes_nothing(project: Project) -> None:
    async with reading(project) as (app, pilot):
        await pilot.press("j", "i")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert "missing" in rows(app)
        await pilot.press("escape")
        await settled(app, pilot)
        assert project.ties.list() == []


async def test_findings_show_quotes_and_go_to_their_place(project: Project) -> None:
    coding = project.codings.add("K1.txt", TALK.index("Kami"), TALK.index(" Kasnya"), "KP-MSY")
    project.findings.add("Musyawarah rutin.")
    project.findings.link("F1", str(coding.uid), "supports")
    async with open_app(project) as (app, pilot):
        await pilot.press("f")
        await settled(app, pilot)
        assert "Musyawarah rutin." in rows(app)
        assert "Kami musyawarah setiap bulan." in rows(app)
        await pilot.press("enter", "enter")
        await settled(app, pilot)
        reader = app.screen.query_one(Reader)
        assert reader.text[slice(*reader.target)] == "Kami musyawarah setiap bulan."


async def test_the_matrix_crosses_by_group_method_and_time(project: Project) -> None:
    coding = project.codings.add("K1.txt", TALK.index("Kami"), TALK.index(" Kasnya"), "KP-MSY")
    project.findings.add("Musyawarah rutin.")
    project.findings.link("F1", str(coding.uid), "supports")
    async with open_app(project) as (app, pilot):
        await pilot.press("t")
        await settled(app, pilot)
        seen = [rows(app)]
        for _way in range(2):
            await pilot.press("b")
            await settled(app, pilot)
            seen.append(rows(app))
        assert "PGL" in seen[0] and "+" in seen[0] and "1/1" in seen[0]
        assert "by method" in seen[1] and "interv" in seen[1]
        assert "by time" in seen[2] and "time 1" in seen[2]
        await pilot.press("b")
        await settled(app, pilot)
        assert "by coder" in rows(app) and "there is one: Rini" in rows(app) and "no source" not in rows(app)
        await pilot.press("b")
        await settled(app, pilot)
        assert "by group and method" in rows(app) and "PGL·int" in rows(app) and "no source" in rows(app)
        await pilot.press("enter")
        await settled(app, pilot)
        assert isinstance(app.screen, Form)
        assert "Kami musyawarah" in rows(app)


async def test_the_network_has_a_drawing_a_matrix_and_a_table(project: Project) -> None:
    project.ties.add("K1", "D1", "aid", evidence=[("K1.txt", TALK.index("Ketua"), TALK.index(" saja"))])
    async with open_app(project) as (app, pilot):
        await pilot.press("n")
        await settled(app, pilot)
        assert "K1" in rows(app) and "D1" in rows(app)
        await pilot.press("tab")
        await pilot.pause()
        assert "╲" in rows(app)
        await pilot.press("tab")
        await pilot.pause()
        assert "Ketua RT" in rows(app) and "aid" in rows(app)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("enter")
        await settled(app, pilot)
        assert app.screen.query_one(Reader).target == (TALK.index("Ketua"), TALK.index(" saja"))


async def test_suggestions_wait_until_a_person_decides(project: Project) -> None:
    project.codebook.edit("KP-MSY", cues_id=["musyawarah"])
    project.codebook.edit("KP-TRN", cues_id=["kas"])
    async with open_app(project) as (app, pilot):
        await pilot.press("s")
        await settled(app, pilot)
        assert "Nothing waits" in rows(app)
        await pilot.press("f")
        await until(lambda: bool(project.suggestions.list()))
        await settled(app, pilot)
        assert codings(project) == []
        await pilot.press("enter", "x")  # the second key is about the second one, written or not
        await settled(app, pilot)
        await settled(app, pilot)
        assert codings(project) == [("KP-MSY", "Kami musyawarah setiap bulan.")]
        assert not project.suggestions.list()
        assert len(project.suggestions.list(status="rejected")) == 1
        await pilot.press("enter")
        assert any("Nothing waits" in notice.message for notice in app._notifications), "a key is answered"


async def test_a_report_is_written_with_progress(project: Project, tmp_path: Path) -> None:
    coding = project.codings.add("K1.txt", TALK.index("Kami"), TALK.index(" Kasnya"), "KP-MSY")
    project.findings.add("Musyawarah rutin.")
    project.findings.link("F1", str(coding.uid), "supports")
    before = project.history.head()
    async with open_app(project) as (app, pilot):
        await pilot.press("r")
        await settled(app, pilot)
        app.screen.query_one("#out", Input).value = str(tmp_path / "laporan.md")
        await pilot.press("m", "enter")
        await until(lambda: "Written" in str(app.screen.query_one("#step", Static).content))
    assert "Musyawarah rutin." in (tmp_path / "laporan.md").read_text(encoding="utf-8").replace("*", "")
    assert project.history.head() == before


async def test_informants_are_added_and_changed(project: Project) -> None:
    async with open_app(project) as (app, pilot):
        await pilot.press("p")
        await settled(app, pilot)
        await pilot.press("a")
        await pilot.pause()
        await pilot.press("M", "1", "tab", *"MAS", "enter")
        await settled(app, pilot)
        await settled(app, pilot)
        assert [row.id for row in project.informants.list()] == ["K1", "D1", "M1"]
        assert "M1" in rows(app)

        await pilot.press("down", "down", "e")
        await pilot.pause()
        app.screen.query_one("#field-names", Input).value = "Bu Contoh; Wati"
        await pilot.press("ctrl+s")
        await settled(app, pilot)
        assert list(project.informants.real_names("M1")) == ["Bu Contoh", "Wati"]
        assert "Contoh" not in rows(app)
        await pilot.press("e")
        await pilot.pause()
        assert app.screen.query_one("#field-names", Input).value == "Bu Contoh; Wati"
        app.screen.query_one("#field-names", Input).value = "Wati"
        await pilot.press("ctrl+s")
        await settled(app, pilot)
        assert list(project.informants.real_names("M1")) == ["Wati"]


async def test_speakers_are_named_from_the_transcript(project: Project) -> None:
    async with reading(project) as (app, pilot):
        await pilot.press("r")
        await settled(app, pilot)
        app.screen.query_one("#field-s1", Input).value = "D1"
        await pilot.press("enter")
        await settled(app, pilot)
        await settled(app, pilot)
        said = {turn.informant for turn in project.sources.turns("K1.txt") if turn.speaker == "K1"}
        assert said == {"D1"}


async def test_a_turn_is_told_which_question_it_asks_from_the_guide(project: Project, tmp_path: Path) -> None:
    (tmp_path / "guide.csv").write_text("question\nSejak kapan?\nSiapa?\n", encoding="utf-8")
    async with reading(project) as (app, pilot):

        async def asks(*keys: str) -> int | None:
            await pilot.press(*keys)
            await settled(app, pilot)
            await settled(app, pilot)
            return project.sources.turns("K1.txt")[0].question

        await asks("Q")  # there is no guide yet
        app.screen.query_one("#field-file", Input).value = str(tmp_path / "guide.csv")
        assert await asks("enter") is None and app.screen.query("#field-question")
        assert await asks("down", "enter") == 1
        await asks("s", "s", "Q")  # on the answer, too, it is what was asked before
        assert await asks("up", "enter") is None


async def test_a_source_is_read_in_from_the_contents(project: Project, tmp_path: Path) -> None:
    (tmp_path / "D1.txt").write_text("P: Ya?\n\nD1: Saya mendampingi.\n", encoding="utf-8")
    async with open_app(project) as (app, pilot):
        await pilot.press("a")
        await pilot.pause()
        app.screen.query_one("#field-files", Input).value = str(tmp_path / "D1.txt")
        app.screen.query_one("#field-informants", Input).value = "D1"
        await pilot.press("enter")
        await settled(app, pilot)
        await settled(app, pilot)
        assert [row.name for row in project.sources.list()] == ["K1.txt", "D1.txt"]
        assert "D1.txt" in rows(app)


async def test_whoever_is_not_known_yet_is_asked_about_and_a_source_is_put_right(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "M7.txt").write_text("P: Ya?\n\nM7: Saya mendampingi.\n", encoding="utf-8")

    def fill(**values: str) -> None:
        for name, value in values.items():
            app.screen.query_one(f"#field-{name}", Input).value = value

    async with open_app(project) as (app, pilot):
        await pilot.press("a")
        await settled(app, pilot)
        fill(files=str(tmp_path / "M7.txt"), informants="M7", date="2024-05-31", wave="2")
        await pilot.press("enter")
        await settled(app, pilot)
        assert app.screen.query_one("#field-code", Input).value == "M7"
        await pilot.press("escape")
        await settled(app, pilot)
        assert "M7 is not known yet" in rows(app) and "2024-05-31" in rows(app), "what was typed stays"
        await pilot.press("ctrl+s")
        await settled(app, pilot)
        await pilot.press(*"MAS", "tab", "0", "enter")
        await settled(app, pilot)
        row = project.sources.get("M7.txt")
        assert (row.informants, row.date, row.wave) == (("M7",), date(2024, 5, 31), 2)
        assert [one.level for one in project.informants.list() if one.id == "M7"] == [0]

        await pilot.press("down", "e")
        await settled(app, pilot)
        fill(name="Musim 1", date="31 Mei", wave="3")
        await pilot.press("ctrl+s")
        await settled(app, pilot)
        assert "YEAR-MONTH-DAY" in rows(app)
        fill(date="", informants="D1")
        await pilot.press("ctrl+s")
        await settled(app, pilot)
        row = project.sources.get("Musim 1")
        assert (row.informants, row.date, row.wave) == (("D1",), None, 3)
        await pilot.press("u")
        await settled(app, pilot)
        assert project.sources.get("M7.txt").wave == 2


async def test_words_are_found_and_one_code_shown_alone(project: Project) -> None:
    project.codings.add("K1.txt", TALK.index("Kami"), TALK.index(" Kasnya"), "KP-MSY")
    project.codings.add("K1.txt", TALK.index("Belum"), TALK.index(" Ketua"), "NR-LGR")
    async with reading(project) as (app, pilot):
        reader = app.screen.query_one(Reader)
        await pilot.press("slash")
        await pilot.pause()
        await pilot.press(*"rt saja", "enter")
        await settled(app, pilot)
        assert reader.target == (TALK.index("RT saja"), TALK.index("RT saja") + 7)
        await pilot.press("f")
        await pilot.pause()
        await pilot.press(*"nr", "enter")
        await settled(app, pilot)
        await settled(app, pilot)
        assert len(reader._index) == 1
        await pilot.press("f")
        await pilot.pause()
        await pilot.press("backspace", "backspace", "enter")
        await settled(app, pilot)
        assert len(reader._index) == 2


async def test_help_lists_the_keys_of_the_page_it_was_asked_on(project: Project) -> None:
    async with reading(project, (120, 60)) as (app, pilot):
        await pilot.press("question_mark")
        await pilot.pause()
        picture = rows(app)
        assert "Choose a code for what is highlighted" in picture
        assert "Code on a digit" in picture
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen.query(Reader)


async def test_reading_goes_on_where_it_stopped(project: Project) -> None:
    memory = Memory()
    app = QualcodeApp(project, memory)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(app, pilot)
        await pilot.press("enter")
        await settled(app, pilot)
        app.screen.query_one(Reader).go_to(TALK.index("Belum"))
        await pilot.press("escape")
        await settled(app, pilot)
        await pilot.press("enter")
        await settled(app, pilot)
        assert app.screen.query_one(Reader).caret == TALK.index("Belum")


@pytest.mark.parametrize("size", [(59, 24), (80, 15)])
async def test_a_window_too_small_says_so(project: Project, size: tuple[int, int]) -> None:
    async with open_app(project, size) as (app, pilot):
        said = [row for row in rows(app).splitlines() if row.strip()]
        assert "too small" in rows(app) and len(said) == 1, said
        await pilot.resize_terminal(60, 16)
        await settled(app, pilot)
        assert "too small" not in rows(app) and "Help" in rows(app) and app.focused is not None


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 36), (200, 60)])
@pytest.mark.parametrize(
    "where", ["contents", "transcript", "people", "network", "findings", "matrix", "suggestions", "report"]
)
async def test_every_page_fits_every_window(project: Project, size: tuple[int, int], where: str) -> None:
    project.ties.add("K1", "D1", "aid")
    coding = project.codings.add("K1.txt", TALK.index("Kami"), TALK.index(" Kasnya"), "KP-MSY")
    project.findings.add("Musyawarah rutin dan terbuka bagi semua anggota kelompok tanpa kecuali. " * 3)
    project.findings.link("F1", str(coding.uid), "supports")
    async with open_app(project, size) as (app, pilot):
        if where != "contents":
            source = str(project.sources.list()[0].id)
            app.screen.post_message(Go(Where(where), Spot(source) if where == "transcript" else None))
            await settled(app, pilot)
            await settled(app, pilot)
        lines = rows(app).splitlines()
        assert len(lines) == size[1]
        assert "? Help" in lines[-1]
        assert all(len(line) <= size[0] for line in lines)
        if size[0] == 80:
            keys = [active for active in app.screen.active_bindings.values() if active.binding.show]
            assert 1 <= len({active.binding.id for active in keys}) <= 6


def test_the_first_page_loads_no_database_layer() -> None:
    import subprocess
    import sys

    code = (
        "import sys, qualcode.tui.app as a; from qualcode.tui.recent import Memory; a.QualcodeApp(None, Memory());"
        "print([m for m in ('sqlmodel', 'sqlalchemy', 'spacy', 'networkx', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


async def test_home_opens_makes_and_remembers_projects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    app = QualcodeApp(None, Memory())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("n")
        await pilot.pause()
        app.screen.query_one("#field-path", Input).value = str(tmp_path / "baru")
        app.screen.query_one("#field-coder", Input).value = "Rini"
        await pilot.press(*"Studi baru", "enter")
        await settled(app, pilot)
        assert "No sources yet" in rows(app)
        await pilot.press("escape")
        await settled(app, pilot)
        (told,) = app._notifications
        assert "No sources yet" in rows(app) and told.message.startswith("Esc once more closes")
        await pilot.press("escape")
        await settled(app, pilot)
        assert "Studi baru" in rows(app)
        app.screen.query_one(OptionList).action_select()
        await settled(app, pilot)
        assert "No sources yet" in rows(app)
        await app.action_quit()
    assert [row.title for row in Memory.load().recent] == ["Studi baru"]


def test_a_damaged_memory_is_an_empty_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    for body in ("", "[]", '{"recent": [{"path": 3}]}', "\x00"):
        (tmp_path / "qualcode").mkdir(exist_ok=True)
        (tmp_path / "qualcode" / "recent.json").write_text(body, encoding="utf-8")
        assert list(Memory.load().recent) == []


def test_every_binding_has_an_id_a_name_and_a_tooltip() -> None:
    from textual.binding import Binding

    from qualcode.tui import forms, matrix, page, picker
    from qualcode.tui.graph import GraphCanvas, Sociomatrix
    from qualcode.tui.screens import (
        contents,
        findings,
        help,
        home,
        network,
        people,
        report,
        suggestions,
        transcript,
        triangulation,
    )

    holders: list[Any] = [
        QualcodeApp, Reader, GraphCanvas, Sociomatrix, matrix.TriangulationMatrix, page.Page, picker.CodePicker,
        forms.Form, forms.Ask, forms.Choice, contents.ContentsPage, findings.FindingsPage, help.HelpPage,
        home.HomePage, network.NetworkPage, people.PeoplePage, report.ReportPage, suggestions.SuggestionsPage,
        transcript.TranscriptPage, triangulation.TriangulationPage,
    ]  # fmt: skip
    checked: Callable[[Any], bool] = lambda b: (
        isinstance(b, Binding) and bool(b.id and b.description and b.tooltip)
    )
    for holder in holders:
        assert all(checked(binding) for binding in holder.__dict__.get("BINDINGS", ())), holder


async def test_undoing_nothing_is_no_failed_write(project: Project, tmp_path: Path) -> None:
    with Project.create(tmp_path / "leer", coder="Rini") as empty:
        async with open_app(empty) as (app, pilot):
            await pilot.press("u")
            await settled(app, pilot)
            assert "not saved" not in rows(app)
            assert len(app._notifications) == 1


async def test_undo_pressed_at_once_takes_back_what_was_pressed_before_it(project: Project) -> None:
    async with reading(project) as (app, pilot):
        for key in "j1j1u":
            app.simulate_key(key)
        await settled(app, pilot)
        await settled(app, pilot)
        assert codings(project) == [("KP-TRN", "Kami musyawarah setiap bulan.")]
        for key in "u1":
            app.simulate_key(key)
        await settled(app, pilot)
        await settled(app, pilot)
        assert len(codings(project)) == 1


async def test_undoing_the_source_itself_leaves_its_page(project: Project) -> None:
    async with reading(project) as (app, pilot):
        await pilot.press("u")
        await settled(app, pilot)
        await settled(app, pilot)
        assert "No sources yet" in rows(app)
        await pilot.press("U")
        await settled(app, pilot)
        await settled(app, pilot)
        assert "K1.txt" in rows(app)


async def test_what_is_typed_right_behind_a_tab_lands_in_the_next_field(project: Project) -> None:
    async with reading(project) as (app, pilot):
        app.screen.query_one(Reader).go_to(TALK.index("Ketua"))
        await pilot.press("i")
        await pilot.pause()
        for key in ("D", "1", "tab", "t", "enter"):
            app.simulate_key(key)
        await settled(app, pilot)
        assert [(tie.a, tie.b, tie.type) for tie in project.ties.list()] == [("K1", "D1", "trust")]


async def test_a_page_that_cannot_be_filled_says_so_and_the_app_goes_on(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any) -> None:
        raise RuntimeError("no such luck")

    monkeypatch.setattr(type(project.findings), "list", broken)
    async with open_app(project) as (app, pilot):
        await pilot.press("f")
        await settled(app, pilot)
        assert "no such luck" in next(iter(app._notifications)).message
        await pilot.press("escape", "p")
        await settled(app, pilot)
        assert "D1" in rows(app)


async def test_the_sample_study_is_built_from_home_and_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    app = QualcodeApp(None, Memory())
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await pilot.press("d")
        await pilot.pause()
        assert set(study_names()) <= set(studies())
        app.screen.query_one("#field-path", Input).value = str(tmp_path)
        await pilot.press("enter")
        await settled(app, pilot)
        await settled(app, pilot)
        await pilot.press("n")  # no tour now
        await settled(app, pilot)
        assert "W01-K1.md" in rows(app)
        await pilot.press("t")
        await settled(app, pilot)
        await settled(app, pilot)
        assert all(f"F{number} " in rows(app) for number in range(1, 6))
        await app.action_quit()


async def test_a_low_window_still_shows_the_evidence(project: Project) -> None:
    coding = project.codings.add("K1.txt", TALK.index("Kami"), TALK.index(" Kasnya"), "KP-MSY")
    for number in range(6):
        project.findings.add(f"Musyawarah rutin {number} dan terbuka bagi semua anggota kelompok. " * 4)
    project.findings.link("F1", str(coding.uid), "supports")
    project.findings.explain("F1", "Alasan yang panjang sekali. " * 20)
    async with open_app(project, (60, 16)) as (app, pilot):
        await pilot.press("f")
        await settled(app, pilot)
        assert "Kami musyawarah setiap" in rows(app)


@pytest.mark.parametrize(("spoken", "sign"), [("en", "l."), ("id", "b.")])
async def test_lines_are_named_in_the_language_of_the_page(project: Project, spoken: str, sign: str) -> None:
    coding = project.codings.add("K1.txt", TALK.index("Kami"), TALK.index(" Kasnya"), "KP-MSY")
    project.findings.add("Musyawarah rutin.")
    project.findings.link("F1", str(coding.uid), "supports")
    with using(spoken):
        async with open_app(project) as (app, pilot):
            await pilot.press("f")
            await settled(app, pilot)
            assert f"K1 {sign}3 KP-MSY" in rows(app)


async def test_columns_that_are_cut_end_with_an_ellipsis(project: Project) -> None:
    project.informants.edit("K1", attributes={"catatan": "pernah tinggal di luar kota bertahun-tahun"})
    project.ties.add("K1", "D1", "aid", evidence=[("K1.txt", TALK.index("Kami"), TALK.index("Jadi"))])
    async with open_app(project, (60, 16)) as (app, pilot):
        await pilot.press("p")
        await settled(app, pilot)
        line = next(row for row in rows(app).splitlines() if "catatan" in row)
        assert line.rstrip(" ▁▂▃▄▅▆▇█▎▉").endswith("…")
        await pilot.press("escape")
        await settled(app, pilot)
        await pilot.press("n")
        await settled(app, pilot)
        await pilot.press("tab", "tab")
        await pilot.pause()
        line = next(row for row in rows(app).splitlines() if "K1    D1" in row)
        assert "class undefin…" in line


async def test_numbers_of_the_network_follow_the_language(project: Project) -> None:
    project.ties.add("K1", "D1", "aid")
    with using("id"):
        async with open_app(project, (120, 36)) as (app, pilot):
            await pilot.press("n")
            await settled(app, pilot)
            assert "kepadatan 1,00" in rows(app)


async def test_the_report_stands_in_the_foot_of_the_contents(project: Project) -> None:
    async with open_app(project) as (app, _pilot):
        foot = rows(app).splitlines()[-1]
        assert "r Report" in foot and "? Help" in foot


async def test_contents_say_that_they_are_read_and_take_no_enter_yet(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qualcode.tui.screens.contents import ContentsPage

    monkeypatch.setattr(ContentsPage, "_fetch", lambda self: None)
    async with open_app(project) as (app, pilot):
        assert "reading …" in rows(app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, ContentsPage)


async def test_the_contents_say_how_many_sources_stand_below(project: Project, tmp_path: Path) -> None:
    files = [tmp_path / f"T{n}.txt" for n in range(30)]
    for number, file in enumerate(files):
        file.write_text(f"P: Ya {number}?\n", encoding="utf-8")
    project.sources.add(*files)
    async with open_app(project) as (app, pilot):
        below = len(project.sources.list()) - sum(".txt" in line for line in rows(app).splitlines())
        assert f"({below} more ↓)" in rows(app) and "Codings" not in rows(app)
        await pilot.press("ctrl+end")
        await settled(app, pilot)
        assert "more ↓" not in rows(app)
        await pilot.resize_terminal(120, 50)
        await settled(app, pilot)
        assert "more ↓" not in rows(app) and "Codings" in rows(app)


def _told(app: QualcodeApp) -> str:
    return " ".join(notice.message for notice in app._notifications)
