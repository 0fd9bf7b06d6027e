"""What to do next where a network of people says little yet."""

from __future__ import annotations

from qualcode.i18n import _
from qualcode.tui.graph.picture import Picture
from qualcode.tui.page import Page, key_of
from qualcode.tui.said_keys import key_for


def few_people(page: Page, picture: Picture, focal: str | None, wave: int | None) -> str:
    """Nobody, one alone, two, no ties at all, none at that time or of that group; empty where it is a network."""
    nodes, add = picture.drawing.nodes, key_of(page, "network.add")
    if not nodes:
        return _(
            "Nobody here yet. Press {key} to record who is tied to whom, or add informants first.", key=add
        )
    if len(nodes) == 1 and focal is None:
        return _(
            "One alone is no network: press {key} to tie {name} to somebody.", key=add, name=nodes[0].label
        )
    if picture.drawing.ties:
        return _("Two nodes: who stands between others cannot be said yet.") if len(nodes) == 2 else ""
    if wave is not None:
        other = key_of(page, "network.wave")
        return _("No tie was told at time {n}. {key} goes to another time.", n=wave, key=other)
    if focal is not None:
        every = key_of(page, "network.focal")
        return _("No tie touches {group}. {key} shows all groups.", group=focal, key=every)
    return _(
        "No ties yet. Press {key} to record one here, or {tie} on a quote in a transcript.",
        key=add,
        tie=key_for("transcript.tie"),
    )
