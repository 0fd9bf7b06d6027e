"""A person's own keys: read from a file, its mistakes told by line, what is right used."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding
from textual.screen import Screen

from qualcode.project import Project
from qualcode.tui.keymap import every_binding, load_keymap, read_keymap
from qualcode.tui.reader import Reader
from tests.tui.pages import codings, reading, settled


def test_names_with_and_without_tables_and_several_keys() -> None:
    keymap = read_keymap(
        '"transcript.recode" = "ctrl+r"\n[reader]\nnext = [\n  "down",  # and\n  "=",\n]\nshortcut = ";"\n'
    )
    assert keymap.keys == {"transcript.recode": "ctrl+r", "reader.next": "down", "reader.shortcut": ";"}
    assert keymap.problems == (
        "keymap.toml, line 3: = is the key of reader.grow already, and is left out here",
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('"reader.next" = "j"\nreader.prev', "keymap.toml, line 2: this is no entry; one is written as"),
        ('reader.previous = ["k",\n\n[transcript]\ncode = "c"', "keymap.toml, line 1: this is no entry"),
        ('# mine\n\n"reader.nxt" = "j"', "keymap.toml, line 3: there is no reader.nxt. Did you mean reader.next?"),
        ('reader.next = 5', 'keymap.toml, line 1: keys are written in quotes, as "c" or ["c", "ctrl+k"]'),
        ('[reader]\n\nnext = "zap, j"', 'keymap.toml, line 3: there is no key "zap"'),
        ('[reader]\nnext = "hyperspace+j"', 'keymap.toml, line 2: there is no key "hyperspace+j"'),
        ('"transcript.recode" = "ctrl+"', 'keymap.toml, line 1: there is no key "ctrl+"'),
        ('[transcript]\nrecode = "shift+"', 'keymap.toml, line 2: there is no key "shift+"'),
        ('"reader.next" = "alt+shift+ctrl+"', 'keymap.toml, line 1: there is no key "alt+shift+ctrl+"'),
        ('"reader.next" = "ctrl+ctrl+e"', 'keymap.toml, line 1: there is no key "ctrl+ctrl+e"'),
        ('"reader.next" = "++"', 'keymap.toml, line 1: there is no key "++"'),
        ('\n"reader.next" = "banana"', 'keymap.toml, line 2: there is no key "banana"'),
        ('"reader.next" = "ctrl+banana"', 'keymap.toml, line 1: there is no key "ctrl+banana"'),
        ('"reader.next" = "latin_small_letter_j"', 'keymap.toml, line 1: there is no key "latin_small_letter_j"'),
        ('"transcript.find" = "shift+a"', 'keymap.toml, line 1: a terminal sends "shift+a" as A; choose another key'),
        ('"reader.next" = "<any>"', 'keymap.toml, line 1: there is no key "<any>"'),
        ('[reader]\nnext = "j"\n[reader]\nnext = "down"', "keymap.toml, line 4: reader.next stands in line 2 already"),
        ('[transcript]\nrecode = "x"', "keymap.toml, line 2: x is the key of transcript.uncode already"),
        ('[transcript]\nrecode = "j"', "keymap.toml, line 2: j is the key of reader.next already"),
        ('[contents]\nadd = "u"', "keymap.toml, line 2: u is the key of page.undo already"),
        ('[codebook]\nadd = "j"', "keymap.toml, line 2: j is the key of tree.down already"),
        ('[network]\nadd = "escape"', "keymap.toml, line 2: escape is the key of page.back already"),
        ('[network]\nadd = "v"\ngroup = "b"', "keymap.toml, line 3: there is no network.group."),
        ('page.help = "hyper+x"', 'keymap.toml, line 1: a terminal does not send "hyper+x"'),
        ('[form]\nleave = "a, f7"', 'keymap.toml, line 2: "a" is typed as text there'),
        ('picker.mark = "space"', 'keymap.toml, line 1: "space" is typed as text there'),
        ('transcript.filter = "ctrl+i"', 'keymap.toml, line 1: a terminal sends "ctrl+i" as tab'),
        ('transcript.filter = "ctrl+["', 'keymap.toml, line 1: a terminal sends "ctrl+[" as escape'),
        ('[network]\nadd = "v"\nfocal = "v"', "keymap.toml, line 3: v is the key of network.add already"),
    ],
)  # fmt: skip
def test_mistakes_are_told_by_line(text: str, problem: str) -> None:
    problems = read_keymap(text).problems
    assert len(problems) == 1 and problems[0].startswith(problem)


def test_every_sign_of_a_keyboard_is_a_key_by_itself_and_by_its_name() -> None:
    names = [
        "comma",
        "plus",
        "minus",
        "full_stop",
        "section_sign",
        "f12",
        "space",
        "ctrl+plus",
        "ctrl+shift+up",
    ]
    keys = [*map(chr, range(33, 127)), *"§°£é", *names]
    assert not [p for p in read_keymap(f"reader.next = {json.dumps(keys)}").problems if "no key" in p]


def test_each_mistake_is_told_and_everything_else_used() -> None:
    keymap = read_keymap(
        '[reader]\nnext = "zap,f5"\nprevious = k\nnothing = "q"\n[transcript]\n= "x"\ncode = "f6"\n'
        'recode = "f6"\nuncode = ["x", "w"]\n[quotes]\ncopy = "ctrl+y"\n'
    )
    assert keymap.keys == {
        "reader.next": "f5",
        "transcript.code": "f6",
        "transcript.uncode": "x",
        "quotes.copy": "ctrl+y",
    }
    told = [problem.removeprefix("keymap.toml, line ").split(":")[0] for problem in keymap.problems]
    assert told == ["2", "3", "4", "6", "8", "9"]


def test_an_entry_that_falls_back_to_its_usual_key_does_not_meet_another_there() -> None:
    keymap = read_keymap('[transcript]\nrecode = "x"\nmemo = "C"\n')
    assert keymap.keys == {} and len(keymap.problems) == 2


def test_two_names_that_change_keys_with_each_other_do_not_clash() -> None:
    keymap = read_keymap('[transcript]\nrecode = "x"\nuncode = "C"\n')
    assert not keymap.problems and keymap.keys == {"transcript.recode": "x", "transcript.uncode": "C"}


def test_the_same_key_in_places_that_are_never_open_together_is_fine() -> None:
    assert not read_keymap('[help]\nclose = "x"\n').problems


def test_keys_of_every_page_rest_where_a_page_has_them_not() -> None:
    assert not read_keymap('[home]\nopen = "u"\nsample = "escape"\n').problems
    assert read_keymap('[home]\nopen = "f1"\n').problems
    for part in ("home", "backups", "contents", "report"):
        screen = next(found for found in _screens() if found.__module__.endswith(f".screens.{part}"))
        there = {one.id for one in screen.BINDINGS if isinstance(one, Binding) and one.id}
        for name in ("page.undo", "page.redo", "page.back", "page.help"):
            key = {"page.undo": "u", "page.redo": "U", "page.back": "escape", "page.help": "f1"}[name]
            other = next(one for one in sorted(there) if one.startswith(f"{part}."))
            assert bool(read_keymap(f"{other} = {key!r}").problems) == (name in there), (other, name)


def _screens() -> list[type[Screen[Any]]]:
    every_binding()  # loads every page
    waiting, found = [Screen], []
    while waiting:
        waiting += (below := waiting.pop().__subclasses__())
        found += below
    return found


def test_no_file_is_no_mistake_and_an_unreadable_one_is_told(tmp_path: Path) -> None:
    assert load_keymap(tmp_path / "keymap.toml").problems == ()
    file = tmp_path / "keymap.toml"
    file.write_bytes(b"\xef\xbb\xbfreader.next = 'f7'\n# \xff\n")
    assert load_keymap(file).problems[0].startswith("keymap.toml, line 2: this is not written in UTF-8")
    file.write_bytes(b"\xef\xbb\xbfreader.next = 'f7'\n")
    assert load_keymap(file).keys == {"reader.next": "f7"}
    file.write_text("#" * 70_000)
    assert load_keymap(file).problems == ("keymap.toml is larger than 64 KB; no keys are taken from it",)
    file.unlink()
    os.mkfifo(file)
    assert load_keymap(file).problems == ("keymap.toml is not a file",)
    file.unlink()
    file.mkdir()
    assert load_keymap(file).problems == ("keymap.toml cannot be read: that is a folder",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = " + "[" * 3000, "this is no entry"),
        ("a = " + "[" * 900 + "]" * 90, "this is no entry"),
        ("a = " + "{a=" * 150 + "1" + "}" * 150, "there is no a.a.a"),
        ("a = [\n" + "[\n" * 30_000, "this is no entry"),
        ("a." * 32_000 + "a = 1", "this is no entry"),
        ("a." * 400 + "a = 1", "there is no a.a.a"),
        ("a = " + "9" * 900 * 9, "this is no entry"),
        ("x" * 900 + " = 'a'", "there is no xxx"),
        ('"x\\u001b[2J\\ny" = "a"', "there is no x␛[2J y."),
        ("reader.next = '" + "q" * 900 + "'", "there is no key"),
        ('"x" = {}', "there is no x."),
        ("reader.next = {}", "keys are written in quotes"),
        ("reader.next = []", "no key is given"),
    ],
)
def test_what_nobody_means_is_told_shortly_and_soon(text: str, said: str) -> None:
    before = time.process_time()
    keymap = read_keymap(text)
    assert not keymap.keys and keymap.problems[0].startswith(f"keymap.toml, line 1: {said}")
    assert len(keymap.problems[0]) < 130 and "\n" not in keymap.problems[0]
    assert time.process_time() - before < 5


def test_the_keys_as_they_are_clash_nowhere() -> None:
    rows = {row.id: row.keys for row in every_binding()}
    assert {"reader.next", "transcript.code", "picker.mark", "page.undo"} <= set(rows)
    same = "\n".join(f'"{name}" = "{keys}"' for name, keys in rows.items())
    assert [p for p in read_keymap(same).problems if "already" in p] == []
    assert set(read_keymap(same).keys) == set(rows)


async def test_the_app_takes_the_keys_and_tells_mistakes(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    file = tmp_path / "config" / "qualcode" / "keymap.toml"
    file.parent.mkdir(parents=True)
    file.write_text('[reader]\nnext = "n"\nnext_hit = "j"\nshortcut = ";"\nold = "k"\n', encoding="utf-8")
    async with reading(project) as (app, pilot):
        assert any("line 5: there is no reader.old" in notice.message for notice in app._notifications)
        reader = app.screen.query_one(Reader)
        await pilot.press("n")
        first = reader.text[slice(*reader.target)]
        assert first == "Kami musyawarah setiap bulan."
        letters = next(card.letters for card in app.screen._cards.values() if card.code == "NR-LGR")  # type: ignore[attr-defined]
        await pilot.press("semicolon", *letters)
        await settled(app, pilot)
        assert codings(project) == [("NR-LGR", first)]
