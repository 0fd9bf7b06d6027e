"""How many have a value of an attribute, as a figure that backs a finding: computed, never typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.reports.sections.data import Share
from qualcode.reports.sections.shown import interval_words, share_words

if TYPE_CHECKING:
    from qualcode.project.project import Project

ATTRIBUTE, VALUE = "attribute", "value"
"""What the query of such a figure asks for."""


def asked_of(given: str) -> dict[str, str]:
    """What is asked for by `status=continues`; raises BadInput for other words."""
    name, equals, value = (part.strip() for part in given.partition("="))
    if not (name and equals and value):
        raise BadInput(_("an attribute with its value is written name=value, not {given}", given=given))
    return {ATTRIBUTE: name, VALUE: value}


def counted(project: Project, name: str, value: str) -> dict[str, Any]:
    """Of those for whom an attribute is recorded (`n`) how many have the value (`k`), their share and its interval.

    Raises NotFound for an attribute that nobody has, BadInput for a value that nobody has.
    """
    described = project.attributes.describe(name)
    for one in described:
        for row in one.values:
            if row.value.casefold() == value.casefold():
                edges = None if row.interval is None else [row.interval.low, row.interval.high]
                n = one.row.n
                return {"n": n, "k": row.count, "share": row.share.value, "interval": edges}
    known = ", ".join(row.value for one in described for row in one.values)
    raise BadInput(
        _("nobody has {name} = {value}; its values are: {known}", name=name, value=value, known=known)
    )


def words(name: str, value: str, found: dict[str, Any]) -> str:
    """Such a figure as a report prints it, in the current language."""
    low, high = found["interval"] or (None, None)
    share = Share(found["k"], found["n"], found["share"], low, high)
    said = _(
        "{name} = {value}: {k} of {n} ({share})",
        name=name,
        value=value,
        k=found["k"],
        n=found["n"],
        share=share_words(share),
    )
    return said if low is None else said + ", " + _("95% interval {edges}", edges=interval_words(share))
