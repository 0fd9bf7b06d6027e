"""The keys of the page underneath, from the same list as its foot and the palette."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, runtime_checkable

from rich.console import Group
from rich.table import Table
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Static

from qualcode.i18n import _
from qualcode.tui.keymap import keymap_path
from qualcode.tui.said_keys import key_for


@runtime_checkable
class Lore(Protocol):
    """A page with more to tell than keys."""

    def lore(self) -> tuple[str, Sequence[tuple[str, str]]]:
        """A heading, and under it what is written and what it means."""
        ...


class HelpPage(ModalScreen[None]):
    """Keys with what they do; any of them works again when this is closed."""

    DEFAULT_CSS = """
    HelpPage { align: center middle; background: $background 60%; }
    HelpPage > VerticalScroll { width: 108; max-width: 98%; height: auto; max-height: 96%; padding: 0 2;
                                background: $background; border: round $border; border-title-color: $primary;
                                border-subtitle-color: $page-muted;
                                scrollbar-size-vertical: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,question_mark,f1,q",
            "dismiss",
            _("Close"),
            id="help.close",
            show=False,
            tooltip=_("Close"),
        ),
        Binding("f2", "tour", _("Tour"), id="help.tour", show=False,
                tooltip=_("What qualcode can do, in less than two minutes")),
    ]  # fmt: skip

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__()
        self._groups = keys_of(below)
        self._names = names_of(below)
        self._lore = below.lore() if isinstance(below, Lore) else None
        self._writing = isinstance(below.focused, Input)
        """Whoever is just typing wants to know how to type rather than the keys."""

    def compose(self) -> ComposeResult:
        """What is laid out as soon as it is known how wide."""
        with VerticalScroll() as box:
            box.border_title = _("Keys")
            box.border_subtitle = _(
                "{tour} tour · {commands} every command · {close} closes",
                tour=key_for("help.tour"),
                commands=key_for("app.commands"),
                close=key_for("help.close"),
            )
            yield Static()

    def on_mount(self) -> None:
        """So that arrows scroll."""
        self.query_one(VerticalScroll).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Three columns where they fit, else the explanation behind the name."""
        keys = _laid_out(self._groups, wide=event.size.width >= 100)
        parts = [keys] if self._lore is None else [keys, _lore(*self._lore)]
        self.query_one(Static).update(
            Group(*(parts[::-1] if self._writing else parts), *_own_keys(self._names))
        )

    async def action_tour(self) -> None:
        """Close this and show round."""
        await self.dismiss()
        await self.app.run_action("app.tour")


def _laid_out(groups: Sequence[KeyGroup], *, wide: bool) -> Group:
    """One table a part of the page."""
    parts: list[Table | Text] = []
    for group in groups:
        table = Table.grid(padding=(0, 2))
        table.add_column(justify="right", style="bold", no_wrap=True, min_width=8)
        if wide:
            table.add_column(no_wrap=True)
        table.add_column()
        for keys, name, tip in group.rows:
            told = Text(tip if tip != name else "", "dim")
            table.add_row(keys, name, told) if wide else table.add_row(
                keys, Text(name).append("  ").append(told)
            )
        parts += [Text(""), Text(group.title, "bold underline"), table]
    return Group(*parts[1:], Text(""))


def _lore(title: str, rows: Sequence[tuple[str, str]]) -> Group:
    """What a page tells beside its keys."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for written, told in rows:
        table.add_row(Text(written), Text(told, "dim"))
    return Group(Text(title, "bold underline"), table, Text(""))


def _own_keys(names: Sequence[tuple[str, str]]) -> list[Table | Text]:
    """Where a person's own keys stand; at the very end the names they are given by."""
    where = _(
        "Other keys stand in {path}, one a line: a name, =, and the keys in quotes.", path=keymap_path()
    )
    more = _("qualcode keys lists the names of every page and checks yours.")
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", style="bold", no_wrap=True, min_width=8)
    table.add_column(style="dim")
    for keys, name in names:
        table.add_row(keys, name)
    title, listed = (
        Text(words, "bold underline") for words in (_("Keys of your own"), _("Names of these keys"))
    )
    return [title, Text(f"{where} {more}", "dim"), Text(""), listed, table, Text("")]


@dataclass(frozen=True)
class KeyGroup:
    """Keys that belong together: keys, name and explanation of each."""

    title: str
    rows: list[tuple[str, str, str]]


def keys_of(screen: Screen[Any]) -> list[KeyGroup]:
    """Each binding of ours that is active: of what the cursor stands in, of the page, and of every page."""
    groups: dict[str, dict[str, tuple[list[str], str, str]]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if not binding.id or binding.id in getattr(screen, "idle", ()):
            continue
        if binding.id.split(".")[0] in ("app", "page"):
            title = _("Everywhere")
        else:
            title = _("On this page") if active.node is screen else _("Where the cursor stands")
        rows = groups.setdefault(title, {})
        one, name = binding.id, binding.description
        if binding.group is not None:
            one = name = binding.group.description
        keys, _name, _tip = rows.setdefault(one, ([], name, binding.tooltip))
        display = screen.app.get_key_display(binding)
        if display not in keys:
            keys.append(display)
    return [
        KeyGroup(title, [(" ".join(keys), name, tip) for keys, name, tip in rows.values()])
        for title, rows in groups.items()
    ]


def names_of(screen: Screen[Any]) -> list[tuple[str, str]]:
    """Keys and name of each binding of ours that is active, as a keymap calls it."""
    found: dict[str, list[str]] = {}
    for active in screen.active_bindings.values():
        if active.binding.id:
            display = screen.app.get_key_display(active.binding)
            keys = found.setdefault(active.binding.id, [])
            keys += [display] if display not in keys else []
    return [(" ".join(keys), name) for name, keys in found.items()]
