"""`--export` of commands that print a table: the same table as a .csv file, looked through like every export."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qualcode.cli.leaving import tell
from qualcode.cli.marking import N_
from qualcode.cli.output import print_json, say, state
from qualcode.i18n import _
from qualcode.text.addresses import typed_path

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.spreadsheets import Sheet

Export = Annotated[
    Path | None,
    typer.Option("--export", metavar="FILE", parser=typed_path, help=N_("Write the table to a .csv file.")),
]


@dataclass(frozen=True)
class Written:
    """A file that was written, and what whoever passes it on has to know."""

    path: Path
    remarks: Sequence[str]


def written(
    opened: Project,
    sheet: Callable[[], Sheet],
    file: Path | None,
    *,
    accept_leaks: bool,
    attributes: bool = False,
) -> Written | None:
    """Write the table to `file`, where one was named; `attributes` says that it tells more of people than groups."""
    if file is None:
        return None
    path = opened.analysis.export_sheet(*sheet(), file, accept_leaks=accept_leaks)
    state.changed = True
    return Written(path, opened.sharing.remarks(people=True, attributes=attributes))


def answered(
    document: Callable[[], Mapping[str, Any] | Sequence[Any]], left: Written | None, *, as_json: bool
) -> bool:
    """Answer with the document, or with where the table was written; False where it is to be printed for people."""
    if as_json:
        known = document()
        if left is not None:
            whole = known if isinstance(known, Mapping) else {"rows": known}
            known = {**whole, "file": left.path, "remarks": left.remarks}
        print_json(known)
    elif left is not None:
        say(_("wrote {path}", path=left.path))
        tell(left.remarks, as_json=False)
    return as_json or left is not None
