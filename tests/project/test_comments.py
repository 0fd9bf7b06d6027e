"""Comments: written, answered and settled; nothing that is done to what they are on loses them unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.errors import BadInput, NotFound
from qualcode.project import Project
from qualcode.project.deeds import deed
from qualcode.project.leaving import LeakFound
from qualcode.project.marks import Mark, marks_of
from tests.project.conftest import span


@pytest.fixture
def coded(project: Project, k1: str) -> Project:
    """The study with one coding and one finding; its supervisor is at it."""
    project.codings.add(k1, *span("Dirembug bareng"), "KP-MSY")
    project.findings.add("Keputusan diambil bersama.")
    project.coder = "Bu Dosen"
    return project


def test_a_comment_says_what_it_is_on_and_what_was_answered(coded: Project) -> None:
    comments = coded.comments
    comments.add("Definisi?", code="KP-TRN", round=" Bimbingan  3 ")
    comments.add("Yakin?", coding=1)
    comments.add("Buktinya tipis.", finding="F1", round="sempro")
    coded.coder = "Rara"
    comments.reply(comments.reply(1, "Sudah saya tambah.").id, "Juga contohnya.")
    code, coding, finding = comments.list()
    assert (code.on, code.about, code.code, code.round) == ("code", "KP-TRN", "KP-TRN", "Bimbingan 3")
    assert [(r.coder, r.body) for r in code.replies] == [
        ("Rara", "Sudah saya tambah."),
        ("Rara", "Juga contohnya."),
    ]
    assert (coding.on, coding.about) == ("coding", "KP-MSY, k1.txt, line 5")
    assert (coding.quote, coding.turn, coding.start, coding.end) == (
        "Dirembug bareng",
        4,
        *span("Dirembug bareng"),
    )
    assert (finding.on, finding.about, finding.claim) == ("finding", "F1", "Keputusan diambil bersama.")
    assert {row.coder for row in (code, coding, finding)} == {"Bu Dosen"}
    assert comments.get(code.replies[1].number) == code == comments.get(code.id)
    assert comments.rounds() == ("Bimbingan 3", "sempro")


def test_they_are_found_by_what_they_are_on_whether_they_wait_round_and_coder(coded: Project) -> None:
    comments = coded.comments
    comments.add("a", code="KP-TRN", round="Sempro")
    comments.add("b", coding=1)
    coded.coder = "Rara"
    comments.add("c", finding="F1")
    comments.resolve(2)

    def found(**filters: str) -> str:
        return "".join(row.body for row in comments.list(**filters))

    assert found() == "abc"
    assert (found(status="open"), found(status="resolved")) == ("ac", "b")
    assert (found(on="finding"), found(code="KP-TRN"), found(code="KP-MSY"), found(coding="1")) == (
        "c",
        "a",
        "",
        "b",
    )
    assert (found(source="k1.txt"), found(finding="F1"), found(round="sempro")) == ("b", "c", "a")
    assert (found(coder="Bu Dosen"), found(coder="Rara")) == ("ab", "c")
    for wrong in ({"status": "x"}, {"on": "memo"}, {"code": "X"}):
        with pytest.raises(BadInput):
            comments.list(**wrong)


def test_what_cannot_be_is_refused_in_one_line_and_changes_nothing(coded: Project) -> None:
    comments, head = coded.comments, coded.history.head()
    refused = [
        (lambda: comments.add("  ", code="KP"), BadInput, "words"),
        (lambda: comments.add("x"), BadInput, "one thing"),
        (lambda: comments.add("x", code="KP", coding=1), BadInput, "one thing"),
        (lambda: comments.add("x", code="X"), NotFound, "no code X"),
        (lambda: comments.add("x", finding="F9"), NotFound, "no finding F9"),
        (lambda: comments.reply(9, "x"), NotFound, "no comment 9"),
        (lambda: comments.remove(9), NotFound, "no comment 9"),
    ]
    for do, kind, words in refused:
        with pytest.raises(kind, match=words):
            do()
    assert coded.history.head() == head
    comments.add("Definisi?", code="KP")
    with pytest.raises(BadInput, match="open already"):
        comments.reopen(1)
    comments.resolve(1)
    with pytest.raises(BadInput, match="resolved already"):
        comments.resolve(1)
    coded.coder = "Rara"
    with pytest.raises(BadInput, match="Bu Dosen wrote this"):
        comments.edit(1, body="Bagus.")
    with pytest.raises(BadInput, match="Bu Dosen wrote this"):
        comments.remove(1)
    comments.reply(1, "Sudah.")
    with pytest.raises(BadInput, match="Rara answered this"):
        comments.remove(1, by="Bu Dosen")
    with pytest.raises(BadInput, match="write it so"):
        comments.add("x", code="KP", by="bu dosen")
    assert comments.get(comments.add("x", code="KP", by=" Prof.  Baru ").uid).coder == "Prof. Baru"
    assert coded.history.log(last=1)[0].coder == "Rara"  # whoever acts can take it back
    coded.undo()
    assert comments.edit(1, round="sidang").body == "Definisi?"


def test_every_step_is_named_in_the_log_and_can_be_taken_back(coded: Project) -> None:
    comments, states = coded.comments, []
    steps = [
        lambda: comments.add("Definisi?", code="KP"),
        lambda: comments.reply(1, "Sudah."),
        lambda: comments.edit(1, body="Definisinya?", round="sidang"),
        lambda: comments.resolve(2),
        lambda: comments.reopen(1),
        lambda: comments.remove(1),
    ]
    for step in steps:
        states.append(comments.list())
        step()
    assert comments.list() == []
    for event in coded.history.log(coder="Bu Dosen", last=len(steps)):
        assert event.action.startswith("comment.") and deed(event.action) != event.action
    for before in reversed(states):
        coded.undo()
        assert comments.list() == before
    for _step in steps:
        coded.redo()
    assert comments.list() == []


def test_recoding_splitting_joining_and_merging_keep_them(coded: Project, k1: str) -> None:
    comments = coded.comments
    comments.add("Yakin?", coding=1)
    comments.reply(1, "Ya.")
    comments.add("Mirip KP-TRN.", code="KP-MSY")
    coded.coder = "Rara"
    start, stop = span("Dirembug bareng")

    def kept() -> tuple[str | None, int | None, int | None, int]:
        row = comments.get(1)
        return row.code, row.start, row.end, len(row.replies)

    _first, second = coded.codings.split(1, start + 8)
    assert kept() == ("KP-MSY", start, start + 8, 1)
    comments.add("Bagian dua.", coding=second.uid)
    coded.codings.merge(1, second.uid)
    assert kept() == ("KP-MSY", start, stop, 1)
    assert [row.body for row in comments.list(coding=1)] == ["Yakin?", "Bagian dua."]
    coded.codings.add(k1, start, stop, "KP-TRN")
    coded.codings.recode("KP-TRN", 1)
    assert kept() == ("KP-TRN", start, stop, 1)
    coded.codebook.merge("KP-MSY", "KP-TRN")
    assert comments.get(3).about == "KP-TRN"


def test_with_a_coding_or_finding_they_go_and_come_back(coded: Project, k1: str) -> None:
    comments = coded.comments
    comments.add("Yakin?", coding=1)
    comments.reply(1, "Ya.")
    comments.add("Buktinya?", finding="F1")
    before = comments.list()
    coded.coder = "Rara"
    coded.codings.remove(1)
    coded.findings.remove("F1")
    assert comments.list() == []
    coded.undo()
    coded.undo()
    assert comments.list() == before


def test_nobody_takes_back_what_others_have_commented_on(coded: Project, k1: str) -> None:
    coded.comments.add("Yakin?", coding=1)
    coded.coder = "Rara"
    coded.undo()  # the finding
    with pytest.raises(BadInput, match="others have built on it"):
        coded.undo()


def test_a_shared_copy_carries_them_without_real_names(coded: Project, tmp_path: Path) -> None:
    coded.informants.edit("K1", aliases=["Bu Suminten"])
    coded.comments.add("Ini Bu Suminten?", coding=1, round="rumah Bu Suminten")
    coded.comments.reply(1, "Ya, Bu Suminten.")
    coded.comments.resolve(1)
    with Project.open(coded.sharing.share(tmp_path / "untuk dosen").path, write=False) as copy:
        (row,) = copy.comments.list()
    assert (row.body, row.round, row.replies[0].body) == ("Ini Bu [K1]?", "rumah Bu [K1]", "Ya, Bu [K1].")
    assert (row.status, row.coder, row.quote) == ("resolved", "Bu Dosen", "Dirembug bareng")


def test_what_could_tell_who_somebody_is_is_found_in_them(coded: Project) -> None:
    coded.comments.add("Telepon 0812-3456-7890.", code="KP")
    assert [leak.where for leak in coded.sharing.leaks()] == ["comment 1, body"]


def test_the_round_of_a_meeting_is_known_while_it_goes_on(coded: Project) -> None:
    coded.comments.add("a", code="KP", round="bimbingan 3")
    assert coded.comments.round_now() == "bimbingan 3"
    coded.comments.add("b", code="KP")
    coded.coder = "Rara"
    assert coded.comments.round_now() == "" and coded.comments.rounds() == ("bimbingan 3",)


def test_a_source_knows_where_something_is_noted(coded: Project, k1: str) -> None:
    place, turn = span("Dirembug bareng"), coded.sources.place(k1).turns[1]
    assert marks_of(coded, k1) == []
    coded.comments.add("Yakin?", coding=1)
    coded.comments.reply(1, "Ya.")
    coded.codings.edit(1, memo="Ragu.")
    coded.notes.add_memo("Lihat buku kas.", source=k1, turn=2)
    coded.notes.add_memo("Tentang berkas.", source=k1)
    assert marks_of(coded, k1) == [Mark(turn.start, turn.stop, 1, 0), Mark(*place, 1, 1)]
    coded.comments.resolve(1)
    assert marks_of(coded, k1)[1] == Mark(*place, 1, 0)
    row = coded.notes.memos()[0]
    assert (row.start, row.end, row.about) == (turn.start, turn.stop, "k1.txt, turn 2")


def test_what_was_remarked_on_a_shared_copy_comes_home(coded: Project, tmp_path: Path) -> None:
    coded.coder = "Rara"
    coded.comments.add("Bu Suminten benar?", coding=1)
    coded.comments.add("Sudah tidak perlu.", code="KP")
    coded.informants.edit("K1", aliases=["Suminten"])
    shared = coded.sharing.share(tmp_path / "untuk dosen").path
    coded.comments.remove(2)
    coded.comments.add("Di sini saja.", code="KP-TRN")
    with Project.open(shared, coder="Prof. Baru") as copy:
        copy.comments.reply(1, "Benar.")
        copy.comments.resolve(1)
        copy.comments.add("Definisi?", code="KP-MSY", round="sidang")
        copy.comments.add("Tipis.", finding="F1")
    coded.findings.remove("F1")
    before = coded.comments.list()
    brought = coded.comments.import_(shared)
    assert (brought.comments, brought.replies, brought.settled, brought.lost) == (1, 1, 1, 1)
    first, _here, new = coded.comments.list()
    assert (first.body, first.status) == ("Bu Suminten benar?", "resolved")
    assert [(one.coder, one.body) for one in first.replies] == [("Prof. Baru", "Benar.")]
    assert (new.body, new.round, new.coder, new.code) == ("Definisi?", "sidang", "Prof. Baru", "KP-MSY")
    with pytest.raises(BadInput, match="are on nothing that is here"):
        coded.comments.import_(shared)
    coded.undo()
    assert coded.comments.list() == before
    coded.redo()
    with Project.open(shared, write=False) as copy:
        assert copy.comments.get(new.id).body == new.body
    with pytest.raises(BadInput, match="no new comments"):
        coded.comments.import_(coded.sharing.share(tmp_path / "lagi").path)


def test_a_list_for_the_next_meeting_holds_no_names_and_no_passage(coded: Project, tmp_path: Path) -> None:
    comments, file = coded.comments, tmp_path / "catatan.md"
    with pytest.raises(BadInput, match="no comment yet"):
        comments.export(file)
    coded.informants.edit("K1", aliases=["Suminten"])
    comments.add("Suminten yakin?", coding=1, round="bimbingan 3")
    comments.add("Tipis.", finding="F1", round="sempro")
    comments.reply(1, "Ya.")
    text = comments.export(file)
    assert file.read_text(encoding="utf-8") == text and "Dirembug" not in text
    assert "## bimbingan 3\n\n### KP-MSY, k1.txt, line 5 · open\n\n**Bu Dosen**, " in text
    assert ":\n\n[K1] yakin?\n\n**Bu Dosen**, " in text
    assert "## sempro\n\n### F1 · open\n\n*Keputusan diambil bersama.*\n\n" in text
    comments.add("Telepon 0812-3456-7890.", code="KP")
    with pytest.raises(LeakFound, match="comment 4"):
        comments.export(tmp_path / "lain.md")
    assert "0812" in comments.export(accept_leaks=True) and not (tmp_path / "lain.md").exists()
