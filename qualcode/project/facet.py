"""What every facet is: use cases of one kind over the open project."""

from __future__ import annotations

import enum
import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from qualcode.errors import BadInput
from qualcode.i18n import _

if TYPE_CHECKING:
    from qualcode.project.project import Project

E = TypeVar("E", bound=enum.StrEnum)
T = TypeVar("T")

Progress = Callable[[int, int, str], None]
"""Called with steps done, steps in all, and what is done now, in words; whatever it raises ends the work."""

STRIDE = 50
"""After how many small steps it is told again."""


def unwatched(_done: int, _of: int, _what: str) -> None:
    """The progress of work that nobody watches."""


def watched(items: Sequence[T], progress: Progress, what: str) -> Iterator[T]:
    """The items one by one, while `progress` is told every so often how many of them are done."""
    for done, item in enumerate(items):
        if done % STRIDE == 0:
            progress(done, len(items), what)
        yield item


class Facet:
    """Holds the project it serves; a facet uses other facets only through their public methods."""

    def __init__(self, project: Project) -> None:
        self.project = project


def not_one_of(option: str, given: str, allowed: Iterable[str]) -> str:
    """The line for an option that was given something else than it takes."""
    return _(
        "{option} is one of {allowed}, not {given}", option=option, allowed=", ".join(allowed), given=given
    )


def one_of(kind: type[E], given: str | E, option: str) -> E:
    """The member of `kind` that `given` names; raises BadInput listing what is allowed."""
    try:
        return kind(
            str(given).strip().lower() if kind.__members__ and next(iter(kind)).islower() else str(given)
        )
    except ValueError:
        raise BadInput(not_one_of(option, given, (member.value for member in kind))) from None


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for garbage meanwhile: among rows in their tens of thousands it takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
