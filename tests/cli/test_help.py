"""Help: cheap, complete, and in both languages."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest
from typer.main import get_group

from qualcode import __version__, i18n
from qualcode.cli.main import MODULES, SECTIONS

HEAVY = ("textual", "spacy", "sqlmodel", "sqlalchemy", "networkx", "numpy", "lxml", "pydantic", "matplotlib")


def commands():
    """(words, command) of everything that can be typed."""
    for word, module in MODULES.items():
        group = get_group(import_module(f"qualcode.cli.{module}").app)
        if word in group.commands:
            yield word, group.commands[word]
        else:
            for name, command in group.commands.items():
                yield f"{word} {name}", command


@pytest.mark.parametrize("option", ["--help", "--version"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_first_page_loads_nothing_heavy(option, language):
    code = (
        "import sys\n"
        "from qualcode.cli.main import main\n"
        f"assert main(['--lang', {language!r}, {option!r}]) == 0\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_the_page_of_a_noun_loads_no_project():
    code = (
        "import sys\n"
        "from qualcode.cli.main import main\n"
        "main(['source', 'add', '--help'])\n"
        "print([m for m in ('textual', 'spacy', 'sqlmodel', 'networkx', 'numpy', 'lxml') if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_the_module_runs_like_the_command():
    done = subprocess.run(
        [sys.executable, "-m", "qualcode", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"qualcode {__version__}\n"


def test_the_first_page_names_every_command(run):
    page = run("--help").out
    for _title, listed in SECTIONS:
        for name in listed:
            assert f"\n  {name} " in page


def test_every_command_prints_json_but_the_app():
    without = {
        words for words, command in commands() if not any("--json" in param.opts for param in command.params)
    }
    assert without == {"open"}


def test_every_word_of_help_is_translated():
    i18n.set_language("id")
    left = set()
    for words, command in commands():
        for said in (command.help, *(param.help for param in command.params)):
            assert said, words
            if i18n._(said) == said:
                left.add(said)
    assert not left


@pytest.mark.parametrize(
    ("language", "heading"), [("id", "Pemakaian: qualcode code add"), ("en", "Usage: qualcode code add")]
)
def test_a_page_is_in_the_language_asked_for(run, language, heading):
    page = run("--lang", language, "code", "add", "--help")
    assert page.code == 0
    assert page.out.startswith(heading)
    assert ("Tampilkan halaman ini" in page.out) == (language == "id")


def test_the_language_of_the_system_is_spoken(run, monkeypatch):
    monkeypatch.setenv("QUALCODE_LANG", "id_ID.UTF-8")
    assert run("--help").out.startswith("Pemakaian")


def test_a_noun_lists_its_commands(run):
    page = run("suggest", "--help").out
    assert all(f"\n  {name} " in page for name in ("find", "list", "accept", "reject"))
