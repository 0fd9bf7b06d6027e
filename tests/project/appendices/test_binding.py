"""Appendices: each alone, all of them bound, in every format, also of a project without anything."""

from __future__ import annotations

import pytest

from qualcode.errors import BadInput
from qualcode.project import Project
from qualcode.project.appendices.asked import Asked
from qualcode.project.appendices.binding import bind
from qualcode.project.appendices.kinds import APPENDICES
from qualcode.reports import FORMATS
from qualcode.reports.appendix.binding import bound


@pytest.mark.parametrize("name", [*APPENDICES, "lampiran"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_an_empty_project_has_each_with_a_sentence(project: Project, name: str, language: str):
    document = project.reports.document(name, language=language)
    assert document.blocks
    assert not any(label.endswith(" ") for label in document.labels.values())


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_project_gives_the_same_bytes(project: Project, format: str):
    assert project.reports.render("lampiran", format) == project.reports.render("lampiran", format)


def test_what_has_nothing_to_show_is_not_bound_and_is_named(project: Project):
    found = bind(project, "lampiran", "en")
    assert all(not part.body.is_empty for part in found.parts)
    assert {part.title for part in found.parts}.isdisjoint(found.left_out)


def test_anchors_begin_with_the_name_of_the_appendix(project: Project):
    for name in APPENDICES:
        document = bound(bind(project, name, "en"))
        assert all(anchor.startswith(name) for anchor in document.anchors)


def test_an_appendix_that_there_is_not_is_said_so(project: Project):
    with pytest.raises(BadInput, match="--with"):
        bind(project, "lampiran", "en", Asked(beside=("nothing",)))
