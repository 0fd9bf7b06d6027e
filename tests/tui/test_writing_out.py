"""Memos, comments, quotes and the codebook written to files from their pages; what a code means, read over quotes."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from textual.containers import VerticalScroll
from textual.widgets import Input

from qualcode.errors import BadInput
from qualcode.project import Project
from qualcode.tui.going import Go, Where
from tests.tui.keys_pressed import Keys, presses
from tests.tui.pages import FIRST, SECOND, open_app, rows, settled


@pytest.fixture
def study(project: Project) -> Project:
    """Two quotes; a memo with a name in it; an open comment on a code and one on a passage that bears it."""
    project.informants.edit("K1", aliases=["Bu Warni"])
    project.codings.add("K1.txt", *FIRST, "KP-MSY")
    project.codings.add("K1.txt", *SECOND, "KP-MSY")
    project.notes.add_memo("Bu Warni ragu.", code="KP-MSY")
    project.comments.add("Tanya Bu Warni lagi.", code="KP-MSY")
    project.comments.add("Yakin?", coding=1)
    return project


async def go(keys: Keys, where: Where) -> None:
    keys.app.screen.post_message(Go(where))
    await settled(keys.app, keys.pilot)


@presses("memos.export", "comments.export", "quotes.export", "codebook.export")
async def test_records_leave_with_codes_in_place_of_names(study: Project) -> None:
    folder = study.path.parent
    async with open_app(study) as (app, pilot):
        keys = Keys(app, pilot)
        for where, key, file, held in (
            (Where.MEMOS, "memos.export", "studi-memo.md", "Bu [K1] ragu"),
            (Where.COMMENTS, "comments.export", "studi-comments.md", "Tanya Bu [K1] lagi"),
            (Where.QUOTES, "quotes.export", "studi-quotes.md", "“Kasnya dibuka semua.” (W1/K1/l.3)"),
            (Where.CODEBOOK, "codebook.export", "studi-codebook.yaml", "KP-MSY"),
        ):
            await go(keys, where)
            await keys(key, back=False)
            # Of several formats one is chosen, or decided by what is typed.
            proposed = file if file.endswith(("memo.md", "comments.md")) else file.partition(".")[0]
            assert app.screen.query_one("#field-file", Input).value == str(folder / proposed)
            await keys.type("enter")
            assert f"Written: {folder / file}" in [one.message for one in app._notifications]
            text = (folder / file).read_text(encoding="utf-8")
            assert held in text and "Warni" not in text
        # What somebody went on with is kept, and told; what the page wrote itself is replaced.
        file = folder / "studi-codebook.yaml"
        file.write_text("mine", encoding="utf-8")
        told = []
        for _n in range(2):
            await keys("codebook.export", back=False)
            await keys.type("enter")
            told.append("\n".join(one.message for one in app._notifications))
        (kept,) = folder.glob("studi-codebook (*).yaml")
        assert kept.read_text(encoding="utf-8") == "mine"
        assert [f"what stood there is kept as {kept.name}" in one for one in told] == [True, False]
        # What cannot be written is told in the form, with what was typed.
        await keys("codebook.export", back=False)
        app.screen.query_one("#field-file", Input).value = str(folder / "tidak" / "ada.csv")
        await keys.type("enter")
        assert app.screen.query_one("#field-file", Input).value.endswith("ada.csv") and "ada.csv" in rows(app)


async def test_what_could_tell_who_somebody_is_is_listed_before_it_is_written(study: Project) -> None:
    study.notes.add_memo("Telepon 0812 3456 7890.")
    file = study.path.parent / "studi-memo.md"
    async with open_app(study) as (app, pilot):
        keys = Keys(app, pilot)
        await go(keys, Where.MEMOS)
        await keys.type("w", "enter")
        assert "memo 2: phone number" in rows(app) and not file.exists()
        await keys.type("escape")
        assert "Nothing was written." in rows(app) and not file.exists()
        await keys.type("enter", "tab", "w", "enter")
        assert "0812" in file.read_text(encoding="utf-8")


async def test_copying_and_writing_many_quotes_is_told_and_called_off(
    study: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, reached = threading.Event(), threading.Event()
    guard = study.sharing.guard

    def slow(parts, **more):  # type: ignore[no-untyped-def]
        reached.set()
        held.wait(20)
        return guard(parts, **more)

    monkeypatch.setattr(study.sharing, "guard", slow)
    async with open_app(study) as (app, pilot):
        keys = Keys(app, pilot)
        await go(keys, Where.QUOTES)
        await pilot.press("y")
        for _n in range(200):
            await pilot.pause(0.02)
            if "gathering the quotes" in rows(app):
                break
        assert "gathering the quotes 0/1 · Esc calls it off" in rows(app)
        await pilot.press("down")  # the keys go on meanwhile
        await pilot.press("escape")
        held.set()
        await settled(app, pilot)
        assert app.clipboard == "" and "Nothing was copied." in [one.message for one in app._notifications]
        held.clear()
        reached.clear()
        await pilot.press("w")
        await settled(app, pilot)
        await pilot.press("enter")
        assert reached.wait(20)
        await pilot.press("escape")
        held.set()
        await settled(app, pilot)
        assert "called off; nothing was changed" in rows(app)
        assert not list(Path(study.path.parent).glob("studi-quotes*"))
        await pilot.press("enter")  # and begun again
        await settled(app, pilot)
        assert (study.path.parent / "studi-quotes.md").exists()


@presses("quotes.meaning", "sheet.go")
async def test_what_a_code_means_is_read_over_its_quotes(study: Project) -> None:
    async with open_app(study) as (app, pilot):
        keys = Keys(app, pilot)
        await go(keys, Where.QUOTES)
        await keys("quotes.meaning")
        await keys("quotes.meaning", back=False)
        assert "Apa artinya." in rows(app) and "1 open comment (d) · 1 open comment on a passage" in rows(app)
        await keys("sheet.go", back=False)
        assert type(app.screen).__name__ == "CodebookPage" and app.screen.row.code == "KP-MSY"
        # Beside the tree the same stands, and can be scrolled by keys where it is longer than its pane.
        assert "1 open comment" in rows(app)
        study.codebook.edit("KP-MSY", full_def_en="Panjang. " * 200)
        app.screen.project_changed("code.edit")
        await settled(app, pilot)
        await keys.type("tab", "down", "down")
        assert app.screen.query_one("#about", VerticalScroll).scroll_y > 0


def test_a_codebook_without_codes_is_not_written(tmp_path: Path) -> None:
    with Project.create(tmp_path / "kosong", coder="Rini") as made:
        with pytest.raises(BadInput, match="there is no code yet"):
            made.codebook.export(tmp_path / "kosong.yaml")
        assert not (tmp_path / "kosong.yaml").exists()
