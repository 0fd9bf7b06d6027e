"""The form of a code: every field of its definition, its colour and its keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Label, Static

from qualcode.exchange.codebook import BILINGUAL
from qualcode.i18n import _, language
from qualcode.model.values import value_word
from qualcode.project.code_history import field_name
from qualcode.tui.codebook.colours import ColourChoice, colour_options
from qualcode.tui.forms import Answers, Area, Field, Form, Line, Pick, Wrong
from qualcode.tui.said_keys import key_for

if TYPE_CHECKING:
    from qualcode.project.codebook import CodeRow

_LISTS = ("cues_id", "cues_en", "cue_excludes")


class CodeForm(Form):
    """Wider than other forms; both languages stand beside each other where there is room."""

    DEFAULT_CSS = """
    CodeForm > Vertical { width: 130; height: 96%; }
    CodeForm VerticalScroll { height: 1fr; max-height: 100%; }
    CodeForm .pair { height: auto; align-horizontal: left; }
    CodeForm .half { width: 1fr; height: auto; }
    CodeForm .half.second { margin-left: 2; }
    CodeForm.narrow .pair { layout: vertical; }
    CodeForm.narrow .half { width: 100%; }
    CodeForm.narrow .half.second { margin-left: 0; }
    CodeForm .section { color: $primary; text-style: bold; margin-bottom: 1; border-bottom: solid $page-rule; width: 1fr; }
    """

    def __init__(
        self,
        title: str,
        sections: Sequence[tuple[str, Sequence[Sequence[Field]]]],
        *,
        check: Callable[[Answers], Wrong],
        focus: str,
        button: str = "",
    ) -> None:
        """`sections` are a heading and rows of one or two fields."""
        fields = [field for _heading, rows in sections for row in rows for field in row]
        super().__init__(title, fields, check=check, focus=focus, button=button)
        self._sections = sections

    def body(self) -> ComposeResult:
        """Section under section, a row of one or two fields at a time."""
        for heading, rows in self._sections:
            yield Static(heading, classes="section", markup=False)
            for row in rows:
                with Horizontal(classes="pair"):
                    for place, field in enumerate(row):
                        with Vertical(classes="half second" if place else "half"):
                            yield Label(field.label, markup=False)
                            yield self.widget(field)

    def widget(self, field: Field) -> Widget:
        """Colours are shown beside their names."""
        if isinstance(field, Pick) and field.name == "colour":
            return ColourChoice(field.options, field.value, id="field-colour")
        return super().widget(field)

    def on_resize(self) -> None:
        """One column where two do not fit."""
        self.set_class(self.app.size.width < 100, "narrow")


def code_form(
    row: CodeRow | None,
    check: Callable[[Answers], Wrong],
    *,
    parent: str = "",
    colour: str = "",
    known: Sequence[str] = (),
) -> CodeForm:
    """The form of `row`, or of a new code; the person's language comes first in each row.

    `parent` and `colour` are proposed for a new code, which may stand under each code of `known`.
    """

    def text(name: str) -> str:
        value = getattr(row, name, "") if row else ""
        return "; ".join(value) if isinstance(value, tuple) else str(value or "")

    first, other = (language(), "en" if language() == "id" else "id")

    def both(stem: str, kind: type[Line | Area]) -> Sequence[Field]:
        return [kind(f"{stem}_{t}", field_name(f"{stem}_{t}"), text(f"{stem}_{t}")) for t in (first, other)]

    own = row.own_colour if row else colour
    colours = colour_options(own, outermost=not (row.parent if row else parent))
    digits = [("", "–"), *((str(n), str(n)) for n in range(1, 10))]
    statuses = [(name, value_word(name)) for name in ("draft", "review", "approved", "retired")]
    origins = [(name, value_word(name)) for name in ("deductive", "inductive")]
    top: list[Sequence[Field]] = [
        both("name", Line),
        [
            Line(
                "code",
                field_name("code"),
                text("code"),
                hint=_("e.g. {example}", example="KP-TRN")
                if row
                else _("made from the name where you write none"),
            ),
            Line(
                "shortcut",
                _("Shortcut: two letters after {key}", key=key_for("reader.shortcut")),
                text("shortcut"),
                hint="" if row else _("chosen for you where you choose none"),
            ),
        ],
        *(
            []
            if row
            else [[Line("parent", field_name("parent"), parent, hint=_("none: outermost"), known=known)]]
        ),
        [Pick("colour", field_name("colour"), colours, own)],
        [Pick("pinned", field_name("pinned"), digits, str(row.pinned or "") if row else "")],
    ]
    meaning = [both(stem, Area) for stem in BILINGUAL if stem != "name"]
    cues: list[Sequence[Field]] = [
        [Area(name, _("{field}, separated by ;", field=field_name(name)), text(name)) for name in _LISTS[:2]][
            :: 1 if first == "id" else -1
        ],
        [
            Area(
                "cue_excludes",
                _("{field}, separated by ;", field=field_name("cue_excludes")),
                text("cue_excludes"),
            )
        ],
    ]
    rest: list[Sequence[Field]] = [
        [
            Pick("status", field_name("status"), statuses, text("status") or "draft"),
            Pick("origin", field_name("origin"), origins, text("origin") or "inductive"),
        ],
        [
            Line("source_theory", field_name("source_theory"), text("source_theory")),
            Line("domain", field_name("domain"), text("domain")),
        ],
    ]
    if row is not None:
        rest.append(
            [
                Line(
                    "reason",
                    field_name("reason"),
                    "",
                    hint=_("e.g. {example}", example=_("advice session 2, pilot")),
                )
            ]
        )
    form = CodeForm(
        _("Code {code}", code=row.code) if row else _("New code"),
        [
            (_("Name and colour"), top),
            (_("What it means"), meaning),
            (_("Cues"), cues),
            (_("Standing"), rest),
        ],
        check=check,
        focus=f"name_{first}",
        button=_("Save") if row else _("Add"),
    )
    form.about = str(row.id) if row else "new code"
    return form


def code_values(answers: Answers) -> dict[str, Any]:
    """Fields of a code as `codebook.add` and `edit` take them, with `code`."""
    values: dict[str, Any] = dict(answers)
    for name in _LISTS:
        if name in values:
            values[name] = [cue.strip() for cue in re.split(r"[;\n]", values[name]) if cue.strip()]
    return values


def first_fault(faults: Mapping[str, str], *, new: bool = False) -> Wrong:
    """What a form says of faults by field: the field to go to and the words; only that of a `new` code has a parent."""
    for name, words in faults.items():
        field = {"name": f"name_{language()}", "cues": f"cues_{language()}"}.get(name, name)
        return (field, words) if new or field != "parent" else words
    return ""
