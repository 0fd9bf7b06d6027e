"""The terms of a query looked up in a project: for each, which codings it holds for.

Names are compared whatever their case, `*` and `?` stand for letters; a name that nothing bears is a mistake at its
place in the query.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from fnmatch import translate
from functools import cached_property
from typing import Any

import numpy as np
from sqlalchemy import select as select_columns
from sqlmodel import Session, select

from qualcode.analysis import evidence as ev
from qualcode.analysis.columns import NOBODY, Bools, Ints
from qualcode.analysis.query import NONE, VALUES, Field, Node, QueryError, Term, in_words, named_field, word
from qualcode.analysis.retrieval import CODES, Asked, Places, holding
from qualcode.errors import NotFound
from qualcode.i18n import _
from qualcode.model import Coder, Coding, Evidence, Finding, Group, Method, TextVersion, Turn
from qualcode.project.attributes import AttributeColumn, as_number, attribute_column
from qualcode.project.citations import Citations
from qualcode.project.code_tree import code_tree
from qualcode.project.facet import Progress, unwatched
from qualcode.project.figures import CodeHead
from qualcode.project.material import Material
from qualcode.store.transaction import table_of
from qualcode.text.fold import find_all, fold

VALENCES = (NONE, "strengthens", "weakens", "mixed")
"""By the numbers of the valence column."""

_COMPARE = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}


class Terms:
    """Answers a query's terms over a material; reads of the session what they ask for, once.

    Args:
        session: the project.
        found: the material whose codings are asked about.
    """

    def __init__(self, session: Session, found: Material, progress: Progress = unwatched) -> None:
        self._progress = progress
        self._session = session
        self._found = found
        self._codings = found.codings
        self._bodies: dict[int, str] = {}

    @cached_property
    def asked(self) -> Asked:
        """What a query is put to."""
        return Asked(Places.of(self._codings), self._found.quotes, self.holds, self._turns)

    def holds(self, term: Term) -> Bools:
        """The codings for which a term holds; raises QueryError where it names what is not there."""
        match term.field:
            case Field.CODE | Field.ONLY:
                wanted = np.zeros(int(self._codings.code.max(initial=0)) + 1, dtype=np.bool_)
                wanted[[code for code in self._codes(term) if code < len(wanted)]] = True
                return wanted[self._codings.code]
            case Field.TEXT:
                return self._words(term.value)
            case Field.MEMO:
                return self._memo(term.value)
            case Field.INFORMANT:
                return self._informant(term)
            case Field.GROUP:
                return self._group(term)
            case Field.ATTRIBUTE:
                return self._attribute(term)
            case Field.METHOD:
                method = _one_of(term, [*VALUES[Field.METHOD]])
                return self._by_source([source.method == method for source in self._found.sources])
            case Field.WAVE:
                return self._wave(term)
            case Field.SOURCE:
                return self._source(term)
            case Field.CODER:
                names = {coder.name: coder.id for coder in self._session.scalars(select(Coder))}
                ids = [names[name] for name in _named(term, names, _("there is no coder {name}"))]
                return np.isin(self._codings.coder, ids)
            case Field.VALENCE:
                return np.isin(
                    self._codings.valence, VALENCES.index(_one_of(term, [*VALUES[Field.VALENCE], NONE]))
                )
            case Field.PERIOD:
                return self._period(term)
            case Field.FINDING:
                return self._finding(term)
            case Field.COUNTED:
                if term.value not in ("yes", "no"):
                    raise QueryError(_("counted: is yes or no, not {given}", given=term.value), term.at)
                held = self._rows(np.ones(len(self._found.attribution), np.bool_))
                if term.value == "no":
                    return ~held
                return held & self._by_source([s.method != Method.LITERATURE for s in self._found.sources])
            case Field.CODING:
                return self._with_ids(coding_numbers(term))

    # -- what a coding says by itself -----------------------------------------------------------------------------

    @cached_property
    def _tree(self) -> tuple[dict[str, int], dict[int | None, list[int]], dict[str, str]]:
        """Codes by id and by name, and what is below each."""
        ids: dict[str, int] = {}
        below: dict[int | None, list[int]] = {}
        names: dict[str, str] = {}
        heads, parents = self.heads
        for head, parent in sorted(zip(heads, parents, strict=True), key=lambda one: one[0].key):
            ids[head.code] = head.key
            below.setdefault(None if parent < 0 else heads[parent].key, []).append(head.key)
            for name in (head.name_id, head.name_en):
                names.setdefault(name.casefold(), head.code)
        return ids, below, names

    @cached_property
    def heads(self) -> tuple[list[CodeHead], list[int]]:
        """The `code_tree`."""
        return code_tree(self._session)

    def rows(self, tree: Node) -> Ints:
        """The rows of the codings that a query asks for."""
        if (
            isinstance(tree, Term) and tree.field in CODES
        ):  # so that a code costs what it holds, and not what all hold
            return self._found.of_codes(self._codes(tree))
        return np.flatnonzero(self.asked.select(tree))

    def _codes(self, term: Term) -> list[int]:
        ids, below, names = self._tree
        if (called := names.get(term.value.casefold())) and term.value.casefold() not in map(
            str.casefold, ids
        ):
            chosen = [called]
        else:
            chosen = _named(term, ids, _no_code(term))
        waiting = [ids[code] for code in chosen]
        if term.field is Field.ONLY:
            return waiting
        every: set[int] = set()
        while waiting:
            if (code := waiting.pop()) not in every:
                every.add(code)
                waiting += below.get(code, [])
        return sorted(every)

    def _words(self, words: str) -> Bools:
        result = np.zeros(len(self._codings), dtype=np.bool_)
        wanted = " ".join(words.split())
        sources = np.unique(self._codings.source).tolist()
        for done, source in enumerate(sources):
            self._progress(done, len(sources), self._found.sources[source].name)
            result |= holding(self._codings, source, list(find_all(self._body(source), wanted)))
        return result

    def _body(self, source: int) -> str:
        """The text of a source, folded, its lines run on; as long as the text."""
        if source not in self._bodies:
            table = table_of(TextVersion)
            body = self._session.scalars(
                select(table.c.body)
                .where(table.c.source_id == self._found.sources[source].id)
                .order_by(table.c.number.desc())
                .limit(1)
            ).first()
            self._bodies[source] = fold(str(body or "").replace("\n", " "))
        return self._bodies[source]

    def _memo(self, words: str) -> Bools:
        table = table_of(Coding)
        wanted = fold(words)
        rows = self._session.execute(select_columns(table.c.id, table.c.memo).where(table.c.memo != ""))
        return self._with_ids(id_ for id_, memo in rows if words == NONE or wanted in fold(memo)) ^ (
            words == NONE
        )

    def _period(self, term: Term) -> Bools:
        names = {name: number for number, name in enumerate(self._found.columns.periods)}
        if term.value == NONE:
            chosen = [names[""]]
        else:
            known = {name: n for name, n in names.items() if name}
            chosen = [known[n] for n in _named(term, known, _("no coding speaks of the period {name}"))]
        return np.isin(self._found.columns.period, chosen)

    def _finding(self, term: Term) -> Bools:
        evidence, findings = table_of(Evidence), table_of(Finding)
        rows = self._session.execute(
            select_columns(evidence.c.coding_id, findings.c.number)
            .join_from(evidence, findings)
            .where(evidence.c.coding_id.is_not(None))
        ).all()
        if term.value == NONE:
            return ~self._with_ids(coding for coding, _number in rows)
        digits = term.value.lstrip("Ff")
        numbers = set(self._session.scalars(select(findings.c.number)))
        if not digits.isdigit() or int(digits) not in numbers:
            raise QueryError(_("there is no finding {name}", name=term.value), term.at)
        return self._with_ids(coding for coding, number in rows if number == int(digits))

    def _with_ids(self, ids: Iterable[int]) -> Bools:
        return np.isin(self._found.columns.id, list(ids))

    # -- whose words they are -------------------------------------------------------------------------------------

    def _rows(self, chosen: Bools) -> Bools:
        """The codings of some rows of the attribution."""
        result = np.zeros(len(self._codings), dtype=np.bool_)
        result[self._found.attribution.coding[chosen]] = True
        return result

    def _informant(self, term: Term) -> Bools:
        found, rows = self._found, self._found.attribution
        if term.value == NONE:
            people = np.array([u.kind in (ev.INFORMANT, ev.SESSION) for u in found.units], dtype=np.bool_)
            return ~self._rows(people[rows.unit] if len(people) else np.zeros(0, np.bool_))
        codes = {informant.code: row for row, informant in enumerate(found.informants)}
        chosen = [codes[code] for code in _named(term, codes, _("there is no informant {name}"))]
        return self._rows(np.isin(rows.speaker, chosen) | np.isin(rows.unit, chosen))

    def _group(self, term: Term) -> Bools:
        names = {group.name: row for row, group in enumerate(self._found.groups)}
        if term.value == NONE:
            return self._rows(self._found.unit_groups() == NOBODY)
        known = {group.name: NOBODY - 1 for group in self._session.scalars(select(Group))} | names
        labels = {
            label.casefold(): group.name
            for group in self._found.groups
            for label in (group.label, group.label_en)
            if label
        }
        if term.value.casefold() in labels:
            chosen = [names[labels[term.value.casefold()]]]
        else:
            chosen = [known[name] for name in _named(term, known, _("there is no group {name}"))]
        return self._rows(np.isin(self._found.unit_groups(), chosen))

    @cached_property
    def _attributes(self) -> dict[str, tuple[AttributeColumn, Ints]]:
        return {}

    def _attribute(self, term: Term) -> Bools:
        key = term.name.casefold()
        if key not in self._attributes:
            try:
                column = attribute_column(self._session, self._found, term.name)
            except NotFound as error:
                raise QueryError(error.message, term.at) from None
            self._attributes[key] = column, column.of_codings(self._found)
        has, at = self._attributes[key]
        if not term.operator:
            return self._rows(at != NOBODY)
        if term.value == NONE:
            return self._rows((at == NOBODY) if term.operator == "=" else (at != NOBODY))
        chosen = [n for n, value in enumerate(has.values) if _fits(value, term)]
        return self._rows(np.isin(at, chosen))

    # -- where they stand -----------------------------------------------------------------------------------------

    def _by_source(self, chosen: Sequence[bool]) -> Bools:
        return np.array(chosen, dtype=np.bool_)[self._codings.source]

    def _wave(self, term: Term) -> Bools:
        waves = [source.wave for source in self._found.sources]
        if not term.value.isdigit() or int(term.value) not in waves:
            known = ", ".join(map(str, sorted(set(waves))))
            raise QueryError(_("no source is of time {given}; there are: {known}", given=term.value,
                               known=known or "–"), term.at)  # fmt: skip
        return self._by_source([wave == int(term.value) for wave in waves])

    def _source(self, term: Term) -> Bools:
        labels = Citations(self._found.sources, "")
        for source in self._found.sources:
            if labels.label(source.id).casefold() == term.value.casefold():
                return self._by_source([other is source for other in self._found.sources])
        names = {source.name: source.name for source in self._found.sources}
        stems = {name.rpartition(".")[0].casefold(): name for name in names if "." in name}
        if (whole := stems.get(term.value.casefold())) is not None:
            chosen = {whole}
        else:
            chosen = set(_named(term, names, _("there is no source {name}")))
        return self._by_source([source.name in chosen for source in self._found.sources])

    def _turns(self) -> Places:
        """The codings by the turns they touch, numbered over all sources."""
        versions, turns = table_of(TextVersion), table_of(Turn)
        newest = dict(
            self._session.execute(
                select_columns(versions.c.source_id, versions.c.id).order_by(versions.c.number)
            ).all()
        )
        rows = self._session.execute(select_columns(turns.c.text_version_id, turns.c.label_start))
        starts: dict[int, list[int]] = {}
        for version, start in rows:
            starts.setdefault(version, []).append(start)
        first = np.zeros(len(self._codings), dtype=np.int64)
        last = np.zeros(len(self._codings), dtype=np.int64)
        for row, source in enumerate(self._found.sources):
            here = np.flatnonzero(self._codings.source == row)
            begins = np.sort(np.array(starts.get(newest.get(source.id, 0), []), dtype=np.int64))
            first[here] = np.searchsorted(begins, self._codings.start[here], side="right")
            last[here] = np.searchsorted(begins, self._codings.end[here], side="left")
        return Places(self._codings.source, first, np.maximum(last, first) + 1)


def coding_numbers(term: Term) -> list[int]:
    """The numbers that a term of codings names. One that was removed meanwhile is no mistake: it finds nothing."""
    return [int(number) for number in term.value.split(",")]


def _no_code(term: Term) -> str:
    """What is said where no code is called so; `{name}` stays to be filled."""
    if named_field(term.value) is not None and term.field is Field.CODE:
        return _("there is no code {name}; a word like this has a colon and a value behind it, as {example}").replace(
            "{example}", f"{term.value}:…"
        )  # fmt: skip
    return _('there is no code {name}; words that were said are asked for between quotation marks: "{name}"')


def _named(term: Term, known: Mapping[str, Any], problem: str) -> list[str]:
    """The names that a term means: one, or all that a pattern fits; raises QueryError where there is none."""
    pattern = re.compile(translate(term.value.casefold()))
    exact = [name for name in known if name.casefold() == term.value.casefold()]
    chosen = exact or [name for name in known if pattern.fullmatch(name.casefold())]
    if chosen:
        return chosen
    near = get_close_matches(term.value.casefold(), [name.casefold() for name in known], 1, 0.5)
    said = problem.format(name=term.value)
    if near:
        hint = next(name for name in known if name.casefold() == near[0])
        said += "; " + _("did you mean {hint}?", hint=hint)
    raise QueryError(said, term.at)


def _one_of(term: Term, known: Sequence[str]) -> str:
    """The value of a term, one of these; raises QueryError listing what there is."""
    if term.value in known:
        return term.value
    allowed = ", ".join(in_words(term.field, value) for value in known)
    raise QueryError(_("{option} is one of {allowed}, not {given}", option=f"{word(term.field)}:", allowed=allowed,
                       given=term.value), term.at)  # fmt: skip


def _fits(value: str, term: Term) -> bool:
    """Whether an attribute's value compares as asked: as numbers where both are, else as words."""
    first, second = as_number(value), as_number(term.value)
    if term.operator in ("=", "!="):
        same = (
            first == second
            if first is not None and second is not None
            else bool(re.fullmatch(translate(term.value.casefold()), value.casefold()))
        )
        return same == (term.operator == "=")
    if first is not None and second is not None:
        return bool(_COMPARE[term.operator](first, second))
    return bool(_COMPARE[term.operator](value.casefold(), term.value.casefold()))
