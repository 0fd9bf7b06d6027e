"""Values that are printed beside a coefficient: what was observed and expected, and the same data read otherwise."""

from __future__ import annotations

import numpy as np
import pytest

from qualcode.analysis.agreement import krippendorff_alpha, percent_agreement
from qualcode.analysis.agreement.alpha import alpha_of_counts

TEN = [[int(c) for c in row] for row in ("0100000010", "1110010000")]


def test_agreement_observed_and_expected_beside_the_alpha_of_ten_units() -> None:
    """Krippendorff 2011, example A, with the figures that the manual of ATLAS.ti prints of it."""
    found = krippendorff_alpha(TEN)
    assert found.observed == pytest.approx(0.4) and found.expected is not None
    assert 1 - found.expected == pytest.approx(0.56, abs=0.005)
    assert percent_agreement(*TEN).value == pytest.approx(0.6)


def test_alpha_is_the_same_of_coders_with_gaps_and_of_their_counts() -> None:
    """Gwet 2014: four coders, twelve units, categories 1 to 5."""
    rows = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
    counts = np.array([[unit.count(str(k)) for k in range(1, 6)] for unit in zip(*rows, strict=True)], float)
    assert alpha_of_counts(counts, range(1, 6)).value == pytest.approx(0.74342, abs=0.00006)
