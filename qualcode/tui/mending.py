"""From what is open about a finding to where it is mended: a form over the page, or another page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.analysis import defence as d
from qualcode.i18n import _
from qualcode.tui import finding_forms
from qualcode.tui.forms import Form, Pick
from qualcode.tui.going import Go, Where

if TYPE_CHECKING:
    from qualcode.project.findings import FindingRow
    from qualcode.tui.page import Page

_EXPLAIN = frozenset({d.UNEXPLAINED, d.REFUSED, d.CORRECTED})
_CHECK = frozenset({d.PENDING, d.UNCHECKED})
_LOOK_FOR = frozenset({d.NO_EVIDENCE, d.DOCUMENTS_ONLY, d.ONE_PERSON, d.ONE_GROUP, d.ONE_METHOD})


async def mend(page: Page, row: FindingRow, kind: str) -> None:
    """Open where a hole of that kind (one of `qualcode.analysis.defence.HOLES`) is closed. In a worker of `page`."""
    desk = page.desk
    if kind in _EXPLAIN:
        await finding_forms.explain(desk, row)
    elif kind in _CHECK:
        await finding_forms.member_check(desk, row)
    elif kind == d.NO_NEGATIVE_CASE:
        await finding_forms.negative_case(desk, row)
    elif kind == d.NEGATED:
        await finding_forms.edit(desk, row)
    elif kind == d.UNREASONED_SCOPE:
        await finding_forms.edit(desk, row, focus="scope_note")
    elif kind == d.NOT_ASKED_GROUPS:
        await finding_forms.scope(desk, row)
    elif kind == d.SILENT_GROUPS:
        await _silent(page, row)
    elif kind in _LOOK_FOR:
        page.post_message(Go(Where.QUOTES, query=await _wanted(page, row, kind)))
    else:  # of stances and quotes, which stand with the finding's evidence
        page.post_message(Go(Where.FINDINGS, finding=str(row.id)))


async def _silent(page: Page, row: FindingRow) -> None:
    """What silence means only a person knows: they were not asked, they spoke of it after all, or it has a meaning."""
    silent = await page.desk.read(
        lambda project: project.analysis.triangulate("group", finding=f"F{row.number}").rows[0].silent
    )
    options = [
        ("explain", _("write what their silence means")),
        ("asked", _("mark them as not asked")),
        ("look", _("look through what they said")),
    ]
    form = Form(
        _("Silent on F{n}: {groups}", n=row.number, groups=", ".join(silent)),
        [Pick("do", _("What is to be done"), options, "explain")],
        quote=row.claim,
        button=_("Go on"),
    )
    answers = await page.app.push_screen_wait(form)
    if answers is None:
        return
    if answers["do"] == "explain":
        await finding_forms.explain(page.desk, row)
    elif answers["do"] == "asked":
        await finding_forms.scope(page.desk, row, silent)
    else:
        page.post_message(Go(Where.QUOTES, query=_among(row, silent)))


async def _wanted(page: Page, row: FindingRow, kind: str) -> str:
    """A query for quotes that may close the hole: of the finding's codes, where nobody was linked to it yet."""
    if kind == d.ONE_PERSON:
        crossed = await page.desk.read(
            lambda project: project.analysis.triangulate("group", finding=f"F{row.number}")
        )
        cells = crossed.rows[0].cells
        return _among(row, [key for key, cell in cells.items() if cell.reports and cell.one_person])
    return _among(row, ())


def _among(row: FindingRow, groups: tuple[str, ...] | list[str]) -> str:
    """The finding's codes among some groups, as the page of quotes is asked; without either, whatever is no evidence."""
    from qualcode.analysis.query import NONE, Field, Node, Or, Term, both, written

    def one_of(field: Field, names: tuple[str, ...] | list[str]) -> list[Node]:
        terms = tuple(Term(field, name) for name in names)
        return [] if not terms else [terms[0] if len(terms) == 1 else Or(terms)]

    asked = [*one_of(Field.CODE, tuple(row.codes)), *one_of(Field.GROUP, groups)]
    return written(both(*(asked or [Term(Field.FINDING, NONE)])))
