"""How far coders agree: every code with its coefficients, and the places where they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable, Static

from qualcode.i18n import _, ngettext
from qualcode.tui.desk import Desk
from qualcode.tui.doing import CalledOff
from qualcode.tui.fitted_table import FittedTable
from qualcode.tui.forms import Answers, Form, Line
from qualcode.tui.going import Go, Spot, Where
from qualcode.tui.page import COMMON, Page, RunningHead
from qualcode.tui.painting import decimal, lines_name, one_line, safe

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.agreement import AgreementTable, CodeAgreement
    from qualcode.project.differences import Disagreement
    from qualcode.project.facet import Progress

_UNITS = ("turn", "sentence", "character")


class AgreementPage(Page):
    """Codes, or the places where coders differ; the one in focus in full below."""

    DEFAULT_CSS = """
    AgreementPage #about { height: auto; padding: 0 1; color: $page-muted; }
    AgreementPage DataTable { height: 1fr; padding: 0 1; }
    AgreementPage #words { height: 7; padding: 0 1; border-top: solid $page-rule; }
    AgreementPage.low #words { height: 4; }
    AgreementPage #empty { display: none; height: 1fr; content-align: center middle; text-align: center;
                           color: $page-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", _("Differences"), id="agreement.open", priority=True, key_display="⏎",
                tooltip=_("Where they differ about this code; from a difference, to the text")),
        Binding("d", "differences", _("All differences"), id="agreement.differences",
                tooltip=_("Every place where they differ, the worst first; back to the codes")),
        Binding("b", "unit", _("Unit"), id="agreement.unit", tooltip=_("By turn, by sentence, by character")),
        Binding("c", "coders", _("Coders"), id="agreement.coders", tooltip=_("Whom to compare")),
        Binding("a", "assign", _("Assign"), id="agreement.assign",
                tooltip=_("Give a second coder turns to code")),
        *COMMON,
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._unit = 0
        self._coders: tuple[str, ...] = ()
        self._table: AgreementTable | None = None
        self._rows: list[CodeAgreement] = []
        self._places: list[Disagreement] | None = None
        self._unitized: dict[str, str] = {}
        """u-alpha of the codes that were looked at, in words."""
        """The differences that are shown; None while the codes are."""

    def body(self) -> ComposeResult:
        """What is compared, the table, and the words below."""
        yield Static(id="about", markup=False)
        yield FittedTable()
        yield Static(id="empty", markup=False)
        yield Static(id="words", markup=False)

    def place(self) -> str:
        """This page."""
        return _("Agreement")

    def on_mount(self) -> None:
        """Begin in the table."""
        self.query_one(DataTable).focus()

    def on_resize(self, event: events.Resize) -> None:
        """In a low window the words leave room for the codes."""
        self.set_class(event.size.height < 20, "low")

    def project_changed(self, action: str) -> None:
        """Compare again."""
        self._fetch()

    @work(exclusive=True, group="fetch")
    async def _fetch(self) -> None:
        self.query_one("#about", Static).update(_("Comparing …"))
        unit, chosen = _UNITS[self._unit], self._coders
        try:
            with self.begun() as doing:
                self._table = await self.desk.read(lambda project: _compared(project, chosen, unit, doing))
        except CalledOff:
            self._called_off()
            return
        self._rows = [row for row in self._table.rows if any(row.used)]
        self._unitized = {}
        if self._places is not None:
            self._places = list(self._table.disagreements)
        self._fill()

    def _called_off(self) -> None:
        """What was compared before stays; without it, the page says how to go on."""
        if self._table is None:
            self.query_one("#about", Static).update(
                _("Called off. b compares by another unit, c chooses whom.")
            )
        else:
            self._unit, self._coders = _UNITS.index(self._table.unit), self._table.coders
            self._fill()

    def _fill(self) -> None:
        """Show the codes or the differences."""
        table = self._table
        if table is None:
            return
        self.query_one(RunningHead).show(place=f"{_('Agreement')}: {unit_name(table.unit)}")
        listed = self.query_one(FittedTable)
        heads, lines = self._codes(table) if self._places is None else self._differences(table, self._places)
        strong = {number for number, row in enumerate(self._rows) if self._places is None and not row.leaf}
        figures = range(2, len(heads)) if self._places is None else ()
        listed.show(heads, lines, style=lambda row: "bold" if row in strong else "", numbers=figures)
        listed.display = bool(lines)
        self.query_one("#words").display = bool(lines)
        empty = self.query_one("#empty", Static)
        empty.display = not lines
        empty.update(_nothing(table, differences=self._places is not None))
        self.query_one("#about", Static).update(_about(table))
        self._explain()

    def _codes(self, table: AgreementTable) -> tuple[list[str], list[list[str]]]:
        heads = [_("Code"), _("Name"), *(one_line(name, 12) for name in table.coders)]
        heads += [coefficient_head(name) for name in table.coefficients]
        lines = []
        for row in self._rows:
            cells = ["  " * row.code.depth + row.code.code, row.code.name, *map(str, row.used)]
            lines.append(cells + [_short(row, name) for name in table.coefficients])
        return heads, lines

    def _differences(
        self, table: AgreementTable, places: list[Disagreement]
    ) -> tuple[list[str], list[list[str]]]:
        heads = [_("Source"), _("Lines"), *(one_line(name, 16) for name in table.coders)]
        lines = [
            [one.source_name, one.lines, *(", ".join(codes) or "–" for codes in one.codes.values())]
            for one in places
        ]
        return heads, lines

    def on_data_table_row_highlighted(self) -> None:
        """Say the one in focus in full."""
        self._explain()

    def _explain(self) -> None:
        table, at = self._table, self.query_one(DataTable).cursor_row
        text = Text()
        if table is not None and self._places is not None and at < len(self._places):
            one = self._places[at]
            text.append(f"{one.source_name} {lines_name(one.lines)} · ", "bold")
            text.append(_("disputed: {codes}", codes=", ".join(one.disputed)) + "\n", "bold")
            text.append(safe(" ".join(one.text.split())), "italic")
        elif table is not None and self._places is None and at < len(self._rows):
            row = self._rows[at]
            text = _in_full(row, table, self._unitized.get(row.code.code, ""))
            if table.unit == "character" and row.code.code not in self._unitized:
                self._unitize(row.code.code, table.coders)
        self.query_one("#words", Static).update(text)

    @work(exclusive=True, group="unitize")
    async def _unitize(self, code: str, coders: tuple[str, ...]) -> None:
        """Where the passages of the code in focus begin and end is compared while it is in focus, one code at a time."""
        from qualcode.analysis.agreement import reason_words

        found = await self.desk.read(lambda project: project.agreement.unitized(coders, code))
        shown = (
            decimal(found.value)
            if found.value is not None
            else reason_words(found.reason)
            if found.reason
            else "–"
        )
        self._unitized[code] = shown
        self._explain()

    # -- what can be done -----------------------------------------------------------------------------------------

    def on_data_table_row_selected(self) -> None:
        """A second click on the same row opens it."""
        self.action_open()

    def action_open(self) -> None:
        """From a code to the differences about it, from a difference to the text."""
        table, at = self._table, self.query_one(DataTable).cursor_row
        if table is None:
            return
        if self._places is None:
            if at < len(self._rows):
                self._show_differences(
                    [p for p in table.disagreements if self._rows[at].code.code in p.disputed]
                )
        elif at < len(self._places):
            one = self._places[at]
            self.post_message(Go(Where.TRANSCRIPT, Spot(str(one.source), one.start, one.end)))

    def action_differences(self) -> None:
        """All differences, or back to the codes."""
        if self._table is not None:
            if self._places is None:
                self._show_differences(list(self._table.disagreements))
            else:
                self._places = None
                self._fill()

    def _show_differences(self, places: list[Disagreement]) -> None:
        self._places = places
        self._fill()

    def action_leave(self) -> None:
        """From the differences back to the codes, from there to where one came from."""
        if self._places is not None:
            self.action_differences()
        else:
            super().action_leave()

    def action_unit(self) -> None:
        """By turn, by sentence, by character."""
        self._unit = (self._unit + 1) % len(_UNITS)
        self._fetch()

    @work
    async def action_coders(self) -> None:
        """Choose whom to compare."""
        known = [row.name for row in await self.desk.read(lambda project: project.coders.list())]

        def check(answers: Answers) -> str:
            missing = [name for name in _names(answers["coders"]) if name not in known]
            return _("there is no coder {names}", names=", ".join(missing)) if missing else ""

        now = ", ".join(self._table.coders if self._table else ())
        form = Form(
            _("Whom to compare"),
            [
                Line(
                    "coders",
                    _("Coders, with commas between: {known}", known=", ".join(known)),
                    now,
                    needed=True,
                )
            ],
            button=_("Compare"),
            check=check,
        )
        answers = await self.app.push_screen_wait(form)
        if answers:
            self._coders = tuple(dict.fromkeys(_names(answers["coders"])))
            self._fetch()

    @work
    async def action_assign(self) -> None:
        """Give a second coder turns."""
        coders, sources = await self.desk.read(
            lambda project: (
                [row.name for row in project.coders.list()],
                [row.name for row in project.sources.list()],
            )
        )

        def check(answers: Answers) -> tuple[str, str]:
            return "share", "" if _share(answers["share"]) else _("a share is a number from 1 to 100")

        form = Form(
            _("Turns for a second coder"),
            [
                Line("coder", _("Coder"), known=coders, needed=True),
                Line("source", _("Source (empty: all)"), known=sources),
                Line(
                    "share",
                    _("How many of the turns, in per cent; they are drawn at random"),
                    "20",
                    needed=True,
                ),
            ],
            button=_("Assign"),
            check=check,
        )
        done = await self.desk.fill(
            form,
            "coder.assign",
            lambda project, answers: project.coders.assign(
                answers["coder"], answers["source"] or None, share=_share(answers["share"])
            ),
        )
        if done is not None:
            said = ngettext("{n} turn assigned", "{n} turns assigned", done[0])
            self.app.notify(said, timeout=4, markup=False)


def _compared(project: Project, coders: tuple[str, ...], unit: str, progress: Progress) -> AgreementTable:
    """The chosen coders; without a choice those who coded, or were given turns."""
    known = [row.name for row in project.coders.list() if row.codings or row.turns]
    return project.agreement.compare(coders or known, unit=unit, progress=progress)


def unit_name(unit: str) -> str:
    """What is compared, in the person's language."""
    return {"turn": _("by turn"), "sentence": _("by sentence"), "character": _("by character")}[unit]


def coefficient_head(name: str) -> str:
    """A coefficient as a column is headed."""
    return {"percent": "%", "kappa": "κ", "fleiss": "κ", "ac1": "AC1", "alpha": "α"}[name]


def _about(table: AgreementTable) -> str:
    turns = ngettext("{n} turn", "{n} turns", table.turns)
    sources = ngettext("{n} source", "{n} sources", table.sources)
    if not table.coders:
        return ""
    about = [
        ", ".join(table.coders),
        _("{turns} of {sources} that all were assigned", turns=turns, sources=sources),
    ]
    for name in table.coefficients:
        value, codes = table.mean(name)
        if name == "alpha" and value is not None:
            about.append(_("mean α {value} over {n} codes", value=decimal(value), n=codes))
    return " · ".join(about)


def _nothing(table: AgreementTable, *, differences: bool) -> str:
    """What to do where the table is empty."""
    if table.reason is not None:
        reason = table.reason_words()
        return (
            _("Nothing to compare: {reason}.", reason=reason)
            + "\n"
            + _("Press a to give a second coder turns.")
        )
    if differences:
        return _("No differences here. Esc leads back to the codes.")
    return _("Nobody has coded these turns yet.")


def _short(row: CodeAgreement, name: str) -> str:
    value = row.values[name].value
    if value is None:
        return "–"
    return f"{value:.0%}" if name == "percent" else decimal(value)


def _in_full(row: CodeAgreement, table: AgreementTable, unitized: str) -> Text:
    """A code with its n and prevalence, every coefficient, its interval and what it is; u-alpha where it is known."""
    from qualcode.analysis.agreement import reason_words

    text = Text()
    text.append(f"{row.code.code} {row.code.name}", "bold")
    used = " · ".join(f"{name} {count}" for name, count in zip(table.coders, row.used, strict=True))
    text.append(f" · {used} · " + _("of {n}", n=table.n))
    if row.prevalence is not None:
        text.append(" · " + _("prevalence {share}", share=f"{row.prevalence:.0%}"))
    positive, negative = row.specific()
    if positive is not None:
        text.append(" · " + _("agreed that it applies {share}", share=f"{positive:.0%}"))
    if negative is not None:
        text.append(", " + _("that it does not {share}", share=f"{negative:.0%}"))
    text.append("\n")
    for name in table.coefficients:
        value, edges = row.values[name], row.intervals.get(name)
        text.append(f"{coefficient_head(name)} ", "bold")
        if value.value is None:
            text.append(reason_words(value.reason) if value.reason else "–")
        else:
            text.append(_short(row, name))
            if edges is not None and name != "percent":
                text.append(f" [{decimal(edges.low)}; {decimal(edges.high)}]")
        text.append("   ")
    if unitized:
        text.append("u-α ", "bold").append(unitized)
        text.append(" " + _("(where its passages begin and end)"), "dim")
    text.append("\n" + _("α from .80 is reliable, from .67 for tentative conclusions (Krippendorff)"), "dim")
    if table.unit != "character":
        text.append(" · " + _("in brackets the 95 % interval"), "dim")
    return text


def _names(given: str) -> list[str]:
    return [name for part in given.split(",") if (name := " ".join(part.split()))]


def _share(given: str) -> float:
    """Per cent as a share; 0 where it is no number from 1 to 100."""
    number = given.strip().removesuffix("%").strip().replace(",", ".")
    try:
        per_cent = float(number)
    except ValueError:
        return 0.0
    return per_cent / 100 if 0 < per_cent <= 100 else 0.0
