"""Errors: one line, the right exit code, and nothing changed."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from qualcode.cli import main as entry
from qualcode.project import Project

USAGE = [
    ["nonsense"],
    ["sorce"],
    ["--nonsense"],
    ["source"],
    ["source", "nonsense"],
    ["source", "list"],
    ["source", "list", "P", "--nonsense"],
    ["source", "list", "P", "more", "and more"],
    ["source", "list", "P", "--json=3"],
    ["source", "add", "P", "F", "--wave", "two"],
    ["code", "add", "P", "--span"],
    ["code", "add", "P", "--source", "S", "--code", "C", "--span", "3"],
    ["suggest"],
    ["--lang", "fr", "source", "list", "P"],
    ["--lang"],
    ["new", "P", "--lang", "fr"],
    ["demo", "nowhere"],
    ["open", "P"],
    [],
]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("words", USAGE, ids=" ".join)
def test_a_mistake_in_typing_is_one_line(run, monkeypatch, tmp_path, words, language):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUALCODE_LANG", language)
    ran = run(*words)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith("error: ")
    assert ran.err.count("\n") == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "english", "indonesian"),
    [
        (["source", "list"], "PROJECT is missing", "PROJECT belum diisi"),
        (["code", "add", "P"], "--source is missing", "--source belum diisi"),
        (["source", "add", "P", "F", "--wave", "x"], "whole number", "bilangan bulat"),
        (["tie", "list", "P", "--x"], "there is no option --x here", "tidak ada pilihan --x di sini"),
        (["check", "P", "Q"], "too much was given: Q", "terlalu banyak yang ditulis: Q"),
        (["memo", "nix"], "there is no command nix here", "tidak ada perintah nix di sini"),
        (["triangluate"], "did you mean triangulate?", "maksudnya triangulate?"),
        (["check", "missing"], "missing", "missing"),
    ],
)
def test_errors_speak_both_languages(run, words, english, indonesian):
    assert english in run("--lang", "en", *words).err
    assert indonesian in run("--lang", "id", *words).err


BAD = [
    ["code", "add", "--source", "W01.md", "--span", "0:999999", "--code", "KP-AGT"],
    ["code", "add", "--source", "W01.md", "--span", "9:9", "--code", "KP-AGT"],
    ["code", "add", "--source", "W01.md", "--span", "50:57", "--code", "NO-SUCH"],
    ["code", "add", "--source", "W09.md", "--span", "0:5", "--code", "KP-AGT"],
    ["code", "add", "--source", "W01.md", "--span", "0:5", "--code", "KP-AGT", "--valence", "menguatkan"],
    ["code", "edit", "1"],
    ["code", "remove", "1"],
    ["code", "import", "missing.csv"],
    ["source", "add", "missing.md"],
    ["source", "add", "W01.md"],
    ["source", "add", "W01.md", "--again", "--method", "wawancara"],
    ["source", "add", "W01.md", "--again", "--informant", "K9"],
    ["source", "add", "W01.md", "--again", "--date", "1 May"],
    ["source", "speakers", "W01.md", "--map", "Bu Yanti=K1"],
    ["source", "speakers", "W01.md", "--map", "Bu Yanti"],
    ["informant", "add", "K1", "--group", "PGL"],
    ["informant", "add", "K2", "--group", "PGL", "--attr", "umur"],
    ["informant", "edit", "K9", "--level", "2"],
    ["informant", "import", "missing.csv"],
    ["codebook", "import", "missing.yaml"],
    ["suggest", "accept", "1"],
    ["finding", "add", " "],
    ["finding", "add", "A claim.", "--code", "NO-SUCH"],
    ["finding", "link", "F9", "--coding", "1", "--stance", "supports"],
    ["finding", "link", "F9", "--coding", "1"],
    ["finding", "link", "F9", "--coding", "1", "--figure", "table"],
    ["finding", "unlink", "F9"],
    ["tie", "add", "K1", "K1", "--type", "trust"],
    ["tie", "add", "K1", "D1", "--type", "love"],
    ["tie", "add", "K1", "D1", "--type", "trust", "--evidence", "W01.md:5"],
    ["tie", "add", "K1", "D1", "--type", "trust", "--strength", "9"],
    ["memo", "add", " "],
    ["memo", "export", "P.qualcode"],
    ["network", "--export", "P.qualcode"],
    ["network", "--export", "graph.png"],
    ["triangulate", "--by", "colour"],
    ["counts", "--by", "colour"],
    ["report", "--template", "nonsense"],
    ["report", "--format", "xls"],
    ["report", "--out", "P.qualcode"],
    ["search", " "],
    ["undo", "--coder", "nobody"],
    ["redo"],
    ["backup", "P.qualcode"],
    ["study", "edit", "--lang", "fr"],
]


@pytest.mark.parametrize("words", BAD, ids=" ".join)
def test_bad_input_is_one_line_and_changes_nothing(run, project, monkeypatch, words):
    monkeypatch.chdir(project.parent)
    with Project.open(project, write=False) as opened:
        before = opened.history.head()
    files = sorted(path.name for path in project.parent.iterdir())
    at = (
        1
        if words[0] in ("triangulate", "counts", "network", "report", "search", "undo", "redo", "backup")
        else 2
    )
    ran = run(*words[:at], "P", *words[at:])
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith("error: ")
    assert "something went wrong" not in ran.err
    assert ran.err.count("\n") == 1
    assert sorted(path.name for path in project.parent.iterdir()) == files
    with Project.open(project, write=False) as opened:
        assert opened.history.head() == before


def test_a_project_that_is_none_is_refused(run, tmp_path):
    (tmp_path / "x.qualcode").write_text("no database")
    for words in (["source", "list"], ["check"], ["undo"], ["network"]):
        assert run(*words, tmp_path / "x.qualcode").code == 2
        assert run(*words, tmp_path / "missing").err.startswith("error: ")


def test_a_new_project_with_a_bad_codebook_leaves_nothing(run, tmp_path):
    (tmp_path / "bad.yaml").write_text("codes: [", encoding="utf-8")
    for book in (tmp_path / "bad.yaml", "no-such-codebook"):
        assert run("new", tmp_path / "N", "--codebook", book).code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["bad.yaml"]


def test_new_never_replaces_a_project(run, project):
    before = project.read_bytes()
    assert run("new", project).code == 2
    assert project.read_bytes() == before


def test_what_nobody_foresaw_is_one_line(run, project, monkeypatch):
    def fail(*_given: object) -> None:
        raise ZeroDivisionError("a\nb")

    monkeypatch.setattr(entry, "_run_command", fail)
    ran = run("source", "list", project)
    assert ran.code == 2
    assert ran.err.startswith("error: something went wrong")
    assert "ZeroDivisionError: a b, at test_errors.py:" in ran.err
    assert ran.err.count("\n") == 1
    monkeypatch.setenv("QUALCODE_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        entry.main(["source", "list", str(project)])


def test_an_interrupt_is_quiet(run, project, monkeypatch):
    def interrupt(*_given: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Project, "open", interrupt)
    ran = run("source", "list", project)
    assert (ran.code, ran.out, ran.err) == (130, "", "")


def test_a_closed_pipe_is_quiet(project):
    done = subprocess.run(
        f'"{sys.executable}" -m qualcode source show "{project}" W01.md --json | true; echo "${{PIPESTATUS[0]}}"',
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() in ("0", "141")  # 0 where all was written before the reader left
    assert done.stderr == ""


IN_TURN = """
import json, sys
from qualcode.cli.main import main
for words in json.loads(sys.argv[1]):
    code = main(words)
    sys.stdout.flush()
    sys.stdout.buffer.write(b"\\0%d\\0" % code)
"""
"""Runs commands one after another, each with its exit code behind what it printed."""


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_no_terminal_is_too_poor(project, encoding, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    show = ["source", "show", str(project), "W01.md"]
    commands = json.dumps([show, ["search", str(project), "🙂"], [*show, "--json"]])
    done = subprocess.run([sys.executable, "-c", IN_TURN, commands], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    *said, end = done.stdout.split(b"\0")
    assert (said[1::2], end) == ([b"0"] * 3, b"")
    assert all(said[::2]) and "🙂".encode() in said[4]


def test_words_that_are_no_text_are_refused(run, project):
    for words in (["memo", "add", project, "\udcff"], ["finding", "add", project, "\udcff"]):
        ran = run(*words)
        assert (ran.code, ran.err) == (2, "error: something that was given is no valid text (UTF-8)\n")
    assert run("search", project, "\udcff", "--json").json == []
    assert run("source", "add", project, project.with_name("\udcff.txt")).code == 2


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    "given", ["", ".", "/", "folder", "note.txt", "empty", "note.txt/x", "\udcff", "http://x/y"]
)
def test_whatever_is_given_for_a_project_is_told_to_be_none(run, tmp_path, monkeypatch, given, language):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUALCODE_LANG", language)
    (tmp_path / "folder").mkdir()
    (tmp_path / "note.txt").write_text("words", encoding="utf-8")
    (tmp_path / "empty").touch()
    for words in (
        ["source", "list"],
        ["check"],
        ["log"],
        ["triangulate"],
        ["report"],
        ["undo"],
        ["memo", "list"],
    ):
        ran = run(*words, given)
        assert (ran.code, ran.out) == (2, ""), words
        assert ran.err.startswith("error: ") and ran.err.count("\n") == 1
        assert "QUALCODE_DEBUG" not in ran.err and "Errno" not in ran.err


SYSTEM_WORDS = re.compile(
    r"permission denied|no such file|not a directory|is a directory|errno", re.IGNORECASE
)


def test_what_the_system_says_is_told_in_indonesian(run, project, monkeypatch, tmp_path):
    monkeypatch.setenv("QUALCODE_LANG", "id")
    (tmp_path / "note.txt").write_text("words", encoding="utf-8")
    for words in (
        ["new", tmp_path / "none" / "x"],
        ["new", tmp_path / "note.txt" / "x"],
        ["source", "list", tmp_path / "note.txt" / "x"],
        ["report", project, "--out", tmp_path / "none" / "x.docx"],
        ["report", project, "--out", tmp_path / ("x" * 300 + ".docx")],
        ["code", "import", project, tmp_path],
        ["source", "add", project, tmp_path],
    ):
        ran = run(*words)
        assert ran.code == 2, words
        assert not SYSTEM_WORDS.search(ran.err), ran.err


def test_a_backup_gets_the_suffix_of_projects_as_every_copy_does(run, project):
    for command in ("backup", "share"):
        ran = run(command, project, project.with_name(command), "--json")
        assert ran.code == 0 and ran.json["path"] == str(project.with_name(f"{command}.qualcode"))
    assert run("restore", project.with_name("backup"), project.with_name("lagi")).code == 0
    assert run("backup", project, project.with_name("backup")).code == 2  # it stands there already
    assert not project.with_name("backup").exists()
