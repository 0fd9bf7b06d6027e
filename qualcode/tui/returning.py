"""Where the cursor of a list goes when a step back or forth changed what is in it: to what came back."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from textual.dom import DOMNode


class Returning:
    """What a list held when it was shown last, and how many steps its page had made by then."""

    def __init__(self) -> None:
        self._keys: Sequence[Hashable] = ()
        self._steps = 0
        self._stepped = False

    def place(self, shown: DOMNode, keys: Sequence[Hashable], at: int, else_at: int | None = None) -> int:
        """The line for the cursor of the list `shown`, which holds `keys` from now on; it stood on line `at`.

        After undo or redo that is the first line that was not there before, else the same record where it is still
        there; in all other cases the same line, or `else_at`. Never less than 0, nor behind the last line.
        """
        before = self._keys
        back = self.key(shown, keys)
        if back is not None:
            return self._keys.index(back)
        if self._stepped and at < len(before) and before[at] in self._keys:
            return self._keys.index(before[at])
        return max(0, min(at if else_at is None else else_at, len(keys) - 1))

    def key(self, shown: DOMNode, keys: Sequence[Hashable]) -> Hashable | None:
        """What came back, of the `keys` that the list `shown` holds from now on; None where nothing did."""
        steps = getattr(shown.screen, "steps", 0)
        before, self._keys = set(self._keys), list(keys)
        self._stepped, self._steps = steps != self._steps, steps
        if not self._stepped or not before:
            return None
        return next((key for key in keys if key not in before), None)
