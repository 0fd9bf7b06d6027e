"""The codebook page: its tree, its forms, and every action by keys or mouse."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import sleep

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static, TextArea

from qualcode.i18n import using
from qualcode.project import Project
from qualcode.project.codebook import CodeRow
from qualcode.project.palette import PALETTE
from qualcode.tui.app import QualcodeApp
from qualcode.tui.codebook import CodeTree, HistorySheet, RemarksSheet, Shelf, read_shelf
from qualcode.tui.codebook.colours import colour_name, colour_options, own_letters
from qualcode.tui.codebook.drag import Drag, Drop
from qualcode.tui.codebook.form import CodeForm
from qualcode.tui.codebook.places import Move, dropped, nested, shifted, unnested
from qualcode.tui.codebook.remarks import remark_lines
from qualcode.tui.forms import Ask, Choice, Form
from qualcode.tui.going import Go, Where
from qualcode.tui.painting import HUES
from qualcode.tui.picker import CodePicker
from qualcode.tui.screens import codebook as codebook_page
from qualcode.tui.screens.codebook import CodebookPage
from tests import waiting
from tests.tui.pages import TALK, open_app, rows, settled

GRIDS = Path(__file__).parent / "grids"


@asynccontextmanager
async def codebook(
    project: Project, size: tuple[int, int] = (80, 24), code: str = ""
) -> AsyncIterator[tuple[QualcodeApp, Pilot[int]]]:
    async with open_app(project, size) as (app, pilot):
        app.screen.post_message(Go(Where.CODEBOOK, finding=code))
        await settled(app, pilot)
        assert isinstance(app.screen, CodebookPage)
        yield app, pilot


async def press(app: QualcodeApp, pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(app, pilot)


async def until(app: QualcodeApp, pilot: Pilot[int], kind: type) -> None:
    composed = lambda: isinstance(app.screen, kind) and len(app.screen.query("*")) >= 3
    await waiting.until(composed, lambda: f"{app.screen} is no {kind}")
    await settled(app, pilot)


def tree(app: QualcodeApp) -> list[tuple[str, int]]:
    return [(item.code or item.name, item.depth) for item in app.screen.query_one(CodeTree).lines]


def codes(project: Project) -> list[tuple[str, str]]:
    return [(row.code, row.parent) for row in project.codebook.list(counts=False)]


def here(app: QualcodeApp) -> str:
    page = app.screen
    assert isinstance(page, CodebookPage) and page.row is not None
    return page.row.code


def write(app: QualcodeApp, field: str, words: str) -> None:
    widget = app.screen.query_one(f"#field-{field}")
    if isinstance(widget, TextArea):
        widget.text = words
    else:
        assert isinstance(widget, Input)
        widget.value = words


def same_as(name: str, picture: str) -> None:
    """Compare with the grid on disk; QUALCODE_GRIDS=write makes it anew."""
    path = GRIDS / f"{name}.txt"
    picture = "\n".join(line.rstrip() for line in picture.splitlines()) + "\n"
    if os.environ.get("QUALCODE_GRIDS") == "write":
        path.write_text(picture, encoding="utf-8")
    assert picture == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("tongue", ["en", "id"])
async def test_the_tree_shows_codes_with_keys_and_counts(
    project: Project, size: tuple[int, int], tongue: str
) -> None:
    project.codings.add("K1.txt", TALK.index("Kami"), TALK.index("Kasnya"), "KP-MSY")
    project.codebook.edit("KP-MSY", full_def_id="Berunding bersama.", full_def_en="Deciding together.",
                          status="approved", changed_on=None)  # fmt: skip
    with using(tongue):
        async with codebook(project, size, "KP-MSY") as (app, pilot):
            await settled(app, pilot)
            page = "\n".join(rows(app).splitlines()[1:-1])  # the head and the foot are the app's
    same_as(f"codebook-{tongue}-{size[0]}x{size[1]}", page)


async def test_branches_close_and_open(project: Project) -> None:
    async with codebook(project) as (app, pilot):
        assert tree(app) == [("KP", 0), ("KP-MSY", 1), ("KP-TRN", 1), ("NR", 0), ("NR-LGR", 1)]
        await press(app, pilot, "left")
        assert tree(app) == [("KP", 0), ("NR", 0), ("NR-LGR", 1)]
        await press(app, pilot, "right", "right", "left")
        assert here(app) == "KP"
        await pilot.click(CodeTree, offset=(2, 2))
        await settled(app, pilot)
        assert len(tree(app)) == 3


async def test_every_field_of_a_code_is_changed_in_one_form(project: Project) -> None:
    async with codebook(project, (120, 36), "KP-MSY") as (app, pilot):
        await press(app, pilot, "e")
        await until(app, pilot, CodeForm)
        write(app, "name_id", "Rembug")
        write(app, "full_def_en", "Deciding together.")
        write(app, "cues_id", "rembug; musyawarah\nrapat")
        write(app, "reason", "bimbingan 2")
        write(app, "shortcut", "RB")
        colour = app.screen.query_one("#field-colour", Choice)
        colour.focus()
        await press(app, pilot, "v")
        assert colour.value == PALETTE["vermilion"]
        await pilot.click(colour, offset=(2 + len(" T  the branch's  ") + 4, 0))
        await press(app, pilot, "ctrl+s")
        row = project.codebook.show("KP-MSY")
    assert (row.name_id, row.full_def_en, row.shortcut, row.own_colour) == (
        "Rembug", "Deciding together.", "rb", PALETTE["orange"],
    )  # fmt: skip
    assert row.cues_id == ("rembug", "musyawarah", "rapat")
    assert (row.version, row.reason) == (2, "bimbingan 2")
    project.undo()
    assert project.codebook.show("KP-MSY").name_id == "Musyawarah"


async def test_the_form_stays_at_the_field_that_is_wrong(project: Project) -> None:
    project.codebook.edit("KP-TRN", shortcut="tt")
    async with codebook(project, code="KP-MSY") as (app, pilot):
        await press(app, pilot, "e")
        await until(app, pilot, CodeForm)
        write(app, "shortcut", "tt")
        await press(app, pilot, "ctrl+s")
        assert isinstance(app.screen, CodeForm)
        assert app.focused is not None and app.focused.id == "field-shortcut"
        assert "KP-TRN" in str(app.screen.query_one(".error", Static).render())
        await press(app, pilot, "escape", "y")
    assert project.codebook.show("KP-MSY").shortcut != "tt"


async def test_a_new_code_stands_where_the_cursor_is_and_gets_its_ids(project: Project) -> None:
    async with codebook(project, code="KP-TRN") as (app, pilot):
        await press(app, pilot, "a")
        await until(app, pilot, CodeForm)
        # The short id is made from the name, so that is what is missing.
        await press(app, pilot, "tab", "ctrl+s")
        assert app.focused is not None and app.focused.id == "field-name_en"
        assert "Name (English) is missing" in str(app.screen.query_one(".error").render())
        write(app, "name_en", "Openness of accounts")
        write(app, "parent", "nowhere")
        await press(app, pilot, "ctrl+s")
        assert app.focused is not None and app.focused.id == "field-parent"
        write(app, "parent", "kp")
        await press(app, pilot, "ctrl+s")
        assert here(app) == "KP-OOA"
        await press(app, pilot, "a")
        await until(app, pilot, CodeForm)
        assert app.screen.query_one("#field-parent", Input).value == "KP"
        write(app, "name_en", "Gossip")
        write(app, "parent", "")
        await press(app, pilot, "ctrl+s")
        assert here(app) == "GOSS"
    outermost = project.codebook.show("GOSS")  # KP and NR are shown in the colours of their places
    assert (outermost.parent, outermost.own_colour) == ("", list(PALETTE.values())[2])
    row = project.codebook.show("KP-OOA")
    assert (row.parent, row.name_en, len(row.shortcut)) == ("KP", "Openness of accounts", 2)


async def test_a_code_without_a_name_is_refused_where_it_is_typed(project: Project) -> None:
    async with codebook(project) as (app, pilot):
        await press(app, pilot, "a")
        await until(app, pilot, CodeForm)
        await press(app, pilot, "ctrl+s")
        assert isinstance(app.screen, CodeForm)
        assert str(app.screen.query_one(".error", Static).render())


async def test_codes_are_moved_and_nested_by_keys(project: Project) -> None:
    async with codebook(project, code="KP-TRN") as (app, pilot):
        await press(app, pilot, "K")
        assert codes(project)[:3] == [("KP", ""), ("KP-TRN", "KP"), ("KP-MSY", "KP")]
        await press(app, pilot, "J", "greater_than_sign")
        assert ("KP-TRN", "KP-MSY") in codes(project)
        assert here(app) == "KP-TRN"
        await press(app, pilot, "less_than_sign", "less_than_sign")
        assert [code for code, parent in codes(project) if not parent] == ["KP", "KP-TRN", "NR"]
        await press(app, pilot, "u", "u")
        assert ("KP-TRN", "KP-MSY") in codes(project)
        page = app.screen
        assert isinstance(page, codebook_page.CodebookPage)
        page.action_unnest()
        page.action_unnest()  # from where the one before leaves it, which is not shown yet
        await settled(app, pilot)
        assert [code for code, parent in codes(project) if not parent] == ["KP", "KP-TRN", "NR"]


async def test_codes_are_put_under_another_one_that_is_picked(project: Project) -> None:
    async with codebook(project, code="KP-TRN") as (app, pilot):
        await press(app, pilot, "r")
        await until(app, pilot, CodePicker)
        shown = rows(app)
        assert "Put KP-TRN under …" in shown and "letters of a code" in shown and "new name" not in shown
        await press(app, pilot, *"zzz")
        assert "No code holds these letters" in rows(app)
        await press(app, pilot, *["backspace"] * 3, *"NR", "enter")
        assert ("KP-TRN", "NR") in codes(project)


async def test_codes_are_dragged_under_and_before_others_and_to_lines_out_of_sight(project: Project) -> None:
    for number in range(12):
        project.codebook.add(f"Z{number}", name_id=f"Lain {number}")
    async with codebook(project) as (app, pilot):
        widget = app.screen.query_one(CodeTree)
        # KP-TRN, the third line, under NR, the fourth.
        await pilot.mouse_down(widget, offset=(12, 4))
        await pilot.hover(widget, offset=(12, 5))
        await settled(app, pilot)
        assert "KP-TRN: under NR" in rows(app)
        await pilot.mouse_up(widget, offset=(12, 5))
        await settled(app, pilot)
        assert ("KP-TRN", "NR") in codes(project)
        # Now it is the fifth line; at the left edge of the first it goes before it.
        await pilot.mouse_down(widget, offset=(12, 6))
        await pilot.hover(widget, offset=(2, 2))
        await pilot.mouse_up(widget, offset=(2, 2))
        await settled(app, pilot)
        assert codes(project)[0] == ("KP-TRN", "")
        # Held on the last line that is seen the tree scrolls, until behind its last line there is the end.
        await pilot.mouse_down(widget, offset=(12, 2))
        await pilot.hover(widget, offset=(12, widget.size.height - 1))
        for _turn in range(200):
            if "KP-TRN: to the end, outermost" in rows(app):
                break
            await pilot.pause(0.02)
        await pilot.mouse_up(widget, offset=(12, widget.size.height - 1))
        await settled(app, pilot)
        assert codes(project)[-1] == ("KP-TRN", "") and here(app) == "KP-TRN"
        # And back up again, at the edge before the first.
        await pilot.mouse_down(widget, offset=(12, widget.size.height - 1))
        await pilot.hover(widget, offset=(2, 1))
        for _turn in range(200):
            if not widget.scroll_offset.y:
                break
            await pilot.pause(0.02)
        await pilot.hover(widget, offset=(2, 2))
        await pilot.mouse_up(widget, offset=(2, 2))
        await settled(app, pilot)
        assert codes(project)[0] == ("KP-TRN", "")


async def test_merging_says_what_moves_and_is_one_step_back(project: Project) -> None:
    start = TALK.index("Kami")
    project.codings.add("K1.txt", start, start + 15, "KP-TRN")
    async with codebook(project, code="KP-TRN") as (app, pilot):
        await press(app, pilot, "M")
        await until(app, pilot, CodePicker)
        await press(app, pilot, *"MSY", "enter")
        await until(app, pilot, Ask)
        assert "1 coding moves, in 1 source" in rows(app)
        assert len(project.codebook.list()) == 5
        await press(app, pilot, "y")
        assert [row.code for row in project.codings.list()] == ["KP-MSY"]
        assert here(app) == "KP-MSY"
        await press(app, pilot, "u")
        assert [row.code for row in project.codings.list()] == ["KP-TRN"]


async def test_removing_says_what_is_lost_and_asks_about_codes_below(project: Project) -> None:
    start = TALK.index("Kami")
    project.codings.add("K1.txt", start, start + 15, "KP-TRN")
    async with codebook(project, code="KP") as (app, pilot):
        await press(app, pilot, "x")
        await until(app, pilot, Form)
        await press(app, pilot, "right", "ctrl+s")
        await until(app, pilot, Ask)
        assert "3 codes go: KP, KP-MSY, KP-TRN" in rows(app) and "1 coding goes" in rows(app)
        await press(app, pilot, "n")
        assert len(project.codebook.list()) == 5
        await press(app, pilot, "x")
        await until(app, pilot, Form)
        await press(app, pilot, "ctrl+s")
        await until(app, pilot, Ask)
        await press(app, pilot, "y")
        assert [code for code, parent in codes(project) if not parent] == ["KP-MSY", "KP-TRN", "NR"]
        await press(app, pilot, "u")
        assert len(project.codebook.list()) == 5


async def test_remarks_stand_by_kind_and_lead_to_each_of_their_codes(project: Project) -> None:
    project.codebook.edit("KP-MSY", cues_id=["rapat warga"])
    project.codebook.edit("KP-TRN", cues_id=["rapat"])
    project.codebook.add("KP-BRU", name_id="Baru", parent="KP")
    project.codings.add("K1.txt", TALK.index("Kami"), TALK.index("Kasnya"), "KP-MSY")
    remarks = project.codebook.lint()
    ways = [(str(text), code) for text, code in remark_lines(remarks)]
    assert ("Definition missing (3)", "") in ways and ("! KP-BRU has no definition", "KP-BRU") in ways
    overlap = ways.index(("Overlapping cues (1)", ""))
    assert [code for _text, code in ways[overlap + 1 : overlap + 3]] == ["KP-TRN", "KP-MSY"]
    assert ("Never used (3)", "") in ways and ("! NR-LGR is never used", "NR-LGR") in ways
    assert ("Used for one informant only (1)", "") in ways
    assert {code for remark in remarks for code in remark.codes} == {code for _text, code in ways} - {""}
    async with codebook(project, (120, 36)) as (app, pilot):
        await press(app, pilot, "l")
        await until(app, pilot, RemarksSheet)
        assert "Definition missing" in rows(app)
        app.screen.query_one(OptionList).highlighted = overlap + 2
        await press(app, pilot, "enter")
        assert here(app) == "KP-MSY"
        assert "KP-MSY is used for one informant" in rows(app)  # the remarks stand beside the code, too


async def test_history_shows_who_changed_which_words_and_old_beside_new(project: Project) -> None:
    project.codebook.edit("KP-MSY", short_def_id="Apa artinya sekarang.", reason="bimbingan 2")
    project.codebook.edit("KP-MSY", status="approved", colour="green", name_id="Rembug")
    async with codebook(project, code="KP-MSY") as (app, pilot):
        await press(app, pilot, "h")
        await until(app, pilot, HistorySheet)
        await settled(app, pilot)
        picture = rows(app)
        await press(app, pilot, "escape")
    assert "Rini  changed it" in picture and "bimbingan 2" in picture
    assert "Apa artinya{+ sekarang+}." in picture
    assert "Name (Indonesian): Musyawarah → Rembug" in picture
    assert "Status: draft → approved" in picture and "Colour: – → green" in picture


async def test_words_leave_only_what_holds_them_and_what_is_above(project: Project) -> None:
    async with codebook(project) as (app, pilot):
        await press(app, pilot, "slash", *"luntur")
        assert tree(app) == [("NR", 0), ("NR-LGR", 1)]
        await press(app, pilot, *"xyz")
        assert "Nothing holds “lunturxyz”" in rows(app)
        await press(app, pilot, "escape")
        assert len(tree(app)) == 5
        assert isinstance(app.screen, CodebookPage)
        await press(app, pilot, "escape")
        assert not isinstance(app.screen, CodebookPage)


async def test_shortcut_and_digit_are_set(project: Project) -> None:
    async with codebook(project, code="KP-MSY") as (app, pilot):
        await press(app, pilot, "p")
        await until(app, pilot, Form)
        write(app, "shortcut", "mm")
        app.screen.query_one("#field-pinned", Choice).chosen = 1
        await press(app, pilot, "ctrl+s")
    row = project.codebook.show("KP-MSY")
    assert (row.shortcut, row.pinned, project.codebook.show("KP-TRN").pinned) == ("mm", 1, None)


async def test_memos_about_a_code_are_written_and_changed(project: Project) -> None:
    async with codebook(project, code="KP-MSY") as (app, pilot):
        await press(app, pilot, "m")
        await until(app, pilot, Form)
        write(app, "body", "sering bersama KP-TRN")
        await press(app, pilot, "ctrl+s")
        assert project.notes.memos()[0].about == "KP-MSY"
        await press(app, pilot, "m")
        await until(app, pilot, Form)
        chooser = app.screen
        await press(app, pilot, "down", "enter")
        while app.screen is chooser:
            await pilot.pause(0.02)
        await until(app, pilot, Form)
        write(app, "body", "jarang sendiri")
        await press(app, pilot, "ctrl+s")
    assert [memo.body for memo in project.notes.memos()] == ["jarang sendiri"]


async def test_categories_and_themes_have_their_own_tree(project: Project) -> None:
    async with codebook(project, code="KP-MSY") as (app, pilot):
        await press(app, pilot, "c")
        await until(app, pilot, Form)
        write(app, "names", "Keputusan; Rukun")
        await press(app, pilot, "ctrl+s", "t")
        assert tree(app) == [("Keputusan", 0), ("KP-MSY", 1), ("Rukun", 0), ("KP-MSY", 1)]
        await press(app, pilot, "home", "e")
        await until(app, pilot, Form)
        write(app, "theme", "Percaya")
        write(app, "codes", "KP-TRN")
        await press(app, pilot, "ctrl+s")
        assert tree(app)[:3] == [("Percaya", 0), ("Keputusan", 1), ("KP-TRN", 2)]
        await press(app, pilot, "home", "x")
        await until(app, pilot, Ask)
        await press(app, pilot, "y")
        assert project.codebook.themes() == []
        await press(app, pilot, "a")
        await until(app, pilot, Form)
        write(app, "name", "Sanksi")
        await press(app, pilot, "ctrl+s")
    assert [category.name for category in project.codebook.categories()] == ["Keputusan", "Rukun", "Sanksi"]


async def test_an_empty_codebook_says_what_to_do_and_reads_one_in(tmp_path: Path) -> None:
    with Project.create(tmp_path / "kosong", coder="Rini") as empty:
        async with codebook(empty) as (app, pilot):
            assert "Press a to make one, or i to read a codebook in" in rows(app)
            await press(app, pilot, "i")
            await until(app, pilot, Form)
            write(app, "file", "social-capital")
            await press(app, pilot, "ctrl+s")
            assert len(tree(app)) == 29
            await press(app, pilot, "w")
            await until(app, pilot, Form)
            write(app, "file", str(tmp_path / "buku.csv"))
            await press(app, pilot, "ctrl+s")
    assert (tmp_path / "buku.csv").exists()


async def test_quotes_of_the_code_are_asked_for(project: Project) -> None:
    async with codebook(project, code="KP-MSY") as (app, pilot):
        await press(app, pilot, "q")
        assert type(app.screen).__name__ == "QuotesPage"
        assert "KP-MSY" in rows(app)


def test_a_code_in_the_grip_of_the_mouse_goes_before_or_under_lines_and_pulls_at_the_edges() -> None:
    drag = Drag("code:1", held=12)
    # Lines 10 to 15 of 16 are seen.
    assert drag.at(20, 0).over(10, 6, 16) == Drop(10, before=False)
    assert drag.at(0, 1).over(10, 6, 16) == Drop(11, before=True)
    assert drag.at(20, 2).over(10, 6, 16) is None  # itself
    assert drag.at(0, 5).over(11, 6, 16) == Drop(16, before=False)  # behind the last line
    assert drag.at(20, -1).over(10, 6, 16) is None and drag.at(20, 6).over(10, 6, 16) is None
    assert [drag.at(20, y).pull(6) for y in (-9, -1, 0, 1, 4, 5, 6, 20)] == [-3, -2, -1, 0, 0, 1, 2, 3]


def test_moves_by_keys_end_where_there_is_nowhere_to_go() -> None:
    spots = [("P", ""), ("A", "P"), ("B", "P"), ("C", "B"), ("Q", "")]
    all_ = [CodeRow(code, parent=parent) for code, parent in spots]
    p, a, b, c, q = all_
    assert shifted(all_, a, -1) is None and shifted(all_, b, 1) is None
    assert shifted(all_, a, 1) == Move("A", "P", 1) and shifted(all_, q, -1) == Move("Q", "", 0)
    assert nested(all_, a) is None and nested(all_, p) is None
    assert nested(all_, b) == Move("B", "A") and nested(all_, q) == Move("Q", "P")
    assert unnested(all_, p) is None
    assert unnested(all_, c) == Move("C", "P", 2) and unnested(all_, a) == Move("A", "", 1)
    assert dropped(all_, q, a, before=True) == Move("Q", "P", 0)
    assert dropped(all_, a, b, before=True) == Move("A", "P", 0)
    assert dropped(all_, q, b, before=False) == Move("Q", "B") and dropped(all_, a, None, False) == Move(
        "A", ""
    )


def test_the_palette_is_that_of_the_reader() -> None:
    assert [colour.upper() for colour in PALETTE.values()] == list(HUES)


@pytest.mark.parametrize("tongue", ["en", "id"])
def test_colours_are_offered_by_name_and_each_has_its_letter(tongue: str) -> None:
    with using(tongue):
        offered = colour_options("#123456", outermost=False)
        names = [words for _value, words in offered]
        assert [value for value, _words in offered] == ["", *PALETTE.values(), "#123456"]
        assert names[-1] == colour_name("#123456") == "#123456"  # an imported colour can be kept
        letters = own_letters(names)
        assert len(set(letters)) == len(names) == len(set(names))
        assert all(letter in name.casefold() for letter, name in zip(letters, names, strict=True))
        assert colour_options("", outermost=True)[0] != offered[0]


async def test_the_codebook_is_read_once_for_a_move_and_never_twice_at_a_time(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with codebook(project, code="KP-TRN") as (app, pilot):
        reads: list[int] = []
        at_once = 0

        def counted(opened: Project) -> Shelf:
            nonlocal at_once
            at_once += 1
            reads.append(at_once)
            sleep(0.05)
            try:
                return read_shelf(opened)
            finally:
                at_once -= 1

        monkeypatch.setattr(codebook_page, "read_shelf", counted)
        await press(app, pilot, "K")
        assert reads == [1]
        moved = here(app)
        for key in ("J", "K", "J"):
            await pilot.press(key)
        await settled(app, pilot)
        assert set(reads) == {1} and here(app) == moved
        assert [code for code, _depth in tree(app)] == [code for code, _parent in codes(project)]


async def test_everything_wrong_with_a_file_is_listed_over_the_form_that_named_it(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "kode.csv").write_text(
        "code,name_id,status\nA,Satu,entah\nA,Dua,\n,Tiga,\n", encoding="utf-8"
    )
    async with codebook(project) as (app, pilot):
        await press(app, pilot, "i")
        form = app.screen
        form.query_one("#field-file", Input).value = str(tmp_path / "kode.csv")
        await press(app, pilot, "enter")
        assert app.screen is not form and "Nothing was read in" in rows(app)
        shown = rows(app)
        assert all(f"line {n}" in shown for n in (2, 3, 4)), shown
        await press(app, pilot, "escape")
        assert app.screen is form and "more problem" in rows(app)
        assert form.query_one("#field-file", Input).value == str(tmp_path / "kode.csv")
