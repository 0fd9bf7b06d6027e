"""The packaged codebook: whole in both languages, distinct, and what editors are told about the format is true."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from ruamel.yaml import YAML

from qualcode import resources
from qualcode.exchange.codebook import CodebookFile
from qualcode.exchange.codebook_lint import lint
from qualcode.exchange.codebook_yaml import CODE_FIELDS, TOP_FIELDS, dump_codebook, load_codebook
from qualcode.project.palette import PALETTE

PATH = resources.codebook_path("social-capital")


@pytest.fixture(scope="module")
def book() -> CodebookFile:
    return load_codebook(PATH)


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(PATH.with_name("codebook.schema.json").read_text(encoding="utf-8"))
    return loaded


def plain(text: str) -> Any:
    """The YAML as an editor sees it: dates are text."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda self, node: node.value)
    return yaml.load(text)


def test_it_has_25_codes_in_four_branches(book: CodebookFile) -> None:
    branches = [code.code for code in book.codes if not code.parent]
    assert branches == ["KP", "JR", "NR", "KX"]
    assert [sum(leaf.parent == b for leaf in book.leaves) for b in branches] == [7, 7, 7, 4]


def test_every_code_is_whole_in_both_languages(book: CodebookFile) -> None:
    optional = {"parent", "domain", "cue_excludes"}
    for code in book.codes:
        branch = code not in book.leaves
        skipped = optional | ({"typical_id", "typical_en", "atypical_id", "atypical_en", "cues_id", "cues_en", "shortcut"} if branch else {"colour"})  # fmt: skip
        empty = [f.name for f in fields(code) if f.name not in skipped and not getattr(code, f.name)]
        assert empty == [], code.code
        for name in ("name", "short_def", "full_def", "use_when", "not_when"):
            assert getattr(code, f"{name}_id") != getattr(code, f"{name}_en"), (code.code, name)


def test_limits_name_other_codes_that_exist_the_same_in_both_languages(book: CodebookFile) -> None:
    known = {code.code for code in book.codes}
    for code in book.leaves:
        named = [
            set(re.findall(r"\b[A-Z]{2}-[A-Z]{3}\b", text)) for text in (code.not_when_id, code.not_when_en)
        ]
        assert named[0] == named[1], code.code
        assert named[0] and named[0] <= known - {code.code}, code.code


def test_domains_and_shortcuts(book: CodebookFile) -> None:
    domains: dict[str, list[str]] = {}
    for code in book.leaves:
        domains.setdefault(code.domain, []).append(code.code)
    domains.pop("")
    assert sorted(map(tuple, domains.values())) == [
        ("JR-BON", "JR-BRI", "JR-LIN"),
        ("KP-AGT", "KP-PGR", "KP-LBG", "KP-UMM"),
        ("NR-TUL", "NR-SPK"),
    ]
    assert len({code.shortcut for code in book.leaves}) == 25


def test_every_branch_has_a_colour_of_the_palette_and_its_codes_take_it(book: CodebookFile) -> None:
    branches = [code.colour for code in book.codes if not code.parent]
    assert len(set(branches)) == 4 and set(branches) <= set(PALETTE.values())
    assert {code.colour for code in book.leaves} == {""}


def test_it_gives_a_supervisor_nothing_to_ask(book: CodebookFile) -> None:
    assert lint(book.codes) == []


def test_javanese_is_heard(book: CodebookFile) -> None:
    cues = {cue for code in book.leaves for cue in code.cues_id}
    assert {"percoyo", "rukun", "guyub", "sambatan", "srawung"} <= cues


def test_the_schema_fits_the_codebook_and_what_is_written(book: CodebookFile, schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    validator.validate(plain(PATH.read_text(encoding="utf-8")))
    validator.validate(plain(dump_codebook(book)))
    assert not validator.is_valid({"codebook": "x", "codes": [{"code": "A", "name": "a", "colour": "red"}]})
    assert not validator.is_valid(
        {"codebook": "x", "codes": [{"code": "A", "name": "a", "codes": [{"code": "B"}]}]}
    )


def test_the_schema_knows_the_fields_the_program_reads(schema: dict[str, Any]) -> None:
    assert tuple(schema["properties"]) == TOP_FIELDS
    assert set(schema["$defs"]["code"]["properties"]) == set(CODE_FIELDS)
