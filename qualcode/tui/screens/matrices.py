"""Codes against groups, informants, methods, times, attributes and each other; a cell opens its quotes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.tui.analyses.asked import FOLLOWED, HOW, WAYS, Asked, count_word, how_word, way_word
from qualcode.tui.analyses.chosen import keep, recall
from qualcode.tui.analyses.counted import crossed
from qualcode.tui.analyses.tabled import Shown, TablePage
from qualcode.tui.analyses.way_bar import WayBar
from qualcode.tui.desk import Desk
from qualcode.tui.doing import Doing
from qualcode.tui.forms import Answers, Form, Line, Pick
from qualcode.tui.going import Go, Where
from qualcode.tui.page import COMMON

if TYPE_CHECKING:
    from qualcode.project import Project

FARTHEST = 100_000
"""Characters behind which nothing follows any more."""


class MatricesPage(TablePage):
    """The table, and in words what the chosen cell says."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "other(1)", _("Columns"), id="matrices.by", tooltip=_("The next way to cross the codes")),
        Binding("s", "count", _("Count"), id="matrices.count",
                tooltip=_("Count informants or quotes; of codes that meet also Jaccard, then c")),
        Binding("d", "depth", _("Depth"), id="matrices.depth",
                tooltip=_("Show all codes, only branches, or only codes in use; of ranks, other codes")),
        Binding("w", "write", _("Write"), id="matrices.write", tooltip=_("Write the table to a CSV file")),
        *COMMON,
        Binding("o", "how", _("Options"), id="matrices.how",
                tooltip=_("How codes meet: sharing words, within, or one behind the other; whose codings")),
        Binding("c", "go('crossings')", _("Crossings"), id="matrices.crossings",
                tooltip=_("Outcome by period, branches against branches, problems with causes and solutions")),
        Binding("S", "go('saturation')", _("Saturation"), id="matrices.saturation",
                tooltip=_("Whether new informants still bring new codes")),
        Binding("a", "go('attributes')", _("Attributes"), id="matrices.attributes",
                tooltip=_("Attributes described, read in, and beside quotes; value for money")),
        Binding("B", "other(-1)", _("Columns before"), id="matrices.by_before", show=False,
                tooltip=_("The way before to cross the codes")),
        *(Binding(str(n), f"way('{way}')", way_word(way), id=f"matrices.{way}", show=False,
                  tooltip=_("Cross the codes so")) for n, way in enumerate(WAYS, 1)),
    ]  # fmt: skip
    WAYS = WAYS
    PART = "matrices"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._asked: Asked = recall(desk, "matrices", Asked())
        self._attributes = 0

    def place(self) -> str:
        """This page."""
        return _("Matrices")

    def way_word(self, way: str, short: bool) -> str:
        """What a way is called."""
        return way_word(way, short)

    @property
    def asked(self) -> Asked:
        """What is to be shown."""
        return self._asked

    def take_back(self, asked: Any) -> None:
        """What is shown is asked for again."""
        self._asked = asked

    def compute(self, asked: Any) -> Callable[[Project, Doing], Shown]:
        """The table of a way; how many attributes there are is told on the way."""

        def find(project: Project, doing: Doing) -> Shown:
            self._attributes = len(project.analysis.attributes())
            return crossed(project, asked, doing)

        return find

    def _ask(self, asked: Asked) -> None:
        self._asked = asked
        keep(self.desk, "matrices", asked)
        self.fetch()

    # -- what a person asks for -----------------------------------------------------------------------------------

    def on_way_bar_taken(self, message: WayBar.Taken) -> None:
        """A click on a way."""
        self.action_way(message.way)

    def action_way(self, way: str) -> None:
        """Cross the codes so; the digit of attributes again takes the next attribute."""
        again = way == self._asked.way == "attr"
        self._ask(replace(self._asked, way=way, attribute=self._asked.attribute + again))

    def action_other(self, step: int) -> None:
        """The next or previous way to cross the codes; each attribute is one."""
        asked, attributes = self._asked, self._attributes
        place = asked.attribute % max(attributes, 1) + step
        if asked.way == "attr" and 0 <= place < attributes:
            self._ask(replace(asked, attribute=place))
        else:
            way = WAYS[(WAYS.index(asked.way) + step) % len(WAYS)]
            self._ask(replace(asked, way=way, attribute=max(attributes - 1, 0) if step < 0 else 0))

    def action_count(self) -> None:
        """Count informants or quotes; of codes that meet also by a coefficient."""
        asked = self._asked
        if not asked.counts:
            self.app.notify(_("Nothing else can be counted here"), timeout=3, markup=False)
            return
        place = asked.counts.index(asked.counted) + 1
        self._ask(replace(asked, count=asked.counts[place % len(asked.counts)]))
        units = count_word(self._asked.counted, self._asked.way)
        self.app.notify(_("Counting {units}", units=units), timeout=2, markup=False)

    def action_depth(self) -> None:
        """All codes, only branches, only codes in use; of ranks branches, lowest codes, those below each branch."""
        if self._asked.way == "rank":
            self._ask(replace(self._asked, peers=self._asked.peers + 1))
            return
        depth = (self._asked.depth + 1) % 3
        said = (_("All codes"), _("Branches only"), _("Codes in use only"))[depth]
        self.app.notify(said, timeout=3, markup=False)
        self._ask(replace(self._asked, depth=depth))

    def action_go(self, where: str) -> None:
        """Go to a page that computes something else."""
        self.post_message(Go(Where(where)))

    @work
    async def action_how(self) -> None:
        """Ask how codes are to meet, and whose codings count."""
        asked = self._asked
        coders = await self.desk.read(lambda project: [row.name for row in project.coders.list()])

        def check(answers: Answers) -> tuple[str, str]:
            try:
                _distance(answers["characters"])
            except BadInput as error:
                return "characters", error.message
            unknown = answers["coder"] and answers["coder"] not in coders
            return "coder", _("there is no coder {names}", names=answers["coder"]) if unknown else ""

        form = Form(
            _("What is counted"),
            [
                Pick("how", _("Two codes meet where"), [(how, _how_option(how)) for how in HOW], asked.how),
                Line("characters", _("How many characters behind (empty: in the same turn)"),
                     "" if asked.characters is None else str(asked.characters), goes_with=("how", FOLLOWED)),
                Line("coder", _("Only what this coder set (empty: everybody but second coders)"),
                     asked.coder or "", known=coders),
            ],
            button=_("Count"),
            check=check,
        )  # fmt: skip
        answers = await self.app.push_screen_wait(form)
        if answers is None:
            return
        how = answers["how"]
        characters = _distance(answers["characters"]) if how == FOLLOWED else None
        changed = replace(asked, how=how, characters=characters, coder=answers["coder"] or None)
        if (how, characters) != (asked.how, asked.characters):
            changed = replace(changed, way="cooccurrence")
        self._ask(changed)


def _how_option(how: str) -> str:
    return _("one follows the other") if how == FOLLOWED else how_word(how)


def _distance(given: str) -> int | None:
    """A distance in characters; None where none is given. Raises BadInput."""
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and len(given) < 9 and int(given) <= FARTHEST):
        raise BadInput(_("a distance is a whole number from 0 to {n}", n=FARTHEST))
    return int(given)
