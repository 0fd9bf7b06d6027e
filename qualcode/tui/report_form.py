"""The form for what is asked of a report besides its kind: pages, numbers, templates, and what it is to take up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.i18n import _
from qualcode.project.appendices.asked import Asked
from qualcode.project.page_setup import FARTHEST, PageSetup
from qualcode.text.addresses import typed_path
from qualcode.tui.forms import Answers, Form, Line, Pick, PickSome
from qualcode.tui.forms.fields import Wrong

if TYPE_CHECKING:
    from qualcode.project.reports import TemplateRow

_NUMBERS = ("tables", "figures", "pages")
_FIRST_APPENDIX = 2
"""How many kinds stand before the appendices in the list."""


def options_form(options: Answers, rows: Sequence[TemplateRow], rounds: Sequence[str] = ()) -> Form:
    """Asks for what `asked_of` and `setup_of` understand; `rows` are all kinds, the bundle last.

    `rounds` are the meetings that comments name; where there is none, none is asked for.
    """
    from qualcode.project.appendices.kinds import APPENDICES  # loads all that appendices are made of

    appendices = [(row.name, row.title) for row in rows[_FIRST_APPENDIX:-1]]
    bound = [
        (
            name,
            _("{title} (bound only when taken here)", title=title) if APPENDICES[name].on_request else title,
        )
        for name, title in appendices
    ]

    def value(name: str) -> str:
        return options.get(name, "")

    return Form(
        _("Options of reports"),
        [
            Pick(
                "paper",
                _("Paper"),
                # The first also for a template that is typed further down.
                [("", _("as in the template, else A4")), ("a4", "A4"), ("f4", "F4")],
                value("paper"),
            ),
            Line("appendices", _("First appendix (a number or a letter)"), value("appendices")),
            Line("tables", _("Number of the first table"), value("tables")),
            Line("figures", _("Number of the first figure"), value("figures")),
            Line("pages", _("Number of the first page"), value("pages")),
            Line("style", _("The faculty's Word template (.docx)"), value("style")),
            Line("layout", _("A layout file of your own (.yaml)"), value("layout")),
            Line(
                "since",
                _("Changes since: a day (2026-03-31), a backup's file or name"),
                value("since"),
            ),
            *_meetings(rounds, value("round")),
            Pick(
                "comments",
                _("Comments beside what they are on"),
                [("", _("no, to hand in")), ("yes", _("yes, for a supervisor"))],
                value("comments"),
            ),
            PickSome("without", _("All appendices: leave these out"), appendices, value("without")),
            PickSome("beside", _("All appendices: bind these in any case"), bound, value("beside")),
        ],
        button=_("Use these"),
        check=_wrong,
        seeks=True,
    )


def _meetings(rounds: Sequence[str], kept: str) -> Sequence[Pick]:
    """Asks for one of the meetings; one that was chosen stays to be chosen, though no comment names it any more."""
    named = {name.casefold(): name for name in (*reversed(rounds), *([kept] if kept else []))}
    options = [("", _("all")), *((name, name) for name in named.values())]
    label = _("Suggestions and revisions: only this meeting")
    return [Pick("round", label, options, kept)] if named else []


def _wrong(answers: Answers) -> Wrong:
    from qualcode.reports.layout import Layout

    if first := answers.get("appendices", "").strip():
        try:
            Layout().with_appendices_from(first)
        except ValueError:
            return "appendices", _("appendices begin with a number or a letter, not {given}", given=first)
    for name in _NUMBERS:
        given = answers.get(name, "").strip()
        if given and not (given.isascii() and given.isdigit() and 1 <= int(given) <= FARTHEST):
            return name, _("a number from 1 to {most}", most=FARTHEST)
    pages = setup_of(answers, "docx")
    for name, look in (
        ("style", lambda: pages.missing_styles("docx")),
        ("layout", pages.read),
    ):
        try:
            look()
        except QualcodeError as error:
            return name, error.message
    return ""


def asked_of(options: Answers) -> Asked:
    """What the report is to take up."""
    return Asked(
        since=options.get("since", "").strip(),
        round=options.get("round", "").strip(),
        beside=tuple(options.get("beside", "").split("\n")) if options.get("beside") else (),
        without=tuple(options.get("without", "").split("\n")) if options.get("without") else (),
        comments=bool(options.get("comments")),
    )


def setup_of(options: Answers, format: str) -> PageSetup:
    """How its pages are wanted; a Word template is for Word files only."""
    layout, style = options.get("layout", "").strip(), options.get("style", "").strip()
    tables, figures, pages = (int(options.get(name, "").strip() or 0) or None for name in _NUMBERS)
    return PageSetup(
        layout=typed_path(layout) if layout else None,
        style=typed_path(style) if style and format == "docx" else None,
        paper=options.get("paper", ""),
        appendices_from=options.get("appendices", "").strip(),
        tables_from=tables,
        figures_from=figures,
        pages_from=pages,
    )


def unused_of(options: Answers, format: str) -> str:
    """A line on what was chosen and a format cannot take up; empty where it takes up everything."""
    style = options.get("style", "").strip()
    if not style or format == "docx":
        return ""
    return _("{name} was not used: a Word template is for Word files.", name=typed_path(style).name)


def said_of(options: Answers) -> str:
    """The options that were chosen, in one line; empty where all is as usual."""
    names = {
        "appendices": _("appendices from {given}"),
        "tables": _("tables from {given}"),
        "figures": _("figures from {given}"),
        "pages": _("pages from {given}"),
        "since": _("since {given}"),
        "round": _("meeting {given}"),
        "style": "{given}",
        "layout": "{given}",
    }
    said = [options["paper"].upper()] if options.get("paper") else []
    for name, words in names.items():
        given = options.get(name, "").strip()
        if given:
            shown = typed_path(given).name if name in ("style", "layout") else given
            said.append(words.format(given=shown))
    if options.get("comments"):
        said.append(_("with comments"))
    for name, words in (("without", _("without {n}")), ("beside", _("with {n} more"))):
        if options.get(name):
            said.append(words.format(n=len(options[name].split("\n"))))
    return ", ".join(said)
