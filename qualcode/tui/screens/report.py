"""Reports: every kind there is, what it will say, and one key that makes all appendices of a thesis."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Input, Label, OptionList, ProgressBar, Static
from textual.widgets.option_list import Option

from qualcode.errors import QualcodeError
from qualcode.i18n import LANGUAGES, _
from qualcode.project.page_setup import missing_words
from qualcode.reports import FORMATS
from qualcode.text.addresses import shown_path, typed_path
from qualcode.tui.cut import Cut
from qualcode.tui.desk import Desk, reason_of
from qualcode.tui.forms import Answers, Choice
from qualcode.tui.going import Go, Where
from qualcode.tui.leaving import export
from qualcode.tui.marked_list import MarkedList
from qualcode.tui.page import COMMON, Page, spoken
from qualcode.tui.painting import safe
from qualcode.tui.report_form import asked_of, options_form, said_of, setup_of, unused_of
from qualcode.tui.said_keys import key_for

if TYPE_CHECKING:
    from qualcode.project.reports import TemplateRow
    from qualcode.reports.document import Document

LANGUAGE = "language"
"""Under this name a language that was chosen is kept with the options."""
_WIDE = 110
_PREVIEWED = 150
"""Blocks and rows of tables that a preview shows; a file has them all."""
_REST_SECONDS = 0.2
"""How long the cursor stays on a kind before it is put together."""
_WORDS = {"docx": "Word", "pdf": "PDF", "html": "HTML", "xlsx": "Excel", "md": "Markdown"}


class Kinds(MarkedList):
    """The kinds of reports; a click only chooses one: no file is written because of the mouse passing by."""

    def on_click(self, event: events.Click) -> None:
        """Choose what is clicked; Enter, a key or the button writes it."""
        event.prevent_default()
        if (clicked := event.style.meta.get("option")) is not None:
            self.highlighted = clicked


class ReportPage(Page):
    """A report is read from the project and changes nothing in it."""

    DEFAULT_CSS = """
    ReportPage #both { height: 1fr; }
    ReportPage #kinds, ReportPage #kinds:focus { width: 30; height: 1fr; border: none; background: $background;
                       border-right: solid $page-rule; scrollbar-size-vertical: 1; scrollbar-gutter: stable;
                       padding: 0; }
    ReportPage.wide #kinds { width: 40; }
    ReportPage #side { width: 1fr; height: 1fr; }
    ReportPage #settings { height: auto; padding: 0 1; border-bottom: solid $page-rule; }
    ReportPage #settings Horizontal { height: auto; }
    ReportPage Label { color: $page-muted; width: 9; }
    ReportPage Choice { width: 1fr; }
    ReportPage Input, ReportPage Input:focus { border: none; border-left: wide $page-rule; background: $surface;
                                               padding: 0 1; height: 1; width: 1fr; }
    ReportPage Input:focus { border-left: wide $primary; background: $panel; }
    ReportPage #options { color: $page-muted; height: auto; max-height: 2; width: 1fr; }
    ReportPage ProgressBar { width: 1fr; display: none; }
    ReportPage ProgressBar Bar { width: 1fr; }
    ReportPage ProgressBar Bar > .bar--bar { color: $primary; }
    ReportPage #told { height: auto; max-height: 7; display: none; scrollbar-size-vertical: 1; }
    ReportPage #step { height: auto; }
    ReportPage Button { margin-right: 2; min-width: 8; }
    ReportPage #sections { min-width: 18; }
    ReportPage #preview { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    ReportPage #shown { height: auto; }
    ReportPage.whole #kinds, ReportPage.whole #settings { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f9", "write", _("Write"), id="report.write", tooltip=_("Write the report")),
        Binding("l", "bundle", _("All appendices"), id="report.bundle",
                tooltip=_("Make all appendices of the thesis, bound in one file, now")),
        Binding("v", "whole", _("Preview"), id="report.preview",
                tooltip=_("The preview over the whole page, and back")),
        Binding("o", "options", _("Options"), id="report.options",
                tooltip=_("Paper, where numbers begin, a faculty's template, since when, which meeting")),
        Binding("f6,ctrl+o", "sections", _("Sections"), id="report.sections", show=False,
                tooltip=_("What the report shows besides the findings")),
        *COMMON,
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rows: Sequence[TemplateRow] = ()
        self._document: Document | None = None
        self._bundle = False
        """All appendices were asked for before the kinds were read."""
        self._study = desk.project.study().language
        """The language of the study, in which its reports are as long as nobody chooses another."""

    def body(self) -> ComposeResult:
        """The kinds, and beside them how the chosen one is written and what it says."""
        names = {"id": _("Indonesian"), "en": _("English")}
        languages = [(one, names[one]) for one in LANGUAGES]
        with Horizontal(id="both"):
            yield Kinds(id="kinds", markup=False)
            with Vertical(id="side"):
                with Vertical(id="settings"):
                    with Horizontal():
                        yield Label(_("Format"))
                        yield Choice([(name, _WORDS[name]) for name in FORMATS], "docx", id="format")
                    with Horizontal():
                        yield Label(_("Language"))
                        yield Choice(languages, self._language(self._study), id="language")
                    with Horizontal():
                        yield Label(_("Where"))
                        yield Input(shown_path(self.desk.project.path.parent), id="out")
                    yield Cut("options")
                    with Horizontal():
                        yield Button(_("Write"), id="write", variant="primary", compact=True)
                        yield Button(_("Sections"), id="sections", compact=True)
                    yield ProgressBar(show_eta=False)
                    with VerticalScroll(id="told"):
                        yield Static(id="step", markup=False)
                with VerticalScroll(id="preview"):
                    yield Static(_("reading …"), id="shown", markup=False)

    def place(self) -> str:
        """This page."""
        return _("Reports")

    def on_mount(self) -> None:
        """Begin among the kinds."""
        self.query_one("#kinds").focus()
        self._say_options()
        self.watch(self.query_one("#language"), "chosen", self._said_otherwise, init=False)

    def on_resize(self, event: events.Resize) -> None:
        """As wide as there is room."""
        self.set_class(event.size.width >= _WIDE, "wide")
        self.call_after_refresh(self._show)

    def project_changed(self, action: str) -> None:
        """Read the kinds and the preview anew, and count the sections."""
        self._fetch()

    @property
    def chosen(self) -> TemplateRow | None:
        """The kind the cursor is on."""
        at = self.query_one("#kinds", MarkedList).highlighted
        return self._rows[at] if at is not None and at < len(self._rows) else None

    @work(exclusive=True, group="kinds")
    async def _fetch(self) -> None:
        rows, count, sources, self._study = await self.desk.read(
            lambda project: (
                project.reports.list(),
                len(project.sections.list()),
                len(project.sources.list()),
                project.study().language,
            )
        )
        choice = self.query_one("#language", Choice)
        choice.chosen = LANGUAGES.index(self._language(self._study))
        said = _("Sections: {n} ({key})", n=count, key=spoken(self, "report.sections"))
        self.query_one("#sections", Button).label = said
        listed = self.query_one("#kinds", MarkedList)
        at = listed.highlighted or 0
        self._rows = rows
        listed.clear_options()
        listed.add_options([Option(Text(safe(row.title))) for row in rows])
        listed.highlighted = min(at, len(rows) - 1)
        if self._bundle:
            self._bundle = False
            self.action_bundle()
        elif not sources:
            self._tell(
                _(
                    "There is little to report yet: add interviews or other sources first ({key} on the contents).",
                    key=key_for("contents.add"),
                )
            )

    # What it says

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show what the kind says, once the cursor stays."""
        self._preview()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter writes it."""
        self.action_write()

    @work(exclusive=True, group="preview")
    async def _preview(self) -> None:
        from asyncio import sleep

        await sleep(_REST_SECONDS)
        row = self.chosen
        if row is None or self.doing is not None:  # what is being written comes first
            return
        self._document = None
        self.query_one("#shown", Static).update(_("reading …"))
        chosen, options = self.query_one("#language", Choice).value or self._study, self._options
        try:
            self._document = await self.desk.ask(
                lambda project: project.reports.document(
                    row.name, language=chosen, asked=asked_of(options), setup=setup_of(options, "docx")
                )
            )
        except QualcodeError as error:
            self.query_one("#shown", Static).update(reason_of(error))
        self._show()
        self.query_one("#preview").scroll_home(animate=False)

    def _show(self) -> None:
        if self._document is None or not self.is_attached:
            return
        from qualcode.tui.report_blocks import painted

        width = self.query_one("#preview").size.width - 3
        if width > 0:
            self.query_one("#shown", Static).update(painted(self._document, width, most=_PREVIEWED))

    def _said_otherwise(self) -> None:
        chosen = self.query_one("#language", Choice).value
        if chosen != self._language(self._study):
            # What is the study's anyway is not kept: it follows the study.
            self._keep(self._options | {LANGUAGE: "" if chosen == self._study else chosen})
        self._preview()

    def _language(self, study: str) -> str:
        """What was chosen for this project, else the language of the study."""
        kept = self._options.get(LANGUAGE, study)
        return kept if kept in LANGUAGES else "id"

    def action_whole(self) -> None:
        """The preview over the whole page, or back to all."""
        self.toggle_class("whole")
        self.query_one("#preview" if self.has_class("whole") else "#kinds").focus()
        self.call_after_refresh(self._show)

    @property
    def busy(self) -> bool:
        """That a report is written is said at once."""
        return self.doing is not None

    def action_leave(self) -> None:
        """Back from the preview first."""
        if self.has_class("whole"):
            self.action_whole()
        else:
            super().action_leave()

    # How it is written

    @property
    def _options(self) -> Answers:
        return dict(self.desk.memory.report(self.desk.project.place))

    def _keep(self, options: Answers) -> None:
        self.desk.memory.keep_report(self.desk.project.place, options)
        self.desk.memory.save()

    def _say_options(self) -> None:
        said = said_of(self._options) or _("usual pages")
        line = _("Options ({key}): {what}", key=spoken(self, "report.options"), what=said)
        self.query_one("#options", Static).update(line)

    @work(exclusive=True, group="options")
    async def action_options(self) -> None:
        """Ask for paper, numbers, templates, and what the report is to take up."""
        rounds = await self.desk.read(lambda project: project.comments.rounds())
        answers = await self.app.push_screen_wait(options_form(self._options, self._rows, rounds))
        if answers is not None:
            self._keep(answers | {LANGUAGE: self._options.get(LANGUAGE, "")})
            self._say_options()
            self._preview()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Write it, or look at its sections."""
        if event.button.id == "sections":
            self.action_sections()
        else:
            self.action_write()

    def action_sections(self) -> None:
        """What the report shows besides the findings."""
        self.post_message(Go(Where.SECTIONS))

    def on_choice_submitted(self) -> None:
        """Enter writes it."""
        self.action_write()

    def on_input_submitted(self) -> None:
        """Enter writes it."""
        self.action_write()

    def action_bundle(self) -> None:
        """All appendices, as they are asked for."""
        if not self._rows:
            self._bundle = True
            return
        self.query_one("#kinds", MarkedList).highlighted = len(self._rows) - 1
        self.action_write()

    @work(exclusive=True, group="report")
    async def action_write(self) -> None:
        """Write the report in a thread and say how far it is."""
        row = self.chosen
        if row is None or self.doing is not None:
            return
        out = typed_path(self.query_one("#out", Input).value or ".")
        format = self._format(out)
        chosen = self.query_one("#language", Choice).value or self._study
        bar, button = self.query_one(ProgressBar), self.query_one("#write", Button)
        bar.display = True
        self.tell_far(0, 1, _("reading the project"))
        button.disabled = True
        options = self._options
        try:
            setup = setup_of(options, format)
            with self.begun() as doing:
                written = await export(
                    self.app,
                    self.desk,
                    lambda project, accepted: (
                        project.reports.write(
                            out,
                            template=row.name,
                            format=format,
                            language=chosen,
                            asked=asked_of(options),
                            setup=setup,
                            progress=doing,
                            guarded=True,
                            accept_leaks=accepted,
                        ),
                        [
                            *project.reports.without_effect,
                            *project.reports.reminders,
                            *project.sharing.remarks(people=True),
                        ],
                        (project.reports.left_out, project.reports.not_bound),
                        setup.missing_styles(format),
                    ),
                )
        except Exception as error:  # noqa: BLE001 - many libraries paint a report; none may take the app along
            self._tell(reason_of(error))
        else:
            if written is None:
                self._tell(_("Nothing was written."))
                return
            path, remarks, (left_out, not_bound), missing = written
            lines = [_("Written: {path}", path=path)]
            if left_out:
                lines.append(_("Left out, as there is nothing to show: {names}.", names=", ".join(left_out)))
            if not_bound:
                from qualcode.project.appendices.kinds import titles

                key = spoken(self, "report.options")
                names = ", ".join(titles(not_bound))
                lines.append(_("Not bound: {names} (Options, {key}, bind them).", names=names, key=key))
            if missing:
                lines.append(missing_words(missing))
            if unused := unused_of(options, format):
                lines.append(unused)
            self._tell("\n".join([*lines, *remarks]))
        finally:
            bar.display = False
            button.disabled = False
            if self.is_attached:
                self._preview()

    def _format(self, out: Path) -> str:
        """The format chosen, or that of the file a person named."""
        choice = self.query_one("#format", Choice)
        suffix = out.suffix.lower().removeprefix(".")
        if suffix in FORMATS and not out.is_dir():
            choice.chosen = FORMATS.index(suffix)
        return choice.value or "docx"

    def _tell(self, words: str) -> None:
        self.query_one("#told").display = bool(words)
        self.query_one("#step", Static).update(words)

    def tell_far(self, done: int, of: int, what: str) -> None:
        """Beside the settings rather than in the head."""
        self.query_one(ProgressBar).update(total=of, progress=done)
        self._tell(_("{step} · {key} calls it off", step=what, key=key_for("page.back")))
