"""A small project for the tests of the use cases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.model import Code
from qualcode.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """An empty project with codes KP > KP-TRN, KP-MSY and two groups of informants, coder Rara."""
    with Project.create(tmp_path / "study.qualcode", coder="Rara") as project:
        project.informants.add("K1", "PGL", level=1)
        project.informants.add("P1", "PEM", level=3)

        def codes(tx):  # type: ignore[no-untyped-def]
            top = tx.insert(Code(code="KP", name_en="Trust", name_id="Kepercayaan"))
            tx.insert_all(
                [
                    Code(code="KP-TRN", parent_id=top.id, name_en="Transparency", name_id="Transparansi"),
                    Code(code="KP-MSY", parent_id=top.id, name_en="Deliberation", name_id="Musyawarah"),
                ]
            )

        project.write("code.add", codes)
        yield project


K1_TEXT = (
    "P: Bagaimana uang kas dikelola?\n"
    "I: Tiap bulan dibacakan terbuka. 👩‍👩‍👧 Semua boleh lihat bukunya.\n"
    "P: Lalu keputusannya?\n"
    "I: Dirembug bareng, nggih. Café é juga.\n"
)


@pytest.fixture
def k1(project: Project, tmp_path: Path) -> str:
    """The name of an interview of K1 that was read in."""
    (tmp_path / "k1.txt").write_text(K1_TEXT, encoding="utf-8")
    project.sources.add(tmp_path / "k1.txt", informants=["K1"])
    return "k1.txt"


def span(words: str, text: str = K1_TEXT) -> tuple[int, int]:
    """Where `words` stand in a text."""
    start = text.index(words)
    return start, start + len(words)
