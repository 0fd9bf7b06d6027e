"""Every command by name: Textual's palette with words of ours."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from rich.text import Text
from textual.binding import Binding
from textual.command import CommandList, CommandPalette, Hit, Hits
from textual.system_commands import SystemCommandsProvider
from textual.widgets.option_list import Option

from qualcode.i18n import _, language
from qualcode.tui.going import Go, Where, place_name
from qualcode.tui.pages import PAGES, page_class

_COUNTDOWN_SECONDS = 0.5
_BY_HELP, _BY_NAME, _ELSEWHERE = 0.8, 0.7, 0.6
"""What it takes off a hit that it is in the explanation, in a name of ours, or on another page."""


class Elsewhere(NamedTuple):
    """What can be done on another page than the one on top."""

    where: Where
    name: str
    help: str
    words: str
    """More words by which it is found."""


class Everything(SystemCommandsProvider):
    """What the page on top can do, every place, and what can be done there."""

    async def search(self, query: str) -> Hits:
        """What has to do with `query`: by its name, by what it does, or by what it is called in a keymap."""
        matcher = self.matcher(query)

        def likeness(name: str, help: str, words: str = "") -> float:
            return max(
                matcher.match(name),
                _BY_HELP * matcher.match(help),
                _BY_NAME * matcher.match(words) if words else 0,
            )

        for name, help, callback, *_more in self.app.get_system_commands(self.screen):
            if (found := likeness(name, help)) > 0:
                yield Hit(found, matcher.highlight(name), callback, help=help)
        if getattr(self.app, "desk", None) is None:
            return
        for one in await to_thread(elsewhere, language()):
            if (found := likeness(one.name, one.help, one.words)) > 0:
                yield Hit(
                    _ELSEWHERE * found,
                    matcher.highlight(one.name),
                    lambda where=one.where: self.screen.post_message(Go(where)),
                    help=one.help,
                )


@cache
def elsewhere(language: str) -> tuple[Elsewhere, ...]:
    """What can be done on each page, in `language`, which must be the current one; loads all pages."""
    return tuple(_of_pages())


def _of_pages() -> Iterable[Elsewhere]:
    from qualcode.tui.page import COMMON

    common = {binding.id for binding in COMMON if isinstance(binding, Binding)}
    also = {Where.JOURNAL: _("journal, log, undo to here"), Where.PEOPLE: _("people, groups, attributes")}
    for where in PAGES:
        # A transcript is opened from the contents, which knows which.
        leads_to = Where.CONTENTS if where is Where.TRANSCRIPT else where
        yield Elsewhere(
            leads_to,
            _("Go to: {place}", place=place_name(leads_to)),
            "",
            f"{where.value} {also.get(where, '')}",
        )
        for binding in page_class(where).BINDINGS:
            if (
                isinstance(binding, Binding)
                and binding.id
                and binding.description
                and binding.id not in common
            ):
                name = f"{place_name(where)}: {binding.description}"
                yield Elsewhere(leads_to, name, binding.tooltip, binding.id.replace(".", " "))


class Palette(CommandPalette):
    """The palette, also where it finds nothing, in the person's language."""

    def __init__(self) -> None:
        super().__init__(placeholder=_("Search for a command …"), id="--command-palette")

    def _start_no_matches_countdown(self, search_value: str) -> None:
        """As Textual does it; only there could the words be changed."""
        self._stop_no_matches_countdown()

        def say() -> None:
            if search_value:
                words = Text(_("No command is called that"), justify="center")
                none = Option(words, id=self._NO_MATCHES, disabled=True)
                self.query_one(CommandList).add_option(none)
            self._list_visible = bool(search_value)

        self._no_matches_timer = self.set_timer(_COUNTDOWN_SECONDS, say)
