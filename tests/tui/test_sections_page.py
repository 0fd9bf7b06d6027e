"""Sections of the report: asked for by forms that offer what the project has, in an order, and looked at."""

from __future__ import annotations

from textual.widgets import DataTable, Input, OptionList, Static

from qualcode import i18n
from qualcode.project import Project
from qualcode.tui.forms.some import Some
from qualcode.tui.going import Go, Where
from tests.tui.keys_pressed import Keys, presses
from tests.tui.pages import fill, open_app, press, rows, settled


@presses("report.sections", "sections.add", "sections.edit", "sections.preview", "sections.later", "sections.earlier",
         "sections.remove", "preview.edit", "some.take")  # fmt: skip
async def test_a_section_is_asked_for_moved_looked_at_taken_out_and_brought_back(
    project: Project, tmp_path
) -> None:
    i18n.set_language("id")
    fill(project, tmp_path)
    async with open_app(project) as (app, pilot):
        keys = Keys(app, pilot)
        app.screen.post_message(Go(Where.REPORT))
        await settled(app, pilot)
        assert "Bagian: 0 (F6)" in rows(app)
        await keys("report.sections", back=False)
        assert "Tekan n untuk meminta satu bagian." in " ".join(rows(app).split())

        # A kind that needs what the project does not have is not begun.
        await keys("sections.add", back=False)
        assert "Sebaran satu ciri" in rows(app)
        await press(app, pilot, "ctrl+s")
        assert "belum punya pilihan untuk" in next(iter(app._notifications)).message

        await press(app, pilot, "n")
        kinds = app.screen.query_one(OptionList)
        kinds.highlighted = [
            str(kinds.get_option_at_index(n).prompt) for n in range(kinds.option_count)
        ].index("Perbandingan kelompok")
        await press(app, pilot, "enter")
        codes = app.screen.query_one(Some)
        await press(app, pilot, "f9")
        assert codes.has_focus and "belum diisi" in rows(app)
        await press(app, pilot, "n")
        await keys("some.take", back=False)
        assert codes.taken == ["NR"]
        await pilot.click(codes, offset=(6, 0))
        await settled(app, pilot)
        assert codes.taken == ["KP", "NR"]
        number = app.screen.query_one("#field-quotes", Input)
        number.value = "banyak"
        await press(app, pilot, "f9")
        assert "jawaban ini" in rows(app) and number.has_focus
        number.value = "1"
        await press(app, pilot, "f9")
        assert project.sections.list()[0].settings == {"codes": ["KP", "NR"], "quotes": 1}

        project.sections.add("links", "Masalah")
        app.screen.project_changed("section.add")
        await settled(app, pilot)
        await keys("sections.later", back=False)
        assert [row.kind for row in project.sections.list()] == ["links", "compare"]
        table = app.screen.query_one(DataTable)
        assert table.cursor_row == 1, "the cursor goes with the section"
        assert "kode: KP, NR" in rows(app)
        await keys("sections.preview", back=False)
        assert "Kepercayaan" in rows(app) and "Tabel 1." in rows(app)
        await keys("preview.edit")
        await press(app, pilot, "escape")
        await keys("sections.earlier", "sections.edit")
        await keys("sections.remove", back=False)
        assert [row.kind for row in project.sections.list()] == ["links"]
        await press(app, pilot, "u")
        assert [row.kind for row in project.sections.list()] == ["compare", "links"]

        # A figure is asked in two steps: what it is of, then what means something for it.
        await press(app, pilot, "n", "end", "enter", "end", "enter")
        assert "Gambar: jaringan" in rows(app) and "Kelompok" in rows(app) and "Kode" not in rows(app)
        await press(app, pilot, "f9")
        assert project.sections.list()[-1].settings == {"of": "network"}
        assert app.screen.query_one(DataTable).cursor_row == 2, "the cursor goes to what was made"
        await press(app, pilot, "up", "up")

        # What a section names may be gone; it says so where it stands, and can be mended.
        project.codebook.remove("NR", with_codings=True, children="remove")
        app.screen.project_changed("code.remove")
        await settled(app, pilot)
        assert "Laporan tidak dapat memuatnya" in str(app.screen.query_one("#words", Static).render())
