"""The forms of a report section: which kind, then what it shows, each setting picked from what the project has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from qualcode.i18n import _
from qualcode.tui.forms import Answers, Area, Field, Form, Line, Pick, PickLong, PickSome

if TYPE_CHECKING:
    from qualcode.model import ReportSection
    from qualcode.project.section_choices import ChoiceRow
    from qualcode.project.sections import SectionRow
    from qualcode.tui.desk import Desk

WORDS = ("title", "title_en", "note", "note_en")
USUAL = frozenset({"by", "coefficient", "order", "unit", "which", "within"})
"""Settings that are something also where nobody chose."""
SHORT = 4
"""Options that stand beside each other; more have a line each."""


async def add(desk: Desk) -> ReportSection | None:
    """Ask for the kind of a new section and for what it shows; None where a person left one of the forms."""
    from qualcode.project.section_choices import kind_word

    kinds = await desk.read(lambda project: project.sections.kinds())
    chosen = await desk.app.push_screen_wait(
        Form(
            _("New section of the report"),
            [
                PickLong(
                    "kind",
                    _("What it shows"),
                    [(one.kind, kind_word(one.kind)) for one in kinds],
                    kinds[0].kind,
                    needed=True,
                    details=[_sentence(one.what) for one in kinds],
                )
            ],
            button=_("Next"),
        )
    )
    return None if chosen is None else await _filled(desk, chosen["kind"], None)


async def edit(desk: Desk, row: SectionRow) -> None:
    """Change what a section shows and what it is called."""
    await _filled(desk, row.kind, row)


async def _figure(desk: Desk) -> str:
    """Ask what a figure is to be of; empty where a person left the form."""
    [of] = await desk.read(lambda project: project.sections.choices("figure"))
    form = Form(of.word, [PickLong("of", of.word, of.options or (), needed=True)], button=_("Next"))
    chosen = await desk.app.push_screen_wait(form)
    return chosen["of"] if chosen else ""


async def _filled(desk: Desk, kind: str, row: SectionRow | None) -> ReportSection | None:
    from qualcode.project.section_choices import kind_word, value_word

    now = row.settings if row is not None else {}
    figure = ""
    if kind == "figure":
        figure = now["of"] if row is not None else await _figure(desk)
        if not figure:
            return None
    choices = await desk.read(lambda project: project.sections.choices(kind, figure))
    named = kind_word(kind) + (f": {value_word(figure)}" if figure else "")
    for one in choices:
        if one.needed and one.options == ():
            said = _("The project has nothing yet to choose from for this: {what}.", what=one.what)
            desk.app.notify(said, severity="warning", timeout=8, markup=False)
            return None
    form = Form(
        named if row is None else f"{row.number}. {named}",
        [
            *(_field(one, now.get(one.name)) for one in choices),
            Line("title", _("Heading (empty: as the kind has it)"), row.title if row else ""),
            Line("title_en", _("Heading in English"), row.title_en if row else ""),
            Area("note", _("Remark below the heading"), row.note if row else ""),
            Area("note_en", _("Remark in English"), row.note_en if row else ""),
        ],
        about=str(row.id) if row else f"{kind} {figure}",
    )

    def settings_in(answers: Answers) -> dict[str, Any]:
        return ({"of": figure} if figure else {}) | _settings(choices, answers)

    async def fits(answers: Answers) -> str:
        settings = settings_in(answers)
        where, why = await desk.ask(lambda project: project.sections.wrong(kind, settings))
        if where:
            form.query_one(f"#field-{where}").focus()
        return why

    done = await desk.fill(
        form,
        "section.add" if row is None else "section.edit",
        lambda project, answers: (
            project.sections.add(kind, **_words(answers), **settings_in(answers))
            if row is None
            else project.sections.edit(str(row.id), **_words(answers), **settings_in(answers))
        ),
        first=fits,
    )
    return done[0] if done is not None else None


def _field(one: ChoiceRow, now: Any) -> Field:
    """The field in which a setting is answered, with what it is now."""
    name, label, options = one.name, _sentence(one.what), one.options
    if options is None:
        return Line(name, label, "" if now is None else str(now), needed=one.needed)
    if one.many:
        values = now if isinstance(now, list) else []
        return PickSome(name, label, options, "\n".join(map(str, values)), needed=one.needed)
    # An attribute with its value is a list of two.
    value = "=".join(map(str, now)) if isinstance(now, list) else str(now or "")
    label = one.word
    if not one.needed:
        options = (("", _("as usual") if one.name in USUAL else _("not chosen")), *options)
    if len(options) <= SHORT:
        return Pick(name, label, options, value, needed=one.needed)
    return PickLong(name, label, options, value, needed=one.needed)


def _sentence(words: str) -> str:
    """Words of the middle of a sentence at its beginning."""
    words = words.removeprefix("... ")
    return words[:1].upper() + words[1:]


def _words(answers: Answers) -> dict[str, str]:
    return {name: answers[name] for name in WORDS}


def _settings(choices: Sequence[ChoiceRow], answers: Answers) -> dict[str, Any]:
    return {
        one.name: answers[one.name].split("\n") if one.many and answers[one.name] else answers[one.name]
        for one in choices
    }
