"""What a person is asked before something leaves the project that could tell who somebody is."""

from __future__ import annotations

from qualcode.i18n import _, ngettext
from qualcode.tui.painting import one_line


def leak_question(error: Exception) -> str:
    """Ask whether to go on although something could tell who somebody is."""
    places = getattr(error, "places", ())
    shown = "; ".join(f"{row.where}: {row.kind} “{one_line(row.excerpt, 40)}”" for row in places[:3])
    said = ngettext(
        "{n} place could tell who somebody is", "{n} places could tell who somebody is", len(places)
    )
    return f"{said} ({shown}). " + _("Go on all the same?")
