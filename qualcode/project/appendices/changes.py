"""What changed since a moment, for its appendix: the net change of every row, told without anybody's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, time
from typing import Any

from sqlalchemy import select as select_columns
from sqlmodel import Session, select

from qualcode.i18n import _
from qualcode.model import (
    Code,
    Coder,
    Coding,
    Consent,
    ConsentStatus,
    Evidence,
    Finding,
    Informant,
    Participation,
    Record,
    TextVersion,
    Turn,
)
from qualcode.model.nouns import noun
from qualcode.model.values import value_word
from qualcode.project.appendices.asked import Asked
from qualcode.project.appendices.differing import Differences, Net, differences, moment
from qualcode.project.code_history import field_name
from qualcode.project.consent import Silence, silence_of
from qualcode.project.report_gathering import Gathering
from qualcode.reports.appendix.changes import Changed, Changes, CodingCount, Edit, KindCount, Recoded
from qualcode.reports.words import label
from qualcode.store.transaction import table_of

TOLD_FIELDS = ("code", "name_id", "name_en", "short_def_id", "short_def_en", "status", "origin")
"""Fields of a code that are told with what they were."""
NAMED_FIELDS = (
    "full_def_id", "full_def_en", "use_when_id", "use_when_en", "not_when_id", "not_when_en",
    "typical_id", "typical_en", "atypical_id", "atypical_en", "source_theory",
)  # fmt: skip
"""Long ones, and those that hold informants' words: only that they changed."""
COUNTED = (
    *("category", "theme", "memo", "comment", "member_check", "tie", "actor", "research_question"),
    *("question", "coding_link", "report_section"),
)
"""Tables of which only the numbers are told."""


def changes(of: Gathering, asked: Asked) -> Changes:
    """Everything that differs; raises BadInput where `since` is neither a day nor a backup."""
    since = moment(of.project, asked.since)
    with of.project.read() as session:
        return _Changes(of, session, differences(session, since)).told(
            since.date() if since else None, f"{since:%H:%M} UTC" if since and since.time() != time() else ""
        )


class _Changes:
    def __init__(self, of: Gathering, session: Session, found: Differences) -> None:
        self._of, self._found = of, found
        self._codes = {code.id: code.code for code in session.scalars(select(Code))}
        self._coders = {coder.id: coder.name for coder in session.scalars(select(Coder))}
        self._people = {one.id: one.code for one in session.scalars(select(Informant))}
        self._findings = {one.id: one.number for one in session.scalars(select(Finding))}
        self._replace: Callable[[str], str] = of.passages.names.aliases.replace
        self._silence: Silence = silence_of(session, self._replace)
        self._withdrawn = frozenset(
            one.informant_id
            for one in session.scalars(select(Consent))
            if one.status == ConsentStatus.WITHDRAWN
        )
        self._theirs = _sources_of(session, self._withdrawn)
        self._consents = {one.id: one.informant_id for one in session.scalars(select(Consent))}
        self._evidence = {
            id_: finding for id_, finding in session.execute(_columns(Evidence, "id", "finding_id"))
        }
        self._live: dict[int, tuple[int, int]] = {}
        if any(net.before and net.after and net.differs("code_id") for net in found.of("coding")):
            rows = session.execute(_columns(Coding, "id", "source_id", "coder_id"))
            self._live = {id_: (source, coder) for id_, source, coder in rows}
        for net in found.of("code"):
            self._codes.setdefault(net.id, str(net.was("code") or net.now("code") or "?"))

    def told(self, since: date | None, clock: str) -> Changes:
        counts, recoded = self._codings()
        return Changes(
            since=since,
            time=clock,
            codes=tuple(self._of_codes()),
            codings=counts,
            recoded=recoded,
            findings=tuple(self._of_findings()),
            texts=tuple(self._of_texts()),
            people=tuple(self._of_people()),
            others=tuple(self._others()),
            untold=self._found.untold,
        )

    # -- codebook and codings ------------------------------------------------------------------------------------

    def _of_codes(self) -> Iterator[Changed]:
        into = self._merged()
        for net in self._found.of("code"):
            name = self._codes[net.id]
            how = _how(net)
            if how == "changed" and not net.differs(*TOLD_FIELDS, *NAMED_FIELDS, "parent_id"):
                continue
            target = into.get(net.id, "") if how == "removed" and "code.merge" in net.actions else ""
            edits = tuple(self._code_edits(net)) if how == "changed" else ()
            reason = str(net.now("reason") or "") if how == "changed" else ""
            yield Changed(
                name, "merged" if target else how, net.at.date(), net.coder, edits, reason, into=target
            )

    def _code_edits(self, net: Net) -> Iterator[Edit]:
        if net.differs("parent_id"):
            parents = (net.was("parent_id"), net.now("parent_id"))
            yield Edit(field_name("parent"), *(self._code(one) if one else "" for one in parents))
        for field in TOLD_FIELDS:
            if net.differs(field):
                before, after = (self._printable(value) for value in (net.was(field), net.now(field)))
                yield Edit(field_name(field), before, after)
        for field in NAMED_FIELDS:
            if net.differs(field):
                yield Edit(field_name(field))

    def _merged(self) -> dict[int, str]:
        """A code that is gone to the one that most of its codings have now."""
        went: dict[int, Counter[int]] = {}
        for net in self._found.of("coding"):
            before, after = net.was("code_id"), net.now("code_id")
            if isinstance(before, int) and isinstance(after, int) and before != after:
                went.setdefault(before, Counter())[after] += 1
        return {code: self._code(to.most_common(1)[0][0]) for code, to in went.items()}

    def _codings(self) -> tuple[tuple[CodingCount, ...], tuple[Recoded, ...]]:
        added, removed = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
        recoded = Counter[tuple[int, int, int]]()
        for net in self._found.of("coding"):
            row = net.after if net.before is None else net.before if net.after is None else None
            if row is not None:
                if row.get("source_id") not in self._theirs:
                    (added if net.before is None else removed)[row["code_id"], row["coder_id"]] += 1
            elif net.differs("code_id") and net.id in self._live:
                source, coder = self._live[net.id]
                if source not in self._theirs:
                    recoded[net.was("code_id"), net.now("code_id"), coder] += 1  # type: ignore[index]
        counts = [
            CodingCount(self._code(code), self._coder(coder), added[code, coder], removed[code, coder])
            for code, coder in added | removed
        ]
        moved = [
            Recoded(self._code(before), self._code(after), self._coder(coder), n)
            for (before, after, coder), n in recoded.items()
        ]
        return (
            tuple(sorted(counts, key=lambda one: (one.code, one.coder))),
            tuple(sorted(moved, key=lambda one: (one.before, one.after, one.coder))),
        )

    # -- findings, texts and people ------------------------------------------------------------------------------

    def _of_findings(self) -> Iterator[Changed]:
        linked, parted = Counter[int](), Counter[int]()
        latest: dict[int, Net] = {net.id: net for net in self._found.of("finding")}
        for net in self._found.of("evidence"):
            row = net.after if net.before is None else net.before
            finding = (row or {}).get("finding_id") or self._evidence.get(net.id)
            if finding not in self._findings:
                continue
            latest.setdefault(finding, net)
            if (how := _how(net)) != "changed":
                (linked if how == "added" else parted)[finding] += 1
        for id_ in sorted(latest, key=lambda one: self._findings.get(one, 0)):
            net = latest[id_]
            own = net.table == "finding"
            how = _how(net) if own else "changed"
            edits = tuple(self._finding_edits(net)) if own and how == "changed" else ()
            if how != "changed" or edits or linked[id_] or parted[id_]:
                number = self._findings.get(id_) or net.was("number")
                yield Changed(
                    f"F{number}", how, net.at.date(), net.coder, edits,
                    self._printable(net.now("adjudication_reason")) if own else "",
                    added=linked[id_], removed=parted[id_],
                )  # fmt: skip

    def _finding_edits(self, net: Net) -> Iterator[Edit]:
        names = (
            ("claim", _("Claim"), self._printable),
            ("adjudicated", _("Own verdict"), lambda value: label(str(value)) if value else ""),
            ("status", _("Status"), lambda value: value_word(str(value or ""))),
        )
        for field, name, said in names:
            if net.differs(field):
                yield Edit(name, said(net.was(field)), said(net.now(field)))
        for field, name in (("explanation", _("Explanation")), ("negative_case", _("Negative case"))):
            if net.differs(field):
                yield Edit(name)

    def _of_texts(self) -> Iterator[Changed]:
        label = self._of.passages.citations.label
        methods = {source.id: source.method.value for source in self._of.passages.material.sources}
        corrected: dict[int, Net] = {}
        for net in self._found.of("text_version"):
            if net.before is None and int(net.after["number"]) > 1:  # type: ignore[index]
                corrected[net.after["source_id"]] = net  # type: ignore[index]
        own = {net.id: net for net in self._found.of("source")}
        for id_ in [*own, *(one for one in corrected if one not in own)]:
            if id_ in self._theirs:
                continue
            net = own.get(id_) or corrected[id_]
            how = _how(net) if id_ in own else "changed"
            edits = [Edit(_("Text"))] if id_ in corrected else []
            if id_ in own and how == "changed":
                edits.append(Edit(_("What is recorded of it")))
            method = methods.get(id_) or str(net.was("method") or "")
            yield Changed(
                label(id_) if id_ in methods else "",
                how,
                net.at.date(),
                net.coder,
                tuple(edits),
                method=method,
            )

    def _of_people(self) -> Iterator[Changed]:
        consent: dict[int, Net] = {}
        for net in self._found.of("consent"):
            row = {**(net.before or {}), **(net.after or {})}
            if (who := row.get("informant_id") or self._consents.get(net.id)) is not None:
                consent[who] = net
        own = {net.id: net for net in self._found.of("informant")}
        for id_ in [*own, *(one for one in consent if one not in own)]:
            if id_ in self._withdrawn:
                continue
            net = own.get(id_) or consent[id_]
            how = _how(net) if id_ in own else "changed"
            edits = []
            if how == "changed" and id_ in own:
                edits.append(Edit(_("What is recorded of them")))
            if id_ in consent and how != "removed":
                status = (consent[id_].was("status"), consent[id_].now("status"))
                edits.append(Edit(_("Consent"), *(value_word(str(one or "")) for one in status)))
            yield Changed(self._people.get(id_, ""), how, net.at.date(), net.coder, tuple(edits))

    def _others(self) -> Iterator[KindCount]:
        for table in COUNTED:
            hows = Counter(_how(net) for net in self._found.of(table))
            if hows:
                yield KindCount(noun(table), hows["added"], hows["changed"], hows["removed"])

    # -- words ---------------------------------------------------------------------------------------------------

    def _printable(self, value: object) -> str:
        """A value in words, without those of anybody who may not be quoted."""
        said = "" if value is None else str(value)
        return _("[may not be quoted]") if self._silence.places(self._replace(said)) else said

    def _code(self, id_: object) -> str:
        return self._codes.get(id_, "?") if isinstance(id_, int) else "?"

    def _coder(self, id_: int) -> str:
        return self._coders.get(id_, "?")


def _how(net: Net) -> str:
    if net.before is None:
        return "added"
    return "removed" if net.after is None else "changed"


def _columns(model: type[Record], *names: str) -> Any:
    table = table_of(model)
    return select_columns(*(table.c[name] for name in names))


def _sources_of(session: Session, people: frozenset[int]) -> frozenset[int]:
    """Ids of the sources in which one of these informants speaks."""
    if not people:
        return frozenset()
    parts, turns, versions = table_of(Participation), table_of(Turn), table_of(TextVersion)
    named = select_columns(parts.c.source_id).where(parts.c.informant_id.in_(people))
    heard = (
        select_columns(versions.c.source_id)
        .join_from(turns, versions, versions.c.id == turns.c.text_version_id)
        .where(turns.c.informant_id.in_(people))
    )
    return frozenset(session.scalars(named)) | frozenset(session.scalars(heard))
