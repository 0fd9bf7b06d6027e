from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.app import App

from qualcode.tui.graph import Drawing, GraphCanvas, Node, Sociomatrix, Tie, TieClass

NODES = [
    Node("k1", "K1", "PGL"),
    Node("k2", "K2", "PGL"),
    Node("d1", "D1", "PDP"),
    Node("m2", "M2", "MAS"),
    Node("x", "Bu Lurah", "PEM", mentioned=True),
]
TIES = [
    Tie("k1", "k2", TieClass.BONDING),
    Tie("k1", "d1", TieClass.LINKING, directed=True),
    Tie("k1", "x", TieClass.BRIDGING),
]
PLACES = {"k1": (0.5, 0.5), "k2": (0.1, 0.2), "d1": (0.9, 0.1), "x": (0.5, 0.95)}
DRAWING = Drawing(NODES, TIES, PLACES, {"PGL": "Pengelola"})


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 16)])
async def test_every_node_stands_on_the_canvas_with_its_whole_label(
    stage: Callable[..., Any], grid: Callable[[App[None]], list[str]], size: tuple[int, int]
) -> None:
    app = stage(GraphCanvas())
    async with app.run_test(size=size) as pilot:
        app.widget.show(DRAWING)
        await pilot.pause()
        picture = "\n".join(grid(app))
    for node in NODES:
        assert node.label in picture
    assert "● Pengelola" in picture
    assert "○" in picture
    assert "K1 3 ties" in picture


async def test_ties_are_told_apart_by_their_dashes() -> None:
    from rich.style import Style

    from qualcode.tui.graph.braille import Braille
    from qualcode.tui.graph.parts import DASHES

    pictures = set()
    for dash in DASHES.values():
        canvas = Braille(30, 1)
        canvas.line((0, 0), (29, 0), Style(), *dash)
        pictures.add(canvas.strip(0, Style()).text)
    assert len(pictures) == len(TieClass)


async def test_the_ego_view_keeps_shapes_and_leaves_strangers_out(
    stage: Callable[..., Any], grid: Callable[[App[None]], list[str]]
) -> None:
    app = stage(GraphCanvas())
    async with app.run_test(size=(80, 24)) as pilot:
        app.widget.show(DRAWING)
        app.widget.choose("d1")
        await pilot.press("e")
        picture = "\n".join(grid(app)[:-2])
    assert "D1" in picture and "K1" in picture and "■" in picture
    assert "K2" not in picture and "M2" not in picture


async def test_more_than_25_nodes_begin_with_the_surroundings_of_the_best_tied(
    stage: Callable[..., Any],
) -> None:
    app = stage(GraphCanvas())
    async with app.run_test(size=(80, 24)):
        nodes = [Node(str(n), f"P{n}") for n in range(40)]
        app.widget.show(Drawing(nodes, [Tie("3", str(n), TieClass.BONDING) for n in range(10, 20)], {}))
        assert app.widget.ego
        assert app.widget.chosen.id == "3"


async def test_arrows_go_to_the_nearest_node_that_way(stage: Callable[..., Any]) -> None:
    app = stage(GraphCanvas())
    async with app.run_test(size=(80, 24)) as pilot:
        app.widget.show(DRAWING)
        seen = [app.widget.chosen.id]
        for key in ("right", "left", "left", "down"):
            await pilot.press(key)
            seen.append(app.widget.chosen.id)
    assert seen[:3] == ["k1", "d1", "k1"]
    assert seen[3] == "k2"


async def test_an_empty_graph_and_one_without_places_are_drawn(stage: Callable[..., Any]) -> None:
    app = stage(GraphCanvas())
    async with app.run_test(size=(80, 24)) as pilot:
        app.widget.show(Drawing((), (), {}))
        await pilot.press("right", "n", "e", "enter")
        app.widget.show(Drawing(NODES, TIES, {}))
        await pilot.press("right", "n", "e", "enter")
        assert app.widget.chosen is not None


async def test_the_matrix_puts_groups_together_and_signs_where_ties_are(
    stage: Callable[..., Any], grid: Callable[[App[None]], list[str]]
) -> None:
    app = stage(Sociomatrix())
    async with app.run_test(size=(80, 24)) as pilot:
        app.widget.show(DRAWING)
        await pilot.pause()
        rows = grid(app)
    assert rows[1].split() == ["1", "●", "K1", "╲", "=", "^", "·", "~"]
    assert rows[3].split() == ["3", "■", "D1", "·", "·", "╲", "·", "·"]


async def test_the_matrix_says_which_pair_and_which_ties(stage: Callable[..., Any]) -> None:
    app = stage(Sociomatrix())
    async with app.run_test(size=(80, 24)) as pilot:
        app.widget.show(DRAWING)
        said: list[Any] = []
        listen(app.widget, said)
        await pilot.press("right", "right", "enter")
    opened = [message for message in said if isinstance(message, Sociomatrix.Opened)]
    assert [(m.row.id, m.column.id, list(m.ties)) for m in opened] == [("k1", "d1", [TIES[1]])]


async def test_the_pair_under_the_cursor_stays_in_view(
    stage: Callable[..., Any], grid: Callable[[App[None]], list[str]]
) -> None:
    app = stage(Sociomatrix())
    async with app.run_test(size=(60, 16)) as pilot:
        nodes = [Node(str(n), f"P{n:02d}") for n in range(60)]
        app.widget.show(Drawing(nodes, [], {}))
        await pilot.pause()
        for _step in range(59):
            app.widget.action_move(1, 1)
        await pilot.pause()
        assert any("60 ● P59" in row for row in grid(app))
        assert "60" in grid(app)[0]


def listen(widget: Any, said: list[Any]) -> None:
    """Keep what the widget says."""
    original = widget.post_message

    def post(message: Any) -> bool:
        said.append(message)
        return bool(original(message))

    widget.post_message = post


def test_every_class_of_tie_has_its_sign_dash_hue_and_words() -> None:
    from qualcode.tui.graph.canvas import class_name
    from qualcode.tui.graph.parts import DASHES, HUES, MARKS, SHAPES

    for table in (DASHES, HUES, MARKS):
        assert set(table) == set(TieClass)
        assert len(set(table.values())) == len(TieClass)
    assert not set(MARKS.values()) & set(SHAPES)  # a sign says one thing on a page
    assert len({class_name(one) for one in TieClass}) == len(TieClass)
