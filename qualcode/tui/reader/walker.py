"""The cursor on the page: what it takes in one step, and the keys that move it and its edges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from qualcode.text.clusters import next_cluster, previous_cluster
from qualcode.tui.reader.page import MEASURE, Cursor
from qualcode.tui.reader.sheet import Sheet
from qualcode.tui.reader.spans import CodedSpan
from qualcode.tui.reader.units import Bounds, TurnLook, Unit, Units


class Walker(Sheet, can_focus=True):
    """A sheet with a cursor that takes words, sentences, turns or answers, or a stretch with edges set by hand."""

    def __init__(self, *, measure: int = MEASURE, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(measure=measure, id=id, classes=classes)
        self._unit = Unit.SENTENCE
        self._anchor: int | None = None
        self._placed = False

    # -- what the owner tells it --------------------------------------------------------------------------------

    def load(
        self,
        text: str,
        turns: Sequence[TurnLook] = (),
        line_starts: Sequence[int] | None = None,
        spans: Iterable[CodedSpan] = (),
        words: Bounds | None = None,
        sentences: Bounds | None = None,
        caret: int = 0,
    ) -> None:
        """Show another text. Offsets everywhere are code points into `text`; `line_starts` begins with 0."""
        self._unit = Unit.SENTENCE
        self.set_text(Units(text, turns, words, sentences), line_starts, spans)
        self.go_to(caret)

    def set_units(self, words: Bounds, sentences: Bounds) -> None:
        """Take the language room's words and sentences in place of the plain rule's.

        They come while a person works already: several units taken together stay as they are.
        """
        cursor = self._cursor
        one = not cursor.exact and (cursor.start, cursor.end) == self._units.at(self._unit, cursor.caret)
        self._units.words, self._units.sentences = words, sentences
        if one:
            self._stand(self._cursor.caret, settle=not self._placed)

    def go_to(self, offset: int) -> None:
        """Put the cursor on the unit that holds `offset`."""
        self._anchor = None
        self._stand(max(0, min(offset, len(self.text))), settle=True)

    def select(self, start: int, end: int) -> None:
        """Choose exactly `[start, end)`."""
        self._choose(start, end)

    def advance(self) -> None:
        """Go on to the unit behind what is chosen, as after coding it."""
        self._anchor = None
        following = self._units.after(self._unit, self._cursor.end)
        if following:
            self._stand(following[0], settle=True)
        else:
            self._stand(self._cursor.start, settle=True)

    def cuts(self) -> tuple[int, ...]:
        """Where what lies here would be cut in two, the likeliest first: at an edge set by hand, else between words."""
        cursor = self._cursor
        first = cursor.caret if cursor.exact else self._units.at(Unit.WORD, cursor.caret)[0]
        return first, cursor.start, cursor.end

    # -- moving -------------------------------------------------------------------------------------------------

    def _stand(self, caret: int, settle: bool = False) -> None:
        """Put the caret there and choose the unit around it; `settle`: the caret goes to where the unit begins."""
        start, end = self._units.at(self._unit, caret)
        self._placed = not settle
        self._show(Cursor(start if settle else caret, start, end))

    def _choose(self, anchor: int, caret: int) -> None:
        """Choose exactly what lies between two caret stops; the caret stands at the second."""
        self._anchor = anchor
        self._show(Cursor(caret, min(anchor, caret), max(anchor, caret), exact=True))

    def action_step(self, step: int) -> None:
        """Go to the next or previous unit."""
        self._anchor = None
        cursor = self._cursor
        if step > 0:
            found = self._units.after(self._unit, max(cursor.end, cursor.caret))
        else:
            found = self._units.before(self._unit, cursor.start)
        if found:
            self._placed = False
            self._show(Cursor(found[0], *found))
        else:
            self._stand(cursor.start, settle=True)

    def action_caret(self, step: int) -> None:
        """Move the caret one character."""
        self._anchor = None
        move = next_cluster if step > 0 else previous_cluster
        self._stand(move(self.text, self.caret))

    def action_page(self, step: int) -> None:
        """Move a page on or back."""
        layout = self._layout
        if layout is None:
            return
        jump = max(self.scrollable_content_region.height - 2, 1) * step
        row = max(0, min(layout.row_of(self.caret) + jump, layout.height - 1))
        top = max(0, min(self.scroll_offset.y + jump, layout.height - self.scrollable_content_region.height))
        self.scroll_to(y=top, animate=False, immediate=True)
        self.go_to(layout.starts[row])

    def action_edge(self, side: int) -> None:
        """Go to the beginning or the end of the text."""
        self.go_to(len(self.text) if side > 0 else 0)

    def action_unit(self, unit: str) -> None:
        """Choose the unit here; asked again for the same one, take the next one as well."""
        wanted, cursor = Unit(unit), self._cursor
        if wanted is self._unit and not cursor.exact:
            following = self._units.after(wanted, cursor.end)
            if following:
                self._show(replace(cursor, end=following[1]))
            return
        self._unit, self._anchor = wanted, None
        self._stand(cursor.start if cursor.exact else cursor.caret, settle=True)

    def action_size(self, step: int) -> None:
        """Choose the next larger or smaller kind of unit."""
        units = list(Unit)
        place = units.index(self._unit) + step
        if 0 <= place < len(units):
            caret = self._cursor.caret
            self._unit, self._anchor = units[place], None
            self._stand(caret, settle=step > 0)

    def action_extend(self, unit: str, step: int) -> None:
        """Move one edge of the selection; from a unit it is its end, from a caret put by hand the caret."""
        cursor = self._cursor
        if cursor.exact and self._anchor is not None:
            anchor, caret = self._anchor, cursor.caret
        elif self._placed:
            anchor, caret = cursor.caret, cursor.caret
        else:
            anchor, caret = cursor.start, cursor.end
        self._choose(anchor, self._moved(caret, unit, step))

    def _moved(self, caret: int, unit: str, step: int) -> int:
        if unit == "cluster":
            return (next_cluster if step > 0 else previous_cluster)(self.text, caret)
        if unit == "word":
            if step > 0:
                found = self._units.at(Unit.WORD, caret)
                return max(caret, found[1])
            before = self._units.before(Unit.WORD, caret)
            return before[0] if before else caret
        layout = self._layout
        if layout is None:
            return caret
        return layout.offset_at(layout.row_of(caret) + step, layout.cell_of(caret))

    def action_swap(self) -> None:
        """Let the other edge of the selection be the one that moves."""
        cursor = self._cursor
        if cursor.exact and self._anchor is not None:
            self._choose(cursor.caret, self._anchor)
        else:
            self._choose(cursor.end, cursor.start)
