"""Each appendix as a file of its own: numbered as in the bundle, in a folder; what has nothing to show is named."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
import pytest

from qualcode.errors import BadInput
from qualcode.project import Project
from qualcode.project.appendices.asked import Asked
from qualcode.project.appendices.binding import bind
from qualcode.project.page_setup import PageSetup
from qualcode.reports import FORMATS
from qualcode.reports.appendix import carried
from qualcode.reports.appendix.binding import apart, bound
from qualcode.reports.document import Document, Facts, Heading, Table, plain
from qualcode.reports.layout import Layout
from tests.project.conftest import span


def test_files_keep_their_numbers_and_say_what_they_are(project: Project, k1: str, tmp_path: Path):
    written = project.reports.write_apart(
        tmp_path / "lampiran",
        format="md",
        language="id",
        asked=Asked(without=("consent",)),
        setup=PageSetup(appendices_from="3"),
    )
    names = [path.name for path in written]
    assert names[:2] == ["study-lampiran-03-informants.md", "study-lampiran-04-transcripts.md"]
    first = written[1].read_text(encoding="utf-8")
    assert "Lampiran 4. Transkrip wawancara" in first and "Lampiran 3" not in first
    assert "Interview guide" in project.reports.left_out, "in the language of whoever is told"
    again = project.reports.write_apart(tmp_path / "lampiran", format="md", asked=Asked(without=("consent",)))
    assert again[0].name == "study-lampiran-A-informants.md"


def test_no_list_of_facts_is_empty(project: Project, tmp_path: Path):
    (tmp_path / "o.txt").write_text("Teras.", encoding="utf-8")
    project.sources.add(tmp_path / "o.txt", method="observation")
    binding = bind(project, "lampiran", "id", Asked(), apart=True)
    blocks = [block for _part, _n, document in apart(binding, Layout()) for block in document.blocks]
    assert blocks and all(block.pairs for block in blocks if isinstance(block, Facts))


def test_pages_are_numbered_on_from_file_to_file(project: Project, k1: str, tmp_path: Path):
    def first(path: Path) -> int:
        if path.suffix == ".pdf":
            with pypdfium2.PdfDocument(path) as pdf:
                return int(pdf[0].get_textpage().get_text_bounded().split()[-1])
        with ZipFile(path) as file:
            starts = re.findall(r'pgNumType[^>]*w:start="(\d+)"', file.read("word/document.xml").decode())
        return int(starts[0])

    setup, chosen = PageSetup(pages_from=87), Asked(without=("consent", "trail", "guide"))
    for format in ("docx", "pdf"):
        written = project.reports.write_apart(
            tmp_path / format, format=format, language="id", asked=chosen, setup=setup
        )
        assert [first(path) for path in written[:3]] == [87, 88, 89], (
            "the lists of informants take a page each"
        )


def test_tables_are_numbered_as_in_the_bundle(project: Project, k1: str):
    binding, layout = bind(project, "lampiran", "id"), Layout(table_start=5)
    whole = replace(bound(binding), layout=layout)
    alone = {
        anchor: label
        for _part, _number, one in apart(binding, layout)
        for anchor, label in one.labels.items()
    }
    assert "Tabel 6" in alone.values()
    assert alone == {anchor: whole.labels[anchor] for anchor in alone}


@pytest.fixture
def counted(project: Project, k1: str) -> Project:
    """Passages under two codes, one under both; a finding, a tie with words that nobody coded."""
    opened = project.codings.add(k1, *span("Tiap bulan dibacakan terbuka."), "KP-TRN", valence="strengthens")
    project.codings.add(k1, *span("Dirembug bareng, nggih."), "KP-MSY")
    project.codings.add(k1, *span("Tiap bulan dibacakan terbuka."), "KP-MSY")
    project.findings.add("Kas dibuka.", codes=["KP-TRN"])
    project.findings.link(1, opened.uid, "supports")
    project.ties.add("K1", "P1", "trust", evidence=[(k1, *span("Café é juga."))])
    return project


def closing(document: Document) -> dict[str, str]:
    """Anchors of the quotes that a file carries, with what stands there."""
    tables = [block for block in document.blocks if isinstance(block, Table) and block.after]
    return {row.anchor: " | ".join(plain(one.runs) for one in row.cells) for t in tables for row in t.rows}


def led(document: Document) -> list[tuple[str, list[str]]]:
    """Numbers and references of tables, and what stands where they lead."""
    said = closing(document)
    return [
        (run.text, [said[anchor] for anchor in run.behind or (run.link,)])
        for block in document.blocks
        if isinstance(block, Table)
        for row in block.rows
        for one in row.cells
        for run in one.runs
        if run.link
    ]


def test_an_appendix_alone_carries_the_quotes_behind_its_numbers_once_each(counted: Project):
    codebook = counted.reports.document("codebook", language="id")
    opened, talked = closing(codebook).values()
    assert "terbuka.” (W1/K1/b." in opened and opened.endswith("KP-TRN, KP-MSY") and "Dirembug" in talked
    assert led(codebook) == [
        ("2 bagian teks", [opened, talked]),
        ("1 bagian teks", [opened]),
        ("2 bagian teks", [talked, opened]),
    ], "a branch counts a passage once; a code leads to those that stand under it first"
    for name, words in (("by-source", "terbuka"), ("network", "Café é juga.")):
        alone = counted.reports.document(name, language="id")
        (quote,) = closing(alone).values()
        assert [one.level for one in alone.blocks if isinstance(one, Heading)] == [1], (
            "as accessible PDF asks"
        )
        assert words in quote and led(alone) and all(behind == [quote] for _run, behind in led(alone))
    assert not closing(counted.reports.document("reduction"))
    counted.informants.consent("K1", "given", may_quote=False)
    assert not closing(counted.reports.document("codebook")) and not closing(
        counted.reports.document("network")
    )


def test_files_apart_carry_them_too_and_count_on_as_in_the_bundle(counted: Project, monkeypatch):
    for without in ((), ("reduction",)):
        binding = bind(counted, "lampiran", "id", Asked(without=without), apart=True)
        made = {part.name: one for part, _number, one in apart(binding, Layout(table_start=5))}
        assert all(closing(made[name]) for name in ("codebook", "by-source", "network"))
        assert not closing(made["transcripts"])
        assert made["codebook"].labels["quotes-table"] == made["codebook"].labels["codebook-table"] + "a"
        whole = replace(bound(binding), layout=Layout(table_start=5))
        kept = {a: label for one in made.values() for a, label in one.labels.items() if "quote" not in a}
        assert kept == {anchor: whole.labels[anchor] for anchor in kept} and not closing(whole)
    monkeypatch.setattr(carried, "MOST", 1)
    many = counted.reports.document("codebook", language="en")
    assert not led(many) and "more than 1" in plain(many.blocks[-1].runs)


@pytest.mark.parametrize("format", ["docx", "html", "md", "xlsx"])
def test_a_file_with_its_quotes_is_painted_the_same_again(counted: Project, format: str):
    made = counted.reports.render("codebook", format, language="id")
    assert made == counted.reports.render("codebook", format, language="id")
    if format == "docx":
        with ZipFile(BytesIO(made)) as package:
            body = package.read("word/document.xml").decode()
        assert "SEQ Tabel \\c" in body
        assert body.count('w:hyperlink w:anchor="quote_') == 3 and 'w:name="quote_1"' in body


def test_apart_needs_a_folder(project: Project, tmp_path: Path):
    (tmp_path / "there").write_text("", encoding="utf-8")
    with pytest.raises(BadInput, match="folder"):
        project.reports.write_apart(tmp_path / "there")


@pytest.mark.parametrize("format", FORMATS)
def test_apart_of_an_empty_project_is_the_bundle_which_says_so(tmp_path: Path, format: str):
    with Project.create(tmp_path / "empty.qualcode", coder="Rara") as empty:
        (file,) = empty.reports.write_apart(tmp_path / "new", format=format, language="en")
        assert file.read_bytes() == empty.reports.render("lampiran", format, language="en")
        assert file.name == f"empty-lampiran.{format}" and "Interview guide" in empty.reports.left_out
    assert format != "md" or b"There is nothing to show in an appendix yet." in file.read_bytes()
