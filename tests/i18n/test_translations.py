"""Every word the interface can say stands in both languages, with the same fields."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import qualcode
from qualcode import i18n
from qualcode.i18n.po import read_po

PACKAGE = Path(qualcode.__file__).parent


def said() -> Iterator[tuple[str, int, str, str | None]]:
    """(file, line, message, plural) of every translated string in the code."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id == "_" and node.args:
                first = node.args[0]
                # A name may stand for a literal from a table of marked strings; those are checked where they are marked.
                if isinstance(first, ast.Constant):
                    yield str(path.relative_to(PACKAGE)), node.lineno, first.value, None
            elif node.func.id == "N_" and isinstance(node.args[0], ast.Constant):
                yield str(path.relative_to(PACKAGE)), node.lineno, node.args[0].value, None
            elif node.func.id == "ngettext":
                one, many = node.args[:2]
                assert isinstance(one, ast.Constant) and isinstance(many, ast.Constant), (path, node.lineno)
                yield str(path.relative_to(PACKAGE)), node.lineno, one.value, many.value


def fields(text: str) -> set[str]:
    return {name for _text, name, _spec, _conv in string.Formatter().parse(text) if name is not None}


CATALOGUE = i18n._catalogue("id")

SHOWN = {"Static", "Label", "Button", "Option", "Ask", "notify", "update", "append", "tell", "from_text"}
"""What puts words on a screen of the app as they are."""


def bare(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, words) of everything a page shows without looking it up, as a text, in an f-string or by a title."""
    for node in ast.walk(tree):
        given: list[ast.expr] = []
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            given = node.args[:1] if name in SHOWN else []
        elif isinstance(node, ast.Assign):
            titles = ("border_title", "border_subtitle", "placeholder")
            if any(isinstance(one, ast.Attribute) and one.attr in titles for one in node.targets):
                given = [node.value]
        for value in given:
            parts = value.values if isinstance(value, ast.JoinedStr) else [value]
            for part in parts:
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and WORD.search(part.value):
                    yield node.lineno, part.value


WORD = re.compile(r"[A-Za-z]{2,} ")
"""Two letters and a blank: a word of a sentence, and no sign, key or name of an option."""


def test_no_page_shows_words_that_were_not_looked_up():
    found = [
        f"{path.relative_to(PACKAGE)}:{line}: {words!r}"
        for path in sorted((PACKAGE / "tui").rglob("*.py"))
        for line, words in bare(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not found, "\n".join(found)
    slips = """Static("in [- -] what went")
text.append(f"{n} turns here")
box.border_title = f"History of {code}"
text.append(" · ").append(_("what went"))
"""
    assert sorted(line for line, _words in bare(ast.parse(slips))) == [1, 2, 3]


def test_nothing_is_left_untranslated():
    missing = [
        f"{file}:{line}: {message!r}"
        for file, line, message, plural in said()
        if message not in (CATALOGUE.messages if plural is None else CATALOGUE.plurals)
    ]
    assert not missing, "\n".join(missing)


def test_translations_have_the_fields_of_the_original():
    wrong = [m for m, t in CATALOGUE.messages.items() if fields(m) != fields(t)]
    wrong += [
        m for m, forms in CATALOGUE.plurals.items() if any(not fields(f) <= fields(m) | {"n"} for f in forms)
    ]
    assert not wrong


def test_catalogues_hold_nothing_that_is_never_said():
    known = {message for _file, _line, message, _plural in said()}
    stale = sorted((set(CATALOGUE.messages) | set(CATALOGUE.plurals)) - known)
    assert not stale, "\n".join(stale)


def test_rooms_do_not_translate_the_same_words_differently():
    meanings: dict[str, dict[str, str]] = {}
    for path in sorted((PACKAGE / "i18n" / "id").glob("*.po")):
        for message, translation in read_po(path.read_text(encoding="utf-8")).messages.items():
            meanings.setdefault(message, {}).setdefault(translation, path.name)
    assert not {message: where for message, where in meanings.items() if len(where) > 1}


@pytest.mark.parametrize("text", ['msgid "a"\nmsgstr nonsense', "what\n"])
def test_a_broken_catalogue_names_its_line(text):
    with pytest.raises(ValueError, match="line"):
        read_po(text)


def test_fuzzy_and_empty_entries_fall_back_to_the_source():
    catalogue = read_po('#, fuzzy\nmsgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr ""\n\nmsgid "d"\nmsgstr "e"\n')
    assert [catalogue.singular(m) for m in "acd"] == ["a", "c", "e"]
    assert catalogue.plural("one", "many", 2) == "many"
