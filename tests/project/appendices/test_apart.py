"""Each appendix as a file of its own: numbered as in the bundle, in a folder; what has nothing to show is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from qualcode.errors import BadInput
from qualcode.project import Project
from qualcode.project.appendices.asked import Asked
from qualcode.project.appendices.binding import bind
from qualcode.project.page_setup import PageSetup
from qualcode.reports.appendix.binding import apart, bound
from qualcode.reports.layout import Layout


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
    assert "Pedoman wawancara" in project.reports.left_out
    again = project.reports.write_apart(tmp_path / "lampiran", format="md", asked=Asked(without=("consent",)))
    assert again[0].name == "study-lampiran-A-informants.md"


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


def test_apart_needs_a_folder_and_something_to_show(project: Project, tmp_path: Path):
    (tmp_path / "there").write_text("", encoding="utf-8")
    with pytest.raises(BadInput, match="folder"):
        project.reports.write_apart(tmp_path / "there")
    with (
        Project.create(tmp_path / "empty.qualcode", coder="Rara") as empty,
        pytest.raises(BadInput, match="nothing"),
    ):
        empty.reports.write_apart(tmp_path / "new")
    assert not (tmp_path / "new").exists()
