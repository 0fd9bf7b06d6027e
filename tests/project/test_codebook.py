"""The codebook of a project: read in, kept up, merged and counted."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode import Project
from qualcode.errors import BadInput, NotFound
from qualcode.exchange.codebook_yaml import load_codebook
from qualcode.i18n import using
from qualcode.model import (
    Evidence,
    Group,
    Informant,
    Participation,
    Source,
    TextVersion,
    Turn,
    TurnRole,
)
from qualcode.project.code_history import Piece, difference, marked, reason_words
from qualcode.project.code_removal import removal_words
from qualcode.project.codebook_merge import merging_words
from qualcode.project.palette import PALETTE, next_colour
from qualcode.project.quote_groups import period_words
from qualcode.store.transaction import Transaction
from qualcode.text.lines import line_starts

TEXT = "Apa kabar? Uangnya dicatat di buku kas. Kami rukun."


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "study", coder="Rara", title="Uji", language="id") as project:
        yield project


@pytest.fixture
def coded(project: Project) -> Project:
    """Two codes under a branch, and one transcript of an interviewer and two informants."""
    project.codebook.add("P", name_id="Cabang", colour="#112233")
    project.codebook.add("A", name_id="Satu", parent="P")
    project.codebook.add("B", name_id="Dua", parent="P")

    def work(tx: Transaction) -> None:
        group = tx.insert(Group(name="G"))
        people = tx.insert_all([Informant(code=f"K{n}", group_id=group.id) for n in (1, 2)])
        source = tx.insert(Source(name="w.txt"))
        tx.insert_all([Participation(source_id=source.id, informant_id=p.id) for p in people])
        version = tx.insert(
            TextVersion(source_id=source.id, body=TEXT, sha256=sha256(TEXT.encode()).hexdigest(), length=len(TEXT),
                        line_starts=line_starts(TEXT).tobytes())
        )  # fmt: skip
        for number, (start, stop, role, who) in enumerate(
            [
                (0, 10, TurnRole.INTERVIEWER, None),
                (11, 39, TurnRole.INFORMANT, people[0]),
                (40, 51, TurnRole.INFORMANT, people[1]),
            ],
            1,
        ):
            tx.insert(
                Turn(text_version_id=version.id, number=number, label_start=start, start=start, stop=stop,
                     role=role, informant_id=who.id if who else None)
            )  # fmt: skip

    project.write("test.material", work)
    return project


def test_the_packaged_codebook_is_read_by_name_and_comes_out_equal(project: Project, tmp_path: Path) -> None:
    done = project.codebook.import_("social-capital")
    assert (done.name, len(done.added), done.changed, done.same) == ("social-capital", 29, (), ())
    rows = project.codebook.list()
    assert [row.code for row in rows if row.depth == 1] == ["KP", "JR", "NR", "KX"]
    assert sum(row.leaf for row in rows) == 25
    assert [row.code for row in rows][:3] == ["KP", "KP-AGT", "KP-PGR"]
    assert load_codebook(project.codebook.export()).codes == project.codebook.book().codes
    project.codebook.export(tmp_path / "book.csv")
    with Project.create(tmp_path / "other", coder="Rara") as other:
        other.codebook.import_(tmp_path / "book.csv")
        assert other.codebook.book().codes == project.codebook.book().codes
    again = project.codebook.import_("social-capital")
    assert (again.added, again.changed, len(again.same)) == ((), (), 29)


def test_import_is_one_action_that_undo_takes_back(project: Project) -> None:
    project.codebook.import_("social-capital")
    assert project.undo() == "codebook.import"
    assert project.codebook.list() == []


def test_merging_overwrites_only_what_the_file_states(project: Project, tmp_path: Path) -> None:
    project.codebook.add("A", name_id="Satu", name_en="One", status="approved", short_def_id="lama")
    project.codebook.add("Z", name_id="Tetap")
    path = tmp_path / "more.csv"
    path.write_text("code,name_id,short_def_id,parent\nB,Dua,,\na,Satu,baru,B\n", encoding="utf-8")
    done = project.codebook.import_(path)
    assert (done.added, done.changed) == (("B",), ("A",))
    row = project.codebook.show("A")
    assert (row.name_en, row.short_def_id, row.status, row.parent) == ("One", "baru", "approved", "B")
    assert [r.code for r in project.codebook.list()] == ["B", "A", "Z"]


def test_a_file_with_problems_changes_nothing(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("codebook: x\ncodes:\n- {code: A, name: a}\n- {code: B, nam: b}\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"bad\.yaml, line 4: .*\(and 1 more problem\)"):
        project.codebook.import_(path)
    with pytest.raises(NotFound, match="social-capital"):
        project.codebook.import_("sosial-capital")
    assert project.codebook.list() == []


def test_a_shortcut_of_the_project_stays_where_a_file_wants_it_for_another_code(project: Project) -> None:
    project.codebook.add("Z", name_id="Z", shortcut="ka")
    project.codebook.import_("social-capital")
    rows = {row.code: row.shortcut for row in project.codebook.list()}
    assert rows["Z"] == "ka"
    assert rows["KP-AGT"] != "ka" and len(rows["KP-AGT"]) == 2
    assert len(set(rows.values())) == len(rows)


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("", {"name_id": "x"}),
        ("a", {"name_id": "x"}),
        ("B", {}),
        ("B", {"name_id": "x", "colour": "red"}),
        ("B", {"name_id": "x", "status": "good"}),
        ("B", {"name_id": "x", "title": "y"}),
        ("B", {"name_id": "x", "parent": "Q"}),
        ("B", {"name_id": "x", "cues_id": ["a; b"]}),
    ],
)
def test_what_is_no_code_is_not_added(project: Project, code: str, values: dict[str, object]) -> None:
    project.codebook.add("A", name_id="Satu")
    with pytest.raises(BadInput):
        project.codebook.add(code, **values)  # type: ignore[arg-type]
    assert [row.code for row in project.codebook.list()] == ["A"]


def test_a_changed_definition_is_a_new_version_but_a_colour_is_not(project: Project) -> None:
    project.codebook.add("A", name_id="Satu")
    assert project.codebook.edit("A", colour="#AABBCC").version == 1
    edited = project.codebook.edit("a", short_def_id="baru", reason="bimbingan 2", cues_id=["kas"])
    assert (edited.version, edited.author, edited.reason, edited.colour) == (
        2,
        "Rara",
        "bimbingan 2",
        "#aabbcc",
    )
    assert edited.changed_on is not None
    project.codebook.edit("A", new_code="A1")
    assert [row.code for row in project.codebook.list()] == ["A1"]


def test_moving_keeps_siblings_in_order_and_never_makes_a_circle(coded: Project) -> None:
    coded.codebook.move("B", "P", position=0)
    assert [row.code for row in coded.codebook.list()] == ["P", "B", "A"]
    coded.codebook.move("A")
    assert [(row.code, row.depth) for row in coded.codebook.list()] == [("P", 1), ("B", 2), ("A", 1)]
    with pytest.raises(BadInput, match="under itself"):
        coded.codebook.move("P", "B")


def test_counts_are_of_informants_and_leave_the_interviewer_out(coded: Project) -> None:
    coded.codings.add("w.txt", 0, 10, "A")  # the interviewer's words
    coded.codings.add("w.txt", 11, 38, "A")
    coded.codings.add("w.txt", 11, 17, "A")
    coded.codings.add("w.txt", 40, 50, "B")
    coded.codings.add("w.txt", 11, 38, "B")
    counts = {row.code: (row.segments, row.informants) for row in coded.codebook.list()}
    assert counts == {"A": (2, 1), "B": (2, 2), "P": (3, 2)}  # the shared passage counts once for the branch
    assert {remark.kind.value for remark in coded.codebook.lint()} >= {"one_informant"}
    assert all(row.segments == 0 for row in coded.codebook.list(counts=False))


def test_a_code_without_a_colour_shows_its_branchs(coded: Project) -> None:
    assert {row.colour for row in coded.codebook.list()} == {"#112233"}
    assert coded.codebook.book().codes[1].colour == ""


def test_a_used_code_or_a_branch_is_not_removed_by_mistake(coded: Project) -> None:
    coded.codings.add("w.txt", 11, 38, "A")
    with pytest.raises(BadInput, match="1 passages are coded A"):
        coded.codebook.remove("A")
    with pytest.raises(BadInput, match="2 codes under it"):
        coded.codebook.remove("P")
    coded.codebook.remove("A", with_codings=True)
    assert coded.codings.list() == []
    coded.undo()
    assert [row.code for row in coded.codings.list()] == ["A"]


def test_merging_loses_nothing_and_can_be_undone(coded: Project) -> None:
    one = coded.codings.add("w.txt", 11, 38, "A", valence="weakens", memo="dari A")
    both = coded.codings.add("w.txt", 11, 38, "B", valence="strengthens", memo="dari B")
    coded.codings.add("w.txt", 40, 50, "A")
    coded.codings.link(one.id, "cause_of", both.id)
    coded.findings.add("Uang dicatat", codes=["A"])
    coded.findings.link(1, one.id, "supports")
    coded.codebook.add_category("Uang", codes=["A", "B"], theme="Percaya")
    coded.notes.add_memo("tentang A", code="A")
    before = coded.codings.list()

    coded.codebook.merge("A", "B")
    rows = coded.codings.list()
    assert [(row.code, row.start) for row in rows] == [("B", 11), ("B", 40)]
    assert rows[0].memo == "dari B\ndari A"
    assert rows[0].valence == "strengthens"
    with coded.read() as session:
        evidence = session.get_one(Evidence, 1)
    assert evidence.coding_id == both.id
    assert coded.codings.of_source("w.txt")[0].review.startswith("merged with A, which said: weakens")
    assert coded.findings.list()[0].codes == ("B",)
    assert coded.codebook.categories()[0].codes == ("B",)
    assert coded.notes.memos()[0].about == "B"
    assert [row.code for row in coded.codebook.list()] == ["P", "B"]

    coded.undo()
    assert coded.codings.list() == before


def test_a_branch_can_be_merged_into_a_code_below_it(coded: Project) -> None:
    coded.codebook.merge("P", "B")
    assert [(row.code, row.parent, row.depth) for row in coded.codebook.list()] == [
        ("B", "", 1),
        ("A", "B", 2),
    ]
    with pytest.raises(BadInput, match="into itself"):
        coded.codebook.merge("A", "a")


def test_a_digit_applies_one_code(coded: Project) -> None:
    coded.codebook.pin("A", 1)
    coded.codebook.pin("B", 1)
    coded.codebook.pin("P", 9)
    assert {digit: code.code for digit, code in coded.codebook.pins().items()} == {1: "B", 9: "P"}
    coded.codebook.pin("B", None)
    assert list(coded.codebook.pins()) == [9]
    with pytest.raises(BadInput, match="1 to 9"):
        coded.codebook.pin("A", 0)


def test_categories_hold_codes_and_lead_to_themes(coded: Project) -> None:
    coded.codebook.add_category("Uang", codes=["A"], theme="Percaya")
    coded.codebook.add_category("Uang", codes=["B", "a"], note="dua kode")
    (row,) = coded.codebook.categories()
    assert (row.name, row.codes, row.theme, row.note) == ("Uang", ("A", "B"), None, "dua kode")
    assert [theme.name for theme in coded.codebook.themes()] == ["Percaya"]
    coded.codebook.remove_category("Uang")
    assert coded.codebook.categories() == []


def test_a_new_code_is_given_two_letters_that_nobody_has(project: Project) -> None:
    first = project.codebook.add("KP-TRN", name_id="Transparansi").shortcut
    second = project.codebook.add("JR-TRN", name_id="Transparansi").shortcut
    assert (first, second) == ("tr", "tn")
    assert project.codebook.add("X", name_id="Y", shortcut="").shortcut == ""
    assert project.codebook.edit("X", shortcut="XY").shortcut == "xy"
    # Also where the code that has the letters stands behind the one that wants them.
    with pytest.raises(BadInput, match="tn belongs to JR-TRN"):
        project.codebook.edit("KP-TRN", shortcut="tn")


def test_faults_name_the_field_before_anything_is_saved(coded: Project) -> None:
    coded.codebook.edit("B", shortcut="bb")
    wrong = {"code": "b", "name_id": "", "colour": "red", "shortcut": "bb", "cues_id": ["x;y"]}
    assert set(coded.codebook.faults(wrong, code="A")) == {"code", "name", "colour", "shortcut", "cues"}
    assert coded.codebook.faults({"code": "a", "colour": "orange"}, code="A") == {}
    assert set(coded.codebook.faults({"code": "N"}, parent="Q")) == {"name", "parent"}
    assert coded.codebook.show("A").code == "A"


def test_a_palette_name_is_kept_as_its_colour(coded: Project) -> None:
    assert coded.codebook.edit("A", colour="Orange").colour == "#e69f00"


def test_an_outermost_code_gets_the_next_colour_and_others_that_of_their_branch(project: Project) -> None:
    colours = list(PALETTE.values())
    assert [project.codebook.add(name, name_id=name).colour for name in "PQ"] == colours[:2]
    assert project.codebook.add("P-A", name_id="a", parent="P").colour == ""
    assert project.codebook.add("R", name_id="r", colour="#123456").colour == "#123456"
    assert project.codebook.add("S", name_id="s").colour == colours[2]
    assert (
        project.codebook.add("T", name_id="t", colour="").colour == ""
    )  # shown in the colour of its place, the fifth
    assert next_colour(["", colours[3], *colours[:3]]) == colours[4]
    assert next_colour([*colours, colours[0]]) == colours[1]


def test_a_digit_is_a_field_of_the_form(coded: Project) -> None:
    coded.codebook.pin("A", 3)
    assert coded.codebook.edit("B", pinned="3", name_id="Dua").pinned == 3
    assert [(row.code, row.pinned) for row in coded.codebook.list()] == [("P", None), ("A", None), ("B", 3)]
    coded.undo()
    assert coded.codebook.show("A").pinned == 3
    with pytest.raises(BadInput, match="1 to 9"):
        coded.codebook.edit("A", pinned="x")


def test_merging_passes_cues_on_as_a_new_version_and_only_what_is_new(coded: Project) -> None:
    coded.codebook.edit(
        "A", cues_id=["kas", "Buku kas"], cues_en=["ledger"], cue_excludes=["kas bon", "uang kas"]
    )
    coded.codebook.edit("B", cues_id=["buku kas", "uang kas"])
    told = coded.codebook.merging("A", "B")
    assert (told.cues, told.cue_excludes) == (("kas", "ledger"), ("kas bon",))
    merged = coded.codebook.merge("A", "B")
    assert (merged.cues_id, merged.cues_en) == (["buku kas", "uang kas", "kas"], ["ledger"])
    assert merged.cue_excludes == ["kas bon"]  # what B listens for is not silenced
    assert (merged.version, merged.reason) == (3, "took over the cues of A")
    coded.undo()
    assert coded.codebook.show("B").cues_id == ("buku kas", "uang kas")
    assert coded.codebook.merging("B", "A").cues == ("uang kas",)


def test_what_merging_moves_is_told_before(coded: Project) -> None:
    coded.codings.add("w.txt", 11, 38, "A", valence="weakens")
    coded.codings.add("w.txt", 11, 38, "B", valence="strengthens")
    coded.codings.add("w.txt", 40, 50, "A")
    coded.findings.add("Uang dicatat", codes=["A"])
    coded.codebook.add_category("Uang", codes=["A"])
    coded.notes.add_memo("tentang A", code="A")
    told = coded.codebook.merging("A", "B")
    assert (told.codings, told.joined, told.differing, told.sources, told.memos) == (2, 1, 1, 1, 1)
    assert (told.findings, told.categories, told.codes) == (("F1",), ("Uang",), ())
    assert len(coded.codings.list()) == 3
    assert coded.codebook.merging("P", "B").codes == ("A",)
    with pytest.raises(BadInput, match="into itself"):
        coded.codebook.merging("A", "A")


def test_what_removing_loses_is_told_before_and_comes_back_with_one_undo(coded: Project) -> None:
    one = coded.codings.add("w.txt", 11, 38, "A")
    coded.findings.add("Uang dicatat", codes=["B"])
    coded.findings.link(1, one.id, "supports")
    coded.notes.add_memo("tentang P", code="P")
    first, coded.coder = coded.coder, "Budi"
    coded.codings.add("w.txt", 11, 38, "B")
    coded.codings.add("w.txt", 11, 38, "A")
    told = coded.codebook.removal("P", children="remove")
    assert (told.codings, told.passages, dict(told.coders)) == (3, 1, {"Budi": 2, first: 1})
    assert f"3 codings of all coders go (on 1 passage: Budi 2, {first} 1), in 1 source" in removal_words(told)
    moved = merging_words(coded.codebook.merging("A", "B"))
    assert any("2 codings move (on 1 passage" in line for line in moved)
    coded.undo()
    coded.undo()
    coded.coder = first
    alone = coded.codebook.removal("P", children="up")
    assert (alone.codes, alone.moved_up, alone.codings, alone.memos) == (("P",), ("A", "B"), 0, 1)
    whole = coded.codebook.removal("P", children="remove")
    assert (whole.codes, whole.codings, whole.evidence, whole.findings) == (("P", "A", "B"), 1, 1, ("F1",))
    with pytest.raises(BadInput, match="1 passages are coded A"):
        coded.codebook.remove("P", children="remove")
    coded.codebook.remove("P", children="remove", with_codings=True)
    assert coded.codebook.list() == [] and coded.codings.list() == []
    coded.undo()
    assert [row.code for row in coded.codebook.list()] == ["P", "A", "B"]
    assert [row.code for row in coded.codings.list()] == ["A"]
    coded.codebook.remove("P", children="up")
    assert [(row.code, row.depth) for row in coded.codebook.list()] == [("A", 1), ("B", 1)]


def test_the_history_of_a_code_tells_who_changed_which_words(coded: Project) -> None:
    coded.codebook.edit("A", short_def_id="uang dicatat di buku", reason="awal")
    coded.coder = "Budi"
    coded.codebook.edit("A", short_def_id="uang kas dicatat setiap bulan", reason="bimbingan 2")
    coded.codebook.move("A")
    coded.undo()
    changes = coded.codebook.history("A")
    assert [(c.coder, c.kind, c.action, c.what) for c in changes] == [
        ("Rara", "do", "code.add", "added"),
        ("Rara", "do", "code.edit", "changed"),
        ("Budi", "do", "code.edit", "changed"),
        ("Budi", "do", "code.move", "changed"),
        ("Budi", "undo", "code.move", "changed"),
    ]
    edited = changes[2]
    assert (edited.version, edited.reason) == (3, "bimbingan 2")
    (field,) = edited.fields
    assert field.field == "short_def_id"
    assert marked(field.difference) == "uang{+ kas+} dicatat [-di buku-]{+setiap bulan+}"
    assert [(f.field, f.before, f.after) for f in changes[3].fields] == [("parent", "P", "")]


@given(st.text("ab \n,.", max_size=30), st.text("ab \n,.", max_size=30))
@settings(max_examples=100)
def test_a_difference_holds_both_texts(before: str, after: str) -> None:
    stretches = difference(before, after)
    assert "".join(s.text for s in stretches if s.piece is not Piece.NEW) == before
    assert "".join(s.text for s in stretches if s.piece is not Piece.GONE) == after


def test_categories_and_themes_are_kept_up(coded: Project) -> None:
    coded.codebook.set_categories("A", ["Uang", "Rukun"])
    coded.codebook.set_categories("A", ["uang", " "])
    assert [(c.name, c.codes) for c in coded.codebook.categories()] == [("Uang", ("A",)), ("Rukun", ())]
    coded.codebook.edit_category("Uang", name="Dana", theme="Percaya", codes=["B"])
    coded.codebook.edit_category("Dana", note="kas")
    assert coded.codebook.categories()[0].theme == "Percaya"
    coded.codebook.edit_theme("Percaya", name="Saling percaya", note="tema")
    (theme,) = coded.codebook.themes()
    assert (theme.name, theme.note) == ("Saling percaya", "tema")
    with pytest.raises(BadInput, match="there already"):
        coded.codebook.add_theme("saling Percaya")
    with pytest.raises(BadInput, match="there already"):
        coded.codebook.edit_category("Dana", name="Rukun")
    coded.codebook.remove_theme("Saling percaya")
    assert coded.codebook.categories()[0].theme is None


def test_reasons_and_times_that_come_packaged_are_said_in_the_persons_language() -> None:
    with using("id"):
        assert reason_words("Versi pertama / first version") == "versi pertama"
        assert (period_words("before"), period_words("after")) == ("sebelum", "sesudah")
        assert reason_words("bimbingan 2") == "bimbingan 2" and period_words("2019") == "2019"
