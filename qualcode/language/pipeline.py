"""Indonesian and English as spaCy pipelines of our own, and the word and sentence units of a text.

spaCy's own Indonesian compiles some sixteen thousand exceptions at every start and cuts spoken forms such as
`di-WA-in` into pieces; here a hyphen inside a word never cuts, so that no list of reduplications is needed.
Offsets are Unicode code points, half-open.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from functools import lru_cache
from itertools import pairwise
from threading import Lock
from typing import Any

import numpy as np
import regex
from numpy.typing import NDArray
from spacy.lang.char_classes import ALPHA, ALPHA_LOWER, ALPHA_UPPER, CONCAT_QUOTES, LIST_ELLIPSES, LIST_ICONS
from spacy.lang.punctuation import TOKENIZER_PREFIXES, TOKENIZER_SUFFIXES
from spacy.lang.tokenizer_exceptions import BASE_EXCEPTIONS
from spacy.language import BaseDefaults, Language
from spacy.strings import StringStore
from spacy.tokens import Doc

from qualcode.language.abbreviations import spellings, stopped
from qualcode.language.sentences import Kind, kind, sentence_starts
from qualcode.language.units import Units

LANGUAGES = ("id", "en")
"""The pipelines there are; Indonesian is meant for spoken Indonesian with Javanese in it."""

CHUNK = 50_000  # code points handed to the tokeniser at once: bounds its memory on a book-long paragraph
LONGEST_WORD = 200  # affix peeling is quadratic in the length of an unbroken run, so longer ones are cut
FORGET_ABOVE = 1_000_000  # code points above which the vocabulary learned from one text is dropped again

_INFIXES = (
    *LIST_ELLIPSES,
    *LIST_ICONS,
    r"(?<=[0-9])[+*^](?=[0-9-])",
    rf"(?<=[{ALPHA_LOWER}{CONCAT_QUOTES}])\.(?=[{ALPHA_UPPER}{CONCAT_QUOTES}])",
    rf"(?<=[{ALPHA}]),(?=[{ALPHA}])",
    rf"(?<=[{ALPHA}0-9])(?:--|---|—|–)(?=[{ALPHA}0-9])",
    rf"(?<=[{ALPHA}])[:<>=/](?=[{ALPHA}0-9])",
    rf"(?<=[0-9])[:<>=/](?=[{ALPHA}])",
    r"(?<=[0-9]{4})-(?=[0-9]{4})",
)
_POSSESSIVE = frozenset(("'s", "'S", "’s", "’S"))


class _Defaults(BaseDefaults):
    prefixes = (*TOKENIZER_PREFIXES, r"(?:Rp|IDR)(?=[0-9])", r"(?:Rp\.)(?=[0-9])", "/")
    suffixes = (
        *(s for s in TOKENIZER_SUFFIXES if s not in _POSSESSIVE),
        r"(?<=[0-9])(?:rb|ribu|jt|juta|ekor|orang)",
        r"(?<=[0-9]),-",
    )
    infixes = _INFIXES


class _Pipeline(Language):  # type: ignore[no-untyped-call]
    """Shared by both languages: tokens, then sentences; nothing statistical, nothing to download."""

    Defaults = _Defaults

    @classmethod
    def build(cls, abbreviations: tuple[str, ...]) -> _Pipeline:
        """A fresh pipeline that keeps the language's abbreviations, and those given, in one piece."""
        nlp = cls()
        rules = {form: [{"ORTH": form}] for form in spellings(str(cls.lang), abbreviations)}
        nlp.tokenizer.rules = {**BASE_EXCEPTIONS, **rules}  # type: ignore[union-attr]
        nlp.add_pipe("qualcode_sentences", config={"abbreviations": list(abbreviations)})
        return nlp


class Indonesian(_Pipeline):  # type: ignore[no-untyped-call]
    """Indonesian as people speak and type it, Javanese words included."""

    lang = "id"


class English(_Pipeline):  # type: ignore[no-untyped-call]
    """English under the same rules as Indonesian: contractions and hyphened words stay whole."""

    lang = "en"


@Language.factory("qualcode_sentences", default_config={"abbreviations": []})
class SentenceRules:
    """Marks sentence starts on a Doc by the rules of `sentences`."""

    def __init__(self, nlp: Language, name: str, abbreviations: list[str]) -> None:
        self.never, self.maybe = stopped(str(nlp.lang), tuple(abbreviations))

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc with every sentence start set, in one call because one by one is quadratic."""
        orth, starts, ends = _columns(doc)
        begins = sentence_starts(self.kinds(doc.vocab.strings, orth), _touching(starts, ends))
        marks = np.full(len(doc), -1, dtype=np.int64)
        marks[begins] = 1
        table: Any = marks.astype(np.uint64)[:, None]
        return doc.from_array(["SENT_START"], table) if len(doc) else doc

    def kinds(self, strings: StringStore, orth: NDArray[np.uint64]) -> NDArray[np.int32]:
        """The `Kind` of every token, worked out once per spelling."""
        types, inverse = np.unique(orth, return_inverse=True)
        of_type = [kind(strings[t], self.never, self.maybe) for t in types.tolist()]
        return np.array(of_type, dtype=np.int32)[inverse]


@lru_cache(maxsize=8)
def pipeline(language: str = "id", abbreviations: tuple[str, ...] = ()) -> Language:
    """The pipeline for `id` or `en`, built once; `abbreviations` are a project's own (`UPT.`, `rek`)."""
    return {"id": Indonesian, "en": English}[language].build(abbreviations)


def units(
    text: str, language: str = "id", *, abbreviations: Sequence[str] = (), breaks: Sequence[int] = ()
) -> Units:
    """Words and sentences of `text`; any text works, in time linear in its length.

    `language` is `id` or `en`; Javanese and mixed speech go with `id`. A line break always ends a sentence,
    and so does each offset in `breaks` (turn starts and ends). Unit ends never cut a grapheme cluster.
    """
    nlp = pipeline(language, tuple(abbreviations))
    rules = nlp.get_pipe("qualcode_sentences")
    assert isinstance(rules, SentenceRules)
    with _one_at_a_time, nlp.memory_zone() if len(text) > FORGET_ABOVE else nullcontext():
        starts, ends, kinds = _tokens(nlp, rules, text)
    if not len(starts):
        nothing = np.zeros((0, 2), dtype=np.int32)
        return Units(nothing, nothing.copy())
    starts, ends, kinds = _whole_clusters(text, starts, ends, kinds)
    forced = np.searchsorted(starts, np.unique(np.asarray(breaks, dtype=np.int64)))
    begins = sentence_starts(kinds, _touching(starts, ends), forced)
    solid = np.flatnonzero((kinds & Kind.SPACE) == 0)
    word = (kinds & Kind.WORD) != 0
    first = np.searchsorted(solid, begins)
    last = np.append(first[1:], len(solid))
    filled = last > first
    spans = (starts[solid[first[filled]]], ends[solid[last[filled] - 1]])
    return Units(
        np.stack((starts[word], ends[word]), axis=1).astype(np.int32),
        np.stack(spans, axis=1).astype(np.int32),
    )


_Offsets = NDArray[np.int64]
_one_at_a_time = Lock()
"""spaCy forgets the words of a memory zone for every thread, so no other may be reading them."""


def _tokens(nlp: Language, rules: SentenceRules, text: str) -> tuple[_Offsets, _Offsets, NDArray[np.int32]]:
    """Starts, ends and kinds of every token of the text, white space included."""
    starts, ends, kinds = [], [], []
    for begin, stop in _chunks(text):
        orth, chunk_starts, chunk_ends = _columns(nlp.tokenizer(text[begin:stop]))
        starts.append(chunk_starts + begin)
        ends.append(chunk_ends + begin)
        kinds.append(rules.kinds(nlp.vocab.strings, orth))
    if not starts:
        none = np.zeros(0, dtype=np.int64)
        return none, none, np.zeros(0, dtype=np.int32)
    return np.concatenate(starts), np.concatenate(ends), np.concatenate(kinds)


def _columns(doc: Doc) -> tuple[NDArray[np.uint64], _Offsets, _Offsets]:
    """Spelling ids, starts and ends of a Doc's tokens."""
    table = doc.to_array(["ORTH", "LENGTH", "SPACY"])
    length = table[:, 1].astype(np.int64)
    step = length + table[:, 2].astype(np.int64)
    starts = np.cumsum(step) - step
    return table[:, 0].astype(np.uint64), starts, starts + length


def _touching(starts: _Offsets, ends: _Offsets) -> NDArray[np.bool_]:
    out = np.zeros(len(starts), dtype=np.bool_)
    out[1:] = starts[1:] == ends[:-1]
    return out


_GAP = re.compile(r"\s(?=\S)")
_LONG_RUN = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """Stretches that cover the text, cut behind white space, or inside a run too long to be a word."""
    cuts = [0]
    for run in _LONG_RUN.finditer(text):
        cuts.extend(_gaps(text, cuts[-1], run.start()))
        cuts.extend(range(run.start(), run.end(), LONGEST_WORD))
        cuts.append(run.end())
    cuts.extend(_gaps(text, cuts[-1], len(text)))
    cuts.append(len(text))
    for begin, stop in pairwise(cuts):
        if stop > begin:
            yield begin, stop


def _gaps(text: str, begin: int, stop: int) -> Iterator[int]:
    while stop - begin > CHUNK:
        gap = _GAP.search(text, begin + CHUNK - LONGEST_WORD, stop)
        if gap is None:
            return
        begin = gap.end()
        yield begin


_JOINER = "\u200d"
_PAIR = regex.compile(r"\X")


def _whole_clusters(
    text: str, starts: _Offsets, ends: _Offsets, kinds: NDArray[np.int32]
) -> tuple[_Offsets, _Offsets, NDArray[np.int32]]:
    """Tokens joined again where the tokeniser cut between a letter and its marks, or inside an emoji."""
    if text.isascii():
        return starts, ends, kinds
    joins = [
        i
        for i in (np.flatnonzero(starts[1:] == ends[:-1]) + 1).tolist()
        if _one_cluster(text[starts[i] - 1], text[starts[i]])
    ]
    if not joins:
        return starts, ends, kinds
    keep = np.ones(len(starts), dtype=np.bool_)
    keep[joins] = False
    heads = np.flatnonzero(keep)
    tails = np.append(heads[1:], len(starts)) - 1
    return starts[heads], ends[tails], np.bitwise_or.reduceat(kinds, heads)


@lru_cache(maxsize=4096)
def _one_cluster(before: str, after: str) -> bool:
    if (before + after).isascii() or before.isspace() or after.isspace():
        return False
    if before == _JOINER or unicodedata.category(after)[0] == "M":
        return True
    return _PAIR.fullmatch(before + after) is not None
