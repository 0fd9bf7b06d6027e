"""Sections of the report: what it shows besides the findings, in its order; each as the report will have it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import DataTable, Static

from qualcode.errors import QualcodeError
from qualcode.i18n import _, language
from qualcode.tui import section_forms as forms
from qualcode.tui.desk import Desk, reason_of
from qualcode.tui.listed import ListedPage
from qualcode.tui.page import COMMON, Page, key_of, spoken
from qualcode.tui.painting import safe

if TYPE_CHECKING:
    from qualcode.project.sections import SectionRow
    from qualcode.reports.document import Document

NARROW = 72
"""Cells of a window below which what a section shows stands below the list only."""


class SectionsPage(ListedPage):
    """A line for each section, the one in focus in words below."""

    DEFAULT_CSS = """
    SectionsPage #words { max-height: 40%; }
    SectionsPage #empty { padding: 0 4; }
    """
    of_one = frozenset(
        {"sections.preview", "sections.edit", "sections.remove", "sections.earlier", "sections.later"}
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "preview", _("Look"), id="sections.preview", priority=True, key_display="⏎",
                tooltip=_("This section as the report has it")),
        Binding("n,a", "add", _("New"), id="sections.add", key_display="n",
                tooltip=_("Ask for a section: what kind, and what it shows")),
        Binding("e", "edit", _("Edit"), id="sections.edit", tooltip=_("Change what this section shows")),
        Binding("x,delete", "remove", _("Remove"), id="sections.remove", key_display="x",
                tooltip=_("Remove this section from the report")),
        Binding("K,shift+up", "shift(-1)", _("Earlier"), id="sections.earlier", key_display="K",
                tooltip=_("Let this section stand one place earlier in the report")),
        Binding("J,shift+down", "shift(1)", _("Later"), id="sections.later", key_display="J",
                tooltip=_("Let this section stand one place later in the report")),
        *COMMON,
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._whats: dict[str, str] = {}
        self._wanted = ""

    def place(self) -> str:
        """This page."""
        return _("Sections of the report")

    def nothing(self) -> str:
        """What to do."""
        return _(
            "Besides the findings the report can show more: how an attribute is distributed, groups compared, codes "
            "over codes, how far coders agree. Press {key} to ask for a section.",
            key=key_of(self, "sections.add") or "n",
        )

    @work(exclusive=True, group="fetch")
    async def fetch(self) -> None:
        """Read the sections."""
        from qualcode.project.section_choices import kind_word, said

        rows, kinds = await self.desk.read(
            lambda project: (project.sections.list(), project.sections.kinds())
        )
        self._whats = {one.kind: one.what for one in kinds}
        lines = [
            [
                f"{row.number}",
                kind_word(row.kind),
                row.heading,
                f"! {row.problem}"
                if row.problem
                else " · ".join(f"{name}: {words}" for name, words in said(row)) or "–",
            ]
            for row in rows
        ]
        heads = [_("No."), _("Kind"), _("Heading"), _("What it shows")]
        if self.size.width < NARROW and not any(row.problem for row in rows):  # it stands below in full
            heads, lines = heads[:3], [line[:3] for line in lines]
        self.fill(rows, heads, lines, set())
        ids = [str(row.id) for row in rows]
        if self._wanted in ids:
            self.query_one(DataTable).move_cursor(row=ids.index(self._wanted))
        self._wanted = ""

    def in_full(self, row: SectionRow) -> Text:
        """Everything that is said of a section."""
        from qualcode.project.section_choices import said

        text = Text()
        text.append(f"{row.number}. {safe(row.heading)}", "bold").append(
            f" · {self._whats.get(row.kind, '')}\n"
        )
        if row.problem:
            text.append(
                _("The report cannot show it: {why}.", why=safe(row.problem).rstrip(".")) + "\n", "bold"
            )
        told = " · ".join(f"{name}: {safe(words)}" for name, words in said(row))
        text.append(told + "\n" if told else "")
        note = (row.note_en or row.note) if language() == "en" else (row.note or row.note_en)
        text.append(safe(" ".join(note.split())), "italic")
        return text

    def on_data_table_row_selected(self) -> None:
        """A second click on the same row shows it."""
        self.action_preview()

    def action_preview(self) -> None:
        """Show it as the report has it."""
        if (row := self.chosen) is not None:
            self.app.push_screen(SectionPreview(self.desk, row))

    @work
    async def action_add(self) -> None:
        """Ask for a section."""
        made = await forms.add(self.desk)
        if made is not None:
            self._want(str(made.uid))

    @work
    async def action_edit(self) -> None:
        """Change it."""
        if (row := self.chosen) is not None:
            await forms.edit(self.desk, row)

    @work
    async def action_shift(self, step: int) -> None:
        """One place earlier or later; the cursor goes with it."""
        row: SectionRow | None = self.chosen
        if row is None or not 1 <= row.number + step <= len(self._rows):
            return
        self._wanted = str(row.id)
        await self.desk.write(
            "section.move", lambda project: project.sections.move(str(row.id), row.number + step)
        )

    @work
    async def action_remove(self) -> None:
        """Take it out of the report; undo brings it back."""
        row: SectionRow | None = self.chosen
        if row is None:
            return
        done = await self.desk.write("section.remove", lambda project: project.sections.remove(str(row.id)))
        if done is not None:
            said = _("Not in the report any more: {heading}. {key} brings it back.",
                     heading=row.heading, key=spoken(self, "page.undo"))  # fmt: skip
            self.app.notify(said, timeout=5, markup=False)

    def _want(self, section: str) -> None:
        """Go to a section: it stands there already, or will as soon as the list was read."""
        self._wanted = section
        self.fetch()


class SectionPreview(Page):
    """One section as the report has it, to be scrolled."""

    DEFAULT_CSS = """
    SectionPreview VerticalScroll { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    SectionPreview Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", _("Edit"), id="preview.edit", tooltip=_("Change what this section shows")),
        *COMMON,
    ]

    def __init__(self, desk: Desk, row: SectionRow) -> None:
        super().__init__(desk)
        self._row = row
        self._document: Document | None = None

    def body(self) -> ComposeResult:
        """The section, or a word that it is put together."""
        with VerticalScroll():
            yield Static(_("reading …"), id="shown", markup=False)

    def place(self) -> str:
        """Which section."""
        return f"{self._row.number}. {self._row.heading}"

    def on_mount(self) -> None:
        """So that arrows scroll."""
        self.query_one(VerticalScroll).focus()

    def on_resize(self, event: events.Resize) -> None:
        """As wide as there is room."""
        self.call_after_refresh(self._show)

    def project_changed(self, action: str) -> None:
        """Put it together anew."""
        self._fetch()

    @work(exclusive=True, group="fetch")
    async def _fetch(self) -> None:
        name = str(self._row.id)
        try:
            self._document = await self.desk.ask(lambda project: project.sections.preview(name, language()))
        except QualcodeError as error:  # it was taken out of the report meanwhile
            self._document = None
            self.query_one("#shown", Static).update(reason_of(error))
        self._show()

    def _show(self) -> None:
        if self._document is None or not self.is_attached:
            return
        from qualcode.tui.report_blocks import painted

        width = self.query_one(VerticalScroll).size.width - 3
        if width > 0:
            self.query_one("#shown", Static).update(painted(self._document, width))

    @work
    async def action_edit(self) -> None:
        """Change what it shows."""
        rows: Sequence[SectionRow] = await self.desk.read(lambda project: project.sections.list())
        for row in rows:
            if row.id == self._row.id:
                await forms.edit(self.desk, row)
