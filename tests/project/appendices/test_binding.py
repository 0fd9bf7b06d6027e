"""Appendices: each alone, all of them bound, in every format, also of a project without anything."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from qualcode.errors import BadInput
from qualcode.project import Project
from qualcode.project.appendices.asked import Asked
from qualcode.project.appendices.binding import bind
from qualcode.project.appendices.kinds import APPENDICES
from qualcode.reports import FORMATS, render
from qualcode.reports.document import Column, Heading, PageBreak, Row, Table, cell


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


def test_statistics_are_bound_only_where_somebody_asked_for_them(project: Project):
    assert not {"agreement", "saturation"} & set(bundled(project))
    project.sections.add("saturation")
    assert "saturation" in bundled(project) and "agreement" not in bundled(project)
    assert "agreement" in bundled(project, Asked(beside=("agreement",), without=("saturation",)))
    assert "saturation" not in bundled(project, Asked(without=("saturation",)))


def bundled(project: Project, asked: Asked | None = None) -> list[str]:
    """Kinds of a bundle, also those that have nothing to show."""
    found = bind(project, "lampiran", "en", asked)
    return [*(part.name for part in found.parts), *found.left_out]


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
