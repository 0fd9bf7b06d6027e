"""`qualcode ready`: findings as they will be defended, what an examiner will ask, and what to close before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.marking import N_
from qualcode.cli.opening import reading
from qualcode.cli.options import Json, ProjectPath
from qualcode.cli.output import print_json, say, show
from qualcode.cli.pages import command, noun
from qualcode.cli.wording import no_findings
from qualcode.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.project.defence import Defence
    from qualcode.reports.data import EvidenceQuote, MemberCheckRow

app = noun(N_("Ready for the examination."))


@command(
    app,
    "ready",
    N_("Ready for the examination: each finding's case, the question to expect, and what is open."),
)
def ready(
    project: ProjectPath,
    finding: Annotated[
        str | None,
        typer.Argument(metavar="F", help=N_("One finding in full: F1, its number or its id.")),
    ] = None,
    json: Json = False,
) -> None:
    """Print one finding in full, or all with what is to be closed first."""
    with reading(project) as opened:
        found = opened.defence.list() if finding is None else [opened.defence.ready(finding)]
    if json:
        from qualcode.analysis.defence_words import definitions
        from qualcode.project.defence import in_order

        holes = [{"finding": one.number, **vars(hole)} for one, hole in in_order(found)]
        why = None if found else no_findings()
        print_json(
            {
                "reason": why,
                "definitions": definitions(),
                "findings": [one.as_json() for one in found],
                "holes": holes,
            }
        )
    elif finding is None:
        _print_all(found)
    else:
        _print_one(found[0])


def _print_all(found: Sequence[Defence]) -> None:
    from qualcode.project.defence import open_points

    rows = [
        {
            "number": one.number,
            "claim": one.section.claim,
            "verdict": verdict_words(one),
            "units": f"{one.section.row.k}/{one.section.row.n}",
            "open": len(one.holes),
        }
        for one in found
    ]
    columns = [
        (_("No."), "number"),
        (_("Claim"), "claim"),
        (_("Status"), "verdict"),
        (_("Units"), "units"),
        (_("Still open"), "open"),
    ]
    if not rows:
        say(no_findings())
        return
    show(rows, columns, as_json=False)
    points = open_points(found)
    if not points:
        say(f"\n{_('Nothing is open.')}")
        return
    say(f"\n{_('To be closed first')}")
    for point in points:
        say(f"  {point.name}: {', '.join(point.about)}\n      {point.advice}")
    say(f"\n{_('One finding in full: qualcode ready PROJECT F1')}")


def _print_one(one: Defence) -> None:
    from qualcode.reports.parts import scope_words
    from qualcode.reports.words import coverage

    section, row = one.section, one.section.row
    say(f"{one.number}  {section.claim}")
    say(f"\n{_('Status')}: {verdict_words(one)}")
    if section.adjudication:
        say(f"  {_('Reason: {reason}', reason=section.adjudication.reason)}")
    say(f"  {coverage(row)}")
    if section.scope:
        say(f"  {_('Scope')}: {scope_words(section)}")
    say(f"\n{_('Who says what')}")
    lines = [
        {"group": c.column, "says": _said(c.symbol, c.k, c.n, c.others), "units": ", ".join(c.units)}
        for c in one.who
    ]
    show(lines, [(_("Group"), "group"), ("k/n", "says"), (_("Units"), "units")], as_json=False)
    _print_quote(_("Strongest quote"), one.strongest)
    _print_quote(_("Contrary quote"), one.contrary)
    if section.withheld:
        say(
            "  " + ngettext("{n} quote may not be printed", "{n} quotes may not be printed", section.withheld)
        )
    say(f"\n{_('Explanation')}: {section.explanation or _('not written yet')}")
    say(f"{_('Negative case')}: {section.negative_case or _('not written yet')}")
    if section.member_checks:
        say(f"{_('Member check')}: {'; '.join(map(_checked, section.member_checks))}")
    say(f"\n{_('Enough to compare')}")
    for standing in one.standing.values():
        say(f"  {'✓' if standing.met else '–'} {standing.words}")
    say(f"\n{_('An examiner will ask')}\n  {one.question}")
    say(f"\n{_('To be closed first')}")
    for hole in one.holes:
        names = f" ({', '.join(hole.names)})" if hole.names else ""
        say(f"  {hole.name}{names}: {hole.advice}")
    if not one.holes:
        say(f"  {_('Nothing is open.')}")


def verdict_words(one: Defence) -> str:
    """What was computed and, beside it, what a person decided."""
    made = one.section.adjudication
    if made is None:
        return one.verdict
    by = ", ".join(part for part in (made.author, made.day.isoformat() if made.day else "") if part)
    return _("{computed}; own: {own} ({by})", computed=one.verdict, own=one.own_verdict, by=by)


def _said(symbol: str, k: int, n: int, beside: Sequence[str]) -> str:
    return " ".join((symbol, *((f"{k}/{n}",) if n else ()), *beside))


def _print_quote(title: str, quote: EvidenceQuote | None) -> None:
    from qualcode.analysis.evidence import QUALIFIES
    from qualcode.reports.parts import paraphrase_mark
    from qualcode.reports.words import stance

    only = quote is not None and quote.stance == QUALIFIES
    say(f"\n{title}" + (f" ({stance(QUALIFIES)})" if only else ""))
    if quote is None:
        say(f"  {_('none')}")
    elif quote.paraphrase:
        say(f"  {quote.text} {paraphrase_mark()} {quote.reference}")
    else:
        say(f"  “{quote.text}” {quote.reference}")


def _checked(check: MemberCheckRow) -> str:
    from qualcode.reports.words import outcome

    words = f"{check.informant}: {outcome(check.outcome)}"
    return f"{words} ({check.comment})" if check.comment else words
