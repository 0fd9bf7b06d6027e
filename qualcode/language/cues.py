"""Cue words of a codebook found in a text, with their affixed forms and with negation: suggestions, nothing more.

How a cue is written:
    percaya         every form of the word (mempercayai, dipercaya, kepercayaannya, percayane)
    buku kas        these words one behind the other, each in every form, up to two particles between them
                    (percaya kok sama kelurahan)
    =belum siap     exactly these words, in capitals or not
A plain negator in a cue (`tidak jelas`) stands for all of them (`ora jelas`). Phrases in which a cue means something
else (`bank sampah`) are written the same way and silence the code's cues that fall inside them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from qualcode.language.morphology import denied, english_denied, english_forms, forms, stripped
from qualcode.language.negation import NEGATORS, NOT, NOT_YET, denial

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from qualcode.language.units import Units

_CUE_WORD = re.compile(r"[^\s/,;:()\"]+")
_APART = re.compile(r"[^\s/\-–'’]")
_CUTS = re.compile(r"[.,;:?!…()\[\]—]")
_DENYING_PARTS = frozenset(("non", "tak", "tidak", "anti", "un"))
_PARTICLES = frozenset(
    """kok ya yo lho lo loh sih deh dong kan kah lah to toh tho nggih inggih itu tuh iku kuwi betul benar bener banget
    sekali tenan juga memang emang pancen""".split()  # noqa: SIM905
)
"""Words of speech that may stand inside a phrase and leave it the same phrase."""
_BETWEEN = 2
_GROUPS = {word: group for group in (NOT, NOT_YET) for word in group}


@dataclass(frozen=True, slots=True)
class CueHit:
    """One cue in one sentence: a proposal to code that sentence."""

    start: int
    """First code point of the sentence."""
    end: int
    """Code point behind the sentence."""
    code: str
    """The code the cue belongs to, as it was given."""
    cue: str
    """The cue as the codebook writes it."""
    word: str
    """The words of the text that matched."""
    word_start: int
    word_end: int
    """Where `word` stands, in code points, half-open."""
    negated: bool
    """Whether the words around deny it: a hint at a negative case."""
    evidence: str
    """The stretch of text the hit rests on; for a negated hit it includes what denies it."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    code: str
    cue: str
    families: tuple[int, ...]
    excludes: bool
    denies: bool
    loose: bool
    """Whether particles may stand between the words."""


@dataclass(frozen=True, slots=True)
class _Match:
    pattern: _Pattern
    places: tuple[int, ...]
    """The index of the word for each family."""

    @property
    def start(self) -> int:
        return self.places[0]

    @property
    def end(self) -> int:
        return self.places[-1] + 1


class CueMatcher:
    """Finds the cues of one language's codebook; built anew when the codebook changes.

    `cues` gives for each code its cues and `excludes` the phrases that silence them (see the module's text for how
    both are written); `language` is `id` (Javanese included) or `en` and decides which affixes a cue may take.
    """

    def __init__(
        self,
        cues: Mapping[str, Iterable[str]],
        language: str = "id",
        *,
        excludes: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        self._english = language == "en"
        self._families: dict[tuple[str, bool], int] = {}
        self._of_form: dict[str, list[int]] = defaultdict(list)
        self._denied: dict[str, list[int]] = defaultdict(list)
        self._by_first: dict[int, list[_Pattern]] = defaultdict(list)
        self._seen: dict[str, tuple[int, ...]] = {}
        for code, texts in cues.items():
            for text in texts:
                self._add(code, text, excludes=False)
        for code, texts in (excludes or {}).items():
            for text in texts:
                self._add(code, text, excludes=True)

    def find(self, text: str, units: Units) -> list[CueHit]:
        """Every cue in the sentences of `units`, by place, longer cues before shorter ones at one place.

        A cue inside a longer one is left out, unless the longer one is itself a denial (`tidak percaya`
        does not hide `percaya`).
        """
        out: list[CueHit] = []
        for sentence, spans in _by_sentence(units):
            out.extend(self._in_sentence(text, sentence, spans))
        return out

    def _add(self, code: str, text: str, *, excludes: bool) -> None:
        exact = text.startswith("=")
        words = [w.strip("=.?!'’") for w in _CUE_WORD.findall(text.lower())]
        words = [w for w in words if w]
        if not words:
            return
        families = tuple(self._family(word, exact) for word in words)
        loose = not exact and not self._english
        self._pattern(_Pattern(code, text, families, excludes, any(w in _GROUPS for w in words), loose))
        if len(words) > 1 and not exact and not self._english and all(w.isalpha() for w in words):
            joined = self._family("".join(words), False)  # kerja sama: bekerjasama
            self._pattern(_Pattern(code, text, (joined,), excludes, False, False))

    def _pattern(self, pattern: _Pattern) -> None:
        self._by_first[pattern.families[0]].append(pattern)

    def _family(self, word: str, exact: bool) -> int:
        known = self._families.get((word, exact))
        if known is not None:
            return known
        number = self._families[word, exact] = len(self._families)
        if word in _GROUPS:
            shapes: Iterable[str] = _GROUPS[word]
        elif exact:
            shapes = ("=" + word,)
        else:
            shapes = english_forms(word) if self._english else forms(word)
            for shape in english_denied(word) if self._english else denied(word):
                self._denied[shape].append(number)
        for shape in shapes:
            self._of_form[shape].append(number)
        return number

    def _families_of(self, token: str) -> tuple[int, ...]:
        """The cue families a lower-case word belongs to: as it stands, without clitics, by its hyphened parts."""
        known = self._seen.get(token)
        if known is None:
            found = dict.fromkeys(self._of_form.get("=" + token, ()))
            for part in (token, *(token.split("-") if "-" in token else ())):
                for rest in [part] if self._english else stripped(part):
                    found.update(dict.fromkeys(self._of_form.get(rest, ())))
                    found.update(dict.fromkeys(self._denied.get(rest, ())))
            known = self._seen[token] = tuple(found)
        return known

    def _denied_inside(self, token: str, family: int) -> bool:
        """Whether the word itself denies the cue: `ketidakpercayaan`, `non-anggota`, `distrust`."""
        if "-" in token and token.split("-")[0] in _DENYING_PARTS:
            return True
        return any(family in self._denied.get(rest, ()) for rest in stripped(token))

    def _in_sentence(
        self, text: str, sentence: tuple[int, int], spans: list[tuple[int, int]]
    ) -> Iterator[CueHit]:
        words = [text[a:b].lower() for a, b in spans]
        families = [self._families_of(word) for word in words]
        if not any(families):
            return
        gaps = ["", *(text[a[1] : b[0]] for a, b in pairwise(spans))]
        matches = _strongest(self._matches(words, families, gaps))
        within = {i for match in matches for i in match.places}
        cue_words = {i for i in within if words[i] not in NEGATORS}
        cut = [bool(_CUTS.search(gap)) for gap in gaps]
        for match in matches:
            word = slice(spans[match.start][0], spans[match.end - 1][1])
            first, last = match.start, match.end
            around = denial(words, cut, match.start, match.end, cue_words)
            inside = any(
                self._denied_inside(words[place], family)
                for place, family in zip(match.places, match.pattern.families, strict=True)
            )
            if around is not None:
                first, last = around
            yield CueHit(
                start=sentence[0],
                end=sentence[1],
                code=match.pattern.code,
                cue=match.pattern.cue,
                word=text[word],
                word_start=word.start,
                word_end=word.stop,
                negated=(around is not None) != inside,
                evidence=text[spans[first][0] : spans[last - 1][1]],
            )

    def _matches(self, words: list[str], families: list[tuple[int, ...]], gaps: list[str]) -> list[_Match]:
        found: list[_Match] = []
        for i, here in enumerate(families):
            for family in here:
                for pattern in self._by_first.get(family, ()):
                    places = _places(pattern, i, words, families, gaps)
                    if places:
                        found.append(_Match(pattern, places))
        return found


def _places(
    pattern: _Pattern, first: int, words: list[str], families: list[tuple[int, ...]], gaps: list[str]
) -> tuple[int, ...]:
    """Where the pattern's words stand from word `first` on; empty where they do not."""
    places = [first]
    for wanted in pattern.families[1:]:
        last = places[-1]
        for i in range(last + 1, min(len(words), last + 2 + (_BETWEEN if pattern.loose else 0))):
            if _APART.search(gaps[i]):
                return ()
            if wanted in families[i]:
                places.append(i)
                break
            if words[i] not in _PARTICLES:
                return ()
        if places[-1] == last:
            return ()
    return tuple(places)


def _strongest(matches: list[_Match]) -> list[_Match]:
    """Matches that stand: not excluded, not inside a longer one, one per code and place; longest first by place."""
    barred = [m for m in matches if m.pattern.excludes]
    open_ = [
        m
        for m in matches
        if not m.pattern.excludes
        and not any(
            b.pattern.code == m.pattern.code and b.start <= m.start and m.end <= b.end for b in barred
        )
    ]
    kept = [
        m
        for m in open_
        if not any(
            longer.start <= m.start and m.end <= longer.end and longer.end - longer.start > m.end - m.start
            for longer in open_
            if longer.pattern.code == m.pattern.code or not longer.pattern.denies
        )
    ]
    unique = {(m.start, m.end, m.pattern.code): m for m in reversed(kept)}
    return sorted(unique.values(), key=lambda m: (m.start, -m.end, m.pattern.code))


def _by_sentence(units: Units) -> Iterator[tuple[tuple[int, int], list[tuple[int, int]]]]:
    """Each sentence's span with the spans of its words."""
    words: NDArray[np.int32] = units.words
    first = words[:, 0].searchsorted(units.sentences[:, 0]).tolist()
    last = words[:, 0].searchsorted(units.sentences[:, 1]).tolist()
    spans: list[list[int]] = words.tolist()
    for (start, end), a, b in zip(units.sentences.tolist(), first, last, strict=True):
        yield (start, end), [(s, e) for s, e in spans[a:b]]
