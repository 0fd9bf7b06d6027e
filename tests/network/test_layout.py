"""The picture stays put, and no two nodes or components fall upon each other."""

from __future__ import annotations

import math
import random
import subprocess
import sys
from itertools import combinations
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.network.graph import InformantGraph, Node, Tie
from qualcode.network.layout import layout

from .kube import kube, nodes, ties


def test_one_graph_has_one_picture_whatever_the_order_of_its_records() -> None:
    rng = random.Random(1)
    other = InformantGraph.of(rng.sample(nodes(), 9), rng.sample(ties(), 10))
    assert layout(other) == layout(kube())
    assert layout(kube(), seed=7) != layout(kube())


def test_another_process_draws_the_same_picture() -> None:
    here = Path(__file__).parent
    code = "from kube import kube; from qualcode.network.layout import layout; print(layout(kube()))"
    run = subprocess.run([sys.executable, "-c", code], cwd=here, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == repr(layout(kube()))


def test_the_loose_node_stays_apart() -> None:
    at = layout(kube())
    assert min(math.dist(at["M2"], place) for key, place in at.items() if key != "M2") > 0.12


def test_an_empty_graph_and_a_single_node_have_pictures_too() -> None:
    assert layout(InformantGraph.of([], [])) == {}
    assert layout(InformantGraph.of([Node("a", "a")], [])) == {"a": (0.0, 0.0)}


edges = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda e: e[0] != e[1]), max_size=20)


@settings(max_examples=25, deadline=None)
@given(edges)
def test_positions_fill_the_unit_square_and_keep_nodes_apart(drawn: list[tuple[int, int]]) -> None:
    people = [Node(str(i), str(i), "AB"[i % 2]) for i in range(10)]
    graph = InformantGraph.of(people, [Tie(str(n), str(a), str(b), "aid") for n, (a, b) in enumerate(drawn)])
    at = layout(graph)
    assert set(at) == {node.key for node in people}
    assert max(max(place) for place in at.values()) == 1 and min(min(place) for place in at.values()) == 0
    assert all(math.dist(a, b) > 0.02 for a, b in combinations(at.values(), 2))
