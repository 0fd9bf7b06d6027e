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
