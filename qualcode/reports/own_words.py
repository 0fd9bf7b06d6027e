"""What a template of the user's own can name, told with what it is and what it says in this project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qualcode.i18n import _

LONGEST = 60
"""Characters of an example."""


def context_rows(context: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(name, what it is, an example from this context) of everything there is; `[]` is each one of a list."""
    told = _told()
    return [(name, told.get(name, ""), example) for name, example in _walked("", context)]


def filter_rows() -> list[tuple[str, str]]:
    """(how it is written, what it gives) of the filters there are besides Jinja's own."""
    return [
        ("{{ date | tanggal }}", _("a day in words, as 12 March 2024; also: date")),
        (
            "{{ 2400 | angka }}",
            _("a number as the report's language writes it; angka(2) has two decimals; also: number"),
        ),
        ("{{ 0.125 | persen }}", _("a share as a percentage; also: percent")),
        ("{{ 2400000 | rupiah }}", _("an amount of money")),
        ("{{ text | md }}", _("text whose signs Markdown leaves alone")),
        ("{{ text | tex }}", _("text whose signs LaTeX leaves alone")),
        ("{{ text | typ }}", _("text whose signs Typst leaves alone")),
    ]


def _walked(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        if name:
            yield name, ""
        for key, inner in value.items():
            yield from _walked(f"{name}.{key}" if name else key, inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        inside = [one for one in value if isinstance(one, Mapping)]
        if not inside:
            yield f"{name}[]", _example(value[0]) if value else ""
            return
        yield f"{name}[]", ""
        # A value that is missing in the first may be there in another.
        seen: dict[str, Any] = {}
        for one in inside:
            for key, inner in one.items():
                if seen.get(key) in (None, "", [], 0):
                    seen[key] = inner
        for key, inner in seen.items():
            yield from _walked(f"{name}[].{key}", inner)
    else:
        yield name, _example(value)


def _example(value: Any) -> str:
    if value is None:
        return ""
    said = " ".join(str(value).split())
    return said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"


def _told() -> dict[str, str]:
    return {
        "language": _("language of the report: id or en"),
        "date": _("day of the last change to the project"),
        "journal_head": _("seal over the project's history"),
        "study": _("the study"),
        "study.notice": _("a remark that every report carries"),
        "study.questions[]": _("research questions"),
        "groups[]": _("groups of informants"),
        "groups[].informants": _("how many informants are in it"),
        "informants[]": _("informants, by code only"),
        "informants[].codings": _("passages of theirs that were coded"),
        "informants[].may_quote": _("whether their words may be printed"),
        "sources[]": _("interviews, observations, documents and works"),
        "sources[].wave": _("which round of collection"),
        "codes[]": _("the codebook, in its order"),
        "codes[].level": _("0 for a branch, more for what lies below it"),
        "codes[].informants": _("informants who speak of it"),
        "codes[].codings": _("passages with it or a code below it, each counted once"),
        "codes[].below[]": _("the codes it counts: itself and those below it"),
        "codes[].own": _("passages with this very code"),
        "prominence[]": _("aspects by how many of those counted show them"),
        "prominence[].k": _("of n, those with the code"),
        "prominence[].n": _(
            "those counted: informants, sessions of focus groups, or documents where nobody speaks"
        ),
        "prominence[].strengthens": _("of k, those in whose words it is present or strengthens"),
        "prominence[].weakens": _("of k, those in whose words it is absent or weakens"),
        "prominence[].mixed": _("of k, those in whose words it is both"),
        "columns[]": _("columns of the table of codes: the groups"),
        "code_groups[]": _("codes across the groups"),
        "code_groups[].cells[]": _("one for each column, in their order"),
        "network": _("the graph of ties; empty (none) where there are no ties"),
        "network.svg": _("its picture, for HTML: network.svg | safe"),
        "network.alt": _("what the picture shows, in words"),
        "network.scopes[]": _("measures of the whole graph and of parts of it"),
        "network.groups[]": _("the E-I index of each group"),
        "network.nodes[]": _("people and actors with their place in the graph"),
        "network.ties[]": _("ties with the references they rest on"),
        "findings[]": _("findings with everything that speaks for and against them"),
        "findings[].row": _("its row in the matrix by group"),
        "findings[].status": _("the computed status in words"),
        "findings[].own_status": _("the researcher's own status, or none"),
        "findings[].quotes[]": _("its quotes that may be printed"),
        "findings[].quotes[].paraphrase": _("the words are the researcher's, for lack of consent"),
        "findings[].withheld": _("quotes left out for lack of consent"),
        "findings[].row.cells[].shown": _("the symbol with its count, as in the report"),
        "findings[].row.cells[].quotes[]": _("references of the quotes it was counted from"),
        "matrices[]": _("findings by group, method, time, coder, and method within groups"),
        "matrices[].by": _("group, method, wave, coder or group-method"),
        "matrices[].sufficient": _("whether there is enough to speak of triangulation"),
        "quotes[]": _("every coded quote that may be printed, by code"),
        "counts": _("totals of the report"),
        "counts.withheld": _("quotes counted and not printed for lack of consent"),
        "counts.paraphrased": _("quotes in the researcher's words for lack of consent"),
    }
