"""Appendices: each alone, all of them bound, in every format, also of a project without anything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from qualcode.errors import BadInput
from qualcode.project import Project
from qualcode.project.appendices.asked import Asked
from qualcode.project.appendices.binding import bind
from qualcode.project.appendices.kinds import APPENDICES
from qualcode.project.appendices.statistics import reminder
from qualcode.reports import FORMATS, render
from qualcode.reports.appendix.statistics import Statistics
from qualcode.reports.document import Column, Heading, PageBreak, Row, Table, cell
from qualcode.reports.sections.data import RunRow, SaturationBody
from tests.project.conftest import span


@pytest.mark.parametrize("name", [*APPENDICES, "lampiran"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_an_empty_project_has_each_with_a_sentence(project: Project, name: str, language: str):
    document = project.reports.document(name, language=language)
    assert document.blocks
    assert not any(label.endswith(" ") for label in document.labels.values())


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_project_gives_the_same_bytes(project: Project, format: str):
    assert project.reports.render("lampiran", format) == project.reports.render("lampiran", format)


def test_what_has_nothing_to_show_is_not_bound_and_is_named(project: Project):
    found = bind(project, "lampiran", "en")
    assert all(not part.body.is_empty for part in found.parts)
    assert {part.name for part in found.parts}.isdisjoint(found.left_out)


def test_agreement_and_saturation_are_bound_where_they_come_to_a_result(project: Project, k1: str):
    def bound(asked: Asked | None = None) -> tuple[list[str], Sequence[str], Sequence[str]]:
        found = bind(project, "lampiran", "en", asked)
        both = ("agreement", "saturation")
        return (
            [part.name for part in found.parts if part.name in both],
            [name for name in found.left_out if name in both],
            found.not_bound,
        )

    def coding(code: str, coder: str) -> dict[str, object]:
        start, stop = span("Dirembug bareng")
        return {"source": k1, "start": start, "stop": stop, "code": code, "coder": coder}

    project.codings.add_many([coding("KP-MSY", "Rara")])
    never = ("coreq", "changes")
    assert bound() == ([], ["saturation", "agreement"], never), "one coder, one interview"
    project.sections.add("saturation", base=1, run=1)
    assert bound()[0] == ["saturation"], "a section asks for it"
    project.codings.add_many([coding("KP-MSY", "Dua"), coding("KP-TRN", "Dua")])
    assert bound() == (["saturation"], ["agreement"], never), (
        "nobody was given turns: they may share the work"
    )
    assert bound(Asked(beside=("agreement",)))[0] == ["saturation", "agreement"], "it says why there is none"
    project.coders.assign("Dua")
    assert bound() == (["saturation", "agreement"], [], never)
    assert bound(Asked(without=("agreement", "saturation", "coreq"))) == ([], [], ("changes",))


def test_what_is_for_the_researcher_is_told_and_not_printed(project: Project, k1: str, tmp_path: Path):
    (tmp_path / "foto.csv").write_text(f"source,foto\n{k1},Buku kas terbuka\n", encoding="utf-8")
    project.attributes.import_table(tmp_path / "foto.csv")
    told = project.reports
    shown = str(told.document("photos", language="en").blocks)
    assert "Buku kas terbuka" in shown and "recognised" not in shown
    assert len(told.reminders) == 1 and "recognised" in told.reminders[0]
    assert "Buku kas terbuka" in str(told.document("lampiran", language="en").blocks)
    assert len(told.reminders) == 1, "saturation has no result here"
    told.document("codebook")
    assert not told.reminders
    body = SaturationBody("reached", 1, (), (RunRow(1, 2, 0, 0.0, True),), ())
    assert reminder(Statistics("saturation", (body,), asked=False)) and not reminder(
        Statistics("saturation", (body,))
    )


def test_an_appendix_that_there_is_not_is_said_so(project: Project):
    with pytest.raises(BadInput, match="--with"):
        bind(project, "lampiran", "en", Asked(beside=("nothing",)))


def test_between_two_wide_appendices_no_upright_page_comes(project: Project):
    table = Table(
        "Lebar", (Column(),), ((cell("Kolom"),),), (Row((cell("isi"),)),), anchor="wide", landscape=True
    )
    blocks = (
        Heading("Satu", kind="appendix"),
        table,
        PageBreak(),
        Heading("Dua", kind="appendix"),
        replace(table, anchor="wider"),
        PageBreak(),
        Heading("Tiga", kind="appendix"),
    )
    document = replace(project.reports.document("guide"), blocks=blocks)
    assert document.landscape == {0, 1, 2, 3, 4}
    word = ZipFile(BytesIO(render(document, "docx"))).read("word/document.xml").decode()
    assert [part[1] for part in re.finditer(r"<w:pgSz [^>]*?(landscape)?\"/>", word)] == [
        "landscape",
        None,
    ], "it begins turned, its title too"
