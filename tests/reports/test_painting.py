"""What reaches a page: nothing that hides or lies, and numbers and dates as the language writes them."""

from __future__ import annotations

from datetime import date

import pytest

from qualcode.i18n import using
from qualcode.reports.painting import long_date, number, painted, painted_line, whole
from qualcode.reports.svg import clean, size, to_png


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x7f", "\u202e", "\u2066", "\ud800", "\uffff", "\x0c"])
def test_signs_that_deceive_or_break_a_file_are_replaced(sign):
    assert painted(f"a{sign}b") == "a\ufffdb"


def test_words_emoji_and_right_to_left_stay_as_they_are():
    text = "Bu Yanti 👩‍👩‍👧 e\u0301 السلام\u200f ±\t1\n2"
    assert painted(text) == text


def test_every_line_end_is_one_line_end():
    assert painted("a\r\nb\rc\u2028d\u0085e") == "a\nb\nc\nd\ne"
    assert painted_line(" a \n\tb ") == "a b"


def test_numbers_and_dates_follow_the_language():
    with using("id"):
        assert (number(-0.4), number(0.55556, 4), whole(2400)) == ("−0,40", "0,5556", "2.400")
        assert long_date(date(2024, 3, 12)) == "12 Maret 2024"
        assert (number(-0.001), number(0.001), number(0.0)) == (">−0,01", "<0,01", "0,00")
    with using("en"):
        assert (number(0.5), whole(2400), long_date(date(2024, 3, 1))) == ("0.50", "2,400", "1 March 2024")


def test_an_svg_keeps_shapes_and_loses_everything_that_acts():
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="x()">'
        '<script>x()</script><style>@import "http://a"</style><image href="http://a"/><foreignObject/>'
        '<a xlink:href="http://b"><rect/></a><rect id="r" style="fill:red" fill="url(http://c)" onclick="y()"/>'
        '<line id="m" marker-end="url(#m)"/><text>K1 &lt;b&gt;</text></svg>'
    )
    cleaned = clean(svg, prefix="p-")
    for word in (
        "script",
        "style",
        "http://a",
        "http://b",
        "http://c",
        "onload",
        "onclick",
        "foreignObject",
        "<a",
    ):
        assert word not in cleaned
    assert 'id="p-m"' in cleaned and 'marker-end="url(#p-m)"' in cleaned and "K1 &lt;b&gt;" in cleaned


@pytest.mark.parametrize("text", ["", "<html/>", "<svg", "<svg/>"])
def test_what_is_no_svg_is_refused(text):
    with pytest.raises(ValueError):
        clean(text)


def test_a_picture_in_dots_has_the_size_asked_for():
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="72" height="36"><rect width="9" height="9"/></svg>'
    png = to_png(svg, ppi=144)
    assert png.startswith(b"\x89PNG")
    across, down = size(png)
    assert abs(across - 2 * down) <= 2 and across > 72
