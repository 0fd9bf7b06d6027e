"""Outlines on the command line: looked over, then read into a project, all or nothing."""

from __future__ import annotations

OUTLINE = """\
- [T] Tahap / Stages: Bagian perjalanan.
  - [T-A] Pendataan / Targeting
    Prinsip: terbuka
"""


def test_an_outline_is_looked_over_and_imported(run, project, tmp_path):
    file = tmp_path / "kerangka.md"
    file.write_text(OUTLINE, encoding="utf-8")
    assert "T-A has no example" in run("codebook", "lint", file).out
    made = run("codebook", "import", project, file, "--json").json
    assert (made["name"], made["added"]) == ("kerangka", ["T", "T-A"])
    assert run("codebook", "show", project, "T-A", "--json").json["full_def_id"] == "Prinsip: terbuka"
    assert run("codebook", "import", project, file, "--json").json["same"] == ["T", "T-A"]

    file.write_text(OUTLINE + "    Prinsip: tertutup\n - Lain\n", encoding="utf-8")
    looked = run("codebook", "lint", file)
    assert looked.code == 2
    assert "line 4: Prinsip stands in line 3 already" in looked.out and "line 5:" in looked.out
    assert run("codebook", "import", project, file).code == 2
