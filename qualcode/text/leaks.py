"""What in a text could tell who somebody is: names, identity and phone numbers, addresses of houses and of the net.

Only forms are looked at, so a hit is a question to a person and not a verdict. Two more questions of the same kind
are answered here: which groups are so small that a description names somebody.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from qualcode.i18n import _, ngettext
from qualcode.text.aliases import Aliases, Edit, Replaced
from qualcode.text.dwellings import dwellings
from qualcode.text.strangers import strangers

AROUND = 24
"""Code points shown on each side of a place."""

SMALLEST = 3
"""A group of fewer people than this can be recognised by those who know the place."""


class LeakKind(enum.StrEnum):
    """What a place may give away."""

    NAME = "name"
    STRANGER = "stranger"
    DWELLING = "dwelling"
    IDENTITY_NUMBER = "identity_number"
    PHONE = "phone"
    EMAIL = "email"
    ACCOUNT = "account"
    PLATE = "plate"
    SILENCED = "silenced"

    @property
    def words(self) -> str:
        """What it is called on the screen, in the current language."""
        return {
            LeakKind.NAME: _("real name"),
            LeakKind.STRANGER: _("name of somebody not registered"),
            LeakKind.DWELLING: _("postal address"),
            LeakKind.IDENTITY_NUMBER: _("NIK or KK number"),
            LeakKind.PHONE: _("phone number"),
            LeakKind.EMAIL: _("e-mail address"),
            LeakKind.ACCOUNT: _("account number"),
            LeakKind.PLATE: _("vehicle plate"),
            LeakKind.SILENCED: _("words of somebody who may not be quoted"),
        }[self]


@dataclass(frozen=True)
class Leak:
    """A place `[start, stop)` of a text, code points, that may tell who somebody is."""

    kind: LeakKind
    start: int
    stop: int
    excerpt: str
    """The words around it on one line; what may be a leak is masked but for its first sign."""


_OURS = re.compile(
    r"(?<![0-9A-Za-z-])(?:[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|(?:19|20)\d\d-[01]\d-[0-3]\d(?:[T ][0-2]\d:[0-5]\d(?::[0-5]\d(?:\.\d+)?)?)?"
    r"|(?:b|l|baris|lines?)\.?\s?\d{1,6}(?:[-–]\d{1,6})?|(?:0|[1-9]\d{0,7}):[1-9]\d{0,7})(?![0-9A-Za-z])"
)
"""What a program writes: hashes, ids, dates, line references and offsets; their digits are nobody's number."""
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SIXTEEN = re.compile(r"(?<!\d)\d{16}(?!\d)")
_GROUPED = re.compile(r"(?<!\d)\d(?:[^\S\n.]?[.\-]?[^\S\n]?\d){15}(?!\d)")
_REGIONS = frozenset(
    """11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 71 72 73 74 75 76 81 82
    91 92 93 94 95 96 97""".split()  # noqa: SIM905
)
"""First two digits of a NIK: the province (Kemendagri)."""
_BETWEEN = r"[^\S\n]?[.\-–()/]?[^\S\n]?"
_MOBILE = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?:\(?\+{_BETWEEN}62|62|0){_BETWEEN}8{_BETWEEN}[1-9](?:{_BETWEEN}\d){{6,10}}(?!\d)"
)
_LANDLINE = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?:\(0\d{{2,3}}\)|\+62{_BETWEEN}\d{{2,3}}|0\d{{2,3}}[^\S\n]?-)[^\S\n]?\d(?:{_BETWEEN}\d){{5,7}}(?!\d)"
)
_BANKS = "bri|bca|bni|btn|bsi|bpd|mandiri|jatim|jateng|muamalat|jago|seabank|gopay|ovo|dana"
_ACCOUNT = re.compile(
    rf"(?<!\w)(?:(?:no(?:mor|\.)?\s*)?rek(?:ening)?|norek|account|{_BANKS})(?!\w)[^\d\n]{{0,40}}?"
    r"(?<!\d)(?P<number>\d(?:[ .\-]?\d){6,17})(?!\d)",
    re.IGNORECASE,
)
_MONEY = re.compile(r"\d{1,3}(?:[. ]\d{3})+")
_CURRENCY = re.compile(r"(?<!\w)(?:rp|idr)\.?\s*$", re.IGNORECASE)
_PLATE = re.compile(r"(?<!\w)(?!(?:RT|RW|KM|NO|HP|TV)\b)[A-Z]{1,2}[^\S\n]?\d{3,4}[^\S\n]?[A-Z]{2,3}(?!\w)")


def scan(
    text: str, aliases: Aliases | None = None, *, known: Collection[str] | None = None, plates: bool = False
) -> list[Leak]:
    """Places of `text` that may tell who somebody is, in order; no two of them overlap.

    Args:
        text: any text.
        aliases: real names that must not stand in it, nor where it is doubtful whether they do.
        known: keys of names that may stand in it; every other one behind an honorific is found. None looks for none.
        plates: also look for Indonesian vehicle plates, which many a harmless abbreviation looks like.
    """
    found: list[tuple[int, int, LeakKind]] = []
    taken = bytearray(len(text))

    def add(kind: LeakKind, start: int, stop: int) -> None:
        if not any(taken[start:stop]):
            taken[start:stop] = bytes([1]) * (stop - start)
            found.append((start, stop, kind))

    for kind, start, stop in _places(text, aliases, known, plates):
        add(kind, start, stop)
    if _ODD.search(text):
        plain = _Plain(text)
        for kind, start, stop in _places(plain.text, aliases, known, plates):
            begin, end = plain.places[start], plain.places[stop - 1] + 1
            # Columns of short numbers look like one long number; an identity number is broken once at most.
            if kind is not LeakKind.IDENTITY_NUMBER or text.count("\n", begin, end) <= 1:
                add(kind, begin, end)
    found.sort()
    edits = [Edit(start, stop, masked(text[start:stop])) for start, stop, _kind in found]
    shown = Replaced(text, tuple(edits)).text
    return [Leak(kind, start, stop, _excerpt(shown, start, stop)) for start, stop, kind in found]


_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Soft hyphen, blanks and joiners without width: a word with one inside reads as if it were not there."""
_HYPHENATED = re.compile(r"(?<=[^\W\d_])[-\u2010][^\S\n]*\n[^\S\n]*(?=[^\W\d_])")
_BROKEN = re.compile(r"(?<=\d\d\d)[^\S\n]*\n[^\S\n]*(?=\d\d\d)")
_ODD = re.compile(rf"[{_UNSEEN}]|{_HYPHENATED.pattern}|{_BROKEN.pattern}|(?![0-9])\d")


class _Plain:
    """A text as it is read: nothing unseen in it, words and numbers broken over lines whole, digits 0 to 9."""

    def __init__(self, text: str) -> None:
        dropped = {place for place, sign in enumerate(text) if sign in _UNSEEN}
        blank = set()
        for match in _HYPHENATED.finditer(text):
            dropped.update(range(*match.span()))
        for match in _BROKEN.finditer(text):
            dropped.update(range(match.start() + 1, match.end()))
            blank.add(match.start())
        self.places = [place for place in range(len(text)) if place not in dropped]
        """For each code point of `text` its place in the text that was given."""
        self.text = "".join(" " if place in blank else _digit(text[place]) for place in self.places)


def _digit(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign


def _places(
    text: str, aliases: Aliases | None, known: Collection[str] | None, plates: bool
) -> Iterator[tuple[LeakKind, int, int]]:
    """Every place that a pattern finds; what was found first counts where two overlap."""
    for match in _EMAIL.finditer(text):
        yield LeakKind.EMAIL, *match.span()
    # Letters, not blanks, so that the numbers on both sides do not become one.
    theirs = _OURS.sub(lambda match: "x" * len(match[0]), text)
    for match in _SIXTEEN.finditer(theirs):
        yield LeakKind.IDENTITY_NUMBER, *match.span()
    for match in _GROUPED.finditer(theirs):
        # Four years in a row have sixteen digits, too; those of a NIK begin with a province.
        if "".join(filter(str.isdigit, match[0]))[:2] in _REGIONS:
            yield LeakKind.IDENTITY_NUMBER, *match.span()
    for match in _ACCOUNT.finditer(theirs):
        if not (_MONEY.fullmatch(match["number"]) or _is_money(text, match.start("number"))):
            yield LeakKind.ACCOUNT, *match.span("number")
    for pattern in (_MOBILE, _LANDLINE):
        for match in pattern.finditer(theirs):
            if not _is_money(text, match.start()):
                yield LeakKind.PHONE, *match.span()
    if plates:
        for match in _PLATE.finditer(theirs):
            yield LeakKind.PLATE, *match.span()
    if aliases:
        for edit in aliases.edits(text):
            yield LeakKind.NAME, edit.start, edit.stop
        for start, stop in aliases.doubtful(text):
            yield LeakKind.NAME, start, stop
    for start, stop in dwellings(text):
        yield LeakKind.DWELLING, start, stop
    if known is not None:
        for start, stop in strangers(text, known):
            yield LeakKind.STRANGER, start, stop


def _is_money(text: str, start: int) -> bool:
    """Whether a currency stands right before a number."""
    return _CURRENCY.search(text[max(0, start - 6) : start]) is not None


def masked(words: str) -> str:
    """`words` with every letter and digit but the first sign hidden."""
    return words[:1] + "".join("•" if sign.isalnum() else sign for sign in words[1:])


def _excerpt(text: str, start: int, stop: int) -> str:
    begin, end = max(0, start - AROUND), min(len(text), stop + AROUND)
    return f"{'…' if begin else ''}{' '.join(text[begin:end].split())}{'…' if end < len(text) else ''}"


@dataclass(frozen=True)
class SmallCell:
    """A combination of properties that fewer than `SMALLEST` people share."""

    properties: tuple[tuple[str, str], ...]
    """(name, value) pairs, by name."""
    people: tuple[str, ...]
    """Codes of those who have them."""

    @property
    def line(self) -> str:
        """The same in words, in the current language."""
        what = ", ".join(f"{name} = {value}" for name, value in self.properties)
        n = len(self.people)
        return ngettext("only {n} person with {what}", "only {n} people with {what}", n, what=what)


def small_cells(
    people: Mapping[str, Mapping[str, Hashable]], *, smallest: int = SMALLEST, together: int = 2
) -> list[SmallCell]:
    """Values, and combinations of up to `together` values, that fewer than `smallest` people share.

    A combination is named only where its parts are not too small already. Properties without a value (None, "") say
    nothing of anybody.
    """
    known = {
        code: {name: str(value) for name, value in values.items() if value not in (None, "")}
        for code, values in people.items()
    }
    names = sorted({name for values in known.values() for name in values})
    small: dict[tuple[tuple[str, str], ...], tuple[str, ...]] = {}
    for size in range(1, together + 1):
        for chosen in combinations(names, size):
            cells: dict[tuple[tuple[str, str], ...], list[str]] = {}
            for code, values in known.items():
                if all(name in values for name in chosen):
                    cells.setdefault(tuple((name, values[name]) for name in chosen), []).append(code)
            for cell, codes in sorted(cells.items()):
                parts = (part for n in range(1, size) for part in combinations(cell, n))
                if len(codes) < smallest and not any(part in small for part in parts):
                    small[cell] = tuple(codes)
    return [SmallCell(cell, codes) for cell, codes in small.items()]
