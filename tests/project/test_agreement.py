"""Comparing coders in a project: what is compared, what is found, and what says why there is nothing."""

from __future__ import annotations

import pytest

from qualcode import Project
from qualcode.analysis.agreement import Reason
from qualcode.errors import BadInput, NotFound
from qualcode.project.overview import overview

TEXT = """Peneliti: Bagaimana iurannya?
Informan: Kami saling percaya. Catatan dibacakan.
Peneliti: Lalu?
Informan: Saya curiga sekali.
Peneliti: Siapa?
Informan: Tetangga membantu.
Peneliti: Ya?
Informan: Tidak ada.
"""


@pytest.fixture
def path(tmp_path):
    (tmp_path / "W1.txt").write_text(TEXT, encoding="utf-8")
    path = tmp_path / "p.qualcode"
    with Project.create(path, coder="Ana", title="T", language="id") as project:
        project.codebook.import_("social-capital")
        project.informants.add("K1", "PENGURUS", level=1)
        project.sources.add(tmp_path / "W1.txt", informants=["K1"])
        tag(project, "saling percaya", "KP-AGT")
        tag(project, "Catatan dibacakan", "KP-TRN")
        tag(project, "curiga", "KP-CRG")
        tag(project, "membantu", "NR-RES")
    return path


def tag(project, words, code):
    start = project.sources.text("W1.txt").index(words)
    project.codings.add("W1.txt", start, start + len(words), code)


@pytest.fixture
def compared(path):
    with Project.open(path, coder="Ana") as project:
        assert project.coders.assign("Budi") == 4
    with Project.open(path, coder="Budi") as project:
        tag(project, "percaya", "KP-AGT")
        tag(project, "Saya curiga", "KP-CRG")
        tag(project, "Tetangga", "NR-GTR")
    return path


def rows(table):
    return {row.code.code: row for row in table.rows}


def test_turns_are_compared_code_by_code(compared):
    with Project.open(compared, write=False) as project:
        table = project.agreement.compare(["Ana", "Budi"])
    assert (table.n, table.turns, table.sources, table.reason) == (4, 4, 1, None)
    found = rows(table)
    assert found["KP-AGT"].used == (1, 1)
    assert found["KP-AGT"].values["kappa"].value == 1
    assert found["KP-TRN"].used == (1, 0)
    assert found["KP-TRN"].values["percent"].value == 0.75
    assert found["KP-TRN"].values["kappa"].value == 0
    assert found["KP-AGT"].prevalence == 0.25


def test_a_branch_holds_the_codes_below_it_and_is_left_out_of_the_means(compared):
    with Project.open(compared, write=False) as project:
        table = project.agreement.compare(["Ana", "Budi"])
    found = rows(table)
    assert found["NR"].used == (1, 1), "one says reciprocity and the other collective action of the same turn"
    assert found["NR"].values["kappa"].value == 1
    assert not found["NR"].leaf
    leaves = [
        found[code].values["kappa"].value for code in ("KP-AGT", "KP-TRN", "KP-CRG", "NR-RES", "NR-GTR")
    ]
    assert table.mean("kappa") == (sum(leaves) / 5, 5)


def test_a_code_nobody_used_has_no_figure_and_says_why(compared):
    with Project.open(compared, write=False) as project:
        table = project.agreement.compare(["Ana", "Budi"])
    unused = rows(table)["NR-TUL"]
    assert unused.values["ac1"].reason is Reason.UNUSED
    assert unused.values["ac1"].value is None
    assert (unused.values["percent"].value, unused.values["percent"].reason) == (None, Reason.UNUSED)
    assert table.mean("percent") == (0.85, 5), "codes nobody used would lift it"
    assert "NR-TUL" in table.unused and "NR" not in table.unused
    document = table.as_json()
    assert document["unused"] == list(table.unused)
    assert {"prevalence", "interval", "means"} <= set(document["definitions"])
    kappa = document["codes"][0]["coefficients"]["kappa"]
    assert kappa["interval"] is None
    assert (kappa["interval_reason"], kappa["interval_reason_words"]) == ("FEW_UNITS", "fewer than 10 units")
    unused = next(row for row in document["codes"] if row["code"] == "NR-TUL")["coefficients"]["ac1"]
    assert (unused["reason"], unused["reason_words"]) == ("UNUSED", "no coder used this code")
    assert unused["interval_reason"] == "UNDEFINED"


def test_by_sentence_what_stands_in_another_sentence_differs(compared):
    with Project.open(compared, write=False) as project:
        table = project.agreement.compare(["Ana", "Budi"], unit="sentence")
    assert table.n == 5
    assert table.turns == 4


@pytest.mark.parametrize("unit", ["turn", "sentence", "character"])
def test_a_branch_has_the_differences_that_its_figure_counts(compared, unit):
    with Project.open(compared, write=False) as project:
        table = project.agreement.compare(["Ana", "Budi"], unit=unit)
        for code in ("KP", "NR", "NR-RES"):
            share = rows(table)[code].values["percent"].value
            assert table.disagreements.about(code).units == round((1 - share) * table.n), code


def test_by_character_only_the_informants_words_are_the_whole(compared):
    words = [
        "Kami saling percaya. Catatan dibacakan.",
        "Saya curiga sekali.",
        "Tetangga membantu.",
        "Tidak ada.",
    ]
    with Project.open(compared, write=False) as project:
        table = project.agreement.compare(["Ana", "Budi"], unit="character")
    assert table.n == sum(map(len, words))
    assert rows(table)["KP-AGT"].used == (len("saling percaya"), len("percaya"))
    assert rows(table)["KP-AGT"].intervals == dict.fromkeys(table.coefficients), (
        "characters are not drawn alone"
    )


def test_by_character_the_differences_explain_the_figure(compared):
    """In turn 1 both used KP-AGT, at other characters; the list has them, and their sum is what the report counts."""
    with Project.open(compared, write=False) as project:
        table = project.agreement.compare(["Ana", "Budi"], unit="character")
        places = list(table.disagreements)
        about = list(table.disagreements.about("KP-AGT"))
    [one] = about
    assert (one.text, one.codes, one.disputed) == ("saling ", {"Ana": ("KP-AGT",), "Budi": ()}, ("KP-AGT",))
    assert [place.text for place in places][:1] == ["Catatan dibacakan"], "the most characters come first"
    assert table.disagreements.units == sum(place.end - place.start for place in places)
    leaves = [row for row in table.rows if row.leaf and any(row.used)]
    apart = sum(round((1 - row.values["percent"].value) * table.n) for row in leaves)
    assert apart == sum((place.end - place.start) * len(place.disputed) for place in places)


def test_holsti_and_u_alpha_can_be_asked_for(compared):
    with Project.open(compared, write=False) as project:
        table = project.agreement.compare(["Ana", "Budi"], coefficients=["percent", "holsti", "u-alpha"])
        found = rows(table)["KP-AGT"]
        assert found.values["holsti"].value == found.values["percent"].value
        assert found.values["u-alpha"].value == project.agreement.unitized(["Ana", "Budi"], "KP-AGT").value
        assert rows(table)["NR-TUL"].values["u-alpha"].reason is Reason.UNUSED
        alone = project.agreement.compare(["Ana"], coefficients=["u-alpha"])
    assert alone.rows[0].values["u-alpha"].reason is Reason.ONE_CODER
    assert rows(table)["KP-TRN"].specific == (0, pytest.approx(6 / 7))


def test_nobody_is_compared_with_whoever_had_nothing_to_do(compared):
    """Whoever was assigned no turn and coded nothing did not leave every code out: they were not there."""
    with Project.open(compared, coder="Citra") as project:
        project.notes.add_memo("Saya baru membaca.")
    with Project.open(compared, write=False) as project:
        table = project.agreement.compare(["Budi", "Citra"])
        assert (table.n, table.reason, table.idle) == (0, Reason.IDLE, ("Citra",))
        assert "Citra was assigned no turn and coded nothing" in table.reason_words()
        assert all(value.value is None for row in table.rows for value in row.values.values())
        assert project.agreement.unitized(["Budi", "Citra"], "KP-AGT").reason is Reason.IDLE
        assert project.agreement.compare(["Ana", "Budi"]).n == 4


def test_the_worst_disagreement_comes_first_with_its_place(compared):
    with Project.open(compared, write=False) as project:
        table = project.agreement.compare(["Ana", "Budi"])
    first, second = table.disagreements
    assert (first.text, first.lines, first.source_name) == ("Tetangga membantu.", "6", "W1.txt")
    assert first.codes == {"Ana": ("NR-RES",), "Budi": ("NR-GTR",)}
    assert first.disputed == ("NR-RES", "NR-GTR")
    assert second.disputed == ("KP-TRN",)
    assert [one.text for one in table.disagreements.about("NR-GTR", "NR-RES")] == [first.text]
    assert len(table.disagreements.about("NR-GTR", "KP-TRN")) == 0 and len(table.disagreements) == 2
    [confusion] = table.confusions
    assert (confusion.coders, confusion.codes, confusion.count) == (("Ana", "Budi"), ("NR-RES", "NR-GTR"), 1)


def test_three_coders_share_what_all_were_assigned(compared):
    with Project.open(compared, coder="Ana") as project:
        project.coders.assign("Citra", share=0.5, seed=3)
    with Project.open(compared, coder="Citra") as project:
        for words, code in (("saling percaya", "KP-AGT"), ("curiga", "KP-CRG"), ("membantu", "NR-RES")):
            tag(project, words, code)
    with Project.open(compared, write=False) as project:
        table = project.agreement.compare(["Ana", "Budi", "Citra"])
        assert table.turns == 2
        assert table.coefficients == ("percent", "fleiss", "ac1", "alpha")
        with pytest.raises(BadInput):
            project.agreement.compare(["Ana", "Budi", "Citra"], coefficients=["kappa"])


def test_without_assignments_nothing_is_compared(path):
    with Project.open(path, coder="Budi") as project:
        tag(project, "Tetangga", "NR-GTR")
    with Project.open(path, write=False) as project:
        table = project.agreement.compare(["Ana", "Budi"])
        assert table.reason is Reason.NO_PAIRABLE
        assert (table.n, list(table.disagreements)) == (0, [])
        assert all(value.value is None for row in table.rows for value in row.values.values())
        assert project.agreement.compare(["Ana"]).reason is Reason.ONE_CODER
        assert project.agreement.compare([]).reason is Reason.ONE_CODER


def test_an_empty_project_says_that_there_is_one_coder(tmp_path):
    with Project.create(tmp_path / "e.qualcode", coder="Ana", title="T", language="id") as project:
        assert project.agreement.compare(["Ana"]).reason is Reason.ONE_CODER
        assert project.agreement.compare(["Ana"], unit="sentence").rows == ()


@pytest.mark.parametrize(
    ("coders", "options", "error"),
    [
        (["Ana", "Ana"], {}, BadInput),
        (["Ana", "Zed"], {}, NotFound),
        (["Ana", "Budi"], {"unit": "page"}, BadInput),
        (["Ana", "Budi"], {"coefficients": ["gamma"]}, BadInput),
    ],
)
def test_what_cannot_be_compared_is_refused(compared, coders, options, error):
    with Project.open(compared, write=False) as project, pytest.raises(error):
        project.agreement.compare(coders, **options)


def test_the_same_seed_draws_the_same_turns_and_undo_takes_them_back(path):
    with Project.open(path, coder="Ana") as project:
        assert project.coders.assign("Budi", share=0.5, seed=7) == 2
        assert project.coders.assign("Budi", share=0.5, seed=7) == 0
        project.undo()
        assert len(project.coders.list()) == 1, "what changed nothing is no action of its own"
        project.redo()
        assert project.coders.unassign("Budi") == 2
        assert project.coders.list()[1].turns == 0


def test_the_first_coder_is_not_assigned_turns(path):
    with Project.open(path, coder="Ana") as project:
        with pytest.raises(BadInput):
            project.coders.assign("Ana")
        with pytest.raises(BadInput):
            project.coders.assign("Budi", share=1.5)
        assert [row.turns for row in project.coders.list()] == [0]


def test_a_second_coders_codings_are_compared_and_not_counted(compared):
    with Project.open(compared, write=False) as project:
        table = project.analysis.counts("group")
    counted = {
        head.code: total.segments for head, total in zip(table.codes, table.counts.totals, strict=True)
    }
    assert counted["KP-AGT"] == 1
    assert counted["NR-GTR"] == 0


def test_who_was_given_no_turns_is_named_and_not_compared(compared):
    with Project.open(compared, coder="Cici") as project:
        tag(project, "Tidak ada", "KP-CRG")
    with Project.open(compared, coder="Ana") as project:
        found = project.coders.compared()
        assert (found.names, found.left_out) == (["Ana", "Budi"], {"Cici": 1})
        assert "Cici: 1 coding" in found.remark("") and "no turns" in found.remark("")
        only = project.agreement.compare(found.names)
        assert overview(project).disagreements.count == len(only.disagreements)
        everybody = project.agreement.compare(["Ana", "Budi", "Cici"])
        assert len(everybody.disagreements) > len(only.disagreements)


def test_a_mistyped_coder_is_renamed_or_removed_and_the_history_keeps_the_name(compared):
    with Project.open(compared, coder="Budy") as project:
        tag(project, "Tidak ada", "KP-CRG")
        (wrong,) = project.codings.list(coder="Budy")
    with Project.open(compared, coder="Ana") as project:

        def names():
            return [row.name for row in project.coders.list()]

        with pytest.raises(BadInput, match="there is a coder Budi already"):
            project.coders.rename("Budy", "Budi")
        project.coders.rename("Budy", "Cici")
        assert names() == ["Ana", "Budi", "Cici"]
        project.undo()
        with pytest.raises(BadInput, match="Budy cannot be removed: 1 coding"):
            project.coders.remove("Budy")
        with pytest.raises(BadInput, match="Ana acts here"):
            project.coders.remove("Ana")
        project.codings.remove(str(wrong.id))
        assert project.coders.remove("Budy") == "Budy"
        assert names() == ["Ana", "Budi"]
        assert project.history.log(coder="Budy"), "what was done stays done by that name"
        assert project.history.subjects()[project.history.log(last=1)[-1].number].name == "Budy"
        project.undo()
        assert names() == ["Ana", "Budi", "Budy"]
        project.redo()
        assert names() == ["Ana", "Budi"]
        # Whoever renames themselves goes on as the same person.
        project.coders.rename("Ana", "Anna")
        tag(project, "Tetangga", "KP-CRG")
        assert names() == ["Anna", "Budi"] and project.codings.list(coder="Anna")
    with Project.open(compared, coder="Budy") as project:
        tag(project, "Tidak ada", "KP-CRG")
        assert "Budy" in [row.name for row in project.coders.list()]


def test_who_has_coded_nothing_yet_disagrees_with_nobody(compared):
    with Project.open(compared, coder="Ana") as project:
        assert project.coders.assign("Dewi") == 4
        differing = overview(project).disagreements.count
        assert project.coders.compared().silent == ["Dewi"] and differing == 2
        assert "nothing is coded yet by: Dewi" in project.coders.compared().remark("")
        for unit in ("turn", "character"):
            table = project.agreement.compare(["Ana", "Dewi"], unit=unit)
            assert (table.n, table.reason, table.reason_words()) == (
                0,
                Reason.SILENT,
                "Dewi has coded nothing in these turns",
            )
            assert not table.disagreements and not table.confusions and table.disagreements.units == 0
            assert {v.reason for row in table.rows for v in row.values.values()} == {Reason.SILENT}
        assert project.agreement.unitized(["Ana", "Dewi"], "KP-AGT").reason is Reason.SILENT
        pair, three = (project.agreement.compare(["Ana", "Budi", *more]) for more in ([], ["Dewi"]))
        assert (three.coders, three.set_aside, three.reason, three.idle) == (pair.coders, ("Dewi",), None, ())
        assert three.remarks() == ["Not compared, as nothing is coded yet by: Dewi."] and not pair.remarks()
        assert three.as_json() == pair.as_json() | {"not_compared": {"Dewi": 0}}
        assert project.agreement.unitized(["Ana", "Budi", "Dewi"], "KP-AGT") == project.agreement.unitized(
            ["Ana", "Budi"], "KP-AGT"
        )
        project.coders.unassign("Budi")
        assert list(project.coders.compared().names) == ["Ana", "Dewi"], (
            "two to name, and why nothing comes of it"
        )
        assert overview(project).disagreements.count == 0
