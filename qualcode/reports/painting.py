"""Text made safe to paint, and numbers, dates and foreign words as the report's language writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from qualcode.i18n import language
from qualcode.reports.document import Run, Runs
from qualcode.text.figures import per_cent, rounded

LAYOUTS = Path(__file__).parent / "layouts"

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters but tab and newline
    "\u202a-\u202e\u2066-\u2069"  # bidi embeddings, overrides and isolates can make a page read other than it is
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ufff9-\ufffb]"  # no character at all, or refused by XML
)
_HYPHEN_AS_MINUS = re.compile(r"(?<!\S)-(?=[\d\s,;)]|$)|(?<=\()-(?=\d)")
_MARKS = re.compile(r'([“”"])')
_SEPARATORS = str.maketrans({"\r": "\n", "\u2028": "\n", "\u2029": "\n", "\u0085": "\n"})

MONTHS = {
    "id": [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


def painted(text: str) -> str:
    """`text` with everything a page cannot show truthfully replaced by U+FFFD; newlines and tabs stay."""
    return _UNSAFE.sub(REPLACEMENT, text.replace("\r\n", "\n").translate(_SEPARATORS))


def painted_line(text: str) -> str:
    """`painted` text on one line, for captions, titles and table heads."""
    return " ".join(painted(text).split())


def number(value: float, places: int = 2) -> str:
    """`value` with `places` decimals: 0,56 in Indonesian, 0.56 in English; a negative zero is plain zero.

    As `text.figures.rounded` has it: what is not nothing is never shown as 0, what is not all never as 1.
    """
    return _local(rounded(value, places))


def whole(value: int) -> str:
    """`value` with thousands set apart: 2.400 in Indonesian, 2,400 in English."""
    shown = f"{value:,}"
    return shown.replace(",", ".") if language() == "id" else shown


def percent(share: float, places: int = 1) -> str:
    """A share of one as a percentage: 0.125 is "12.5%"; one decimal, so that small fractions add up."""
    return _local(per_cent(share, places))


def _local(figure: str) -> str:
    shown = figure.replace("-", "\N{MINUS SIGN}")
    return shown.replace(".", ",") if language() == "id" else shown


def true_minus(text: str) -> str:
    """`text` with a minus sign for each hyphen that stands for one: "K1 -", "-1", "(a - b)"; K1-K2 keeps its own."""
    return _HYPHEN_AS_MINUS.sub("\N{MINUS SIGN}", text)


def long_date(day: date) -> str:
    """`day` as "12 Maret 2024" or "12 March 2024"."""
    return f"{day.day} {MONTHS[language()][day.month - 1]} {day.year}"


def foreign_set(runs: Runs, more: tuple[str, ...] = ()) -> Runs:
    """`runs` with the words of another language in italics: those known for the language spoken, and `more`.

    What stands between quotation marks is somebody else's and stays as it is, and so do runs that are in italics, are
    a code, or lead somewhere.
    """
    words = _foreign(language(), more)
    made: list[Run] = []
    inside = False
    for run in runs:
        parts = _MARKS.split(run.text)
        if len(parts) == 1 and (inside or not words.search(run.text)):
            made.append(run)
            continue
        untouched = run.italic or run.code or bool(run.link) or run.unbroken
        pieces: list[tuple[str, bool]] = []
        for number, part in enumerate(parts):
            if number % 2:
                inside = part == "“" or (part == '"' and not inside)
                pieces.append((part, False))
            elif part:
                pieces.extend([(part, False)] if inside or untouched else _told_apart(part, words))
        made.extend(_joined(run, pieces))
    return tuple(made)


@cache
def _foreign(language: str, more: tuple[str, ...]) -> re.Pattern[str]:
    """What finds the words, the longest first; `more` words of one report beside those of the language."""
    lines = (LAYOUTS / f"foreign-{language}.txt").read_text(encoding="utf-8").splitlines()
    known = {line.strip() for line in lines if line.strip() and not line.startswith("#")}
    words = sorted({*known, *more}, key=lambda word: (-len(word), word))
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, words)) + r")(?![\w-])", re.IGNORECASE)


def _told_apart(text: str, words: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    """`text` in pieces, each with whether it is foreign."""
    end = 0
    for found in words.finditer(text):
        yield text[end : found.start()], False
        yield found.group(), True
        end = found.end()
    yield text[end:], False


def _joined(run: Run, pieces: list[tuple[str, bool]]) -> Iterator[Run]:
    """Runs of `pieces` styled as `run`; what is set alike is one run, and a footnote stands behind the last."""
    texts: list[tuple[str, bool]] = []
    for text, foreign in pieces:
        if texts and texts[-1][1] == foreign:
            texts[-1] = (texts[-1][0] + text, foreign)
        elif text:
            texts.append((text, foreign))
    for number, (text, foreign) in enumerate(texts, 1):
        last = number == len(texts)
        yield replace(run, text=text, italic=run.italic or foreign, footnote=run.footnote if last else ())
