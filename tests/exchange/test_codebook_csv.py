"""Codebooks and other tables as CSV: safe in a spreadsheet, and back again unchanged."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode import resources
from qualcode.exchange.codebook import CodebookFile, CodeSpec
from qualcode.exchange.codebook_csv import COLUMNS, dump_codebook_csv, load_codebook_csv
from qualcode.exchange.codebook_yaml import load_codebook
from qualcode.exchange.problems import FileProblems
from qualcode.exchange.tables import guard, unguard

FORMULA = ("=", "+", "-", "@", "\t", "\r")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_packaged_codebook_survives_a_spreadsheet(delimiter: str) -> None:
    book = load_codebook(resources.codebook_path("social-capital"))
    assert load_codebook_csv(dump_codebook_csv(book, delimiter)).codes == book.codes


def test_excel_sees_utf8_and_no_formula() -> None:
    book = CodebookFile(
        "b", (CodeSpec("=A1", name_id="=HYPERLINK(1)", short_def_en="-1", cues_id=("=siap",)),)
    )
    written = dump_codebook_csv(book)
    assert written.startswith("\ufeffcode,parent,")
    assert "\r\n'=A1,,'=HYPERLINK(1)," in written
    assert load_codebook_csv(written).codes == book.codes


@given(st.text(alphabet="'=+-@ab\t＝", max_size=6))
@settings(max_examples=200)
def test_a_guarded_cell_is_no_formula_and_comes_back(cell: str) -> None:
    assert unguard(guard(cell)) == cell
    assert not guard(cell).startswith(FORMULA)


def test_a_file_saved_by_excel_in_indonesia_is_read(tmp_path: Path) -> None:
    path = tmp_path / "buku kode.csv"
    path.write_bytes(
        'sep=;\r\nCode;Name_id;Short def id\r\nA;Saté;"dua\r\nbaris"\r\n;;\r\nB;Dua;\r\n'.encode("cp1252")
    )
    book = load_codebook_csv(path)
    assert book.name == "buku kode"
    assert [(code.code, code.name_id, code.short_def_id) for code in book.codes] == [
        ("A", "Saté", "dua\nbaris"),
        ("B", "Dua", ""),
    ]


def test_every_problem_is_told_with_the_line_its_row_begins_on() -> None:
    text = (
        "code,name_id,short_def_id,type,version,changed_at,parent\n"
        'A,Satu,"two\nlines",,,2026-01-31,\n'
        "a,Lagi,,felt,x,soon,Z\n"
        ",Tanpa kode,,,,,\n"
    )
    with pytest.raises(FileProblems) as caught:
        load_codebook_csv(text, "book.csv")
    assert [problem.line for problem in caught.value.problems] == [4, 4, 4, 4, 4, 5]
    assert caught.value.message.startswith("book.csv, line 4: ")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "empty"),
        ("code,name_id\n", "no code"),
        ("name_id\nx\n", "the column code is missing"),
        ("code,name_id,colr\nA,a,b\n", "unknown column colr"),
        ("code,name_id,code\nA,a,B\n", "twice"),
        ("code,name_id\nA,a,b\n", "more cells"),
        ('code,name_id\nA,"a\n', "not CSV"),
    ],
)
def test_what_is_no_codebook_is_refused(text: str, word: str) -> None:
    with pytest.raises(FileProblems, match=word):
        load_codebook_csv(text)


def test_columns_are_the_fields_of_the_record() -> None:
    spec = CodeSpec(
        "A", name_id="a", origin="inductive", status="review", version=3, changed_on=date(2026, 1, 2)
    )
    written = dump_codebook_csv(CodebookFile("b", (spec,)))
    cells = dict(zip(COLUMNS, written.splitlines()[1].split(","), strict=True))
    assert (cells["type"], cells["status"], cells["version"], cells["changed_at"]) == (
        "inductive", "review", "3", "2026-01-02",
    )  # fmt: skip
