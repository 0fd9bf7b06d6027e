"""Whatever people wrote into reasons, titles and names is painted as words in every format."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from qualcode.reports import render
from qualcode.reports.appendix.binding import Binding, Body, Front, Part, bound
from qualcode.reports.appendix.changes import Changed, Changes, CodingCount, Edit, Recoded
from qualcode.reports.appendix.coreq import Coreq, Count
from qualcode.reports.appendix.trail import Decision, Override, Tally, Titled, Trail, Version, Week

WORDS = '<script>alert(1)</script> #set | **x** \\end{x} =SUM(A1) "q" \x07\u202eab ' + "y" * 90
DAY = date(2026, 3, 31)
FRONT = Front(WORDS, WORDS, WORDS, 2026, WORDS, "id", datetime(2026, 3, 31, tzinfo=UTC), "0" * 64, "0.1.0")
BODIES: tuple[Body, ...] = (
    Coreq(sampling=(Count(WORDS, 2),), groups=(Count(WORDS, 1),), people=3, sites=(WORDS,), themes=(WORDS,)),
    Changes(
        since=DAY,
        codes=(Changed(WORDS, "changed", DAY, WORDS, (Edit(WORDS, WORDS, WORDS), Edit(WORDS)), WORDS),),
        codings=(CodingCount(WORDS, WORDS, 2400, 1),),
        recoded=(Recoded(WORDS, WORDS, WORDS, 3),),
    ),
    Trail(
        tally=Tally(),
        decisions=(Decision(DAY, WORDS, WORDS, (WORDS,), WORDS),),
        weeks=(Week(DAY, 1, 2, 3, 4, 5, 6),),
        versions=(Version(WORDS, 2, WORDS, None, WORDS),),
        agreements=(),
        overrides=(Override("F1", "PARTIAL", "AGREEMENT", WORDS, WORDS, DAY),),
        memos=(Titled(DAY, WORDS, WORDS, WORDS),),
        coders=(WORDS,),
        problems=(WORDS,),
    ),
)


@pytest.mark.parametrize("body", BODIES, ids=lambda body: type(body).__name__)
def test_hostile_words_stay_words(body: Body):
    document = bound(Binding(FRONT, "Lampiran", (Part("guide", "Lampiran", body),)))
    for format in ("docx", "html", "pdf", "md"):
        painted = render(document, format)
        assert painted
        if format == "html":
            assert b"<script>alert" not in painted and "&lt;script&gt;alert" in painted.decode()
