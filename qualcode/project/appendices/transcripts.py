"""Transcripts and field notes for their appendices: names replaced, lines where citations have them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from qualcode.model import Coding, Method, Turn, TurnRole
from qualcode.project.appendices.asked import Asked
from qualcode.project.places import Place
from qualcode.project.report_gathering import Gathering
from qualcode.reports.appendix.transcripts import INTERVIEWER, Line, Margin, Transcript, Transcripts
from qualcode.reports.remarks import Remark
from qualcode.text.aliases import Edit
from qualcode.text.lines import line_of

METHODS = {"transcripts": (Method.INTERVIEW, Method.FGD), "fieldnotes": (Method.OBSERVATION,)}


def texts(name: str) -> Callable[[Gathering, Asked], Transcripts]:
    """What gathers the texts of an appendix, one of `METHODS`."""

    def gather(of: Gathering, _asked: Asked) -> Transcripts:
        codings: dict[int, list[Coding]] = {}
        for passage in of.passages.counted:
            codings.setdefault(passage.coding.source_id, []).append(passage.coding)
        codes = {passage.coding.id: of.passages.scrub(passage.code) for passage in of.passages.counted}
        several = len({source.wave for source in of.passages.material.sources}) > 1
        return Transcripts(
            name,
            tuple(
                _transcript(of, row, _Text(of, at, codings.get(source.id, ()), codes), several)
                for row, source in enumerate(of.passages.material.sources)
                if source.method in METHODS[name] and (at := of.passages.places[source.id])
            ),
        )

    return gather


def _transcript(of: Gathering, row: int, read: _Text, several: bool) -> Transcript:
    found = of.passages.material
    source = found.sources[row]
    speakers = sorted(found.informants[speaker].code for speaker in found.speakers[row])
    scrub = of.passages.scrub
    groups = {found.groups[g].id: found.groups[g].name for g in range(len(found.groups))}
    of_people = dict.fromkeys(
        of.groups[groups[found.informants[s].group_id]] for s in sorted(found.speakers[row])
    )
    group = ", ".join(of_people) or of.groups.get(groups.get(source.group_id or 0, ""), "")
    return Transcript(
        reference=of.passages.citations.label(source.id),
        method=source.method.value,
        informants=tuple(speakers),
        group=group,
        interviewer=any(turn.role == TurnRole.INTERVIEWER for turn in read.at.turns),
        day=source.collected_on,
        wave=source.wave if several else None,
        site=scrub(source.site),
        minutes=source.duration_minutes,
        situation=scrub(source.situation),
        lines=tuple(read.lines()),
    )


class _Text:
    """One text on its way into an appendix."""

    def __init__(self, of: Gathering, at: Place, codings: Sequence[Coding], codes: dict[int, str]) -> None:
        self.at = at
        self._scrub = of.passages.scrub
        self._edits: Sequence[Edit] = of.passages.names.aliases.edits(at.text)
        self._stops = [edit.stop for edit in self._edits]
        self._people = of.passages.people
        self._silent = [
            (turn.label_start, turn.stop)
            for turn in at.turns
            if turn.informant_id is not None and of.passages.people[turn.informant_id] in of.passages.silenced
        ]
        self._starts = list(at.line_starts)
        self._margins: dict[int, list[Margin]] = {}
        self._remarks: dict[int, list[Remark]] = {}
        for start, remark in of.remarks.in_source(at.source.id):
            self._remarks.setdefault(line_of(self._starts, start), []).append(remark)
        seen: set[tuple[int, int, str]] = set()
        for coding in codings:
            key = coding.start, coding.stop, codes[coding.id]
            if key not in seen:
                seen.add(key)
                margin = Margin(
                    codes[coding.id],
                    at.lines(coding.start, coding.stop),
                    self._scrub(coding.paraphrase),
                    self._scrub(coding.interpretation),
                )
                self._margins.setdefault(line_of(self._starts, coding.start), []).append(margin)

    def lines(self) -> Iterator[Line]:
        """Every line, names replaced, labels in a column of their own; lines of the silenced as one."""
        labels = [(turn.label_start, turn.start) for turn in self.at.turns if turn.label_start < turn.start]
        begun = self._speakers()
        held: list[Line] = []
        for number, start in enumerate(self._starts, 1):
            stop = self._starts[number] if number < len(self._starts) else len(self.at.text)
            margin, remarks = tuple(self._margins.get(number, ())), tuple(self._remarks.get(number, ()))
            speaker = begun.get(number, "")
            if self._is_silent(start, stop):
                held.append(Line(number, speaker, "", margin, remarks=remarks))
                continue
            yield from _as_one(held)
            held = []
            said = "".join(self._piece(*part) for part in _without(start, stop, labels))
            yield Line(number, speaker, " ".join(said.split()), margin, remarks=remarks)
        yield from _as_one(held)

    def _is_silent(self, start: int, stop: int) -> bool:
        """Whether any word on the line is of somebody who may not be quoted."""
        return any(
            begin < stop and end > start and self.at.text[max(begin, start) : min(end, stop)].strip()
            for begin, end in self._silent
        )

    def _speakers(self) -> dict[int, str]:
        """Line to who begins to speak on it."""
        found: dict[int, str] = {}
        for turn in self.at.turns:
            if turn.label_start < turn.start:
                found.setdefault(line_of(self._starts, turn.label_start), self._speaker(turn))
        return found

    def _speaker(self, turn: Turn) -> str:
        if turn.role == TurnRole.INTERVIEWER:
            return INTERVIEWER
        return self._people.get(turn.informant_id or 0, "")

    def _piece(self, start: int, stop: int) -> str:
        """`[start, stop)` with names replaced; a name stands whole on the line it begins on."""
        parts, place = [], start
        for edit in self._edits[bisect_right(self._stops, start) :]:
            if edit.start >= stop:
                break
            if edit.start >= start:
                parts += [self.at.text[place : edit.start], edit.text]
            place = min(edit.stop, stop)
        parts.append(self.at.text[place:stop])
        return "".join(parts)


def _as_one(held: Sequence[Line]) -> Iterator[Line]:
    """Lines that may not be printed as one that says so, with all codes they bear."""
    if held:
        margin = tuple(one for line in held for one in line.margin)
        speaker = next((line.speaker for line in held if line.speaker), "")
        remarks = tuple(one for line in held for one in line.remarks)
        yield Line(held[0].number, speaker, "", margin, held[-1].number, remarks)


def _without(start: int, stop: int, gaps: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """`[start, stop)` without what lies in `gaps`, which are in order."""
    place = start
    for begin, end in gaps[max(bisect_right(gaps, (start, start)) - 1, 0) :]:
        if begin >= stop:
            break
        if end > place:
            if begin > place:
                yield place, begin
            place = max(place, end)
    if place < stop:
        yield place, stop
