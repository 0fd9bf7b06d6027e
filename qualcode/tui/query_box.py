"""The line a query is typed in: it completes words, and has the queries that were asked before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar
from weakref import WeakKeyDictionary

from textual.binding import Binding, BindingType
from textual.suggester import Suggester
from textual.widgets import Input

from qualcode.analysis.query import Field, QueryError, parse, terms, words
from qualcode.i18n import _
from qualcode.tui.desk import Desk
from qualcode.tui.query_form import Known

KEPT = 30
"""How many queries are remembered."""


@dataclass
class Asked:
    """What was asked of a project since it was opened."""

    query: str = ""
    by: str = "none"
    sort: str = "place"
    past: list[str] = field(default_factory=list)
    """Queries that could be read, the newest last, each once."""

    def keep(self, query: str, by: str, sort: str) -> None:
        """This was asked now and is asked again where nothing else is."""
        self.query, self.by, self.sort = query, by, sort
        self.add(query)

    def add(self, query: str) -> None:
        """This can be fetched back, as what another page asked."""
        if query.strip():
            self.past = [*(one for one in self.past if one != query), query][-KEPT:]


_ASKED: WeakKeyDictionary[Desk, Asked] = WeakKeyDictionary()


def asked_at(desk: Desk) -> Asked:
    """What was asked at a desk; it is forgotten with it."""
    return _ASKED.setdefault(desk, Asked())


class QueryInput(Input):
    """The line; up and down bring earlier queries, what was being typed is the last of them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "past(-1)", _("Earlier query"), id="quotes.earlier", show=False,
                tooltip=_("What was asked before")),
        Binding("down", "past(1)", _("Later query"), id="quotes.later", show=False,
                tooltip=_("What was asked after that, and what was being typed")),
    ]  # fmt: skip

    def __init__(self, value: str, past: Asked, suggester: Suggester, placeholder: str) -> None:
        super().__init__(
            value, suggester=suggester, placeholder=placeholder, id="query", select_on_focus=False
        )
        self._past = past
        self._typed = ""
        self._back = 0

    def action_past(self, step: int) -> None:
        """Another query of those asked before; `step` -1 goes back."""
        known = [one for one in self._past.past if self._back or one != self.value]
        if not self._back:
            self._typed, self._known = self.value, known
        known = self._known
        self._back = max(0, min(self._back - step, len(known)))
        self.value = known[-self._back] if self._back else self._typed
        self.cursor_position = len(self.value)

    def on_input_submitted(self) -> None:
        """The next time begins with the newest again."""
        self._back = 0

    def on_blur(self) -> None:
        """As above."""
        self._back = 0


class QueryBox(Suggester):
    """Completes the last word of a query: codes, names of fields, and what may stand behind them."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.known = Known()

    async def get_suggestion(self, value: str) -> str | None:
        """The query with its last word completed."""
        last = value.rpartition(" ")[2]
        last = last.lstrip("(")
        if not last or value.count('"') % 2:
            return None
        head, colon, rest = last.rpartition(":")
        if colon:
            names = self._values(head)
            rest = rest.rpartition(",")[2]
        else:
            names, rest = [*self.known.codes, *words()], last
        for name in names:
            if rest and name.casefold().startswith(rest.casefold()) and len(name) > len(rest):
                shown = f'"{name}"' if " " in name else name
                return value[: len(value) - len(rest)] + shown if " " in name else value + name[len(rest) :]
        return None

    def _values(self, head: str) -> Sequence[str]:
        try:
            asked = [term.field for term, _wanted in terms(parse(f"{head}:x"))]
        except QueryError:
            return self.known.codes if head.casefold() in ("near", "dekat") else ()
        known = self.known
        lists = {
            Field.INFORMANT: known.informants,
            Field.GROUP: known.groups,
            Field.METHOD: known.methods,
            Field.WAVE: known.waves,
            Field.CODER: known.coders,
            Field.SOURCE: known.sources,
            Field.ATTRIBUTE: known.attributes,
            Field.CODE: known.codes,
            Field.ONLY: known.codes,
        }
        return lists.get(asked[0], ()) if asked else ()
