"""From the findings to the examination: every blank and verdict on the matrix, every hole leads to where it is mended."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import OptionList, Static

from qualcode.project import Project
from qualcode.tui.forms import Form
from qualcode.tui.going import Go, Where
from qualcode.tui.reader import Reader
from tests.tui.pages import FIRST, SECOND, open_app, rows, settled


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Project:
    """K1 supports the claim and qualifies it, D1 contradicts it, M1 is silent, S1 was never interviewed, T1 not asked."""
    said = {"D1": "Saya belum pernah melihat kasnya.", "M1": "Cuacanya baik.", "T1": "Saya lewat saja."}
    project.informants.add("M1", "MAS", level=1)
    project.informants.add("S1", "SEK", level=1)
    project.informants.add("T1", "TAM", level=1)
    for who, words in said.items():
        file = tmp_path / f"{who}.txt"
        file.write_text(f"{who}: {words}\n", encoding="utf-8")
        project.sources.add(file, informants=[who])
    supports = project.codings.add("K1.txt", *SECOND, "KP-TRN")
    against = project.codings.add("D1.txt", 4, 4 + len(said["D1"]), "KP-TRN")
    project.findings.add("Kas dibuka.", codes=["KP-TRN"])
    project.findings.link("F1", str(supports.uid), "supports")
    project.findings.link("F1", str(against.uid), "contradicts")
    project.findings.mark("F1", "not_asked", informants=["T1"])
    project.findings.adjudicate("F1", "PARTIAL", "D1 datang kemudian")
    project.findings.member_check("F1", "D1", "refused", note="Bukan begitu")
    return project


async def test_the_matrix_tells_blanks_apart_and_shows_what_people_decided(study: Project) -> None:
    async with open_app(study, (130, 36)) as (app, pilot):
        app.screen.post_message(Go(Where.MATRIX))
        await settled(app, pilot)
        head, signs = (
            next(line for line in rows(app).splitlines() if word in line) for word in ("Status", "F1")
        )
        assert [sign for sign in signs.split("Kas dibuka.")[1].split()[:5]] == ["+", "-", "0", "NA", "TT"], (
            head
        )
        for words in ("0 silent", "NA no source", "TT not asked", "own: partial agreement", "✗ refused: D1"):
            assert words in rows(app)
        for _column in range(5):
            await pilot.press("right")
        await settled(app, pilot)
        said = str(app.screen.query_one("#words", Static).content)
        for words in ("silent: MAS", "own: partial agreement (Rini, ", "D1 datang kemudian", "(Bukan begitu)",
                      "✓ sources: 2 groups report", "– methods: "):  # fmt: skip
            assert words in said, words
        await pilot.press("s")
        await settled(app, pilot)
        assert "· strict" in rows(app).splitlines()[0]
        await pilot.press("v")
        await settled(app, pilot)
        app.screen.query_one("#field-reason").value = ""  # type: ignore[attr-defined]
        await pilot.press("ctrl+s")
        await settled(app, pilot)
        assert isinstance(app.screen, Form) and "needs a reason" in rows(app)


async def test_a_case_is_read_and_every_hole_leads_to_where_it_is_mended(
    study: Project, tmp_path: Path
) -> None:
    async with open_app(study, (130, 40)) as (app, pilot):
        app.screen.post_message(Go(Where.FINDINGS))
        await settled(app, pilot)
        assert "✗ refused: D1" in rows(app) and "(Bukan begitu)" in rows(app)
        await pilot.press("r")
        await settled(app, pilot)
        seen = rows(app)
        asked = str(app.screen.query_one("#question", Static).content)
        assert asked.endswith("What makes you decide otherwise?")
        for words in ("+  1/1  PGL: K1 +", "-  1/1  PDP: D1 -", "MAS: silent",
                      "“Kasnya dibuka semua.”", "“Saya belum pernah", "explanation missing", "silent groups (MAS)"):  # fmt: skip
            assert words in seen, words
        kinds = [hole.kind for hole in study.defence.ready("F1").holes]
        assert kinds[:3] == ["no explanation", "silent groups", "one-person cells"]

        await pilot.press("enter")
        await settled(app, pilot)
        assert isinstance(app.screen, Form) and "Why sources differ (F1)" in rows(app)
        await pilot.press(*"beda", "ctrl+s")
        await settled(app, pilot)
        assert study.findings.get("F1").explanation == "beda"
        assert "explanation missing" not in rows(app) and "silent groups (MAS)" in rows(app)

        await pilot.press("enter")  # the hole that took the place of the closed one
        await settled(app, pilot)
        assert "mark them as not asked" in rows(app)
        await pilot.press("right", "enter")
        await settled(app, pilot)
        assert app.screen.query_one("#field-names").value == "MAS"  # type: ignore[attr-defined]
        await pilot.press("ctrl+s")
        await settled(app, pilot)
        assert "MAS: not asked" in rows(app)

        holes = app.screen.query_one("#holes", OptionList)
        kinds = [hole.kind for hole in study.defence.ready("F1").holes]
        holes.highlighted = 1 + kinds.index("one method")
        await pilot.press("enter")
        await settled(app, pilot)
        assert type(app.screen).__name__ == "QuotesPage" and "2 quotes" in rows(app)
        await pilot.press("escape")
        await settled(app, pilot)

        case = app.screen.query_one("#case", OptionList)
        lines = [line.opens for line in app.screen._lines]  # type: ignore[attr-defined]
        case.focus()
        case.highlighted = lines.index("quote")
        await pilot.press("enter")
        await settled(app, pilot)
        assert app.screen.query_one(Reader).target == SECOND
        await pilot.press("escape")
        await settled(app, pilot)

        await pilot.press("w")
        await settled(app, pilot)
        app.screen.query_one("#field-file").value = str(tmp_path / "sidang.md")  # type: ignore[attr-defined]
        await pilot.press("ctrl+s")
        await settled(app, pilot)
        await settled(app, pilot)
    assert "D1 datang kemudian" in (tmp_path / "sidang.md").read_text(encoding="utf-8")


async def test_without_findings_both_pages_say_what_to_do(project: Project) -> None:
    async with open_app(project) as (app, pilot):
        for where, words in ((Where.READY, "Nothing to defend yet"), (Where.MATRIX, "No findings yet")):
            app.screen.post_message(Go(where))
            await settled(app, pilot)
            assert words in rows(app)
            for key in ("r", "v", "m", "n", "w", "enter", "s", "b"):
                await pilot.press(key)
            await settled(app, pilot)
            assert not isinstance(app.screen, Form)
            await pilot.press("escape")
            await settled(app, pilot)
        project.findings.add("Tanpa bukti.")
        app.screen.post_message(Go(Where.READY))
        await settled(app, pilot)
        assert "What does this claim rest on" in rows(app) and "no evidence" in rows(app)


def test_evidence_stands_in_the_column_where_it_is_counted(study: Project) -> None:
    def stances(by: str, column: str) -> list[str | None]:
        return [row.stance for row in study.findings.evidence_in("F1", by, column)]

    assert stances("group", "PGL") == ["supports"] and stances("group", "PDP") == ["contradicts"]
    assert stances("group-method", "PGL × interview") == ["supports"]
    assert stances("method", "interview") == [], "no other method looked at the same"
    assert stances("coder", "Rini") == [], "nobody else read it"
    first = study.coder
    study.coder = "Budi"
    study.findings.link("F1", str(study.codings.add("K1.txt", *FIRST, "KP-MSY").uid), "qualifies")
    study.coder = first
    assert stances("coder", "Budi") == ["qualifies"] and stances("coder", "Rini") == ["supports"]
    assert stances("group", "nobody") == []
    with pytest.raises(Exception, match="--by"):
        stances("weather", "PGL")
