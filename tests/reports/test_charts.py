"""Figures: the same bytes, legible without colour, told in words, and no harm from a hostile name."""

from __future__ import annotations

import re
import subprocess
import sys
import warnings
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pytest
from lxml import etree
from PIL import Image

from qualcode.analysis.counted import INTERVIEWS
from qualcode.errors import BadInput
from qualcode.i18n import LANGUAGES, using
from qualcode.reports import svg
from qualcode.reports.charts.colours import DARK, LIGHT, MIDDLE, SHADES
from qualcode.reports.charts.data import (
    AgreementChart,
    Bar,
    FigureBody,
    Heat,
    HeatRow,
    Mark,
    MatrixChart,
    NetworkChart,
    ProminenceChart,
    SaturationChart,
    Step,
)
from qualcode.reports.charts.drawing import file_bytes, picture
from qualcode.reports.charts.heat import shade
from qualcode.reports.charts.library import ours
from qualcode.reports.charts.sheet import fitted, width_of
from qualcode.reports.charts.telling import alt, caption, notes, source

BONDING, TRUST = "Ikatan ke dalam", "Kepercayaan"
PROMINENCE = ProminenceChart((Bar("KP", TRUST, 6, 9, 9, 4, 4), Bar("JB", BONDING, 2, 4, 9, 1, 4)))
MATRIX = MatrixChart(
    "kelompok",
    ("Pengelola", "Masyarakat", "Pendamping"),
    (
        HeatRow("KP", TRUST, 0, (Heat(4, 4), Heat(1, 2), Heat(0, 0))),
        HeatRow("JB", BONDING, 1, (Heat(3, 4), Heat(0, 2), Heat(0, 0))),
    ),
)
SATURATION = SaturationChart(
    tuple(Step(f"K{n}", new, known) for n, (new, known) in enumerate(
        [(37, 37), (0, 37), (0, 37), (0, 37), (4, 41), (3, 44), (1, 45), (0, 45)], 1)),
    4, "saturated at 6+2", "6+2", 6, (7, 8), INTERVIEWS,
)  # fmt: skip
AGREEMENT = AgreementChart(
    "alpha", "turn", 106, ("Rara", "Bima"),
    (Mark("KP", TRUST, True, 0.8189, "", 0.614, 0.95), Mark("JB", BONDING, True, None, "only one coder", None, None),
     Mark("NM", "Norma", True, -0.021, "", -0.1, 0.3)),
    0.399, 2,
)  # fmt: skip
NETWORK = NetworkChart(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="40" height="20"><circle cx="9" cy="9" r="5"/></svg>',
    9, 6, 7, 1, 2, 0, (("K1", 5), ("D1", 3)),
)  # fmt: skip
DRAWN = (PROMINENCE, MATRIX, SATURATION, AGREEMENT)

TOLD = {
    PROMINENCE: "Bars, the most prominent code first. Kepercayaan: present or strengthens with 6 of 9 informants, in 4 "
    "of 4 groups; spoken of by 9; Ikatan ke dalam: present or strengthens with 2 of 9 informants, in 1 of 4 groups; "
    "spoken of by 4.",
    MATRIX: "Matrix of 2 codes over kelompok, Pengelola, Masyarakat, Pendamping. Highest: Kepercayaan in Pengelola 4 of "
    "4; Ikatan ke dalam in Pengelola 3 of 4; Kepercayaan in Masyarakat 1 of 2. No informant in: Pendamping.",
    SATURATION: "Curve over 8 interviews in their order: saturated at 6+2. New codes and codes so far: K1 +37 = 37; K2 +0 = 37; K3 +0 = 37; "
    "K4 +0 = 37; K5 +4 = 41; K6 +3 = 44; K7 +1 = 45; K8 +0 = 45.",
    AGREEMENT: "Krippendorff α of Rara, Bima over 106 turns, with intervals. Mean 0.40, of 2 codes. Kepercayaan 0.82 "
    "[0.61; 0.95]; Ikatan ke dalam undefined (only one coder); Norma −0.02 [−0.10; 0.30].",
    NETWORK: "Graph of 9 informants and 6 actors who were only mentioned. Tied pairs: bonding 7, bridging 1, linking 2, "
    "without a class 0. Most neighbours: K1 (5), D1 (3).",
}  # fmt: skip


@pytest.mark.parametrize("chart", TOLD, ids=lambda chart: type(chart).__name__)
def test_the_alternative_text_says_what_the_figure_says(chart):
    with using("en"):
        assert alt(chart) == TOLD[chart]
        english = caption(chart)
    with using("id"):
        assert alt(chart) != TOLD[chart]
        assert caption(chart) != english


def test_what_is_counted_and_whether_there_are_intervals_is_said_as_it_is():
    marks = tuple(replace(mark, low=None, high=None) for mark in AGREEMENT.marks)
    edges = replace(AGREEMENT, coefficient="u-alpha", counted="character", n=900, marks=marks)
    papers = replace(MATRIX, unit="document")
    with using("en"):
        assert alt(edges).startswith("u-α of Rara, Bima over 900 characters. Mean")
        assert notes(FigureBody(edges, "", 2026)) == [
            "u-α: whether the passages of a code begin and end at the same places."
        ]
        assert notes(FigureBody(AGREEMENT, "", 2026))[0].startswith("Brackets and lines")
        signed = replace(AGREEMENT, marks=(replace(AGREEMENT.marks[0], low=None, high=None, sign="²"),))
        assert "0.82²" in alt(signed) and "0.82²" in picture(signed)
        sessions = replace(SATURATION, unit="session")
        assert caption(sessions).startswith("New codes by session")
        assert alt(sessions).startswith("Curve over 8 sessions") and "sessions in their order" in picture(
            sessions
        )
        assert "documents that bear each (k)" in caption(papers)
        assert alt(papers).endswith("No document in: Pendamping.") and "no document" in picture(papers)


def test_a_long_figure_tells_of_its_first_rows_and_counts_the_rest():
    bars = tuple(Bar(f"C{n}", f"Kode {n}", 1, 1, 2, 1, 1) for n in range(12))
    with using("en"):
        told = alt(ProminenceChart(bars))
        assert told.endswith("; 4 more.")
        assert "Kode 7:" in told and "Kode 8:" not in told
        assert notes(FigureBody(ProminenceChart(bars), "", 2026, 3))[-1].startswith("3 more found no room")
    with using("id"):
        assert source(FigureBody(None, "", 2026)) == "Sumber: olahan peneliti, 2026"


def test_the_same_values_give_the_same_bytes_without_a_date():
    for chart in DRAWN:
        assert picture(chart) == picture(chart)
    for kind, head in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")):
        first = file_bytes(MATRIX, kind)
        assert first == file_bytes(MATRIX, kind)
        assert first.startswith(head)
        assert b"CreationDate" not in first
    assert file_bytes(NETWORK, "svg") == file_bytes(NETWORK, "svg")
    assert picture(NETWORK) == NETWORK.svg
    assert file_bytes(NETWORK, "pdf") == file_bytes(NETWORK, "pdf")
    with pytest.raises(BadInput):
        file_bytes(MATRIX, "gif")


def test_a_report_keeps_every_shape_and_word_of_a_picture():
    with using("id"):
        for chart in DRAWN:
            drawn = picture(chart)
            assert svg.clean(drawn).count("<") == drawn.count("<")  # nothing in it is unknown to a report
            assert svg.ratio(drawn) > 0.1
            assert not re.search(r"<use| style=|clip-path=|xlink|NaN|nan", drawn)
        words = re.findall(r">([^<>]+)</text>", picture(AGREEMENT))
    assert {"0,82 [0,61; 0,95]", "tak terdefinisi: only one coder", "Krippendorff α", "0,8"} <= set(words)
    saturated = re.findall(r">([^<>]+)</text>", picture(SATURATION))
    assert {"saturated: 6+2", "+4", "45", "K8"} <= set(saturated)


def test_what_is_undefined_has_no_dot():
    def circles(chart):
        return len(re.findall(r' d="M [^"]*C ', picture(chart)))

    assert circles(AGREEMENT) == 2


def lightness(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    grey = sum(
        weight * (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4)
        for weight, one in zip((0.2126, 0.7152, 0.0722), (red, green, blue), strict=True)
    )
    return 116 * (grey ** (1 / 3)) - 16 if grey > 0.008856 else 903.3 * grey


@pytest.mark.parametrize("shades", [SHADES, (LIGHT, MIDDLE, DARK)])
def test_shades_stay_apart_in_grey(shades):
    steps = [lightness(one) for one in shades]
    assert all(before - after > 8 for before, after in pairwise(steps))


def test_a_share_has_the_shade_of_its_begun_quarter():
    cells = [
        (0, 4),
        (1, 4),
        (2, 4),
        (3, 4),
        (4, 4),
        (1, 9),
        (5, 9),
        (1, 1),
        (2, 2),
    ]  # shares of fewer than three are none
    assert [shade(Heat(k, n)) for k, n in cells] == [0, 1, 2, 3, 4, 1, 3, 0, 0]


HOSTILE = (
    "</text><script>alert(1)</script>",
    "$\\frac{1}{0}$ 100% & {n} _x_",
    "קשר פנימי מאוד ארוך אמון",
    "漢字の名前",
    "x" * 3000,
    "a\x00b\u202ec\nd",
    "",
)


def test_hostile_names_are_drawn_as_names():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        bars = tuple(Bar(f"C{n}", name, n, n, 9, 1, 4) for n, name in enumerate(HOSTILE))
        rows = tuple(HeatRow(f"C{n}", name, n, (Heat(1, 2),) * 10) for n, name in enumerate(HOSTILE))
        steps = tuple(Step(name, 1, n + 1) for n, name in enumerate(HOSTILE))
        marks = tuple(Mark(f"C{n}", name, True, None, name, None, None) for n, name in enumerate(HOSTILE))
        for chart in (
            ProminenceChart(bars),
            MatrixChart("kelompok", (*HOSTILE, "b", "c", "d"), rows),
            SaturationChart(steps, 4, "", "", 0, (0, 0)),
            AgreementChart("percent", "turn", 3, HOSTILE[:2], marks, None, 0),
        ):
            drawn = picture(chart)
            assert "<script" not in svg.clean(drawn)
            assert "\u202e" not in drawn
            assert len(drawn) < 200_000
            for language in LANGUAGES:
                with using(language):
                    assert "\n" not in alt(chart)
        assert file_bytes(ProminenceChart(bars), "png").startswith(b"\x89PNG")


def test_words_are_cut_where_they_find_no_room():
    with ours():
        for words in (*HOSTILE, "Kepercayaan pada pengurus dan pada lembaga di luar kelompok"):
            lines = fitted(words, 80)
            assert len(lines) <= 2
            assert all(width_of(line) <= 81 for line in lines)
        assert fitted("Kepercayaan antaranggota", 80) == ["Kepercayaan", "antaranggota"]
        assert fitted("satu dua tiga empat lima enam", 40, most=1)[0].endswith("…")


def test_matplotlib_comes_with_the_first_figure_quietly_and_leaves_nothing_set(tmp_path):
    code = (
        "import os, sys\n"
        "import qualcode.reports.sections.painters, qualcode.reports.charts.telling\n"
        "assert 'matplotlib' not in sys.modules\n"
        "from qualcode.reports.charts.library import ours\n"
        "with ours():\n"
        "    pass\n"
        "import matplotlib, matplotlib.font_manager as fonts\n"
        "assert len(fonts.fontManager.ttflist) == 3, 'no scan of the machine'\n"
        "assert 'matplotlib.pyplot' not in sys.modules and 'MPLCONFIGDIR' not in os.environ\n"
        "assert matplotlib.rcParams['svg.hashsalt'] is None\n"
    )
    for place in (tmp_path, tmp_path / "file"):
        (tmp_path / "file").touch()  # a home that nothing can be written to
        home = {"HOME": str(place), "XDG_CACHE_HOME": str(place), "LOCALAPPDATA": str(place), "PATH": ""}
        done = subprocess.run(
            [sys.executable, "-c", code], check=False, capture_output=True, text=True, env=home
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_network_file_says_what_it_shows_as_the_other_figures_do():
    chart = replace(NETWORK, ties="bonding: K1 ↔ K3. linking: K1 → D1")
    with Image.open(BytesIO(file_bytes(chart, "png"))) as drawn:
        assert (drawn.text["Title"], drawn.text["Description"]) == (caption(chart), alt(chart))
    root = etree.fromstring(file_bytes(chart, "svg"))
    assert [one.text for one in root[:2]] == [caption(chart), alt(chart)]
    assert alt(chart).endswith("Ties: bonding: K1 ↔ K3. linking: K1 → D1.")
