"""A text that names a key names the one a person has: nothing in the app tells them to press what a keymap took away."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import qualcode.tui
from qualcode import i18n
from qualcode.i18n.po import read_po
from qualcode.tui import said_keys
from qualcode.tui.analyses.asked import why_empty
from qualcode.tui.app import QualcodeApp
from qualcode.tui.keymap import Keymap, every_binding
from qualcode.tui.recent import Memory
from qualcode.tui.said_keys import key_for, said_key, use_keys
from qualcode.tui.tour import steps
from tests.i18n.test_translations import said

PACKAGE = Path(qualcode.tui.__file__).parent
CATALOGUES = PACKAGE.parent / "i18n" / "id"

NAMED = re.compile(
    r"""(?x)
      \b(?:Ctrl|Alt|Shift)\+\w+ | \bF\d{1,2}\b(?!,) | \b(?:Esc|Tab|Space|Spasi|Enter|PgUp|PgDn|Del|Backspace)\b | [⏎␣⇥←→↑↓](?=\s)
    | \b(?:[Pp]ress|[Tt]ekan)\s(?!\{|Enter|it\b|sekarang|satu\b|dua\b|ganda)\S+
    | (?:^|[·;,.(]\s?|\bor\s|\batau\s|\band\s|\bdan\s)(?![ak]\s)[b-zA-Z/?*#](?=\s(?:takes?|codes?|shows?|changes?|goes|puts?|makes?|gives?|
        picks?|pins?|on|builds?|calls?|compares?|chooses?|menampilkan|mengubah\w*|mengode|membuat|pada|di\shalaman|menaruh\w*)\b)
    | \([a-zA-Z?/]\)
    """
)
"""Words that name a key as it came."""

TYPED = {
    # Enter in a field that is typed in or in a list is no binding of ours, and no keymap takes it away
    "Marked: {codes} · Enter applies them",
    "Enter takes it · {leave}",
    "Space, {mark} or digits mark · Enter applies · + new code · {leave}",
    "Enter applies · {mark} marks several · + new code · {leave}",
    "Enter makes a code of this name; what it means can be written later, in the codebook.",
    "Enter goes there · {code} codes all of them · {leave}",
    (
        "{mark} marks · {all} all or none · {words} words, {sentences} sentences, {turns} turns · {parts} parts of "
        "words · Enter codes what is marked · {leave}"
    ),
    "Enter goes to the code · {key} closes",
    "{back} {next} choose · Enter takes it",
    "Go to a quote below first (Enter on a claim)",
    "Correct the query and press Enter; an empty one shows every quote.",
    # any key that is no letter ends the two letters of a code
    "no code has these letters · Esc",
    # no keys
    "Space",
    "Cause → problem → solution",
    "↑ gained {gained}, ↓ lost {lost}, ↻ turned {turned}, = kept {kept}, of {n} who tell of both",
}


@pytest.fixture
def own() -> Iterator[None]:
    """Keys of a person's own, for one test."""
    before = said_keys._own
    use_keys(
        {"transcript.code": "ctrl+k", "matrices.depth": "f7,d", "reader.next": "j", "page.help": "comma"}
    )
    yield
    use_keys(before)


def told() -> Iterator[tuple[str, str, str]]:
    """(where, English, text) of every message of the app, in both languages."""
    messages = set[str]()
    for file, line, *forms in said():
        if file.startswith("tui/"):
            for form in filter(None, forms):
                messages.add(form)
                yield f"{file}:{line}", form, form
    for path in sorted(CATALOGUES.glob("*.po")):
        catalogue = read_po(path.read_text(encoding="utf-8"))
        plurals = ((message, form) for message, forms in catalogue.plurals.items() for form in forms)
        yield from ((path.name, m, t) for m, t in (*catalogue.messages.items(), *plurals) if m in messages)


def test_no_text_names_a_key_as_it_came():
    found = sorted(
        {
            f"{where}: {match[0]!r} in {text!r}"
            for where, message, text in told()
            for match in NAMED.finditer(text)
            if message not in TYPED
        }
    )
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "text",
    ["Press c on a sentence", "or d on a coded passage", "{step} · Esc calls it off", "Tekan a untuk menulis", "F2 tour",
     "open comments (d)", "f changes it", "{words} · c mengode semuanya", "Ctrl+P every command"],
)  # fmt: skip
def test_the_search_finds_what_it_is_for(text):
    assert NAMED.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "Press {key} to add one.",
        "finding F1, its number",
        "k of n who speak",
        "Esc."[1:],
        "a code on a digit",
    ],
)
def test_the_search_leaves_other_words_alone(text):
    assert not NAMED.search(text)


def test_every_key_that_is_asked_for_is_there():
    usual = {row.id: row.keys for row in every_binding()}
    asked = set[str]()
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "key_for":
                asked |= {one.value for one in node.args if isinstance(one, ast.Constant)}
    assert len(asked) > 40
    for name in asked:
        assert key_for(name) == said_key(usual[name].split(",")[0]), name
    with pytest.raises(LookupError):
        key_for("page.nothing")


def test_a_keymap_changes_what_is_said(own):
    assert "Press Ctrl+K on a sentence" in why_empty([], [])
    tour = " ".join(step.said for step in steps(sample=True))
    assert "Ctrl+K finds any other code" in tour and "j and ↑ go on" in tour and ", shows the keys" in tour
    assert key_for("matrices.depth") == "F7"


async def test_the_app_says_the_keys_it_took(own, monkeypatch):
    monkeypatch.setattr("qualcode.tui.app.load_keymap", lambda: Keymap({"transcript.pin": "f7"}))
    async with QualcodeApp(None, Memory()).run_test():
        assert (key_for("transcript.pin"), key_for("transcript.code")) == ("F7", "c")


def test_keys_are_said_as_they_stand_on_the_keyboard():
    keys = [
        "ctrl+s",
        "escape",
        "enter",
        "question_mark",
        "+",
        "ctrl++",
        "shift+left",
        "f2",
        "C",
        "delete",
        "tab",
    ]
    assert [said_key(key) for key in keys] == [
        "Ctrl+S", "Esc", "Enter", "?", "+", "Ctrl++", "Shift+←", "F2", "C", "Del", "Tab"
    ]  # fmt: skip
    with i18n.using("id"):
        assert said_key("space") == "Spasi"
