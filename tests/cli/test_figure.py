"""`qualcode figure`, and figures as sections: what is drawn, what is said, and what is not drawn."""

from __future__ import annotations

import sys

import pytest

from qualcode.errors import BadInput
from qualcode.project import Project

KINDS = ("prominence", "matrix", "saturation", "agreement", "network")


def test_a_figure_is_written_with_what_belongs_below_it(run, coded, tmp_path):
    made = run(
        "figure", coded, "matrix", tmp_path / "m.svg", "--codes", "KP,KP-AGT", "--lang", "en", "--json"
    ).json
    assert (
        made["caption"] == "Codes over groups: informants that mention each (k) of those who speak there (n)"
    )
    assert made["alt"].startswith("Matrix of 2 codes over groups, PGL, DIN.")
    assert "PGL 1 of 1" in made["alt"]
    assert made["file"] == str(tmp_path / "m.svg")
    first = (tmp_path / "m.svg").read_bytes()
    ran = run("figure", coded, "matrix", tmp_path / "m.svg", "--codes", "KP,KP-AGT")
    assert (ran.code, ran.err) == (0, "")
    said = ran.out.splitlines()
    assert said[0] == f"wrote {tmp_path / 'm.svg'}"
    assert (
        said[2].strip().startswith("Sumber: olahan peneliti, 2")
    )  # the study is Indonesian, the screen is not
    assert (tmp_path / "m.svg").read_bytes() != first
    run("figure", coded, "matrix", tmp_path / "m.svg", "--codes", "KP,KP-AGT", "--lang", "en")
    assert (tmp_path / "m.svg").read_bytes() == first


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["matrix", "f.gif"], "a figure is written to .png, .svg or .pdf, not .gif"),
        (["pie", "f.png"], "of is one of prominence, matrix, saturation, agreement, network, not pie"),
        (
            ["matrix", "f.png", "--base", "4"],
            "a figure of matrix has no setting base; it has: by, codes, coder",
        ),
        (["network", "f.png"], "there is no figure to draw: no tie has been recorded yet"),
        (["agreement", "f.png"], "there is no figure to draw: only one coder"),
        (["matrix", "f.png", "--lang", "fr"], "--lang is one of id, en, not fr"),
    ],
)
def test_what_cannot_be_drawn_is_one_line_and_no_file(run, project, tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    ran = run("code", "add", project, "--source", "W01.md", "--span", "10:20", "--code", "KP-AGT")
    assert ran.code == 0, ran.err
    ran = run("figure", project, *words, *(() if "--lang" in words else ("--lang", "en")))
    assert (ran.code, ran.err) == (2, f"error: {said}\n")
    assert run("figure", project, *words).err == ran.err  # the figure is Indonesian, whoever asks is not
    assert not list(tmp_path.glob("f.*"))


def test_an_empty_project_says_why_in_its_report_and_nothing_heavy_is_loaded(tmp_path, monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] == "matplotlib"]:
        monkeypatch.delitem(sys.modules, name)
    with Project.create(tmp_path / "p.qualcode", coder="Rara", language="en") as project:
        for kind in KINDS:
            project.sections.add("figure", of=kind)
            assert project.analysis.figure(kind).why
            with pytest.raises(BadInput, match="no figure to draw"):
                project.analysis.export_figure(kind, tmp_path / "x.png")
        told = project.reports.render(format="md", language="en").decode()
        with pytest.raises(BadInput, match="has no setting unit"):
            project.sections.add("figure", of="network", unit="turn")
    assert told.count("There is no figure to draw:") == len(KINDS)
    assert "matplotlib" not in sys.modules


def test_no_real_name_leaves_in_a_figure(run, coded, tmp_path):
    with Project.open(coded, coder="ana") as project:
        project.informants.edit("K1", aliases=["Darmi"])
        project.codebook.edit("KP-AGT", name_id="Percaya pada Darmi", name_en="Trust in Darmi")
    made = run("figure", coded, "prominence", tmp_path / "p.svg", "--codes", "KP-AGT", "--json").json
    assert "Percaya pada [K1]" in made["alt"]
    assert b"Darmi" not in (tmp_path / "p.svg").read_bytes()
    with Project.open(coded, coder="ana") as project:
        project.codebook.edit("KP-AGT", name_id="Telepon 081234567890")
    ran = run("figure", coded, "prominence", tmp_path / "q.svg", "--codes", "KP-AGT")
    assert ran.code == 4
    assert not (tmp_path / "q.svg").exists()


def test_a_section_holds_the_figure_that_the_command_draws(coded):
    with Project.open(coded, coder="ana") as project:
        project.sections.add("figure", of="prominence", codes="KP")
        told = project.reports.render(format="md", language="en").decode()
        figure = project.analysis.figure("prominence", codes=["KP"], language="en")
        assert "## " in told and "Figure: prominence of codes" in told
        assert figure.alt in told
        assert figure.caption.replace("(", "\\(") in told or figure.caption in told
        section = told[told.index("Figure: prominence of codes") :].split("\n#")[0]
        assert section.count(figure.source) == 1, "the layout says it, and nobody else"
