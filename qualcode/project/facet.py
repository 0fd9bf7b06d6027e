"""What every facet is: use cases of one kind over the open project."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, TypeVar

from qualcode.errors import BadInput
from qualcode.i18n import _

if TYPE_CHECKING:
    from qualcode.project.project import Project

E = TypeVar("E", bound=enum.StrEnum)


class Facet:
    """Holds the project it serves; a facet uses other facets only through their public methods."""

    def __init__(self, project: Project) -> None:
        self.project = project


def one_of(kind: type[E], given: str | E, option: str) -> E:
    """The member of `kind` that `given` names; raises BadInput listing what is allowed."""
    try:
        return kind(
            str(given).strip().lower() if kind.__members__ and next(iter(kind)).islower() else str(given)
        )
    except ValueError:
        allowed = ", ".join(member.value for member in kind)
        raise BadInput(
            _("{option} is one of {allowed}, not {given}", option=option, allowed=allowed, given=given)
        ) from None
