"""Appendices apart: a file for each in one folder; what is left out is told."""

from __future__ import annotations


def test_each_appendix_is_written_into_a_folder_and_what_is_left_out_is_told(run, coded, tmp_path):
    folder = tmp_path / "lampiran"
    asked = ("report", coded, "--template", "lampiran", "--format", "md", "--lang", "en")
    made = run(*asked, "--apart", "--out", folder, "--without", "network", "--json").json
    assert made["paths"] == sorted(str(path) for path in folder.iterdir()) and made["format"] == "md"
    assert made["paths"][0].endswith("-A-informants.md") and "Member checks" in made["left_out"]
    bound = run(*asked, "--out", tmp_path / "whole.md").out
    assert "left out, as there is nothing to show: " in bound and "Member checks" in bound
    assert run("report", coded, "--template", "guide", "--apart").code == 2
