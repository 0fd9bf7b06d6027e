"""The forms that start from a quote: what a coding says, ties it shows, findings it speaks to, who speaks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.app import App

from qualcode.i18n import _
from qualcode.tui.desk import Desk
from qualcode.tui.forms import Answers, Area, Form, Line, Pick, PickLong
from qualcode.tui.going import Spot
from qualcode.tui.looks import Opened
from qualcode.tui.painting import one_line

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.codings import CodingRow
    from qualcode.project.evidence import Linked
    from qualcode.project.findings import FindingRow
    from qualcode.project.sociogram import TieRow

NEW = "new"
"""What stands for a finding that is still to be written."""

_LOOKED_THROUGH = 200
"""Of more codings than these nobody is told which are linked already."""


@dataclass(frozen=True)
class Marking:
    """What a person says of one coding."""

    valence: str
    period: str
    memo: str

    @classmethod
    def of(cls, answers: Answers) -> Marking:
        """From the form."""
        return cls(answers["valence"], answers["period"], answers["memo"])

    def write(self, project: Project, coding: str) -> None:
        """Into the project, as one action."""
        valence: dict[str, Any] = (
            {"valence": self.valence} if self.valence != "none" else {"clear_valence": True}
        )
        project.codings.edit(coding, period=self.period, memo=self.memo, **valence)


def valences() -> list[tuple[str, str]]:
    """The valences in the person's language."""
    return [
        ("none", _("none")),
        ("strengthens", _("strengthens")),
        ("weakens", _("weakens")),
        ("mixed", _("mixed")),
    ]


def stances() -> list[tuple[str, str]]:
    """The stances in the person's language."""
    return [("supports", _("supports")), ("contradicts", _("contradicts")), ("qualifies", _("qualifies"))]


def tie_types() -> list[tuple[str, str]]:
    """The types of ties in the person's language."""
    return [
        ("trust", _("trust")),
        ("aid", _("aid")),
        ("info", _("information")),
        ("kinship", _("kinship")),
        ("money", _("money")),
        ("authority", _("authority")),
        ("cooperation", _("cooperation")),
        ("conflict", _("conflict")),
    ]


def marking_form(row: CodingRow) -> Form:
    """Memo, valence and period of a coding."""
    return Form(
        _("Coding {code}", code=row.code),
        [
            Area("memo", _("Memo"), row.memo),
            Pick("valence", _("What it says of the code"), valences(), row.valence or "none"),
            Line(
                "period",
                _("Period spoken about"),
                row.period,
                hint=_("e.g. {example}", example=_("before, after")),
            ),
        ],
        quote=row.text,
        about=str(row.id),
    )


def findings_with(
    project: Project, codings: Sequence[str | int]
) -> tuple[Sequence[FindingRow], Mapping[int, Sequence[str]]]:
    """Every finding, and by its number the stances that whoever acts has given these codings for it."""
    findings = project.findings.list()
    asked = {project.codings.get(given).id for given in codings[:_LOOKED_THROUGH]}
    held = {
        row.number: list(
            dict.fromkeys(
                one.stance
                for one in row.evidence
                if one.coding in asked and one.stance and one.coder == project.coder
            )
        )
        for row in findings
    }
    return findings, {number: stances for number, stances in held.items() if stances}


def evidence_form(
    findings: Sequence[FindingRow], quote: str, held: Mapping[int, Sequence[str]] | None = None
) -> Form:
    """Which finding, and what the quote does to it; `held` are the stances it has for findings, by their number."""
    words = dict(stances())
    known = {number: ", ".join(words[stance] for stance in has) for number, has in (held or {}).items()}
    options = [
        (
            str(row.number),
            f"F{row.number}  " + (f"✓ {known[row.number]}  " if row.number in known else "") + row.claim,
        )
        for row in findings
    ]
    return Form(
        _("Evidence"),
        [
            PickLong("finding", _("Finding"), [*options, (NEW, _("a new finding: write its claim below"))],
                     options[0][0] if options else NEW),
            Pick("stance", _("What this quote does to the claim"), stances(), needed=True),
            Line("claim", _("Claim of a new finding, in one sentence"), goes_with=("finding", NEW)),
        ],
        quote=quote,
        about=f"evidence {quote}",
        button=_("Link"),
        check=lambda answers: ("claim", _("a new finding needs a claim"))
        if answers["finding"] == NEW and not answers["claim"] else "",
        focus="finding" if findings else "claim",
    )  # fmt: skip


def link_evidence(project: Project, answers: Answers, codings: Sequence[str | int]) -> Linked:
    """Link codings to the finding of the answers, which may be a new one, as one action; gives what became of them."""
    given = answers["finding"]
    finding = None if given == NEW else f"F{given}"
    return project.quotes.link(finding, codings, answers["stance"], claim=answers["claim"])


async def tie_form(app: App[Any], desk: Desk, spot: Spot, quote: str, speaker: str) -> bool:
    """Ask for a tie that a quote shows, and record it; whether it was."""
    informants, actors = await desk.read(
        lambda project: (
            [row.id for row in project.informants.list()],
            [row.name for row in project.ties.actors()],
        )
    )
    known = [*informants, *actors]
    form = Form(
        _("Tie"),
        [
            Line("a", _("From"), speaker if speaker in known else "", known=known, needed=True),
            Line("b", _("To"), hint=_("an informant, or somebody who is only mentioned"), known=known, needed=True),
            Pick("type", _("Of what kind"), tie_types(), needed=True),
            Pick("directed", _("Direction"), [("no", _("both ways")), ("yes", _("from the first to the second"))],
                 "no"),
        ],
        quote=quote,
        about=f"tie {spot.source} {spot.start} {spot.end}",
        focus="b" if speaker in known else "a",
    )  # fmt: skip

    def write(project: Project, answers: Answers) -> tuple[str, str, Sequence[TieRow]]:
        evidence = [(spot.source, spot.start, spot.end)] if spot.end > 0 else []
        made = project.ties.add(
            answers["a"],
            answers["b"],
            answers["type"],
            directed=answers["directed"] == "yes",
            evidence=evidence,
            mention=True,
        )
        return answers["a"], answers["b"], project.ties.alike(made.uid)

    from qualcode.project.sociogram import alike_words

    done = await desk.fill(form, "tie.add", write)
    if done is not None:
        first, second, others = done[0]
        said = _("Tie recorded: {a} – {b}", a=first, b=second)
        if others:
            said += "\n" + alike_words(others)
        app.notify(said, timeout=8 if others else 3, markup=False)
    return done is not None


async def speakers_form(app: App[Any], desk: Desk, source: Opened) -> bool:
    """Ask who speaks under each label, and record it; whether it was."""
    if not source.speakers:
        app.notify(_("No turn of this source carries a speaker's label"), markup=False)
        return False
    informants, turns = await desk.read(
        lambda project: ([row.id for row in project.informants.list()], project.sources.turns(str(source.id)))
    )
    now = {turn.speaker: (turn.role, turn.informant) for turn in turns if turn.speaker}
    asking = _("interviewer")
    fields = []
    for place, label in enumerate(source.speakers[:8]):
        role, informant = now.get(label, ("", None))
        value = asking if role == "interviewer" else informant or ""
        fields.append(Line(f"s{place}", one_line(label, 40), value, known=[asking, *informants]))
    hint = _("an informant's code, or: {word}", word=asking)

    def write(project: Project, answers: Answers) -> None:
        given = {label: answers[f"s{place}"] for place, label in enumerate(source.speakers[:8])}
        mapping = {label: who for label, who in given.items() if who and who.casefold() != asking.casefold()}
        interviewers = [label for label, who in given.items() if who.casefold() == asking.casefold()]
        project.sources.speakers(str(source.id), mapping, interviewers)

    form = Form(_("Who speaks"), fields, note=hint, about=f"speakers of {source.id}")
    return await desk.fill(form, "source.speakers", write) is not None


def new_short_id(name: str, taken: Sequence[str]) -> str:
    """A short id for a code that a person only named: the first letters of its words, made unique by a number."""
    words = re.findall(r"\w+", name.upper()) or ["KODE"]
    stem = words[0][:4] if len(words) == 1 else "".join(word[0] for word in words[:4])
    known = {code.casefold() for code in taken}
    if stem.casefold() not in known:
        return stem
    return next(
        f"{stem}{number}" for number in range(2, len(known) + 3) if f"{stem}{number}".casefold() not in known
    )
