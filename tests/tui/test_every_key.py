"""Each key of each page is pressed once where it has something to do; other tests look closer at what it does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Input

from qualcode.project import Project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.codebook import CodeTree
from qualcode.tui.going import Go, Where
from qualcode.tui.reader import Reader
from qualcode.tui.recent import Memory
from tests.tui.keys_pressed import Keys, presses
from tests.tui.pages import TALK, open_app, settled

FIRST = (TALK.index("Kami"), TALK.index(" Kasnya"))
SECOND = (TALK.index("Kasnya"), TALK.index(" Jadi"))
LONG = TALK + "".join(
    f"\nP: Lalu yang ke-{n}?\n\nK1: Kami rapat lagi kali ke-{n}. Setelah itu pulang.\n" for n in range(40)
)


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Project:
    """A study in which each page has something to show."""
    for number in range(2, 10):
        project.codebook.add(f"X{number}", name_id=f"Kode {number}", name_en=f"Kode {number}")
        project.codebook.pin(f"X{number}", number)
    (tmp_path / "K2.txt").write_text(LONG, encoding="utf-8")
    project.sources.add(tmp_path / "K2.txt", informants=["K1"])
    one = project.codings.add("K1.txt", *FIRST, "KP-MSY")
    project.codings.add("K1.txt", *SECOND, "KP-MSY")
    project.codings.add("K1.txt", FIRST[0], FIRST[0] + 4, "NR-LGR")
    project.ties.add("K1", "D1", "aid", evidence=[("K1.txt", *FIRST)])
    project.ties.add_actor("Ketua RT")
    project.ties.add("K1", "Ketua RT", "trust")
    for number in range(3):
        project.findings.add(f"Klaim {number}.")
        project.findings.link(f"F{number + 1}", str(one.uid), "supports")
    project.notes.add_memo("Catatan.", source="K1.txt")
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
    "transcript.find", "transcript.filter", "transcript.everyone", "transcript.code_hits",
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
)  # fmt: skip
async def test_what_is_done_with_a_passage(study: Project) -> None:
    async with text(study) as keys:
        await keys.type("right_square_bracket", "right_square_bracket")
        await keys("transcript.code", "transcript.several", "transcript.in_vivo", "transcript.pin")
        await keys("transcript.recode", "transcript.memo", "transcript.remark", "transcript.tie")
        await keys("transcript.evidence", "transcript.speakers", "transcript.edges")
        await keys.type("shift+right")
        await keys("transcript.keep_edges")
        await keys.type("home", "j", "w", "j")
        await keys("transcript.split")
        await keys.type("t")
        await keys("transcript.join", "transcript.uncode")


@presses("findings.add", "findings.edit", "findings.explain", "findings.verdict", "findings.matrix", "findings.stance",
         "findings.remove", "triangulation.by", "triangulation.finding")  # fmt: skip
async def test_findings_and_triangulation(study: Project) -> None:
    async with at(study, Where.FINDINGS) as keys:
        for name in ("add", "edit", "explain", "verdict", "matrix", "stance", "remove"):
            await keys(f"findings.{name}")
    async with at(study, Where.MATRIX) as keys:
        await keys("triangulation.by", "triangulation.finding")


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


@presses("network.view", "network.view_back", "network.add", "network.focal", "network.export", "network.remove",
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
        await keys.type("tab", "tab")
        await keys("network.remove")


async def moved_somewhere(keys: Keys, one: str, other: str) -> None:
    """From the outermost node on one side to the other and back."""
    for _n in range(12):
        await keys.type(keys.key(other))
    await keys(one, other)


@presses("people.add", "people.edit", "people.actor", "people.consent", "people.remove", "memos.add", "memos.edit",
         "memos.remove", "journal.mine", "journal.back_to", "report.write", "form.leave", "form.done", "form.next",
         "form.previous", "choice.next", "choice.previous")  # fmt: skip
async def test_people_memos_journal_report_and_forms(study: Project, tmp_path: Path) -> None:
    async with at(study, Where.PEOPLE) as keys:
        for name in ("add", "edit", "actor", "consent", "remove"):
            await keys(f"people.{name}")
    async with at(study, Where.MEMOS) as keys:
        for name in ("edit", "remove"):
            await keys(f"memos.{name}")
        await keys("memos.add", back=False)
        while type(keys.app.screen.focused).__name__ != "Choice":
            await keys("form.next", back=False)
        await keys("choice.next", "choice.previous", "form.previous", "form.done", back=False)
        await keys("form.leave")
    async with at(study, Where.JOURNAL) as keys:
        await keys("journal.mine", "journal.mine")
        await keys.type("down")
        await keys("journal.back_to")
    async with at(study, Where.REPORT) as keys:
        keys.app.screen.query_one("#out", Input).value = str(tmp_path / "tidak" / "ada" / "laporan.md")
        await keys("report.write")


@presses("suggestions.find", "suggestions.read", "suggestions.reject", "suggestions.accept")
async def test_suggestions(study: Project) -> None:
    study.codebook.edit("KP-TRN", cues_id=["curiga", "mampir", "pulang"])
    async with at(study, Where.SUGGESTIONS) as keys:
        await keys("suggestions.find")
        for _n in range(100):
            if study.suggestions.list():
                break
            await settled(keys.app, keys.pilot)
        await settled(keys.app, keys.pilot)
        await keys("suggestions.read", "suggestions.reject", "suggestions.accept")


@presses("home.new", "home.open", "home.sample", "home.backups", "home.drop", "home.quit", "backups.take",
         "backups.choose")  # fmt: skip
async def test_home_and_backups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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
        await keys.type("escape", "escape")
        await keys("home.drop", "home.quit")
