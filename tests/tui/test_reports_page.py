"""The page of reports: what there is, what it will say, all appendices with one key, and the options of all that."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from textual.widgets import Input, Static

from qualcode import i18n
from qualcode.project import Project
from qualcode.project.appendices.asked import Asked
from qualcode.project.page_setup import PageSetup
from qualcode.reports.document import Column, Document, Heading, Paragraph, Row, Table, cell, text
from qualcode.store.shelf import place_name
from qualcode.tui.forms import Form, Pick
from qualcode.tui.forms.choice import Choice
from qualcode.tui.going import Go, Where
from qualcode.tui.recent import Memory
from qualcode.tui.report_blocks import as_text, beginning
from qualcode.tui.report_form import asked_of, options_form, said_of, setup_of, unused_of
from qualcode.tui.screens.report import ReportPage
from tests.tui.keys_pressed import Keys, presses
from tests.tui.pages import open_app, press, rows, settled
from tests.waiting import until


@presses("report.bundle", "report.preview", "report.options")
async def test_all_appendices_are_looked_at_set_up_and_made_with_one_key(
    project: Project, tmp_path: Path
) -> None:
    i18n.set_language("id")
    project.edit_study(language="id")
    async with open_app(project) as (app, pilot):
        keys = Keys(app, pilot)
        app.screen.post_message(Go(Where.REPORT))
        await settled(app, pilot)
        page = app.screen
        assert isinstance(page, ReportPage)

        def shown() -> str:
            return str(page._document.title if page._document else "")

        page.desk.project.comments.add("Mana datanya?", code="KP", round="Bimbingan 2")
        await press(app, pilot, "down", "down", "down")
        await until(lambda: shown() == "Daftar informan")
        await settled(app, pilot)
        assert "Pedoman wawancara" in rows(app) and "Kartu bimbingan" in rows(app)
        await keys("report.preview", back=False)
        assert "Tabel 1. Daftar informan" in rows(app) and "Format" not in rows(app)
        await press(app, pilot, "escape")
        assert app.screen is page and "Format" in rows(app)

        await keys("report.options", back=False)
        assert isinstance(app.screen, Form)
        assert {"paper": "", "round": ""}.items() <= app.screen._answers().items()
        assert "menurut templat, atau A4" in rows(app)
        app.screen.query_one("#field-round", Choice).chosen = 1
        app.screen.query_one("#field-tables", Input).value = "nol"
        await press(app, pilot, "ctrl+s")
        assert isinstance(app.screen, Form) and "angka dari 1 sampai" in rows(app)
        app.screen.query_one("#field-tables", Input).value = "7"
        await press(app, pilot, "ctrl+s")
        assert app.screen is page and "tabel mulai 7" in rows(app)
        assert "pertemuan Bimbingan 2" in str(page.query_one("#options", Static).content)

        page.query_one("#out", Input).value = str(tmp_path / "lampiran.md")
        page.query_one("#kinds").focus()
        await keys("report.bundle", back=False)
        step = page.query_one("#step", Static)
        await until(lambda: "lampiran.md" in str(step.content))
        said = str(step.content)
    made = (tmp_path / "lampiran.md").read_text(encoding="utf-8")
    assert "Tabel 7. Daftar informan" in made and "Tidak dimuat karena belum ada isinya: " in said
    assert "Keterangan foto" in said and "Keterangan foto" not in made
    assert "Tidak dijilid: Daftar periksa COREQ, Perubahan (dapat dijilid lewat Pilihan, o)." in said
    kept = [row.report for row in Memory.load().recent if row.path == place_name(page.desk.project.place)]
    assert [one["tables"] for one in kept] == ["7"], "options are there at the next start"


async def test_a_click_only_chooses_and_a_report_is_in_the_language_of_the_study(
    project: Project, tmp_path: Path
) -> None:
    i18n.set_language("en")
    project.edit_study(language="id")
    async with open_app(project) as (app, pilot):
        app.screen.post_message(Go(Where.REPORT))
        await settled(app, pilot)
        page = app.screen
        assert isinstance(page, ReportPage)
        layout = tmp_path / "mine.yaml"
        layout.write_text("tables:\n  tbl-nope:\n    caption: X\n", encoding="utf-8")
        chosen = {"tables": "12", "appendices": "3", "style": "fakultas.docx", "layout": str(layout)}
        page._keep(chosen)
        folder = project.path.parent
        before = set(folder.iterdir())
        for _again in range(2):
            await pilot.click("#kinds", offset=(8, 3))
            await until(lambda: page._document is not None and page._document.title == "Daftar informan")
            await settled(app, pilot)
            assert page.chosen and page.chosen.name == "informants"
            assert not page.query_one("#told").display and set(folder.iterdir()) == before
        await until(lambda: "Tabel 12. Daftar informan" in rows(app))

        page.query_one("#out", Input).value = str(tmp_path / "made.md")
        page.query_one("#kinds").focus()
        await press(app, pilot, "l")
        await until((tmp_path / "made.md").exists)
        assert "Lampiran 3. Daftar informan" in (tmp_path / "made.md").read_text(encoding="utf-8")
        await settled(app, pilot)
        said = str(page.query_one("#step", Static).content)
        assert "fakultas.docx was not used" in said and "mine.yaml, line 2: this report has no table" in said
        page.query_one("#language", Choice).chosen = 1
        await settled(app, pilot)
        await press(app, pilot, "escape")
        app.screen.post_message(Go(Where.REPORT))
        await settled(app, pilot)
        assert app.screen is not page and app.screen.query_one("#language", Choice).value == "en"
    kept = [row.report for row in Memory.load().recent if row.path == place_name(project.place)]
    assert kept == [{**chosen, "language": "en"}]


def test_a_template_that_cannot_be_used_is_told_in_the_form(tmp_path: Path) -> None:
    wrong = options_form({}, ())._check
    assert wrong is not None and not wrong({"style": "", "layout": " "})
    (tmp_path / "not.docx").write_bytes(b"nothing")
    (tmp_path / "not.yaml").write_text("nothing: here\n", encoding="utf-8")
    for name in ("style", "layout"):
        for file in ("gone.docx", "not.docx" if name == "style" else "not.yaml"):
            told = wrong({name: str(tmp_path / file)})
            assert told and told[0] == name, (name, file)


def test_options_are_understood_and_said() -> None:
    options = {
        "paper": "f4", "appendices": "C", "tables": "3", "style": "~/fakultas.docx", "since": "2026-01-02",
        "without": "photos\nchanges", "round": "sempro",
    }  # fmt: skip
    assert asked_of(options) == Asked("2026-01-02", "sempro", (), ("photos", "changes"))
    style = Path("~/fakultas.docx").expanduser()
    assert setup_of(options, "docx") == PageSetup(None, style, "f4", "C", 3, None, None)
    assert setup_of(options, "pdf").style is None, "a Word template is for Word files"
    with i18n.using("en"):
        assert unused_of(options, "md") == "fakultas.docx was not used: a Word template is for Word files."
    assert unused_of(options, "docx") == unused_of({}, "md") == ""
    with i18n.using("en"):
        assert said_of(options).startswith(
            "F4, appendices from C, tables from 3, since 2026-01-02, meeting sempro"
        )
        assert "fakultas.docx" in said_of(options) and said_of(options).endswith("without 2")
    assert said_of({"paper": ""}) == "" and setup_of({}, "docx") == PageSetup() == setup_of(
        {"paper": ""}, "md"
    )
    assert said_of({"paper": "a4"}) == "A4" and setup_of({"paper": "a4"}, "docx").paper == "a4"


def test_a_meeting_is_one_of_those_that_comments_name() -> None:
    def offered(rounds: tuple[str, ...], kept: str = "") -> list[str]:
        fields = options_form({"round": kept}, (), rounds)._fields
        return [
            value
            for one in fields
            if isinstance(one, Pick) and one.name == "round"
            for value, _ in one.options
        ]

    assert offered(()) == []
    assert offered(("Sempro", "Bimbingan 1")) == ["", "Bimbingan 1", "Sempro"]
    assert offered(("Sempro",), "sempro") == ["", "sempro"]
    assert offered((), "Sidang") == ["", "Sidang"], "what was chosen stays to be seen and taken back"


def test_a_long_report_is_begun_and_says_how_much_follows() -> None:
    def table(count: int) -> Table:
        made = tuple(Row((cell(f"baris {n}"),)) for n in range(count))
        return Table("T", (Column(),), ((cell("A"),),), made)

    blocks = (Heading("Satu", kind="appendix"), table(3), table(1400), Paragraph(text("akhir")), table(5))
    shown, tables, left = beginning(blocks, 10)
    assert [len(block.rows) for block in shown if isinstance(block, Table)] == [3, 6]
    assert (len(shown), tables, left) == (3, 2, 1399)
    assert beginning(blocks, 2000) == (blocks, 0, 0)
    document = Document("J", "", "id", datetime(2024, 1, 1, tzinfo=UTC), blocks)
    assert "Lampiran A. Satu" in as_text(document, 40)
