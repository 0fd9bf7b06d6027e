"""Packaged files are found in a checkout and in an installed wheel, and nothing else is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from qualcode import resources


def test_a_codebook_is_found_in_a_checkout() -> None:
    assert "social-capital" in resources.codebook_names()
    assert (
        resources.codebook_path("social-capital")
        .read_text(encoding="utf-8")
        .startswith("# yaml-language-server")
    )


def test_files_are_found_inside_the_package_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "site-packages" / "qualcode" / "resources"
    (inside / "codebooks").mkdir(parents=True)
    (inside / "codebooks" / "own.yaml").write_text("codebook: own\n")
    (inside / "transcripts" / "tiny").mkdir(parents=True)
    (inside / "transcripts" / "tiny" / "study.yaml").write_text("study: {}\n")
    (inside / "transcripts" / "notes").mkdir()
    monkeypatch.setattr(resources, "_PACKAGED", inside)
    monkeypatch.setattr(resources, "_CHECKOUT", tmp_path / "site-packages")
    assert resources.codebook_names() == ["own"]
    assert resources.study_names() == ["tiny"]  # a folder without study.yaml is no study
    assert resources.study_path("tiny") == inside / "transcripts" / "tiny"


@pytest.mark.parametrize("name", ["none-such", "../pyproject", "..", "", "a/b"])
def test_what_is_not_packaged_is_not_found(name: str) -> None:
    with pytest.raises(FileNotFoundError):
        resources.codebook_path(name)
    with pytest.raises(FileNotFoundError):
        resources.study_path(name)


def test_finding_files_loads_nothing_but_the_standard_library() -> None:
    code = "import qualcode.resources, sys; print(*sorted(m.split('.')[0] for m in sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"ruamel", "pydantic", "sqlmodel", "textual", "regex"} & set(loaded)
