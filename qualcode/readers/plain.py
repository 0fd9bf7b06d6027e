"""Plain text and Markdown; a Markdown file's front matter is metadata and not text."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from qualcode.readers.reading import Block, Extract
from qualcode.text.normal import read_text

_FRONT = re.compile(r"---[ \t]*\n(.{0,100000}?\n)?(?:---|\.\.\.)[ \t]*(?:\n+|\Z)", re.DOTALL)
_HEADING = re.compile(r"(#{1,6})\s+\S")


def read_txt(data: bytes) -> Extract:
    """The lines of a text file. Raises Unreadable."""
    done = read_text(data)
    blocks = line_blocks(done.text)
    return Extract(blocks, _paragraphs(blocks), repaired=done.repaired)


def read_md(data: bytes) -> Extract:
    """The lines of a Markdown file with its signs, without its front matter. Raises Unreadable."""
    done = read_text(data)
    metadata, text = front_matter(done.text)
    blocks, table, inside = list[Block](), 0, False
    for line in text.split("\n"):
        heading = _HEADING.match(line)
        cells = _cells(line)
        table += bool(cells) and not inside
        inside = bool(cells) or (inside and _is_rule(line))
        blocks.append(
            Block(line, (), len(heading[1]) if heading else 0, cells=cells, table=table if cells else 0)
        )
    return Extract(blocks, _paragraphs(blocks), metadata, repaired=done.repaired)


def line_blocks(text: str) -> list[Block]:
    """One block for each line."""
    return [Block(line) for line in text.split("\n")]


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """The fields between two `---` at the top, and the text below; what is no mapping is text."""
    found = _FRONT.match(text)
    if not found:
        return {}, text
    try:
        fields = YAML(typ="safe", pure=True).load(found[1] or "")
    except (YAMLError, ValueError):
        return {}, text
    if not isinstance(fields, dict):
        return {}, text
    return {str(key): _plain(value) for key, value in fields.items() if value is not None}, text[
        found.end() :
    ]


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_plain(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_plain(item)}" for key, item in value.items())
    return str(value)


def _paragraphs(blocks: list[Block]) -> Literal["block", "blank"]:
    inner = [block.text.strip() for block in blocks]
    while inner and not inner[-1]:
        inner.pop()
    return "blank" if "" in inner[1:] else "block"


def _cells(line: str) -> tuple[tuple[int, int], ...]:
    """Where the cells of a table row lie, without the blanks around them; none where the line is no row."""
    bars = (
        [found.start() for found in re.finditer(r"(?<!\\)\|", line)] if line.lstrip().startswith("|") else []
    )
    if len(bars) < 2 or _is_rule(line):
        return ()
    cells = []
    for left, right in pairwise(bars):
        cell = line[left + 1 : right]
        start = left + 1 + len(cell) - len(cell.lstrip())
        cells.append((start, start + len(cell.strip())))
    return tuple(cells)


def _is_rule(line: str) -> bool:
    """Whether this is the line of dashes between a table's head and its rows."""
    return "--" in line and not line.strip("|:- \t")
