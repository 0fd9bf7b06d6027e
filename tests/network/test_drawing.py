"""The SVG picture: well formed, repeatable, told apart without colour, and legible."""

from __future__ import annotations

import math
import random

import pytest
from lxml import etree

from qualcode import i18n
from qualcode.network.drawing import FILLS, SIDES, STROKES, graph_svg
from qualcode.network.graph import InformantGraph, Node, Tie
from qualcode.network.layout import layout
from qualcode.network.placing import Box, bent, free_curve, label_box

from .kube import kube, nodes, ties


def drawn(graph: InformantGraph) -> etree._Element:
    return etree.fromstring(graph_svg(graph, layout(graph)).encode())


def words(root: etree._Element) -> list[str]:
    return [text.text for text in root.findall(".//{*}text")]


def with_more() -> InformantGraph:
    shop = Node("toko", 'Toko <sembako> & "Pasar" Lama', None, None, interviewed=False)
    more = [
        Tie("m", "K1", "toko", "money", directed=True),
        Tie("a", "D1", "M2", "aid", directed=True),
        Tie("c", "K2", "K3", "conflict", negative=True),
        Tie("k", "K1", "K2", "kinship"),
    ]
    return InformantGraph.of([*nodes(), shop], [*ties(), *more])


def test_every_node_and_every_line_is_there_and_named() -> None:
    root = drawn(with_more())
    assert len(root.findall(".//{*}g[@class='node']")) == 10
    lines = root.xpath(".//*[starts-with(@class, 'tie ')]")
    assert len(lines) == 13  # the two types between K1 and K2 are one line
    assert {"K1", "M2"} <= set(words(root))
    assert any("kinship, trust" in (title.text or "") for title in root.findall(".//{*}title"))


def test_classes_differ_without_colour() -> None:
    assert len({(stroke.width, stroke.dash) for stroke in STROKES.values()}) == len(STROKES)
    assert len({stroke.dash for stroke in STROKES.values()}) == 4  # the negative tie bears a cross instead
    assert len(set(SIDES)) == len(SIDES) and math.gcd(len(SIDES), len(FILLS)) == 1


def test_mentioned_actors_are_dashed_and_only_they() -> None:
    root = drawn(with_more())
    dashed = [
        node.get("data-key")
        for node in root.findall(".//{*}g[@class='node']")
        if any(shape.get("stroke-dasharray") for shape in node)
    ]
    assert dashed == ["toko"]


def test_arrows_stand_on_directed_ties_only() -> None:
    root = drawn(with_more())
    arrows = [
        line
        for line in root.xpath(".//*[starts-with(@class, 'tie ')]")
        if line.find("{*}polygon") is not None
    ]
    assert {(line.get("data-a"), line.get("data-b")) for line in arrows} == {("K1", "toko"), ("D1", "M2")}


def test_the_legend_names_what_is_drawn_and_no_more() -> None:
    plain, more = words(drawn(kube())), words(drawn(with_more()))
    assert {"PGL", "bonding (7)", "bridging (1)", "linking (2)"} <= set(plain)
    assert not {"negative (1)", "no group", "towards whom the tie runs"} & set(plain)
    assert {"negative (1)", "no group", "towards whom the tie runs"} <= set(more)


def test_the_legend_speaks_the_language_and_the_long_names_of_groups() -> None:
    with i18n.using("id"):
        svg = graph_svg(kube(), layout(kube()), {"PGL": "Pengelola"})
    assert "mengikat (bonding) (7)" in svg and "Pengelola" in svg and "Graf informan" in svg


def test_the_same_graph_gives_the_same_bytes() -> None:
    rng = random.Random(2)
    other = InformantGraph.of(rng.sample(nodes(), 9), rng.sample(ties(), 10))
    assert graph_svg(kube(), layout(kube())) == graph_svg(other, layout(other))


def test_nothing_is_fetched_and_nothing_needs_a_style_sheet() -> None:
    svg = graph_svg(with_more(), layout(with_more()))
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")
    assert "<style" not in svg and "<script" not in svg and "url(" not in svg


def test_everything_lies_inside_the_picture() -> None:
    root = drawn(with_more())
    width, height = (float(part) for part in root.get("viewBox").split()[2:])
    for text in root.findall(".//{*}text"):
        assert 0 < float(text.get("x")) < width and 0 < float(text.get("y")) < height


@pytest.mark.parametrize("people", [[], [Node("a", "alone")]])
def test_small_graphs_are_pictures_too(people: list[Node]) -> None:
    assert drawn(InformantGraph.of(people, [])).tag.endswith("svg")


def test_a_line_bends_round_a_node_in_its_way() -> None:
    straight = free_curve((0, 0), (100, 0), [(50, 60)], room=20)
    assert straight == bent((0, 0), (100, 0), 0.0)
    around = free_curve((0, 0), (100, 0), [(50, 0)], room=20)
    assert min(math.dist(point, (50, 0)) for point in around.points()) >= 12
    beside = free_curve((0, 0), (100, 0), [], room=20, taken=1)
    assert abs(beside.at(0.5)[1]) > 8


def test_a_cut_curve_lies_on_the_whole_one() -> None:
    whole = bent((0, 0), (100, 0), 0.3)
    part = whole.between(20, 30)
    assert part.start == whole.at(0.2) and part.end == whole.at(0.7)
    assert part.at(0.5) == pytest.approx(whole.at(0.45))


def test_a_label_goes_where_there_is_room() -> None:
    frame = Box(0, 0, 200, 200)
    right = Box(112, 80, 200, 120)
    box = label_box((100, 100), 10, (40, 12), [right], [], frame)
    assert not box.overlap(right) and box.overlap(frame) == 40 * 12
    at_the_edge = label_box((195, 100), 4, (40, 12), [], [], frame)
    assert at_the_edge.right < 195


def test_the_words_for_the_picture_name_every_tie_by_its_class_and_direction() -> None:
    told = drawn(with_more()).findtext("{*}desc") or ""
    assert "bonding: K1 – K2" in told
    assert 'K1 → Toko <sembako> & "Pasar" Lama' in told
    assert told.endswith("negative: K2 – K3")


def test_the_heads_of_both_ends_leave_a_line_between_two_who_stand_close() -> None:
    close = InformantGraph.of(
        [Node(key, key, "A", 0) for key in "abc"],
        [Tie("1", "a", "b", "aid", directed=True), Tie("2", "b", "a", "money", directed=True)],
    )
    root = etree.fromstring(graph_svg(close, {"a": (0, 0), "b": (0.055, 0), "c": (1, 0.4)}).encode())
    tie = next(group for group in root.iter("{*}g") if (group.get("class") or "").startswith("tie"))
    heads = [
        [tuple(map(float, point.split(","))) for point in head.get("points").split()]
        for head in tie.findall("{*}polygon")
    ]
    (first, second) = sorted((min(x for x, _y in head), max(x for x, _y in head)) for head in heads)
    assert first[1] < second[0], "a head covers the other"
