"""Writing a report: what kind, which format, which language; progress while it is made."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Input, Label, ProgressBar, Static

from qualcode.i18n import LANGUAGES, _, language, ngettext
from qualcode.text.addresses import shown_path, typed_path
from qualcode.tui.desk import reason_of
from qualcode.tui.forms import Choice
from qualcode.tui.going import Go, Where
from qualcode.tui.leaving import export
from qualcode.tui.page import COMMON, Page, spoken
from qualcode.tui.said_keys import key_for


class ReportPage(Page):
    """A report is read from the project and changes nothing in it."""

    DEFAULT_CSS = """
    ReportPage VerticalScroll { height: 1fr; align-horizontal: center; scrollbar-size-vertical: 1; }
    ReportPage Vertical { width: 72; max-width: 96%; height: auto; padding-top: 1; }
    ReportPage Label { color: $page-muted; }
    ReportPage Choice { margin-bottom: 1; }
    ReportPage Input, ReportPage Input:focus { border: none; border-left: wide $page-rule; background: $surface;
                                               padding: 0 1; height: 1; }
    ReportPage Input:focus { border-left: wide $primary; background: $panel; }
    ReportPage #about { padding-bottom: 1; }
    ReportPage ProgressBar { width: 1fr; margin-top: 1; display: none; }
    ReportPage ProgressBar Bar { width: 1fr; }
    ReportPage ProgressBar Bar > .bar--bar { color: $primary; }
    ReportPage #step { height: auto; min-height: 2; }
    ReportPage Horizontal { height: auto; margin-top: 1; }
    ReportPage Button { margin-right: 2; }
    ReportPage #sections { min-width: 36; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f9", "write", _("Write"), id="report.write", tooltip=_("Write the report")),
        Binding("f6,ctrl+o", "sections", _("Sections"), id="report.sections",
                tooltip=_("What the report shows besides the findings")),
        *COMMON,
    ]  # fmt: skip

    def body(self) -> ComposeResult:
        """Three choices and a button."""
        formats = [("docx", "Word (docx)"), ("pdf", "PDF"), ("html", "HTML"), ("md", "Markdown")]
        languages = [("id", _("Indonesian")), ("en", _("English"))]
        with VerticalScroll(can_focus=False), Vertical():
            yield Static(
                _(
                    "The triangulation report: informants by code, consent kept, every number traceable to its quotes."
                ),
                markup=False,
            )
            yield Label(_("Format"))
            yield Choice(formats, "docx", id="format")
            yield Label(_("Language"))
            yield Choice(languages, language() if language() in LANGUAGES else "id", id="language")
            yield Label(_("Where to put it (a folder or a file)"))
            yield Input(shown_path(self.desk.project.path.parent), id="out")
            with Horizontal():
                yield Button(_("Write"), id="write", variant="primary", compact=True)
                yield Button(_("Sections"), id="sections", compact=True)
            yield ProgressBar(show_eta=False)
            yield Static(id="step", markup=False)

    def place(self) -> str:
        """This page."""
        return _("Report")

    def on_mount(self) -> None:
        """Begin with the format."""
        self.query_one("#format").focus()

    def project_changed(self, action: str) -> None:
        """Count the sections anew."""
        self._count()

    @work(exclusive=True, group="count")
    async def _count(self) -> None:
        """How many sections were asked for, on the button that leads to them."""
        count = len(await self.desk.read(lambda project: project.sections.list()))
        words = ngettext("{n} section besides the findings", "{n} sections besides the findings", count)
        self.query_one("#sections", Button).label = f"{words} ({spoken(self, 'report.sections')})"

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

    @work(exclusive=True, group="report")
    async def action_write(self) -> None:
        """Write the report in a thread and say how far it is."""
        out = typed_path(self.query_one("#out", Input).value or ".")
        format = self.query_one("#format", Choice).value or "docx"
        chosen = self.query_one("#language", Choice).value or "id"
        bar, step = self.query_one(ProgressBar), self.query_one("#step", Static)
        bar.display = True
        self.tell_far(0, 1, _("reading the project"))
        button = self.query_one("#write", Button)
        button.disabled = True
        try:
            with self.begun() as doing:
                written = await export(
                    self.app,
                    self.desk,
                    lambda project, accepted: (
                        project.reports.write(
                            out,
                            format=format,
                            language=chosen,
                            progress=doing,
                            guarded=True,
                            accept_leaks=accepted,
                        ),
                        project.sharing.remarks(people=True),
                    ),
                )
        except Exception as error:  # noqa: BLE001 - many libraries paint a report; none may take the app along
            step.update(reason_of(error))
            bar.display = False
        else:
            if written is None:
                step.update(_("Nothing was written."))
                bar.display = False
                return
            path, remarks = written
            bar.update(total=1, progress=1)
            step.update("\n".join([_("Written: {path}", path=path), *remarks]))
        finally:
            button.disabled = False

    def tell_far(self, done: int, of: int, what: str) -> None:
        """Beside the form rather than in the head."""
        self.query_one(ProgressBar).update(total=of, progress=done)
        self.query_one("#step", Static).update(
            _("{step} · {key} calls it off", step=what, key=key_for("page.back"))
        )
