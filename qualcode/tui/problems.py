"""Everything that is wrong with a file that was to be read in, to be gone through over the form that named it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textual.app import App

from qualcode.exchange.problems import FileProblems
from qualcode.i18n import _, ngettext
from qualcode.tui.forms import Form, PickLong
from qualcode.tui.page import spoken

if TYPE_CHECKING:
    from qualcode.exchange.problems import Problem


async def show_problems(app: App[Any], error: BaseException | None) -> None:
    """List what is wrong where that is more than the one thing that the form says itself."""
    if isinstance(error, FileProblems) and len(error.problems) > 1:
        await app.push_screen_wait(problem_list(error.problems))


class ReadForm(Form):
    """A list to be read: there is nothing to do or to call off, only to go back."""

    DEFAULT_CSS = "ReadForm #cancel { display: none; }"

    def _hint(self) -> str:
        return _("{leave} goes back", leave=spoken(self, "form.leave"))


def notice_list(told: Sequence[str]) -> Form:
    """What a person is to know, each with its place in the row."""
    options = [(str(number), f"{number + 1}/{len(told)}  {words}") for number, words in enumerate(told)]
    where = _("Each stands in full below the list")
    return ReadForm(_("In full"), [PickLong("notice", where, options, "0", details=told)], button=_("Back"))


def problem_list(problems: Sequence[Problem]) -> Form:
    """Every line that does not fit, the one in focus in full."""
    told = [_("line {line}: {text}", line=one.line, text=one.text) for one in problems]
    title = ngettext(
        "Nothing was read in: {n} line does not fit", "Nothing was read in: {n} lines do not fit", len(told)
    )
    options = [(str(number), words) for number, words in enumerate(told)]
    where = _("Mend them in the file, and read it in again")
    return ReadForm(title, [PickLong("problem", where, options, "0", details=told)], button=_("Back"))
