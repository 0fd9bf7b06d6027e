from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App

from qualcode.tui.grid import CellOpened
from qualcode.tui.matrix import Cell, Row, Tone, TriangulationMatrix

GROUPS = ["Pemerintah", "Pendamping", "Pengelola", "Masyarakat"]
ROWS = [
    Row(
        "f1", "F1", "Kepercayaan tampak dalam musyawarah dan keterbukaan keuangan.",
        [Cell("+", 1, 2), Cell("+", 1, 1), Cell("±", 4, 4, "+1 dok"), Cell("+", 1, 2)],
        "selaras sebagian", Tone.MIXED, "4/4",
    ),
    Row(
        "f3", "F3", "Norma cepat luntur.",
        [Cell("0", 0, 2), Cell("-", 1, 1), Cell("≠", 3, 4), Cell("NA", 0, 0)],
        "bertentangan", Tone.CONFLICT, "2/3",
    ),
]  # fmt: skip


async def test_signs_numbers_and_verdicts_stand_in_their_columns(
    stage: Callable[..., Any], grid: Callable[[App[None]], list[str]]
) -> None:
    app = stage(TriangulationMatrix())
    async with app.run_test(size=(80, 24)) as pilot:
        app.widget.show(GROUPS, ROWS)
        await pilot.pause()
        rows = grid(app)
    assert rows[0].split()[0] == "Finding"
    first = next(number for number, row in enumerate(rows) if row.strip().startswith("F1"))
    assert [word for word in rows[first].split() if word in "+-±≠0NA"] == ["+", "+", "±", "+"]
    assert rows[first].endswith("selaras sebagian")
    assert [word for word in rows[first + 1].split() if "/" in word] == ["1/2", "1/1", "4/4", "1/2", "4/4"]
    assert "+1 dok" in rows[first + 2]
    second = next(number for number, row in enumerate(rows) if row.strip().startswith("F3"))
    assert [word for word in rows[second].split() if word in ("0", "-", "≠", "NA")] == ["0", "-", "≠", "NA"]


async def test_a_long_verdict_and_short_heads_are_whole_in_80_columns(
    stage: Callable[..., Any], grid: Callable[[App[None]], list[str]]
) -> None:
    app = stage(TriangulationMatrix())
    methods = ["interview", "document", "fgd"]
    row = Row("f", "F1", "Klaim.", [Cell("+", 1, 2)] * 3, "agreement: supports", Tone.AGREE, "3/3")
    async with app.run_test(size=(80, 24)) as pilot:
        app.widget.show(methods, [row], methods)
        await pilot.pause()
        rows = grid(app)
    assert all(name in rows[0] for name in methods)
    first = next(number for number, row in enumerate(rows) if row.strip().startswith("F1"))
    assert rows[first].endswith("agreement:")
    assert rows[first + 1].endswith("supports")
    assert rows[first + 2].endswith("3/3")


async def test_enter_says_which_cell(stage: Callable[..., Any]) -> None:
    app = stage(TriangulationMatrix())
    said: list[Any] = []
    async with app.run_test(size=(80, 24)) as pilot:
        app.widget.show(GROUPS, ROWS)
        listen(app.widget, said)
        await pilot.press("right", "down", "enter")
        await pilot.press("right", "right", "right", "right", "enter")
    opened = [message for message in said if isinstance(message, CellOpened)]
    assert [(message.row.id, message.column) for message in opened] == [("f3", 1), ("f3", 4)]


async def test_columns_that_do_not_fit_scroll_with_the_cursor(
    stage: Callable[..., Any], grid: Callable[[App[None]], list[str]]
) -> None:
    app = stage(TriangulationMatrix())
    names = [f"Kelompok {n:02d}" for n in range(20)]
    row = Row("f", "F1", "Klaim.", [Cell("+", n, 20) for n in range(20)], "selaras", Tone.AGREE)
    async with app.run_test(size=(80, 24)) as pilot:
        app.widget.show(names, [row])
        await pilot.pause()
        assert "0/20" in "\n".join(grid(app)) and "19/20" not in "\n".join(grid(app))
        for _step in range(19):
            app.widget.action_move(1, 0)
        await pilot.pause()
        picture = "\n".join(grid(app))
    assert "19/20" in picture
    assert "selaras" in picture


async def test_findings_below_the_screen_come_into_view_under_the_head(
    stage: Callable[..., Any], grid: Callable[[App[None]], list[str]]
) -> None:
    app = stage(TriangulationMatrix())
    many = [Row(n, f"F{n}", "Klaim " * 20, [Cell("+", 1, 1)], "selaras", Tone.AGREE) for n in range(1, 31)]
    async with app.run_test(size=(80, 24)) as pilot:
        app.widget.show(["Pengelola"], many)
        await pilot.pause()
        await pilot.press("end")
        await pilot.pause()
        rows = grid(app)
        assert rows[0].strip().startswith("Finding")
        assert any(row.strip().startswith("F30") for row in rows)
        await pilot.press("home")
        await pilot.pause()
        assert any(row.strip().startswith("F1 ") for row in grid(app))


async def test_a_matrix_without_findings_takes_keys(stage: Callable[..., Any]) -> None:
    app = stage(TriangulationMatrix())
    async with app.run_test(size=(80, 24)) as pilot:
        app.widget.show(GROUPS, [])
        await pilot.press("down", "right", "enter", "end")
        assert app.widget.chosen is None


def listen(widget: Any, said: list[Any]) -> None:
    """Keep what the widget says."""
    original = widget.post_message

    def post(message: Any) -> bool:
        said.append(message)
        return bool(original(message))

    widget.post_message = post
