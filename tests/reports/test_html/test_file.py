"""The file of a report's page: what it holds, whatever opens it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import time
from dataclasses import replace
from datetime import datetime
from types import ModuleType

import pytest
from lxml import html

from qualcode.reports import render
from qualcode.reports.document import (
    Comment,
    Contents,
    Document,
    Facts,
    Heading,
    Paragraph,
    Row,
    Run,
    Table,
    cell,
)
from qualcode.reports.html import TEMPLATES, to_html
from qualcode.reports.layout import Layout
from qualcode.reports.triangulation import triangulation

SCRIPT = (TEMPLATES / "report.js").read_text(encoding="utf-8")


def parsed(page: bytes) -> html.HtmlElement:
    return html.fromstring(page.decode())


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_words_of_the_script_stand_in_the_page_and_it_asks_for_no_others(
    samples: ModuleType, language: str
):
    page = parsed(render(triangulation(samples.sample(language)), "html"))
    words = json.loads(page.xpath("//script[@id='_words']")[0].text)
    asked = set(re.findall(r"\bwords\.(\w+)", SCRIPT)) | {"ascending", "descending", "unsorted"}
    assert asked == set(words)
    assert words["decimal"] == ("," if language == "id" else ".") != words["thousands"]
    assert words["months"][4] == ("Mei" if language == "id" else "May")


def test_the_script_is_small_and_makes_nothing_from_text():
    assert len(SCRIPT.encode()) < 16_384
    assert not re.search(
        r"innerHTML|insertAdjacentHTML|eval\(|Function\(|fetch\(|XMLHttp|localStorage|http", SCRIPT
    )


def test_a_branch_names_the_quotes_of_all_codes_below_it(samples: ModuleType):
    report = samples.sample("id")
    branch = replace(report.codes[0], code="KP", level=0, below=("KP-TRN", "NR-SPK"), codings=8)
    page = parsed(render(triangulation(replace(report, codes=(branch, *report.codes[1:]))), "html"))
    behind = page.xpath("//figure[@id='tbl-codebook']//tbody/tr[1]//a/@data-behind")[0].split()
    rows = page.xpath("//figure[@id='tbl-codings']//tr/@id")
    assert behind == rows and len(rows) > 3


def test_a_number_is_named_by_what_its_row_is_about(document: Document):
    page = parsed(render(document, "html"))
    named = {
        row.get("data-about") or row[0].text_content()
        for row in page.xpath("//main//tbody/tr[td//a/@data-behind or th//a/@data-behind]")
    }
    assert {"F1", "KP-TRN Transparansi keuangan"} <= named
    assert not [name for name in named if not re.match(r"[A-Z]+[\d-]", name)], "no rank and no other cell"


def test_a_number_says_how_many_of_its_quotes_stand_under_several_codes(samples: ModuleType):
    report = samples.sample("en")
    first = replace(report.codes[0], code="KP", level=0, below=("KP-TRN", "NR-SPK"), codings=7, kept_back=2)
    shown = [quote for quote in report.codings if quote.code in first.below]
    page = parsed(render(triangulation(replace(report, codes=(first, *report.codes[1:]))), "html"))
    (said,) = page.xpath("//figure[@id='tbl-codebook']//tbody/tr[1]/td[last()]//a/@data-beside")
    assert said.startswith("2 more: may not be quoted. A passage under several codes ")
    assert said.endswith(f"{len(shown) + 2 - 7} fewer in all.")


def test_every_quote_named_behind_a_number_is_there(document: Document):
    page = parsed(render(document, "html"))
    named = {one for value in page.xpath("//@data-behind") for one in value.split()}
    assert named and named <= set(page.xpath("//@id"))


def test_ten_thousand_quotes_are_painted_in_three_seconds(samples: ModuleType):
    report = samples.sample("id")
    quotes = tuple(replace(report.codings[2], unit=f"K{n}", text=f"kata ke-{n}") for n in range(10_000))
    document = triangulation(replace(report, codings=quotes))
    start = time.process_time()
    page = render(document, "html")
    assert time.process_time() - start < 3
    assert b"kata ke-9999" in page


def test_footnotes_comments_and_lists_are_painted(samples: ModuleType):
    small = triangulation(samples.empty("en"))
    table = next(block for block in triangulation(samples.sample("en")).blocks if isinstance(block, Table))
    remark = Comment("Say <more>", "Supervisor", datetime(2024, 3, 9, 8, 0))
    noted = Paragraph((Run("Words", footnote=(Run("Their source."),)),), comments=(remark,))
    rows = (replace(table.rows[0], comments=(Comment("And here"),)), *table.rows[1:])
    blocks = (Contents("tables"), noted, replace(table, rows=rows))
    page = parsed(to_html(replace(small, blocks=blocks)))
    assert page.xpath("//nav//a/@href") == ["#" + table.anchor]
    (call,) = page.xpath("//sup/a")
    assert page.xpath("//li[@id=$id]", id=call.get("href")[1:])[0].text_content().startswith("Their source.")
    assert page.xpath("//li//a/@href")[-1] == "#" + call.get("id")
    said = [one.text_content() for one in page.xpath("//*[@class='comment']")]
    assert said == ["Supervisor, 9 March 2024: Say <more>", "Comment: And here"]


def test_words_of_another_language_are_in_italics_in_tables_captions_headings_and_facts(
    samples: ModuleType,
):
    small = triangulation(samples.empty("id"))
    table = next(block for block in triangulation(samples.sample("id")).blocks if isinstance(block, Table))
    tie = Row((cell("mengikat (bonding)"), *table.rows[0].cells[1:]))
    blocks = (
        Contents("headings"),
        Heading("Modal bonding", anchor="capital"),
        replace(table, caption="Ikatan bonding", rows=(tie,)),
        Facts((("Jenis", (Run("mengikat (bonding)"),)), ("Kode", (Run("Bonding with the village"),)))),
    )
    page = parsed(render(replace(small, blocks=blocks), "html"))
    for place in ("nav", "h2[@id]", "caption", "tbody//th", "dl/div[1]/dd"):
        assert page.xpath(f"(//{place})//em/text()") == ["bonding"], place
    assert not page.xpath("//dl/div[2]//em"), "a text in the other language is one text"
    titles = parsed(render(triangulation(samples.sample("id")), "html")).xpath("//li[contains(., 'Freeman')]")
    assert [one.xpath(".//em/text()") for one in titles] == [["Sociometry, 40"]], "and so is a title"


def test_the_sheet_is_that_of_the_layout_and_the_policy_knows_the_stylesheet(samples: ModuleType):
    small = triangulation(samples.empty("id"))
    page = parsed(to_html(replace(small, layout=Layout(paper="f4"))))
    (style,) = page.xpath("//style")
    assert "@page { size: 21.5cm 33cm; margin: 3cm 3cm 3cm 4cm; }" in style.text
    assert "@page turned { size: 33cm 21.5cm; margin: 4cm 3cm 3cm 3cm; }" in style.text
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page.xpath("//meta/@content[contains(., 'default-src')]")[0]
