"""Where a section stands in its report."""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.reports.quote_ways import Ways


@dataclass(frozen=True)
class At:
    """A section's own anchors, and the ways to the quotes behind a count."""

    anchor: str
    """Of its heading; every other anchor in the section begins with it."""
    ways: Ways

    def __call__(self, name: str) -> str:
        """The anchor `name` of this section."""
        return f"{self.anchor}-{name}"
