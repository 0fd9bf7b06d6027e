"""`project.quotes`: what a query finds, in what groups and order, and what of it may leave the project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.analysis.query import QueryError
from qualcode.errors import BadInput, NotFound
from qualcode.model import Assignment, Turn
from qualcode.project import Project
from qualcode.project.quote_rows import Quotes, left_out_words, nothing_words, tally_words
from qualcode.project.sharing import LeakFound
from qualcode.store.transaction import table_of

K1 = """P: Bagaimana kasnya, Bu?
K1: Kas dibuka tiap bulan. Semua boleh lihat buku kas. Kami saling percaya.
P: Selalu begitu?
K1: Tidak selalu. Bu Sumini pernah lupa mencatat.
"""
D1 = """P: Menurut dinas?
D1: Kami percaya mereka. Catatannya rapi. Hubungi 0812 3456 7890.
"""
LIT = "Kas yang dibuka menumbuhkan percaya.\n"


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Project]:
    """Two interviews and a book, coded by Rara."""
    with Project.create(tmp_path / "study.qualcode", coder="Rara", language="id") as made:
        for code, parent in (
            ("KP", None),
            ("KP-TRN", "KP"),
            ("KP-AGT", "KP"),
            ("NM", None),
            ("NM-GTR", "NM"),
        ):
            made.codebook.add(code, parent=parent, name_en=f"Name of {code}", name_id=f"Nama {code}")
        made.informants.add("K1", "PGL", level=1, attributes={"umur": 41, "usaha utama": "warung"},
                            aliases=["Sumini"])  # fmt: skip
        made.informants.add("D1", "DIN", level=3, attributes={"umur": 50})
        for name, text, who, method in (
            ("W1.txt", K1, ["K1"], "interview"),
            ("W2.txt", D1, ["D1"], "interview"),
            ("L1.txt", LIT, [], "literature"),
        ):
            (tmp_path / name).write_text(text, encoding="utf-8")
            made.sources.add(tmp_path / name, informants=who, method=method)
        for source, words, code, valence in (
            ("W1.txt", "Kas dibuka tiap bulan.", "KP-TRN", "strengthens"),
            ("W1.txt", "Semua boleh lihat buku kas.", "KP-TRN", None),
            ("W1.txt", "boleh lihat buku kas. Kami saling percaya.", "NM-GTR", None),
            ("W1.txt", "Bu Sumini pernah lupa mencatat.", "KP-TRN", "weakens"),
            ("W1.txt", "Bagaimana kasnya", "KP", None),
            ("W2.txt", "Kami percaya mereka.", "KP-AGT", "strengthens"),
            ("W2.txt", "Hubungi 0812 3456 7890.", "NM", None),
            ("L1.txt", "Kas yang dibuka", "KP-TRN", None),
        ):
            text = {"W1.txt": K1, "W2.txt": D1, "L1.txt": LIT}[source]
            start = text.index(words)
            made.codings.add(source, start, start + len(words), code, valence=valence)
        yield made


def texts(found: Quotes) -> list[str]:
    return [quote.text for quote in found]


TOLD = "Kas dibuka tiap bulan."
SEEN = "Semua boleh lihat buku kas."
MEET = "boleh lihat buku kas. Kami saling percaya."
LOST = "Bu Sumini pernah lupa mencatat."
ASKED = "Bagaimana kasnya"
TRUST = "Kami percaya mereka."
CALL = "Hubungi 0812 3456 7890."
BOOK = "Kas yang dibuka"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [ASKED, TOLD, SEEN, MEET, LOST, TRUST, CALL, BOOK]),
        ("KP-TRN", [TOLD, SEEN, LOST, BOOK]),
        ("kp", [ASKED, TOLD, SEEN, LOST, TRUST, BOOK]),
        ("only:KP", [ASKED]),
        ("KP-*", [TOLD, SEEN, LOST, TRUST, BOOK]),
        ("KP-A?T or NM-GTR", [MEET, TRUST]),
        ('code:"Name of KP-AGT"', [TRUST]),
        # Two codes meet where they share characters, and both sides are given.
        ("KP-TRN and NM-GTR", [SEEN, MEET]),
        ("KP-TRN dan bukan NM-GTR", [TOLD, LOST, BOOK]),
        ("not KP", [CALL]),
        # What is near is a condition: its own codings are not given, nor is a coding near itself.
        ("KP-TRN near:0 NM-GTR", [SEEN]),
        ("KP-TRN near:1 NM-GTR", [SEEN]),
        ("NM-GTR near:10 KP-TRN", [MEET]),
        ("KP-TRN near:30 (KP-TRN valence:weakens)", []),
        ("KP-TRN near:70 (KP-TRN valence:weakens)", [SEEN]),
        ("KP-TRN near:turn KP-TRN", [TOLD, SEEN]),
        ("KP-TRN dekat:giliran NM", [TOLD, SEEN]),
        ("informant:K1 KP", [TOLD, SEEN, LOST]),
        ("group:din", [TRUST, CALL]),
        ("kelompok:DIN,PGL KP-AGT", [TRUST]),
        ("group:none", [BOOK]),
        ("informant:none", [ASKED, BOOK]),
        ("counted:no", [ASKED]),
        ("method:pustaka", [BOOK]),
        ("method:interview wave:1 NM", [MEET, CALL]),
        ("attr:umur>=50", [TRUST, CALL]),
        ("attr:umur=41 NM", [MEET]),
        ('ciri:"usaha utama"=war* NM', [MEET]),
        ("attr:umur=none", [BOOK]),
        ("attr:umur KP-AGT", [TRUST]),
        ("valence:+", [TOLD, TRUST]),
        ("valensi:melemahkan", [LOST]),
        ("valence:none KP-TRN", [SEEN, BOOK]),
        ('"KAS" KP-TRN', [TOLD, SEEN, BOOK]),
        ('"tiap bulan"', [TOLD]),
        ("source:W2.txt", [TRUST, CALL]),
        ("source:W2 or source:Lit1", [TRUST, CALL, BOOK]),
        ("coder:rara only:NM", [CALL]),
        ("finding:none NM", [MEET, CALL]),
        ("(KP-AGT or NM) not group:PGL", [TRUST, CALL]),
        ("KP-AGT or group:PGL", [TOLD, SEEN, MEET, LOST, TRUST]),
        ("(KP-AGT or group:PGL) NM", [MEET]),
    ],
)
def test_a_query_gives_just_these(study: Project, query: str, expected: list[str]) -> None:
    found = texts(study.quotes.find(query))
    assert found == expected


@pytest.mark.parametrize(
    ("query", "place", "said"),
    [
        ("KP-TRN and KP-TNR", 11, "did you mean KP-TRN?"),
        ("group:DIM", 6, "there is no group DIM; did you mean DIN?"),
        ("KP  informant:Z9", 14, "there is no informant Z9"),
        ("KP wave:7", 8, "there are: 1"),
        ("attr:umr=3", 5, "there are: umur, usaha utama"),
        ("valence:good", 8, "strengthens, weakens, mixed, none"),
        ("finding:F3", 8, "there is no finding F3"),
        ("coder:Budi", 6, "there is no coder Budi"),
        ("source:W9", 7, "there is no source W9"),
        ("period:kini", 7, "no coding speaks of the period kini"),
        ("counted:maybe", 8, "yes or no"),
        ("kas", 0, 'between quotation marks: "kas"'),
        ("KP group KP-TRN", 3, "as group:…"),
    ],
)
def test_a_name_that_is_not_there_is_told_at_its_place(
    study: Project, query: str, place: int, said: str
) -> None:
    with pytest.raises(QueryError) as caught:
        study.quotes.find(query)
    assert caught.value.start == place
    assert said in caught.value.message
    assert caught.value.message.startswith(f"query, character {place + 1}: ")
    assert "\n" not in caught.value.message


def test_a_quote_says_where_it_stands_and_whose_it_is(study: Project) -> None:
    [quote] = study.quotes.find("KP-AGT")
    assert (quote.informants, quote.groups, quote.counted, quote.lines) == (("D1",), ("DIN",), True, "2")
    assert (quote.reference, quote.method, quote.wave, quote.valence) == (
        "(W2/D1/l.2)",
        "interview",
        1,
        "strengthens",
    )
    assert D1[quote.start : quote.end] == quote.text
    assert quote.codings[0].id == study.codings.list(code="KP-AGT")[0].id


def test_what_two_coders_tagged_alike_is_one_quote(study: Project) -> None:
    start = K1.index(TOLD)
    study.codings.add_many(
        [{"source": "W1.txt", "start": start, "stop": start + len(TOLD), "code": "KP-TRN", "coder": "Budi",
          "valence": "weakens"}]
    )  # fmt: skip
    found = study.quotes.find("KP-TRN informant:K1", group_by="coder")
    assert found.tally.quotes == 3
    both = next(quote for quote in found if quote.text == TOLD)
    assert [coding.coder for coding in both.codings] == ["Rara", "Budi"]
    assert both.valence == "mixed"
    assert [(group.label, len(group)) for group in found.groups] == [("Rara", 2), ("Rara + Budi", 1)]
    assert texts(study.quotes.find("coder:Budi")) == [TOLD]
    # A quote is not near itself because somebody else tagged it, too.
    assert texts(study.quotes.find("KP-TRN near:0 KP-TRN")) == []


def test_second_coders_are_left_out_unless_named(study: Project) -> None:
    start = K1.index(LOST)
    study.codings.add_many(
        [{"source": "W1.txt", "start": start, "stop": start + 9, "code": "NM", "coder": "Dua"}]
    )

    def assign(tx):  # type: ignore[no-untyped-def]
        turn = tx.first(Turn, table_of(Turn).c.role == "informant")
        dua = next(coder.id for coder in tx.all(type(tx.coder)) if coder.name == "Dua")
        tx.insert(Assignment(coder_id=dua, turn_id=turn.id))

    study.write("assignment.add", assign)
    found = study.quotes.find("only:NM")
    assert texts(found) == [CALL]
    assert left_out_words(found.tally) == "1 coding of the second coder is left out (Dua); coder:Dua shows it"
    assert texts(study.quotes.find("coder:dua")) == ["Bu Sumini"]
    assert study.quotes.find("coder:Dua").tally.left_out == 0
    assert texts(study.quotes.find("only:NM not coder:Dua")) == [CALL]


def test_quotes_are_grouped_and_counted_by_who_speaks(study: Project) -> None:
    found = study.quotes.find("KP", group_by="informant")
    assert [(group.label, len(group), group.informants) for group in found.groups] == [
        ("K1", 3, 1), ("D1", 1, 1), ("L1.txt", 1, 0), ("counts for nobody", 1, 0),
    ]  # fmt: skip
    tally = found.tally
    assert (tally.quotes, tally.informants, tally.of_informants, tally.groups, tally.of_groups, tally.documents) == (
        6, 2, 2, 2, 2, 0,
    )  # fmt: skip
    study.codebook.add("ZZ", name_id="Z")
    unused = study.quotes.find("ZZ and KP")
    assert nothing_words(unused.tally) == "nothing found: nothing is coded with ZZ yet"
    assert nothing_words(study.quotes.find("KP-TRN wave:1 method:fgd").tally) == "nothing found"
    assert tally.literature == 1 and "1 is from literature and in no figure" in tally_words(tally)
    labels = {
        by: [group.label for group in study.quotes.find("", group_by=by).groups]
        for by in ("code", "group", "method", "wave", "valence", "source", "attr:umur", "period", "none")
    }
    assert labels["code"][0] == "KP Name of KP"
    assert labels["group"] == ["PGL", "DIN", "without group"]
    assert labels["method"] == ["interview", "literature"]
    assert labels["wave"] == ["time 1"]
    assert labels["valence"] == ["strengthens", "weakens", "without valence"]
    assert labels["source"] == ["W1.txt", "W2.txt", "L1.txt"]
    assert labels["attr:umur"] == ["41", "50", "not recorded"]
    assert labels["period"] == ["without period"]
    assert labels["none"] == [""]


def test_quotes_are_sorted_within_their_groups(study: Project) -> None:
    assert texts(study.quotes.find("KP-TRN", sort="length"))[0] == LOST
    assert texts(study.quotes.find("KP-TRN", sort="newest")) == [BOOK, LOST, SEEN, TOLD]
    assert [quote.code for quote in study.quotes.find("", sort="code")][:2] == ["KP", "KP-TRN"]
    assert texts(study.quotes.find("not counted:no", sort="informant"))[-1] == BOOK
    assert BOOK not in texts(study.quotes.find("counted:yes"))
    assert texts(study.quotes.find("", sort="wave")) == texts(study.quotes.find(""))


@pytest.mark.parametrize(("option", "error"), [({"group_by": "colour"}, BadInput), ({"sort": "colour"}, BadInput),
                                               ({"group_by": "attr:x"}, NotFound)])  # fmt: skip
def test_other_groups_and_orders_are_refused(
    study: Project, option: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        study.quotes.find("", **option)


def test_a_project_without_anything_finds_nothing(project: Project) -> None:
    for by in ("none", "code", "informant", "group", "coder"):
        found = project.quotes.find("KP", group_by=by, sort="informant")
        assert (len(found), found.groups) == (0, ())
    assert project.quotes.find('"kas"').tally.of_informants == 0


def test_cited_quotes_hold_codes_in_place_of_names(study: Project) -> None:
    [quote] = study.quotes.find("KP-TRN valence:weakens")
    assert study.quotes.cited([quote.codings[0].id]) == "“Bu [K1] pernah lupa mencatat.” (W1/K1/l.5)"


def test_what_could_tell_who_somebody_is_is_cited_only_where_accepted(study: Project) -> None:
    [quote] = study.quotes.find("only:NM")
    with pytest.raises(LeakFound) as caught:
        study.quotes.cited([quote.codings[0].number])
    assert len(caught.value.places) == 1
    cited = study.quotes.cited([quote.codings[0].number], accept_leaks=True)
    assert cited == "“Hubungi 0812 3456 7890.” (W2/D1/l.2-3)"


def test_who_may_not_be_quoted_is_paraphrased_or_left_out(study: Project) -> None:
    study.informants.consent("K1", "refused")
    lost, told = (study.quotes.find(q)[0].codings[0].id for q in ("KP-TRN valence:-", "KP-TRN valence:+"))
    study.codings.edit(lost, paraphrase="Pencatatan pernah terlewat.")
    cited = study.quotes.cited([lost, told])
    assert cited == (
        "Pencatatan pernah terlewat. [paraphrase] (W1/K1/l.5)\n\n[may not be quoted] (W1/K1/l.2)"
    )


def test_several_quotes_become_evidence_in_one_step_back(study: Project) -> None:
    numbers = [quote.codings[0].number for quote in study.quotes.find("KP-TRN informant:K1")]
    made = study.quotes.link(None, numbers, "supports", claim="Kas terbuka.")
    assert made.number == 1
    assert texts(study.quotes.find("finding:F1")) == [TOLD, SEEN, LOST]
    mixed = study.quotes.link("F1", numbers[:2], "contradicts")
    assert mixed.words == "F1: contradicts · 2 were: supports"
    again = study.quotes.link("F1", numbers[:2], "contradicts")
    assert not again.changed and "nothing was changed" in again.words
    stances = sorted(evidence.stance or "" for evidence in study.findings.get("F1").evidence)
    assert stances == ["contradicts", "contradicts", "supports"]
    study.undo()
    study.undo()
    assert study.findings.list() == []


def test_nothing_is_linked_where_one_quote_holds_no_words_that_count(study: Project) -> None:
    study.findings.add("Kas terbuka.")
    every = [quote.codings[0].number for quote in study.quotes.find("KP")]
    with pytest.raises(BadInput, match=r"W1\.txt 1: only informants' words"):
        study.quotes.link("F1", every, "supports")
    assert not study.findings.get("F1").evidence
    with pytest.raises(BadInput, match="no quote is chosen"):
        study.quotes.link("F1", [], "supports")
    with pytest.raises(BadInput, match="needs a claim"):
        study.quotes.link(None, every[1:2], "supports", claim=" ")


def test_every_number_of_a_table_leads_to_its_quotes(study: Project) -> None:
    study.informants.add("M1", "MAS")
    ways = ["group", "informant", "method", "wave", "attr:umur", "attr:usaha utama"]
    for table in (study.analysis.counts(way) for way in ways):
        for row in range(len(table.codes)):
            for column in (*range(len(table.columns)), None):
                cell = table.counts.totals[row] if column is None else table.counts.cells[row][column]
                found = study.quotes.find(table.query(row, column))
                assert found.tally.passages == cell.segments + cell.document_segments, table.query(
                    row, column
                )
    meet = study.analysis.cooccurrence()
    assert [(meet.codes[a].code, meet.codes[b].code) for a, b, _cell in meet.pairs()] == [
        ("KP", "NM"), ("KP", "NM-GTR"), ("KP-TRN", "NM"), ("KP-TRN", "NM-GTR"),
    ]  # fmt: skip
    for a, b, cell in meet.pairs():
        assert study.quotes.find(meet.query(a, b)).tally.informants == cell.informants == 1


def test_times_and_attributes_seat_everybody_who_speaks(study: Project) -> None:
    study.informants.add("M1", "MAS")
    by_age = study.analysis.counts("attr:umur")
    assert by_age.columns == ("41", "50"), "literature alone has no age"
    assert [cell.n for cell in by_age.counts.cells[0]] == [1, 1]
    by_time = study.analysis.counts("wave")
    assert (by_time.columns, by_time.counts.cells[0][0].n) == (("1",), 2)
    by_group = study.analysis.counts("group")
    place = by_group.columns.index("MAS")
    assert not by_group.speaks(place) and by_group.table()[1][0][2 + place] == "NA"
    assert "without group" not in by_group.columns
    mine = study.analysis.counts("group", coder="Rara")
    assert mine.query(1, 0) == "KP-TRN group:PGL coder:Rara"
