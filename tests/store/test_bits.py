"""A flipped bit is named by opening or checking, or lies where it changes nothing; and no command falls over it."""

from __future__ import annotations

import os
import random
from itertools import cycle
from pathlib import Path

import pytest
from sqlalchemy import select

from qualcode import i18n
from qualcode.cli.main import main
from qualcode.errors import QualcodeError
from qualcode.model import METADATA, Code, TextVersion
from qualcode.project import Project
from qualcode.store.check import damaged
from qualcode.store.columns import columns
from qualcode.store.engine import inspect

SOAK = bool(os.environ.get("QUALCODE_SOAK"))
"""`make soak`: many more rounds."""

FLIPS = 3000 if SOAK else 90
COMMANDS = 300 if SOAK else 6

CACHES = ("pack", "units")
INTERVIEW = "P: Bagaimana kasnya?\nI: Tiap bulan dibacakan terbuka, semua boleh melihat bukunya, nggih. Café é 👩‍👩‍👧. "


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed project with something in every part of it, deleted and undone things too."""
    place = tmp_path_factory.mktemp("study")
    for name in ("k1", "a1"):
        (place / f"{name}.txt").write_text(f"{INTERVIEW}{name} " + "Terbuka. " * 60 + "\n", encoding="utf-8")
    with Project.create(place / "studi.qualcode", coder="Rara", title="Studi kas", language="id") as project:
        project.informants.add("K1", "PGL", level=1)
        project.informants.add("A1", "ANG", level=0)
        project.write("code.add", lambda tx: tx.insert_all([Code(code="KP-TRN"), Code(code="KP-MSY")]))
        project.sources.add(place / "k1.txt", informants=["K1"])
        project.sources.add(place / "a1.txt", informants=["A1"])
        made = [
            project.codings.add(
                n % 2 + 1, 24 + 7 * n, 40 + 7 * n, ("KP-TRN", "KP-MSY")[n % 3 // 2], memo=f"tanda{n:03}",
                valence=("strengthens", "weakens")[n % 2],
            )
            for n in range(30)
        ]  # fmt: skip
        project.codings.remove(str(made[29].uid))
        project.ties.add("K1", "A1", "trust", evidence=["k1.txt:24:60"])
        project.findings.add("Kas dibacakan terbuka.", codes=["KP-TRN"])
        project.findings.link("F1", made[0].uid, "supports")
        project.findings.link("F1", made[1].uid, "contradicts", note="tidak semua")
        project.notes.add_memo("Buku kas?", kind="concept")
        project.findings.add("Ditarik lagi.")
        project.undo()
    return project.path


@pytest.fixture
def path(study: Path, tmp_path: Path) -> Path:
    """A copy of it to damage."""
    copy = tmp_path / study.name
    copy.write_bytes(study.read_bytes())
    return copy


def content(path: Path) -> list[object]:
    """Every row of every record, where words are found, and what analysis counts on."""
    with Project.open(path, write=False) as project, project.read() as session:
        connection = session.connection()
        rows: list[object] = [
            (table.name, *map(tuple, connection.execute(select(table).order_by(table.c.id))))
            for table in METADATA.sorted_tables
            if table.name not in CACHES
        ]
        rows += [project.search.find(words) for words in ("terbuka", "buku", "xyz")]
        counted = columns(connection)
        return [*rows, *(getattr(counted, f).tolist() for f in ("id", "start", "stop", "code", "valence"))]


def told(path: Path) -> bool:
    """Whether opening or checking names something, in one line that can be read."""
    try:
        with Project.open(path, write=False) as project:
            found = project.history.check()
    except QualcodeError as error:
        found = [error.message]
    assert not any("\n" in line or "\x00" in line for line in found)
    return bool(found)


def flips(whole: bytes, chosen: random.Random, n: int, marks: list[bytes]) -> list[tuple[int, int]]:
    """Places and bits: half of them anywhere, half near what people wrote."""
    near = [place for mark in marks for place in occurrences(whole, mark)]
    return [
        (
            chosen.randrange(len(whole))
            if one % 2
            else min(max(chosen.choice(near) + chosen.randrange(-60, 60), 0), len(whole) - 1),
            1 << chosen.randrange(8),
        )
        for one in range(n)
    ]


def occurrences(whole: bytes, mark: bytes) -> list[int]:
    found, place = [], whole.find(mark)
    while place >= 0:
        found.append(place)
        place = whole.find(mark, place + 1)
    return found


MARKS = [b"tanda", b"Terbuka. ", "Café".encode(), b"K1", b"tidak semua", b"Buku kas", b"trust", b"supports", b"Rara", b"coding.add"]  # fmt: skip


def test_no_flipped_bit_changes_anything_unnoticed(path):
    before, whole = content(path), path.read_bytes()
    changed = silent = 0
    for place, bit in flips(whole, random.Random(5), FLIPS, MARKS):
        damaged = bytearray(whole)
        damaged[place] ^= bit
        path.write_bytes(damaged)
        try:
            same = content(path) == before
        except QualcodeError:
            same = False
        changed += not same
        if not same and not told(path):
            silent += 1
            print(f"unnoticed: bit {bit} of byte {place}")
    print(
        f"{FLIPS} bits flipped: {changed} changed something or could not be read, {silent} of them unnoticed"
    )
    assert silent == 0 and changed > FLIPS / 4
    path.write_bytes(whole)
    assert inspect(path) and not told(path)


READING = [
    "source list {p}", "source show {p} k1.txt", "code list {p}", "codebook show {p}", "informant list {p}",
    "finding list {p}", "finding show {p} F1", "tie list {p}", "memo list {p}", "triangulate {p}", "counts {p}",
    "network {p}", "search {p} terbuka", "log {p}", "study show {p}", "check {p}", "suggest {p}", "snapshots {p}",
    "report {p} --format md --out {out}",
]  # fmt: skip
WRITING = [
    "code add {p} --source k1.txt --span 30:40 --code KP-MSY", "undo {p}", "source remove {p} a1.txt",
    "finding link {p} F1 --coding 3 --stance supports", "backup {p} {copy}",
]  # fmt: skip


FELL_OVER = [(97216, 128)]
"""Places where a command once fell over."""


def test_a_damaged_project_gives_every_command_one_line(path, tmp_path, capsys, monkeypatch):
    whole = path.read_bytes()
    languages = cycle(i18n.LANGUAGES)
    failed = 0
    for place, bit in [*FELL_OVER, *flips(whole, random.Random(6), COMMANDS, MARKS)]:
        monkeypatch.setenv("QUALCODE_LANG", next(languages))
        spoiled = bytearray(whole)
        for n in range(3):  # more than a bit, so that more falls over
            spoiled[(place + 97 * n) % len(spoiled)] ^= bit
        for command in READING + WRITING:
            path.write_bytes(spoiled)
            for copy in ("p.qualcode", "r.md"):
                (tmp_path / copy).unlink(missing_ok=True)
            words = command.format(p=path, out=tmp_path / "r.md", copy=tmp_path / "p.qualcode").split()
            code = main(words)
            said = capsys.readouterr().err.splitlines()
            lines = [line for line in said if line.startswith("error:")]
            assert len(lines) == (code != 0), (command, place, bit, said)
            assert not any("inside qualcode" in line or "di dalam qualcode" in line for line in lines), (command, place, bit, lines)  # fmt: skip
            failed += code != 0
    assert failed > COMMANDS  # else nothing was damaged that a command looks at


def test_bytes_that_are_no_text_in_what_sqlite_says_of_damage_are_told_in_one_line(path, capsys):
    """Names of indexes stand in the file itself, and SQLite repeats them."""
    whole = path.read_bytes()
    places = occurrences(whole, b"CREATE INDEX ix_") + occurrences(whole, b"CREATE UNIQUE INDEX ix_")
    assert places
    for place in [*places[:4], len(whole) // 2]:
        damaged_bytes = bytearray(whole)
        for n in range(3):
            damaged_bytes[place + 13 + n * 2] ^= 128
        damaged_bytes[-3000:] = bytes(3000)
        path.write_bytes(damaged_bytes)
        damaged(path)
        assert main(["check", str(path)]) in (1, 2)
        said = capsys.readouterr().err
        assert said.startswith("error:") and said.count("\n") == 1 and "inside qualcode" not in said


def test_damaged_codings_do_not_keep_a_project_from_being_closed(path, capsys):
    """Of one source no pack can be made; the others have theirs."""
    whole = path.read_bytes()
    spoiled = bytearray(whole)
    for place in occurrences(whole, b"strengthens"):
        spoiled[place + 1] = ord("p")
    path.write_bytes(spoiled)
    with Project.open(path, coder="Rara") as project:
        project.store.maintain(lambda c: c.exec_driver_sql("DELETE FROM pack").rowcount).result()
        project.notes.add_memo("tetap tersimpan")
    with Project.open(path, write=False) as project:
        assert "tetap tersimpan" in [memo.body for memo in project.notes.memos()]
    assert [p.name for p in path.parent.iterdir() if p.name.startswith(path.name)] == [path.name]
    assert main(["check", str(path)]) in (1, 2)


def test_a_damaged_text_is_not_opened_as_if_it_were_the_one_read_in(path):
    whole = path.read_bytes()
    for spot in occurrences(whole, b"melihat bukunya"):
        damaged = bytearray(whole)
        damaged[spot + 2] ^= 1
        path.write_bytes(damaged)
        with Project.open(path, write=False) as project, project.read() as session:
            bodies = [row.body for row in session.scalars(select(TextVersion)).all()]
        if any("melihat" not in body for body in bodies):
            break
    else:
        raise AssertionError("no text was damaged")
    with Project.open(path, write=False) as project:
        for doing in (lambda: project.reports.render(format="md"), lambda: project.suggestions.units(2)):
            with pytest.raises(QualcodeError, match="not the one that was read in"):
                [project.suggestions.units(number) for number in (1, 2)]
                doing()
        assert any("not the one that was read in" in line for line in project.history.check())


def test_damaged_packs_and_units_are_made_again(path):
    with Project.open(path, coder="Rara") as project:
        expected = project.suggestions.units(1).sentences.tolist(), content(path)[-5:]
    with Project.open(path, coder="Rara") as project:
        changed = project.store.maintain(
            lambda c: [
                c.exec_driver_sql(f"UPDATE {t} SET body = zeroblob(length(body))").rowcount for t in CACHES
            ]
        ).result()
        assert min(changed) > 0
        assert (project.suggestions.units(1).sentences.tolist(), content(path)[-5:]) == expected
        assert project.history.check() == []
