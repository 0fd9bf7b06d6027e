"""Each key of each page is pressed once where it has something to do; other tests look closer at what it does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from qualcode import i18n
from qualcode.project import Project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.codebook import CodeTree
from qualcode.tui.going import Go, Where
from qualcode.tui.grid import CellGrid
from qualcode.tui.reader import Reader
from qualcode.tui.recent import Memory
from tests.tui.keys_pressed import Keys, presses
from tests.tui.pages import FIRST, LONG, SECOND, fill, open_app, rows, settled


@pytest.fixture(autouse=True)
def indonesian() -> None:
    """What is said on the way is looked at, too."""
    i18n.set_language("id")


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Project:
    """A study in which each page has something to show."""
    fill(project, tmp_path)
    return project


@asynccontextmanager
async def at(
    project: Project, where: Where | None = None, size: tuple[int, int] = (100, 30)
) -> AsyncIterator[Keys]:
    """The app on a page; without one on the contents."""
    async with open_app(project, size) as (app, pilot):
        if where is not None:
            app.screen.post_message(Go(where))
            await settled(app, pilot)
        yield Keys(app, pilot)


@asynccontextmanager
async def text(project: Project, *, long: bool = False) -> AsyncIterator[Keys]:
    """A transcript before a person."""
    async with at(project) as keys:
        await keys.type(*(["down"] if long else []), "enter")
        assert keys.app.screen.query(Reader)
        yield keys


@presses(
    "reader.next", "reader.previous", "reader.right", "reader.left", "reader.page_down", "reader.page_up",
    "reader.home", "reader.end", "reader.word", "reader.sentence", "reader.turn", "reader.answer", "reader.grow",
    "reader.shrink", "reader.extend_right", "reader.extend_left", "reader.extend_word_right",
    "reader.extend_word_left", "reader.extend_down", "reader.extend_up", "reader.swap",
)  # fmt: skip
async def test_moving(study: Project) -> None:
    async with text(study, long=True) as keys:
        await keys("reader.next", "reader.next", "reader.previous", "reader.right", "reader.left")
        await keys("reader.page_down", "reader.page_up", "reader.end", "reader.home")
        await keys(
            "reader.word", "reader.sentence", "reader.turn", "reader.answer", "reader.shrink", "reader.grow"
        )
        await keys("reader.extend_right", "reader.extend_left", "reader.extend_word_right")
        await keys("reader.extend_word_left", "reader.extend_down", "reader.extend_up", "reader.swap")


@presses(
    "reader.next_coded", "reader.previous_coded", "reader.next_uncoded", "reader.previous_uncoded",
    "reader.next_same", "reader.previous_same", "reader.overlap", "reader.next_hit", "reader.previous_hit",
    "transcript.find", "transcript.filter", "transcript.everyone", "transcript.code_hits", "offers.next", "offers.previous",
)  # fmt: skip
async def test_going_and_finding(study: Project) -> None:
    async with text(study) as keys:
        await keys("reader.next_coded", "reader.overlap")
        await keys.type("home", "right_square_bracket")
        await keys("reader.next_same", "reader.previous_same")
        await keys("reader.next_coded", "reader.previous_coded", "reader.next_uncoded")
        await keys("reader.next_uncoded", "reader.previous_uncoded")
        await keys("transcript.find", back=False)
        await keys.type(*"ka", "enter")
        await keys("reader.next_hit", "reader.previous_hit")
        await keys("transcript.code_hits", "transcript.filter", "transcript.everyone")
        await keys("transcript.filter", back=False)
        await keys("offers.next", "offers.previous", back=False)


@presses(*(f"reader.code_{digit}" for digit in range(1, 10)), "reader.shortcut", "reader.repeat")
async def test_codes_by_one_key(study: Project) -> None:
    async with text(study, long=True) as keys:
        for digit in range(1, 10):
            await keys(f"reader.code_{digit}")
        await keys("reader.repeat", "reader.shortcut")
        await keys.type("escape")
        assert len(study.codings.list()) == 3 + 10


@presses(
    "transcript.code", "transcript.several", "transcript.in_vivo", "transcript.pin", "transcript.uncode",
    "transcript.recode", "transcript.edges", "transcript.keep_edges", "transcript.split", "transcript.join",
    "transcript.memo", "transcript.remark", "transcript.tie", "transcript.evidence", "transcript.speakers",
    "transcript.question",
)  # fmt: skip
async def test_what_is_done_with_a_passage(study: Project) -> None:
    async with text(study) as keys:
        await keys.type("right_square_bracket", "right_square_bracket")
        await keys("transcript.code", "transcript.several", "transcript.in_vivo", "transcript.pin")
        await keys("transcript.recode", "transcript.memo", "transcript.remark", "transcript.tie")
        await keys("transcript.evidence", "transcript.speakers", "transcript.question", "transcript.edges")
        await keys.type("shift+right")
        await keys("transcript.keep_edges")
        await keys.type("home", "j", "w", "j")
        await keys("transcript.split")
        await keys.type("t")
        await keys("transcript.join", "transcript.uncode")


@presses(
    "contents.add", "contents.findings", "contents.matrix", "contents.network", "contents.report",
    "contents.codebook", "contents.people", "contents.quotes", "contents.matrices", "contents.suggestions",
    "contents.memos", "contents.agreement", "contents.journal", "contents.backups", "contents.uncoded",
    "contents.reviews", "contents.comments", "contents.unexplained", "contents.remove", "contents.read", "contents.share",
    "contents.edit", "contents.coder", "contents.ready",
    "page.help", "page.undo", "page.redo", "page.back", "app.commands", "app.theme", "app.tour", "app.notices",
    "app.quit",
    "ask.no", "ask.yes", "ask.other", "help.close", "help.tour", "tour.next", "tour.previous", "tour.leave",
)  # fmt: skip
async def test_contents_and_what_every_page_has(study: Project) -> None:
    async with at(study) as keys:
        for name in ("add", "edit", "findings", "matrix", "network", "report", "codebook", "people", "quotes", "matrices",
                     "suggestions", "memos", "agreement", "journal", "backups", "uncoded", "reviews", "comments",
                     "unexplained", "ready", "share", "coder", "read"):  # fmt: skip
            await keys(f"contents.{name}")
        await keys("app.theme", "app.commands", "page.undo", "page.redo")
        await keys("contents.remove", back=False)
        await keys("ask.other", back=False)
        await keys("ask.no")
        await keys("contents.remove", back=False)
        await keys("ask.yes")
        await keys("page.help", back=False)
        await keys("help.close")
        await keys("page.help", back=False)
        await keys("help.tour", back=False)
        await keys("tour.next", "tour.previous", back=False)
        await keys("tour.leave")
        await keys("app.tour", "app.notices")
        await keys.type("p")
        await keys("page.back")
        await keys("app.quit")


@presses("findings.add", "findings.edit", "findings.explain", "findings.verdict", "findings.matrix", "findings.stance",
         "findings.remove", "findings.negative", "findings.check", "findings.scope", "findings.ready",
         "triangulation.by", "triangulation.by_before", "triangulation.finding", "triangulation.ready",
         "triangulation.verdict", "triangulation.check", "triangulation.strict")  # fmt: skip
async def test_findings_and_triangulation(study: Project) -> None:
    async with at(study, Where.FINDINGS) as keys:
        for name in ("add", "edit", "explain", "verdict", "negative", "check", "scope", "ready", "matrix", "stance",
                     "remove"):  # fmt: skip
            await keys(f"findings.{name}")
    study.findings.add("Kas dibuka.")
    async with at(study, Where.MATRIX) as keys:
        for name in ("by", "by_before", "strict", "finding", "ready", "verdict", "check"):
            await keys(f"triangulation.{name}")


@presses("ready.open", "ready.next", "ready.before", "ready.check", "ready.verdict", "ready.finding", "ready.matrix",
         "ready.write")  # fmt: skip
async def test_ready(study: Project) -> None:
    study.findings.add("Kas dibuka.")
    async with at(study, Where.READY) as keys:
        for name in ("next", "before", "check", "verdict", "finding", "matrix", "write", "open"):
            await keys(f"ready.{name}")


@presses("matrix.right", "matrix.left", "matrix.down", "matrix.up", "matrix.first", "matrix.last", "matrix.pagedown",
         "matrix.pageup", "matrix.open", "matrices.by", "matrices.by_before", "matrices.count", "matrices.depth",
         "matrices.write", "matrices.group", "matrices.informant", "matrices.method", "matrices.wave",
         "matrices.attr", "matrices.cooccurrence", "matrices.density", "matrices.rank", "matrices.how",
         "matrices.crossings", "matrices.saturation", "matrices.attributes")  # fmt: skip
async def test_matrices(study: Project) -> None:
    study.codings.add("K2.txt", LONG.index("Kami"), LONG.index("Kasnya"), "KP-TRN")
    async with at(study, Where.MATRICES, (100, 20)) as keys:
        await keys("matrices.count", "matrices.depth", "matrices.by", "matrices.by_before", "matrices.write")
        await keys("matrices.how", "matrices.crossings", "matrices.saturation", "matrices.attributes")
        for name in ("informant", "method", "wave", "attr", "density", "rank", "cooccurrence", "group"):
            await keys(f"matrices.{name}")
        await keys("matrices.cooccurrence")
        keys.app.screen.query_one(CellGrid).focus()
        await keys("matrix.right", "matrix.left", "matrix.down", "matrix.up", "matrix.last", "matrix.first")
        await keys("matrix.pagedown", "matrix.pageup", "matrix.open")


@presses(*(f"crossings.{name}" for name in ("by", "by_before", "choose", "layer", "layer_before", "write", "case",
                                            "branches", "chains", "links")),
         *(f"saturation.{name}" for name in ("table", "base", "run", "threshold", "rule", "write", "open")),
         *(f"attributes.{name}" for name in ("open", "by", "by_before", "choose", "import", "table", "write", "list",
                                             "joint", "cross", "value")))  # fmt: skip
async def test_crossings_saturation_and_attributes(study: Project) -> None:
    study.codings.add("K2.txt", LONG.index("Kami"), LONG.index("Kasnya"), "KP-TRN")
    first, second = study.codings.list()[:2]
    study.codings.link(str(first.id), "cause_of", str(second.id))
    study.informants.edit("K1", attributes={"umur": 41, "kerja": "warung"})
    for where, names in (
        (Where.CROSSINGS, "choose layer layer_before branches links chains write case by by_before"),
        (Where.SATURATION, "base run threshold rule write table open"),
        (Where.ATTRIBUTES, "table import choose write by by_before value cross joint open list"),
    ):
        async with at(study, where) as keys:
            for name in names.split():
                await keys(f"{where.value}.{name}")


@presses("quotes.open", "quotes.mark", "quotes.down", "quotes.up", "quotes.pagedown", "quotes.pageup", "quotes.first",
         "quotes.last", "quotes.next", "quotes.before", "quotes.ask", "quotes.form", "quotes.arrange",
         "quotes.evidence", "quotes.copy", "quotes.context", "quotes.all", "quotes.pane", "quotes.earlier",
         "quotes.later")  # fmt: skip
async def test_quotes(study: Project) -> None:
    async with at(study, Where.QUOTES) as keys:
        await keys.type("g", "down", "enter", "home")
        await keys(
            "quotes.down", "quotes.up", "quotes.last", "quotes.first", "quotes.pagedown", "quotes.pageup"
        )
        await keys(
            "quotes.next", "quotes.before", "quotes.mark", "quotes.all", "quotes.context", "quotes.evidence"
        )
        await keys(
            "quotes.copy", "quotes.form", "quotes.arrange", "quotes.pane", "quotes.pane", "quotes.open"
        )
        await keys("quotes.ask")
        await keys.type(*"KP", "enter", "slash", *["backspace"] * 2)
        await keys("quotes.earlier", "quotes.later")


@presses("tree.down", "tree.up", "tree.pagedown", "tree.pageup", "tree.first", "tree.last", "tree.open", "tree.close",
         "codebook.add", "codebook.edit", "codebook.merge", "codebook.remarks", "codebook.history",
         "codebook.filter", "codebook.quotes", "codebook.view", "codebook.remove", "codebook.under",
         "codebook.earlier", "codebook.later", "codebook.nest", "codebook.unnest", "codebook.categories",
         "codebook.memo", "codebook.keys", "codebook.import", "codebook.export", "sheet.close")  # fmt: skip
async def test_codebook(study: Project) -> None:
    async with at(study, Where.CODEBOOK) as keys:
        await keys("tree.down", "tree.up", "tree.last", "tree.first", "tree.pagedown", "tree.pageup")
        await keys("tree.close", "tree.open", "tree.down", "codebook.later", "codebook.earlier", "tree.last")
        await keys("codebook.nest", "codebook.unnest")
        for name in ("merge", "quotes", "under", "categories", "memo", "keys", "import", "export", "history"):
            await keys(f"codebook.{name}")
        await keys("codebook.remarks", back=False)
        await keys("sheet.close")
        await keys("codebook.view", "codebook.view")
        for name in ("edit", "add", "filter"):
            await keys(f"codebook.{name}")
            keys.app.screen.query_one(CodeTree).focus()
        await keys("codebook.remove")


@presses("network.view", "network.view_back", "network.graph", "network.wave", "network.warnings",
         "network.add", "network.focal", "network.export", "network.remove",
         "graph.right", "graph.left", "graph.down", "graph.up", "graph.next", "graph.previous", "graph.ego",
         "graph.open", "sociomatrix.right", "sociomatrix.left", "sociomatrix.down", "sociomatrix.up",
         "sociomatrix.open")  # fmt: skip
async def test_network(study: Project) -> None:
    study.ties.add("D1", "Ketua RT", "info")
    for number in range(4):
        study.ties.add_actor(f"Warga {number}")
        study.ties.add("K1", f"Warga {number}", "trust")
    async with at(study, Where.NETWORK) as keys:
        await keys("graph.next", "graph.previous")
        for way, other in (("right", "left"), ("down", "up")):
            await moved_somewhere(keys, f"graph.{way}", f"graph.{other}")
        await keys("graph.open", "graph.ego", "graph.ego", "network.add", "network.focal", "network.export")
        await keys("network.view")
        for name in ("right", "left", "down", "up"):
            await keys(f"sociomatrix.{name}")
        await keys("sociomatrix.right", "sociomatrix.open", "network.view_back")
        await keys("network.wave", "network.warnings", "network.graph", "network.graph", "network.graph")
        await keys.type("tab", "tab")
        await keys("network.remove")


async def moved_somewhere(keys: Keys, one: str, other: str) -> None:
    """From the outermost node on one side to the other and back."""
    for _n in range(12):
        await keys.type(keys.key(other))
    await keys(one, other)


@presses("people.add", "people.edit", "people.actor", "people.group", "people.consent", "people.remove", "memos.add", "memos.edit",
         "memos.remove", "journal.mine", "journal.back_to", "journal.filter", "journal.go", "report.write", "form.leave",
         "form.done", "form.next",
         "form.previous", "form.help", "form.other", "choice.next", "choice.previous")  # fmt: skip
async def test_people_memos_journal_report_and_forms(study: Project, tmp_path: Path) -> None:
    async with at(study, Where.PEOPLE) as keys:
        for name in ("add", "edit", "actor", "group", "consent", "remove"):
            await keys(f"people.{name}")
    async with at(study, Where.MEMOS) as keys:
        for name in ("edit", "remove"):
            await keys(f"memos.{name}")
        await keys("memos.add", back=False)
        while type(keys.app.screen.focused).__name__ != "Choice":
            await keys("form.next", back=False)
        await keys("choice.next", "choice.previous", "form.previous", "form.done", back=False)
        await keys("form.help")
        keys.app.screen.query_one("#done").focus()
        await keys("form.other", back=False)
        await keys("form.leave")
    async with at(study, Where.JOURNAL) as keys:
        await keys("journal.mine", "journal.mine")
        await keys.type("down")
        await keys("journal.back_to", "journal.filter", "journal.go")
    async with at(study, Where.REPORT) as keys:
        keys.app.screen.query_one("#out", Input).value = str(tmp_path / "tidak" / "ada" / "laporan.md")
        await keys("report.write")


@presses(
    "agreement.open",
    "agreement.differences",
    "agreement.pairs",
    "agreement.unit",
    "agreement.coders",
    "agreement.assign",
)
async def test_agreement(study: Project) -> None:
    study.coders.assign("Sari")
    study.coder = "Sari"
    for stretch, code in ((FIRST, "KP-MSY"), (SECOND, "KP-TRN")):
        study.codings.add("K1.txt", *stretch, code)
    study.coder = "Rini"
    async with at(study, Where.AGREEMENT) as keys:
        await keys("agreement.differences", "agreement.differences", "agreement.pairs", back=False)
        assert "Rini: KP-MSY" not in rows(keys.app) and "KP-TRN" in rows(keys.app)
        await keys("agreement.pairs", "agreement.unit", "agreement.coders")
        await keys("agreement.assign", "agreement.open")


@presses("suggestions.find", "suggestions.read", "suggestions.reject", "suggestions.accept")
async def test_suggestions(study: Project) -> None:
    study.codebook.edit("KP-TRN", cues_id=["curiga", "mampir", "pulang"])
    async with at(study, Where.SUGGESTIONS) as keys:
        await keys("suggestions.find")
        await keys("suggestions.read", "suggestions.reject", "suggestions.accept")


@presses("hits.code", "hits.leave", "hits.mark", "hits.mark_all", "hits.words", "hits.sentence", "hits.turn", "hits.parts", "hits.take",
         "picker.mark", "picker.next", "picker.previous", "picker.leave")  # fmt: skip
async def test_hits_and_picker(study: Project) -> None:
    async with text(study) as keys:
        await keys.type("j", "c")
        await keys("picker.next", "picker.previous", "picker.mark", "picker.leave", back=False)
        await keys.type("slash", *"kami", "tab", "right", "enter")
        await keys("hits.leave")
        await keys.type("slash", "enter")
        await keys("hits.code", back=False)
        await keys.type("l", "g", "enter")
        keys.app.screen.query_one(OptionList).highlighted = 1
        await keys(
            "hits.mark_all", "hits.mark", "hits.sentence", "hits.turn", "hits.words", "hits.parts", back=False
        )
        await keys("hits.take")


@presses("home.new", "home.open", "home.sample", "home.backups", "home.drop", "home.quit", "backups.take",
         "backups.choose")  # fmt: skip
async def test_home_and_backups(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path = tmp_path_factory.mktemp("beranda")  # its name stands on the screen, cut anywhere
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("QUALCODE_SNAPSHOTS", str(tmp_path / "cadangan"))
    with Project.create(tmp_path / "studi", coder="Rini", title="Studi kecil") as project:
        path = project.path
    memory = Memory()
    memory.open(path, "Studi kecil")
    app = QualcodeApp(None, memory)
    async with app.run_test(size=(100, 30)) as pilot:
        keys = Keys(app, pilot)
        await settled(app, pilot)
        await keys("home.new", "home.open", "home.sample", "home.backups")
        await keys.type("enter", "b")
        await keys("backups.take")
        await keys("backups.choose")
        await keys.type("escape", "escape", "escape")
        await keys("home.drop", "home.quit")
