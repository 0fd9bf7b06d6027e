"""Reports after a template of the user's own: Jinja2 with the report's data, in a room it cannot leave.

A template is a text file for Markdown, HTML, plain text, LaTeX or Typst, as `chapter4.md.j2`. It sees plain values:
text, numbers, truth values, lists and dictionaries, pseudonymised as every report is (`context_of`, told by
`context_rows`). In HTML every value is escaped; elsewhere the filters `md`, `tex` and `typ` do it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from qualcode.errors import BadInput
from qualcode.i18n import _, language, using
from qualcode.reports import words
from qualcode.reports.data import (
    CellRow,
    CodedQuote,
    EvidenceQuote,
    FindingSection,
    Matrix,
    MatrixRow,
    TriangulationReport,
)
from qualcode.reports.painting import painted

SUFFIXES = (".md", ".html", ".txt", ".tex", ".typ")
"""Of what a template can write."""
OF_TEMPLATES = (".j2", ".jinja", ".jinja2")
SECONDS = 10
"""Of work, until a template that has not ended is ended."""
CLOCK = 4
"""How much longer it may take by the clock, on a machine that has other things to do."""

MARK = "mark"
"""The field by which a Word document that comes back knows what it is about; no template needs it."""

Context = dict[str, Any]


def suffix_of(name: str) -> str:
    """The suffix of what a template writes: .md of `chapter4.md.j2`; BadInput where it tells none of `SUFFIXES`."""
    path = Path(name)
    if path.suffix.lower() in OF_TEMPLATES:
        path = path.with_suffix("")
    suffix = {".htm": ".html", ".markdown": ".md"}.get(path.suffix.lower(), path.suffix.lower())
    if suffix not in SUFFIXES:
        known = ", ".join(f"{one}.j2" for one in SUFFIXES)
        raise BadInput(_("{file}: the name of a template ends in one of {known}", file=name, known=known))
    return suffix


def render_own(
    template_text: str,
    context: Mapping[str, Any],
    *,
    name: str,
    folder: Path | None = None,
    seconds: int = SECONDS,
) -> str:
    """What the template makes of the data; the same template and data give the same text.

    Args:
        template_text: the template.
        context: what it sees, as `context_of` gives it.
        name: its file name, for messages and for the kind of text it writes.
        folder: where `include`, `import` and `extends` may find other templates; without one they find none.
        seconds: how long it may work.

    Raises: BadInput with file and line where the template is at fault, takes too long or too much memory.
    """
    file = Path(name).name
    asked = {
        "text": template_text,
        "name": file,
        "folder": str(folder) if folder is not None else "",
        "html": suffix_of(name) == ".html",
        "context": context,
        "speaks": language(),
        "seconds": seconds,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "qualcode.reports.own_room"],
            input=json.dumps(asked).encode("ascii"),
            capture_output=True,
            timeout=seconds * CLOCK,
            env={**os.environ, "PYTHONHASHSEED": "0"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BadInput(_("{file}: it does not come to an end", file=file)) from None
    if done.returncode:
        stack = done.stderr.decode("utf-8", "replace")
        if done.returncode > 0 and not stack.rstrip().endswith(_ENDED) and _STOPPED not in stack:
            raise RuntimeError(stack)
        from qualcode.reports.own_lines import last_line

        at, line = last_line(stack) or (file, 0)
        raise _fault(at, line, _("it takes too much time or memory"))
    head, _newline, text = done.stdout.partition(b"\n")
    said: dict[str, Any] = json.loads(head)
    if "wrong" in said:
        raise _fault(said["file"], said["line"], said["wrong"])
    return text.decode("utf-8")


_ENDED = ("MemoryError", "TimeoutError")
"""How what Python says ends, where a process ran into its bounds and could not even tell."""
_STOPPED = "Timeout ("
"""How Python begins where a process was stopped by a clock of its own."""


def _fault(file: str, line: int, why: str) -> BadInput:
    return BadInput(
        _("{file}, line {line}: {why}", file=file, line=line, why=why) if line else f"{file}: {why}"
    )


def context_of(report: TriangulationReport) -> Context:
    """What a template sees: plain values, in the order they are printed; days and times as ISO 8601."""
    with using(report.language):
        return {
            "language": report.language,
            "date": report.last_event.date().isoformat(),
            "version": report.version,
            "journal_head": report.journal_head,
            "study": plain(report.study),
            "groups": plain(report.groups),
            "informants": [{**plain(one), "role": words.role(one.role)} for one in report.informants],
            "sources": [
                {**plain(one), "method": words.method(one.method), "group": _group(one.group)}
                for one in report.sources
            ],
            "codes": plain(report.codes),
            "prominence": plain(report.prominence),
            "columns": [_group(name) for name in report.columns],
            "code_groups": plain(report.code_groups),
            "network": _network(report),
            "findings": [_finding(one) for one in report.findings],
            "matrices": [_matrix(one, report) for one in report.matrices],
            "quotes": [_coded(one) for one in report.codings],
            "counts": {
                "codings": report.counted_codings,
                "literature": report.literature_codings,
                "withheld": report.withheld,
                "paraphrased": report.paraphrased,
            },
        }


def plain(value: Any) -> Any:
    """Dataclasses as dictionaries, tuples as lists, days as ISO 8601, text without what no page can show."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value) if one.name != MARK}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return painted(value) if isinstance(value, str) else value


def _group(name: str) -> str:
    return words.column("group", name)


def _network(report: TriangulationReport) -> Context | None:
    if report.network is None or not report.network.nodes:
        return None
    from qualcode.reports.svg import clean

    return {**plain(report.network), "svg": clean(report.network.svg)}


def _finding(finding: FindingSection) -> Context:
    cited = {quote.id: quote.reference for quote in finding.quotes}
    own = finding.adjudication
    return {
        **plain(finding),
        "row": _row(finding.row, "group", cited),
        "status": words.row_verdict(finding.row),
        "own_status": words.verdict(own.verdict) if own else None,
        "quotes": [_evidence(quote) for quote in finding.quotes],
        "figures": [{**plain(one), "kind": words.figure_kind(one.kind)} for one in finding.figures],
        "member_checks": [
            {**plain(one), "outcome": words.outcome(one.outcome)} for one in finding.member_checks
        ],
    }


def _evidence(quote: EvidenceQuote) -> Context:
    said = plain(quote)
    del said["id"]  # What tells codings apart in the project tells a reader nothing.
    return {
        **said,
        "stance": words.stance(quote.stance),
        "group": _group(quote.group),
        "method": words.method(quote.method),
        "valence": words.valence(quote.valence),
    }


def _row(row: MatrixRow, by: str, cited: Mapping[str, str]) -> Context:
    return {
        **plain(row),
        "status": words.row_verdict(row),
        "silent": [words.column(by, name) for name in row.silent],
        "cells": [_cell(one, by, cited) for one in row.cells],
        "pairs": [
            {"a": words.column(by, a), "b": words.column(by, b), "label": words.label(label)}
            for a, b, label in row.pairs
        ],
    }


def _cell(cell: CellRow, by: str, cited: Mapping[str, str]) -> Context:
    return {
        **plain(cell),
        "column": words.column(by, cell.column),
        "shown": words.symbol(cell),
        "quotes": [cited[one] for one in cell.quotes if one in cited],
    }


def _matrix(matrix: Matrix, report: TriangulationReport) -> Context:
    cited = {
        finding.number: {quote.id: quote.reference for quote in finding.quotes} for finding in report.findings
    }
    return {
        "by": matrix.by,
        "columns": [words.column(matrix.by, name) for name in matrix.columns],
        "rows": [_row(row, matrix.by, cited.get(row.finding, {})) for row in matrix.rows],
        "sufficient": matrix.sufficient,
    }


def _coded(quote: CodedQuote) -> Context:
    return {**plain(quote), "group": _group(quote.group), "valence": words.valence(quote.valence)}
