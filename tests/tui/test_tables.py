"""Density, ranks and codes in order; pages of crossings, saturation and attributes; charts of plain characters."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Input, OptionList, Static

from qualcode.project import Project
from qualcode.tui.analyses.chart import Mark, Step, bar, bars, growth
from qualcode.tui.app import QualcodeApp
from qualcode.tui.forms import Form
from qualcode.tui.going import Go, Where
from qualcode.tui.heat import HeatMatrix
from tests.tui.pages import open_app, press, rows, settled

SAID = {
    "K1": "Kas dibuka tiap bulan. Dulu kas tertutup dan orang curiga.",
    "K2": "Semua percaya sekarang. Dulu tidak ada yang percaya.",
    "D1": "Catatannya rapi, jadi kami percaya.",
}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three interviews in two groups, with periods, a chain and attributes."""
    place = tmp_path_factory.mktemp("tabel")
    with Project.create(place / "studi", coder="Rini", title="Studi kecil") as made:
        for code, parent in (
            ("KP", None),
            ("KP-TRN", "KP"),
            ("KP-AGT", "KP"),
            ("MS", None),
            ("MS-CRG", "MS"),
        ):
            made.codebook.add(code, parent=parent, name_id=code.title(), name_en=code.title())
        for code, group in (("K1", "PGL"), ("K2", "PGL"), ("D1", "DIN")):
            made.informants.add(code, group)
            (place / f"{code}.txt").write_text(f"{code}: {SAID[code]}\n", encoding="utf-8")
            made.sources.add(place / f"{code}.txt", informants=[code])
        ids = {}
        for who, words, code, period, valence in (
            ("K1", "Kas dibuka tiap bulan.", "KP-TRN", "kini", "strengthens"),
            ("K1", "kas tertutup dan orang curiga", "MS-CRG", "dulu", None),
            ("K1", "kas tertutup", "KP-TRN", "dulu", "weakens"),
            ("K2", "Semua percaya sekarang.", "KP-AGT", "kini", "strengthens"),
            ("K2", "tidak ada yang percaya", "MS-CRG", "dulu", None),
            ("D1", "kami percaya", "KP-AGT", "kini", "strengthens"),
        ):
            text = f"{who}: {SAID[who]}\n"
            start = text.index(words)
            ids[who, code, period] = made.codings.add(
                f"{who}.txt", start, start + len(words), code, valence=valence, period=period
            )
        made.codings.link(
            str(ids["K1", "KP-TRN", "dulu"].uid), "cause_of", str(ids["K1", "MS-CRG", "dulu"].uid)
        )
        made.codings.link(
            str(ids["K1", "KP-TRN", "kini"].uid), "solution_to", str(ids["K1", "MS-CRG", "dulu"].uid)
        )
        table = place / "survei.csv"
        table.write_text(
            "id,hasil,umur,modal,omzet\nK1,naik,41,100,80\nK2,turun,30,50,\nD1,naik,52,0,7\n",
            encoding="utf-8",
        )
        made.attributes.import_table(table)
    return place


@pytest.fixture
def project(study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    shutil.copy(study / "studi.qualcode", tmp_path / "studi.qualcode")
    with Project.open(tmp_path / "studi.qualcode", coder="Rini") as opened:
        yield opened


class Seen:
    """A page as a person sees it."""

    def __init__(self, app: QualcodeApp, pilot: object) -> None:
        self.app = app
        self.pilot = pilot

    async def type(self, *keys: str) -> None:
        await press(self.app, self.pilot, *keys)  # type: ignore[arg-type]

    async def fill(self, **answers: str) -> None:
        """Answer the form on top."""
        assert isinstance(self.app.screen, Form)
        for name, value in answers.items():
            self.app.screen.query_one(f"#field-{name}", Input).value = value
        await self.type("f9")

    @property
    def text(self) -> str:
        return rows(self.app)

    def line(self, begin: str) -> list[str]:
        """The cells of the row that begins so."""
        return next(row.split() for row in self.text.splitlines() if row.strip().startswith(begin))

    @property
    def words(self) -> str:
        return " ".join(str(self.app.screen.query_one("#words", Static).render()).split())

    @property
    def query(self) -> str:
        return self.app.screen.query_one("#query", Input).value


@asynccontextmanager
async def at(project: Project, where: Where, size: tuple[int, int] = (110, 32)) -> AsyncIterator[Seen]:
    async with open_app(project, size) as (app, pilot):
        app.screen.post_message(Go(where))
        await settled(app, pilot)
        yield Seen(app, pilot)


async def test_ranks_density_and_codes_in_order_open_their_quotes_and_are_remembered(
    project: Project,
) -> None:
    async with at(project, Where.MATRICES) as page:
        await page.type("8")
        assert page.line("KP ") == ["KP", "Kp", "1", "2/3▆", "2/2█", "3█", "4█"]
        assert "2 of 3 informants strengthen it only · in 2 of 2 groups" in page.words
        await page.type("right", "enter")
        assert page.query == "KP valence:strengthens counted:yes"
        await page.type("escape", "d")
        assert page.line("KP-AGT")[2:5] == ["1", "2/3▆", "2/2█"] and "lowest codes" in page.text
        await page.type("d")
        assert "codes right below KP" in page.text and "MS-CRG" not in page.text
        await page.type("7")
        assert page.line("KP-AGT")[2] == "2▅"
        await page.type("o")
        page.app.screen.query_one("#field-how").focus()
        await page.type("right", "right")
        await page.fill(characters="9")
        assert "within 9 characters" in page.text and "Codes × codes" in page.text
        await page.type("o")
        await page.fill(characters="x")
        assert "a distance is a whole number" in page.text
        await page.fill(characters="", coder="Rini")
        assert "follows in the same turn" in page.text
        matrix = page.app.screen.query_one(HeatMatrix)
        row = next(row for row in matrix._rows if row.label == "KP-TRN")
        assert row.cells[[c.name for c in matrix._columns].index("MS-CRG")].text == "1"
        await page.type("escape", "x")
        assert "follows in the same turn" in page.text, "what was chosen is remembered"


async def test_outcome_by_period_says_what_changed_and_in_whom(project: Project) -> None:
    async with at(project, Where.CROSSINGS) as page:
        assert "Which attribute tells how a case came out? Press o to choose it." in page.text
        await page.type("o")
        await page.fill(periods="dulu, kini")
        assert "2 groups, not cause and effect." in page.text and "hasil by period" in page.text
        assert page.line("MS-CRG")[2:] == ["1/1", "0/2", "↓1", "1/1", "0/1", "↓1"]  # of one alone no bar
        await page.type("end", "right", "right")
        assert "K1: mentioned → not spoken of" in page.words and "lost 1" in page.words
        await page.type("enter")
        assert page.query == "MS-CRG coding:2"
        await page.type("escape", "o")
        await page.fill(periods="dulu, nanti")
        assert "no coding speaks of the period nanti" in page.text and "Press o to choose anew." in page.text


async def test_branches_meet_in_layers_and_chains_lead_to_their_passages(project: Project) -> None:
    async with at(project, Where.CROSSINGS) as page:
        await page.type("2", "n")
        assert "Press o to choose them." in page.text
        await page.type("o")
        await page.fill(rows="KP", columns="MS", layers="KP-TRN MS")
        assert "all 2 layers" in page.text and page.line("KP-TRN")[2:] == ["1", "(1)█"]
        assert "1 turn · 1 informant" in page.words
        await page.type("enter")
        assert page.query == "(KP-TRN or MS-CRG) coding:1,2,3"
        await page.type("escape", "n", "n")
        assert "MS Ms" in page.text
        await page.type("3")
        assert page.line("KP-TRN Kp-Trn")[2:6] == ["MS-CRG", "KP-TRN", "1█", "1"]
        await page.type("enter")
        assert page.app.screen.query_one(OptionList).option_count == 3
        assert "Cause: kas tertutup" in page.text
        await page.type("down", "f9")
        assert type(page.app.screen).__name__ == "TranscriptPage"
        await page.type("escape", "4")
        assert page.line("KP-TRN")[2:5] == ["causes", "MS-CRG", "1█"]


async def test_saturation_is_drawn_told_in_a_table_and_adjusted(project: Project) -> None:
    async with at(project, Where.SATURATION, (80, 24)) as page:
        assert "not enough data: 3 coded units, and a base of 4 with a run of 2 needs 6" in page.text
        await page.type("o")
        await page.fill(base="0")
        assert "a number from 1 to 999" in page.text
        await page.fill(base="2", run="1", threshold="0")
        assert "saturated at 2+1: 2 units, and units 3–3 bring 0 new codes (0/3 of" in page.text
        assert "─ base ─" in page.text and page.line("+2") == ["+2", "+1", "+0"]
        assert page.app.screen.query_one("#warnings", Static).render() and "! " in page.text
        await page.type("t")
        assert page.line("2 ") == ["2", "K2", "–", "1", "3", "base", "KP-AGT"]
        await page.type("down", "enter")
        assert page.query == "only:KP-AGT informant:K2 counted:yes"
        await page.type("escape", "b", "h", "h", "r")
        assert "base 4, run 2, threshold 0%" in page.text and "not enough data" in page.text


async def test_attributes_are_described_crossed_and_divided(project: Project) -> None:
    async with at(project, Where.ATTRIBUTES) as page:
        assert page.line("naik")[1:] == [bar(1, 200)[: len(page.line("naik")[1])], "2", "67%"]
        assert "this is no random sample" in page.words
        await page.type("t", "down")
        assert "Mean 41 · Standard deviation 11" in page.words and "█" not in page.words
        await page.type("down", "down", "enter")
        assert page.line("KP")[1:3] == ["7", "1/1"] and "Beside quotes omzet" in page.text
        await page.type("o")
        await page.fill(attribute="hasil", codes="KP-AGT")
        assert page.line("KP-AGT")[1:3] == ["naik", "1/2"] and "“kami percaya” (W3/D1/l.1)" in page.words
        await page.type("enter")
        assert page.query == "KP-AGT attr:hasil=naik"
        await page.type("escape", "3")
        assert page.line("naik")[1:] == ["1", "(50%)▅", "1", "(50%)▅", "2"]
        await page.type("enter")
        assert page.query == "attr:hasil=naik group:DIN"
        await page.type("escape", "4", "o")
        await page.fill(budget="modal", spent="omzet", cost="modal", per="hasil=tinggal")
        assert "Economy 87% 87 / 100 n 2" in page.words
        assert "– undefined: what it is divided by is 0" in page.words and "measure no impact" in page.words
        await page.type("o")
        await page.fill(budget="hasil")
        assert "hasil is not of numbers only" in page.text


async def test_a_table_that_does_not_fit_is_told_line_by_line_and_one_that_does_can_be_undone(
    project: Project, tmp_path: Path
) -> None:
    before = project.history.head()
    bad = tmp_path / "salah.csv"
    bad.write_text("id,umur\nK1,muda\nK7,3\nK2,4\nK2,5\nD1,=A1\n", encoding="utf-8")
    good = tmp_path / "baik.csv"
    good.write_text("id,bantuan\nK1,ya\nK2,tidak\n", encoding="utf-8")
    async with at(project, Where.ATTRIBUTES) as page:
        await page.type("i")
        await page.fill(file=str(bad))
        told = page.text
        assert "Nothing was read in: 4 lines do not fit" in told
        assert [f"line {n}:" in told for n in (2, 3, 5, 6)] == [True] * 4 and "K7" in told
        await page.type("escape")
        assert "salah.csv, line 2" in page.text and project.history.head() == before
        await page.fill(file=str(good), types="bantuan=yes-no")
        assert page.line("bantuan")[:3] == ["bantuan", "informants", "yes"]
        await page.type("u")
        assert "bantuan" not in page.text.split("Undone")[0] and len(project.attributes.list()) == 4


EMPTY = (
    (Where.MATRICES, {"1": "The codebook is empty", "6": "The codebook is empty", "7": "The codebook is empty",
                      "8": "The codebook is empty", "5": "No attributes yet"}),
    (Where.CROSSINGS, {"1": "No attributes yet", "2": "The codebook is empty", "3": "No codings are linked yet"}),
    (Where.SATURATION, {"t": "not enough data: 0 coded units"}),
    (Where.ATTRIBUTES, {"1": "No attributes yet", "4": "No attributes yet"}),
)  # fmt: skip
"""What each page says by its keys where there is nothing."""


async def test_an_empty_project_answers_with_a_reason_on_every_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with Project.create(tmp_path / "leer", coder="Rini") as empty:
        async with at(empty, Where.MATRICES, (80, 24)) as page:
            for where, said in EMPTY:
                page.app.screen.post_message(Go(where))
                for key, words in said.items():
                    await page.type(key)
                    assert words in page.text, (where, key, page.text)
                await page.type("enter")
                assert words in page.text


def test_bars_end_at_eighths_and_show_whatever_is_above_nothing() -> None:
    assert (bar(1, 4), bar(0.5, 4), bar(0, 4), bar(0.001, 4)) == ("████", "██", "", "▏")
    assert [line.plain for line in bars([("ya", 1.0, "2"), ("tidak tahu", 0.5, "1")], 24)] == [
        "ya       ████████████ 2", "tidak t… ██████       1",
    ]  # fmt: skip
    assert bars([], 20) == []


def test_a_curve_grows_with_what_is_new_on_top_and_fits_whatever_there_is() -> None:
    steps = [Step("K1", 2, 2), Step("K2", 1, 3), Step("K3", 0, 3)]
    marks = [Mark(0, 1, "base"), Mark(2, 2, "long words", "0")]
    assert [line.plain.rstrip() for line in growth(steps, 30, 4, marks)] == [
        "  │      3     3",
        "3 │2     █████ ░░░░░",
        "  │█████ ░░░░░ ░░░░░",
        "0 └──────────────────",
        "   K1    K2    K3",
        "   +2    +1    +0",
        "   ─── base ── ─ 0 ─",
    ]
    many = [Step(f"K{n}", n % 2, n // 2) for n in range(1, 301)]
    assert all(len(line.plain) <= 40 for line in growth(many, 40, 8, [Mark(0, 3, "base")]))
    assert growth([], 40, 8) == [] and growth([Step("K1", 0, 0)], 9, 3)
