"""A report as one HTML file that asks nobody for anything: no script, one stylesheet of ours allowed by its hash."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from qualcode.i18n import _, using
from qualcode.reports import svg
from qualcode.reports.document import Document, Figure, Heading
from qualcode.reports.painting import painted, painted_line

TEMPLATES = Path(__file__).parent / "templates"


def to_html(document: Document) -> bytes:
    """`document` as a single HTML file in UTF-8."""
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, auto_reload=False
    )
    with using(document.language):
        page = environment.get_template("report.html.j2").render(
            document=document,
            policy=policy,
            style=Markup(style),
            headings=[
                (document.numbers.get(position, ""), block)
                for position, block in enumerate(document.blocks)
                if isinstance(block, Heading) and block.level < 3
            ],
            resolve=document.resolve,
            line=painted_line,
            lines=_lines,
            picture=_picture,
            words={
                "table": _("Table"),
                "figure": _("Figure"),
                "appendix": _("Appendix"),
                "contents": _("Contents"),
                "warning": _("To do"),
                "translation": _("Translation"),
            },
        )
    return page.encode("utf-8")


def _lines(text: str) -> Markup:
    """`text` escaped, its line ends kept."""
    return Markup("<br>").join(escape(part) for part in painted(text).split("\n"))


def _picture(figure: Figure, number: str) -> Markup:
    """The cleaned SVG of a figure, which holds nothing a browser would run or fetch."""
    return Markup(svg.clean(figure.svg, prefix=f"figure{number}-"))
