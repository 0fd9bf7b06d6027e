"""The column beside the page: where the text is coded, what is in view, where hits are."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.containers import Horizontal

from qualcode.tui.reader import CodedSpan, CodeLook, Minimap, Reader
from qualcode.tui.reader.spans import SpanIndex
from qualcode.tui.themes import FALLBACK, OURS

TEXT = "\n".join(f"Baris {number:03} dengan beberapa kata." for number in range(400))


class Both(App[None]):
    """A reader with its minimap."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "Reader { scrollbar-size-vertical: 0; width: 1fr; }"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return FALLBACK

    def compose(self) -> ComposeResult:
        for theme in OURS:
            self.register_theme(theme)
        reader = Reader()
        with Horizontal():
            yield reader
            yield Minimap(reader)

    def on_sheet_painted(self, message: Reader.Painted) -> None:
        self.query_one(Minimap).recount(message.start, message.end)

    def on_mount(self) -> None:
        self.query_one(Reader).follow = lambda position: self.query_one(Minimap).look()


def column(app: App[Any], place: int) -> str:
    minimap = app.query_one(Minimap)
    return "".join(minimap.render_line(y).text[place] for y in range(minimap.size.height))


@given(
    st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 900)), max_size=40),
    st.lists(st.integers(0, 6000), min_size=2, max_size=12, unique=True),
)
@settings(max_examples=80)
def test_covered_counts_what_marking_every_character_would(
    pairs: list[tuple[int, int]], edges: list[int]
) -> None:
    edges.sort()
    index = SpanIndex(6, lambda offset: offset // 60)
    index.replace(CodedSpan(n, start, start + length, "A") for n, (start, length) in enumerate(pairs))
    marked = {place for start, length in pairs for place in range(start, start + length)}
    assert index.covered(edges) == [
        sum(place in marked for place in range(a, b)) for a, b in itertools.pairwise(edges)
    ]


async def test_density_is_told_by_shape_and_follows_each_coding() -> None:
    app = Both()
    async with app.run_test(size=(80, 20)) as pilot:
        reader = app.query_one(Reader)
        reader.set_codes({"A": CodeLook("A", "Kode", 0)})
        reader.load(TEXT)
        await pilot.pause()
        assert column(app, 0).strip() == ""
        half = len(TEXT) // 2
        reader.add_span(CodedSpan(1, 0, half, "A"))
        await pilot.pause()
        assert column(app, 0) == "█" * 10 + " " * 10
        reader.add_span(CodedSpan(2, len(TEXT) - 5, len(TEXT), "A"))
        await pilot.pause()
        assert column(app, 0)[-1] == "░"
        reader.remove_span(1)
        await pilot.pause()
        assert column(app, 0) == " " * 19 + "░"


async def test_a_click_goes_there_and_what_is_in_view_is_marked() -> None:
    app = Both()
    async with app.run_test(size=(80, 20)) as pilot:
        reader = app.query_one(Reader)
        reader.load(TEXT)
        await pilot.pause()
        assert column(app, 1)[0] == "◂"
        await pilot.click(Minimap, offset=(1, 10))
        await pilot.pause()
        assert reader.text[reader.caret : reader.caret + 9] == "Baris 200"
        assert column(app, 1)[10] == "◂" and column(app, 1)[0] == " "
        assert reader.scroll_offset.y in range(185, 201)
        reader.set_hits([(TEXT.index("Baris 399"), len(TEXT))])
        await pilot.pause()
        assert column(app, 1)[19] == "•"


async def test_a_text_that_fits_needs_no_view_mark() -> None:
    app = Both()
    async with app.run_test(size=(80, 20)) as pilot:
        app.query_one(Reader).load("Satu.\nDua.\n")
        await pilot.pause()
        assert "▐" not in column(app, 1)
        app.query_one(Reader).load("")
        await pilot.pause()
        assert column(app, 0).strip() == ""


@pytest.mark.parametrize("key", ["down", "l"])
async def test_a_small_move_repaints_no_cell(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = Both()
    async with app.run_test(size=(80, 20)) as pilot:
        app.query_one(Reader).load(TEXT)
        app.query_one(Reader).focus()
        await pilot.pause()
        painted: list[Callable[..., Any]] = []
        minimap = app.query_one(Minimap)
        original = minimap.refresh
        monkeypatch.setattr(minimap, "refresh", lambda *a, **k: (painted.append(a), original(*a, **k))[1])
        await pilot.press(key)
        assert not painted
