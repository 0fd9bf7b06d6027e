"""What a person is told of an export: every place that stopped it, and what others may read from it all the same."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from qualcode.cli.output import done, print_json, put_out, say, show
from qualcode.i18n import _


@contextmanager
def places_listed(*, as_json: bool, printed: bool = False) -> Iterator[None]:
    """Where an export is stopped, list all places before the error is told; with --json the error does that itself.

    With `printed` the export was to go to standard output, where nobody expects a list: it goes beside it.
    """
    from qualcode.project.leaving import LeakFound

    try:
        yield
    except LeakFound as found:
        if printed and not as_json:
            for place in found.places:
                say(f"  {place.where}: {place.kind} “{place.excerpt}”", file=sys.stderr)
        elif not as_json:
            columns = [(_("Where"), "where"), (_("What"), "kind"), (_("Text"), "excerpt")]
            show(found.places, columns, as_json=False)
        raise


def tell(remarks: Iterable[str], *, as_json: bool, printed: bool = False) -> None:
    """What whoever exports has to know, below the answer; with --json it stands in the answer.

    With `printed` the export itself is the answer, and this goes beside it.
    """
    if not as_json:
        for line in remarks:
            say(f"! {line}", file=sys.stderr if printed else None)


def given_out(
    text: str, file: Path | None, noun: str, count: int, said: str, remarks: Sequence[str], *, as_json: bool
) -> None:
    """Answer an export: `said` where it went to a file, else the text itself or that there is nothing yet.

    `noun` is what the JSON calls the `count` of records that were exported.
    """
    tell(remarks, as_json=as_json, printed=file is None)
    if file is not None:
        done({"file": file, noun: count, "remarks": remarks}, said, as_json=as_json)
    elif as_json:
        print_json({"text": text, noun: count, "remarks": remarks})
    elif text:
        put_out(text)
    else:
        say(_("(nothing yet)"))
