"""Words stay the same words all the way: file, reading, coding, journal, report."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from qualcode.model import Code
from qualcode.project import Project

PIECES = [
    "kasnya dibuka", "Café", "Cafe\u0301", "👩‍👩‍👧", "🇮🇩", "👍🏽", "नमस्ते", "ꦱꦫꦮꦸꦁ", "สวัสดี", "شكرا جزيلا", "שלום",
    "e\u0301\u0323", "１２", "日本", "한국", "…", "“kutip”", "a\u200bb", "ﬁ", "İstanbul", "ß",
]  # fmt: skip
WORDS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map(" ".join)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])
NEWLINES = st.sampled_from(["\n", "\r\n", "\r"])


@settings(max_examples=10)
@given(before=WORDS, quote=WORDS, after=WORDS, encoding=ENCODINGS, newline=NEWLINES)
def test_a_quote_is_the_same_in_the_file_the_project_and_the_report(
    tmp_path_factory: pytest.TempPathFactory, before: str, quote: str, after: str, encoding: str, newline: str
) -> None:
    folder = tmp_path_factory.mktemp("way")
    text = newline.join(["P: Bagaimana?", f"I: {before}; {quote}; {after}", ""])
    (folder / "k1.txt").write_bytes(text.encode(encoding))
    kept = unicodedata.normalize("NFC", quote)
    with Project.create(folder / "p.qualcode", coder="Rara", language="en") as project:
        project.informants.add("K1", "PGL")
        project.write("code.add", lambda tx: tx.insert(Code(code="KP", name_en="Trust", name_id="Percaya")))
        project.sources.add(folder / "k1.txt", informants=["K1"])
        stored = project.sources.text("k1.txt")
        assert stored == unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
        start = stored.index(f"; {kept};") + 2
        coding = project.codings.add("k1.txt", start, start + len(kept), "KP")
        row = project.codings.get(coding.uid)
        assert (row.start, row.end, row.text) == (start, start + len(kept), kept)
        project.findings.add("Kasnya terbuka", codes=["KP"])
        project.findings.link("F1", coding.uid, "supports")
        project.undo()
        project.redo()
        page = project.reports.render(format="html", language="en").decode()
        markdown = project.reports.render(format="md", language="en").decode()
    shown = " ".join(html.fromstring(page).text_content().split())
    # A zero-width space is painted as a visible sign, so that nothing hides in a quote.
    assert " ".join(kept.split()).replace("\u200b", "") in shown.replace("\u200b", "").replace("·", "")
    assert "K1" in markdown and f"l.{row.lines}" in markdown


def test_a_report_changes_nothing_and_is_the_same_twice(tmp_path: Path) -> None:
    (tmp_path / "k1.txt").write_text("P: Bagaimana?\nI: Terbuka kok.\n", encoding="utf-8")
    with Project.create(tmp_path / "p.qualcode", coder="Rara", language="id") as project:
        project.informants.add("K1", "PGL")
        project.write("code.add", lambda tx: tx.insert(Code(code="KP", name_id="Percaya", name_en="Trust")))
        project.sources.add(tmp_path / "k1.txt", informants=["K1"])
        coding = project.codings.add("k1.txt", 17, 24, "KP")
        project.findings.add("Kasnya terbuka", codes=["KP"])
        project.findings.link("F1", coding.uid, "supports")
    before = (tmp_path / "p.qualcode").read_bytes()
    made = []
    for _round in range(2):
        with Project.open(tmp_path / "p.qualcode", write=False) as project:
            made.append({f: project.reports.render(format=f) for f in ("docx", "html", "pdf", "md")})
    assert made[0] == made[1]
    assert (tmp_path / "p.qualcode").read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["k1.txt", "p.qualcode"]
