"""Rows of one file that say something of the same thing: the same twice, one beside another, or against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from qualcode.exchange.review_pack import Answer, Choice, Kind, Mark
from qualcode.i18n import _
from qualcode.model import Coding
from qualcode.project.reviews.fates import Fate, Step, kind_of_record
from qualcode.project.reviews.standing import Standing


def answered_differently(answers: Sequence[Answer]) -> dict[Mark, list[str]]:
    """Marks that stand in several rows with different decisions, and where."""
    rows: dict[Mark, list[Answer]] = {}
    for answer in answers:
        if answer.mark is not None and (answer.decision or answer.other):
            rows.setdefault(answer.mark, []).append(answer)
    return {
        mark: [one.where for one in found]
        for mark, found in rows.items()
        if len({(one.decision.casefold(), one.other.casefold()) for one in found}) > 1
    }


def settled(steps: Sequence[Step], standing: Standing) -> list[Step]:
    """The steps, each answer once, none against another, and those on one thing together."""
    return _together(_without_crossings(_once(steps), standing))


def _once(steps: Sequence[Step]) -> list[Step]:
    """Each answer once: a row that says the same as one before it writes nothing."""
    seen: set[UUID] = set()
    found = []
    for step in steps:
        new = tuple(thread for thread in step.threads if thread.id not in seen)
        seen.update(thread.id for thread in new)
        if step.threads and not new:
            said = _("the same as in a row before it")
            step = Step(replace(step.row, fate=Fate.KNOWN, said=said))
        found.append(replace(step, threads=new) if step.threads else step)
    return found


def _without_crossings(steps: Sequence[Step], standing: Standing) -> list[Step]:
    """Passages with the same words that would be given each other's codes: neither is touched."""
    moving = {step.record.id for step in steps if step.choice is Choice.RECODE and step.record}
    why = _("the same passage is given another code in another row, too")
    found = []
    for step in steps:
        twin = (
            standing.twin(step.record, step.code)
            if step.choice is Choice.RECODE and isinstance(step.record, Coding) and step.code
            else None
        )
        if twin is None or twin.id not in moving:
            found.append(step)
            continue
        threads = tuple(replace(one, settled=False) for one in step.threads)
        found.append(
            replace(step, row=replace(step.row, fate=Fate.KEPT, said=why), choice=None, threads=threads)
        )
    return found


def _together(steps: Sequence[Step]) -> list[Step]:
    """What several rows say of one thing hangs on the row whose decision is carried out: that may take it away."""
    carrying: dict[tuple[Kind, int], int] = {}
    for place, step in enumerate(steps):
        if step.choice is not None and step.record is not None:
            carrying.setdefault((kind_of_record(step.record), step.record.id), place)
    found = list(steps)
    for place, step in enumerate(steps):
        if step.record is None:
            continue
        first = carrying.get((kind_of_record(step.record), step.record.id), place)
        if first == place:
            continue
        found[first] = replace(found[first], threads=found[first].threads + step.threads)
        row = step.row
        if step.choice is not None:
            said = _("decided the same in a row before it; the comment is kept")
            row = replace(row, fate=Fate.NOTED, said=said)
        found[place] = Step(row)
    return found
