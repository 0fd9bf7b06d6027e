"""Templates of a user's own: what they see, how mistakes are told, and that none gets out of its room."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from qualcode.errors import BadInput
from qualcode.i18n import using
from qualcode.reports import own_room
from qualcode.reports.own import SUFFIXES, context_of, render_own, suffix_of
from qualcode.reports.own_lines import last_line, lines_told
from qualcode.reports.own_room import answer
from qualcode.reports.own_words import _told, context_rows, filter_rows


@pytest.fixture(scope="module")
def context(samples: ModuleType) -> dict[str, Any]:
    return context_of(samples.sample("id"))


def run(
    context: dict[str, Any], text: str, name: str = "x.md.j2", folder: Path | None = None
) -> dict[str, Any]:
    """What the room answers, asked without a process of its own."""
    html = suffix_of(name) == ".html"
    return answer({"text": text, "name": name, "folder": str(folder or ""), "html": html, "context": context})


CHAPTER = """\
# {{ study.title }}
{% for finding in findings if finding.quotes %}
## {{ finding.number }} {{ finding.status }} ({{ finding.row.k }}/{{ finding.row.n }})
{% for quote in finding.quotes[:1] %}
> {{ quote.text | md }} {{ quote.reference }}
{% endfor %}
{% endfor %}
{{ date | tanggal }}; {{ 2400 | angka }}; {{ 1.5 | angka }}; {{ 0.125 | persen }}; {{ 2400000 | rupiah }}
{{ study.year }}
"""


def test_a_chapter_is_written_in_the_language_of_the_report(context: dict[str, Any]):
    written = render_own(CHAPTER, context, name="bab4.md.j2")
    assert written.split("\n")[:3] == [
        "# Modal Sosial KUBE Mekar Tirta (contoh karangan)",
        "## F1 selaras: mendukung (6/9)",
        "> Laporan mereka selalu masuk tepat waktu. (W1/P1/b.7-10)",
    ]
    assert written.endswith("12 Maret 2024; 2.400; 1,50; 12,5%; Rp2.400.000\n\n")


def test_the_context_is_plain_and_nobody_is_told_apart_by_ids(context: dict[str, Any]):
    assert json.loads(json.dumps(context)) == context
    assert "coding-1" not in json.dumps(context)
    method = next(matrix for matrix in context["matrices"] if matrix["by"] == "method")
    assert method["rows"][0]["cells"][0]["quotes"] == ["(W1/P1/b.7-10)", "(W4/K1/b.28-31)"]


def test_every_name_that_is_explained_is_there(context: dict[str, Any]):
    names = [name for name, _what, _example in context_rows(context)]
    assert len(names) == len(set(names)) and set(_told()) <= set(names)
    assert ("study.questions[].text", "", "Bagaimana kepercayaan di dalam kelompok?") in context_rows(context)
    with using("id"):
        assert dict(filter_rows())["{{ 2400000 | rupiah }}"] == "jumlah uang"


def test_an_empty_project_has_the_same_names(samples: ModuleType, context: dict[str, Any]):
    empty = context_of(samples.empty("en"))
    assert set(empty) == set(context)
    assert run(empty, "{% for f in findings %}x{% else %}none{% endfor %}{{ counts.codings }}") == {
        "text": "none0"
    }


def test_html_is_escaped_and_other_kinds_have_their_filters(context: dict[str, Any]):
    assert run(context, "{{ '<b>&' }}", "x.html.j2") == {"text": "&lt;b&gt;&amp;"}
    assert run(context, "{{ '<b>' }}", "x.txt.j2") == {"text": "<b>"}
    assert run(context, r"{{ 'a_b & 5%\\' | tex }}", "x.tex.j2") == {"text": r"a\_b \& 5\%\textbackslash{}"}
    assert run(context, "{{ '#let x = $1$' | typ }}", "x.typ.j2") == {"text": r"\#let x \= \$1\$"}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_kind_of_text_is_told_by_the_name(suffix: str):
    assert suffix_of(f"Bab 4{suffix.upper()}.j2") == suffix_of(f"bab4{suffix}") == suffix


def test_a_name_that_tells_no_kind_is_refused(context: dict[str, Any]):
    with pytest.raises(BadInput, match=r"template\.j2.*\.md\.j2"):
        render_own("x", context, name="template.j2")


@pytest.mark.parametrize(
    ("template", "line", "why"),
    [
        ("a\nb\n{{ nothing }}", 3, "there is no nothing here"),
        ("a\n{{ study.nothing }}", 2, "there is: title, description"),
        ("\n\n{% if %}", 3, "Expected an expression"),
        ("\n{% for x in findings %}", 2, "Unexpected end"),
        ("{{ 1 | nosuch }}", 1, "nosuch"),
        ("\n{{ 1 / 0 }}", 2, "division by zero"),
        ("\n\n\n{{ 'soon' | tanggal }}", 4, "soon"),
        ("{{ 'x'.upper }}", 1, "only values"),
        ("{% macro m() %}\n{{ missing }}\n{% endmacro %}\n{{ m() }}", 2, "there is no missing here"),
        ("\n{{ codes | map(attribute='nothing') | list }}", 2, "there is no nothing here"),
        ("\n\n{% break %}", 3, "'break' outside loop"),
        ("\n{{ " + "9" * 6000 + " }}", 2, "digits"),
        ("\n{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", 2, "nested too deeply"),
        ("\n\n{{ 1" + "+1" * 9000 + " }}", 3, "nested too deeply"),
        ("\n{{ (1e308 * 10) | angka }}", 2, "no number that can be shown"),
        ("\n{{ [[1]] | sum(start=[]) }}", 2, "only numbers"),
        (
            "\n{% set n = namespace(x=10**90) %}{% for i in range(99) %}{% set n.x = n.x * n.x %}{% endfor %}",
            2,
            "grows",
        ),
        ("\n{% for i in range(99) %}\n{{ 'x' * 900000 }}{% endfor %}", 3, "grows beyond every measure"),
    ],
)
def test_a_mistake_is_told_with_its_line(context: dict[str, Any], template: str, line: int, why: str):
    said = run(context, template)
    assert (said["file"], said["line"]) == ("x.md.j2", line) and why in said["wrong"]


ATTACKS = [
    "{{ ''.__class__.__mro__ }}",
    "{{ '' | attr('__class__') }}",
    "{{ ''['__class__'] }}",
    "{{ [''] | map(attribute='__class__') | join }}",
    "{{ '{0.__class__}'.format(study) }}",
    "{{ '{x.__class__}'.format_map({'x': study}) }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ self.__class__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ range.__self__ }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__ }}",
    "{{ dict.mro() }}",
    "{% macro m() %}{% endmacro %}{{ m.__call__ }}",
    "{{ study.pop('title') }}",
    "{{ findings.append(1) }}",
    "{% do study.update(title='x') %}",
    "{{ 'a' * 10**10 }}",
    "{{ 10**8 * 'a' }}",
    "{{ [0] * 999999999 }}",
    "{% set n = namespace(s='a') %}{% for i in range(60) %}{% set n.s = n.s + n.s %}{% endfor %}",
    "{{ 9**9**9 }}",
    "{{ '%999999999d' % 1 }}",
    "{{ 'x'.center(10**9) }}",
    "{% for i in range(10**9) %}{% endfor %}",
    "{{ lipsum(10**9) }}",
    "{% macro m(n) %}{{ m(n) }}{% endmacro %}{{ m(1) }}",
    "{% extends 'x.md.j2' %}",
    "{% include 'x.md.j2' %}",
    "{% include '../../etc/passwd' %}",
    "{% include '/etc/passwd' %}",
    "{% import 'secret.db' as s %}",
    "{% include 'link.md' %}",
    "{% include 'a\\x00.md' %}",
]


@pytest.mark.parametrize("template", ATTACKS)
def test_no_template_gets_out(context: dict[str, Any], template: str, tmp_path: Path):
    (tmp_path / "room").mkdir()
    (tmp_path / "outside.md").write_text("outside")
    (tmp_path / "room" / "secret.db").write_text("secret")
    (tmp_path / "room" / "link.md").symlink_to(tmp_path / "outside.md")
    said = run(context, template, folder=tmp_path / "room")
    assert said["line"] == 1 and said["wrong"] and "text" not in said
    assert "\n" not in said["wrong"] and "Traceback" not in said["wrong"]


def test_a_template_beside_it_can_be_included(context: dict[str, Any], tmp_path: Path):
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "head.md").write_text("**{{ study.title }}**\n")
    (tmp_path / "parts" / "bad.md").write_text("one\n{{ two }}\n")
    written = render_own("{% include 'parts/head.md' %}", context, name="x.md.j2", folder=tmp_path)
    assert written == "**Modal Sosial KUBE Mekar Tirta (contoh karangan)**\n"
    said = run(context, "{% include 'parts/bad.md' %}", folder=tmp_path)
    assert (said["file"], said["line"]) == ("parts/bad.md", 2)


def test_a_loop_without_end_is_ended_and_told(context: dict[str, Any]):
    endless = "\n{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    with using("id"), pytest.raises(BadInput, match=r"^x\.md\.j2, baris 2: tidak kunjung selesai$"):
        render_own(endless, context, name="x.md.j2", seconds=1)


def test_what_grows_without_end_is_ended_and_told(context: dict[str, Any]):
    growing = "{% set n = namespace(s='a') %}{% for i in range(60) %}{% set n.s = n.s ~ n.s %}{% endfor %}"
    with pytest.raises(BadInput, match=r"^x\.md\.j2(, line 1)?: it takes too much"):
        render_own(growing, context, name="x.md.j2")


def test_a_process_that_cannot_tell_its_line_any_more_leaves_it_behind():
    told = lines_told("x = 1\ndebug_info = '1=3&4=9'\n", "bab 4.md.j2") + (
        '\nFatal\n  File "/a/b.py", line 3 in f\n  File "bab 4.md.j2", line 11 in root\n  File "bab 4.md.j2", line 4 in root'
    )
    assert last_line(told) == ("bab 4.md.j2", 4)
    assert last_line('  File "/a/b.py", line 3 in f') is None


def test_half_a_character_is_replaced(context: dict[str, Any]):
    assert run(context, "{{ '\\ud800' }}") == {"text": "?"}


def test_where_no_system_confines_a_process_the_room_is_entered_all_the_same(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "resource", None)
    own_room._confined(1)
