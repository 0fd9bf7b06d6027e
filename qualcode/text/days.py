"""Days as people write them."""

from __future__ import annotations

from datetime import date

from qualcode.errors import BadInput
from qualcode.i18n import _


def day(text: str | None) -> date | None:
    """A date written as 2024-05-31, None where nothing is written; raises BadInput."""
    if text is None or not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(
            _("a date is written YEAR-MONTH-DAY, as 2024-05-31, not {given}", given=text)
        ) from None
