"""Real names replaced by codes wherever words leave the project: whole words, any case, honorifics and clitics.

"Bu Yanti", "mbak yanti" and "Yantinya" all mean the person whose alias is "Yanti" or "Bu Yanti". A word that is
also a title ("Pak Lurah") is replaced only behind an honorific, so that every lurah does not become one informant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from qualcode.text.fold import fold
from qualcode.text.normal import OffsetMap
from qualcode.text.spans import Span

HONORIFICS = tuple(
    """bapak bpk bp pak ibu bu mbakyu mbak mba mbok mas kangmas kang bang abang kakak kak adik adek dik dek mbah eyang
    simbah pakde pakdhe bude budhe paklik pakle bulik bule om tante nyai kyai kiai ustadzah ustadz ustaz ustad gus
    ning cak teteh neng haji hajah hj h nyonya ny nn tuan tn saudara saudari sdr sdri dr drs dra ir prof mr mrs ms
    miss sir aunt uncle brother sister""".split()  # noqa: SIM905
)
TITLES = frozenset(
    """lurah rt rw camat kades kepala ketua wakil bendahara sekretaris carik dukuh kadus guru dokter bidan mantri
    haji hajah kaji modin ustadz ustad kyai kiai pendamping penyuluh pengurus anggota staf lik de dhe
    chairman chair treasurer secretary head teacher doctor nurse""".split()  # noqa: SIM905
)
LETTER = r"[^\W\d_]"
LONG = 4
"""Letters from which on a name grown together with an honorific is taken for one (`paklan` may be many words)."""

_HUMP = r"(?-i:(?<=[a-z])(?=[A-Z]))"
"""Between two words written as one, as in `buYanti`."""
_CLITICS = r"-?(?:nya|ku|mu|lah|kah|pun)|-(?:e|ne|ipun)|['’]s"
_TITLED = re.compile(rf"^(?:(?:{'|'.join(HONORIFICS)})(?:\.\s*|\s+))+(?=\S)", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]+')


@dataclass(frozen=True)
class Edit:
    """`[start, stop)` of a text, code points, and the code to be put there."""

    start: int
    stop: int
    text: str


@dataclass(frozen=True)
class Replaced:
    """A text before and after replacement, and where each place of it went."""

    old: str
    edits: tuple[Edit, ...]
    """In order, never overlapping, never with a line break inside."""

    @cached_property
    def text(self) -> str:
        """The text after replacement."""
        return _spliced(self.old, self.edits)

    @cached_property
    def offsets(self) -> OffsetMap:
        """The way from offsets before to offsets after."""
        old: list[int] = []
        new: list[int] = []
        moved = 0
        for edit in self.edits:
            old += (edit.start, edit.stop)
            new += (edit.start + moved, edit.start + moved + len(edit.text))
            moved = new[-1] - edit.stop
        return OffsetMap(tuple(old), tuple(new))

    def span(self, start: int, stop: int) -> Span:
        """Where the words of `[start, stop)` stand now; a name it cuts through belongs to it whole.

        Raises ValueError where the words at the new place are not the old ones with names replaced.
        """
        place = self.offsets.start(start), self.offsets.end(stop)
        inside = [edit for edit in self.edits if edit.start < stop and edit.stop > start]
        begin = min([start, *(edit.start for edit in inside[:1])])
        end = max([stop, *(edit.stop for edit in inside[-1:])])
        shifted = [Edit(edit.start - begin, edit.stop - begin, edit.text) for edit in inside]
        if self.text[slice(*place)] != _spliced(self.old[begin:end], shifted):
            raise ValueError(f"[{start}, {stop}) does not hold")
        return place


class Aliases:
    """Replaces real names by codes.

    Args:
        names: (real name, code) pairs; the same name for two codes is replaced by both, joined with a slash. A name
            that is its own code is no secret and stays.
        shape: how a code is shown, with `{code}`.
        called: pairs that are names only behind an honorific, as other words may be spelt so.
    """

    def __init__(
        self,
        names: Iterable[tuple[str, str]],
        shape: str = "[{code}]",
        *,
        called: Iterable[tuple[str, str]] = (),
    ) -> None:
        bare: dict[str, dict[str, None]] = {}
        behind: dict[str, dict[str, None]] = {}
        pairs = [(name, code, True) for name, code in names] + [(name, code, False) for name, code in called]
        for name, code, alone in pairs:
            core, titled = _core(name)
            key = _key(core)
            if not key or key == _key(code):
                continue
            behind.setdefault(key, {})[code] = None
            if alone and not (titled and _is_title(core)):
                bare.setdefault(key, {})[code] = None
        self._shape = shape
        self._behind = {key: tuple(found) for key, found in behind.items()}
        self._bare = {key: tuple(found) for key, found in bare.items()}
        self._patterns = _patterns(self._behind, self._bare, gap=r"(?:\s+|[-_.])", camel=False)

    @property
    def shared(self) -> tuple[tuple[str, ...], ...]:
        """The codes of each name that stands for several people, who cannot be told apart by it."""
        return tuple(sorted({codes for codes in self._behind.values() if len(codes) > 1}))

    @cached_property
    def _in_file_names(self) -> tuple[re.Pattern[str], ...]:
        return _patterns(self._behind, self._bare, gap=rf"(?:[\s_.\-]+|{_HUMP})", camel=True)

    def edits(self, text: str) -> list[Edit]:
        """Where names stand in `text`, in order, and what goes there; honorifics and clitics are not touched.

        A name broken over two lines is replaced on both, so that no line break moves.
        """
        found: list[Edit] = []
        folded = fold(text)
        for start, stop, codes in self._matches(folded, self._patterns):
            code = self._shape.format(code="/".join(codes))
            found += [
                Edit(start + part.start(), start + part.end(), code)
                for part in re.finditer(r"[^\s](?:[^\n]*[^\s])?", text[start:stop])
            ]
        return found

    def doubtful(self, text: str) -> list[Span]:
        """Places that are not replaced and may still mean somebody, in order; a person has to look.

        A name may be grown together with an honorific or another word (`BuYanti`, `paksugeng`), or part of a longer
        name may stand behind an honorific (`Pak Riyadi` where only `Sugeng Riyadi` is known) or a code (`[K1] Riyadi`).
        """
        if not self._behind:
            return []
        taken = [(edit.start, edit.stop) for edit in self.edits(text)]
        found = {
            match.span("core")
            for pattern, words in zip(self._grown, (text, fold(text), text), strict=True)
            for match in pattern.finditer(words)
        }
        return sorted(
            (start, stop)
            for start, stop in found
            if not any(begin < stop and end > start for begin, end in taken)
        )

    @cached_property
    def _grown(self) -> tuple[re.Pattern[str], ...]:
        """Names inside words of several, names behind an honorific without a blank, parts behind an honorific."""
        titles = "|".join(title for title in HONORIFICS if len(title) > 1)
        long = [name for name in self._bare if len(name) >= LONG]
        parts = {word for name in self._behind if " " in name for word in name.split()}
        parts -= TITLES.union(HONORIFICS, self._bare)
        glued = "|".join(_one(name, "") for name in sorted(long, key=_longest_first)) or r"(?!)"
        tails = rf"{_CLITICS}|ne|e"
        return (
            _pattern((name for name in self._bare if len(name) > 2), "", "", camel=True),
            re.compile(rf"(?<!{LETTER})(?:{titles})+(?P<core>{glued})(?:{tails})?(?!{LETTER})"),
            _pattern(
                (word for word in parts if len(word) > 2),
                rf"(?:(?:(?:{'|'.join(HONORIFICS)})(?:\.\s*|\s+))+|(?<=\])[\s.]*)",
                r"\s+",
                camel=False,
            ),
        )

    def replaced(self, text: str) -> Replaced:
        """`text` with every name replaced, and the way from its offsets to the new ones."""
        return Replaced(text, tuple(self.edits(text)))

    def replace(self, text: str) -> str:
        """`text` with every name replaced; honorifics and clitics stay where they were."""
        return _spliced(text, self.edits(text))

    def __call__(self, text: str) -> str:
        """The same as `replace`."""
        return self.replace(text)

    def file_name(self, name: str) -> str:
        """A file's name (no folders) with every name replaced; `wawancara_buYanti-2.docx` has words in it, too."""
        suffix = PurePath(name).suffix
        stem = unicodedata.normalize("NFC", name.removesuffix(suffix))
        edits = [
            Edit(start, stop, _FORBIDDEN.sub("-", "-".join(codes)))
            for start, stop, codes in self._matches(stem, self._in_file_names)
        ]
        return _spliced(stem, edits) + suffix if edits else name

    def _matches(
        self, text: str, patterns: tuple[re.Pattern[str], ...]
    ) -> list[tuple[int, int, tuple[str, ...]]]:
        """Places of names with their codes, in order; those behind an honorific come before bare ones."""
        if not patterns:
            return []
        behind, bare = patterns
        found = [
            (*match.span("core"), _codes(self._behind, match["core"])) for match in behind.finditer(text)
        ]
        gaps = _gaps([(start, stop) for start, stop, _found in found], len(text))
        found += [
            (*match.span("core"), _codes(self._bare, match["core"]))
            for start, stop in gaps
            for match in bare.finditer(text, start, stop)
        ]
        return sorted(found)


def is_called(name: str) -> bool:
    """Whether a name is somebody's by its form: an honorific and then a word in capitals that is no office."""
    core, titled = _core(name)
    first = core.split()[0] if core else ""
    return titled and first[:1].isupper() and not first.isupper() and not _is_title(core)


def is_office(name: str) -> bool:
    """Whether a name is only an office or honorific, as "Pak Lurah" or "Ketua RT"."""
    return all(word in TITLES or word in HONORIFICS for word in re.findall(r"\w+", name.casefold()))


def name_key(name: str) -> str:
    """What names are compared by: "Bu Yanti", "ibu yanti" and "Yanti" are one."""
    return _key(_core(name)[0])


def _core(name: str) -> tuple[str, bool]:
    """A name without honorifics before it, and whether there were any."""
    plain = " ".join(unicodedata.normalize("NFC", name).split())
    core = _TITLED.sub("", plain)
    return core, core != plain


def _key(name: str) -> str:
    """What names are compared by: no case, no accents, one blank between words, no full stop behind one."""
    return " ".join(re.split(r"[\s_.\-]+", fold(unicodedata.normalize("NFC", name)))).strip()


def _is_title(core: str) -> bool:
    return core.split()[0].casefold() in TITLES


def _patterns(
    behind: Mapping[str, object], bare: Mapping[str, object], *, gap: str, camel: bool
) -> tuple[re.Pattern[str], ...]:
    """A pattern for names behind honorifics and one for names alone; none where there are no names."""
    if not behind:
        return ()
    blank = r"(?:\.\s*|\s+)" if not camel else r"(?:[\s_.\-]+|(?-i:(?=[A-Z])))"
    return (
        _pattern(behind, rf"(?:(?:{'|'.join(HONORIFICS)}){blank})+", gap, camel),
        _pattern(bare, "", gap, camel),
    )


def _pattern(names: Iterable[str], before: str, gap: str, camel: bool) -> re.Pattern[str]:
    cores = "|".join(_one(name, gap) for name in sorted(names, key=_longest_first)) or r"(?!)"
    begin, end = rf"(?<!{LETTER})", rf"(?!{LETTER})"
    if camel:
        begin, end = rf"(?:{begin}|{_HUMP})", rf"(?:{end}|{_HUMP})"
    tails = "|".join(rf"(?<={letters}){tail}" for letters, tail in _GLUED)
    return re.compile(rf"{begin}{before}(?P<core>{cores})(?:{_CLITICS}|{tails})?{end}", re.IGNORECASE)


def _longest_first(name: str) -> tuple[int, str]:
    return -len(name), name


_GLUED = (("[aiueo]", "ne"), ("[bcdfghjklmnpqrstvwxyz]", "e"), ("[a-z]", "ipun"))
"""Javanese clitics written without a hyphen, and the letters they stand behind."""


def _one(name: str, gap: str) -> str:
    """The pattern of one name. Digits may touch a name (`yanti88`), but not one so short that it may be a code."""
    *first, last = name.split()
    # Only a short word may be an abbreviation with a full stop; behind a longer one a sentence ends.
    parts = [re.escape(word) + (rf"(?:\.\s*|{gap})" if len(word) <= 3 else gap) for word in first]
    whole = "".join(parts) + re.escape(last)
    return whole if len(name) > 2 else rf"(?<!\d){whole}(?!\d)"


def _gaps(taken: Iterable[Span], length: int) -> Iterator[Span]:
    place = 0
    for start, stop in taken:
        yield place, start
        place = stop
    yield place, length


def _codes(names: Mapping[str, tuple[str, ...]], core: str) -> tuple[str, ...]:
    return names.get(_key(core)) or _nearly(names, core)


def _nearly(names: Mapping[str, tuple[str, ...]], core: str) -> tuple[str, ...]:
    """The codes of a name that the pattern takes for equal and its key does not, as Yantı for Yanti."""
    gap = r"[\s_.\-]*"
    return next(codes for name, codes in names.items() if re.fullmatch(_one(name, gap), core, re.IGNORECASE))


def _spliced(text: str, edits: Iterable[Edit]) -> str:
    parts: list[str] = []
    place = 0
    for edit in edits:
        parts += (text[place : edit.start], edit.text)
        place = edit.stop
    return "".join([*parts, text[place:]])
