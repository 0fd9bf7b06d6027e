"""Columns of tables: no word is broken, and what does not fit upright is turned."""

from __future__ import annotations

import pytest

from qualcode.reports.document import Cell, Column, Row, Run, Table, cell
from qualcode.reports.widths import LONGEST, longest_word, shared


def table(*heads: str, rows: int = 1) -> Table:
    header = (tuple(cell(name, bold=True) for name in heads),)
    body = tuple(Row(tuple(cell("x") for _name in heads)) for _row in range(rows))
    return Table("", tuple(Column(1.0) for _name in heads), header, body)


def test_a_column_is_as_wide_as_its_longest_word_and_the_rest_shares_what_is_left():
    assert shared([1, 1, 2], [10, 50, 10], 100) == pytest.approx([50 / 3, 50, 100 / 3])
    assert shared([1, 3], [0, 0], 80) == pytest.approx([20, 60])


def test_widths_that_cannot_be_had_shrink_alike():
    assert shared([1, 1], [100, 300], 200) == pytest.approx([50, 150])


def test_a_word_is_what_stands_between_blanks_that_may_be_broken():
    assert longest_word("satu dua-tiga empat") == longest_word("dua-tiga")
    assert longest_word("a\N{NO-BREAK SPACE}b") > longest_word("a b")
    assert longest_word("Keperantaraan", bold=True) > 6.5, "the bold letters of Times are 6.56 wide"
    assert longest_word("x" * 300) == LONGEST


def test_a_reference_is_measured_as_one_word():
    words = "(W1, K1, b.1)"
    least = [
        Table("", (Column(),), (), (Row((Cell((Run(words, unbroken=tied),)),)),)).least[0]
        for tied in (False, True)
    ]
    assert least[1] > 2 * least[0]


def test_a_table_whose_words_do_not_fit_upright_is_turned():
    assert not table("Pemerintah", "Pendamping").is_wide
    assert table(*["Pemerintah"] * 8).is_wide


def test_few_rows_stay_together():
    assert table("a", rows=8).is_short and not table("a", rows=9).is_short
