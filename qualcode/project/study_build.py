"""What stands in a study's files, entered into a project inside one transaction."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from qualcode.errors import BadInput, NotFound, QualcodeError
from qualcode.exchange.problems import FileProblems, Problem
from qualcode.i18n import _
from qualcode.model import (
    Asked,
    AskedStatus,
    Assignment,
    Code,
    Coder,
    CoderRole,
    Coding,
    Finding,
    Group,
    Informant,
    Method,
    Question,
    Record,
    ResearchQuestion,
    Source,
    Tie,
)
from qualcode.model.nouns import noun
from qualcode.project.codes import ensure_theme, insert_codebook, put_category, read_codebook
from qualcode.project.facet import one_of
from qualcode.project.finding_scope import evidence_stays_in_scope
from qualcode.project.groups import attribute
from qualcode.project.lookup import NAMES, find
from qualcode.project.places import Place, place
from qualcode.project.project import Project
from qualcode.project.study_comments import enter_comment
from qualcode.project.study_file import CODINGS, STUDY, Item, StudyFile
from qualcode.store.transaction import Transaction, table_of

R = TypeVar("R", bound=Record)


class Builder:
    """Enters a study section by section, noting each problem with file and line; `build` raises if there was one."""

    def __init__(self, tx: Transaction, study: StudyFile, project: Project, spoken: str = "") -> None:
        self.tx = tx
        self.study = study
        self.spoken = spoken
        """The language of the sources where it is not the project's."""
        self.project = project
        """The use cases, writing into `tx`."""
        self.codings: dict[str, Coding] = {}
        """By the ids of codings.csv."""
        self._problems: dict[str, list[Problem]] = {}
        self._places: dict[str, Place] = {}
        self._found: dict[tuple[type[Record], str], Record] = {}

    def build(self) -> dict[str, int]:
        """Enter everything and count it; raises FileProblems, for the first file that has any."""
        steps: tuple[tuple[str, Callable[[Item], None]], ...] = (
            ("coders", self._coder),
            ("groups", self._group),
            ("informants", self._informant),
            ("surveys", self._survey),
            ("actors", self._actor),
            ("research_questions", self._research_question),
            ("guide", self._question),
            ("asked", self._asked),
        )
        self._each(steps)
        self._codebook()
        self._each((("themes", self._theme), ("categories", self._category), ("sources", self._source)))
        # Codings of sources that could not be read would only repeat what is wrong already.
        self._raise_problems()
        self._each((("assignments", self._assignment),))
        self._enter_codings()
        self._raise_problems()
        self._each(
            (
                ("links", self._link),
                ("ties", self._tie),
                ("findings", self._finding),
                ("memos", self._memo),
                ("comments", lambda item: enter_comment(self.tx, item, self._find, self._coding)),
                ("member_checks", self._member_check),
                ("sections", self._section),
            )
        )
        self._raise_problems()
        kinds: dict[str, type[Record]] = {
            "sources": Source,
            "informants": Informant,
            "codes": Code,
            "codings": Coding,
            "ties": Tie,
            "findings": Finding,
        }
        return {name: self.tx.count(kind) for name, kind in kinds.items()}

    # problems

    def _each(self, steps: tuple[tuple[str, Callable[[Item], None]], ...]) -> None:
        for section, enter in steps:
            for item in self.study[section]:
                with self._noting(STUDY, item.line):
                    enter(item)

    @contextmanager
    def _noting(self, file: str, line: int) -> Iterator[None]:
        try:
            yield
        except QualcodeError as error:
            self._problems.setdefault(file, []).append(Problem(line, error.message))

    def _raise_problems(self) -> None:
        for file, problems in self._problems.items():
            raise FileProblems(file, problems)

    def _find(self, model: type[R], name: Any) -> R:
        """The record called `name`; unlike a person's word, a file's never means the number in a list."""
        key = (model, str(name))
        if key not in self._found:
            record = find(self.tx.session, model, name)
            if str(getattr(record, NAMES[model])).casefold() != str(name).strip().casefold():
                raise NotFound(_("there is no {what} {name}", what=noun(table_of(model).name), name=name))
            self._found[key] = record
        known = self._found[key]
        assert isinstance(known, model)
        return known

    def _id(self, model: type[Record], item: Item, field: str) -> int | None:
        name = item.get(field)
        return None if name in (None, "") else self._find(model, name).id

    @contextmanager
    def _acting(self, name: str | None) -> Iterator[None]:
        """Let the coder called `name`, else the study's first, be the one who acts."""
        before = self.tx.coder
        if name:
            self.tx.coder = self._find(Coder, name)
        try:
            yield
        finally:
            self.tx.coder = before

    # people and plan

    def _coder(self, item: Item) -> None:
        role = one_of(CoderRole, item.get("role", "coder"), "role")
        known = self.tx.first(Coder, table_of(Coder).c.name == item.get("name"))
        if known is None:
            self.tx.insert(Coder(name=item.get("name"), role=role))
        else:
            self.tx.coder = self.tx.update(known, role=role)

    def _group(self, item: Item) -> None:
        group = self.tx.insert(
            Group(
                name=item.get("id"),
                label=item.get("name", ""),
                label_en=item.get("name_en", ""),
                level=item.get("level"),
                focal=item.get("focal", False),
                note=item.get("note", ""),
            )
        )
        given = item.get("attributes", {}).items()
        self.tx.insert_all(attribute(name, value, group_id=group.id) for name, value in given)

    def _informant(self, item: Item) -> None:
        group = self._find(Group, item.get("group"))
        given = item.given(
            "level", "role", "position", "sampling", "sampling_reason", "attributes", "aliases"
        )
        informant = self.project.informants.add(item.get("id"), group.name, **given)
        if note := item.get("note"):
            self.tx.update(informant, note=note)
        consent: Item | None = item.get("consent")
        if consent is not None:
            with self._noting(STUDY, consent.line):
                self.project.informants.consent(
                    informant.code,
                    consent.get("status"),
                    given_on=consent.get("date"),
                    **consent.given("form", "may_quote", "note"),
                )

    def _survey(self, item: Item) -> None:
        self.project.attributes.import_table(
            self._inside(item.get("file")), **item.given("sheet", "types", "random_sample")
        )

    def _actor(self, item: Item) -> None:
        group = item.get("group")
        self.project.ties.add_actor(
            item.get("name"),
            group=self._find(Group, group).name if group else None,
            **item.given("level", "kind", "note", "aliases"),
        )

    def _research_question(self, item: Item) -> None:
        record = ResearchQuestion(
            number=item.get("no"), text=item.get("text"), text_en=item.get("text_en", "")
        )
        self.tx.insert(record)

    def _question(self, item: Item) -> None:
        self.tx.insert(
            Question(
                number=item.get("no"),
                focus=item.get("focus", ""),
                indicator=item.get("indicator", ""),
                text=item.get("question"),
                group_id=self._id(Group, item, "group"),
                method=one_of(Method, item.get("method", "interview"), "method"),
                research_question_id=self._id(ResearchQuestion, item, "research_question"),
            )
        )

    def _asked(self, item: Item) -> None:
        self.tx.insert(
            Asked(
                informant_id=self._find(Informant, item.get("informant")).id,
                question_id=self._find(Question, item.get("question")).id,
                status=one_of(AskedStatus, item.get("status"), "status"),
            )
        )

    # codes and sources

    def _codebook(self) -> None:
        item = self.study.codebook
        if item is not None:
            with self._noting(STUDY, item.line):
                name = item.get("name")
                file = self.study.folder / name
                # A codebook beside the study is what its author changed, so it comes before a packaged one.
                source: str | Path = self._inside(name) if file.is_file() else name
                insert_codebook(self.tx, read_codebook(source))

    def _inside(self, name: str) -> Path:
        """The file called `name` in the study's folder; no name leads out of it."""
        file = self.study.folder / name
        if not file.resolve().is_relative_to(self.study.folder.resolve()):
            raise BadInput(_("{name} is not in the study's folder", name=name))
        return file

    def _theme(self, item: Item) -> None:
        ensure_theme(self.tx, item.get("name"), item.get("note", ""))

    def _category(self, item: Item) -> None:
        codes = [self._find(Code, code) for code in item.get("codes", [])]
        put_category(self.tx, item.get("name"), codes, item.get("theme"), item.get("note", ""))

    def _source(self, item: Item) -> None:
        for name in item.get("about", []):
            if not self.tx.first(Group, table_of(Group).c.name == name):
                self._find(Informant, name)
        if item.get("group"):
            self._find(Group, item.get("group"))
        labels = {*item.get("speakers", {}), *item.get("interviewer", [])}
        (source, *more) = self.project.sources.add(
            self._inside(item.get("file")),
            method=item.get("method"),
            collected_on=item.get("date"),
            **item.given(
                "informants", "group", "about", "wave", "site", "situation", "duration_minutes",
                "speakers", "interviewer",
            ),
        )  # fmt: skip
        if more:
            raise BadInput(
                _("{name} holds several sources; give each a file of its own", name=item.get("file"))
            )
        about_it = item.given("note") | ({"language": self.spoken} if self.spoken else {})
        if about_it:
            self.tx.update(source, **about_it)
        given = item.get("attributes", {}).items()
        self.tx.insert_all(attribute(name, value, source_id=source.id) for name, value in given)
        at = place(self.tx.session, source)
        self._places[source.name] = at
        if strange := sorted(labels - {turn.speaker for turn in at.turns}):
            raise BadInput(
                _("nobody is called {label} in {name}", label=", ".join(strange), name=source.name)
            )
        self._asks(at, item.get("asks", {}))

    def _asks(self, at: Place, given: Mapping[str, str]) -> None:
        """Which turns ask which question of the guide, as `{4: "10, 26"}`."""
        turns = {turn.number: turn for turn in at.turns}
        for number, asking in given.items():
            question = self._find(Question, number)
            for turn in _numbers(asking, turns):
                self.tx.update(turns[turn], question_id=question.id)

    def _place(self, name: str) -> Place:
        if name not in self._places:
            raise BadInput(_("there is no source {name} in this study", name=name))
        return self._places[name]

    def _assignment(self, item: Item) -> None:
        coder = self._find(Coder, item.get("coder"))
        turns = {turn.number: turn for turn in self._place(item.get("source")).turns}
        wanted = _numbers(item.get("turns"), turns)
        known = self.tx.all(Assignment, table_of(Assignment).c.coder_id == coder.id)
        taken = {assignment.turn_id for assignment in known}
        records = [Assignment(coder_id=coder.id, turn_id=turns[number].id) for number in wanted]
        self.tx.insert_all(record for record in records if record.turn_id not in taken)

    # codings, links, ties

    def _enter_codings(self) -> None:
        rows: list[dict[str, Any]] = []
        for row in self.study.codings:
            with self._noting(CODINGS, row.line):
                text = self._place(row.source).text
                self._find(Code, row.code)
                if row.coder:
                    self._find(Coder, row.coder)
                if row.end > len(text):
                    raise BadInput(_("{name} ends at {end}", name=row.source, end=len(text)))
                if row.quote and text[row.start : row.end] != row.quote:
                    raise BadInput(
                        _("the quote is not what stands in {name} at {start}:{end}",
                          name=row.source, start=row.start, end=row.end)
                    )  # fmt: skip
            texts = ("period", "memo", "paraphrase", "interpretation", "translation", "valence", "coder")
            rows.append(
                {
                    "source": row.source,
                    "start": row.start,
                    "stop": row.end,
                    "code": row.code,
                    "where": _("{name}, line {line}", name=CODINGS, line=row.line),
                    **{name: value for name in texts if (value := getattr(row, name))},
                }
            )
        if CODINGS not in self._problems:
            entered = self.project.codings.add_many(rows)
            self.codings = {
                row.id: coding for row, coding in zip(self.study.codings, entered, strict=True) if row.id
            }

    def _coding(self, id_: str) -> Coding:
        if id_ not in self.codings:
            raise BadInput(_("there is no coding {id} in {file}", id=id_, file=CODINGS))
        return self.codings[id_]

    def _link(self, item: Item) -> None:
        first, second = self._coding(item.get("from")), self._coding(item.get("to"))
        self.project.codings.link(first.id, item.get("kind"), second.id, item.get("note", ""))

    def _tie(self, item: Item) -> None:
        self.project.ties.add(
            item.get("from"),
            item.get("to"),
            item.get("type"),
            evidence=[self._passage(quote) for quote in item.get("evidence", ())],
            **item.given("directed", "strength", "valence", "nominated_by", "note"),
        )

    def _passage(self, item: Item) -> tuple[str, int, int]:
        """Where a quote stands; raises BadInput where it does not stand there exactly once."""
        name, quote = item.get("source"), item.get("quote")
        text = self._place(name).text
        times = text.count(quote)
        if times != 1:
            raise BadInput(
                _("line {line}: the quote stands {n} times in {name}, not once",
                  line=item.line, n=times, name=name)
            )  # fmt: skip
        start = text.index(quote)
        return name, start, start + len(quote)

    # findings and notes

    def _finding(self, item: Item) -> None:
        number = re.fullmatch(r"F?(\d{1,6})", item.get("id"), re.ASCII)
        if not number:
            raise BadInput(_("{id} is no number of a finding, as F1", id=item.get("id")))
        finding = self.project.findings.add(
            item.get("claim"),
            codes=[self._find(Code, code).code for code in item.get("codes", [])],
            **item.given("research_question", "theme", "indicator", "status", "explanation"),
            **item.given("negative_case", "scope_note"),
        )
        finding = self.tx.update(finding, number=int(number[1]))
        # The scope comes first: as it stands in the file it is no change made after the evidence.
        for mark, names in (("in_scope", item.get("scope", [])), ("not_asked", item.get("not_asked", []))):
            if names:
                units = self._units(names)
                self.project.findings.mark(
                    finding.number,
                    mark,
                    informants=units["informants"],
                    groups=units["groups"],
                    sources=units["sources"],
                )
        for evidence in item.get("evidence", ()):
            with self._noting(STUDY, evidence.line), self._acting(evidence.get("coder")):
                self._evidence(finding, evidence)
        evidence_stays_in_scope(self.tx, finding)
        decided: Item | None = item.get("adjudicated")
        if decided is not None:
            self.project.findings.adjudicate(finding.number, decided.get("verdict"), decided.get("reason"))

    def _evidence(self, finding: Finding, item: Item) -> None:
        if item.get("figure"):
            asked = item.given("attribute", "value")
            self.project.findings.link_figure(
                finding.number, item.get("figure"), query=asked, **item.given("note")
            )
            return
        if not item.get("coding") or not item.get("stance"):
            raise BadInput(_("evidence is a coding with a stance, or a figure"))
        coding = self._coding(item.get("coding"))
        texts = item.given("period", "note")
        self.project.findings.link(finding.number, coding.id, item.get("stance"), **texts)

    def _units(self, names: Iterable[str]) -> dict[str, list[str]]:
        units: dict[str, list[str]] = {"groups": [], "sources": [], "informants": []}
        for name in names:
            if self.tx.first(Group, table_of(Group).c.name == name):
                units["groups"].append(name)
            else:
                units["sources" if name in self._places else "informants"].append(name)
        return units

    def _memo(self, item: Item) -> None:
        with self._acting(item.get("author")):
            coding = item.get("coding")
            about = item.given("code", "source", "finding", "informant")
            if coding:
                about["coding"] = self._coding(coding).id
            self.project.notes.add_memo(item.get("body"), **item.given("kind", "title"), **about)

    def _member_check(self, item: Item) -> None:
        self.project.findings.member_check(
            item.get("finding"),
            item.get("informant"),
            item.get("result"),
            checked_on=item.get("date"),
            note=item.get("note", ""),
        )

    def _section(self, item: Item) -> None:
        words = ("title", "title_en", "note", "note_en")
        self.project.sections.add(item.get("kind"), **item.given(*words), **item.others("kind", *words))


def _numbers(given: str, known: Mapping[int, object]) -> list[int]:
    """The turn numbers that "3-7, 12" or "all" means, each once and in order; raises BadInput for one not known."""
    if given.strip() == "all":
        return sorted(known)
    numbers: set[int] = set()
    for part in given.split(","):
        match = re.fullmatch(r"\s*(\d{1,6})\s*(?:-\s*(\d{1,6})\s*)?", part, re.ASCII)
        if not match or int(match[1]) not in known or int(match[2] or match[1]) not in known:
            raise BadInput(
                _("there are no turns {given}; they go from 1 to {n}", given=part, n=max(known, default=0))
            )
        numbers.update(range(int(match[1]), int(match[2] or match[1]) + 1))
    return sorted(numbers & known.keys())
