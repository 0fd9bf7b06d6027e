"""How far coders agree: every code with its coefficients, and the places where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable, Static

from qualcode.i18n import _, ngettext
from qualcode.tui.analyses.agreement_words import (
    about,
    coefficient_head,
    confused,
    in_full,
    nothing,
    short,
    unit_name,
)
from qualcode.tui.cut import Cut
from qualcode.tui.desk import Desk
from qualcode.tui.doing import CalledOff
from qualcode.tui.fitted_table import FittedTable
from qualcode.tui.forms import Answers, Form, Line
from qualcode.tui.going import Go, Spot, Where
from qualcode.tui.page import COMMON, Page, RunningHead
from qualcode.tui.painting import decimal, lines_name, one_line, safe
from qualcode.tui.said_keys import key_for

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.agreement import AgreementTable, CodeAgreement
    from qualcode.project.differences import Disagreement, Disagreements
    from qualcode.project.facet import Progress

_UNITS = ("turn", "sentence", "character")
MOST = 200
"""Differences that are shown of those there are, the worst first: reading the words of thousands would take long."""


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
                tooltip=_("The places where they differ, the worst first; back to the codes")),
        Binding("p", "pairs", _("Confused"), id="agreement.pairs",
                tooltip=_("Which code one used where another used which, the most frequent pairs first; back to the codes")),
        Binding("b", "unit", _("Unit"), id="agreement.unit", tooltip=_("By turn, by sentence, by character")),
        Binding("c", "coders", _("Coders"), id="agreement.coders", tooltip=_("Whom to compare")),
        Binding("a", "assign", _("Assign"), id="agreement.assign",
                tooltip=_("Give a second coder turns to code")),
        *COMMON,
    ]  # fmt: skip

    of_one = frozenset({"agreement.open", "agreement.differences", "agreement.pairs"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._unit = 0
        self._coders: tuple[str, ...] = ()
        self._coefficients: tuple[str, ...] = ()
        """Those a person asked for; without any the usual ones."""
        self._table: AgreementTable | None = None
        self._left_out = ""
        """Who else coded and is not compared, in words."""
        self._rows: list[CodeAgreement] = []
        self._places: Sequence[Disagreement] | None = None
        """The differences that are shown; None while the codes are, or the pairs."""
        self._all = 0
        """How many differences there are, of which these are the worst."""
        self._pairs = False
        """Whether pairs of codes are shown that were confused; differences about one of them lie over these."""
        self._left = 0
        """The row from which the differences were opened, to which one comes back."""
        self._unitized: dict[str, str] = {}
        """u-alpha of the codes that were looked at, in words."""

    def body(self) -> ComposeResult:
        """What is compared, the table, and the words below."""
        yield Static(id="about", markup=False)
        yield FittedTable()
        yield Static(id="empty", markup=False)
        yield Cut("words")

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
        unit, chosen, wanted = _UNITS[self._unit], self._coders, self._coefficients
        try:
            with self.begun() as doing:
                table, self._left_out = await self.desk.read(
                    lambda project: _compared(project, chosen, unit, wanted, doing)
                )
        except CalledOff:
            self._called_off()
            return
        self._table = table
        self._rows = [row for row in table.rows if any(row.used)]
        self._unitized = {}
        if self._places is not None:
            await self._take(table.disagreements)
        self._fill()

    def _called_off(self) -> None:
        """What was compared before stays; without it, the page says how to go on."""
        if self._table is None:
            self.query_one("#about", Static).update(
                _(
                    "Called off. {unit} compares by another unit, {coders} chooses whom.",
                    unit=key_for("agreement.unit"),
                    coders=key_for("agreement.coders"),
                )
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
        if self._places is not None:
            heads, lines = self._differences(table, self._places)
        elif self._pairs:
            heads, lines = self._confusions(table)
        else:
            heads, lines = self._codes(table)
        codes = self._places is None and not self._pairs
        strong = {number for number, row in enumerate(self._rows) if codes and not row.leaf}
        figures = range(2, len(heads)) if codes else (0,) if self._places is None else ()
        listed.show(heads, lines, style=lambda row: "bold" if row in strong else "", numbers=figures)
        listed.display = bool(lines)
        if lines and self.app.focused is None and self.is_current:
            listed.focus()  # what is not shown has lost it
        self.query_one("#words").display = bool(lines)
        self.offer(bool(lines) or not codes)  # from no differences the same keys lead back
        empty = self.query_one("#empty", Static)
        empty.display = not lines
        empty.update(nothing(table, differences=not codes))
        said = about(table)
        if self._places is not None and self._all > len(self._places):
            said += " · " + _("the worst {n} of {all} differences", n=len(self._places), all=self._all)
        self.query_one("#about", Static).update(
            "\n".join(filter(None, (said, self._left_out, *table.remarks())))
        )
        self._explain()

    def _codes(self, table: AgreementTable) -> tuple[list[str], list[list[str]]]:
        heads = [_("Code"), _("Name"), *(one_line(name, 12) for name in table.coders)]
        heads += [coefficient_head(name) for name in table.coefficients]
        lines = []
        for row in self._rows:
            cells = ["  " * row.code.depth + row.code.code, row.code.name, *map(str, row.used)]
            lines.append(cells + [short(row, name) for name in table.coefficients])
        return heads, lines

    def _differences(
        self, table: AgreementTable, places: Sequence[Disagreement]
    ) -> tuple[list[str], list[list[str]]]:
        heads = [_("Source"), _("Lines"), *(one_line(name, 16) for name in table.coders)]
        lines = [
            [one.source_name, one.lines, *(", ".join(codes) or "–" for codes in one.codes.values())]
            for one in places
        ]
        if table.disagreements.by_character:
            heads.insert(2, _("Characters"))
            for one, line in zip(places, lines, strict=True):
                line.insert(2, str(one.end - one.start))
        return heads, lines

    def _confusions(self, table: AgreementTable) -> tuple[list[str], list[list[str]]]:
        heads = [_("How often"), _("Coder"), _("Code"), _("Other coder"), _("Other code")]
        lines = [
            [str(one.count), one.coders[0], one.codes[0], one.coders[1], one.codes[1]]
            for one in table.confusions[:MOST]
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
        elif table is not None and self._places is None and self._pairs:
            if at < min(len(table.confusions), MOST):
                text = confused(table.confusions[at], {row.code.code: row.code.name for row in table.rows})
        elif table is not None and self._places is None and at < len(self._rows):
            row = self._rows[at]
            text = in_full(row, table, self._unitized.get(row.code.code, ""))
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
        if self._places is not None:
            if at < len(self._places):
                one = self._places[at]
                self.post_message(Go(Where.TRANSCRIPT, Spot(str(one.source), one.start, one.end)))
        elif self._pairs:
            if at < min(len(table.confusions), MOST):
                self._show_differences(table.disagreements.about(*table.confusions[at].codes))
        elif at < len(self._rows):
            self._show_differences(table.disagreements.about(self._rows[at].code.code))

    def action_differences(self) -> None:
        """The differences, or back to what was there before."""
        if self._table is not None:
            if self._places is None:
                self._show_differences(self._table.disagreements)
            else:
                self._places = None
                self._fill()
                self.query_one(DataTable).move_cursor(row=self._left)

    def action_pairs(self) -> None:
        """The pairs of codes that were confused, or back to the codes."""
        self._pairs = self._places is not None or not self._pairs
        self._places = None
        self._fill()

    @work(exclusive=True, group="places")
    async def _show_differences(self, found: Disagreements) -> None:
        self._left = self.query_one(DataTable).cursor_row
        await self._take(found)
        self._fill()
        self.query_one(DataTable).move_cursor(row=0)

    async def _take(self, found: Disagreements) -> None:
        """Read the words of the worst."""
        self._places = await self.desk.read(lambda _project: found[:MOST])
        self._all = len(found)

    def action_leave(self) -> None:
        """From the differences or the pairs back to the codes, from there to where one came from."""
        if self._places is not None:
            self.action_differences()
        elif self._pairs:
            self.action_pairs()
        else:
            super().action_leave()

    def action_unit(self) -> None:
        """By turn, by sentence, by character."""
        self._unit = (self._unit + 1) % len(_UNITS)
        self._fetch()

    @work
    async def action_coders(self) -> None:
        """Choose whom to compare, and by which coefficients."""
        from qualcode.analysis.agreement.presence import ASKABLE, FOR_TWO

        known = [row.name for row in await self.desk.read(lambda project: project.coders.list())]

        def check(answers: Answers) -> str:
            coders = _names(answers["coders"])
            missing = [name for name in coders if name not in known]
            if missing:
                return _("there is no coder {names}", names=", ".join(missing))
            wanted = _names(answers["coefficients"])
            if strange := [name for name in wanted if name not in ASKABLE]:
                return _("there is no coefficient {names}", names=", ".join(strange))
            if len(coders) > 2 and (two := [name for name in wanted if name in FOR_TWO]):
                return _("{name} compares two coders; for more take fleiss or alpha", name=", ".join(two))
            return ""

        now = ", ".join(self._table.coders if self._table else ())
        form = Form(
            _("Whom to compare"),
            [
                Line(
                    "coders",
                    _("Coders, with commas between: {known}", known=", ".join(known)),
                    now,
                    needed=True,
                ),
                Line(
                    "coefficients",
                    _(
                        "Coefficients, with commas between (empty: the usual): {known}",
                        known=", ".join(ASKABLE),
                    ),
                    ", ".join(self._coefficients),
                ),
            ],
            button=_("Compare"),
            check=check,
        )
        answers = await self.app.push_screen_wait(form)
        if answers:
            self._coders = tuple(dict.fromkeys(_names(answers["coders"])))
            self._coefficients = tuple(dict.fromkeys(_names(answers["coefficients"])))
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


def _compared(
    project: Project, coders: tuple[str, ...], unit: str, wanted: tuple[str, ...], progress: Progress
) -> tuple[AgreementTable, str]:
    """The chosen coders; without a choice the first coder and those who were given turns, and who is left out."""
    if coders:
        return project.agreement.compare(coders, unit=unit, coefficients=wanted, progress=progress), ""
    by_default = project.coders.compared()
    naming = _("{key} chooses whom.", key=key_for("agreement.coders"))
    table = project.agreement.compare(by_default.names, unit=unit, coefficients=wanted, progress=progress)
    return table, by_default.remark(naming)


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
