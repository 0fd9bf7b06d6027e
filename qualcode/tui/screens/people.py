"""Informants, their groups, and actors who were only mentioned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable, Static

from qualcode.i18n import _, ngettext
from qualcode.project.groups import GroupRow
from qualcode.project.informants import InformantRow
from qualcode.tui.desk import Desk
from qualcode.tui.fitted_table import FittedTable
from qualcode.tui.forms import Answers, Ask, Form, Line, Pick
from qualcode.tui.group_forms import (
    add_group,
    edit_group,
    facts,
    given_level,
    group_cells,
    remove_group,
    written,
)
from qualcode.tui.page import COMMON, Page, key_of
from qualcode.tui.painting import one_line

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.ties import ActorRow


NARROW = 76
"""In a window of fewer cells the table leaves columns out, and a line below tells of the chosen row."""


class PeoplePage(Page):
    """One table: informants first, then their groups, then those only mentioned."""

    _tally = ""
    _cells: Mapping[str, Sequence[str]] = {}

    DEFAULT_CSS = """
    PeoplePage DataTable { height: 1fr; padding: 0 1; }
    PeoplePage #empty { display: none; height: 1fr; content-align: center middle; color: $page-muted; }
    PeoplePage #more { height: auto; max-height: 3; padding: 0 1; color: $page-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", _("Add"), id="people.add", tooltip=_("Add an informant")),
        Binding("e", "edit", _("Edit"), id="people.edit", tooltip=_("Change this one")),
        Binding("o", "actor", _("Actor"), id="people.actor", tooltip=_("Add somebody who is only mentioned")),
        Binding(
            "k",
            "consent",
            _("Consent"),
            id="people.consent",
            tooltip=_("Record what this informant agreed to"),
        ),
        Binding("x,delete", "remove", _("Remove"), id="people.remove", tooltip=_("Remove this one")),
        Binding(
            "g", "group", _("Group"), id="people.group", show=False, tooltip=_("Add a group of informants")
        ),
        *COMMON,
    ]

    def body(self) -> ComposeResult:
        """The table, or what to do where it is empty."""
        yield FittedTable()
        yield Static(id="empty", markup=False)
        yield Static(id="more", markup=False)

    def place(self) -> str:
        """This page."""
        return _("Informants")

    def on_mount(self) -> None:
        """Fetch them."""
        self.query_one(DataTable).focus()
        self._rows: dict[str, InformantRow | GroupRow | ActorRow] = {}

    def project_changed(self, action: str) -> None:
        """Fetch them again."""
        self._fetch()

    @work(exclusive=True, group="fetch")
    async def _fetch(self) -> None:
        informants, actors, groups = await self.desk.read(
            lambda project: (
                project.informants.list(),
                project.ties.actors(),
                project.informants.group_rows(),
            )
        )
        table = self.query_one(FittedTable)
        self._rows = {f"informant:{row.number}": row for row in informants}
        self._rows |= {f"group:{row.number}": row for row in groups}
        self._rows |= {f"actor:{row.number}": row for row in actors}
        cells = [_informant_cells(row) for row in informants]
        cells += [[one_line(cell, 40) for cell in group_cells(row)] for row in groups]
        styles = [""] * len(informants) + ["italic"] * len(groups) + ["dim"] * len(actors)
        cells += [_actor_cells(row) for row in actors]
        self._cells = dict(zip(self._rows, cells, strict=True))
        table.show(_heads(), cells, keys=list(self._rows), style=styles.__getitem__, spare=(5,))
        table.display = bool(self._rows)
        empty = self.query_one("#empty", Static)
        empty.update(_("No informants yet. Press {key} to add one.", key=key_of(self, "people.add")))
        empty.display = not self._rows
        tally = ngettext("{n} informant", "{n} informants", len(informants))
        tally += " · " + ngettext("{n} group", "{n} groups", len(groups))
        tally += " · " + ngettext("{n} only mentioned", "{n} only mentioned", len(actors))
        self._tally = tally
        self._tell()

    def on_data_table_row_highlighted(self) -> None:
        """Another one is chosen."""
        self._tell()

    def on_resize(self) -> None:
        """There is other room."""
        self._tell()

    def _tell(self) -> None:
        """How many there are; in a narrow window all that the table has no room for of the chosen one."""
        table = self.query_one(DataTable)
        said = self._tally
        if self.size.width < NARROW and table.row_count:
            key = str(table.coordinate_to_cell_key(table.cursor_coordinate).row_key.value)
            said = " · ".join(cell for cell in self._cells.get(key, ()) if cell and cell != "–")
        self.query_one("#more", Static).update(said)

    def _chosen(self) -> InformantRow | GroupRow | ActorRow | None:
        table = self.query_one(DataTable)
        if not table.row_count:
            return None
        return self._rows.get(str(table.coordinate_to_cell_key(table.cursor_coordinate).row_key.value))

    def on_data_table_row_selected(self) -> None:
        """Enter changes the chosen one."""
        self.action_edit()

    @work
    async def action_add(self) -> None:
        """Add an informant."""
        await add_informant(self.desk)

    @work
    async def action_edit(self) -> None:
        """Change the chosen one."""
        row = self._chosen()
        groups = await self.desk.read(lambda project: [group.name for group in project.informants.groups()])
        if isinstance(row, InformantRow):
            await self._edit_informant(row, groups)
        elif isinstance(row, GroupRow):
            await edit_group(self.desk, row)
        elif row is not None:
            await self._edit_actor(row, groups)

    async def _edit_informant(self, row: InformantRow, groups: list[str]) -> None:
        known = await self.desk.read(lambda project: project.informants.real_names(str(row.uid)))
        fields = _informant_fields(row, groups, known)
        form = Form(_("Informant {code}", code=row.id), fields, about=str(row.uid))
        await self.desk.fill(
            form,
            "informant.edit",
            lambda project, answers: project.informants.edit(
                str(row.uid),
                **_new_level(answers, row.level),
                group=answers["group"],
                attributes=facts(answers["attributes"], row.attributes),
                aliases=_names(answers),
                forget=[name for name in known if name not in _names(answers)],
                **_values(answers),
            ),
        )

    async def _edit_actor(self, row: ActorRow, groups: list[str]) -> None:
        known = await self.desk.read(lambda project: project.ties.real_names(str(row.id)))
        await self.desk.fill(
            _actor_form(row, groups, known),
            "actor.edit",
            lambda project, answers: _change_actor(project, row, known, answers),
        )

    @work
    async def action_actor(self) -> None:
        """Add somebody who is only mentioned."""
        groups = await self.desk.read(lambda project: [group.name for group in project.informants.groups()])
        await self.desk.fill(_actor_form(None, groups), "actor.add", _add_actor)

    @work
    async def action_group(self) -> None:
        """Add a group."""
        await add_group(self.desk)

    @work
    async def action_consent(self) -> None:
        """Record what this informant agreed to."""
        row = self._chosen()
        if not isinstance(row, InformantRow):
            return
        statuses = [(name, consent_name(name)) for name in ("given", "pending", "refused", "withdrawn")]
        quoting = [("yes", _("yes")), ("no", _("no"))]
        form = Form(
            _("Consent of {code}", code=row.id),
            [
                Pick("status", _("Consent"), statuses, row.consent),
                Pick("quote", _("May be quoted"), quoting, "yes" if row.may_quote else "no"),
            ],
        )
        answers = await self.app.push_screen_wait(form)
        if answers:
            await self.desk.write(
                "informant.consent",
                lambda project: project.informants.consent(
                    str(row.uid), answers["status"], may_quote=answers["quote"] == "yes"
                ),
            )

    @work
    async def action_remove(self) -> None:
        """Remove the chosen one, if the person is sure."""
        row = self._chosen()
        if row is None:
            return
        if isinstance(row, GroupRow):
            await remove_group(self.desk, row)
            return
        name = row.id if isinstance(row, InformantRow) else row.name
        if not await self.app.push_screen_wait(
            Ask(_("Remove {name} and its ties? This can be undone.", name=name))
        ):
            return
        if isinstance(row, InformantRow):
            await self.desk.write("informant.remove", lambda project: project.informants.remove(str(row.uid)))
        else:
            await self.desk.write("actor.remove", lambda project: project.ties.remove_actor(str(row.id)))


async def add_informant(desk: Desk, code: str = "") -> bool:
    """Ask about a new informant and add it; whether it was. With `code`, somebody who was named elsewhere."""
    groups = await desk.read(lambda project: [group.name for group in project.informants.groups()])
    form = Form(
        _("{code} is not known yet: who is it?", code=code) if code else _("New informant"),
        [
            Line("code", _("Code"), code, hint=_("e.g. {example}", example="K1"), needed=True),
            *_informant_fields(None, groups),
        ],
        focus="group" if code else "",
        about=f"new informant {code}",
    )
    done = await desk.fill(
        form,
        "informant.add",
        lambda project, answers: project.informants.add(
            answers["code"],
            answers["group"],
            level=given_level(answers["level"]),
            attributes=facts(answers["attributes"], {}),
            aliases=_names(answers),
            **_values(answers),
        ),
    )
    return done is not None


def _heads() -> list[str]:
    """The columns of the table."""
    return [_("Code"), _("Group"), _("Level"), _("Role"), _("Consent"), _("Attributes")]


def _informant_cells(row: InformantRow) -> list[str]:
    known = " · ".join(f"{name}: {value}" for name, value in row.attributes.items())
    cells = [row.id, row.group, _level(row.level), role_name(row.role), consent_name(row.consent)]
    return [*(one_line(cell, 40) for cell in cells), one_line(known or row.position, 200)]


def _actor_cells(row: ActorRow) -> list[str]:
    cells = [row.name, row.group or "–", _level(row.level), _("only mentioned"), "–", row.kind]
    return [one_line(cell, 40) for cell in cells]


def role_name(role: str) -> str:
    """An informant's role in the person's language."""
    return {"key": _("key"), "main": _("main"), "supporting": _("supporting")}.get(role, role)


def consent_name(status: str) -> str:
    """Where consent stands, in the person's language."""
    return {
        "given": _("given"),
        "refused": _("refused"),
        "withdrawn": _("withdrawn"),
        "pending": _("pending"),
    }.get(status, status)


def _level(level: int | None) -> str:
    return "–" if level is None else str(level)


def _informant_fields(
    row: InformantRow | None, groups: list[str], known: Sequence[str] = ()
) -> list[Line | Pick]:
    roles = [(name, role_name(name)) for name in ("key", "main", "supporting")]
    return [
        Line("group", _("Group"), row.group if row else "", known=groups, needed=True),
        _level_field(row),
        Pick("role", _("Role"), roles, row.role if row else "main"),
        Line("position", _("Office or task"), row.position if row else ""),
        Line("attributes", _("Attributes (name=value; …)"), written(row.attributes) if row else ""),
        _names_field(known),
    ]


def _level_field(row: InformantRow | ActorRow | None) -> Line:
    """Which of two people stands higher; ties between levels are the linking ones."""
    now = "" if row is None or row.level is None else str(row.level)
    return Line("level", _("Level for linking ties (empty: the group's)"), now,
                hint=_("e.g. 0 members, 1 board, 2 village, 3 above it"))  # fmt: skip


def _new_level(answers: Answers, before: int | None) -> dict[str, Any]:
    """The level where it was changed: one that came from the group stays the group's."""
    level = given_level(answers["level"])
    return {} if level == before else {"level": level}


def _names_field(known: Sequence[str]) -> Line:
    """Where real names are given; only here are they seen."""
    label = _("Real names, with ; between (in no list, export or report)")
    return Line("names", label, "; ".join(known), private=True)


def _names(answers: Answers) -> list[str]:
    return [name for part in answers["names"].split(";") if (name := " ".join(part.split()))]


def _values(answers: Answers) -> dict[str, Any]:
    return {"role": answers["role"], "position": answers["position"]}


def _actor_form(row: ActorRow | None, groups: list[str], known: Sequence[str] = ()) -> Form:
    return Form(
        _("Somebody who is only mentioned"),
        [
            Line("name", _("Name that may be shown"), row.name if row else "", needed=True),
            Line("group", _("Group"), (row.group or "") if row else "", known=groups),
            _level_field(row),
            Line("kind", _("What it is"), row.kind if row else "", hint=_("shop, office, person …")),
            _names_field(known),
        ],
        about=str(row.id) if row else "new actor",
    )


def _add_actor(project: Project, answers: Answers) -> None:
    project.ties.add_actor(
        answers["name"],
        group=answers["group"] or None,
        level=given_level(answers["level"]),
        kind=answers["kind"],
        aliases=_names(answers),
    )


def _change_actor(project: Project, row: ActorRow, known: Sequence[str], answers: Answers) -> None:
    project.ties.edit_actor(
        row.id,
        **_new_level(answers, row.level),
        name=answers["name"],
        group=answers["group"] or None,
        kind=answers["kind"],
        aliases=_names(answers),
        forget=[name for name in known if name not in _names(answers)],
    )
