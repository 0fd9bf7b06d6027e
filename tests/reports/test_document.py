"""The report model: numbers, labels, anchors, and quotes that stand apart."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from qualcode.reports.document import (
    Block,
    Column,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Quote,
    Row,
    Run,
    Table,
    cell,
)


def made(*blocks: Block, language: str = "id") -> Document:
    return Document("T", "", language, datetime(2024, 3, 12, tzinfo=UTC), blocks)


def table(anchor: str = "", landscape: bool = False) -> Table:
    return Table("c", (Column(),), ((cell("h"),),), (Row((cell("x"),)),), anchor=anchor, landscape=landscape)


def test_sections_and_appendices_count_apart():
    document = made(
        Heading("a"),
        Heading("b", 2),
        Heading("c", 2),
        Heading("d"),
        Heading("e", 2),
        Heading("f", kind="appendix"),
        Heading("g", kind="plain"),
        Heading("h", kind="appendix"),
    )
    assert document.numbers == {0: "1", 1: "1.1", 2: "1.2", 3: "2", 4: "2.1", 5: "A", 7: "B"}


def test_a_label_is_in_the_language_of_the_report():
    blocks = (table("t-one"), table("t-two"), Heading("x", kind="appendix", anchor="app"))
    run = Run("?", link="t-two", label=True)
    assert made(*blocks).resolve(run).text == "Tabel 2"
    assert made(*blocks, language="en").resolve(run).text == "Table 2"
    assert made(*blocks).labels["app"] == "Lampiran A"


def test_a_link_to_nowhere_becomes_plain_text():
    assert made(Heading("x")).resolve(Run("y", link="gone")) == Run("y")


@pytest.mark.parametrize("anchors", [("a", "a"), ("A",), ("1a",), ("a" * 39,), ("a b",)])
def test_anchors_are_unique_and_fit_every_format(anchors):
    with pytest.raises(ValueError, match="anchor"):
        _ = made(*(Paragraph((Run("x"),), anchor=anchor) for anchor in anchors)).anchors


def test_a_row_of_the_wrong_width_is_refused():
    with pytest.raises(ValueError, match="row of 2 columns"):
        Table("c", (Column(),), (), (Row((cell("a"), cell("b"))),))


def test_a_quote_of_forty_words_stands_apart():
    assert not Quote(" ".join(["kata"] * 39), "(W1)").is_block
    assert Quote(" ".join(["kata"] * 40), "(W1)").is_block


def test_headings_turn_with_the_wide_table_below_them():
    document = made(Heading("a"), PageBreak(), Heading("b"), table(landscape=True), table(), Heading("c"))
    assert document.landscape == {2, 3}


def test_a_remark_between_a_heading_and_a_wide_table_turns_with_both():
    remark, wide = Paragraph((Run("x"),)), table(landscape=True)
    assert made(Heading("a"), Heading("b", 2), remark, remark, wide).landscape == {0, 1, 2, 3, 4}
    assert made(Heading("a"), remark, remark, remark, wide).landscape == {4}
    assert made(wide, remark, wide).landscape == {0, 1, 2}, "no page for one remark"
    note = Paragraph((Run("x"),), style="small")
    below = made(wide, note, PageBreak(), Heading("a"), wide, remark, note).landscape
    assert below == {0, 1, 2, 3, 4}, "a note below stays with its table, running text goes upright"
