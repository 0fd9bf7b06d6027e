"""The quotes that show ties, and the way from there to their place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.i18n import _
from qualcode.tui.forms import Form, PickLong
from qualcode.tui.going import Go, Spot, Where
from qualcode.tui.painting import one_line

if TYPE_CHECKING:
    from qualcode.project.sociogram import TieRow
    from qualcode.tui.page import Page


async def show_tie_quotes(page: Page, title: str, rows: Sequence[TieRow]) -> None:
    """List them, each in full where it is in focus; Enter goes to its place. Called in a worker of `page`."""
    spans = [(row, span) for row in rows for span in row.evidence]
    if not spans:
        page.app.notify(_("No quote is recorded for this"), timeout=3, markup=False)
        return
    options = [
        (str(number), f"{row.a}–{row.b} · {span.source_name} · {one_line(span.text, 80)}")
        for number, (row, span) in enumerate(spans)
    ]
    full = [span.text for _row, span in spans]
    form = Form(title, [PickLong("quote", _("Quotes"), options, "0", details=full)], button=_("Go there"))
    answers = await page.app.push_screen_wait(form)
    if answers and answers["quote"]:
        span = spans[int(answers["quote"])][1]
        page.post_message(Go(Where.TRANSCRIPT, Spot(str(span.source), span.start, span.end)))
