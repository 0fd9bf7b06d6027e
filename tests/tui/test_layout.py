from __future__ import annotations

import unicodedata

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from qualcode.text.lines import line_starts
from qualcode.tui.painting import safe
from qualcode.tui.reader.layout import Layout

SCRIPTS = [
    "Kami musyawarah setiap bulan, kasnya dibuka semua.",
    "café naïve Ångström " * 5,
    "e\u0301a\u0300 gabungan " * 6,
    "漢字かな交じり文の長い段落です。" * 6,
    "안녕하세요 여러분 반갑습니다 " * 4,
    "สวัสดีชาวโลกที่รัก" * 5,
    "ꦲꦏ꧀ꦱꦫꦗꦮ ꦱꦸꦒꦼꦁ " * 6,
    "नमस्ते क्षत्रिय दुनिया " * 4,
    "👩‍👩‍👧 👍🏽 🇮🇩 1️⃣ ❤️ " * 6,
    "שלום abc العربية مَرْحَبًا " * 4,
    "tab\there esc\x1b[31m red \u202eoverride\u202c zwsp\u200bend",
    "a\u200b\u200bb \ufeffc rahasia\U000e0068\U000e0069 \U000e0001d e\u0301\U000e0061 " * 3,
    "🏴\U000e0067\U000e0062\U000e007f \u200b\u0301x 👩\u200d👧\ufeff👧 क\u094d\u200dष " * 3,
    "ｆｕｌｌｗｉｄｔｈ half 全角 " * 4,
    "தமிழ் க்ஷேத்திரம் " * 4,
    "\u1112\u1161\u11ab\u1100\u1173\u11af " * 6,
    "lembut\u00adnya kata\u00ad ",
    "ambigu ±×÷§… α Ж “kutip” — " * 3,
    "𝔊𝔬𝔱𝔦𝔨 🏳️‍🌈 👨🏿‍🌾 " * 4,
]


def stops(text: str) -> list[int]:
    return [found.start() for found in regex.finditer(r"\X", text)]


@pytest.mark.parametrize("text", SCRIPTS)
@pytest.mark.parametrize("numbered", [True, False])
def test_offset_to_cell_and_back_is_exact_at_every_caret_stop(text: str, numbered: bool) -> None:
    text = unicodedata.normalize("NFC", text + "\n" + text)
    layout = Layout(text, 40, line_starts(text) if numbered else None)
    for offset in stops(text):
        row = layout.row_of(offset)
        start, end = layout.shown(row)
        if start <= offset < end and cell_len(safe(text[offset:end])) and cell_len(safe(text[offset])):
            assert layout.offset_at(row, layout.cell_of(offset)) == offset


@given(
    st.lists(st.sampled_from(SCRIPTS).map(lambda text: text[:17]), min_size=1, max_size=8),
    st.integers(10, 70),
)
@settings(max_examples=60, deadline=None)
def test_scripts_mixed_on_a_line_go_there_and_back_exactly(parts: list[str], width: int) -> None:
    text = unicodedata.normalize("NFC", " ".join(parts))
    layout = Layout(text, width)
    for offset in stops(text):
        row = layout.row_of(offset)
        start, end = layout.shown(row)
        cluster = regex.match(r"\X", text, pos=offset).group()
        if start <= offset < end and cell_len(safe(cluster)):
            assert layout.offset_at(row, layout.cell_of(offset)) == offset


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300), st.integers(10, 70))
@settings(max_examples=60)
def test_rows_cover_the_text_without_gap_and_never_split_a_cluster(text: str, width: int) -> None:
    text = unicodedata.normalize("NFC", text.replace("\r", "\n"))
    layout = Layout(text, width, line_starts(text))
    assert layout.starts[0] == 0
    assert list(layout.starts) == sorted(set(layout.starts))
    assert set(layout.starts) <= {*stops(text), *line_starts(text)}
    assert set(line_starts(text)) <= set(layout.starts)
    for row in range(layout.height):
        start, end = layout.shown(row)
        if len(stops(text[start:end].rstrip())) > 1:
            assert cell_len(safe(text[start:end].rstrip())) <= width


def test_a_row_is_a_numbered_line_and_a_broken_one_keeps_its_number() -> None:
    text = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas\npendek"
    lines = line_starts(text)
    wide, narrow = Layout(text, 60, lines), Layout(text, 20, lines)
    assert list(wide.starts) == list(lines)
    assert [wide.line_at_row(row) for row in range(wide.height)] == [1, 2, 3]
    assert [number for row in range(narrow.height) if (number := narrow.line_at_row(row))] == [1, 2, 3]
    assert narrow.line_of(len(text)) == 3


def test_a_click_beyond_the_end_of_a_broken_row_stays_on_it() -> None:
    layout = Layout("satu dua tiga empat lima", 10)
    assert layout.row_of(layout.offset_at(0, 99)) == 0
    assert layout.offset_at(layout.height - 1, 99) == len(layout.text)


def test_both_halves_of_a_wide_character_are_its_start() -> None:
    layout = Layout("a漢b", 20)
    assert [layout.offset_at(0, cell) for cell in range(4)] == [0, 1, 1, 2]


def test_control_and_direction_characters_become_visible_one_for_one() -> None:
    nasty = "\x00\x07\x1b[2J\x7f\x9b\u202e\u2066\u200f\u2028\ud800ok"
    painted = safe(nasty)
    assert len(painted) == len(nasty)
    assert painted.endswith("ok")
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl") for char in painted)


def test_signs_without_a_cell_are_seen_and_joiners_stay() -> None:
    hidden = "a\u200bb\ufeffc\U000e0001\U000e0041"
    assert safe(hidden) == "a·b·c··" and len(safe(hidden)) == len(hidden)
    joined = "👩\u200d👧 ක\u200dෂ می\u200cخواهم lembut\u00adnya"
    assert safe(joined) == joined
