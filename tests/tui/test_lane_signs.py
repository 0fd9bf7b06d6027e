from __future__ import annotations

from qualcode.tui.looks import lane_signs

CODES = [
    (1, "JR", "Jejaring"),
    (2, "JR-BON", "Bonding"),
    (3, "JR-BRI", "Bridging"),
    (4, "JR-SLG", "Saling"),
    (5, "HS-SLS", "Hasil"),
    (6, "AA", ""),
    (7, "AA-A", "a"),
    (8, "A", "a"),
]


def test_signs_are_letters_of_the_code_and_no_two_codes_share_one() -> None:
    assert lane_signs(CODES) == {1: "J", 2: "B", 3: "R", 4: "S", 5: "L", 6: "A", 7: "a", 8: "C"}


def test_a_new_code_leaves_every_other_its_sign_whatever_the_order_of_the_tree() -> None:
    many = [(n, f"S-T{n}", "Sama") for n in range(1, 63)]
    signs = lane_signs(many)
    assert len(set(signs.values())) == 62
    assert lane_signs([(99, "B", "Baru"), *reversed(many)]) == {**signs, 99: "B"}
    for count in (1, 9, 40):
        assert lane_signs(many[:count]) == dict(list(signs.items())[:count])
    assert lane_signs([(1, "3-7", "…"), (2, "", "")]) == {1: "A", 2: "B"}
