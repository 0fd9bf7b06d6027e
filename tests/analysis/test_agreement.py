"""Agreement coefficients against values printed in the literature."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.analysis.agreement import (
    Reason,
    bootstrap,
    brennan_prediger,
    brennan_prediger_raters,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac1_raters,
    holsti,
    krippendorff_alpha,
    percent_agreement,
    scott_pi,
    specific_agreement,
    table_interval,
    u_alpha,
    unitizing_alpha,
)
from qualcode.analysis.agreement.alpha import alpha_of_counts
from qualcode.errors import BadInput

PRINTED = 0.0006
"""Half of the last digit that was printed, and a little."""

COHEN = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
GWET_ABSTRACTORS = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
COEFFICIENTS = [cohen_kappa, scott_pi, brennan_prediger, gwet_ac1]


@pytest.mark.parametrize(
    ("coefficient", "table", "printed"),
    [
        pytest.param(cohen_kappa, COHEN, 0.49153, id="Cohen 1960"),
        pytest.param(gwet_ac1, COHEN, 0.57597, id="irrCAC's fixture"),
        pytest.param(cohen_kappa, [[20, 10], [20, 50]], 0.34783, id="Artstein & Poesio 2008 kappa"),
        pytest.param(scott_pi, [[20, 10], [20, 50]], 0.34066, id="Artstein & Poesio 2008 pi"),
        pytest.param(brennan_prediger, [[20, 10], [20, 50]], 0.4, id="Artstein & Poesio 2008 S"),
        pytest.param(
            cohen_kappa, [[46, 0, 0], [6, 32, 6], [0, 0, 10]], 0.80132, id="Artstein & Poesio 2008 b"
        ),
        pytest.param(
            brennan_prediger, [[50, 0, 0], [10, 10, 10], [20, 0, 0]], 0.4, id="Brennan & Prediger 1981"
        ),
        pytest.param(
            cohen_kappa, [[50, 0, 0], [10, 10, 10], [20, 0, 0]], 0.27273, id="Brennan & Prediger kappa"
        ),
        pytest.param(cohen_kappa, [[118, 5], [2, 0]], -0.02339, id="Gwet 2002 kappa"),
        pytest.param(gwet_ac1, [[118, 5], [2, 0]], 0.94078, id="Gwet 2002 AC1"),
        pytest.param(cohen_kappa, GWET_ABSTRACTORS, 0.7964, id="abstractors kappa"),
        pytest.param(scott_pi, GWET_ABSTRACTORS, 0.7962, id="abstractors pi"),
        pytest.param(gwet_ac1, GWET_ABSTRACTORS, 0.8493, id="abstractors AC1"),
        pytest.param(brennan_prediger, GWET_ABSTRACTORS, 0.8350, id="abstractors BP"),
    ],
)
def test_two_coders_agree_as_printed(coefficient, table, printed):
    assert coefficient(table).value == pytest.approx(printed, abs=0.00006)


def test_percent_agreement_of_the_abstractors():
    a, b = labels(GWET_ABSTRACTORS)
    assert percent_agreement(a, b).value == pytest.approx(0.89)
    assert percent_agreement(a, b).figures["agreed"] == 89


def test_percent_agreement_leaves_out_what_one_did_not_judge_and_holsti_counts_it():
    a, b = ["x", "y", None, "x"], ["x", "x", "y", None]
    assert (percent_agreement(a, b).value, percent_agreement(a, b).n) == (0.5, 2)
    assert holsti(a, b).value == pytest.approx(2 * 1 / (3 + 3))


FLEISS = [
    "444444",
    "222555",
    "233335",
    "555555",
    "222444",
    "113333",
    "333355",
    "113334",
    "114444",
    "555555",
    "144444",
    "124444",
    "222333",
    "144444",
    "224445",
    "333335",
    "111455",
    "111112",
    "224444",
    "133555",
    "555555",
    "244444",
    "224555",
    "114444",
    "144445",
    "222224",
    "111155",
    "224444",
    "133333",
    "555555",
]


def categories(units: list[str], q: int) -> list[list[int]]:
    return [[unit.count(str(k)) for k in range(1, q + 1)] for unit in units]


def test_fleiss_on_the_psychiatric_diagnoses_of_1971():
    found = fleiss_kappa(categories(FLEISS, 5))
    assert found.value == pytest.approx(0.43024, abs=0.00006)
    assert found.observed == pytest.approx(0.55556, abs=0.00006)
    assert found.expected == pytest.approx(0.21994, abs=0.00006)
    assert found.figures["by_category"] == pytest.approx(
        [0.24476, 0.24476, 0.52, 0.47113, 0.56612], abs=0.00006
    )
    assert found.n == 30


def test_free_and_fixed_marginals_of_randolph():
    counts = [[3, 0], [2, 1], [2, 1], [3, 0]]
    assert fleiss_kappa(counts).value == pytest.approx(-0.2)
    assert brennan_prediger_raters(counts).value == pytest.approx(1 / 3)


def coders(*rows: str) -> list[list[int | str | None]]:
    return [[None if c == "." else int(c) if c.isdigit() else c for c in row] for row in rows]


KRIPPENDORFF_C = coders("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
WIKIPEDIA = coders(".....34121133.3", "1.213343.......", "..21344.21133.4")


@pytest.mark.parametrize(
    ("data", "level", "printed"),
    [
        pytest.param(coders("0100000010", "1110010000"), "nominal", 0.09524, id="A"),
        pytest.param(coders("aabbdcccedda", "babbbccceddd"), "nominal", 0.69196, id="B"),
        pytest.param(KRIPPENDORFF_C, "nominal", 0.74342, id="C nominal"),
        pytest.param(KRIPPENDORFF_C, "ordinal", 0.81539, id="C ordinal"),
        pytest.param(KRIPPENDORFF_C, "interval", 0.84911, id="C interval"),
        pytest.param(KRIPPENDORFF_C, "ratio", 0.79740, id="C ratio"),
        pytest.param(WIKIPEDIA, "nominal", 0.69136, id="three coders nominal"),
        pytest.param(WIKIPEDIA, "interval", 0.81084, id="three coders interval"),
    ],
)
def test_alpha_as_printed(data, level, printed):
    assert krippendorff_alpha(data, level).value == pytest.approx(printed, abs=0.00006)


def test_alpha_of_the_abstractors_is_the_one_for_two_coders():
    assert krippendorff_alpha(labels(GWET_ABSTRACTORS)).value == pytest.approx(0.7973, abs=0.00006)


def test_four_coders_with_gaps_read_as_counts():
    units = list(zip(*KRIPPENDORFF_C, strict=True))
    counts = [[unit.count(k) for k in range(1, 6)] for unit in units]
    assert gwet_ac1_raters(counts).value == pytest.approx(0.77544, abs=0.00006)
    assert fleiss_kappa(counts).value == pytest.approx(0.76117, abs=0.00006)
    assert brennan_prediger_raters(counts).value == pytest.approx(0.77273, abs=0.00006)


KRIPPENDORFF_2019 = {
    "alex": [(0, 7, 1), (7, 13, 2), (30, 32, 5), (32, 37, 6), (37, 44, 6), (44, 60, 7)],
    "paul": [(0, 7, 1), (7, 13, 3), (13, 21, 5), (32, 44, 6)],
    "suzan": [(0, 7, 1), (7, 13, 4), (13, 21, 5), (32, 37, 6), (37, 41, 6), (41, 44, 6)],
}


def test_u_alpha_as_in_figure_12_11():
    found = u_alpha(KRIPPENDORFF_2019, 60)
    assert found.value == pytest.approx(0.50998, abs=0.00006)
    assert found.figures["binary"] == pytest.approx(0.41360, abs=0.00006)
    by_code = found.figures["by_code"]
    assert [by_code[code]["value"] for code in (1, 5, 6)] == pytest.approx([1, 1, 1])
    assert [by_code[code]["value"] for code in (2, 3, 4)] == pytest.approx([0, 0, 0])
    assert by_code[5]["coverage"] == pytest.approx(8 / 18)
    assert by_code[7]["coverage"] == 0


KRIPPENDORFF_2004 = [
    [(75, 145, "c"), (220, 250, "c"), (30, 90, "k"), (150, 200, "k")],
    [(70, 150, "c"), (205, 225, "c"), (250, 270, "c"), (30, 90, "k"), (150, 200, "k")],
]
"""The continuum of the book begins at 150; here it begins at 0, as a text does."""


def test_unitizing_alpha_as_in_the_second_edition():
    found = unitizing_alpha(KRIPPENDORFF_2004, 300)
    c, k = (found.figures["by_code"][code] for code in "ck")
    assert [c["observed"], c["expected"], c["value"]] == pytest.approx([0.0144, 0.0532, 0.7286], abs=PRINTED)
    assert (k["observed"], k["value"]) == (0, 1)
    assert found.value == pytest.approx(0.8591, abs=PRINTED)


def test_unitizing_alpha_without_a_value_has_a_reason():
    assert unitizing_alpha([[(0, 5, "a")]], 10).reason is Reason.ONE_CODER
    assert unitizing_alpha([[], []], 10).reason is Reason.UNUSED
    assert unitizing_alpha([[(0, 1, "a")], [(0, 1, "a")]], 1).reason is Reason.ALL_SAME
    assert unitizing_alpha([[(0, 5, "a"), (3, 8, "b")], []], 10).value is not None, "codes may overlap here"
    with pytest.raises(BadInput):
        unitizing_alpha([[(0, 5, "a"), (4, 8, "a")], []], 10)


def test_specific_agreement_is_that_of_presence_first():
    found = specific_agreement([[20, 10], [20, 50]])
    assert found.value == pytest.approx(2 * 20 / (30 + 40))
    assert found.figures["by_category"] == pytest.approx([40 / 70, 100 / 130])
    assert specific_agreement([[0, 0], [0, 9]]).reason is Reason.UNUSED


@pytest.mark.parametrize("coefficient", COEFFICIENTS)
def test_all_the_same_is_undefined_and_says_so(coefficient):
    found = coefficient([[12, 0], [0, 0]])
    assert (found.value, found.reason, found.n, found.observed) == (None, Reason.ALL_SAME, 12, 1)


@pytest.mark.parametrize("coefficient", COEFFICIENTS)
def test_nothing_compared_is_undefined_and_says_so(coefficient):
    assert coefficient([[0, 0], [0, 0]]).reason is Reason.NO_PAIRABLE
    assert coefficient([[5]]).reason is Reason.TOO_FEW
    assert coefficient([]).reason is Reason.NO_PAIRABLE


@pytest.mark.parametrize("coefficient", COEFFICIENTS)
@pytest.mark.parametrize(
    "table",
    [[1, 2], [[1, 2]], [[0.5, 2], [1, 3]], [[1, -1], [0, 2]], [["a", 1], [1, 1]], [[math.nan, 0], [0, 1]]],
)
def test_what_is_no_table_of_counts_is_refused(coefficient, table):
    with pytest.raises(BadInput):
        coefficient(table)


def test_undefined_among_many_coders():
    assert fleiss_kappa([[3, 0], [3, 0]]).reason is Reason.ALL_SAME
    assert fleiss_kappa([[1, 0], [0, 1]]).reason is Reason.NO_PAIRABLE
    assert fleiss_kappa([]).reason is Reason.NO_PAIRABLE
    for of_raters in (fleiss_kappa, gwet_ac1_raters):
        with pytest.raises(BadInput):
            of_raters([[0.5, 1.5], [2, 0]])
    assert krippendorff_alpha([[1, 2, 3]]).reason is Reason.ONE_CODER
    assert krippendorff_alpha([]).reason is Reason.ONE_CODER
    assert krippendorff_alpha([[1, 1], [1, 1]]).reason is Reason.ALL_SAME
    assert krippendorff_alpha([[1, None], [None, 2]]).reason is Reason.NO_PAIRABLE
    assert u_alpha([[(0, 5, "a")]], 10).reason is Reason.ONE_CODER
    assert u_alpha([[], []], 10).reason is Reason.UNUSED
    assert u_alpha([[(0, 10, "a")], [(0, 10, "a")]], 10).reason is Reason.ALL_SAME


@pytest.mark.parametrize(
    "segments", [[(0, 5, "a"), (4, 8, "b")], [(3, 3, "a")], [(0, 11, "a")], [(-1, 2, "a")]]
)
def test_segments_that_overlap_or_leave_the_text_are_refused(segments):
    with pytest.raises(BadInput):
        u_alpha([segments, []], 10)


@pytest.mark.parametrize(
    ("data", "level"),
    [
        ([[1, 2], [1]], "nominal"),
        ([[1], [2]], "metric"),
        ([["a"], ["b"]], "interval"),
        ([[-1], [2]], "ratio"),
        ([[1, math.inf], [2, 3]], "interval"),
        ([[1, math.inf], [2, 3]], "ratio"),
    ],
)
def test_judgements_that_do_not_fit_are_refused(data, level):
    with pytest.raises(BadInput):
        krippendorff_alpha(data, level)


def test_an_interval_is_the_same_each_time_and_holds_the_value():
    first, again = table_interval(cohen_kappa, COHEN), table_interval(cohen_kappa, COHEN)
    assert first == again
    assert first is not None
    assert first.low < 0.49153 < first.high
    # Fleiss, Cohen & Everitt's large-sample error gives .38 to .60 for this table.
    assert (first.low, first.high) == pytest.approx((0.385, 0.595), abs=0.02)


def test_units_and_their_table_give_like_intervals():
    a, b = (np.array(side) for side in labels(COHEN))

    def kappa(rows):
        table = np.zeros((3, 3))
        np.add.at(table, (a[rows], b[rows]), 1)
        return cohen_kappa(table)

    units, table = bootstrap(kappa, len(a)), table_interval(cohen_kappa, COHEN)
    assert units is not None
    assert table is not None
    assert (units.low, units.high) == pytest.approx((table.low, table.high), abs=0.02)


def test_no_interval_from_too_little():
    assert table_interval(cohen_kappa, [[4, 1], [1, 3]]) is None
    assert table_interval(cohen_kappa, [[30, 0], [0, 1]]) is None, (
        "a third of the resamples lose the one unit"
    )


def labels(table: list[list[int]]) -> tuple[list[int], list[int]]:
    """The judgements of both coders behind a table."""
    pairs = [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]
    return [i for i, _j in pairs], [j for _i, j in pairs]


tables = st.integers(2, 4).flatmap(
    lambda q: st.lists(st.lists(st.integers(0, 20), min_size=q, max_size=q), min_size=q, max_size=q)
)


@settings(max_examples=80, deadline=None)
@given(tables)
def test_no_coefficient_is_ever_nan_or_above_one(table):
    for coefficient in COEFFICIENTS:
        found = coefficient(table)
        assert (found.value is None) == (found.reason is not None)
        assert found.value is None or (math.isfinite(found.value) and found.value <= 1 + 1e-12)


@settings(max_examples=80, deadline=None)
@given(tables)
def test_the_order_of_coders_and_categories_changes_nothing(table):
    counts = np.array(table)
    turned = counts.T[::-1, ::-1]
    for coefficient in COEFFICIENTS:
        a, b = coefficient(counts).value, coefficient(turned).value
        assert (a is None and b is None) or a == pytest.approx(b)


@settings(max_examples=60, deadline=None)
@given(tables)
def test_pi_and_fleiss_are_one_for_two_coders_and_alpha_corrects_it_for_few_units(table):
    counts = np.array(table)
    q = len(counts)
    a, b = labels(table)
    units = np.zeros((len(a), q))
    for unit, (i, j) in enumerate(zip(a, b, strict=True)):
        units[unit, i] += 1
        units[unit, j] += 1
    pi, fleiss, alpha = scott_pi(counts).value, fleiss_kappa(units).value, krippendorff_alpha([a, b]).value
    assert (pi is None and fleiss is None and alpha is None) or pi == pytest.approx(fleiss)
    if alpha is not None:
        n = 2 * len(a)
        assert 1 - alpha == pytest.approx((1 - pi) * (n - 1) / n)


def test_a_row_may_stand_for_many_units():
    counts, times = [[2, 0], [1, 1], [0, 2]], [20, 20, 60]
    spread = [row for row, n in zip(counts, times, strict=True) for _ in range(n)]
    for coefficient in (fleiss_kappa, gwet_ac1_raters, brennan_prediger_raters):
        assert coefficient(counts, times).value == pytest.approx(coefficient(spread).value)
        assert coefficient(counts, times).n == 100
    one = alpha_of_counts(np.array(counts, dtype=float), [0, 1], times=np.array(times))
    assert one.value == pytest.approx(alpha_of_counts(np.array(spread, dtype=float), [0, 1]).value)
    assert one.n == 200
