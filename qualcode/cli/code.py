"""`qualcode code`: spans of text tagged with codes."""

from __future__ import annotations

from typing import Annotated

import typer

from qualcode.cli.marking import N_
from qualcode.cli.opening import reading, writing
from qualcode.cli.options import AddedFile, CoderName, Json, ProjectPath, Which, given, something, span
from qualcode.cli.output import done, show
from qualcode.cli.pages import command, noun
from qualcode.cli.wording import show_worded
from qualcode.errors import BadInput
from qualcode.i18n import _, ngettext

app = noun(N_("Code spans of text."))

Span = Annotated[str, typer.Option("--span", metavar="START:END", help=N_("The stretch of text, in characters from 0."))]  # fmt: skip
Valence = Annotated[
    str | None, typer.Option("--valence", metavar="VALENCE", help=N_("strengthens, weakens or mixed."))
]
Period = Annotated[str | None, typer.Option("--period", metavar="TEXT", help=N_("The time spoken about: before, after …"))]  # fmt: skip
Memo = Annotated[str | None, typer.Option("--memo", metavar="TEXT", help=N_("A remark on this passage."))]
Paraphrase = Annotated[
    str | None, typer.Option("--paraphrase", metavar="TEXT", help=N_("The passage in other words."))
]
Meaning = Annotated[str | None, typer.Option("--interpretation", metavar="TEXT", help=N_("What it means."))]
Translation = Annotated[str | None, typer.Option("--translation", metavar="TEXT", help=N_("The passage in another language."))]  # fmt: skip


@command(app, "add", N_("Code a span of text."))
def add(
    project: ProjectPath,
    source: Annotated[str, typer.Option("--source", metavar="SOURCE", help=N_("The source."))],
    stretch: Span,
    code: Annotated[
        list[str],
        typer.Option(
            "--code", metavar="CODE", help=N_("The code, as KP-TRN; may be repeated, all as one action.")
        ),
    ],
    valence: Valence = None,
    period: Period = None,
    memo: Memo = None,
    paraphrase: Paraphrase = None,
    interpretation: Meaning = None,
    translation: Translation = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Tag one span, with one code or several."""
    start, stop = span(stretch)
    texts = _texts(period, memo, paraphrase, interpretation, translation)
    if len(code) > 1:
        if valence is not None or texts:
            raise BadInput(_("what is said of a coding goes with one code at a time"))
        with writing(project, coder) as opened:
            rows = [
                opened.codings.get(made.uid) for made in opened.codings.add_codes(source, start, stop, code)
            ]
        done(rows, ngettext("made {n} coding", "made {n} codings", len(rows)), as_json=json)
        return
    with writing(project, coder) as opened:
        made = opened.codings.add(source, start, stop, code[0], valence=valence, **texts)
        row = opened.codings.get(made.uid)
    sentence = _(
        "coded {source} {start}:{end} {code}",
        source=row.source_name,
        start=row.start,
        end=row.end,
        code=row.code,
    )
    done(row, sentence, as_json=json)


@command(app, "list", N_("List codings, by source and place."))
def list_(
    project: ProjectPath,
    code: Annotated[
        str | None,
        typer.Option("--code", metavar="CODE", help=N_("Only this code, or the codes of this branch.")),
    ] = None,
    group: Annotated[
        str | None, typer.Option("--group", metavar="GROUP", help=N_("Only what counts for this group."))
    ] = None,
    coder: Annotated[
        str | None, typer.Option("--coder", metavar="NAME", help=N_("Only codings of this coder."))
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="SOURCE", help=N_("Only codings in this source."))
    ] = None,
    informant: Annotated[
        str | None, typer.Option("--informant", metavar="ID", help=N_("Only what counts for this informant."))
    ] = None,
    json: Json = False,
) -> None:
    """List codings."""
    with reading(project) as opened:
        rows = opened.codings.list(code=code, source=source, group=group, informant=informant, coder=coder)
    columns = [
        (_("No."), "number"),
        (_("Source"), "source_name"),
        (_("Lines"), "lines"),
        (_("Code"), "code"),
        (_("Informant"), "informant"),
        (_("Valence"), "valence"),
        (_("Coder"), "coder"),
        (_("Text"), "text"),
    ]
    show_worded(rows, columns, ("valence",), as_json=json)


@command(app, "edit", N_("Change a coding."))
def edit(
    project: ProjectPath,
    coding: Which,
    stretch: Annotated[
        str | None, typer.Option("--span", metavar="START:END", help=N_("Other edges."))
    ] = None,
    code: Annotated[str | None, typer.Option("--code", metavar="CODE", help=N_("Another code."))] = None,
    valence: Valence = None,
    no_valence: Annotated[bool, typer.Option("--no-valence", help=N_("Take the valence away."))] = False,
    period: Period = None,
    memo: Memo = None,
    paraphrase: Paraphrase = None,
    interpretation: Meaning = None,
    translation: Translation = None,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Change what is named; the rest stays."""
    if valence is not None and no_valence:
        raise BadInput(_("{one} and {other} do not go together", one="--valence", other="--no-valence"))
    start, stop = span(stretch) if stretch is not None else (None, None)
    texts = _texts(period, memo, paraphrase, interpretation, translation)
    something(start=start, code=code, valence=valence, no_valence=no_valence, **texts)
    with writing(project, coder) as opened:
        made = opened.codings.edit(
            coding, start=start, stop=stop, code=code, valence=valence, clear_valence=no_valence, **texts
        )
        row = opened.codings.get(made.uid)
    done(row, _("changed coding {n}", n=row.number), as_json=json)


@command(app, "remove", N_("Remove codings, with the evidence that rests on them."))
def remove(
    project: ProjectPath,
    codings: Annotated[list[str], typer.Argument(metavar="ID…", help=N_("Codings, by id or number."))],
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Remove codings as one action."""
    with writing(project, coder) as opened:
        went = opened.codings.remove(*codings)
    sentence = ngettext("removed {n} coding", "removed {n} codings", len(codings))
    words = ", ".join(filter(None, (sentence, went.gone_words())))
    done({"removed": codings, "evidence_of": went.findings}, words, as_json=json)


@command(app, "recode", N_("Give codings another code, as one action."))
def recode(
    project: ProjectPath,
    code: Annotated[str, typer.Argument(metavar="CODE", help=N_("The code they are to have."))],
    codings: Annotated[list[str], typer.Argument(metavar="ID…", help=N_("Codings, by id or number."))],
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Recode codings; where the code stands there already the two become one."""
    with writing(project, coder) as opened:
        rows = [opened.codings.get(made.uid) for made in opened.codings.recode(code, *codings)]
    done(rows, ngettext("recoded {n} coding", "recoded {n} codings", len(codings)), as_json=json)


@command(app, "split", N_("Cut a coding in two."))
def split(
    project: ProjectPath,
    coding: Which,
    at: Annotated[
        int, typer.Argument(metavar="AT", help=N_("Where the second part begins, in characters from 0."))
    ],
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Split one coding; both parts are evidence of what it was evidence of."""
    with writing(project, coder) as opened:
        held = opened.codings.hanging(coding).cut_words()
        rows = [opened.codings.get(part.uid) for part in opened.codings.split(coding, at)]
    sentence = _("cut coding {n} in two; the new one is {other}", n=rows[0].number, other=rows[1].number)
    done(rows, "; ".join(filter(None, (sentence, held))), as_json=json)


@command(app, "merge", N_("Make one coding of several with the same code."))
def merge(
    project: ProjectPath,
    codings: Annotated[list[str], typer.Argument(metavar="ID…", help=N_("Codings, by id or number."))],
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Merge codings; the first stays and takes over evidence, links and memos."""
    with writing(project, coder) as opened:
        row = opened.codings.get(opened.codings.merge(*codings).uid)
    sentence = _("made coding {n} of them: {start}:{end}", n=row.number, start=row.start, end=row.end)
    done(row, sentence, as_json=json)


@command(app, "hits", N_("Code every place of some words, as one action."))
def hits(
    project: ProjectPath,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=N_("The words."))],
    code: Annotated[str, typer.Option("--code", metavar="CODE", help=N_("The code, as KP-TRN."))],
    source: Annotated[
        str | None, typer.Option("--source", metavar="SOURCE", help=N_("Only in this source."))
    ] = None,
    around: Annotated[
        str,
        typer.Option("--around", metavar="UNIT", help=N_("What is coded: words, sentence or turn.")),
    ] = "words",
    parts: Annotated[
        bool, typer.Option("--parts", help=N_("Also inside longer words, as in dikasih for kas."))
    ] = False,
    uncounted: Annotated[
        bool, typer.Option("--uncounted", help=N_("Also in words that do not count, as the interviewer's."))
    ] = False,
    preview: Annotated[bool, typer.Option("--preview", help=N_("Only show what would be coded."))] = False,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Tag all hits, or list them first."""
    if preview:
        with reading(project) as opened:
            planned = opened.codings.plan_hits(text, code, source=source, around=around, parts=parts)
        columns = [
            (_("Source"), "source_name"),
            (_("Lines"), "lines"),
            (_("Places"), "hits"),
            (_("Tagged"), "tagged"),
            (_("Before"), "before"),
            (_("Text"), "text"),
            (_("After"), "after"),
        ]
        show([stretch for stretch in planned if uncounted or stretch.counted], columns, as_json=json)
        return
    with writing(project, coder) as opened:
        planned = opened.codings.plan_hits(text, code, source=source, around=around, parts=parts)
        wanted = [stretch for stretch in planned if uncounted or stretch.counted]
        made = {coding.uid for coding in opened.codings.add_hits(wanted, code)}
        rows = [row for row in opened.codings.list(code=code) if row.id in made]
    done(rows, ngettext("coded {n} span", "coded {n} spans", len(rows)), as_json=json)


@command(app, "import", N_("Code spans from a CSV: source, start, end, code; all rows or none."))
def import_(project: ProjectPath, file: AddedFile, coder: CoderName = None, json: Json = False) -> None:
    """Tag the spans of a table; a quote beside a span must be what stands there."""
    with writing(project, coder) as opened:
        made = {coding.uid for coding in opened.codings.import_csv(file)}
        rows = [row for row in opened.codings.list() if row.id in made]
    done(rows, ngettext("coded {n} span", "coded {n} spans", len(rows)), as_json=json)


@command(app, "link", N_("Say how one coding leads to another."))
def link(
    project: ProjectPath,
    first: Annotated[str, typer.Argument(metavar="FIRST", help=N_("A coding."))],
    kind: Annotated[str, typer.Argument(metavar="KIND", help=N_("cause_of, solution_to or before."))],
    second: Annotated[str, typer.Argument(metavar="SECOND", help=N_("Another coding."))],
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help=N_("A note."))] = "",
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Link two codings."""
    with writing(project, coder) as opened:
        made = opened.codings.link(first, kind, second, note)
    done(made, _("linked coding {first} to coding {second}", first=first, second=second), as_json=json)


def _texts(
    period: str | None,
    memo: str | None,
    paraphrase: str | None,
    interpretation: str | None,
    translation: str | None,
) -> dict[str, str]:
    texts = given(
        period=period,
        memo=memo,
        paraphrase=paraphrase,
        interpretation=interpretation,
        translation=translation,
    )
    return {name: str(text) for name, text in texts.items()}
