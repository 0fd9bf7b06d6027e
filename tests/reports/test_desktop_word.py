"""Word files laid out by LibreOffice, page by page."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

from qualcode.reports import render
from qualcode.reports.document import (
    Cell,
    Column,
    Comment,
    Contents,
    Document,
    Paragraph,
    Row,
    Run,
    Table,
    cell,
    text,
)
from qualcode.reports.layout import Layout
from qualcode.reports.triangulation import triangulation

pytestmark = pytest.mark.desktop

Program = Callable[[str], str]


def pages(program: Program, place: Path, word: bytes) -> list[str]:
    """The text of each page, as LibreOffice lays it out."""
    path = place / "report.docx"
    path.write_bytes(word)
    profile = f"-env:UserInstallation=file://{place}/profile"
    convert = [
        program("soffice"),
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(place),
        str(path),
    ]
    subprocess.run(convert, capture_output=True, check=True, timeout=300)
    read = [program("pdftotext"), "-layout", "-enc", "UTF-8", str(path.with_suffix(".pdf")), "-"]
    return subprocess.run(read, capture_output=True, check=True, timeout=300).stdout.decode().split("\f")[:-1]


def report(samples: ModuleType) -> Document:
    """The sample with many quotes, a footnote, a comment and lists of what is in it."""
    given = samples.sample("id")
    quotes = tuple(
        replace(quote, unit=f"K{n}", text=f"{quote.text} {n}") for n in range(30) for quote in given.codings
    )
    document = triangulation(replace(given, codings=quotes))
    said = Comment("Periksa lagi.", "Dosen Contoh", datetime(2024, 3, 1, tzinfo=UTC))
    noted = Paragraph((Run("Kalimat", footnote=text("Catatan kaki pertama.")),), comments=(said,))
    # Words in italics that upright would take a line less.
    tale = (
        "Catatan panjang: apa artinya bagi warga dan bagi petugas di lapangan, yang sama-sama tahu "
        "bahwa harga barang naik lagi, dan mengapa mereka saja"
    )
    rows = tuple(Row((cell(str(n)), Cell((Run(f"{tale} ({n})", italic=True),)))) for n in range(100, 200))
    slanted = Table("Tafsir", (Column(), Column(5.0)), ((cell("Satuan "), cell("Tafsir")),), rows)
    blocks = (Contents("tables"), Contents("figures"), noted, *document.blocks, slanted, table_after())
    return replace(document, blocks=blocks, layout=Layout(page_start=55))


def table_after() -> Table:
    return Table("Tabel sesudahnya", (Column(),), (), (Row((cell("x"),)),))


@pytest.mark.parametrize("own", ["", "template"])
def test_every_page_of_a_table_says_what_it_is(
    samples: ModuleType, faculty: ModuleType, program: Program, tmp_path: Path, own: str
):
    document = report(samples)
    shown = pages(program, tmp_path, render(document, "docx", style=faculty.template() if own else None))
    assert "Catatan kaki pertama." in "".join(shown)
    last = next(n for n, page in enumerate(shown) if "Kutipan menurut kode" in page and n > 2)
    number = re.findall(r"(Tabel \d+)\. Kutipan menurut kode", shown[last])[0]
    further = [n for n, page in enumerate(shown) if f"{number} (lanjutan)" in page and n > last]
    assert len(further) > 3 and further == list(range(further[0], further[-1] + 1))
    for page in shown:
        rows = [line.strip() for line in page.split("\n") if line.strip()]
        heads = [n for n, line in enumerate(rows) if line.startswith("Satuan ")]
        assert all(rows[n - 1].startswith("Tabel ") for n in heads), "the head of a table without its name"
    if not own:
        assert told(shown), "every line of the contents has a page"
        for words, page in told(shown):
            assert words in "".join(shown[page - 55].split()), (words, page)


def told(shown: list[str]) -> list[tuple[str, int]]:
    """The lines of the contents, without spaces, and the pages they name."""
    lines = [line for page in shown for line in page.split("\n") if "....." in line]
    return [
        ("".join(words.split()), int(page)) for words, page in (re.split(r"\.{5,}", one) for one in lines)
    ]
