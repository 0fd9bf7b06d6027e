"""Who speaks: the role of each turn and the informant it belongs to, by rules a person can see and correct."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

from qualcode.readers.labels import INTERVIEWER_WORDS, base_word
from qualcode.readers.reading import ReadTurn

Role = Literal["interviewer", "informant", "other"]
SPOKEN = ("interview", "fgd")
"""Methods whose unlabelled words are somebody's; the unlabelled words of a document are nobody's."""


def assign_roles(
    turns: Sequence[ReadTurn],
    participants: Sequence[str] = (),
    mapping: Mapping[str, str] | None = None,
    interviewers: Collection[str] = (),
    method: str = "interview",
) -> list[tuple[Role, str | None]]:
    """Role and informant's code for each turn.

    A label in `interviewers` or `mapping` (label to code) is what they say; one that names a participant's code is that
    participant; words for the interviewer are the interviewer, as is P or I where it opens the source; any other is
    the source's single participant, or an informant not yet known. Without labels, an interview with one participant
    is that one's; headings, field notes and the unlabelled parts of a labelled source are `other`.
    """
    who = speaker_roles(turns, participants, mapping, interviewers)
    single = participants[0] if len(participants) == 1 else None
    labelled = bool(who)
    first_question = next((turn.number for turn in turns if turn.emphasis_question), None)
    found: list[tuple[Role, str | None]] = []
    for turn in turns:
        if turn.emphasis_question:
            found.append(("interviewer", None))
        elif turn.kind != "speech":
            found.append(("other", None))
        elif turn.speaker is not None:
            found.append(who[turn.speaker])
        elif (
            labelled or method not in SPOKEN or (first_question is not None and turn.number < first_question)
        ):
            found.append(("other", None))
        else:
            found.append(("informant", single))
    return found


def speaker_roles(
    turns: Iterable[ReadTurn],
    participants: Sequence[str] = (),
    mapping: Mapping[str, str] | None = None,
    interviewers: Collection[str] = (),
) -> dict[str, tuple[Role, str | None]]:
    """Role and informant's code for each label, in order of first appearance."""
    speakers = list(dict.fromkeys(turn.speaker for turn in turns if turn.speaker is not None))
    mapped = {label_key(label): code for label, code in (mapping or {}).items()}
    asking = {label_key(label) for label in interviewers}
    codes = {code.casefold(): code for code in participants}
    single = participants[0] if len(participants) == 1 else None
    opener = _opener(speakers, {*mapped, *asking, *codes})
    found: dict[str, tuple[Role, str | None]] = {}
    for speaker in speakers:
        key = label_key(speaker)
        if key in asking:
            found[speaker] = ("interviewer", None)
        elif key in mapped:
            found[speaker] = ("informant", mapped[key])
        elif code := codes.get(key) or _named_code(key, codes):
            found[speaker] = ("informant", code)
        elif speaker == opener or (
            base_word(key).split()[:1] and base_word(key).split()[0] in INTERVIEWER_WORDS
        ):
            found[speaker] = ("interviewer", None)
        else:
            found[speaker] = ("informant", single)
    return found


def label_key(label: str) -> str:
    """A label without signs and case, so that `[K1]`, `**K1**` and `k1 :` are one."""
    return " ".join(label.casefold().strip("[]()*_:<> \t").split())


def _named_code(key: str, codes: Mapping[str, str]) -> str | None:
    """The participant whose code is a word of the label: `Informan K1`, `Bu Yanti (K1)`."""
    named = {code for word in re.findall(r"[\w.-]+", key) if (code := codes.get(word))}
    return named.pop() if len(named) == 1 else None


def _opener(speakers: Sequence[str], taken: Collection[str]) -> str | None:
    """Of P and I the one that asks: the one that opens; P alone, as in Pewawancara and Peneliti; I alone if it opens."""
    letters = [s for s in speakers if label_key(s) in ("p", "i") and label_key(s) not in taken]
    if len(speakers) < 2 or not letters:
        return None
    if any(base_word(label_key(s)) in INTERVIEWER_WORDS for s in speakers if s not in letters):
        return None
    first = letters[0]
    return first if len(letters) == 2 or label_key(first) == "p" or first == speakers[0] else None
