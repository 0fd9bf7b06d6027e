"""Words that a study's form of citation, or a template of the user's own, adds to what leaves: looked through, too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qualcode.errors import BadInput
from qualcode.project import Project
from qualcode.project.citations import citation_warnings
from qualcode.project.finished_words import finished_words
from qualcode.project.leaving import LeakFound


@pytest.fixture
def study(tmp_path: Path) -> Project:
    with Project.create(tmp_path / "kas.qualcode", coder="Rara", language="id") as project:
        project.informants.add("K1", "Keluarga", aliases=["Tarmini"])
        project.codebook.add("KAS", name_id="Kas")
        yield project


def test_a_form_of_citation_holds_nobodys_name(study: Project):
    before = study.study().citation
    for name in ("Tarmini", "BuTarmini", "TARMINI"):
        with pytest.raises(BadInput, match=r"no real name in it \(“\(…/\w+•+/…\)”\)"):
            study.edit_study(citation=f"({{source}}/{name}/{{lines}})")
    assert study.study().citation == before and study.sharing.citation_remarks() == []


def test_a_form_of_citation_is_looked_through_again_when_anything_leaves(study: Project, tmp_path: Path):
    study.edit_study(citation="({source}/Prasetyo/Bu Sumarni/081234567890/{lines})")
    unasked = [line for line in study.sharing.citation_remarks() if "leaves the project unasked" in line]
    assert len(unasked) == 2 and "Sumarni" not in "".join(unasked)
    study.informants.edit("K1", aliases=["Prasetyo"])
    leave = [
        lambda: study.reports.write(tmp_path / "r.md", guarded=True),
        lambda: study.review.export(tmp_path / "pack"),
        lambda: study.codebook.export(tmp_path / "c.yaml"),
    ]
    for way in leave:
        with pytest.raises(LeakFound) as stopped:
            way()
        assert [(row.where, row.kind) for row in stopped.value.places] == [
            ("form of citation", "real name"),
            ("form of citation", "name of somebody not registered"),
            ("form of citation", "phone number"),
        ]
    assert all(file.name.startswith("kas.qualcode") for file in tmp_path.iterdir())
    assert study.reports.write(tmp_path / "r.md", guarded=True, accept_leaks=True).exists()


@pytest.mark.parametrize("template", ["({source}/{date}/{lines})", "{n}.{informant}.{date}.{lines}"])
def test_a_day_in_a_citation_is_warned_about_with_and_without_a_code(template: str):
    assert len(citation_warnings(template)) == 1 and "visited on that day" in citation_warnings(template)[0]


def test_what_a_template_of_ones_own_wrote_is_looked_through_whole(study: Project, tmp_path: Path):
    file = tmp_path / "bab4.md.j2"
    file.write_text(
        "# Bab\n\nTarmini {{ study.title }} Bu Sumarni 0812{{ '\\\\' }}-34567890", encoding="utf-8"
    )
    with pytest.raises(LeakFound) as stopped:
        study.reports.write_own(file, guarded=True)
    assert [(row.where, row.kind) for row in stopped.value.places] == [
        ("finished text, line 3", "real name"),
        ("finished text, line 3", "name of somebody not registered"),
        ("finished text, line 3", "phone number"),
    ]
    assert not (tmp_path / "kas-bab4.md").exists()
    assert study.reports.write_own(file, guarded=True, accept_leaks=True).exists()


def test_a_page_is_read_without_its_tags_line_by_line():
    page = (
        '<style>\na { x: 08123456789 }</style><p\n class="081234567">Tar<b>mini</b> &#48;812</p>\n'
        '<td>0812</td><td>3456789</td><img alt="Bu Yanti" src="data:image/png;08123456789">'
        '<path d="M0812 3456789"><!-- Pak\nJoko -->\n<i>akhir</i>'
    )
    (where, text), *beside = finished_words(page, markup=True)
    assert [words for _where, words in beside] == ["Bu Yanti", " Pak\nJoko "]
    lines = text.split("\n")
    assert (where, len(lines), lines[-1].strip()) == ("finished text", 6, "akhir")
    assert "Tarmini 0812" in lines[2] and not re.search(r"0812 ?3456789|style|class", text)
