"""Every command by name: Textual's palette with words of ours."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from rich.text import Text
from textual import on, work
from textual.binding import Binding
from textual.command import Command, CommandList, CommandPalette, DiscoveryHit, Hit, Hits
from textual.system_commands import SystemCommandsProvider
from textual.widgets import Input
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from qualcode.i18n import _, language
from qualcode.tui.going import Go, Where, place_name
from qualcode.tui.pages import PAGES, page_class

_BY_HELP, _ELSEWHERE = 0.8, 0.6
"""What it takes off a hit that it is in the explanation, or on another page."""
_PLACE = 1000.0
"""What it adds to a place that one of its words begins as what is looked for: who names a page wants to go there."""

_WORDS: Mapping[Where, str] = {
    Where.CONTENTS: "contents sources isi sumber dashboard dasbor",
    Where.CODEBOOK: "codebook codes buku kode kode",
    Where.PEOPLE: "informants people groups informan kelompok",
    Where.NETWORK: "network ties graph jaringan relasi graf",
    Where.FINDINGS: "findings claims temuan",
    Where.MATRIX: "triangulation triangulasi",
    Where.READY: "ready examination defence ujian sidang siap",
    Where.QUOTES: "quotes retrieval kutipan",
    Where.MATRICES: "matrices matrix counts matriks",
    Where.CROSSINGS: "crossings crossing silang",
    Where.SATURATION: "saturation kejenuhan saturasi",
    Where.ATTRIBUTES: "attributes variables atribut variabel",
    Where.SUGGESTIONS: "suggestions saran usulan",
    Where.AGREEMENT: "agreement kappa alpha kesepakatan",
    Where.MEMOS: "memos notes memo catatan",
    Where.COMMENTS: "comments komentar",
    Where.JOURNAL: "journal log history undo jurnal riwayat urungkan",
    Where.REPORT: "report export laporan",
    Where.SECTIONS: "sections bagian bab",
    Where.BACKUPS: "backups snapshots restore cadangan",
    Where.HOME: "projects home beranda proyek",
}
"""By which words a place is found besides its name, whatever language the app speaks."""


class Elsewhere(NamedTuple):
    """What can be done on another page than the one on top."""

    where: Where
    name: str
    help: str
    words: str
    """More words by which it is found."""


class Everything(SystemCommandsProvider):
    """What the page on top can do, every place, and what can be done there."""

    async def discover(self) -> Hits:
        """Places first: with the keys' names in order, what writes would stand at the top."""
        for name, help, callback, *_more in self.app.get_system_commands(self.screen):
            yield DiscoveryHit(name, callback, help=help)

    async def search(self, query: str) -> Hits:
        """What has to do with `query`: by its name, by what it does, or by what it is called in a keymap."""
        matcher = self.matcher(query)

        def likeness(name: str, help: str, words: str = "") -> float:
            by_words = _ELSEWHERE * matcher.match(words) if words else 0
            return max(matcher.match(name), _BY_HELP * matcher.match(help), by_words)

        places = {_to(where): where for where in _WORDS}
        for name, help, callback, *_more in self.app.get_system_commands(self.screen):
            where = places.get(name)
            named = (
                _PLACE if where is not None and _begins(query, f"{place_name(where)} {_WORDS[where]}") else 0
            )
            if (found := named or likeness(name, help)) > 0:
                yield Hit(found, matcher.highlight(name), callback, help=help)
        if getattr(self.app, "desk", None) is None:
            return
        for one in await to_thread(elsewhere, language()):
            if (found := likeness(one.name, one.help, one.words)) > 0:
                leads = _("opens the page")
                yield Hit(
                    _ELSEWHERE * found,
                    matcher.highlight(one.name),
                    lambda where=one.where: self.screen.post_message(Go(where)),
                    help=f"{one.help} · {leads}" if one.help else leads,
                )


def _to(where: Where) -> str:
    """What going to a place is called."""
    return _("Go to: {place}", place=place_name(where))


def _begins(query: str, words: str) -> bool:
    """Whether one of `words`, or some of them one after the other, begin with `query`."""
    return bool(query) and f" {query.casefold()}" in f" {words.casefold()}"


@cache
def elsewhere(language: str) -> tuple[Elsewhere, ...]:
    """What can be done on each page, in `language`, which must be the current one; loads all pages."""
    return tuple(_of_pages())


def _of_pages() -> Iterable[Elsewhere]:
    from qualcode.tui.page import COMMON

    common = {binding.id for binding in COMMON if isinstance(binding, Binding)}
    for where in PAGES:
        # A transcript is opened from the contents, which knows which.
        leads_to = Where.CONTENTS if where is Where.TRANSCRIPT else where
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
    """The palette, also where it finds nothing, in the person's language.

    Enter runs what stands first for the words in the field: it waits until these were looked for, and of a list that
    was only opened it runs nothing before something is chosen.
    """

    def __init__(self) -> None:
        super().__init__(placeholder=_("Search for a command …"), id="--command-palette")
        self._found_for: str | None = None
        """The words that the list stands for; None while it is still gathered."""
        self._entered = False

    @on(Input.Changed)
    def _outdate(self) -> None:
        self._found_for = None
        self._entered = False

    @on(Input.Submitted)
    def _wait_for_hits(self, event: Input.Submitted) -> None:
        if self._found_for != event.value.strip():
            event.stop()
            event.prevent_default()
            self._entered = True

    @work(exclusive=True, group=CommandPalette._GATHER_COMMANDS_GROUP)
    async def _gather_commands(self, search_value: str) -> None:
        """As Textual does it, and then do what Enter was pressed for meanwhile."""
        worker = get_current_worker()
        await CommandPalette._gather_commands.__wrapped__(self, search_value)  # type: ignore[attr-defined]
        if worker.is_cancelled:
            return
        self._found_for = search_value
        if self._entered:
            self._entered = False
            self._select_or_command()

    def _refresh_command_list(
        self, command_list: CommandList, commands: list[Command], clear_current: bool
    ) -> None:
        super()._refresh_command_list(command_list, commands, clear_current)
        if not self.query_one(Input).value.strip():
            command_list.highlighted = None

    def _start_no_matches_countdown(self, search_value: str) -> None:
        """Textual waits before it says so; but all was looked through by now, and an empty box says nothing."""
        self._stop_no_matches_countdown()
        if search_value:
            words = Text(_("No command is called that"), justify="center")
            self.query_one(CommandList).add_option(Option(words, id=self._NO_MATCHES, disabled=True))
        self._list_visible = bool(search_value)
