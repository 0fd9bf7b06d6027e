"""The picture of what leads to what: who stands where, that it can be read, and that it stays the same."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from qualcode.network.drawing import PRINT_WIDTH
from qualcode.network.flow import BEFORE, CAUSE, SOLUTION, Arrow, Box, strongest
from qualcode.network.flow_drawing import flow_svg

ARROWS = [
    Arrow("weak", "stale", CAUSE, 3),
    Arrow("weak", "double", CAUSE, 1),
    Arrow("stale", "unrest", CAUSE, 1),
    Arrow("unrest", "stale", CAUSE, 1),
    Arrow("audit", "stale", SOLUTION, 2),
]
BOXES = [
    Box(key, f"Nama {key} <&>", ("Dinas sosial", "Desa"))
    for key in ("weak", "stale", "double", "unrest", "audit")
]


def boxes(svg: str) -> dict[str, tuple[float, float, float, float]]:
    """Left, top, right and bottom of each box, by the key in its title."""
    found = {}
    for key, shape in re.findall(r"<title>Nama (\w+) &lt;&amp;&gt;, [^<]*</title>\n(<[^>]*>)", svg):
        if shape.startswith("<rect"):
            x, y, wide, tall = (
                float(re.search(rf' {name}="([\d.]+)"', shape)[1]) for name in ("x", "y", "width", "height")
            )  # type: ignore[index]
            found[key] = (x, y, x + wide, y + tall)
        else:
            points = [
                tuple(map(float, at.split(","))) for at in re.search(r'points="([^"]*)"', shape)[1].split()
            ]  # type: ignore[index]
            xs, ys = zip(*points, strict=True)
            found[key] = (min(xs), min(ys), max(xs), max(ys))
    return found


def test_causes_stand_left_problems_in_the_middle_and_solutions_right() -> None:
    at = boxes(flow_svg(BOXES, ARROWS))
    assert at["weak"][2] < at["stale"][0] and at["stale"][2] < at["audit"][0]
    assert at["stale"][0] == at["double"][0] == at["unrest"][0]
    assert all(box[0] >= 0 and box[2] <= PRINT_WIDTH for box in at.values())
    for (_a, one), (_b, other) in combinations(at.items(), 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_kinds_are_told_by_shape_words_and_dash() -> None:
    svg = flow_svg(BOXES, ARROWS)
    assert svg.count("<polygon") == len(ARROWS) + 1 + 1 + 2, (
        "heads, one solution, and both in the legend with heads"
    )
    assert [svg.count(f">{word}</text>") for word in ("CAUSE", "PROBLEM", "SOLUTION")] == [1, 3, 1]
    assert svg.count('stroke-dasharray="9 5"') == 2 and "×3" in svg and "×1" not in svg
    colours = set(re.findall(r'(?:fill|stroke)="#([0-9a-f]{6})"', svg))
    assert all(colour[:2] == colour[2:4] == colour[4:] for colour in colours), "greys alone"
    assert "Dinas sosial, Desa" in svg


def test_the_same_links_give_the_same_picture_and_letters_of_eight_points() -> None:
    svg = flow_svg(BOXES, ARROWS)
    assert svg == flow_svg(list(BOXES), list(ARROWS))
    sizes = {float(size) for size in re.findall(r'font-size="([\d.]+)"', svg)}
    assert min(sizes) * 1.2 * (14 / 2.54 * 72) / PRINT_WIDTH >= 8, "14 cm wide, in the serif of print"


@pytest.mark.parametrize("arrows", [
    [Arrow("a", "b", BEFORE, 1), Arrow("b", "c", BEFORE, 1), Arrow("c", "a", BEFORE, 1), Arrow("c", "d", BEFORE, 2)],
    [Arrow("a", "a2", BEFORE, 1)],
])  # fmt: skip
def test_what_comes_before_goes_from_left_to_right_even_in_a_circle(arrows: list[Arrow]) -> None:
    keys = dict.fromkeys(end for arrow in arrows for end in (arrow.first, arrow.second))
    at = boxes(flow_svg([Box(key, f"Nama {key} <&>") for key in keys], arrows))
    assert set(at) == set(keys) and all(box[2] <= PRINT_WIDTH for box in at.values())
    assert at["a"][0] < at[arrows[0].second][0] or len(arrows) > 1


def test_every_group_stands_in_its_box_as_long_as_a_page_holds_the_picture() -> None:
    groups = tuple(f"Lembaga daerah nomor {n}" for n in range(1, 15))
    svg = flow_svg([Box("a", "Sebab", groups), Box("b", "Masalah", groups[:1])], [Arrow("a", "b", CAUSE, 1)])
    shown = " ".join(re.findall(r'font-style="italic"[^>]*>([^<]*)<', svg))
    assert all(name in shown for name in groups)
    arrows = [Arrow(f"a{n}", "b", CAUSE, 1) for n in range(9)]
    crowded = flow_svg([Box("b", "Masalah"), *(Box(a.first, "Sebab", groups) for a in arrows)], arrows)
    tall = float(re.search(r'viewBox="0 0 [\d.]+ ([\d.]+)"', crowded)[1])  # type: ignore[index]
    assert tall / PRINT_WIDTH * 14 <= 24 and " +" in crowded


def test_a_picture_holds_only_what_can_be_read() -> None:
    many = [Arrow(f"c{n}", f"p{n % 30}", CAUSE, 300 - n) for n in range(300)]
    kept = strongest(many)
    assert kept == [arrow for arrow in many if arrow in kept] and kept[0] == many[0]
    names = {end for arrow in kept for end in (arrow.first, arrow.second)}
    svg = flow_svg([Box(name, "Nama yang panjangnya " + "tak" * 40) for name in sorted(names)], kept)
    tall = float(re.search(r'viewBox="0 0 [\d.]+ ([\d.]+)"', svg)[1])  # type: ignore[index]
    assert tall / PRINT_WIDTH * 14 <= 24, "centimetres of a page"
    assert flow_svg([], []).startswith("<svg")
