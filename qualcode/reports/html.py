"""A report as one HTML file that asks nobody for anything: a stylesheet and a script of ours, each allowed by its hash.

Without the script the page is whole: numbers lead to their quotes by links. The words it says stand in the page.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from qualcode.i18n import _, language, using
from qualcode.reports import svg
from qualcode.reports.document import Contents, Document, Figure, Heading, Run, Runs, Table
from qualcode.reports.layout import Layout
from qualcode.reports.painting import MONTHS, foreign_set, long_date, number, painted, painted_line, whole

TEMPLATES = Path(__file__).parent / "templates"

Entry = tuple[str, str, str, str]
"""Of a list: class, anchor, label and text."""


def to_html(document: Document) -> bytes:
    """`document` as a single HTML file in UTF-8."""
    style, script = (
        (TEMPLATES / name).read_text(encoding="utf-8").strip() for name in ("report.css", "report.js")
    )
    style += "".join(f"\n{rule}" for rule in _pages(document.layout))
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, auto_reload=False
    )
    footnotes: list[Runs] = []

    def footnote(runs: Runs) -> int:
        footnotes.append(runs)
        return len(footnotes)

    lists = {block.kind for block in document.blocks if isinstance(block, Contents)}
    with using(document.language):
        page = environment.get_template("report.html.j2").render(
            document=document,
            policy=policy,
            style=Markup(style),
            script=Markup(script),
            spoken=_json(_spoken()),
            headings=list(_headings(document)) if "headings" in lists else [],
            tables=list(_captions(document, Table)),
            figures=list(_captions(document, Figure)),
            mark=document.layout.caption_mark,
            resolve=document.resolve,
            footnote=footnote,
            footnotes=footnotes,
            line=painted_line,
            said=lambda text: foreign_set((Run(painted_line(text)),), document.layout.foreign),
            lines=_lines,
            beside=_beside,
            day=long_date,
            picture=_picture,
            words=_words(document),
        )
    return page.encode("utf-8")


def _pages(layout: Layout) -> Iterator[str]:
    """What a printed sheet is like, upright and turned."""
    for name, turned in (("", False), ("turned ", True)):
        wide, tall = layout.sheet(turned)
        sides = layout.sides(turned)
        margin = " ".join(f"{side:g}cm" for side in (sides.top, sides.right, sides.bottom, sides.left))
        yield f"@page {name}{{ size: {wide:g}cm {tall:g}cm; margin: {margin}; }}"


def _words(document: Document) -> dict[str, str]:
    """What stands on the page besides the document."""
    return {
        "contents": document.words.contents,
        "tables": document.words.tables,
        "figures": document.words.figures,
        "warning": _("To do"),
        "translation": _("Translation"),
        "comment": _("Comment"),
        "footnote": _("Footnote"),
        "footnotes": _("Footnotes"),
        "back": _("Back to the text"),
        "search": _("Search"),
        "previous": _("Previous hit"),
        "next": _("Next hit"),
        "shortcuts": _("Keys"),
        "help": _(
            "/ searches; Enter leads to the next hit and Shift+Enter to the one before; Esc clears or closes. A number in a "
            "table opens its quotes. In the graph, arrow keys move a person, with Shift further; Enter leaves only "
            "their ties."
        ),
        "close": _("Close"),
        "quotes": _("Quotes"),
        "there": _("To where they stand in the report"),
    }


def _beside(run: Run) -> str:
    """Why fewer quotes or more stand behind a number than it says."""
    said = [_("{n} more: may not be quoted", n=run.withheld)] if run.withheld else []
    if run.repeated:
        said.append(
            _(
                "A passage under several codes stands here under each of them and is counted once: {n} fewer in all",
                n=run.repeated,
            )
        )
    return ". ".join(said) + "."


def _spoken() -> dict[str, object]:
    """What the script says, and how the report writes numbers and days."""
    return {
        "ascending": _("Sorted by {column}, smallest first"),
        "descending": _("Sorted by {column}, largest first"),
        "unsorted": _("In the order of the report again"),
        "filter": _("Show only rows with"),
        "rows": _("{n} of {all} rows"),
        "hits": _("{n} found"),
        "hit": _("{n} of {all}"),
        "none": _("nothing found"),
        "classes": _("Ties"),
        "groups": _("Groups"),
        "ties": _("{n} of {all} lines"),
        "reset": _("As it was"),
        "quotes": _("Quotes"),
        "moving": _(
            "Drag somebody, or move them with the arrow keys; a click or Enter leaves only their ties."
        ),
        "months": MONTHS[language()],
        "thousands": whole(1000)[1],
        "decimal": number(0.5, 1)[1],
    }


def _json(values: dict[str, object]) -> Markup:
    """`values` so that no character of theirs can end the block they stand in."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return Markup(text.translate({ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}))


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return "sha256-" + base64.b64encode(digest).decode("ascii")


def _headings(document: Document) -> Iterator[Entry]:
    """The contents: headings of the first two levels that can be led to."""
    for position, block in enumerate(document.blocks):
        if isinstance(block, Heading) and block.level < 3 and block.anchor:
            label = document.numbers.get(position, "")
            if block.kind == "appendix" and block.level == 1:
                label = f"{document.words.appendix} {label}."
            yield f"l{block.level}", block.anchor, label, block.text


def _captions(document: Document, kind: type[Table | Figure]) -> Iterator[Entry]:
    """The tables or figures that can be led to."""
    for block in document.blocks:
        if isinstance(block, kind) and block.anchor:
            label = document.labels[block.anchor] + document.layout.caption_mark.rstrip()
            yield "", block.anchor, label, block.caption


def _lines(text: str) -> Markup:
    """`text` escaped, its line ends kept."""
    return Markup("<br>").join(escape(part) for part in painted(text).split("\n"))


def _picture(figure: Figure, number: str) -> Markup:
    """The cleaned SVG of a figure, which holds nothing a browser would run or fetch."""
    return Markup(svg.clean(figure.svg, prefix=f"figure{number}-"))
