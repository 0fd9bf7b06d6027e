"""`quotes`: codings found by a query, cited for a text of one's own, or made evidence."""

from __future__ import annotations

import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from qualcode.cli.leaving import places_listed, tell
from qualcode.cli.marking import N_
from qualcode.cli.opening import note, reading, writing
from qualcode.cli.options import AcceptLeaks, CoderName, Json, ProjectPath
from qualcode.cli.output import done, print_json, put_out, say
from qualcode.cli.pages import command, noun
from qualcode.errors import BadInput
from qualcode.i18n import _, ngettext

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.quote_rows import Quote, Quotes

app = noun(N_("Codings found by a query."))

WIDTH = 96
"""Characters of a printed line."""

Query = Annotated[
    str,
    typer.Argument(
        metavar="QUERY",
        help=N_(
            "What is wanted, as: 'KP-AGT not JR-* near:50 NM-GTR group:ANGGOTA wave:2 \"kas\"'; nothing gives all. "
            "and, or, not, parentheses; code ids with * and ?; only: informant: group: attr:age>=40 method: wave: "
            "coder: source: valence: period: memo: finding: counted: coding:3,5 near:50 near:turn."
        ),
    ),
]


@command(app, "quotes", N_("Find coded quotes by codes, people, places and words."))
def quotes(
    project: ProjectPath,
    query: Query = "",
    group_by: Annotated[
        str,
        typer.Option(
            "--group-by",
            metavar="WAY",
            help=N_(
                "none, code, informant, group, source, method, wave, coder, valence, period or attr:NAME."
            ),
        ),
    ] = "none",
    sort: Annotated[
        str, typer.Option("--sort", metavar="WAY", help=N_("place, code, informant, wave, length or newest."))
    ] = "place",
    context: Annotated[
        str | None,
        typer.Option("--context", metavar="WAY", help=N_("Show what stands around: turn or beside.")),
    ] = None,
    cited: Annotated[
        bool,
        typer.Option(
            "--cited", help=N_("Print them for a text of your own: names replaced by codes, with references.")
        ),
    ] = False,
    finding: Annotated[
        str | None, typer.Option("--link", metavar="F", help=N_("Make them evidence of this finding."))
    ] = None,
    claim: Annotated[
        str | None,
        typer.Option(
            "--claim", metavar="TEXT", help=N_("Make them evidence of a new finding that says this.")
        ),
    ] = None,
    stance: Annotated[
        str | None,
        typer.Option(
            "--stance",
            metavar="STANCE",
            help=N_("supports, contradicts or qualifies; for --link and --claim."),
        ),
    ] = None,
    coder: CoderName = None,
    accept_leaks: AcceptLeaks = False,
    json: Json = False,
) -> None:
    """Print what a query finds, cite it, or link it."""
    if finding is not None or claim is not None:
        _link(project, query, finding, claim, stance, coder, json)
        return
    if stance is not None:
        raise BadInput(_("--stance needs --link or --claim"))
    with reading(project) as opened:
        found = opened.quotes.find(query, group_by=group_by, sort=sort)
        if cited:
            with places_listed(as_json=json, printed=True):
                text = opened.quotes.cited(found.numbers, accept_leaks=accept_leaks)
            remarks = opened.sharing.remarks(people=True)
            if json:
                print_json({"query": found.query, "quotes": len(found), "text": text, "remarks": remarks})
            elif text:
                put_out(text)
                tell(remarks, as_json=json, printed=True)
        elif json:
            print_json(_document(opened, found, context))
        else:
            _print(opened, found, context)


def _link(
    project: ProjectPath,
    query: str,
    finding: str | None,
    claim: str | None,
    stance: str | None,
    coder: str | None,
    json: bool,
) -> None:
    if finding is not None and claim is not None:
        raise BadInput(_("--link names a finding and --claim makes one; give one of the two"))
    if stance is None:
        raise BadInput(_("{name} is missing", name="--stance"))
    with writing(project, coder) as opened:
        found = opened.quotes.find(query)
        linked = opened.quotes.link(finding, found.numbers, stance, claim=claim or "")
    done(
        {"finding": linked.finding, "number": linked.number, "quotes": len(found), "new": linked.new},
        linked.words,
        as_json=json,
    )


def _document(opened: Project, found: Quotes, context: str | None) -> dict[str, object]:
    if context is None:
        return found.as_json()

    every = iter(opened.quotes.contexts(found, context))

    def shown(quote: Quote) -> dict[str, object]:
        before, after = next(every)
        return {**asdict(quote), "before": before, "after": after}

    return found.as_json(shown)


def _print(opened: Project, found: Quotes, context: str | None) -> None:
    from qualcode.project.quote_groups import valence_words
    from qualcode.project.quote_rows import left_out_words, nothing_words, tally_words

    for group in found.groups:
        if group.label:
            said = ngettext("{n} quote", "{n} quotes", len(group))
            people = ngettext("{n} informant", "{n} informants", group.informants)
            say(f"{group.label} – {said} · {people}\n")
        quotes = found[group.first : group.last]
        around = opened.quotes.contexts(quotes, context) if context else [("", "")] * len(quotes)
        for quote, beside in zip(quotes, around, strict=True):
            parts = [quote.reference, quote.code, *([valence_words(quote.valence)] if quote.valence else [])]
            parts += [*quote.groups, ", ".join(coding.coder for coding in quote.codings)]
            parts += [] if quote.counted else [_("counts for nobody")]
            numbers = ", ".join(f"#{coding.number}" for coding in quote.codings)
            say("  " + "  ".join([*parts, numbers]))
            say(_paragraph(quote, beside) + "\n")
    say(nothing_words(found.tally) or tally_words(found.tally))
    note(left_out_words(found.tally))


def _paragraph(quote: Quote, around: tuple[str, str]) -> str:
    """The words, wrapped; between ⟨ and ⟩ where something stands around them."""
    before, after = around
    whole = f"{before}⟨{quote.text}⟩{after}" if before.strip() or after.strip() else quote.text
    text = " ".join(whole.split())
    return textwrap.fill(text, WIDTH, initial_indent="    ", subsequent_indent="    ")
