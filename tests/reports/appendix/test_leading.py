"""Each appendix names its tables in a sentence, which Word keeps right."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO

import pytest
from lxml import etree

from qualcode.i18n import using
from qualcode.project.appendices.kinds import APPENDICES
from qualcode.reports import render
from qualcode.reports.appendix.leading import FIGURES, TABLES, led
from qualcode.reports.document import (
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    Run,
    Table,
    cell,
    plain,
    text,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def table(anchor: str) -> Table:
    return Table("Isi", (Column(),), (), (Row((cell("x"),)),), anchor=anchor)


def made(*blocks: Block, language: str = "id") -> Document:
    return Document("T", "", language, datetime(2024, 3, 12, tzinfo=UTC), blocks)


def sentence(document: Document, position: int) -> str:
    block = document.blocks[position]
    assert isinstance(block, Paragraph)
    return plain(tuple(map(document.resolve, block.runs)))


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "Tabel 1"), (2, "Tabel 1 dan Tabel 2"), (9, "Tabel 1 sampai Tabel 9")],
)
def test_tables_are_named_by_their_numbers(count: int, said: str):
    with using("id"):
        shown = tuple(led("codebook", [table(f"t{n}") for n in range(count)]))
    assert sentence(made(*shown), 0) == f"Pengertian setiap kode dimuat dalam {said}."


def test_the_sentence_stands_before_what_it_leads_to_and_only_where_there_is_something():
    remark = Paragraph(text("9 of 9"))
    with using("en"):
        assert list(map(type, led("consent", [remark, table("t")]))) == [Paragraph, Paragraph, Table]
        assert type(next(led("transcripts", [Heading("W1", 2), table("t")]))) is Paragraph
        assert list(led("consent", [remark])) == [remark]
        assert list(led("consent", [table("")])) == [table("")], "what has no anchor has no label"
        assert list(led("saturation", [table("t")])) == [table("t")]


def test_word_keeps_the_numbers_of_tables_and_appendices_right():
    with using("id"):
        blocks = (
            Heading("Satu", kind="appendix", anchor="a"),
            *led("codebook", [table("t")]),
            Paragraph((Run("–", link="a", label=True),)),
        )
    with zipfile.ZipFile(BytesIO(render(made(*blocks), "docx"))) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    fields = {f.get(W + "instr").strip(): "".join(f.itertext()) for f in body.iter(W + "fldSimple")}
    assert fields["REF t \\h"] == "Tabel 1" and fields["REF a \\r \\h"] == "Lampiran A"


def test_every_sentence_is_of_an_appendix_and_has_its_gap():
    assert set(TABLES) | set(FIGURES) <= set(APPENDICES)
    for language in ("en", "id"):
        with using(language):
            assert all("{tables}" in said() for said in TABLES.values())
            assert all("{figures}" in said() for said in FIGURES.values())
