"""Quotes in words: one in full with what stands around it, by what they are grouped, in what order they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from qualcode.analysis.query import Field, parse, terms
from qualcode.i18n import _
from qualcode.tui.painting import one_line, safe

if TYPE_CHECKING:
    from qualcode.project.quote_rows import Quote


def searched(query: str) -> list[str]:
    """The words that a query looks for."""
    return [term.value for term, wanted in terms(parse(query)) if wanted and term.field is Field.TEXT]


def in_full(quote: Quote, before: str, after: str) -> Text:
    """Where a quote stands and all its words, with what stands around it."""
    from qualcode.project.quote_groups import method_words, period_words, valence_words

    text = Text.assemble(
        (f"{quote.code} {one_line(quote.code_name, 60)}", "bold"), "  ", one_line(quote.reference, 60)
    )
    parts = [one_line(quote.source_name, 40), method_words(quote.method), _("time {n}", n=quote.wave)]
    parts += ["+".join(quote.groups)] if quote.groups else []
    parts += [] if quote.counted else [_("counts for nobody")]
    for coding in quote.codings:
        said = [coding.coder, *([valence_words(coding.valence)] if coding.valence else [])]
        said += [period_words(coding.period)] if coding.period else []
        parts.append(one_line(" ".join(said), 60))
    text.append("\n" + " · ".join(parts) + "\n", "dim")
    text.append(_paragraphs(before), "dim").append(_paragraphs(quote.text), "bold" if before or after else "")
    text.append(_paragraphs(after), "dim")
    for coding in quote.codings:
        if coding.memo:
            text.append("\n" + _("Memo: ")).append(one_line(coding.memo, 400), "italic")
    return text


def _paragraphs(text: str) -> str:
    """A text with its lines, safe for the terminal."""
    return "\n".join(safe(line) for line in text.split("\n"))


def grouping_words() -> list[tuple[str, str]]:
    """By what quotes are grouped, in the person's language."""
    return [
        ("none", _("no groups")),
        ("code", _("code")),
        ("informant", _("informant")),
        ("group", _("group of informants")),
        ("source", _("source")),
        ("method", _("way of collecting")),
        ("wave", _("time of collection")),
        ("coder", _("coder")),
        ("valence", _("valence")),
        ("period", _("period spoken about")),
    ]


def sort_words() -> list[tuple[str, str]]:
    """In what order quotes stand, in the person's language."""
    return [
        ("place", _("source and place")),
        ("code", _("the codebook")),
        ("informant", _("informants")),
        ("wave", _("times of collection")),
        ("length", _("length, longest first")),
        ("newest", _("coding, newest first")),
    ]
