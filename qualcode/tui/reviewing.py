"""Review packs in the app: written for a supervisor, and read in after a look at what would happen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.i18n import _, ngettext
from qualcode.tui.desk import reason_of
from qualcode.tui.forms import Answers, Ask, Form, Line, Pick, PickLong
from qualcode.tui.page import Page
from qualcode.tui.painting import one_line
from qualcode.tui.writing_out import write_out

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.reviews.bringing import Reviewed

_WRITE, _READ = "write", "read"

SHOWN = 60
"""Rows of a preview, where not more change something or cannot be carried out; the rest is counted."""


async def review(page: Page) -> None:
    """Ask whether a pack is to be written or read in, and do it."""
    ways = [
        (_WRITE, _("Write a pack to fill in in Word or a spreadsheet")),
        (_READ, _("Read in what came back")),
    ]
    form = Form(_("Review by a supervisor"), [PickLong("way", "", ways, _WRITE)], button=_("Go on"))
    chosen = await page.app.push_screen_wait(form)
    if chosen is not None:
        await (_write(page) if chosen["way"] == _WRITE else _read(page))


async def _write(page: Page) -> None:
    everything = "codebook,codings,findings"
    parts = [
        (everything, _("everything")),
        ("codebook", _("codebook")),
        ("codings", _("coded passages")),
        ("findings", _("findings")),
    ]
    strata = [("group", _("group")), ("code", _("code")), ("informant", _("informant"))]
    await write_out(
        page,
        _("Write a review pack"),
        _("review"),
        [(".docx", "Word"), (".xlsx", "Excel")],
        lambda project, file, answers, progress, accepted: project.review.export(
            file,
            what=answers["what"],
            sample=answers["sample"].strip() or None,
            by=answers["by"],
            accept_leaks=accepted,
            progress=progress,
        ),
        [
            Pick("what", _("Which parts"), parts, everything, needed=True),
            Line("sample", _("Share of the coded passages"), hint=_("e.g. {example}", example="20%")),
            Pick("by", _("Drawn from each"), strata, "group", needed=True),
        ],
        people=True,
    )


async def _read(page: Page) -> None:
    desk = page.desk
    known = [row.name for row in await desk.read(lambda project: project.coders.list())]
    rounds = await desk.read(lambda project: project.comments.rounds())
    form = Form(
        _("What came back"),
        [
            Line(
                "file",
                _("The .docx or .xlsx that was filled in"),
                hint=_("e.g. {example}", example="sukamaju-review.docx"),
                needed=True,
            ),
            Line("by", _("Who answered"), hint=_("as written in the file"), known=known),
            Line("round", _("Round"), hint=_("as written in the file"), known=rounds),
        ],
        button=_("Look"),
    )

    async def look(answers: Answers) -> str:
        try:
            tried = await desk.ask(lambda project: _brought(project, answers, dry_run=True))
        except QualcodeError as error:
            return reason_of(error)
        if not tried.news:
            return _("Nothing in it is new: {what}", what=tried.words())
        sure = await page.app.push_screen_wait(Ask(preview(tried), yes=_("Read in"), no=_("Nothing")))
        return "" if sure else _("Nothing was written.")

    done = await desk.fill(form, "review.import", _brought, first=look)
    if done is not None:
        page.app.notify(done[0].words(), timeout=6, markup=False)


def _brought(project: Project, answers: Answers, *, dry_run: bool = False) -> Reviewed:
    by, round_ = (answers[name].strip() or None for name in ("by", "round"))
    return project.review.import_(answers["file"], by=by, round=round_, dry_run=dry_run)


def preview(tried: Reviewed) -> str:
    """What would happen, row by row."""
    from qualcode.project.reviews.fates import spoken, told

    lines = [f"{tried.who}{f' · {tried.round}' if tried.round else ''}: {tried.words()}", *tried.remarks, ""]
    for row in [*tried.first, *tried.rest][: max(SHOWN, len(tried.first))]:
        words = f" “{one_line(spoken(row), 80)}”" if row.comment else ""
        lines.append(f"{row.about or row.where}: {told(row)}{words}")
    if (more := len(tried.rows) - max(SHOWN, len(tried.first))) > 0:
        lines.append(ngettext("… and {n} more", "… and {n} more", more))
    return "\n".join(lines)
