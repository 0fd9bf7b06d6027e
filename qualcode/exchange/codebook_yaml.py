"""Codebooks as YAML: `load_codebook` and `dump_codebook`; the format is codebooks/codebook.schema.json."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from qualcode.exchange.codebook import BILINGUAL, STATUSES, TYPES, CodebookFile, CodeSpec, stated_fields
from qualcode.exchange.codebook_check import check_codes
from qualcode.exchange.problems import FileProblems, read_file
from qualcode.exchange.yaml_lines import Entry, compose
from qualcode.i18n import _

TOP_FIELDS = ("codebook", "version", "author", "changed_at", "title", "description", "references", "codes")
CODE_FIELDS = (
    "code", "parent", *BILINGUAL, "cues", "exclude", "source_theory", "type", "domain", "colour", "status",
    "version", "author", "changed_at", "reason", "shortcut", "codes",
)  # fmt: skip
SCHEMA_LINE = "# yaml-language-server: $schema=codebook.schema.json\n"
_DEFAULT = CodeSpec("")


def load_codebook(source: Path | str, name: str = "codebook.yaml") -> CodebookFile:
    """The codebook in a file (`source` a Path) or in a text (`source` a str, called `name` in messages).

    Raises FileProblems with every problem and its line; BadInput where the file cannot be read.
    """
    if isinstance(source, Path):
        name, source = source.name, read_file(source)
    top, problems = compose(source, name)
    found = top.fields(TOP_FIELDS, required=("codebook", "codes"))
    codes: list[CodeSpec] = []
    lines: list[int] = []
    places: dict[tuple[int, str], int] = {}
    if "codes" in found:
        _read_codes(found["codes"], "", codes, lines, places)
        ordered, wrong = check_codes(codes, lines, places)
        problems += wrong
        if not codes and not problems:
            found["codes"].problem(_("there is no code in this codebook"))
    if problems:
        raise FileProblems(name, problems)
    title = found["title"].by_language() if "title" in found else ("", "")
    description = found["description"].by_language() if "description" in found else ("", "")
    book = CodebookFile(
        name=found["codebook"].text(),
        codes=tuple(ordered),
        version=_text(found, "version"),
        author=_text(found, "author"),
        changed_on=found["changed_at"].day() if "changed_at" in found else None,
        title_id=title[0],
        title_en=title[1],
        description_id=description[0],
        description_en=description[1],
        references=tuple(found["references"].texts()) if "references" in found else (),
        stated={
            code.code: stated_fields(code, {key for at, key in places if at == position})
            for position, code in enumerate(codes)
        },
        file=name,
        lines={
            code.code: {"code": line, **{key: n for (at, key), n in places.items() if at == position}}
            for position, (code, line) in enumerate(zip(codes, lines, strict=True))
        },
    )
    if problems:
        raise FileProblems(name, problems)
    return book


def _text(found: dict[str, Entry], key: str) -> str:
    return found[key].text() if key in found else ""


def _read_codes(
    entry: Entry,
    parent: str,
    codes: list[CodeSpec],
    lines: list[int],
    places: dict[tuple[int, str], int],
) -> None:
    for item in entry.items():
        found = item.fields(CODE_FIELDS, required=("code",))
        places |= {(len(codes), key): field.line for key, field in found.items()}
        spec = _read_code(item, found, parent)
        codes.append(spec)
        lines.append(item.line)
        if "codes" in found:
            _read_codes(found["codes"], spec.code, codes, lines, places)


def _read_code(item: Entry, found: dict[str, Entry], parent: str) -> CodeSpec:
    values: dict[str, Any] = {"code": _text(found, "code"), "parent": parent}
    if "parent" in found:
        values["parent"] = found["parent"].text()
        if parent and values["parent"] != parent:
            found["parent"].problem(
                _(
                    "stands under {outer} but names {parent} as its parent",
                    outer=parent,
                    parent=values["parent"],
                )
            )
    for key in BILINGUAL:
        if key in found:
            values[f"{key}_id"], values[f"{key}_en"] = found[key].by_language()
    if "cues" in found:
        for language, cues in found["cues"].fields(("id", "en")).items():
            values[f"cues_{language}"] = tuple(cues.texts())
    if "exclude" in found:
        values["cue_excludes"] = tuple(found["exclude"].texts())
    for key in ("source_theory", "domain", "author", "reason", "shortcut"):
        values[key] = _text(found, key)
    for key, field in item.pairs():
        if key == "colour" and field.empty:
            field.problem(_("a colour needs quotes around it: after # YAML reads nothing"))
    values["colour"] = _text(found, "colour").lower()
    values["origin"] = found["type"].choice(TYPES) if "type" in found else _DEFAULT.origin
    values["status"] = found["status"].choice(STATUSES) if "status" in found else _DEFAULT.status
    version = found["version"].whole() if "version" in found else _DEFAULT.version
    values["version"] = 1 if version is None else version
    values["changed_on"] = found["changed_at"].day() if "changed_at" in found else None
    return CodeSpec(**values)


def dump_codebook(codebook: CodebookFile) -> str:
    """The codebook as YAML; the same codebook always gives the same text, and reads back equal."""
    top: dict[str, Any] = {"codebook": codebook.name}
    _put(top, "version", codebook.version)
    _put(top, "author", codebook.author)
    _put(top, "changed_at", codebook.changed_on)
    _put(top, "title", _languages(codebook.title_id, codebook.title_en))
    _put(top, "description", _languages(codebook.description_id, codebook.description_en))
    _put(top, "references", list(codebook.references))
    top["codes"] = []
    lists = {"": top["codes"]}
    for spec in codebook.codes:
        entry = _code(spec)
        lists.setdefault(spec.parent, []).append(entry)
        lists[spec.code] = []
        entry["codes"] = lists[spec.code]
    for items in lists.values():
        for entry in items:
            if not entry.get("codes"):
                entry.pop("codes", None)
    yaml = YAML()
    yaml.width = 110
    yaml.allow_unicode = True
    yaml.representer.ignore_aliases = lambda _value: True  # equal dates are written out, not referred to
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    yaml.dump(top, out)
    # The emitter leaves a space where it folds a line; reading drops it anyway.
    return SCHEMA_LINE + "".join(line.rstrip(" ") + "\n" for line in out.getvalue().split("\n")[:-1])


def _code(spec: CodeSpec) -> dict[str, Any]:
    entry: dict[str, Any] = {"code": spec.code}
    for key in BILINGUAL:
        _put(entry, key, _languages(getattr(spec, f"{key}_id"), getattr(spec, f"{key}_en")))
    cues = {"id": list(spec.cues_id), "en": list(spec.cues_en)}
    _put(entry, "cues", {language: words for language, words in cues.items() if words})
    _put(entry, "exclude", list(spec.cue_excludes))
    _put(entry, "source_theory", spec.source_theory)
    entry["type"] = spec.origin
    _put(entry, "domain", spec.domain)
    _put(entry, "colour", spec.colour)
    entry["status"] = spec.status
    entry["version"] = spec.version
    _put(entry, "author", spec.author)
    _put(entry, "changed_at", spec.changed_on)
    _put(entry, "reason", spec.reason)
    _put(entry, "shortcut", spec.shortcut)
    return entry


def _languages(indonesian: str, english: str) -> str | dict[str, str]:
    if indonesian == english:
        return indonesian
    return {key: text for key, text in (("id", indonesian), ("en", english)) if text}


def _put(entry: dict[str, Any], key: str, value: Any) -> None:
    if value:
        entry[key] = value
