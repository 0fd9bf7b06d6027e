"""A project that cannot be written now: read meanwhile, followed as it grows, written as soon as that can be."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from textual.timer import Timer

from qualcode.errors import Barred, Held, QualcodeError
from qualcode.i18n import _

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.tui.desk import Desk
    from qualcode.tui.forms import Ask

FOLLOW_SECONDS = 2.0
"""How often it is looked whether the other one wrote something."""

WRITTEN = "elsewhere"
"""What the desk publishes then, in place of the name of an action."""


def question(held: Held | Barred) -> Ask:
    """Whether to read what somebody else is working on, or what lies where nobody can write."""
    from qualcode.tui.forms import Ask

    if isinstance(held, Barred):
        more = _("You can read the project all the same; nothing can be changed in it.")
        return Ask(f"{held.message}\n\n{more}", yes=_("Read it"))
    if held.since is None:
        said = _("Somebody is working in this project: {holder}.", holder=held.holder)
    else:
        said = _(
            "Somebody is working in this project since {when}: {holder}.",
            when=_when(held.since),
            holder=held.holder,
        )
    more = _("You can read it meanwhile and see what they write; nothing can be changed here.")
    return Ask(f"{said}\n\n{more}", yes=_("Read it"))


class Follower:
    """Looks what another process wrote while this one only reads, and has the pages show it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._seen: int | None = None
        self._looking = False
        self._timer: Timer = desk.app.set_interval(FOLLOW_SECONDS, self._look)

    def _look(self) -> None:
        gone = self._desk.project.store.astray
        if gone and gone not in self._desk.notices:
            self._desk.notice(gone)
        if not self._looking:
            self._looking = True
            self._desk.app.run_worker(self._follow(), group="follow")

    async def _follow(self) -> None:
        try:
            last = await self._desk.ask(_last_event)
        except QualcodeError:
            return  # it is looked again soon, and whoever reads on a page is told why that fails
        finally:
            self._looking = False
        seen, self._seen = self._seen, last
        if seen not in (None, last):
            self._desk.changed.publish(WRITTEN)

    def stop(self) -> None:
        """There is nothing to follow any more."""
        self._timer.stop()


def _last_event(project: Project) -> int:
    from sqlalchemy import func
    from sqlmodel import select

    from qualcode.model import Event
    from qualcode.store.transaction import table_of

    with project.read() as session:
        return session.scalar(select(func.max(table_of(Event).c.id))) or 0


def _when(since: datetime) -> str:
    """By the clock of this machine; of today the time alone."""
    here = since.astimezone()
    today = here.date() == datetime.now().astimezone().date()
    return f"{here:%H:%M}" if today else f"{here:%Y-%m-%d %H:%M}"
