"""Who may not be quoted, and where their words stand all the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from sqlmodel import Session, select

from qualcode.model import Consent, ConsentStatus, TextVersion, Turn
from qualcode.store.transaction import table_of
from qualcode.text.fold import fold
from qualcode.text.spans import Span

REFUSED = (ConsentStatus.REFUSED, ConsentStatus.WITHDRAWN)

RUN = 6
"""So many words of somebody's in a row are a quote; fewer are said by others, too."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def silenced(session: Session) -> frozenset[int]:
    """Ids of the informants who may not be quoted."""
    return frozenset(
        consent.informant_id
        for consent in session.scalars(select(Consent))
        if not consent.may_quote or consent.status in REFUSED
    )


class Silence:
    """Finds words that may not be quoted in other texts, as a memo, a claim or an example in the codebook.

    Args:
        texts: what was said by those who may not be quoted.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._runs = {run for text in texts for run, _span in _runs(text)}

    def places(self, text: str) -> list[Span]:
        """Where `RUN` or more words in a row are theirs, in order; whatever the case and what stands between."""
        found: list[Span] = []
        if not self._runs:
            return found
        for run, (start, stop) in _runs(text):
            if run in self._runs:
                if found and start <= found[-1][1]:
                    start = found.pop()[0]
                found.append((start, stop))
        return found


def silence_of(session: Session, replace: Callable[[str], str]) -> Silence:
    """The words of those who may not be quoted, as they stand in an export: names are replaced by `replace`."""
    turns, versions = table_of(Turn), table_of(TextVersion)
    said = session.execute(
        select(versions.c.body, turns.c.start, turns.c.stop)
        .join(TextVersion, versions.c.id == turns.c.text_version_id)
        .where(turns.c.informant_id.in_(silenced(session)))
    )
    return Silence(replace(body[start:stop]) for body, start, stop in said)


def _runs(text: str) -> Iterable[tuple[tuple[str, ...], Span]]:
    words = [(match[0], match.span()) for match in _WORD.finditer(fold(text))]
    for first in range(len(words) - RUN + 1):
        run = words[first : first + RUN]
        yield tuple(word for word, _span in run), (run[0][1][0], run[-1][1][1])
