"""Codings as a table with the quote beside each span."""

from __future__ import annotations

import pytest

from qualcode.exchange.coding_csv import CodingRow, dump_codings, load_codings
from qualcode.exchange.problems import FileProblems


def test_codings_come_back_equal() -> None:
    rows = [
        CodingRow(
            "c1", "k1.md", 0, 7, " =kata\n", "KP-TRN", "P1", "strengthens", "before", "memo", "p", "i", "t"
        ),
        CodingRow("", "k1.md", 3, 4, "😀", "KP-MSY"),
    ]
    assert load_codings(dump_codings(rows)) == ("codings.csv", rows)


def test_only_span_source_and_code_are_needed() -> None:
    name, rows = load_codings("source;start;end;code\na.txt;1;2;X\n", "mine.csv")
    assert (name, rows) == ("mine.csv", [CodingRow("", "a.txt", 1, 2, "", "X")])
    assert rows[0].line == 2


def test_every_problem_is_told_with_its_line() -> None:
    text = "id,source,start,end,code,valence\nc1,a,1,2,X,\nc1,a,2,2,X,\nc2,,x,3,,good\nc3,a,-1,٣,X,\n"
    with pytest.raises(FileProblems) as caught:
        load_codings(text, "codings.csv")
    assert [problem.line for problem in caught.value.problems] == [3, 3, 4, 4, 4, 4, 5, 5]
    assert "the id c1 is already used in line 2" in {p.text for p in caught.value.problems}
