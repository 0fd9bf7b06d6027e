"""The forms about a finding, wherever one is worked on: claim, explanation, negative case, verdict, checks, scope."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.text.days import day
from qualcode.tui.forms import Answers, Area, Form, Line, Pick, Wrong

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.findings import FindingRow
    from qualcode.tui.desk import Desk

VERDICTS = ("AGREEMENT", "PARTIAL", "DISSONANCE", "UNTRIANGULATED", "NO_DATA")
COMPUTED = "none"
"""What stands for having no verdict of one's own."""
CHECKS = ("confirmed", "corrected", "refused", "pending")
NOT_ASKED, IN_SCOPE, EVERYBODY = "not_asked", "in_scope", "everybody"


async def edit(desk: Desk, row: FindingRow, focus: str = "") -> None:
    """Change the claim and what belongs to it; the form begins in the field `focus`."""
    form = Form(
        f"F{row.number}",
        [
            Line("claim", _("Claim, in one sentence"), row.claim, needed=True),
            Line("codes", _("Codes it is about (short ids, separated by spaces)"), " ".join(row.codes)),
            Line("theme", _("Theme"), row.theme or ""),
            Line("indicator", _("Indicator"), row.indicator),
            Line("scope_note", _("For whom it is meant, and why for these only"), row.scope_note),
            Pick(
                "status",
                _("How settled it is"),
                [("tentative", _("tentative")), ("final", _("final"))],
                row.status,
            ),
        ],
        focus=focus,
        about=str(row.id),
    )
    names = ("theme", "indicator", "scope_note", "status")
    await desk.fill(
        form,
        "finding.edit",
        lambda project, answers: project.findings.edit(
            f"F{row.number}",
            claim=answers["claim"],
            codes=answers["codes"].split(),
            **{name: answers[name] for name in names},
        ),
    )


async def explain(desk: Desk, row: FindingRow) -> None:
    """Write why sources differ."""
    await _written(
        desk,
        row,
        "finding.explain",
        _("Why sources differ (F{n})", n=row.number),
        Area("text", _("Explanation"), row.explanation),
        lambda project, text: project.findings.explain(f"F{row.number}", text),
    )


async def negative_case(desk: Desk, row: FindingRow) -> None:
    """Write which case does not fit, or where one was looked for."""
    await _written(
        desk,
        row,
        "finding.edit",
        _("The case that does not fit (F{n})", n=row.number),
        Area("text", _("Negative case, or where one was looked for"), row.negative_case),
        lambda project, text: project.findings.edit(f"F{row.number}", negative_case=text),
    )


async def _written(
    desk: Desk, row: FindingRow, action: str, title: str, area: Area, write: Callable[[Project, str], Any]
) -> None:
    form = Form(title, [area], quote=row.claim, about=f"{row.id} {action}")
    await desk.fill(form, action, lambda project, answers: write(project, answers["text"]))


async def adjudicate(desk: Desk, row: FindingRow) -> None:
    """Give one's own verdict beside the computed one, with a reason; who and when is kept with it."""
    from qualcode.analysis.labels import verdict_name

    options = [(COMPUTED, _("the computed one")), *((name, verdict_name(name)) for name in VERDICTS)]
    form = Form(
        _("Own verdict on F{n}", n=row.number),
        [
            Pick("verdict", _("Verdict"), options, row.adjudicated or COMPUTED),
            Line("reason", _("Reason"), row.adjudication_reason),
        ],
        quote=row.claim,
        about=str(row.id),
        check=lambda answers: _without_half(row, answers),
    )
    await desk.fill(
        form,
        "finding.adjudicate",
        lambda project, answers: project.findings.adjudicate(
            f"F{row.number}",
            None if answers["verdict"] == COMPUTED else answers["verdict"],
            answers["reason"],
        ),
    )


def _without_half(row: FindingRow, answers: Answers) -> Wrong:
    """What is wrong where there is a verdict without a reason, or a new reason without a verdict."""
    if answers["verdict"] != COMPUTED:
        return "" if answers["reason"] else ("reason", _("an own verdict needs a reason"))
    if answers["reason"] and answers["reason"] != row.adjudication_reason:
        return "verdict", _("this reason is of no verdict yet: choose one, or empty the reason")
    return ""


async def member_check(desk: Desk, row: FindingRow) -> None:
    """Record what an informant said of the finding; a refusal is kept like an assent."""
    from qualcode.reports.words import outcome

    people = await desk.read(lambda project: [person.id for person in project.informants.list()])
    form = Form(
        _("Member check of F{n}", n=row.number),
        [
            Line("informant", _("Informant"), hint=", ".join(people[:12]), known=people, needed=True),
            Pick("result", _("What came of it"), [(name, outcome(name)) for name in CHECKS], needed=True),
            Line("note", _("In the informant's words, as you noted it")),
            Line("date", _("Date (YYYY-MM-DD)")),
        ],
        quote=row.claim,
        about=str(row.id),
    )
    await desk.fill(
        form,
        "finding.check",
        lambda project, answers: project.findings.member_check(
            f"F{row.number}",
            answers["informant"],
            answers["result"],
            checked_on=day(answers["date"]),
            note=answers["note"],
        ),
    )


async def scope(desk: Desk, row: FindingRow, names: Sequence[str] = ()) -> None:
    """Say who was not asked about it, or for whom it is meant; `names` stand there already."""
    form = Form(
        _("Who could speak of F{n}", n=row.number),
        [
            Pick(
                "mark",
                _("What is to be said of them"),
                [
                    (NOT_ASKED, _("they were not asked")),
                    (IN_SCOPE, _("it is meant for them only")),
                    (EVERYBODY, _("all marks away: it is meant for everybody")),
                ],
                NOT_ASKED,
            ),
            Line(
                "names",
                _("Groups, informants or sources, with commas between"),
                ", ".join(names),
                goes_with=("mark", NOT_ASKED, IN_SCOPE),
            ),
            Line("reason", _("Why (needed once there is evidence; it is printed)")),
        ],
        quote=row.claim,
        about=str(row.id),
        check=lambda answers: (
            ("names", _("name an informant, group or source"))
            if answers["mark"] != EVERYBODY and not answers["names"]
            else ""
        ),
    )
    await desk.fill(
        form, "finding.mark", lambda project, answers: _marked(project, f"F{row.number}", answers)
    )


def _marked(project: Project, finding: str, answers: Answers) -> None:
    """Mark each name as what it is known to be: a group, an informant, else a source."""
    if answers["mark"] == EVERYBODY:
        project.findings.unmark(finding, answers["reason"])
        return
    names = [name for part in answers["names"].split(",") if (name := part.strip())]
    if not names:
        raise BadInput(_("name an informant, group or source"))
    groups = {group.name.casefold(): group.name for group in project.informants.groups()}
    people = {person.id.casefold(): person.id for person in project.informants.list()}
    project.findings.mark(
        finding,
        answers["mark"],
        groups=[groups[name.casefold()] for name in names if name.casefold() in groups],
        informants=[
            people[name.casefold()]
            for name in names
            if name.casefold() in people and name.casefold() not in groups
        ],
        sources=[name for name in names if name.casefold() not in {*groups, *people}],
        reason=answers["reason"],
    )
