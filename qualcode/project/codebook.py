"""`project.codebook`: codes, their import, export and upkeep, and what speaks for looking at them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from qualcode.errors import BadInput
from qualcode.exchange.codebook import CodebookFile, CodeSpec
from qualcode.exchange.codebook_csv import dump_codebook_csv
from qualcode.exchange.codebook_lint import Lint, Use, lint
from qualcode.exchange.problems import Problem
from qualcode.i18n import _
from qualcode.model import Assignment, Code, Coding, Method, Source, Study
from qualcode.project.categories import CategoriesFacet
from qualcode.project.code_history import CodeChange, changes_of
from qualcode.project.code_removal import Removal, Under, removal_of, remove_code
from qualcode.project.codebook_merge import Merging, merge_codes, merging_of
from qualcode.project.codebook_privacy import codebook_words, without_names
from qualcode.project.codes import (
    HISTORY,
    Imported,
    check_codebook,
    code_columns,
    field_faults,
    free_code,
    in_order,
    insert_codebook,
    new_colour,
    new_shortcut,
    problems_with,
    read_codebook,
    spec_values,
    specs_of,
)
from qualcode.project.facet import Progress, one_of, unwatched, watched
from qualcode.project.lookup import find
from qualcode.project.places import Place, place
from qualcode.project.writing import write_file
from qualcode.store.transaction import Transaction, table_of

PINS = range(1, 10)


@dataclass(frozen=True)
class CodeRow(CodeSpec):
    """A code as lists show it, in the order of the tree."""

    id: UUID | None = None
    number: int = 0
    depth: int = 1
    """1 for an outermost code."""
    leaf: bool = True
    own_colour: str = ""
    """Its colour where it has one of its own; `colour` may be the branch's."""
    pinned: int | None = None
    segments: int = 0
    """Different passages tagged with it, or with a code under it, that count."""
    informants: int = 0
    """Informants these passages belong to."""


class CodebookFacet(CategoriesFacet):
    """The codes of a project: a tree, with categories and themes beside it."""

    def import_(self, source: str | Path | CodebookFile) -> Imported:
        """Read a codebook into the project: the name of a packaged one, a YAML or CSV file, or a loaded one.

        Codes are matched by code. New ones are added; known ones take over what the file states and keep the rest;
        codes the file does not have stay. One action, or none. Raises NotFound, or BadInput with the line of the
        first problem.
        """
        book = source if isinstance(source, CodebookFile) else read_codebook(source)
        return self.project.write("codebook.import", lambda tx: insert_codebook(tx, book), summary=book.name)

    def export(
        self,
        file: str | Path | None = None,
        *,
        delimiter: str = ",",
        accept_leaks: bool = False,
        progress: Progress = unwatched,
    ) -> str:
        """The codebook as YAML text, or as CSV where `file` ends in .csv; written to `file` where one is given.

        Real names in it are replaced. `progress` is told (texts looked through, texts, what is done now). Raises
        BadInput where there is no code to write, it cannot be written or something else stands there, and LeakFound
        where what is to be written could tell who somebody is and that is not accepted.
        """
        book = without_names(self.book(), self.project.sharing.names().aliases)
        if file is not None and not book.codes:
            raise BadInput(_("there is no code yet; nothing was written"))
        told = watched(list(codebook_words(book)), progress, _("looking for names that are left"))
        self.project.sharing.guard(told, file=file, accept_leaks=accept_leaks)
        as_csv = file is not None and Path(file).suffix.lower() == ".csv"
        from qualcode.exchange.codebook_yaml import dump_codebook  # brings YAML

        text = dump_codebook_csv(book, delimiter) if as_csv else dump_codebook(book)
        if file is not None:
            suffixes = (".csv",) if as_csv else (".yaml", ".yml")
            write_file(self.project, file, text, kind_suffixes=suffixes, kind=_("a codebook"))
        return text

    def book(self) -> CodebookFile:
        """The codebook as a file would hold it."""
        with self.project.read() as session:
            codes = in_order(session)
            study = session.scalars(select(Study)).first()
        specs = specs_of(codes)
        days = [spec.changed_on for spec in specs if spec.changed_on]
        title = study.title if study else ""
        return CodebookFile(
            self.project.path.stem,
            tuple(specs),
            changed_on=max(days, default=None),
            title_id=title,
            title_en=title,
        )

    def list(self, *, counts: bool = True) -> Sequence[CodeRow]:
        """Every code in the order of the tree; without `counts` (quicker) segments and informants stay 0."""
        with self.project.read() as session:
            codes = in_order(session)
            used = _use(session, codes) if counts else {}
        depth: dict[int, int] = {}
        parents = {code.parent_id for code in codes}
        colours: dict[int, str] = {}
        rows = []
        for code, spec in zip(codes, specs_of(codes), strict=True):
            depth[code.id] = depth.get(code.parent_id or 0, 0) + 1
            colours[code.id] = code.colour or colours.get(code.parent_id or 0, "")
            use = used.get(code.id, Use(0, 0))
            rows.append(
                CodeRow(
                    **{**spec_values(spec), "colour": colours[code.id]},
                    own_colour=code.colour,
                    id=code.uid,
                    number=code.id,
                    depth=depth[code.id],
                    leaf=code.id not in parents,
                    pinned=code.pinned,
                    segments=use.segments,
                    informants=use.informants,
                )
            )
        return rows

    def show(self, code: str | int | UUID) -> CodeRow:
        """One code with everything that is known about it; raises NotFound."""
        with self.project.read() as session:
            found = find(session, Code, code)
        return next(row for row in self.list() if row.number == found.id)

    def records(self) -> Sequence[Code]:
        """The plain records in the order of the tree: what a reader needs for lanes and its picker."""
        with self.project.read() as session:
            return in_order(session)

    def add(self, code: str, *, parent: str | int | UUID | None = None, **values: Any) -> Code:
        """Add a code under `parent`, last among its siblings; `values` are fields of a code, at least a name.

        Without a `shortcut` a free one is proposed and set, without a `colour` an outermost code gets the next of the
        palette; `pinned` is a digit of the reader. Raises BadInput where the code is taken or a value is not one.
        """

        def work(tx: Transaction) -> Code:
            above = None if parent is None else find(tx.session, Code, parent)
            siblings = _children(tx, above)
            columns = _columns(tx, {"author": tx.coder.name, "changed_on": tx.at.date(), **values})
            columns.setdefault("shortcut", new_shortcut(tx, code, columns))
            if above is None:  # under another code it takes the colour of its branch
                columns.setdefault("colour", new_colour(tx.session))
            record = Code(
                code=free_code(tx, code),
                parent_id=above.id if above else None,
                position=max((c.position for c in siblings), default=-1) + 1,
                **columns,
            )
            tx.insert(record)
            check_codebook(tx, record)
            return record

        return self.project.write("code.add", work, summary=code)

    def edit(self, code: str | int | UUID, *, new_code: str | None = None, **values: Any) -> Code:
        """Change fields of a code; a changed definition gets the next version, today's date and its author.

        `reason` says why, `pinned` is a digit of the reader or None. What is not named stays.
        """

        def work(tx: Transaction) -> Code:
            found = find(tx.session, Code, code)
            columns = _columns(tx, values, found)
            if new_code is not None:
                columns["code"] = free_code(tx, new_code, found)
            redefined = any(
                getattr(found, k) != v for k, v in columns.items() if k not in (*HISTORY, "pinned")
            )
            if redefined:
                stamp = {"version": found.version + 1, "author": tx.coder.name, "changed_on": tx.at.date()}
                columns = {**stamp, "reason": "", **columns}
            changed = tx.update(found, **columns)
            check_codebook(tx, changed)
            return changed

        return self.project.write("code.edit", work, summary=str(code))

    def move(
        self, code: str | int | UUID, parent: str | int | UUID | None = None, *, position: int | None = None
    ) -> Code:
        """Put a code under `parent` (None: outermost), at `position` among its siblings (from 0), else last."""

        def work(tx: Transaction) -> Code:
            found = find(tx.session, Code, code)
            above = None if parent is None else find(tx.session, Code, parent)
            if above is not None and found.id in _line(tx, above):
                raise BadInput(_("{code} cannot stand under itself", code=found.code))
            siblings = [c for c in _children(tx, above) if c.id != found.id]
            place_ = len(siblings) if position is None else min(max(position, 0), len(siblings))
            found = tx.update(found, parent_id=above.id if above else None)
            siblings.insert(place_, found)
            for number, sibling in enumerate(siblings):
                moved = tx.update(sibling, position=number)
                found = moved if moved.id == found.id else found
            return found

        return self.project.write("code.move", work, summary=str(code))

    def remove(
        self, code: str | int | UUID, *, with_codings: bool = False, children: str | Under = Under.REFUSE
    ) -> None:
        """Remove a code. Raises BadInput where codes stand under it, or passages are tagged with it.

        With `with_codings` the tags, and evidence that rests on them, go too. `children` says what becomes of codes
        under it: "up" puts them in its place, "remove" removes them as well.
        """
        rule = one_of(Under, children, "children")

        def work(tx: Transaction) -> None:
            found = find(tx.session, Code, code)
            if rule is Under.REFUSE and (n := tx.count(Code, table_of(Code).c.parent_id == found.id)):
                raise BadInput(
                    _("{code} has {n} codes under it; move or remove them first", code=found.code, n=n)
                )
            remove_code(tx, found, rule, with_codings=with_codings)

        self.project.write("code.remove", work, summary=str(code))

    def removal(self, code: str | int | UUID, *, children: str | Under = Under.REFUSE) -> Removal:
        """What `remove` with its tags would take away; nothing is changed. Raises NotFound."""
        rule = one_of(Under, children, "children")
        with self.project.read() as session:
            return removal_of(session, find(session, Code, code), rule)

    def merge(self, code: str | int | UUID, into: str | int | UUID) -> Code:
        """Retag everything tagged `code` as `into`, move what hangs on it, and remove it; gives `into`.

        Where a passage bears both, its texts are joined and it is marked for review if the two say different things.
        """

        def work(tx: Transaction) -> Code:
            old, kept = find(tx.session, Code, code), find(tx.session, Code, into)
            if old.id == kept.id:
                raise BadInput(_("a code cannot be merged into itself"))
            return merge_codes(tx, old, kept)

        return self.project.write("code.merge", work, summary=f"{code} → {into}")

    def merging(self, code: str | int | UUID, into: str | int | UUID) -> Merging:
        """What `merge` would move; nothing is changed. Raises NotFound, and BadInput where both are one."""
        with self.project.read() as session:
            return merging_of(session, find(session, Code, code), find(session, Code, into))

    def history(self, code: str | int | UUID) -> Sequence[CodeChange]:
        """Every change of a code as the journal has it, oldest first: who, when, and the words that differ."""
        with self.project.read() as session:
            return changes_of(session, find(session, Code, code))

    def faults(
        self, values: Mapping[str, Any], *, code: str | int | UUID | None = None, parent: str = ""
    ) -> Mapping[str, str]:
        """What is wrong with fields of a code before they are saved, by field; nothing where all is well.

        `values` are fields as `add` and `edit` take them, with `code` for the short id; `code` names the code that is
        to be changed, None stands for a new one under `parent`.
        """
        with self.project.read() as session:
            found = None if code is None else find(session, Code, code)
            codes = specs_of(in_order(session))
        given = dict(values)
        short_id = str(given.pop("code", found.code if found else "")).strip()
        given.pop("pinned", None)
        before = found.code if found else ""
        spec = next((c for c in codes if c.code == before), CodeSpec("", parent=parent))
        spec = replace(spec, code=short_id, **_spec_columns(given))
        return field_faults(codes, spec, before)

    def problems_with(self, source: str | Path | CodebookFile) -> Sequence[Problem]:
        """What keeps a codebook file from being read into this project, with its lines; nothing where it fits.

        Raises FileProblems where the file is no codebook by itself.
        """
        book = source if isinstance(source, CodebookFile) else read_codebook(source)
        with self.project.read() as session:
            return problems_with(specs_of(in_order(session)), book)

    def lint(self, rows: Sequence[CodeRow] | None = None) -> Sequence[Lint]:
        """Remarks a supervisor would make on the codebook, with how it is used; `rows` where it was listed already."""
        rows = self.list() if rows is None else rows
        specs = [CodeSpec(**spec_values(row)) for row in rows]
        return lint(specs, {row.code: Use(row.segments, row.informants) for row in rows})

    def pin(self, code: str | int | UUID, digit: int | None) -> Code:
        """Let a digit (1–9) apply a code in the reader, in place of the one it applied; None unpins it."""

        def work(tx: Transaction) -> Code:
            found = find(tx.session, Code, code)
            tx.summary = f"{found.uid} → {digit or '–'}"
            return tx.update(found, **_columns(tx, {"pinned": digit}, found))

        return self.project.write("code.pin", work)

    def pins(self) -> Mapping[int, Code]:
        """Pinned codes by their digit."""
        with self.project.read() as session:
            pinned = session.scalars(select(Code).where(table_of(Code).c.pinned.is_not(None))).all()
        return {code.pinned: code for code in sorted(pinned, key=lambda c: c.pinned or 0) if code.pinned}


def _columns(tx: Transaction, values: Mapping[str, Any], of: Code | None = None) -> dict[str, Any]:
    """Column values of a code; the code that had its digit gives it up."""
    given = dict(values)
    if "pinned" not in given:
        return code_columns(given)
    digit = _digit(given.pop("pinned"))
    if digit is not None:
        for other in tx.all(Code, table_of(Code).c.pinned == digit):
            if of is None or other.id != of.id:
                tx.update(other, pinned=None)
    return {**code_columns(given), "pinned": digit}


def _digit(given: Any) -> int | None:
    if given is None or given == "":
        return None
    text = str(given)
    if not (text.isascii() and text.isdigit() and int(text) in PINS):
        raise BadInput(_("codes are pinned to the digits 1 to 9, not {given}", given=given))
    return int(text)


def _spec_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a code as `CodeSpec` holds them."""
    columns = code_columns(values)
    return {name: tuple(value) if isinstance(value, list) else value for name, value in columns.items()}


def _children(tx: Transaction, parent: Code | None) -> list[Code]:
    children = tx.all(Code, table_of(Code).c.parent_id == (parent.id if parent else None))
    return sorted(children, key=lambda c: (c.position, c.id))


def _line(tx: Transaction, code: Code) -> set[int]:
    """The ids of a code and of everything above it."""
    above = {c.id: c.parent_id for c in tx.all(Code)}
    line: set[int] = set()
    at: int | None = code.id
    while at is not None and at not in line:
        line.add(at)
        at = above.get(at)
    return line


def _use(session: Session, codes: Sequence[Code]) -> dict[int, Use]:
    """Passages and informants of each code, as tables count them: without second coders and literature, with documents.

    A branch has those of the codes under it, each once.
    """
    passages: dict[int, set[tuple[int, int, int]]] = {code.id: set() for code in codes}
    informants: dict[int, set[int]] = {code.id: set() for code in codes}
    sources = {s.id: s for s in session.scalars(select(Source))}
    table = table_of(Coding)
    at: Place | None = None
    rows = session.execute(
        select(table.c.source_id, table.c.start, table.c.stop, table.c.code_id)
        .where(table.c.coder_id.not_in(select(table_of(Assignment).c.coder_id)))
        .order_by(table.c.source_id)
    )
    for source_id, start, stop, code_id in rows:
        if sources[source_id].method == Method.LITERATURE:
            continue
        if at is None or at.source.id != source_id:
            at = place(session, sources[source_id])
        unit = at.unit(start, stop)
        if unit is not None:
            passages[code_id].add((source_id, start, stop))
            if unit.informant_id is not None:
                informants[code_id].add(unit.informant_id)
    for code in reversed(codes):
        if code.parent_id is not None:
            passages[code.parent_id] |= passages[code.id]
            informants[code.parent_id] |= informants[code.id]
    return {code.id: Use(len(passages[code.id]), len(informants[code.id])) for code in codes}
