"""The page of a report in a browser: looked through with its script, by keys and mouse, and asking nobody."""

from __future__ import annotations

import base64
import importlib.util
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pypdfium2
import pytest

from qualcode.i18n import using
from qualcode.network.drawing import graph_svg
from qualcode.network.graph import InformantGraph, Node, Tie
from qualcode.network.layout import layout
from qualcode.reports import render
from qualcode.reports.data import TriangulationReport
from qualcode.reports.triangulation import triangulation

from .browser import Browser

pytestmark = pytest.mark.desktop

CELL = "#tbl-by-method tbody td a"
K1, K2 = ("[data-key=K1]", "[data-key=K2]")


def enriched(report: TriangulationReport) -> TriangulationReport:
    """The sample with more quotes and a graph of its own: an arrow, a bow, a tie that is denied."""
    people = [Node("K1", "K1", "PGL", 1), Node("K2", "K2", "PGL", 1), Node("P1", "Pak Lurah", "PEM", 3)]
    ties = [
        Tie("1", "K1", "K2", "trust"),
        Tie("2", "K1", "P1", "authority", directed=True),
        Tie("3", "K2", "P1", "conflict", negative=True),
    ]
    graph = InformantGraph.of(people, ties)
    assert report.network is not None
    with using(report.language):
        svg = graph_svg(graph, layout(graph), {"PGL": "Pengelola", "PEM": "Pemerintah"})
    more = (
        replace(report.codings[-1], unit=f"M{n}", text=f"Warungnya tutup {n} bulan.") for n in range(2, 6)
    )
    seen = replace(report.codings[5], unit="O1", text="Bukunya terbuka di meja.", reference="(O1/b.8-10)")
    codings = (*report.codings[:6], seen, *report.codings[6:], *more)
    return replace(report, network=replace(report.network, svg=svg), codings=codings)


@pytest.fixture(scope="module")
def browser(program: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    found = Browser(program("chromium"), tmp_path_factory.mktemp("browser"))
    yield found
    found.close()


@pytest.fixture(scope="module")
def pages(samples: ModuleType) -> dict[str, bytes]:
    return {name: render(triangulation(enriched(samples.sample(name))), "html") for name in ("id", "en")}


@pytest.fixture
def page(browser: Browser, pages: dict[str, bytes]) -> Iterator[Browser]:
    """The report in Indonesian, in a wide light window; afterwards nobody was asked and nothing forbidden."""
    browser.look(prefers_color_scheme="light")
    browser.size(1300, 900)
    browser.open(pages["id"])
    yield browser
    assert browser.asked == []
    assert browser.complaints == []


def text(page: Browser, selector: str) -> str:
    return page.js(f"document.querySelector({json.dumps(selector)})?.textContent")


def settled(page: Browser, code: str, value: Any) -> bool:
    """Whether something comes about within a minute: typing is answered a moment later."""
    wanted = json.dumps(value)
    return page.js(
        "new Promise((done) => { const end = Date.now() + 60000; const look = () =>"
        f"JSON.stringify({code}) === JSON.stringify({wanted}) ? done(true)"
        ": Date.now() > end ? done(false) : setTimeout(look, 20); look(); })"
    )


def test_a_number_opens_just_the_quotes_it_was_counted_from(page: Browser):
    assert text(page, CELL) == "+ (4/5)"
    page.click(CELL)
    assert page.js("document.querySelector('dialog').open")
    shown = page.js("[...document.querySelectorAll('dialog blockquote')].map((q) => q.textContent)")
    assert [quote[:24] for quote in shown] == ["“Laporan mereka selalu m", "“Tiap tanggal lima buku "]
    assert text(page, "dialog h2") == "F1 · wawancara"
    ids = page.js("[...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert len(ids) == len(set(ids)), "copies carry no ids"
    page.press("Escape")
    assert not page.js("document.querySelector('dialog').open")
    for link, about in (
        ("#f1-row td a", "F1 · "),
        ("#tbl-prominence td a[data-behind]", "KP-TRN Transparansi keuangan · k"),
    ):
        page.js(f"document.querySelector({json.dumps(link)}).click()")
        assert text(page, "dialog h2").startswith(about)
        page.press("Escape")
    page.js(
        "{ const link = document.querySelector('#tbl-prominence td a[data-behind]');"
        "link.closest('tr').cells[0].append(link); link.click(); }"
    )
    assert text(page, "dialog h2") == "KP-TRN Transparansi keuangan · Kutipan", "beside the name of its row"


def test_a_number_of_codes_opens_the_rows_of_all_its_groups_and_leads_there(page: Browser):
    page.js("document.querySelector('#tbl-codebook td:last-child a[data-behind]').focus()")
    page.press("Enter")
    rows = page.js("[...document.querySelectorAll('dialog tr')].map((row) => row.cells[0].textContent)")
    assert rows[0].startswith("KP-TRN") and rows[1:] == ["P1", "D1", "K1", "K2", "K3", "K4", "O1"]
    assert rows[0] == "KP-TRN Transparansi keuangan", "without the count of all its quotes"
    page.click("dialog p a")
    assert not page.js("document.querySelector('dialog').open")
    assert page.js("location.hash") == "#c1"
    page.js("[...document.querySelectorAll('#tbl-prominence a')].find((a) => a.dataset.behind).click()")
    people = page.js("[...document.querySelectorAll('dialog tr')].map((row) => row.cells[0].textContent)")
    assert people[1:] == ["P1", "D1", "K1", "K2", "K3", "K4"], "an observation is no informant"


def test_a_table_is_sorted_and_comes_back_to_its_order(page: Browser):
    lines = "[...document.querySelectorAll('#tbl-sources tbody tr')].map((row) => row.cells[4].textContent)"
    before = page.js(lines)
    button = "#tbl-sources thead th:nth-child(5) button"
    page.click(button)
    up = page.js(lines)
    assert list(map(int, up)) == sorted(map(int, before)) and up != before
    assert page.js("document.querySelector('#tbl-sources [aria-sort]').ariaSort") == "ascending"
    assert "Baris" in text(page, "#_said")
    page.click(button)
    assert page.js(lines) == up[::-1]
    page.click(button)
    assert page.js(lines) == before and page.js("!document.querySelector('#tbl-sources [aria-sort]')")
    days = "[...document.querySelectorAll('#tbl-sources tbody tr')].map((row) => row.cells[0].textContent)"
    page.click("#tbl-sources thead th:nth-child(4) button")
    assert page.js(days)[:2] == ["D1", "W1"], "days by the calendar"


def test_what_is_searched_is_counted_marked_and_gone_through(page: Browser):
    page.press("/")
    page.write("buku KAS")
    assert settled(page, "document.querySelector('#_hits').value", "6 ditemukan"), text(page, "#_hits")
    assert page.js("CSS.highlights.get('hit').size") == 6
    page.press("Enter")
    page.press("Enter")
    assert text(page, "#_hits") == "2 dari 6"
    page.press("Enter", shift=True)
    page.press("Enter", shift=True)
    assert text(page, "#_hits") == "6 dari 6"
    assert page.js("[...CSS.highlights.get('here')].map((r) => r.startContainer.data.length > 0)") == [True]
    page.press("Escape")
    assert page.js("[CSS.highlights.get('hit').size, document.querySelector('#_hits').value]") == [0, ""]


def test_a_hit_across_styles_is_found_and_one_in_a_hidden_row_is_shown(page: Browser):
    page.js(
        "document.querySelector('#tbl-codings').closest('figure').querySelector('.controls input').focus()"
    )
    page.write("sungkan")
    hidden = "document.querySelectorAll('#tbl-codings .out').length > 0"
    assert settled(page, hidden, True)
    kept = "document.querySelectorAll('#tbl-codings tbody tr:not(.out)')"
    shown = f"[...{kept}].map((row) => row.cells[0].textContent)"
    assert [name.split()[0] for name in page.js(shown)] == ["NR-SPK", "K1"]
    assert (
        page.js("document.querySelector('#tbl-codings').closest('figure').querySelector('output').value")
        == "1 dari 13 baris"
    )
    page.js("document.querySelector('#_find').focus()")
    page.write("Pendamping: − [parafrase")
    page.press("Enter")
    assert text(page, "#_hits") == "1 dari 1"
    assert not page.js(hidden)


def test_people_are_moved_with_their_ties_by_mouse_and_keys(page: Browser):
    tie = "document.querySelector('[data-a=K1][data-b=P1]').innerHTML"
    drawn = page.js(tie)
    page.drag(K1, 40, 25)
    moved = page.js(tie)
    assert moved != drawn and "NaN" not in moved
    assert page.js(f"document.querySelector('{K1}').hasAttribute('transform')")
    assert page.js(f"document.querySelector('{K1}').ariaPressed") == "false", "a drag is no click"
    page.js(f"document.querySelector('{K1}').focus()")
    for key in ("ArrowLeft", "ArrowUp"):
        page.press(key, shift=True)
    assert page.js(tie) != moved
    page.js("[...document.querySelectorAll('.controls button')].at(-1).click()")
    assert "translate(0 0)" in page.js(f"document.querySelector('{K1}').outerHTML")
    again = page.js(tie)
    assert path_of(again) == pytest.approx(path_of(drawn), abs=0.6), "ends and bow as they were drawn"


def path_of(markup: str) -> list[float]:
    d = markup.partition(' d="')[2].partition('"')[0]
    return [float(part) for part in d.replace("M", "").replace("Q", "").replace(",", " ").split()]


def test_classes_of_ties_and_groups_are_taken_away_and_a_person_stands_alone_with_theirs(page: Browser):
    ties = (
        "[...document.querySelectorAll('[data-a]')].filter((e) => {}).map((e) => e.dataset.a + e.dataset.b)"
    )
    seen = ties.format("e.getAttribute('display') !== 'none'")
    faint = ties.format("e.getAttribute('opacity') < 1")
    names = page.js(
        "[...document.querySelectorAll('.controls fieldset label')].map((e) => e.textContent.trim())"
    )
    assert names[-2:] == ["Pengelola", "Pemerintah"] and len(names) == 5
    page.click(".controls fieldset:nth-of-type(2) label:nth-of-type(2) input")
    assert page.js(seen) == ["K1K2"]
    assert page.js("document.querySelector('[data-of=P1]').getAttribute('display')") == "none"
    assert (
        page.js("[...document.querySelectorAll('.controls output')].map((e) => e.value)").count(
            "1 dari 3 garis"
        )
        == 1
    )
    page.click(".controls fieldset:nth-of-type(2) label:nth-of-type(2) input")
    page.js(f"document.querySelector('{K2}').focus()")
    page.press("Enter")
    assert page.js(faint) == ["K1P1"] and page.js(f"document.querySelector('{K2}').ariaPressed") == "true"
    page.press("Escape")
    assert page.js(faint) == []


def found_by_axe(page: Browser, where: str) -> list[Any]:
    """Rules broken there, with the places."""
    return page.js(
        f"axe.run({where}, {{resultTypes: ['violations']}})"
        ".then((r) => r.violations.map((v) => [v.id, v.nodes.map((n) => n.html)]))"
    )


def test_axe_finds_nothing_in_either_language_in_light_dark_and_narrow(
    page: Browser, pages: dict[str, bytes]
):
    found = importlib.util.find_spec("axe_core_python")
    if found is None or found.origin is None:
        if os.environ.get("QUALCODE_REQUIRE_DESKTOP") == "1":
            pytest.fail("axe-core-python is required and not installed")
        pytest.skip("axe-core-python is not installed")
    axe = (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")
    page.js(axe)
    assert found_by_axe(page, "document") == []
    page.click(CELL)
    assert found_by_axe(page, "'dialog'") == []
    page.look(prefers_color_scheme="dark")
    page.size(360, 740)
    page.open(pages["en"])
    page.js(axe)
    assert found_by_axe(page, "document") == []
    assert page.js("document.documentElement.scrollWidth") <= 360, "nothing sticks out of a telephone"
    page.js("document.querySelector('h1').innerHTML = '<button></button>'")
    assert found_by_axe(page, "'h1'"), "axe does look"


def test_paper_shows_everything_and_no_controls(page: Browser):
    page.js(
        "document.querySelector('#tbl-codings').closest('figure').querySelector('.controls input').focus()"
    )
    page.write("sungkan")
    assert settled(page, "document.querySelectorAll('#tbl-codings .out').length > 0", True)
    page.click(CELL)
    page.call("Emulation.setEmulatedMedia", media="print")
    assert page.js("getComputedStyle(document.querySelector('dialog')).display") == "none"
    hidden = (
        "[...document.querySelectorAll('{}')].filter((e) => getComputedStyle(e).display === 'none').length"
    )
    assert page.js(hidden.format("tr")) == 0
    controls = page.js("document.querySelectorAll('.tools, .controls').length")
    assert controls > 2 and page.js(hidden.format(".tools, .controls")) == controls
    page.call("Emulation.setEmulatedMedia", media="")
    printed = base64.b64decode(page.call("Page.printToPDF", preferCSSPageSize=True)["data"])
    sheets = {tuple(map(round, sheet.get_size())) for sheet in pypdfium2.PdfDocument(printed)}
    assert sheets == {(595, 842), (842, 595)}, "A4, turned for wide tables"


def test_hostile_words_stay_words(browser: Browser, samples: ModuleType):
    bad = '</script><script>document.title="caught"</script>"><img src=x onerror=document.title="caught">{n}'
    browser.open(render(triangulation(enriched(samples.hostile(bad))), "html"))
    assert browser.js("document.title").startswith("Triangulation report") and not browser.asked
    assert not browser.complaints
    assert browser.js("document.querySelector('.tools').hidden") is False, "our script ran"


def test_what_somebody_slips_into_the_file_does_not_run(browser: Browser, pages: dict[str, bytes]):
    slipped = b"<script>document.title='caught'</script><img src=data:, onerror=\"document.title='caught'\">"
    browser.open(pages["id"].replace(b"</main>", slipped + b"</main>"))
    assert browser.js("document.title").startswith("Laporan") and len(browser.complaints) >= 1


def test_without_the_script_links_lead_to_their_places(browser: Browser, pages: dict[str, bytes]):
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(pages["id"])
        assert browser.js("document.querySelector('.tools').hidden") is True
        browser.click(CELL)
        assert browser.js("location.hash") == "#f1-method1"
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)
