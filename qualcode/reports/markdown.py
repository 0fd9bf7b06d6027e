"""A report as Pandoc's Markdown, for Quarto and for anyone who writes in plain text.

Tables and figures have ids and captions as Quarto numbers them (`{#tbl-…}`, `@tbl-…`), so that they go on counting in
a longer document; where their numbers are to begin with another than 1, they are written out, as those of headings are. Pictures are inside the file, footnotes and remarks are
notes in their line, and nothing that somebody wrote can be read as markup, a short code or a cell to run.
"""

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
    Comment,
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
    threads,
)
from qualcode.reports.painting import foreign_set, long_date, painted, painted_line

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~^$@#&{}]|-(?=-))")
_PLAIN_CODE = re.compile(r"[\w.:+-]+")
_IN_ATTRIBUTE = str.maketrans({'"': "'", "\\": "/", "<": "‹", ">": "›", "{": "(", "}": ")"})
_STARTS = re.compile(r"^(\s*)(\(?(?:\d+|[A-Za-z]|[IVXLCDMivxlcdm]+)(?=[.)](?:\s|$))|[-+:=%](?!-))")
_ALIGN = {"left": (":", ""), "centre": (":", ":"), "right": ("", ":")}
_DASHES = 60
"""Of all columns together: where a row is long, their number gives the widths."""
_KINDS = {Table: "tbl", Figure: "fig"}
"""Quarto's names of what it numbers."""
_TARGET = re.compile(r"\[\]\{#([^}]+)\}")
"""A place that a link may lead to; words that somebody wrote cannot look like one, as their brackets are escaped."""
_JOINED = re.compile(r"[:.#$%&+?<>~/-]?\w")
"""What Pandoc may take for a part of an id that stands before it."""


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
    lines = ["---", *(f"{name}: {_yaml(value)}" for name, value in head.items() if value)]
    lines += [f"crossref: {json.dumps(_crossref(document), ensure_ascii=False)}"]
    lines += ["toc: true"] if Contents() in document.blocks else []
    lines += ["---", ""]
    with using(document.language):
        writer = _Writer(document)
        for position, block in enumerate(document.blocks):
            lines += writer.block(block, document.numbers.get(position, ""))
        if document.footer:
            lines += ["---", "", escaped(painted_line(document.footer)), ""]
    # Every row has a place; those that nothing leads to would only stand in the way of whoever reads the plain text.
    led_to = writer.led_to
    return _TARGET.sub(lambda found: found[0] if found[1] in led_to else "", "\n".join(lines)).encode("utf-8")


def escaped(text: str) -> str:
    """One line of `text` with every sign that Markdown would read as markup made literal."""
    return _STARTS.sub(_guarded, _SPECIAL.sub(r"\\\1", text))


def _guarded(match: re.Match[str]) -> str:
    space, sign = match.groups()
    # The sign of a numbered list is guarded behind its number.
    return f"{space}{sign}\\" if sign[-1].isalnum() else f"{space}\\{sign}"


def _crossref(document: Document) -> dict[str, str]:
    """How Quarto is to call tables and figures: it does not know every language."""
    words = document.words
    return {
        "tbl-title": words.table,
        "tbl-prefix": words.table,
        "fig-title": words.figure,
        "fig-prefix": words.figure,
        "title-delim": document.layout.caption_mark.strip(),
    }


def _yaml(value: str) -> str:
    """`value` as a YAML string: every JSON string is one. Pandoc reads Markdown inside it, hence escaped words."""
    return json.dumps(value, ensure_ascii=False)


def _anchor(anchor: str) -> str:
    return f" {{#{anchor}}}" if anchor else ""


def _numbered(kind: str, anchor: str) -> str:
    """An id that Quarto numbers."""
    return anchor if anchor.startswith(f"{kind}-") else f"{kind}-{anchor}"


class _Writer:
    """Writes the blocks of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._ids = {
            block.anchor: _numbered(_KINDS[type(block)], block.anchor)
            for block in document.blocks
            if isinstance(block, Table | Figure) and block.anchor and self._counted(block)
        }
        """Anchors of tables and figures as Quarto wants them."""
        self.led_to: set[str] = set()
        """Where the links that were written lead."""

    def _counted(self, block: Table | Figure) -> bool:
        """True where Quarto is to give the number."""
        layout = self.document.layout
        if isinstance(block, Table):
            return layout.table_start == 1 and not block.after
        return layout.figure_start == 1

    def _caption(self, block: Table | Figure, number: str) -> str:
        caption = self._told(block.caption)
        if self._counted(block):
            return caption
        words = self.document.words
        word = words.table if isinstance(block, Table) else words.figure
        return f"{escaped(word)} {number}{escaped(self.document.layout.caption_mark)}{caption}"

    def block(self, block: Block, number: str) -> list[str]:
        """The lines of a block, an empty one at the end."""
        match block:
            case Heading():
                return [*self._heading(block, number), ""]
            case Paragraph():
                said = self.runs(block.runs).lstrip() + self._remarks(block.comments)
                return [self._target(block.anchor) + said, ""]
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
        resolved = [self.document.resolve(run) for run in runs]
        made = ""
        for run, after in zip(resolved, [*(run.text for run in resolved), ""][1:], strict=True):
            number = self._ids.get(run.link, "") if run.label else ""
            if number and not _JOINED.match(after) and not made[-1:].isalnum():
                made += f"@{number}{self._note(run.footnote)}"
            else:
                made += self._run(run, separator)
        return made

    def _told(self, text: str) -> str:
        """A heading or caption, with the words of another language in italics."""
        return self.runs(foreign_set((Run(painted_line(text)),), self.document.layout.foreign))

    def _run(self, run: Run, separator: str) -> str:
        note = self._note(run.footnote)
        if run.code and not run.link and _PLAIN_CODE.fullmatch(run.text):
            return f"`{run.text}`{note}"
        words = separator.join(escaped(part) for part in painted(run.text).split("\n"))
        core = words.strip()
        if not core:
            return words + note
        before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
        if run.bold:
            core = f"**{core}**"
        if run.italic:
            core = f"*{core}*"
        if run.link:
            self.led_to.add(run.link)
            core = f"[{core}](#{self._ids.get(run.link, run.link)})"
        return before + core + note + after

    def _note(self, runs: Runs) -> str:
        """A footnote in its line: the one kind that may stand in a table too."""
        return f"^[{self.runs(runs, ' ').strip()}]" if runs else ""

    def _remarks(self, comments: tuple[Comment, ...]) -> str:
        """Threads of comments as footnotes."""
        made = ""
        for thread in threads(comments):
            said = (self._remark(comment) for comment in thread)
            made += f"^[{' '.join(said)}]"
        return made

    def _remark(self, comment: Comment) -> str:
        written = comment.written or self.document.created
        head = ", ".join(part for part in (painted_line(comment.author), long_date(written.date())) if part)
        return f"**{escaped(head)}:** {escaped(' '.join(painted(comment.text).split()))}"

    def _target(self, anchor: str) -> str:
        return f"[]{{#{anchor}}}" if anchor else ""

    def _heading(self, block: Heading, number: str) -> Iterator[str]:
        words = self._told(block.text)
        if block.kind == "appendix" and block.level == 1:
            words = f"{escaped(self.document.words.appendix)} {number}. {words}"
        elif number:
            words = f"{number} {words}"
        yield "#" * block.level + " " + words + _anchor(block.anchor)

    def _quote(self, block: Quote) -> Iterator[str]:
        lead = self._target(block.anchor) + self.runs(block.lead)
        reference = self.runs(block.cited)
        words = [escaped(part) for part in painted(block.text).split("\n")]
        if block.is_block:
            yield lead.rstrip()
            yield ""
            yield from ("> " + part for part in "\\\n".join(words).split("\n"))
            yield ">"
            yield f"> {reference}{self._remarks(block.comments)}"
        else:
            said = "\\\n".join(words)
            yield f"{lead}{said if block.paraphrase else f'“{said}”'} {reference}{self._remarks(block.comments)}"
        if block.translation:
            yield ""
            yield f"{_('Translation')}: *{escaped(painted_line(block.translation))}*"

    def _fact(self, name: str, value: Runs) -> Iterator[str]:
        yield f"**{escaped(painted_line(name))}:** {self.runs(value)}"
        yield ""

    def _table(self, block: Table, number: str) -> Iterator[str]:
        if block.anchor and not self._counted(block):
            yield self._target(block.anchor)
            yield ""
        head, *more = block.header or ((Cell((), span=len(block.columns)),),)
        yield self._line(head)
        total = sum(column.width for column in block.columns)
        marks = [(column.width / total, *_ALIGN[column.align]) for column in block.columns]
        yield (
            "|"
            + "|".join(f"{left}{'-' * max(3, round(_DASHES * one))}{right}" for one, left, right in marks)
            + "|"
        )
        for cells in more:
            yield self._line(cells)
        for row in block.rows:
            yield self._line(row.cells, self._target(row.anchor), self._remarks(row.comments))
        yield ""
        # Quarto numbers only what has an id.
        named = f" {{#{_numbered('tbl', block.anchor or number)}}}" if self._counted(block) else ""
        yield f": {self._caption(block, number)}{named}"
        if block.note:
            yield ""
            yield self.runs(block.note)

    def _line(self, cells: tuple[Cell, ...], target: str = "", remarks: str = "") -> str:
        parts: list[str] = []
        for cell in cells:
            parts += [self.runs(cell.runs, " "), *[""] * (cell.span - 1)]
        parts[0] = target + parts[0] + remarks
        return "| " + " | ".join(parts) + " |"

    def _figure(self, block: Figure, number: str) -> Iterator[str]:
        data = base64.b64encode(svg.clean(block.svg).encode("utf-8")).decode("ascii")
        alt = painted_line(block.alt).translate(_IN_ATTRIBUTE)
        anchor = _numbered("fig", block.anchor or number) if self._counted(block) else block.anchor
        named = f"#{anchor} " if anchor else ""
        picture = f"data:image/svg+xml;base64,{data}"
        yield f'![{self._caption(block, number)}]({picture}){{{named}fig-alt="{alt}"}}'
        if block.note:
            yield ""
            yield self.runs(block.note)
