"""Paths with spaces and every sign, quoted and dragged ones, and names as macOS writes them: the whole way by command."""

from __future__ import annotations

import unicodedata

import pytest

from tests.cli.conftest import OTHER, TEXT

FOLDER = "Skripsi Bu Sri – 100% #1? é & 'teman' [v2] %41"


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with an awkward name, which is also where the user's own folder is."""
    folder = tmp_path / FOLDER
    folder.mkdir()
    (folder / "W 1 é#?.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("QUALCODE_SNAPSHOTS", str(folder / "salinan ü"))
    return folder


def done(ran):
    assert ran.code == 0, ran.err
    return ran


def test_every_command_goes_through_a_folder_with_an_awkward_name(run, place):
    project = place / "proyek é #1? 100%25"
    done(run("new", project, "--codebook", "social-capital", "--coder", "ana"))
    done(run("informant", "add", project, "K1", "--group", "A"))
    done(run("source", "add", project, place / "W 1 é#?.txt", "--informant", "K1"))
    done(run("code", "add", project, "--source", 1, "--span", "56:63", "--code", "KP-AGT"))
    done(run("finding", "add", project, "Kepercayaan."))
    done(run("finding", "link", project, "F1", "--coding", 1, "--stance", "supports"))
    done(run("memo", "add", project, "Siapa?"))
    for suffix in ("docx", "html", "pdf", "md"):
        done(run("report", project, "--format", suffix, "--out", place / f"hasil é #? %.{suffix}"))
    done(run("network", project, "--export", place / "g ?#%.svg"))
    done(run("memo", "export", project, place / "m ?#.md"))
    done(run("codebook", "export", project, place / "b ?#.csv"))
    done(run("codebook", "import", project, place / "b ?#.csv"))
    done(run("backup", project, place / "c ?#%.qualcode"))
    done(run("share", project, place / "bagi ?# %.qualcode"))
    done(run("restore", place / "c ?#%.qualcode", place / "kembali ?#%"))
    done(run("snapshots", project, "--restore", 1))
    for name in ("proyek é #1? 100%25", "c ?#%", "bagi ?# %", "kembali ?#%"):
        done(run("check", place / f"{name}.qualcode"))
    assert not [path.name for path in place.iterdir() if path.name.startswith(".") or "lock" in path.name]


DRESSED = [
    "'{}'",
    '"{}"',
    "“{}”",
    "{} ",
    "  '{}'  ",
    "& '{}'",
]


@pytest.mark.parametrize("dress", [*DRESSED, "uri", "escaped"])
def test_a_quoted_or_dragged_path_is_the_path(run, place, dress):
    def dressed(path):
        if dress == "uri":
            return path.as_uri()
        if dress == "escaped":
            return "".join(sign if sign.isalnum() or sign in "/._-" else f"\\{sign}" for sign in str(path))
        return dress.format(path)

    plain = place.parent / "Proyek saya"
    plain.mkdir()
    (plain / "W 2.txt").write_text(OTHER + "Lagi.\n", encoding="utf-8")
    (place.parent / "buku saya.csv").write_text("code,name_en\nKP,Trust\nNR,Norms\n", encoding="utf-8")
    project = plain / "studi 1.qualcode"
    done(run("new", dressed(project), "--coder", "ana"))
    assert project.is_file()
    done(run("codebook", "import", dressed(project), dressed(place.parent / "buku saya.csv")))
    done(run("source", "add", dressed(project), dressed(plain / "W 2.txt")))
    done(run("report", dressed(project), "--out", dressed(plain / "hasil 1.md")))
    done(run("codebook", "export", dressed(project), dressed(plain / "kode 1.yaml")))
    done(run("codebook", "import", dressed(project), dressed(plain / "kode 1.yaml")))
    done(run("codebook", "lint", dressed(plain / "kode 1.yaml")))
    done(run("network", dressed(project), "--export", dressed(plain / "graf 1.svg")))
    done(run("backup", dressed(project), dressed(plain / "cadangan 1.qualcode")))
    done(run("share", dressed(project), dressed(plain / "bagi 1.qualcode")))
    done(run("restore", dressed(plain / "cadangan 1.qualcode"), dressed(plain / "kembali 1.qualcode")))
    done(run("check", dressed(project)))
    assert sorted(path.name for path in plain.iterdir()) == sorted(
        [
            *(
                "W 2.txt",
                "bagi 1.qualcode",
                "cadangan 1.qualcode",
                "graf 1.svg",
                "hasil 1.md",
                "kembali 1.qualcode",
            ),
            *("kode 1.yaml", "studi 1.qualcode"),
        ]
    )


def test_a_name_that_macos_takes_apart_is_found_however_it_is_typed(run, project, tmp_path):
    composed, apart = (unicodedata.normalize(form, "Rapat Célèbes.txt") for form in ("NFC", "NFD"))
    assert composed != apart
    (tmp_path / apart).write_text(OTHER + "Lagi.\n", encoding="utf-8")
    done(run("source", "add", project, tmp_path / apart))
    for name in (composed, apart):
        assert run("source", "show", project, name).code == 0, name


def test_files_are_read_by_their_whole_name_however_long(run, project, tmp_path):
    name = "wawancara-" * 20 + ".txt"
    (tmp_path / name).write_text(OTHER + "Lagi.\n", encoding="utf-8")
    done(run("source", "add", project, tmp_path / name))
    ran = run("source", "add", project, tmp_path / ("x" * 300 + ".txt"))
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    ran = run("new", tmp_path / ("x" * 300))
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    ran = run("report", project, "--out", tmp_path / ("x" * 300 + ".md"))
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert ran.err.startswith("error: ")
