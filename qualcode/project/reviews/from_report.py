"""Comments of a report that came back: those that stood in it when it went out are taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from qualcode.errors import BadInput
from qualcode.exchange.review_pack import Filled, Remark
from qualcode.i18n import LANGUAGES, _, using
from qualcode.project.report_quotes import Passages
from qualcode.project.report_remarks import remarks_of

if TYPE_CHECKING:
    from qualcode.project.project import Project

_HEAD = re.compile(r"^\[[^\]]*\]\s*")
"""Meeting and state before the first comment of a thread, which may be others by now."""

Print = tuple[str, str, datetime | None]
"""Author, words and moment, by which a comment is known again."""


def without_ours(project: Project, filled: Filled, name: str) -> Filled:
    """What others wrote into a report; the only one who did is who answers. Raises BadInput where nobody did."""
    ours = set(_ours(project))

    def new(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
        return tuple(one for one in remarks if _print(one.author, one.words, one.at) not in ours)

    answers = tuple(replace(one, remarks=new(one.remarks)) for one in filled.answers)
    lost = tuple(one for one in filled.lost if new([one.remark]))
    found = [*(remark for one in answers for remark in one.remarks), *(one.remark for one in lost)]
    if not found:
        raise BadInput(_("there is no new comment in {path}", path=name))
    authors = {one.author for one in found}
    return replace(filled, name=authors.pop() if len(authors) == 1 else "", answers=answers, lost=lost)


def _ours(project: Project) -> Iterator[Print]:
    """Every comment and answer as a report says it, in each language."""
    with project.read() as session:
        passages = Passages(session)
    for language in LANGUAGES:
        with using(language):
            for _thread, remark in remarks_of(project, passages):
                yield _print(remark.author, remark.body, remark.written)
                for answer in remark.answers:
                    yield _print(answer.author, answer.body, answer.written)


def _print(author: str, words: str, at: datetime | None) -> Print:
    moment = at.astimezone(UTC).replace(microsecond=0) if at is not None else None
    return " ".join(author.split())[:60], " ".join(_HEAD.sub("", words).split()), moment
