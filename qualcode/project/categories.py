"""Categories of codes, and the themes they lead to: the part of `project.codebook` that lies beside the tree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlmodel import select

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.model import Category, CategoryCode, Code, Record, Theme
from qualcode.project.codes import ensure_theme, put_category
from qualcode.project.facet import Facet
from qualcode.project.lookup import find
from qualcode.store.transaction import Transaction, table_of


@dataclass(frozen=True)
class CategoryRow:
    """A category with its codes and theme."""

    id: UUID
    number: int
    name: str
    theme: str | None
    note: str
    codes: Sequence[str] = field(default_factory=tuple)


class CategoriesFacet(Facet):
    """Categories and themes."""

    def add_category(
        self, name: str, *, codes: Iterable[str] = (), theme: str | None = None, note: str = ""
    ) -> Category:
        """Add a category of codes, or set the codes, theme and note of the one called so; a new theme is made."""
        wanted = list(codes)

        def work(tx: Transaction) -> Category:
            return put_category(tx, name, [find(tx.session, Code, code) for code in wanted], theme, note)

        return self.project.write("category.set", work, summary=name)

    def edit_category(
        self,
        category: str | int | UUID,
        *,
        name: str | None = None,
        codes: Iterable[str] | None = None,
        theme: str | None = None,
        note: str | None = None,
    ) -> Category:
        """Change what is named: another name, exactly these codes, another theme (empty: none), another note."""
        wanted = None if codes is None else list(codes)

        def work(tx: Transaction) -> Category:
            found = find(tx.session, Category, category)
            values: dict[str, Any] = {}
            if name is not None:
                values["name"] = _free_name(tx, Category, name, found.id)
            if theme is not None:
                values["theme_id"] = ensure_theme(tx, theme.strip()).id if theme.strip() else None
            if note is not None:
                values["note"] = note.strip()
            found = tx.update(found, **values)
            if wanted is not None:
                _set_codes(tx, found, [find(tx.session, Code, code) for code in wanted])
            return found

        return self.project.write("category.set", work, summary=str(category))

    def set_categories(self, code: str | int | UUID, names: Iterable[str]) -> Sequence[Category]:
        """Let a code belong to exactly the categories called so; those that are not there yet are made."""
        wanted = [name for name in dict.fromkeys(given.strip() for given in names) if name]

        def work(tx: Transaction) -> Sequence[Category]:
            found = find(tx.session, Code, code)
            known = {category.name.casefold(): category for category in tx.all(Category)}
            kept = [
                known.get(name.casefold())
                or known.setdefault(name.casefold(), tx.insert(Category(name=name)))
                for name in wanted
            ]
            ids = dict.fromkeys(category.id for category in kept)
            links = tx.all(CategoryCode, table_of(CategoryCode).c.code_id == found.id)
            for link in links:
                if link.category_id not in ids:
                    tx.delete(link)
            there = {link.category_id for link in links}
            tx.insert_all(CategoryCode(category_id=n, code_id=found.id) for n in ids if n not in there)
            return kept

        return self.project.write("category.set", work, summary=str(code))

    def remove_category(self, category: str | int | UUID) -> None:
        """Remove a category; its codes stay."""
        self.project.write("category.remove", lambda tx: tx.delete(find(tx.session, Category, category)))

    def categories(self) -> Sequence[CategoryRow]:
        """Every category in the order they were made."""
        with self.project.read() as session:
            themes = {t.id: t.name for t in session.scalars(select(Theme))}
            codes = {c.id: c.code for c in session.scalars(select(Code))}
            members: dict[int, list[str]] = {}
            for link in session.scalars(select(CategoryCode).order_by(table_of(CategoryCode).c.id)):
                members.setdefault(link.category_id, []).append(codes[link.code_id])
            return [
                CategoryRow(
                    c.uid, c.id, c.name, themes.get(c.theme_id or 0), c.note, tuple(members.get(c.id, ()))
                )
                for c in session.scalars(select(Category).order_by(table_of(Category).c.id))
            ]

    def themes(self) -> Sequence[Theme]:
        """Every theme in the order they were made."""
        with self.project.read() as session:
            return session.scalars(select(Theme).order_by(table_of(Theme).c.id)).all()

    def add_theme(self, name: str, *, note: str = "") -> Theme:
        """Add a theme. Raises BadInput where there is one of that name."""
        return self.project.write(
            "theme.set",
            lambda tx: tx.insert(Theme(name=_free_name(tx, Theme, name), note=note.strip())),
            summary=name,
        )

    def edit_theme(
        self, theme: str | int | UUID, *, name: str | None = None, note: str | None = None
    ) -> Theme:
        """Change a theme's name or note."""

        def work(tx: Transaction) -> Theme:
            found = find(tx.session, Theme, theme)
            values: dict[str, Any] = {}
            if name is not None:
                values["name"] = _free_name(tx, Theme, name, found.id)
            if note is not None:
                values["note"] = note.strip()
            return tx.update(found, **values)

        return self.project.write("theme.set", work, summary=str(theme))

    def remove_theme(self, theme: str | int | UUID) -> None:
        """Remove a theme; its categories stay."""
        self.project.write("theme.remove", lambda tx: tx.delete(find(tx.session, Theme, theme)))


def _set_codes(tx: Transaction, category: Category, codes: Sequence[Code]) -> None:
    links = tx.all(CategoryCode, table_of(CategoryCode).c.category_id == category.id)
    wanted = dict.fromkeys(code.id for code in codes)
    for link in links:
        if link.code_id not in wanted:
            tx.delete(link)
    there = {link.code_id for link in links}
    tx.insert_all(CategoryCode(category_id=category.id, code_id=n) for n in wanted if n not in there)


def _free_name(tx: Transaction, model: type[Record], given: str, but: int | None = None) -> str:
    """`given` as the name of a category or theme; raises BadInput where it is empty or taken, whatever its case."""
    name = given.strip()
    if not name:
        raise BadInput(_("a category needs a name") if model is Category else _("a theme needs a name"))
    for other in tx.all(model):
        taken = str(getattr(other, "name", ""))
        if taken.casefold() == name.casefold() and other.id != but:
            raise BadInput(_("{name} is there already", name=taken))
    return name
