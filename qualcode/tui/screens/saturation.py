"""Whether new informants still bring new codes: the result, its curve, a table of the units, and what to be wary of."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, ClassVar, TypeVar

from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import DataTable, Static

from qualcode.errors import BadInput
from qualcode.i18n import _, language
from qualcode.tui.analyses.chart import Mark, Step, growth, key_of_growth
from qualcode.tui.analyses.chosen import keep, recall
from qualcode.tui.analyses.tabled import write_table
from qualcode.tui.desk import Desk
from qualcode.tui.doing import CalledOff, Doing
from qualcode.tui.fitted_table import FittedTable
from qualcode.tui.forms import Answers, Form, Line, Pick
from qualcode.tui.going import Go, Where
from qualcode.tui.page import COMMON, Page, RunningHead, spoken
from qualcode.tui.painting import one_line

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.saturation import SaturationTable

T = TypeVar("T")

BASES, RUNS, THRESHOLDS = (4, 5, 6), (2, 3), (0.05, 0.0)
"""What is in use, after Guest, Namey and Chen (2020)."""


@dataclass(frozen=True)
class Rule:
    """When codes count as saturated."""

    base: int = BASES[0]
    run: int = RUNS[0]
    threshold: float = THRESHOLDS[0]
    codes: str = "all"
    order: str = "date"
    group: str | None = None
    coder: str | None = None


class SaturationPage(Page):
    """The result and its curve, or the units one by one."""

    DEFAULT_CSS = """
    SaturationPage #verdict { height: auto; max-height: 3; padding: 0 1; text-style: bold; }
    SaturationPage #rule { height: auto; max-height: 2; padding: 0 1; color: $page-muted; }
    SaturationPage VerticalScroll { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    SaturationPage #chart { height: auto; margin-top: 1; }
    SaturationPage #warnings { height: auto; margin-top: 1; color: $page-muted; }
    SaturationPage DataTable { display: none; height: 1fr; padding: 0 1; }
    SaturationPage #words { display: none; height: 4; padding: 0 1; background: $surface; overflow-y: auto;
                            scrollbar-size-vertical: 1; }
    SaturationPage.-table VerticalScroll { display: none; }
    SaturationPage.-table DataTable, SaturationPage.-table #words { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "table", _("Table"), id="saturation.table",
                tooltip=_("The units one by one in a table, or the curve")),
        Binding("b", "base", _("Base"), id="saturation.base", tooltip=_("Another base: 4, 5 or 6 units")),
        Binding("r", "run", _("Run"), id="saturation.run", tooltip=_("Another run: 2 or 3 units")),
        Binding("h", "threshold", _("Threshold"), id="saturation.threshold",
                tooltip=_("Another threshold: 5% or 0%")),
        Binding("o", "rule", _("Options"), id="saturation.rule",
                tooltip=_("Any base, run and threshold; which codes, order, group and coder")),
        *COMMON,
        Binding("w", "write", _("Write"), id="saturation.write", tooltip=_("Write the table to a CSV file")),
        Binding("enter", "open", _("Quotes"), id="saturation.open", priority=True, key_display="⏎", show=False,
                tooltip=_("The quotes of the codes that are first found in this unit")),
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rule: Rule = recall(desk, "saturation", Rule())
        self._shown = self._rule
        """The rule of what stands there."""
        self._table: SaturationTable | None = None

    def body(self) -> ComposeResult:
        """Result, rule, curve and warnings; the table in their place."""
        yield Static(_("reading …"), id="verdict", markup=False)
        yield Static(id="rule", markup=False)
        with VerticalScroll():
            yield Static(id="chart", markup=False)
            yield Static(id="warnings", markup=False)
        yield FittedTable()
        yield Static(id="words", markup=False)

    def place(self) -> str:
        """This page."""
        return _("Saturation")

    def on_mount(self) -> None:
        """Begin where the arrows scroll."""
        self.query_one(VerticalScroll).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Draw the curve as wide as there is room."""
        self.call_after_refresh(self._draw)

    def project_changed(self, action: str) -> None:
        """Compute it again."""
        self._fetch()

    @work(exclusive=True, group="fetch")
    async def _fetch(self) -> None:
        rule = self._rule

        def find(project: Project, doing: Doing) -> SaturationTable:
            doing(0, 1, _("counting"))
            return project.analysis.saturation(**asdict(rule))

        try:
            with self.begun() as doing:
                self._table = await self.desk.ask(lambda project: find(project, doing))
        except CalledOff:
            if self._table is None:
                again = _("Called off. {key} counts again.", key=spoken(self, "saturation.base"))
                self.query_one("#verdict", Static).update(again)
            self._rule = self._shown
            return
        except BadInput as error:  # a group or coder went away meanwhile
            self.query_one("#verdict", Static).update(error.message)
            return
        self._shown = rule
        self._fill(self._table, rule)

    def _fill(self, table: SaturationTable, rule: Rule) -> None:
        from qualcode.project.saturation import share_words

        place = f"{_('Saturation')}: {table.notation or '–'}"
        self.query_one(RunningHead).show(place=place)
        self.query_one("#verdict", Static).update(table.verdict_words())
        self.query_one("#rule", Static).update(_rule_words(rule))
        warnings = Text("\n".join(f"! {line}" for line in table.warnings()) + "\n\n")
        means = table.definitions()
        warnings.append("\n".join(f"{words}: {means[name]}" for words, name in _terms()))
        self.query_one("#warnings", Static).update(warnings)
        ends = {one.last: one for one in table.figure.runs}
        lines = []
        for number, (step, curve) in enumerate(zip(table.steps, table.figure.curve, strict=True), 1):
            ratio = share_words(ends[number].ratio) if number in ends else ""
            if number <= table.figure.base and table.figure.runs:
                ratio = _("base")
            codes = " ".join(code.code for code in step.found) or "–"
            when = step.when.isoformat() if step.when else "–"
            lines.append([str(number), step.unit, when, str(len(step.found)), str(curve), ratio, codes])
        heads = [_("No."), _("Unit"), _("Date"), _("New"), _("Codes"), _("Run"), _("New codes")]
        self.query_one(FittedTable).show(heads, lines, numbers=(0, 3, 4, 5))
        self._explain()
        self._draw()

    def _draw(self) -> None:
        from qualcode.project.saturation import share_words

        table = self._table
        if table is None or not self.is_attached:
            return
        chart = self.query_one("#chart", Static)
        box = self.query_one(VerticalScroll)
        if not table.steps:
            chart.update(_("Nobody is coded yet. The curve begins with the first coded interview."))
            return
        found = table.figure
        steps = [
            Step(step.unit, new, total)
            for step, new, total in zip(table.steps, found.new, found.curve, strict=True)
        ]
        marks = [Mark(0, found.base - 1, _("base"))] if found.runs else []
        if found.confirmed is not None:
            first, last = found.confirmed.first - 1, found.confirmed.last - 1
            share = share_words(found.confirmed.ratio)
            marks.append(Mark(first, last, _("run {share}", share=share), share))
        high = max(5, min(box.size.height - 10, found.curve[-1] + 2, 14))
        drawn = growth(steps, max(box.size.width - 2, 20), high, marks)
        chart.update(Text("\n").join([*drawn, Text(key_of_growth(), "dim")]))

    def on_data_table_row_highlighted(self) -> None:
        """Say the unit in focus in full."""
        self._explain()

    def _explain(self) -> None:
        table, at = self._table, self.query_one(DataTable).cursor_row
        if table is None or at >= len(table.steps):
            self.query_one("#words", Static).update("")
            return
        step = table.steps[at]
        text = Text.assemble((f"{step.unit} · ", "bold"))
        if not step.found:
            text.append(_("brings no code that nobody before had"))
        text.append(" · ".join(f"{code.code} {one_line(code.name, 40)}" for code in step.found))
        self.query_one("#words", Static).update(text)

    # -- what a person asks for -----------------------------------------------------------------------------------

    def on_data_table_row_selected(self) -> None:
        """A second click on the same row opens it."""
        self.action_open()

    def action_open(self) -> None:
        """The quotes of the codes that are first found in the unit; from the curve to the table."""
        table, at = self._table, self.query_one(DataTable).cursor_row
        if not self.has_class("-table"):
            self.action_table()
        elif table is not None and at < len(table.steps):
            query = table.steps[at].query(table.coder)
            if query:
                self.post_message(Go(Where.QUOTES, query=query))
            else:
                self.app.notify(_("No code is new here"), timeout=3, markup=False)

    def action_table(self) -> None:
        """The units one by one, or the curve."""
        self.toggle_class("-table")
        self.query_one(DataTable if self.has_class("-table") else VerticalScroll).focus()

    def _ask(self, rule: Rule) -> None:
        self._rule = rule
        keep(self.desk, "saturation", rule)
        self._fetch()

    def action_base(self) -> None:
        """The next base."""
        self._ask(replace(self._rule, base=_after(self._rule.base, BASES)))

    def action_run(self) -> None:
        """The next run."""
        self._ask(replace(self._rule, run=_after(self._rule.run, RUNS)))

    def action_threshold(self) -> None:
        """The next threshold."""
        self._ask(replace(self._rule, threshold=_after(self._rule.threshold, THRESHOLDS)))

    @work
    async def action_rule(self) -> None:
        """Ask for any rule."""
        rule = self._rule
        groups, coders = await self.desk.read(
            lambda project: (
                [group.name for group in project.informants.groups()],
                [row.name for row in project.coders.list()],
            )
        )

        def check(answers: Answers) -> tuple[str, str]:
            for name, least, most in (("base", 1, 999), ("run", 1, 999), ("threshold", 0, 99.9)):
                value = _number(answers[name])
                whole = name == "threshold" or (value is not None and value == int(value))
                if value is None or not least <= value <= most or not whole:
                    return name, _("a number from {least} to {most}", least=least, most=most)
            for name, known in (("group", groups), ("coder", coders)):
                if answers[name] and answers[name] not in known:
                    return name, _("{name} is none of {known}", name=answers[name], known=", ".join(known))
            return "", ""

        form = Form(
            _("When codes are saturated"),
            [
                Line("base", _("Base: units whose codes the others are compared with"), str(rule.base), needed=True),
                Line("run", _("Run: consecutive units that confirm"), str(rule.run), needed=True),
                Line("threshold", _("Threshold: new codes of the base, in per cent"), _per_cent(rule.threshold), needed=True),
                Pick("codes", _("Codes"), [("all", _("all")), ("inductive", _("inductive ones only"))], rule.codes),
                Pick("order", _("Order of the units"), [("date", _("by date")), ("coded", _("as they were coded"))], rule.order),
                Line("group", _("Only this group (empty: all)"), rule.group or "", known=groups),
                Line("coder", _("Only what this coder set (empty: everybody but second coders)"), rule.coder or "",
                     known=coders),
            ],
            button=_("Count"),
            check=check,
        )  # fmt: skip
        answers = await self.app.push_screen_wait(form)
        if answers is not None:
            self._ask(
                Rule(
                    base=int(_number(answers["base"]) or 0),
                    run=int(_number(answers["run"]) or 0),
                    threshold=(_number(answers["threshold"]) or 0.0) / 100,
                    codes=answers["codes"],
                    order=answers["order"],
                    group=answers["group"] or None,
                    coder=answers["coder"] or None,
                )
            )

    @work
    async def action_write(self) -> None:
        """Write the units to a CSV file."""
        if self._table is not None:
            await write_table(self, "saturation", self._table.table)


def _after(now: T, values: tuple[T, ...]) -> T:
    """The value behind the one there is; the first one where it is another."""
    return values[(values.index(now) + 1) % len(values)] if now in values else values[0]


def _number(given: str) -> float | None:
    try:
        return float(given.strip().removesuffix("%").strip().replace(",", "."))
    except ValueError:
        return None


def _per_cent(share: float) -> str:
    shown = f"{100 * share:g}"
    return shown.replace(".", ",") if language() == "id" else shown


def _terms() -> list[tuple[str, str]]:
    return [(_("Unit"), "unit"), (_("New"), "new"), (_("Run"), "ratio"), (_("Notation"), "notation")]


def _rule_words(rule: Rule) -> str:
    """The rule in one line."""
    share = _("threshold {share}%", share=_per_cent(rule.threshold))
    parts = [
        ", ".join([_("base {n}", n=rule.base), _("run {n}", n=rule.run), share]),
        _("by date") if rule.order == "date" else _("as they were coded"),
        _("all codes") if rule.codes == "all" else _("inductive ones only"),
    ]
    parts += [name for name in (rule.group, rule.coder) if name]
    return " · ".join(parts)
