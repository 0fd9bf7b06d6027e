"""Outlines in plain text: marks, numbers, headings or indentation give the tree; problems are told with their line."""

from __future__ import annotations

import pytest

from qualcode.exchange.codebook_outline import load_codebook_outline
from qualcode.exchange.problems import FileProblems

NESTED = """\
# Mekanisme bantuan

> Rekaan.

1. [TH] Tahap / Stages: Bagian perjalanan.
   1.1. [A] Pendataan / Targeting
        Tujuan: daftar yang benar
        Prinsip: terbuka
          dan dapat disanggah
        Principle: open
        Definition: Making the list.
        Isyarat: mendata; daftar calon
        - Musyawarah RT/RW: Daftar dibacakan.
          - Berita acara
2. Aktor
   - [AK-DES] **Desa**
"""


def test_a_nested_outline_gives_codes_four_levels_deep() -> None:
    book = load_codebook_outline(NESTED, "mekanisme.md")
    assert (book.name, book.title_id, book.description_id) == ("mekanisme", "Mekanisme bantuan", "Rekaan.")
    assert [(code.code, code.parent, code.name_id) for code in book.codes] == [
        ("TH", "", "Tahap"),
        ("A", "TH", "Pendataan"),
        ("A.1", "A", "Musyawarah RT/RW"),
        ("A.1.1", "A.1", "Berita acara"),
        ("2", "", "Aktor"),
        ("AK-DES", "2", "Desa"),
    ]
    stages, targeting, meeting = book.codes[:3]
    assert (stages.name_en, stages.short_def_id) == ("Stages", "Bagian perjalanan.")
    assert targeting.full_def_id == "Tujuan: daftar yang benar\nPrinsip: terbuka dan dapat disanggah"
    assert (targeting.full_def_en, targeting.short_def_en) == ("Principle: open", "Making the list.")
    assert targeting.cues_id == ("mendata", "daftar calon")
    assert meeting.short_def_id == "Daftar dibacakan."
    assert book.lines["A"]["code"] == 6
    assert "use_when_id" not in book.stated["A"]  # what the outline leaves out stays as it is in a project


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("1 Tahap\n1.1 Data\n1.1.1 Padan\n1.1.1.1 NIK\n2 Aktor\n", ["1", "1.1", "1.1.1", "1.1.1.1", "2"]),
        ("Tahap\n  Data\n\tPadan\n\t  NIK\nAktor\n", ["1", "1.1", "1.1.1", "1.1.1.1", "2"]),
        ("# Judul\n## Tahap\n### Data\n- Padan\n  - NIK\n## Aktor\n", ["1", "1.1", "1.1.1", "1.1.1.1", "2"]),
        ("I. Tahap\n   a) Data\n   b) Padan\nII. Aktor\n", ["I", "I.a", "I.b", "II"]),
    ],
)
def test_numbers_indentation_and_headings_give_the_levels(text: str, codes: list[str]) -> None:
    assert [code.code for code in load_codebook_outline(text).codes] == codes


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("- A\n    - B\n  - C\n", [(3, "no level")]),
        ("# T\n## A\n#### B\n", [(3, "left out")]),
        ("1. A\n1.1. B\n2.2. C\n", [(3, "2.2 stands under 1")]),
        ("Prinsip: x\n- A\n", [(1, "before the first code")]),
        ("- A\n  Prinsip:\n  Prisnip: y\n", [(2, "says nothing"), (3, "did you mean prinsip")]),
        ("- A\n  Definisi: x\n  Definisi: y\n", [(3, "in line 2 already")]),
        ("- [X] A\n- [x] B\n- [] C\n- [Q]\n", [(2, "line 1"), (3, "missing"), (4, "no name")]),
        ("\n", [(1, "no code")]),
    ],
)
def test_problems_are_told_with_their_lines(text: str, problems: list[tuple[int, str]]) -> None:
    with pytest.raises(FileProblems) as raised:
        load_codebook_outline(text)
    assert [problem.line for problem in raised.value.problems] == [line for line, _words in problems]
    assert all(
        words in found.text for (_line, words), found in zip(problems, raised.value.problems, strict=True)
    )
