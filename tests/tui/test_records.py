"""The pages of agreement, change log and memos."""

from __future__ import annotations

from textual.widgets import DataTable, Static, TextArea

from qualcode.project import Project
from qualcode.tui.going import Go, Where
from qualcode.tui.reader import Reader
from tests.tui.pages import TALK, open_app, rows, settled


async def go(app, pilot, where: Where) -> None:
    app.screen.post_message(Go(where))
    await settled(app, pilot)


def code_twice(project: Project) -> None:
    """Two coders over the same turns: alike about one passage, not about another."""
    tag(project, "Kami", "Kasnya", "KP-MSY")
    tag(project, "Kasnya", "Jadi", "KP-TRN")
    first = project.coder
    project.coders.assign("Budi")
    project.coder = "Budi"
    tag(project, "Kami", "Kasnya", "KP-MSY")
    project.coder = first


def tag(project: Project, first: str, behind: str, code: str) -> None:
    project.codings.add("K1.txt", TALK.index(first), TALK.index(behind), code)


async def test_without_a_second_coder_the_page_says_what_to_do(project: Project) -> None:
    async with open_app(project) as (app, pilot):
        await go(app, pilot, Where.AGREEMENT)
        assert "nobody has coded yet" in rows(app)
        assert "Press a to give a second coder turns" in rows(app)


async def test_codes_differences_and_the_way_to_the_text(project: Project) -> None:
    code_twice(project)
    async with open_app(project) as (app, pilot):
        await go(app, pilot, Where.AGREEMENT)
        picture = rows(app)
        assert "KP-TRN" in picture and "KP-MSY" in picture and "AC1" in picture
        await pilot.press("d")
        await settled(app, pilot)
        assert "disputed: KP-TRN" in rows(app)
        await pilot.press("enter")
        await settled(app, pilot)
        assert app.screen.query_one(Reader).text == TALK
        await pilot.press("escape")
        await settled(app, pilot)
        await pilot.press("escape")
        await settled(app, pilot)
        assert "AC1" in rows(app), "the first step back leads to the codes"


async def test_enter_on_a_code_shows_only_its_differences(project: Project) -> None:
    code_twice(project)
    async with open_app(project) as (app, pilot):
        await go(app, pilot, Where.AGREEMENT)
        table = app.screen.query_one(DataTable)
        names = [str(table.get_row_at(n)[0]).strip() for n in range(table.row_count)]
        table.move_cursor(row=names.index("KP-MSY"))
        await pilot.press("enter")
        await settled(app, pilot)
        assert "No differences here" in rows(app)
        await pilot.press("escape")
        await settled(app, pilot)
        at = table.cursor_row
        assert at == names.index("KP-MSY"), "one comes back to where one left"
        await pilot.press("down")
        await settled(app, pilot)
        assert table.cursor_row == at + 1, "the keys of the list work at once"
        await pilot.press("b")
        await settled(app, pilot)
        table.move_cursor(row=names.index("KP"))
        await pilot.press("enter")
        await settled(app, pilot)
        assert "disputed: KP, KP-TRN" in rows(app), "a branch has the differences that its figure counts"
        await pilot.press("escape")
        await settled(app, pilot)
        assert table.cursor_row == names.index("KP")


async def test_any_coefficient_can_be_asked_for(project: Project) -> None:
    code_twice(project)
    async with open_app(project) as (app, pilot):
        await go(app, pilot, Where.AGREEMENT)
        await pilot.press("c")
        await settled(app, pilot)
        await pilot.press("tab", *"pi, bp, fleiss, holsti", "ctrl+s")
        await settled(app, pilot)
        heads = [str(column.label).strip() for column in app.screen.query_one(DataTable).columns.values()]
        assert heads[-4:] == ["π", "BP", "κ Fleiss", "Holsti"]


async def test_units_change_by_one_key(project: Project) -> None:
    code_twice(project)
    async with open_app(project) as (app, pilot):
        await go(app, pilot, Where.AGREEMENT)
        for unit in ("by sentence", "by character", "by turn"):
            await pilot.press("b")
            await settled(app, pilot)
            assert unit in rows(app)


async def test_turns_are_assigned_on_the_page(project: Project) -> None:
    tag(project, "Kami", "Kasnya", "KP-MSY")
    async with open_app(project) as (app, pilot):
        await go(app, pilot, Where.AGREEMENT)
        await pilot.press("a")
        await settled(app, pilot)
        await pilot.press(*"Budi", "tab", "tab", "ctrl+s")
        await settled(app, pilot)
        assert [row.turns > 0 for row in project.coders.list()] == [False, True]
        assert "Budi" in rows(app)


def detail(app) -> str:
    return str(app.screen.query_one("#words", Static).content)


async def test_the_change_log_leads_back(project: Project) -> None:
    tag(project, "Kami", "Kasnya", "KP-MSY")
    tag(project, "Kasnya", "Jadi", "KP-TRN")
    async with open_app(project) as (app, pilot):
        await go(app, pilot, Where.JOURNAL)
        assert "coded a passage: KP-TRN" in rows(app) and "in force" in rows(app)
        assert "KP-TRN" in detail(app) and "K1.txt" in detail(app) and "“Kasnya" in detail(app)
        await pilot.press("enter")
        await settled(app, pilot)
        assert app.screen.query_one(Reader).text == TALK
        await pilot.press("escape")
        await settled(app, pilot)
        await pilot.press("f", *"kp-msy", "ctrl+s")
        await settled(app, pilot)
        assert "KP-MSY" in rows(app) and "KP-TRN" not in rows(app)
        await pilot.press("f", *["backspace"] * 6, "ctrl+s")
        await settled(app, pilot)
        await pilot.press("down", "down", "b")
        await settled(app, pilot)
        assert "Take back the 2 actions" in rows(app)
        await pilot.press("y")
        await settled(app, pilot)
        assert not project.codings.list()
        assert "undone" in rows(app) and "undid #" in rows(app)
        await pilot.press("U")
        await settled(app, pilot)
        assert len(project.codings.list()) == 1


async def test_memos_are_written_changed_and_removed(project: Project) -> None:
    async with open_app(project) as (app, pilot):
        await go(app, pilot, Where.MEMOS)
        assert "No memos yet" in rows(app)
        await pilot.press("a")
        await settled(app, pilot)
        app.screen.query_one(TextArea).text = "Buku kas perlu dilihat."
        await pilot.press("ctrl+s")
        await settled(app, pilot)
        assert "Buku kas perlu dilihat." in rows(app)
        await pilot.press("enter")
        await settled(app, pilot)
        app.screen.query_one(TextArea).text = "Buku kas sudah dilihat."
        await pilot.press("ctrl+s")
        await settled(app, pilot)
        assert [memo.body for memo in project.notes.memos()] == ["Buku kas sudah dilihat."]
        # The change log names it and goes there; so with a finding.
        project.notes.add_memo("Lain.")
        project.findings.add("Kas dibuka.")
        await go(app, pilot, Where.JOURNAL)
        assert "changed a memo: memo 1" in rows(app) and "wrote a finding: F1" in rows(app)
        for row, page, words in ((2, "MemosPage", "sudah"), (0, "FindingsPage", "Kas dibuka")):
            app.screen.query_one(DataTable).move_cursor(row=row)
            await pilot.press("enter")
            await settled(app, pilot)
            assert type(app.screen).__name__ == page and words in rows(app)
            if page == "MemosPage":
                assert app.screen.chosen.number == 1
            await pilot.press("escape")
            await settled(app, pilot)
        await pilot.press("escape")
        await go(app, pilot, Where.MEMOS)
        app.screen.query_one(DataTable).move_cursor(row=1)
        project.notes.remove_memo(2)
        app.screen.project_changed("memo.remove")
        await settled(app, pilot)
        await pilot.press("x")
        await settled(app, pilot)
        await pilot.press("y")
        await settled(app, pilot)
        assert "No memos yet" in rows(app)
