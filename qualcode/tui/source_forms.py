"""Forms about sources: reading files in, and putting right what is said about one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.errors import BadInput, QualcodeError
from qualcode.i18n import _, ngettext
from qualcode.text.addresses import typed_paths
from qualcode.text.days import day
from qualcode.tui.desk import Desk
from qualcode.tui.doing import Doing
from qualcode.tui.forms import Answers, Field, Form, Line, Pick
from qualcode.tui.page import spoken
from qualcode.tui.painting import one_line

if TYPE_CHECKING:
    from qualcode.model import Source
    from qualcode.project import Project
    from qualcode.project.source_rows import SourceRow

METHODS = ("interview", "observation", "document", "fgd", "literature")


def method_name(method: str) -> str:
    """A method in the person's language."""
    return {
        "interview": _("interview"),
        "observation": _("observation"),
        "document": _("document"),
        "fgd": _("focus group"),
        "literature": _("literature"),
    }.get(method, method)


async def read_in(desk: Desk) -> str:
    """Ask for files and read them in as sources; who speaks in them and is not known yet is asked about.

    Gives the lasting id of the first that was read in; empty where none was.
    """
    people, groups = await desk.read(_known)
    form = Form(
        _("Read files in"),
        [
            Line(
                "files",
                _("Files, separated by ;"),
                hint=_("e.g. {example}", example="~/wawancara/K1.docx; ~/wawancara/K2.txt"),
                needed=True,
            ),
            *_fields(None, people, groups),
        ],
        button=_("Read"),
    )

    def far(done: int, of: int, what: str) -> None:
        name = one_line(what, 24)
        key = spoken(form, "form.leave")
        said = _(
            "{done} of {of} · {name} · {key} calls it off", done=done // 2, of=of // 2, name=name, key=key
        )
        form.tell(said)

    doing = Doing(far)
    form.call_off = doing.call_off

    def write(project: Project, answers: Answers) -> list[str]:
        from qualcode.project.speaking import NoInformant

        try:
            made = project.sources.add(
                *typed_paths(answers["files"]),
                method=answers["method"],
                informants=_codes(answers),
                group=answers["group"] or None,
                collected_on=day(answers["date"]),
                wave=_wave(answers),
                progress=doing,
            )
        except NoInformant as error:  # a row of a survey names its own
            raise BadInput(
                _(
                    "there is no informant {code} yet; add one on the page of informants first",
                    code=error.code,
                )
            ) from None
        return [str(source.uid) for source in made]

    done = await desk.fill(form, "source.add", write, first=lambda answers: _introduce(desk, answers))
    if done is None:
        return ""
    said = ngettext("{n} source read in", "{n} sources read in", len(done[0]))
    desk.app.notify(said, timeout=3, markup=False)
    return done[0][0] if done[0] else ""


async def edit_source(desk: Desk, source: str) -> None:
    """Ask what is to be put right about a source, and write what was changed."""
    row = await desk.read(lambda project: project.sources.get(source))
    people, groups = await desk.read(_known)
    form = Form(
        _("About {name}", name=one_line(row.name, 48)),
        [Line("name", _("Name"), row.name, needed=True), *_fields(row, people, groups)],
        about=str(row.id),
    )

    def write(project: Project, answers: Answers) -> Source:
        values: dict[str, object] = {
            "name": answers["name"],
            "method": answers["method"],
            "group": answers["group"] or None,
            "collected_on": day(answers["date"]),
            "wave": _wave(answers),
        }
        now = {
            "name": row.name,
            "method": row.method,
            "group": row.group,
            "collected_on": row.date,
            "wave": row.wave,
        }
        changed = {name: value for name, value in values.items() if value != now[name]}
        codes = _codes(answers)
        informants = None if codes == list(row.informants) else codes
        return project.sources.edit(row.id, informants=informants, **changed)

    await desk.fill(form, "source.edit", write, first=lambda answers: _introduce(desk, answers))


def _known(project: Project) -> tuple[list[str], list[str]]:
    """Codes of informants and names of groups."""
    return (
        [row.id for row in project.informants.list()],
        [group.name for group in project.informants.groups()],
    )


def _fields(row: SourceRow | None, people: list[str], groups: list[str]) -> list[Field]:
    """What is asked about a source, or about files to be read in."""
    return [
        Pick(
            "method", _("Method"), [(name, method_name(name)) for name in METHODS],
            row.method if row else "interview", needed=True,
        ),
        Line(
            "informants", _("Informants who speak in it (codes, separated by spaces)"),
            " ".join(row.informants) if row else "", hint=_("e.g. {example}", example=" ".join(people[:2]) or "K1"),
        ),
        Line("group", _("Group that wrote it (documents)"), (row.group or "") if row else "", known=groups),
        Line("date", _("Collected on (year-month-day)"), row.date.isoformat() if row and row.date else "",
             hint=_("e.g. {example}", example="2024-05-31")),
        Line("wave", _("Wave: which time of collection"), str(row.wave) if row else "1", needed=True),
    ]  # fmt: skip


def _codes(answers: Answers) -> list[str]:
    return answers["informants"].replace(",", " ").replace(";", " ").split()


def _wave(answers: Answers) -> int:
    given = answers["wave"]
    if not (given.isascii() and given.isdigit() and len(given) < 5):
        raise BadInput(_("a wave is 1 or more"))
    return int(given)


async def _introduce(desk: Desk, answers: Answers) -> str:
    """Make the informants that were named and are not known yet, a form for each; why not, where one is missing."""
    from qualcode.tui.screens.people import add_informant

    codes = _codes(answers)
    try:
        unknown = await desk.ask(lambda project: _unknown(project, codes))
    except QualcodeError as error:
        return error.message
    for code in unknown:
        if not await add_informant(desk, code):
            key = spoken(desk.app.screen, "form.done")
            return _("{code} is not known yet: {key} asks about it again", code=code, key=key)
    return ""


def _unknown(project: Project, codes: list[str]) -> list[str]:
    from qualcode.project.speaking import NoInformant, informant_called

    unknown = []
    with project.read() as session:
        for code in dict.fromkeys(codes):
            try:
                informant_called(session, code)
            except NoInformant:
                unknown.append(code)
    return unknown
