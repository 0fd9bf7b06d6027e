"""Groups of informants on screen: how one stands in a list, and what is asked about one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from qualcode.errors import BadInput
from qualcode.i18n import _, language, ngettext
from qualcode.tui.desk import Desk
from qualcode.tui.forms import Answers, Ask, Field, Form, Line, Pick

if TYPE_CHECKING:
    from qualcode.project.groups import GroupRow


async def add_group(desk: Desk) -> None:
    """Ask about a new group and add it."""
    form = Form(
        _("New group"),
        [
            Line("name", _("Short name"), hint=_("e.g. {example}", example="PGL"), needed=True),
            *_fields(None),
        ],
        about="new group",
    )
    await desk.fill(
        form,
        "group.add",
        lambda project, answers: project.informants.add_group(answers["name"], **_values(answers, {})),
    )


async def edit_group(desk: Desk, row: GroupRow) -> None:
    """Ask what is to be changed about a group."""
    form = Form(
        _("Group {name}", name=row.id),
        [Line("name", _("Short name"), row.id, needed=True), *_fields(row)],
        focus="label_en" if language() == "en" else "label",
        about=str(row.uid),
    )
    await desk.fill(
        form,
        "group.edit",
        lambda project, answers: project.informants.edit_group(
            row.id, name=answers["name"], **_values(answers, row.attributes)
        ),
    )


async def remove_group(desk: Desk, row: GroupRow) -> None:
    """Remove a group in which nobody is, if the person is sure."""
    if not row.informants and not await desk.app.push_screen_wait(
        Ask(_("Remove the group {name}? This can be undone.", name=row.id))
    ):
        return
    await desk.write("group.remove", lambda project: project.informants.remove_group(str(row.uid)))


def group_cells(row: GroupRow) -> list[str]:
    """A group among informants: short name, name in full, level, what it is, who is in it."""
    name = (row.label_en or row.label) if language() == "en" else (row.label or row.label_en)
    kind = _("studied") if row.focal else _("group")
    inside = ngettext("{n} informant", "{n} informants", row.informants)
    facts = [inside, *(f"{name}: {value}" for name, value in row.attributes.items())]
    return [row.id, name or "–", "–" if row.level is None else str(row.level), kind, "–", " · ".join(facts)]


def given_level(given: str) -> int | None:
    """The level that was written; None where the field is empty. Raises BadInput."""
    if given and not (given.isascii() and given.isdigit() and len(given) < 10):
        raise BadInput(_("a level is a whole number from 0, not {given}", given=given))
    return int(given) if given else None


def written(attributes: Mapping[str, Any]) -> str:
    """Attributes as they are written in a field."""
    return "; ".join(f"{name}={value}" for name, value in attributes.items())


def facts(given: str, before: Mapping[str, Any]) -> dict[str, str | None]:
    """Attributes from `name=value; name=value`; those that were there and are left out are taken away."""
    found: dict[str, str | None] = dict.fromkeys(before)
    for part in given.split(";"):
        name, equals, value = part.partition("=")
        if equals and name.strip():
            found[name.strip()] = value.strip()
    return found


def _fields(row: GroupRow | None) -> list[Field]:
    labels = [
        Line("label", _("Name in full, in Indonesian"), row.label if row else ""),
        Line("label_en", _("Name in full, in English"), row.label_en if row else ""),
    ]
    return [
        *(labels[::-1] if language() == "en" else labels),
        Line("level", _("Level for linking ties"), "" if row is None or row.level is None else str(row.level),
             hint=_("e.g. 0 members, 1 board, 2 village, 3 above it")),
        Pick("focal", _("The study is about this group"), [("no", _("no")), ("yes", _("yes"))],
             "yes" if row and row.focal else "no"),
        Line("attributes", _("Attributes (name=value; …)"), written(row.attributes) if row else ""),
        Line("note", _("Note"), row.note if row else ""),
    ]  # fmt: skip


def _values(answers: Answers, before: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "label": answers["label"],
        "label_en": answers["label_en"],
        "level": given_level(answers["level"]),
        "focal": answers["focal"] == "yes",
        "note": answers["note"],
        "attributes": facts(answers["attributes"], before),
    }
