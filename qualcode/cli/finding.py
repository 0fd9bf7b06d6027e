"""`qualcode finding`: claims, the evidence for and against them, and what a person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.marking import N_
from qualcode.cli.opening import reading, writing
from qualcode.cli.options import CoderName, Json, ProjectPath, given, something
from qualcode.cli.output import done, plain, show
from qualcode.cli.pages import command, noun
from qualcode.cli.wording import show_worded
from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.text.days import day

if TYPE_CHECKING:
    from qualcode.model import Finding
    from qualcode.project import Project
    from qualcode.project.findings import FindingRow

app = noun(N_("Findings and their evidence."))

Which = Annotated[str, typer.Argument(metavar="F", help=N_("The finding: F1, its number or its id."))]
Codes = Annotated[list[str] | None, typer.Option("--code", metavar="CODE", help=N_("A code it speaks about; may be repeated."))]  # fmt: skip
Asks = Annotated[str | None, typer.Option("--research-question", metavar="NO", help=N_("The research question it answers."))]  # fmt: skip
Theme = Annotated[
    str | None, typer.Option("--theme", metavar="NAME", help=N_("Its theme; one named first is made."))
]
Indicator = Annotated[str | None, typer.Option("--indicator", metavar="TEXT", help=N_("Its indicator."))]
Scope = Annotated[
    str | None, typer.Option("--scope", metavar="TEXT", help=N_("For whom and where it is meant."))
]
Status = Annotated[str | None, typer.Option("--status", metavar="STATUS", help=N_("tentative or final."))]
NegativeCase = Annotated[
    str | None, typer.Option("--negative-case", metavar="TEXT", help=N_("What does not fit it."))
]
Coding = Annotated[
    str | None, typer.Option("--coding", metavar="ID", help=N_("The coding, by id or number."))
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("Why."))]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help=N_("A note."))]


@command(app, "add", N_("Add a claim of one sentence."))
def add(
    project: ProjectPath,
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help=N_("The claim."))],
    codes: Codes = None,
    research_question: Asks = None,
    theme: Theme = None,
    indicator: Indicator = None,
    scope: Scope = None,
    status: Status = None,
    negative_case: NegativeCase = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Add one finding; it gets the next number."""
    values = _values(research_question, theme, indicator, scope, status, negative_case)
    with writing(project, coder) as opened:
        row = _row(opened, opened.findings.add(claim, codes=codes or (), **values))
    done(row, _("added finding F{n}", n=row.number), as_json=json)


@command(app, "edit", N_("Change a finding; codes replace those it had."))
def edit(
    project: ProjectPath,
    finding: Which,
    claim: Annotated[str | None, typer.Option("--claim", metavar="TEXT", help=N_("Another claim."))] = None,
    codes: Codes = None,
    research_question: Asks = None,
    theme: Theme = None,
    indicator: Indicator = None,
    scope: Scope = None,
    status: Status = None,
    negative_case: NegativeCase = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Change what is named; the rest stays."""
    values = _values(research_question, theme, indicator, scope, status, negative_case)
    something(claim=claim, codes=codes, **values)
    with writing(project, coder) as opened:
        row = _row(opened, opened.findings.edit(finding, claim=claim, codes=codes or None, **values))
    done(row, _("changed finding F{n}", n=row.number), as_json=json)


@command(app, "link", N_("Make a coding evidence with a stance, or back the claim with a figure."))
def link(
    project: ProjectPath,
    finding: Which,
    coding: Coding = None,
    stance: Annotated[
        str | None, typer.Option("--stance", metavar="STANCE", help=N_("supports, contradicts or qualifies."))
    ] = None,
    figure: Annotated[
        str | None, typer.Option("--figure", metavar="FIGURE", help=N_("prominence, network or table."))
    ] = None,
    attribute: Annotated[
        str | None,
        typer.Option(
            "--attribute",
            metavar="NAME=VALUE",
            help=N_("With --figure table: how many have this value of an attribute."),
        ),
    ] = None,
    period: Annotated[
        str,
        typer.Option(
            "--period", metavar="TEXT", help=N_("The time spoken about, where the coding does not say it.")
        ),
    ] = "",
    note: Note = "",
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Link evidence of one kind."""
    if (coding is None) == (figure is None):
        raise BadInput(_("name either {one} or {other}", one="--coding", other="--figure"))
    if coding is not None and stance is None:
        raise BadInput(_("{name} is missing", name="--stance"))
    if figure is not None and stance is not None:
        raise BadInput(_("{one} and {other} do not go together", one="--figure", other="--stance"))
    if attribute is not None and figure != "table":
        raise BadInput(
            _("{one} and {other} do not go together", one="--attribute", other=f"--figure {figure}")
        )
    from qualcode.model.values import value_word
    from qualcode.project.attribute_figures import asked_of

    with writing(project, coder) as opened:
        if coding is not None:
            made = opened.findings.link(finding, coding, stance or "", period=period, note=note)
        else:
            query = None if attribute is None else dict(asked_of(attribute))
            made = opened.findings.link_figure(finding, figure or "", note=note, query=query)
        row = opened.findings.get(finding)
    evidence = next(e for e in row.evidence if e.id == made.uid)
    sentence = _(
        "F{n}: linked {what}", n=row.number, what=value_word(evidence.stance or evidence.figure or "")
    )
    done({**plain(evidence), "finding": row.id}, sentence, as_json=json)


@command(app, "unlink", N_("Take evidence away from a finding; the coding stays."))
def unlink(
    project: ProjectPath,
    finding: Which,
    evidence: Annotated[
        str | None, typer.Argument(metavar="EVIDENCE", help=N_("The evidence, by id or number."))
    ] = None,
    coding: Coding = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Unlink evidence named by itself or by its coding."""
    if (coding is None) == (evidence is None):
        raise BadInput(_("name either {one} or {other}", one="--coding", other="EVIDENCE"))
    with writing(project, coder) as opened:
        opened.findings.unlink(finding, evidence or opened.codings.get(coding or "").id)
        row = opened.findings.get(finding)
    done(row, _("F{n}: took evidence away", n=row.number), as_json=json)


@command(app, "explain", N_("Write why sources differ."))
def explain(
    project: ProjectPath,
    finding: Which,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=N_("The explanation."))],
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Explain a dissonance."""
    with writing(project, coder) as opened:
        row = _row(opened, opened.findings.explain(finding, text))
    done(row, _("explained F{n}", n=row.number), as_json=json)


@command(app, "adjudicate", N_("Put your own verdict beside the computed one, with a reason."))
def adjudicate(
    project: ProjectPath,
    finding: Which,
    verdict: Annotated[
        str | None,
        typer.Argument(
            metavar="VERDICT",
            help=N_(
                "AGREEMENT, PARTIAL, DISSONANCE, UNTRIANGULATED or NO_DATA; left out, the own verdict is taken back."
            ),
        ),
    ] = None,
    reason: Reason = "",
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Adjudicate, or take that back."""
    with writing(project, coder) as opened:
        row = _row(opened, opened.findings.adjudicate(finding, verdict, reason))
    done(row, _("F{n}: own verdict {verdict}", n=row.number, verdict=row.adjudicated or "–"), as_json=json)


@command(
    app,
    "mark",
    N_("Say that somebody is in a finding's scope, or was not asked; without a mark all marks go."),
)
def mark(
    project: ProjectPath,
    finding: Which,
    said: Annotated[str | None, typer.Argument(metavar="MARK", help=N_("in_scope or not_asked."))] = None,
    informant: Annotated[
        list[str] | None, typer.Option("--informant", metavar="ID", help=N_("An informant."))
    ] = None,
    group: Annotated[list[str] | None, typer.Option("--group", metavar="GROUP", help=N_("A group."))] = None,
    source: Annotated[
        list[str] | None, typer.Option("--source", metavar="SOURCE", help=N_("A source."))
    ] = None,
    reason: Reason = "",
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Mark units, or take every mark away."""
    with writing(project, coder) as opened:
        if said is None:
            opened.findings.unmark(finding, reason)
        else:
            opened.findings.mark(
                finding,
                said,
                informants=informant or (),
                groups=group or (),
                sources=source or (),
                reason=reason,
            )
        row = opened.findings.get(finding)
    done(row, _("changed the scope of F{n}", n=row.number), as_json=json)


@command(app, "check", N_("Record what an informant said of a finding (member check)."))
def check(
    project: ProjectPath,
    finding: Which,
    informant: Annotated[str, typer.Argument(metavar="INFORMANT", help=N_("The informant's code."))],
    result: Annotated[
        str, typer.Argument(metavar="RESULT", help=N_("confirmed, corrected, refused or pending."))
    ],
    on: Annotated[str | None, typer.Option("--date", metavar="DATE", help=N_("When, as 2024-05-31."))] = None,
    note: Note = "",
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Record one member check."""
    with writing(project, coder) as opened:
        made = opened.findings.member_check(finding, informant, result, checked_on=day(on), note=note)
        row = opened.findings.get(finding)
    done(made, _("recorded what {informant} said of F{n}", informant=informant, n=row.number), as_json=json)


@command(app, "remove", N_("Remove a finding with its evidence links; the codings stay."))
def remove(project: ProjectPath, finding: Which, coder: CoderName = None, json: Json = False) -> None:
    """Remove one finding."""
    with writing(project, coder) as opened:
        row = opened.findings.get(finding)
        opened.findings.remove(finding)
    done({"removed": row.id}, _("removed F{n}", n=row.number), as_json=json)


@command(app, "list", N_("List findings with their evidence."))
def list_(project: ProjectPath, json: Json = False) -> None:
    """List every finding by number."""
    with reading(project) as opened:
        rows = opened.findings.list()
    if json:
        show(rows, [], as_json=True)
        return
    lines = [
        {
            "number": f"F{row.number}",
            "claim": row.claim,
            "codes": list(row.codes),
            "supports": sum(e.stance == "supports" for e in row.evidence),
            "contradicts": sum(e.stance == "contradicts" for e in row.evidence),
            "qualifies": sum(e.stance == "qualifies" for e in row.evidence),
            "status": row.status,
        }
        for row in rows
    ]
    columns = [
        (_("No."), "number"),
        (_("Claim"), "claim"),
        (_("Codes"), "codes"),
        ("+", "supports"),
        ("-", "contradicts"),
        ("±", "qualifies"),
        (_("Status"), "status"),
    ]
    show_worded(lines, columns, ("status",), as_json=False)


def _values(
    research_question: str | None,
    theme: str | None,
    indicator: str | None,
    scope: str | None,
    status: str | None,
    negative_case: str | None,
) -> dict[str, object]:
    return given(
        research_question=research_question,
        theme=theme,
        indicator=indicator,
        scope_note=scope,
        status=status,
        negative_case=negative_case,
    )


def _row(opened: Project, finding: Finding) -> FindingRow:
    return next(row for row in opened.findings.list() if row.id == finding.uid)
