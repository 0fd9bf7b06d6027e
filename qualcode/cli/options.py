"""Arguments and options that many commands share, and the reading of what people write in them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from qualcode.cli.marking import N_
from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.text.addresses import typed_path

ProjectPath = Annotated[Path, typer.Argument(metavar="PROJECT", help=N_("The project file; the suffix .qualcode may be left out."))]  # fmt: skip
Json = Annotated[bool, typer.Option("--json", help=N_("Print one JSON document."))]
CoderName = Annotated[str | None, typer.Option("--coder", metavar="NAME", help=N_("Who acts; a coder named first is made known."))]  # fmt: skip
Which = Annotated[str, typer.Argument(metavar="ID", help=N_("Its id, its number in the list, or its name where that is unique."))]  # fmt: skip
AddedFile = Annotated[Path, typer.Argument(metavar="FILE", parser=typed_path, help=N_("The file to read."))]
AcceptLeaks = Annotated[bool, typer.Option("--accept-leaks", help=N_("Write it although somebody could be recognised by it."))]  # fmt: skip
RealNames = Annotated[list[str] | None, typer.Option("--alias", metavar="NAME", help=N_("A real name or nickname; kept apart, never in reports."))]  # fmt: skip
Forgotten = Annotated[list[str] | None, typer.Option("--forget-alias", metavar="NAME", help=N_("A real name that is no longer to be known."))]  # fmt: skip
Attributes = Annotated[list[str] | None, typer.Option("--attr", metavar="NAME=VALUE", help=N_("An attribute; may be repeated."))]  # fmt: skip


def out_path(given: str) -> Path:
    """Where somebody wants something written; BadInput for nothing at all, as an unset variable of a shell leaves."""
    if not given.strip():
        raise BadInput(_("--out has no name; leave it out or name a file or folder"))
    return typed_path(given)


def span(text: str) -> tuple[int, int]:
    """`A:B` as two offsets; raises BadInput."""
    first, colon, last = text.strip().rpartition(":")
    if not (colon and _whole(first) and _whole(last)):
        raise BadInput(_("a span is written START:END in whole numbers, as 120:168, not {given}", given=text))
    return int(first), int(last)


def _whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 12


def pairs(texts: Iterable[str] | None) -> dict[str, str]:
    """`NAME=VALUE` texts as a mapping; raises BadInput where there is no `=` or no name, or a name comes twice."""
    found: dict[str, str] = {}
    for text in texts or ():
        name, equals, value = text.partition("=")
        name = name.strip()
        if not (equals and name):
            raise BadInput(_("{given} is not of the form NAME=VALUE", given=text))
        if name in found:
            raise BadInput(_("{name} is given twice", name=name))
        found[name] = value.strip()
    return found


def given(**values: object) -> dict[str, object]:
    """The options a person really named."""
    return {name: value for name, value in values.items() if value is not None}


def something(**values: object) -> None:
    """Raise BadInput where a person named no option, so that a command would change nothing."""
    if all(value is None or value is False or value == [] for value in values.values()):
        raise BadInput(_("nothing to change: name what is to be changed; --help shows what can be"))
