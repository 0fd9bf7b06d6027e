"""A report as Pandoc's Markdown, for Quarto and for anyone who writes in plain text."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator

from qualcode.i18n import _, using
from qualcode.reports import svg
from qualcode.reports.document import (
    Block,
    Cell,
    Contents,
    Document,
    Facts,
    Figure,
    Heading,
    ListBlock,
    Note,
    PageBreak,
    Paragraph,
    Quote,
    Run,
    Runs,
    Table,
)
from qualcode.reports.painting import painted, painted_line

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~^$@#&{}])")
_PLAIN_CODE = re.compile(r"[\w.:+-]+")
_IN_ATTRIBUTE = str.maketrans({'"': "'", "\\": "/", "<": "‹", ">": "›", "{": "(", "}": ")"})
_STARTS = re.compile(r"^(\s*)([-+:=%]|\d+(?=[.)](?:\s|$)))")
_ALIGN = {"left": ":---", "centre": ":---:", "right": "---:"}


def to_markdown(document: Document) -> bytes:
    """`document` as UTF-8 Markdown with a YAML head."""
    head = {
        "title": escaped(painted_line(document.title)),
        "subtitle": escaped(painted_line(document.subtitle)),
        "author": escaped(painted_line(document.author)),
        "date": document.created.date().isoformat(),
        "lang": document.language,
        "generator": document.software,
        **{name: painted_line(value) for name, value in document.properties},
    }
    lines = ["---", *(f"{name}: {_yaml(value)}" for name, value in head.items() if value), "---", ""]
    with using(document.language):
        for position, block in enumerate(document.blocks):
            lines += _Writer(document).block(block, document.numbers.get(position, ""))
        if document.footer:
            lines += ["---", "", escaped(painted_line(document.footer)), ""]
    return "\n".join(lines).encode("utf-8")


def escaped(text: str) -> str:
    """One line of `text` with every sign that Markdown would read as markup made literal."""
    return _STARTS.sub(_guarded, _SPECIAL.sub(r"\\\1", text))


def _guarded(match: re.Match[str]) -> str:
    space, sign = match.groups()
    return f"{space}{sign}" + "\\" if sign.isdigit() else f"{space}\\{sign}"


def _yaml(value: str) -> str:
    """`value` as a YAML string: every JSON string is one. Pandoc reads Markdown inside it, hence escaped words."""
    return json.dumps(value, ensure_ascii=False)


def _anchor(anchor: str) -> str:
    return f" {{#{anchor}}}" if anchor else ""


class _Writer:
    """Writes the blocks of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def block(self, block: Block, number: str) -> list[str]:
        """The lines of a block, an empty one at the end."""
        match block:
            case Heading():
                return [*self._heading(block, number), ""]
            case Paragraph():
                return [self._target(block.anchor) + self.runs(block.runs), ""]
            case Quote():
                return [*self._quote(block), ""]
            case Table():
                return [*self._table(block, number), ""]
            case Figure():
                return [*self._figure(block, number), ""]
            case Note():
                head = f"**{_('To do')}.** " if block.kind == "warning" else ""
                return [f"::: {{.{block.kind}}}", head + self.runs(block.runs), ":::", ""]
            case ListBlock():
                mark = (f"{n}. " if block.ordered else "- " for n in range(1, len(block.items) + 1))
                return [*(m + self.runs(item) for m, item in zip(mark, block.items, strict=True)), ""]
            case Facts():
                return [line for name, value in block.pairs for line in self._fact(name, value)]
            case Contents():
                return []
            case PageBreak():
                return ["\\newpage", ""]

    def runs(self, runs: Runs, separator: str = "\\\n") -> str:
        """Runs on one logical line; line ends inside them become `separator`."""
        return "".join(self._run(run, separator) for run in runs)

    def _run(self, run: Run, separator: str) -> str:
        run = self.document.resolve(run)
        if run.code and not run.link and _PLAIN_CODE.fullmatch(run.text):
            return f"`{run.text}`"
        words = separator.join(escaped(part) for part in painted(run.text).split("\n"))
        core = words.strip()
        if not core:
            return words
        before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
        if run.bold:
            core = f"**{core}**"
        if run.italic:
            core = f"*{core}*"
        if run.link:
            core = f"[{core}](#{run.link})"
        return before + core + after

    def _target(self, anchor: str) -> str:
        return f"[]{{#{anchor}}}" if anchor else ""

    def _heading(self, block: Heading, number: str) -> Iterator[str]:
        words = escaped(painted_line(block.text))
        if block.kind == "appendix" and block.level == 1:
            words = f"{_('Appendix')} {number}. {words}"
        elif number:
            words = f"{number} {words}"
        yield "#" * block.level + " " + words + _anchor(block.anchor)

    def _quote(self, block: Quote) -> Iterator[str]:
        lead = self._target(block.anchor) + self.runs(block.lead)
        reference = escaped(painted_line(block.reference))
        words = [escaped(part) for part in painted(block.text).split("\n")]
        if block.is_block:
            yield lead.rstrip()
            yield ""
            yield from ("> " + part for part in "\\\n".join(words).split("\n"))
            yield ">"
            yield f"> {reference}"
        else:
            said = "\\\n".join(words)
            yield f"{lead}{said if block.paraphrase else f'“{said}”'} {reference}"
        if block.translation:
            yield ""
            yield f"{_('Translation')}: *{escaped(painted_line(block.translation))}*"

    def _fact(self, name: str, value: Runs) -> Iterator[str]:
        yield f"**{escaped(painted_line(name))}:** {self.runs(value)}"
        yield ""

    def _table(self, block: Table, number: str) -> Iterator[str]:
        yield f"::: {{#{block.anchor} .table}}" if block.anchor else "::: {.table}"
        yield from (self._line(cells) for cells in block.header[:1])
        yield "|" + "|".join(_ALIGN[column.align] for column in block.columns) + "|"
        for cells in block.header[1:]:
            yield self._line(cells)
        for row in block.rows:
            yield self._line(row.cells, self._target(row.anchor))
        yield ""
        yield f"Table: {_('Table')} {number}. {escaped(painted_line(block.caption))}"
        yield ":::"
        if block.note:
            yield ""
            yield self.runs(block.note)

    def _line(self, cells: tuple[Cell, ...], target: str = "") -> str:
        parts: list[str] = []
        for cell in cells:
            parts += [self.runs(cell.runs, " "), *[""] * (cell.span - 1)]
        parts[0] = target + parts[0]
        return "| " + " | ".join(parts) + " |"

    def _figure(self, block: Figure, number: str) -> Iterator[str]:
        data = base64.b64encode(svg.clean(block.svg).encode("utf-8")).decode("ascii")
        caption = f"{_('Figure')} {number}. {escaped(painted_line(block.caption))}"
        alt = painted_line(block.alt).translate(_IN_ATTRIBUTE)
        named = f"#{block.anchor} " if block.anchor else ""
        yield f'![{caption}](data:image/svg+xml;base64,{data}){{{named}fig-alt="{alt}"}}'
        if block.note:
            yield ""
            yield self.runs(block.note)
