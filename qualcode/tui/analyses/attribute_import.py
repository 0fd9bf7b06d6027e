"""Reading a table of attributes in: the form, and everything that does not fit, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.errors import BadInput
from qualcode.i18n import _, ngettext
from qualcode.text.addresses import typed_path
from qualcode.tui.desk import Desk
from qualcode.tui.forms import Answers, Form, Line, Pick

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.attribute_facet import Imported


async def read_attributes(desk: Desk) -> None:
    """Ask for a table and read it in, all or nothing; the form stays until that went well."""
    form = Form(
        _("Read attributes in"),
        [
            Line("file", _("CSV or XLSX: a row an informant, its first column the codes (id)"),
                 hint=_("e.g. {example}", example="~/survei.xlsx"), needed=True),
            Line("sheet", _("Sheet of a workbook (empty: the first)")),
            Line("types", _("Kinds where they are not clear: text, number, date, yes-no"),
                 hint=_("e.g. {example}", example="umur=number, bantuan=yes-no")),
            Pick("random", _("Did chance choose these informants?"), [("", _("no")), ("yes", _("yes, a random sample"))]),
        ],
        button=_("Read"),
    )  # fmt: skip

    def work(project: Project, answers: Answers) -> Imported:
        return project.attributes.import_table(
            typed_path(answers["file"]),
            sheet=answers["sheet"] or None,
            types=kinds_in(answers["types"]),
            random_sample=answers["random"] == "yes",
        )

    for one in await desk.fill(form, "attribute.import", work) or ():
        kinds = ", ".join(f"{name} ({kind})" for name, kind in one.attributes.items())
        said = ngettext(
            "read {n} attribute in {rows} rows: {added} new values, {changed} changed",
            "read {n} attributes in {rows} rows: {added} new values, {changed} changed",
            len(one.attributes),
            rows=one.rows,
            added=one.added,
            changed=one.changed,
        )
        desk.app.notify(
            "\n".join((said, kinds, *one.remarks())), timeout=6 + 6 * len(one.alike), markup=False
        )


def kinds_in(given: str) -> dict[str, str]:
    """`umur=number, bantuan=yes-no` as kinds by column; raises BadInput."""
    kinds = {}
    for part in filter(None, (part.strip() for part in given.split(","))):
        name, equals, kind = part.partition("=")
        if not (equals and name.strip() and kind.strip()):
            raise BadInput(_("{given} is not of the form NAME=VALUE", given=part))
        kinds[name.strip()] = kind.strip()
    return kinds
