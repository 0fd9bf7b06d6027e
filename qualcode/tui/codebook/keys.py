"""What the page of the codebook can do, and by which keys."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from qualcode.i18n import _
from qualcode.tui.page import COMMON

KEYS: list[BindingType] = [
    Binding("a", "add", _("Add"), id="codebook.add", tooltip=_("Make a code, a category or a theme")),
    Binding("e,enter", "edit", _("Edit"), id="codebook.edit", key_display="e",
            tooltip=_("Every field of this code, category or theme")),
    Binding("M", "merge", _("Merge"), id="codebook.merge", tooltip=_("Put what is coded so under another code")),
    Binding("l", "remarks", _("Remarks"), id="codebook.remarks",
            tooltip=_("What a supervisor would ask about the codebook")),
    Binding("slash,f", "filter", _("Filter"), id="codebook.filter", key_display="/",
            tooltip=_("Show only what holds some words")),
    Binding("h", "history", _("History"), id="codebook.history", tooltip=_("Who changed this code, and how")),
    *COMMON,
    Binding("q", "quotes", _("Quotes"), id="codebook.quotes", show=False,
            tooltip=_("Every passage that bears this code")),
    Binding("t", "view", _("Themes"), id="codebook.view", show=False,
            tooltip=_("The tree of codes, or themes with their categories")),
    Binding("x,delete", "remove", _("Remove"), id="codebook.remove", show=False, key_display="x",
            tooltip=_("Remove this one, after saying what goes with it")),
    Binding("r", "under", _("Put under"), id="codebook.under", show=False,
            tooltip=_("Put this code under another one")),
    Binding("K,shift+up", "shift(-1)", _("Earlier"), id="codebook.earlier", show=False, key_display="K",
            tooltip=_("Move it before the code above it")),
    Binding("J,shift+down", "shift(1)", _("Later"), id="codebook.later", show=False, key_display="J",
            tooltip=_("Move it behind the code below it")),
    Binding("greater_than_sign,shift+right", "nest", _("Nest"), id="codebook.nest", show=False, key_display=">",
            tooltip=_("Put it under the code above it")),
    Binding("less_than_sign,shift+left", "unnest", _("Take out"), id="codebook.unnest", show=False,
            key_display="<", tooltip=_("Put it beside the code it stands under")),
    Binding("c", "categories", _("Categories"), id="codebook.categories", show=False,
            tooltip=_("Say which categories this code belongs to")),
    Binding("m", "memo", _("Memo"), id="codebook.memo", show=False, tooltip=_("Write about this code")),
    Binding("d", "comment", _("Comment"), id="codebook.comment", show=False,
            tooltip=_("Comment on this code, or read what was commented")),
    Binding("p", "keys", _("Keys"), id="codebook.keys", show=False,
            tooltip=_("Its two letters and its digit in the transcript")),
    Binding("i", "import", _("Read in"), id="codebook.import", show=False,
            tooltip=_("Read codes in from a file, or a codebook that comes along")),
    Binding("w", "export", _("Write"), id="codebook.export", show=False,
            tooltip=_("Write the codebook to a file")),
]  # fmt: skip
