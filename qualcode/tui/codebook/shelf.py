"""The codebook as the page holds it: codes with their counts, categories, themes, remarks, and the lines of the tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from qualcode.text.fold import fold
from qualcode.tui.looks import CodeCard, code_cards, in_language

if TYPE_CHECKING:
    from qualcode.exchange.codebook_lint import Lint
    from qualcode.model import Theme
    from qualcode.project import Project
    from qualcode.project.categories import CategoryRow
    from qualcode.project.codebook import CodeRow
    from qualcode.project.notes import MemoRow


@dataclass(frozen=True)
class Item:
    """One line of the tree."""

    key: str
    """`code:12`, `category:3` or `theme:1`; a code below a category names it, too."""
    depth: int
    """0 for an outermost line."""
    name: str
    code: str = ""
    """The short id of a code; empty for a category or theme."""
    letter: str = ""
    hue: int = -1
    keys: str = ""
    """Shortcut and digit."""
    informants: int | None = None
    segments: int | None = None
    remarks: int = 0
    branch: bool = False
    """Whether lines stand under it."""
    quiet: bool = False
    """Retired, or only there because something under it is looked for."""


@dataclass(frozen=True)
class Waiting:
    """Open comments: how many are on a code itself, and how many on passages that bear it."""

    here: int
    passages: int


@dataclass(frozen=True)
class Shelf:
    """What there is."""

    rows: Sequence[CodeRow]
    cards: Mapping[int, CodeCard]
    categories: Sequence[CategoryRow]
    themes: Sequence[Theme]
    remarks: Sequence[Lint]
    memos: Mapping[str, Sequence[MemoRow]]
    """Memos by the short id of the code they are about."""
    waiting: Mapping[str, Waiting]
    """Open comments by the short id of the code."""

    def row(self, key: str) -> CodeRow | None:
        """The code a line stands for."""
        kind, number = named(key)
        return next((row for row in self.rows if row.number == number), None) if kind == "code" else None

    def category(self, key: str) -> CategoryRow | None:
        """The category a line stands for."""
        kind, number = named(key)
        return next((c for c in self.categories if c.number == number), None) if kind == "category" else None

    def theme(self, key: str) -> Theme | None:
        """The theme a line stands for."""
        kind, number = named(key)
        return next((t for t in self.themes if t.id == number), None) if kind == "theme" else None

    def categories_of(self, code: str) -> list[str]:
        """Names of the categories a code belongs to."""
        return [category.name for category in self.categories if code in category.codes]

    def remarks_of(self, code: str) -> list[str]:
        """What lint says of a code."""
        return self._remarked.get(code, [])

    @cached_property
    def _remarked(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for remark in self.remarks:
            for code in dict.fromkeys(remark.codes):
                found.setdefault(code, []).append(remark.text)
        return found

    def tree(self, wanted: str = "") -> list[Item]:
        """The codes as they stand under each other; with `wanted` those that hold the words, and what is above them."""
        hits = {row.code for row in self.rows if _holds(row, wanted)}
        above = {row.code: row.parent for row in self.rows}
        shown = set(hits)
        for code in hits:
            at = above.get(code, "")
            while at and at not in shown:
                shown.add(at)
                at = above.get(at, "")
        rows = [row for row in self.rows if row.code in shown]
        parents = {row.parent for row in rows}
        return [self._item(row, row.depth - 1, row.code in parents, row.code not in hits) for row in rows]

    def themed(self, wanted: str = "") -> list[Item]:
        """Themes with their categories and the codes in them; what belongs to none comes last."""
        items: list[Item] = []
        by_code = {row.code: row for row in self.rows}
        names = [theme.name for theme in self.themes]
        for theme in self.themes:
            own = [category for category in self.categories if category.theme == theme.name]
            items.append(Item(f"theme:{theme.id}", 0, theme.name, branch=bool(own)))
            for category in own:
                items += self._shelved(category, 1, by_code)
        for category in self.categories:
            if category.theme not in names:
                items += self._shelved(category, 0, by_code)
        if not wanted:
            return items
        kept: list[Item] = []
        depth = -1
        for item in reversed(items):  # from below, so that what stands above a hit is known to be needed
            hit = fold(wanted) in fold(f"{item.code} {item.name}")
            if hit or item.depth < depth:
                kept.append(item)
                depth = item.depth
            elif item.depth == 0:
                depth = -1
        return kept[::-1]

    def _shelved(self, category: CategoryRow, depth: int, by_code: Mapping[str, CodeRow]) -> list[Item]:
        head = Item(f"category:{category.number}", depth, category.name, branch=bool(category.codes))
        below = [
            self._item(by_code[code], depth + 1, False, False, f"@{category.number}")
            for code in category.codes
            if code in by_code
        ]
        return [head, *below]

    def _item(self, row: CodeRow, depth: int, branch: bool, quiet: bool, where: str = "") -> Item:
        card = self.cards[row.number]
        keys = f"'{row.shortcut}" if row.shortcut else ""
        return Item(
            key=f"code:{row.number}{where}",
            depth=depth,
            name=card.name,
            code=row.code,
            letter=card.look.letter,
            hue=card.look.hue,
            keys=f"{keys:<4}{row.pinned or ''}".rstrip(),
            informants=row.informants,
            segments=row.segments,
            remarks=len(self.remarks_of(row.code)),
            branch=branch,
            quiet=quiet or row.status == "retired",
        )


def named(key: str) -> tuple[str, int]:
    """The kind and number of what a line stands for."""
    kind, _colon, number = key.partition("@")[0].partition(":")
    return kind, int(number or 0)


def read_shelf(project: Project) -> Shelf:
    """Everything the page shows."""
    memos: dict[str, list[MemoRow]] = {}
    codes = project.codebook.records()
    known = {code.code for code in codes}
    for memo in project.notes.memos():
        for about in memo.about.split(", "):
            if about in known:
                memos.setdefault(about, []).append(memo)
    rows = project.codebook.list()
    return Shelf(
        rows=rows,
        cards=code_cards(codes),
        categories=project.codebook.categories(),
        themes=project.codebook.themes(),
        remarks=project.codebook.lint(rows),
        memos=memos,
        waiting=_waiting(project),
    )


def _waiting(project: Project) -> Mapping[str, Waiting]:
    rows = project.comments.list(status="open")
    here = Counter(row.code for row in rows if row.code and row.on == "code")
    passages = Counter(row.code for row in rows if row.code and row.on == "coding")
    return {code: Waiting(here[code], passages[code]) for code in here | passages}


def _holds(row: CodeRow, wanted: str) -> bool:
    if not wanted:
        return True
    words = (row.code, row.name_id, row.name_en, row.shortcut, row.short_def_id, row.short_def_en)
    return fold(wanted) in fold("\n".join((*words, in_language(row, "full_def"), *row.cues_id, *row.cues_en)))
