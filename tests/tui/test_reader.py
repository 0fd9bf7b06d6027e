from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from textual import events
from textual.app import App

from qualcode.text.lines import line_starts
from qualcode.tui.reader import Bounds, CodedSpan, CodeLook, Reader, TurnLook
from qualcode.tui.reader.page import _plain_label
from tests.waiting import until

LINES = [
    "P: Bagaimana awalnya? Siapa yang mengajak?",
    "K1: Dari pendamping. Kami musyawarah setiap bulan, catatan kasnya dibuka semua. Jadi percaya.",
    "P: Terus?",
    "K1: Kesepakatan piket cuma jalan dua bulan. Habis itu buyar 👩‍👩‍👧 begitu saja.",
]
TEXT = "\n".join(LINES) + "\n"
SENTENCES = ["Bagaimana awalnya?", "Dari pendamping. Kami musyawarah setiap bulan", "Jadi percaya.", "Terus?"]
"""As no rule would part them."""
CODES = {"T": CodeLook("T", "Transparansi", 0), "M": CodeLook("M", "Musyawarah", 1)}


def turns() -> list[TurnLook]:
    found, start = [], 0
    for number, line in enumerate(LINES, 1):
        label = line.index(" ") + 1
        asking = line[0] == "P"
        found.append(TurnLook(start, start + len(line), number, line[: label - 2], 0, start + label, asking))
        start += len(line) + 1
    return found


def place(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def loaded(reader: Reader, spans: list[CodedSpan] | None = None) -> None:
    reader.set_codes(CODES)
    reader.load(TEXT, turns(), line_starts(TEXT), spans or [])


def heard(app: Any, kind: type) -> list[Any]:
    return [message for message in app.heard if isinstance(message, kind)]


@pytest.fixture
def reading(stage: Callable[..., Any]) -> Callable[..., Any]:
    """A stage with a reader on it that keeps what the reader says."""

    def make(theme: str = "qualcode-dark") -> Any:
        reader = Reader()
        app = stage(reader, theme)
        original = reader.post_message

        def post(message: Any) -> bool:
            app.heard.append(message)
            return original(message)

        reader.post_message = post  # type: ignore[method-assign]
        return app

    return make


def chosen(app: Any) -> str:
    start, end = app.widget.target
    return app.widget.text[start:end]


async def test_the_page_shows_turns_speakers_lines_and_lanes(
    reading: Callable[..., Any], grid: Callable[[App[None]], list[str]]
) -> None:
    app = reading()
    async with app.run_test(size=(80, 24)) as pilot:
        loaded(
            app.widget,
            [CodedSpan(1, *place("Kami musyawarah setiap bulan"), "M"), CodedSpan(2, *place("buyar"), "T")],
        )
        await pilot.pause()
        rows = grid(app)
    assert rows[0] == "  1 P     P: Bagaimana awalnya? Siapa yang mengajak?"
    assert rows[1] == "  2 K1    K1: Dari pendamping. Kami musyawarah setiap bulan, catatan".ljust(71) + "M"
    assert rows[2] == "          kasnya dibuka semua. Jadi percaya."
    assert rows[4] == "  4 K1 5  K1: Kesepakatan piket cuma jalan dua bulan. Habis itu buyar".ljust(71) + "T"


async def test_wide_pages_name_the_codes(
    reading: Callable[..., Any], grid: Callable[[App[None]], list[str]]
) -> None:
    app = reading()
    async with app.run_test(size=(120, 36)) as pilot:
        both = [
            CodedSpan(1, *place("Kami musyawarah"), "M"),
            CodedSpan(2, *place("Kami musyawarah setiap bulan"), "T"),
        ]
        loaded(app.widget, both)
        await pilot.pause()
        rows = grid(app)
    assert rows[1].endswith("TM       Transparansi, Musyawarah")
    assert all(len(row) <= 120 for row in rows)


async def test_reading_along_is_selecting(reading: Callable[..., Any]) -> None:
    app = reading()
    async with app.run_test(size=(80, 24)) as pilot:
        loaded(app.widget)
        seen = [chosen(app)]
        for key in ("j", "down", "j", "k"):
            await pilot.press(key)
            seen.append(chosen(app))
    assert seen == [
        "Bagaimana awalnya?",
        "Siapa yang mengajak?",
        "Dari pendamping.",
        "Kami musyawarah setiap bulan, catatan kasnya dibuka semua.",
        "Dari pendamping.",
    ]


async def test_a_held_key_moves_at_once_and_is_the_one_of_a_persons_keymap(
    reading: Callable[..., Any],
) -> None:
    app = reading()
    app.set_keymap({"reader.right": "z"})
    async with app.run_test(size=(80, 24)) as pilot:
        loaded(app.widget)
        followed: list[int] = []
        app.widget.follow = lambda position: followed.append(app.widget.caret)
        await pilot.press("z", "z", "right", "shift+right")
        assert followed == [4, 5, 6]
        assert app.widget.target == (5, 6)


async def test_the_same_unit_key_again_takes_one_more(reading: Callable[..., Any]) -> None:
    app = reading()
    async with app.run_test(size=(80, 24)) as pilot:
        loaded(app.widget)
        app.widget.go_to(place("Kami")[0])
        await pilot.press("w")
        assert chosen(app) == "Kami"
        await pilot.press("w")
        assert chosen(app) == "Kami musyawarah"
        await pilot.press("s")
        assert chosen(app) == "Kami musyawarah setiap bulan, catatan kasnya dibuka semua."
        await pilot.press("s")
        assert chosen(app).endswith("semua. Jadi percaya.")
        await pilot.press("t")
        assert chosen(app) == LINES[1][4:]
        await pilot.press("a")
        assert chosen(app) == TEXT[3 : place("\nP: Terus")[0]]
        await pilot.press("minus", "minus", "minus")
        assert chosen(app) == "Bagaimana"
        await pilot.press("plus")
        assert chosen(app) == "Bagaimana awalnya?"


async def test_units_that_come_late_leave_what_was_taken_together(reading: Callable[..., Any]) -> None:
    app = reading()
    async with app.run_test(size=(80, 24)) as pilot:
        loaded(app.widget)
        sentences = Bounds(*map(list, zip(*(place(words) for words in SENTENCES), strict=True)))
        await pilot.press("j", "j", "s")
        two = chosen(app)
        assert two == "Dari pendamping. Kami musyawarah setiap bulan, catatan kasnya dibuka semua."
        app.widget.set_units(sentences, sentences)
        assert chosen(app) == two
        await pilot.press("j", "k")
        app.widget.set_units(sentences, sentences)
        assert chosen(app) in SENTENCES


async def test_edges_move_by_cluster_word_and_line(reading: Callable[..., Any]) -> None:
    app = reading()
    async with app.run_test(size=(80, 24)) as pilot:
        loaded(app.widget)
        app.widget.select(*place("buyar "))
        await pilot.press("shift+right")
        assert chosen(app) == "buyar 👩‍👩‍👧"
        await pilot.press("shift+left", "shift+left")
        assert chosen(app) == "buyar"
        await pilot.press("greater_than_sign")
        assert chosen(app) == "buyar 👩‍👩‍👧 begitu"
        await pilot.press("backslash", "less_than_sign")
        assert chosen(app) == "itu buyar 👩‍👩‍👧 begitu"
        app.widget.go_to(0)
        await pilot.press("shift+right")
        assert chosen(app) == "Bagaimana awalnya? "
        await pilot.press("right", "right", "shift+right", "shift+right")
        assert len(chosen(app)) == 2


async def test_ten_presses_ask_for_ten_codes(reading: Callable[..., Any]) -> None:
    app = reading()
    async with app.run_test(size=(80, 24)) as pilot:
        loaded(app.widget)
        for key in "1234567891":
            await pilot.press(key)
        await pilot.press("full_stop")
    asked = heard(app, Reader.CodeRequested)
    assert [message.pin for message in asked] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 0]
    assert (asked[0].start, asked[0].end) == place("Bagaimana awalnya?")


async def test_going_through_codings_and_overlaps(reading: Callable[..., Any]) -> None:
    app = reading()
    async with app.run_test(size=(80, 24)) as pilot:
        outer, inner = place("Kami musyawarah setiap bulan"), place("musyawarah")
        loaded(
            app.widget,
            [CodedSpan("a", *outer, "T"), CodedSpan("b", *inner, "M"), CodedSpan("c", *place("buyar"), "T")],
        )
        await pilot.press("right_square_bracket")
        assert app.widget.chosen.id == "a"
        await pilot.press("o")
        assert app.widget.chosen.id == "b"
        await pilot.press("right_square_bracket")
        assert app.widget.target == place("buyar")
        await pilot.press("left_square_bracket")
        assert app.widget.chosen.id == "b"


async def test_the_mouse_drags_over_rows_and_clicks_words_and_sentences(reading: Callable[..., Any]) -> None:
    app = reading()
    async with app.run_test(size=(80, 24)) as pilot:
        loaded(app.widget)
        await pilot.pause()
        await pilot.mouse_down(offset=(10 + 4, 1))
        await pilot.hover(offset=(10 + 6, 2))
        await pilot.mouse_up(offset=(10 + 6, 2))
        assert chosen(app) == "Dari pendamping. Kami musyawarah setiap bulan, catatan kasnya"
        await pilot.click(offset=(10 + 22, 1), times=2)
        assert chosen(app) == "Kami"
        await pilot.click(offset=(10 + 22, 1), times=3)
        assert chosen(app).startswith("Kami musyawarah") and chosen(app).endswith("semua.")


async def test_a_click_on_a_lane_takes_its_coding(reading: Callable[..., Any]) -> None:
    app = reading()
    async with app.run_test(size=(80, 24)) as pilot:
        loaded(app.widget, [CodedSpan("a", *place("Kami musyawarah"), "M")])
        await pilot.pause()
        await pilot.click(offset=(71, 1))
        assert [message.span.id for message in heard(app, Reader.SpanChosen)] == ["a"]
        assert chosen(app) == "Kami musyawarah"


async def test_the_terminal_cursor_follows_the_caret(reading: Callable[..., Any]) -> None:
    app = reading()
    async with app.run_test(size=(80, 24)) as pilot:
        loaded(app.widget)
        app.widget.go_to(place("kasnya")[0])
        app.widget.select(*place("kasnya"))
        await pilot.pause()
        assert app.cursor_position == (16, 2)


async def test_a_new_coding_paints_only_its_rows(reading: Callable[..., Any]) -> None:
    app = reading()
    async with app.run_test(size=(80, 24)) as pilot:
        loaded(app.widget)
        await pilot.pause()
        painted: list[int] = []
        original = app.widget.render_line

        def count(y: int) -> Any:
            painted.append(y)
            return original(y)

        app.widget.render_line = count
        app.widget.add_span(CodedSpan("a", *place("buyar"), "M"))
        await pilot.pause()
        assert painted == [4]
        painted.clear()
        await pilot.press("j")
        assert set(painted) == {0}
        painted.clear()
        app.widget.remove_span("a")
        await pilot.pause()
        assert painted == [4]


async def test_an_escape_sequence_in_a_transcript_never_reaches_a_strip(reading: Callable[..., Any]) -> None:
    app = reading()
    async with app.run_test(size=(80, 24)) as pilot:
        text = "K1: \x1b]0;owned\x07\x1b[31mmerah\u202e terbalik \x9b2J\n"
        turn = TurnLook(0, len(text) - 1, 1, "\x1b[31mK1", 0, 4)
        app.widget.set_codes({"x": CodeLook("\x1b", "\x1b[2J", 0)})
        app.widget.load(text, [turn], line_starts(text), [CodedSpan(1, 5, 20, "x")])
        await pilot.pause()
        shown = "".join(app.widget.render_line(y).text for y in range(5))
    assert not set(shown) & set("\x1b\x07\x9b\u202e")


@pytest.mark.parametrize(
    "theme", ["qualcode-light", "qualcode-dark", "ansi-dark", "ansi-light", "textual-dark"]
)
async def test_every_theme_shows_the_same_words(
    reading: Callable[..., Any], grid: Callable[[App[None]], list[str]], theme: str
) -> None:
    app = reading()
    async with app.run_test(size=(80, 24)) as pilot:
        loaded(app.widget, [CodedSpan(1, *place("buyar"), "M")])
        await pilot.pause()
        before, ink = grid(app), app.widget.render_line(4)
        app.theme = theme
        await pilot.pause()
        assert grid(app) == before
        assert (app.widget.render_line(4) == ink) == (theme == "qualcode-dark")


async def test_another_theme_takes_every_ink_along(reading: Callable[..., Any]) -> None:
    def painted(app: Any) -> list[Any]:
        return [list(app.widget.render_line(y)) for y in range(app.size.height)]

    pictures = []
    for first in ("qualcode-light", "qualcode-dark"):
        app = reading(first)
        async with app.run_test(size=(80, 24)) as pilot:
            loaded(app.widget, [CodedSpan(1, *place("buyar"), "M")])
            app.widget.set_hits([place("musyawarah")])
            await pilot.pause()
            app.theme = "qualcode-light"
            await pilot.pause()
            pictures.append(painted(app))
    assert pictures[0] == pictures[1]


async def test_what_is_chosen_has_a_sign_beside_its_ground(reading: Callable[..., Any]) -> None:
    app = reading()
    async with app.run_test(size=(80, 24)) as pilot:
        loaded(app.widget, [CodedSpan(1, *place("Terus?"), "T")])
        app.widget.go_to(place("Kami")[0])
        await pilot.pause()
        bold = {
            segment.text.strip()
            for y in range(app.size.height)
            for segment in app.widget.render_line(y)
            if segment.style and segment.style.bold
        }
    assert any("catatan" in words for words in bold)
    assert not any("Terus" in words or "Dari pendamping" in words for words in bold)


async def test_found_places_are_marked_and_walked(reading: Callable[..., Any]) -> None:
    app = reading()
    async with app.run_test(size=(80, 24)) as pilot:
        loaded(app.widget)
        app.widget.set_hits([place("musyawarah"), place("buyar")])
        await pilot.press("n")
        assert chosen(app) == "musyawarah"
        await pilot.press("n", "n")
        assert chosen(app) == "musyawarah"
        await pilot.press("N")
        assert chosen(app) == "buyar"


async def test_an_empty_source_is_a_page_without_words(reading: Callable[..., Any]) -> None:
    app = reading()
    async with app.run_test(size=(60, 16)) as pilot:
        app.widget.load("")
        await pilot.press(
            "j", "k", "s", "w", "shift+right", "1", "pagedown", "end", "o", "right_square_bracket"
        )
        assert app.widget.target == (0, 0)
    assert not heard(app, Reader.CodeRequested)


async def test_a_move_costs_no_more_in_ten_megabytes(reading: Callable[..., Any]) -> None:
    costs = []
    for copies in (10, 35_000):
        text = TEXT * copies
        app = reading()
        async with app.run_test(size=(120, 36)) as pilot:
            app.widget.load(text, (), line_starts(text))
            app.widget.go_to(len(text) // 2)
            await pilot.pause()
            begin = time.process_time()
            for _step in range(200):
                app.widget.action_step(1)
            costs.append(time.process_time() - begin)
    assert costs[1] < 4 * costs[0] + 0.05


async def test_a_drag_beyond_the_edge_takes_the_text_along(reading: Callable[..., Any]) -> None:
    app = reading()
    async with app.run_test(size=(80, 6)) as pilot:
        text = "\n".join(f"Baris {number} ada." for number in range(60))
        app.widget.load(text)
        await pilot.pause()
        await pilot.mouse_down(app.widget, offset=(10, 1))
        app.widget.post_message(events.MouseMove(app.widget, 15, 9, 0, 8, 1, False, False, False, 15, 9))
        drawn_over = lambda: text[slice(*app.widget.target)].count("\n")
        await until(lambda: app.widget.scroll_offset.y >= 3 and drawn_over() >= 7)
        assert app.widget.target[0] == text.index("Baris 1")
        await pilot.mouse_up(app.widget, offset=(10, 3))
        stopped = app.widget.scroll_offset.y
        await pilot.pause(0.2)
        assert app.widget.scroll_offset.y == stopped


async def test_a_long_text_in_wide_letters_is_set_while_keys_go_on(reading: Callable[..., Any]) -> None:
    app = reading()
    async with app.run_test(size=(80, 24)) as pilot:
        app.widget.load("漢字かな交じり文。" * 40_000)
        assert app.widget.rows == 0
        await pilot.press("j", "1")
        await until(lambda: app.widget.rows > 0)
        assert app.widget.rows > 10_000
        await pilot.press("j")
        assert app.widget.target[0] > 0


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("**Bu Yanti**: ", "Bu Yanti:     "),
        ("**K1:** ", "K1:     "),
        ("_P_: ", "P:   "),
        ("K1: ", "K1: "),
        ("*catatan: ", "*catatan: "),
    ],
)
def test_a_label_stands_without_the_signs_of_markdown_and_is_as_wide(label: str, shown: str) -> None:
    assert _plain_label(label) == shown and len(shown) == len(label)
