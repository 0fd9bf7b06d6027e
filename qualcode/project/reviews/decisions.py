"""Decisions of a supervisor: what keeps one from being carried out, what is done otherwise, and how both are told."""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.exchange.review_pack import CHOICES, Answer, Choice, Kind, Mark, choice_word, heading
from qualcode.i18n import _
from qualcode.model import Code, CodeStatus, Coding, Finding, Record
from qualcode.model.values import value_word
from qualcode.project.reviews.fates import STATUS, kind_of_record, target
from qualcode.project.reviews.standing import Standing


class Decisions:
    """Decisions of one person, against how the project stands."""

    def __init__(self, standing: Standing, who: str) -> None:
        self._standing, self._who = standing, who

    def hindrance(
        self, mark: Mark, record: Record, choice: Choice, other: Code | None, also: Sequence[str]
    ) -> str:
        """Why a decision is not carried out; empty where it is. `also` are rows of the file that say otherwise."""
        if also:
            return _("answered differently in this file: {where}", where=", ".join(also))
        if decided := self._by_others(record, choice):
            return decided
        if isinstance(record, Coding) and other is not None and record.code_id == other.id:
            return _("it has that code already")
        if self._standing.digest(record) != mark.shown:
            if isinstance(record, Coding):
                return _("the passage or its code changed since the pack was written")
            return _("it was changed since the pack was written")
        if isinstance(record, Code) and record.status == CodeStatus.RETIRED:
            return _("the code was retired since the pack was written")
        return ""

    def _by_others(self, record: Record, choice: Choice) -> str:
        """What somebody else decided of the same, where that was something else."""
        own = CHOICES[kind_of_record(record)]  # what was said of a passage may hang on the code it had
        for coder, decided in self._standing.decisions.get(target(record), {}).items():
            name = self._standing.coders[coder]
            if name != self._who and decided in own and decided is not choice:
                return _("{who} decided otherwise: {decision}", who=name, decision=choice_word(decided))
        return ""

    def other(self, answer: Answer, choice: Choice | None) -> tuple[Code | None, str]:
        """The code that is to be given instead, or what is wrong with it."""
        if choice is not Choice.RECODE:
            if answer.other:
                field = heading("other")
                return None, _("“{field}” is filled in, but the decision is another", field=field)
            return None, ""
        if not answer.other:
            return None, _("no code is named that it is to be given instead")
        if answer.other_mark is not None and answer.other_mark.kind is Kind.CODE:
            chosen = self._standing.record(answer.other_mark)
            if isinstance(chosen, Code):
                return chosen, ""
            return None, _("the code {code} is not in the project any more", code=answer.other)
        typed = answer.other.split(" · ")[0].strip().casefold()
        found = [
            code
            for code in self._standing.codes.values()
            if typed in {name.casefold() for name in (code.code, code.name_id, code.name_en) if name}
        ]
        exact = [code for code in found if code.code.casefold() == typed]
        if len(exact or found) == 1:
            return (exact or found)[0], ""
        if found:
            return None, _("several codes are called {code}", code=answer.other)
        return None, _("there is no code {code}", code=answer.other)

    def body(
        self, record: Record, choice: Choice | None, other: Code | None, answer: Answer, fault: str
    ) -> str:
        """A decision in words with the comment below it; empty where neither was given."""
        decision = choice_word(choice) if choice else answer.decision
        if answer.other and (choice is not Choice.RECODE or fault):
            decision = f"{decision or '?'}: {answer.other}"
        elif other is not None and isinstance(record, Coding):
            decision += f": {self._standing.codes[record.code_id].code} → {other.code}"
        elif choice is Choice.REMOVE:
            decision += f": {self._standing.about(record)}"
        if fault and decision:
            decision = _("{decision} (not carried out: {why})", decision=decision, why=fault)
        if decision and answer.comment:
            return f"{decision}.\n{answer.comment}"
        return decision or answer.comment

    def doing(self, record: Record, choice: Choice, other: Code | None) -> str:
        """What is done, in words."""
        standing = self._standing
        if isinstance(record, Coding):
            if choice is Choice.RECODE and other is not None:
                said = f"{standing.codes[record.code_id].code} → {other.code}"
                return f"{said}; {_('the two become one')}" if standing.twin(record, other) else said
            if choice is Choice.REMOVE:
                shown = ", ".join(f"F{number}" for number in standing.findings(record))
                gone = _("taken away; what was said about it goes to the code")
                return f"{gone}; {_('no evidence any more of {findings}', findings=shown)}" if shown else gone
            return _("accepted") if choice is Choice.ACCEPT else _("marked: to be looked at again")
        assert isinstance(record, Code | Finding)
        before, after = record.status.value, STATUS[kind_of_record(record), choice].value
        if before == after:
            return _("status stays: {status}", status=value_word(after))
        return _("status: {before} → {after}", before=value_word(before), after=value_word(after))
