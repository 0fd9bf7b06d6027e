"""Codes between record and file: reading a codebook, writing it into a project, and what may not be in one."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from qualcode import resources
from qualcode.errors import BadInput, NotFound
from qualcode.exchange.codebook import CodebookFile, CodeSpec
from qualcode.exchange.codebook_check import check_codes
from qualcode.exchange.codebook_csv import load_codebook_csv
from qualcode.exchange.codebook_outline import SUFFIXES as OUTLINES
from qualcode.exchange.codebook_outline import load_codebook_outline
from qualcode.exchange.problems import FileProblems, Problem
from qualcode.i18n import _
from qualcode.model import Category, CategoryCode, Code, CodeOrigin, CodeStatus, Theme
from qualcode.project.facet import one_of
from qualcode.project.namesakes import visible
from qualcode.project.palette import colour_value, next_colour
from qualcode.project.shortcuts import proposed_shortcut
from qualcode.store.transaction import Transaction, table_of
from qualcode.text.addresses import typed_path

DEFINITION = tuple(f.name for f in fields(CodeSpec) if f.name not in ("code", "parent"))
"""What can be set on a code, by the names of its record."""
HISTORY = ("status", "version", "author", "changed_on", "reason", "shortcut", "colour")
"""Of these, what may change without being a new version of the definition."""


@dataclass(frozen=True)
class Imported:
    """What reading a codebook into the project did, as codes in the order of the file."""

    name: str
    added: Sequence[str]
    changed: Sequence[str]
    same: Sequence[str]


def read_codebook(source: str | Path) -> CodebookFile:
    """The codebook in a YAML, CSV, workbook (.xlsx) or outline file, or the packaged one of that name; a name is looked up first.

    Raises NotFound, or BadInput with the line of the first problem.
    """
    from qualcode.exchange.codebook_yaml import load_codebook  # brings YAML

    if isinstance(source, str) and source in resources.codebook_names():
        return load_codebook(resources.codebook_path(source))
    path = typed_path(source)
    if not path.suffix and not path.exists():
        raise NotFound(
            _("there is no codebook {name}; packaged ones: {names}",
              name=source, names=", ".join(resources.codebook_names()))
        )  # fmt: skip
    if path.suffix.lower() in OUTLINES:
        return load_codebook_outline(path)
    if path.suffix.lower() == ".xlsx":
        from qualcode.project.codebook_workbook import (
            load_codebook_workbook,
        )  # brings lxml and a reader of workbooks

        return load_codebook_workbook(path)
    return load_codebook_csv(path) if path.suffix.lower() == ".csv" else load_codebook(path)


def insert_codebook(tx: Transaction, book: CodebookFile) -> Imported:
    """Write the codes of `book` into the project: see `CodebookFacet.import_`."""
    own = specs_of(in_order(tx.session))
    if problems := problems_with(own, book):
        raise FileProblems(book.file or book.name, problems)
    book = _yielding(own, book)
    known = {code.code.casefold(): code for code in tx.all(Code)}
    ids = {name: code.id for name, code in known.items()}
    added: list[str] = []
    changed: list[str] = []
    same: list[str] = []
    positions: dict[str, int] = {}
    for spec in book.codes:
        position = positions[spec.parent] = positions.get(spec.parent, -1) + 1
        key = spec.code.casefold()
        parent_id = ids[spec.parent.casefold()] if spec.parent else None
        columns = {"parent_id": parent_id, "position": position, **code_columns(_definition(spec))}
        if key in known:
            stated = {"parent_id", "position", *book.stated.get(spec.code, columns)}
            values = {name: value for name, value in columns.items() if name in stated}
            differs = any(getattr(known[key], name) != value for name, value in values.items())
            tx.update(known[key], **values)
            (changed if differs else same).append(known[key].code)
        else:
            ids[key] = tx.insert(Code(code=spec.code, **columns)).id
            added.append(spec.code)
    _name_shortcuts(tx, added)
    check_codebook(tx)
    return Imported(book.name, tuple(added), tuple(changed), tuple(same))


def problems_with(codes: Sequence[CodeSpec], book: CodebookFile) -> list[Problem]:
    """What would be wrong with a project's `codes` once `book` is read into it, at the lines of the book."""
    book = _yielding(codes, book)
    spelt = {spec.code.casefold(): spec.code for spec in book.codes}
    own = {code.code.casefold(): code for code in codes}
    merged = [
        replace(code, parent=spelt.get(code.parent.casefold(), code.parent))
        for key, code in own.items()
        if key not in spelt
    ]
    lines = [0] * len(merged)
    places: dict[tuple[int, str], int] = {}
    for spec in book.codes:
        kept = own.get(spec.code.casefold())
        stated = book.stated.get(spec.code)
        if kept is not None and stated is not None:
            spec = replace(
                kept,
                code=spec.code,
                parent=spec.parent,
                **{n: getattr(spec, n) for n in stated - {"code", "parent"}},
            )
        at = book.lines.get(spec.code, {})
        places |= {(len(merged), field): line for field, line in at.items()}
        lines.append(at.get("code", 1))
        merged.append(spec)
    _ordered, problems = check_codes(merged, lines, places)
    return [problem for problem in problems if problem.line]


def _yielding(codes: Sequence[CodeSpec], book: CodebookFile) -> CodebookFile:
    """`book` without the shortcuts that other codes of the project have: a key people type by heart stays theirs."""
    spelt = {spec.code.casefold(): spec for spec in book.codes}
    own = {code.code.casefold(): code.shortcut for code in codes}
    owners = {}
    for code in codes:
        spec = spelt.get(code.code.casefold())
        gives_up = spec is not None and "shortcut" in book.stated.get(spec.code, ("shortcut",))
        if code.shortcut and not gives_up:
            owners[code.shortcut.casefold()] = code.code.casefold()
    kept, stated = [], dict(book.stated)
    for spec in book.codes:
        owner = owners.get(spec.shortcut.casefold())
        if owner is not None and owner != spec.code.casefold():
            spec = replace(spec, shortcut=own.get(spec.code.casefold(), ""))
            if spec.code in stated:
                stated[spec.code] -= {"shortcut"}
        kept.append(spec)
    return replace(book, codes=tuple(kept), stated=stated)


def _name_shortcuts(tx: Transaction, added: Sequence[str]) -> None:
    """Give those of the new codes a shortcut whose file names none."""
    codes = {code.code: code for code in tx.all(Code)}
    taken = {code.shortcut for code in codes.values() if code.shortcut}
    for code in (codes[name] for name in added):
        if not code.shortcut:
            shortcut = proposed_shortcut(code.code, code.name_id or code.name_en, taken)
            tx.update(code, shortcut=shortcut)
            taken.add(shortcut)


def new_shortcut(tx: Transaction, code: str, columns: Mapping[str, Any]) -> str:
    """The shortcut proposed for a code that is about to be made."""
    name = str(columns.get("name_id") or columns.get("name_en") or "")
    return proposed_shortcut(code, name, {other.shortcut for other in tx.all(Code)})


def new_colour(session: Session) -> str:
    """The colour of the palette that an outermost code gets which is about to be made."""
    return next_colour([code.colour for code in in_order(session) if code.parent_id is None])


def field_faults(codes: Sequence[CodeSpec], spec: CodeSpec, before: str = "") -> dict[str, str]:
    """What is wrong with `spec` among the project's `codes`, by the field that is to be mended.

    `before` is the short id it has now; empty for a new code.
    """
    others = [
        replace(c, parent=spec.code if before and c.parent == before else c.parent)
        for c in codes
        if c.code != before
    ]
    at = len(others)
    fields_ = ("code", "name", "parent", "colour", "shortcut", "cues")
    places = {(at, field): at + 1 + number for number, field in enumerate(fields_)}
    _ordered, problems = check_codes([*others, spec], range(at + 1), places)
    faults = {} if spec.code else {"code": _("a code needs a short id, as KP-TRN")}
    if twin := next((c for c in others if c.code.casefold() == spec.code.casefold()), None):
        faults["code"] = _("there is a code {code} already", code=twin.code)
    for problem in problems:
        if problem.line > at:
            faults.setdefault(fields_[problem.line - at - 1], problem.text)
        elif problem.line == at:
            faults.setdefault("parent", problem.text)
    return faults


def put_category(
    tx: Transaction, name: str, codes: Sequence[Code], theme: str | None = None, note: str = ""
) -> Category:
    """The category called `name` with exactly these codes; it and its theme are made where there are none."""
    if not name.strip():
        raise BadInput(_("a category needs a name"))
    theme_id = None if not theme else ensure_theme(tx, theme).id
    category = tx.first(Category, table_of(Category).c.name == name)
    if category is None:
        category = tx.insert(Category(name=name, theme_id=theme_id, note=note))
    else:
        category = tx.update(category, theme_id=theme_id, note=note)
    links = {
        link.code_id: link
        for link in tx.all(CategoryCode, table_of(CategoryCode).c.category_id == category.id)
    }
    wanted = list(dict.fromkeys(code.id for code in codes))
    for code_id, link in links.items():
        if code_id not in wanted:
            tx.delete(link)
    tx.insert_all(CategoryCode(category_id=category.id, code_id=c) for c in wanted if c not in links)
    return category


def ensure_theme(tx: Transaction, name: str, note: str = "") -> Theme:
    """The theme called `name`, made where there is none."""
    return tx.first(Theme, table_of(Theme).c.name == name) or tx.insert(Theme(name=name, note=note))


def check_codebook(tx: Transaction, only: Code | None = None) -> None:
    """Refuse what makes the codes no codebook; with `only`, what is wrong with that code."""
    tx.session.expunge_all()  # what it read before the change would otherwise stand for what is there now
    specs = specs_of(in_order(tx.session))
    at = None
    if only is not None:  # at the end, because what two codes share is told of the second
        specs.sort(key=lambda spec: spec.code == only.code)
        at = len(specs) - 1
    _in_order, problems = check_codes(specs, range(len(specs)))
    for problem in problems:
        if at is None or problem.line == at:
            raise BadInput(problem.text)


def in_order(session: Session) -> list[Code]:
    """Every code, parents before children, siblings by position."""
    table = table_of(Code)
    under: dict[int | None, list[Code]] = {}
    for code in session.scalars(select(Code).order_by(table.c.position, table.c.id)):
        under.setdefault(code.parent_id, []).append(code)
    ordered: list[Code] = []
    waiting = under.get(None, [])[::-1]
    while waiting:
        code = waiting.pop()
        ordered.append(code)
        waiting += under.get(code.id, [])[::-1]
    return ordered


def specs_of(codes: Sequence[Code]) -> list[CodeSpec]:
    """`codes` as a file would hold them."""
    names = {code.id: code.code for code in codes}
    return [
        CodeSpec(
            code=code.code,
            parent=names.get(code.parent_id or 0, ""),
            **{name: _plain(getattr(code, name)) for name in DEFINITION},
        )
        for code in codes
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    return tuple(value) if isinstance(value, list) else value


def spec_values(spec: CodeSpec) -> dict[str, Any]:
    """The fields of a code by name."""
    return {f.name: getattr(spec, f.name) for f in fields(CodeSpec)}


def _definition(spec: CodeSpec) -> dict[str, Any]:
    return {name: value for name, value in spec_values(spec).items() if name in DEFINITION}


def code_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """Column values of a code from what a person or a file gave; raises BadInput where there is no such field."""
    columns: dict[str, Any] = {}
    for name, value in values.items():
        if name not in DEFINITION:
            raise BadInput(_("a code has no {field}", field=name))
        match name:
            case "origin":
                value = one_of(CodeOrigin, value, name)
            case "status":
                value = one_of(CodeStatus, value, name)
            case "cues_id" | "cues_en" | "cue_excludes":
                value = [cue.strip() for cue in value if cue.strip()]
            case "version" | "changed_on":
                pass
            case "colour":
                value = colour_value(str(value))
            case "shortcut":
                value = str(value).strip().lower()
            case _:
                value = str(value).strip()
        columns[name] = value
    return columns


def free_code(tx: Transaction, given: str, but: Code | None = None) -> str:
    """`given` as a new code's name; raises BadInput where it is empty or taken, whatever its case."""
    name = visible(given.strip())
    if not name:
        raise BadInput(_("a code needs a short id, as KP-TRN"))
    for code in tx.all(Code):
        if code.code.casefold() == name.casefold() and (but is None or code.id != but.id):
            raise BadInput(_("there is a code {code} already", code=code.code))
    return name
