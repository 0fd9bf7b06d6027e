"""`qualcode review`: a pack that a supervisor fills in without the program, and its answers brought home."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from qualcode.cli.leaving import places_listed, tell
from qualcode.cli.marking import N_
from qualcode.cli.opening import reading, writing
from qualcode.cli.options import AcceptLeaks, CoderName, Json, ProjectPath, given, out_path
from qualcode.cli.output import clip, done, one_line, print_json, say, show
from qualcode.cli.pages import command, noun
from qualcode.errors import BadInput
from qualcode.i18n import _, ngettext
from qualcode.text.addresses import typed_path

app = noun(N_("Packs that a supervisor fills in in Word or a spreadsheet."))


@command(
    app, "export", N_("Write a review pack: a Word document and a workbook, either of which comes back.")
)
def export(
    project: ProjectPath,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FOLDER|FILE",
            parser=out_path,
            help=N_("A folder for both, or one file (.docx, .xlsx); by default beside the project."),
        ),
    ] = None,
    what: Annotated[
        str,
        typer.Option("--what", metavar="LIST", help=N_("codebook, codings, findings; several with commas.")),
    ] = "codebook,codings,findings",
    sample: Annotated[
        str | None,
        typer.Option("--sample", metavar="SHARE", help=N_("Only this share of the coded passages, as 20%.")),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by", metavar="WHAT", help=N_("group, code or informant: the share is drawn from each.")
        ),
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", metavar="N", help=N_("The same number draws the same sample."))
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option("--lang", metavar="id|en", help=N_("Language of the pack; by default the study's.")),
    ] = None,
    accept_leaks: AcceptLeaks = False,
    json: Json = False,
) -> None:
    """Write a pack."""
    if sample is None and (drawn := given(by=by, seed=seed)):
        raise BadInput(_("{option} is for --sample", option=f"--{next(iter(drawn))}"))
    with places_listed(as_json=json), reading(project) as opened:
        made = opened.review.export(
            out,
            what=what,
            sample=sample,
            by=by or "group",
            seed=1 if seed is None else seed,
            language=lang,
            accept_leaks=accept_leaks,
        )
        remarks = [*made.remarks, *opened.sharing.remarks(people=True)]
    said = _(
        "wrote {files}: {codes} codes, {codings} coded passages, {findings} findings",
        files=", ".join(map(str, made.files)),
        codes=made.codes,
        codings=made.codings,
        findings=made.findings,
    )
    done({**vars(made), "remarks": remarks}, said, as_json=json)
    tell(remarks, as_json=json)


SHOWN = 40
"""Rows that are listed, where not more change something or cannot be carried out; JSON holds all of them."""


@command(
    app,
    "import",
    N_(
        "Bring the answers of a pack, or new comments of a report, home, as one action; --dry-run only shows them."
    ),
)
def import_(
    project: ProjectPath,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", parser=typed_path, help=N_("The .docx or .xlsx that came back."))
    ],
    by: Annotated[
        str | None,
        typer.Option(
            "--by", metavar="NAME", help=N_("Who answered; by default the name written in the file.")
        ),
    ] = None,
    round: Annotated[
        str | None,
        typer.Option(
            "--round", metavar="NAME", help=N_("The meeting, as bimbingan 3; by default as in the file.")
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Only show what would happen."))] = False,
    coder: CoderName = None,
    json: Json = False,
) -> None:
    """Bring answers home."""
    if dry_run:
        with reading(project) as opened:
            made = opened.review.import_(file, by=by, round=round, dry_run=True)
    else:
        with writing(project, coder) as opened:
            made = opened.review.import_(file, by=by, round=round)
    if json:
        print_json(made)
        return
    columns = [
        (_("Where"), "where"),
        (_("On"), "about"),
        (_("Decision"), "decision"),
        (_("Comment"), "comment"),
        (_("What becomes of it"), "said"),
    ]
    from qualcode.exchange.review_pack import Choice, choice_word
    from qualcode.project.reviews.fates import Fate, spoken, told

    weighing = [*made.first, *made.rest[: max(SHOWN - len(made.first), 0)]]
    lines = [
        {
            **vars(row),
            "decision": choice_word(Choice(row.decision)) if row.decision else "",
            "comment": spoken(row),
            "said": told(row),
        }
        for row in weighing
    ]
    show(lines, columns, as_json=False)
    _not_carried_out([line for line in lines if line["fate"] in (Fate.KEPT, Fate.REFUSED)])
    if (more := len(made.rows) - len(weighing)) > 0:
        say(ngettext("… and {n} more row; --json has it", "… and {n} more rows; --json has them", more))
    for remark in made.remarks:
        say(remark)
    say(f"{made.who}{f' · {made.round}' if made.round else ''}: {made.words()}")
    if dry_run:
        say(_("Nothing was written; without --dry-run it is."))


def _not_carried_out(lines: Sequence[dict[str, Any]]) -> None:
    """Say rows whole that a person has to settle, where the table cut a word of them off."""
    shown = ("where", "about", "decision", "comment", "said")
    whole = [[one_line(line[name]) for name in shown] for line in lines]
    cut = [row for row in whole if any(clip(words) != words for words in row[1:])]
    if cut:
        say(_("In full, what was not carried out:"))
    for *row, said in cut:
        say(f"  {' · '.join(filter(None, row))}\n    {said}")
