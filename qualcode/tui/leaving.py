"""Before something leaves the project on screen: the places that could tell who somebody is, and the person's choice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import App

from qualcode.i18n import _, ngettext
from qualcode.tui.desk import Desk
from qualcode.tui.forms import Form, Pick, PickLong

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.leaving import LeakRow

T = TypeVar("T")

WRITE, LEAVE = "write", "leave"


async def export(app: App[Any], desk: Desk, work: Callable[[Project, bool], T]) -> T | None:
    """What `work(project, accept_leaks)` wrote; None where it stopped and the person left it so.

    The places that stopped it are listed, and it is written all the same only where the person says so. Other errors
    come through.
    """
    from qualcode.project.leaving import LeakFound

    try:
        return await desk.ask(lambda project: work(project, False))
    except LeakFound as found:
        places = found.places
    if not await app.push_screen_wait(leak_form(places)):
        return None
    return await desk.ask(lambda project: work(project, True))


class LeakForm(Form):
    """A form that answers only where writing all the same was chosen."""

    def dismiss(self, result: Any = None) -> Any:
        """Leaving it is the answer unless the other one was chosen."""
        wanted = result is not None and result["choice"] == WRITE
        return super().dismiss(result if wanted else None)


def leak_form(places: tuple[LeakRow, ...]) -> Form:
    """The places, one of which is in focus with all that is known of it, and the choice; leaving it is chosen."""
    rows = [(str(number), f"{place.where}: {place.kind}") for number, place in enumerate(places)]
    title = ngettext(
        "{n} place could tell who somebody is",
        "{n} places could tell who somebody is",
        len(places),
    )
    options = [(LEAVE, _("Leave it")), (WRITE, _("Write it all the same"))]
    return LeakForm(
        title,
        [
            PickLong(
                "place", _("Nothing was written yet"), rows, "0", details=[_detail(place) for place in places]
            ),
            Pick("choice", _("Correct them or add names as aliases, or write it as it is?"), options, LEAVE),
        ],
        button=_("Do it"),
    )


def _detail(place: LeakRow) -> str:
    """The words of a place, and for somebody nobody registered where that is done."""
    from qualcode.text.leaks import LeakKind

    if place.kind != LeakKind.STRANGER.words:
        return place.excerpt
    return _("{words} · who is only mentioned: page Informants, key o", words=place.excerpt)
