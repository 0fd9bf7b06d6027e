"""Categories and themes in forms: made, edited, removed, and the categories a code belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.i18n import _
from qualcode.tui.codebook.shelf import Shelf
from qualcode.tui.desk import Desk
from qualcode.tui.forms import Answers, Area, Ask, Form, Line, Pick
from qualcode.tui.painting import one_line

if TYPE_CHECKING:
    from qualcode.model import Theme
    from qualcode.project import Project
    from qualcode.project.categories import CategoryRow
    from qualcode.project.codebook import CodeRow


async def edit_membership(desk: Desk, shelf: Shelf, row: CodeRow) -> None:
    """Which categories a code belongs to."""
    known = [category.name for category in shelf.categories]
    now = "; ".join(shelf.categories_of(row.code))
    form = Form(
        _("Categories of {code}", code=row.code),
        [Line("names", _("Categories, separated by ;"), now, hint=_("a new name makes a category"), known=known)],
        note=", ".join(known),
        about=f"categories of {row.id}",
    )  # fmt: skip
    await desk.fill(
        form,
        "category.set",
        lambda project, answers: project.codebook.set_categories(str(row.id), answers["names"].split(";")),
    )


async def add_shelf(desk: Desk, shelf: Shelf) -> None:
    """A new category or theme."""
    kinds = [("category", _("category")), ("theme", _("theme"))]
    form = Form(
        _("New category or theme"),
        [
            Line("name", _("Name"), needed=True),
            Pick("kind", _("Kind"), kinds, "category"),
            Line(
                "theme",
                _("Theme of the category"),
                known=[theme.name for theme in shelf.themes],
                goes_with=("kind", "category"),
            ),
            Line("codes", _("Codes of the category, separated by ;"), goes_with=("kind", "category")),
            Area("note", _("Note")),
        ],
        about="new category",
    )

    def write(project: Project, answers: Answers) -> None:
        name, note = answers["name"], answers["note"]
        if answers["kind"] == "theme":
            project.codebook.add_theme(name, note=note)
            return
        codes = _parts(answers["codes"])
        project.codebook.add_category(name, codes=codes, theme=answers["theme"] or None, note=note)

    await desk.fill(form, "category.set", write)


async def edit_shelf(desk: Desk, shelf: Shelf, key: str) -> None:
    """The category or theme of that line."""
    if category := shelf.category(key):
        await _edit_category(desk, shelf, category)
    elif theme := shelf.theme(key):
        await _edit_theme(desk, theme)


async def _edit_category(desk: Desk, shelf: Shelf, category: CategoryRow) -> None:
    themes = [theme.name for theme in shelf.themes]
    form = Form(
        _("Category {name}", name=one_line(category.name, 40)),
        [
            Line("name", _("Name"), category.name, needed=True),
            Line("theme", _("Theme"), category.theme or "", known=themes),
            Line("codes", _("Codes, separated by ;"), "; ".join(category.codes)),
            Area("note", _("Note"), category.note),
        ],
        about=str(category.id),
    )

    def write(project: Project, answers: Answers) -> None:
        project.codebook.edit_category(
            category.id,
            name=answers["name"],
            theme=answers["theme"],
            codes=_parts(answers["codes"]),
            note=answers["note"],
        )

    await desk.fill(form, "category.set", write)


async def _edit_theme(desk: Desk, theme: Theme) -> None:
    form = Form(
        _("Theme {name}", name=one_line(theme.name, 40)),
        [Line("name", _("Name"), theme.name, needed=True), Area("note", _("Note"), theme.note)],
        about=str(theme.uid),
    )
    await desk.fill(
        form, "theme.set", lambda project, answers: project.codebook.edit_theme(theme.uid, **answers)
    )


async def remove_shelf(desk: Desk, shelf: Shelf, key: str) -> None:
    """The category or theme of that line goes; what stands in it stays."""
    if category := shelf.category(key):
        words = _("Remove the category {name}? Its codes stay. This can be undone.", name=category.name)
        if await desk.app.push_screen_wait(Ask(words)):
            await desk.write("category.remove", lambda p: p.codebook.remove_category(category.id))
    elif theme := shelf.theme(key):
        words = _("Remove the theme {name}? Its categories stay. This can be undone.", name=theme.name)
        if await desk.app.push_screen_wait(Ask(words)):
            await desk.write("theme.remove", lambda p: p.codebook.remove_theme(theme.uid))


def _parts(given: str) -> list[str]:
    return [part.strip() for part in given.split(";") if part.strip()]
