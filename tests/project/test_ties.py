"""Ties and mentioned actors through `project.ties`."""

from __future__ import annotations

import hashlib

import pytest

from qualcode.errors import BadInput, NotFound
from qualcode.model import Source, TextVersion
from qualcode.project import Project
from qualcode.project.sociogram import alike_words

BODY = "P: Siapa yang membantu?\nK1: Bank keliling yang meminjami kami.\n"


@pytest.fixture
def source(project: Project) -> Source:
    """An interview without turns, enough to quote from."""

    def work(tx):  # type: ignore[no-untyped-def]
        made = tx.insert(Source(name="W1:K1.md"))
        digest = hashlib.sha256(BODY.encode()).hexdigest()
        tx.insert(
            TextVersion(source_id=made.id, body=BODY, sha256=digest, length=len(BODY), line_starts=b"\0" * 4)
        )
        return made

    made: Source = project.write("source.add", work)
    return made


def test_a_tie_is_listed_with_ends_class_and_passage(project: Project, source: Source) -> None:
    made = project.ties.add("K1", "P1", "authority", directed=True, evidence=["W1:K1.md:28:40"])
    (row,) = project.ties.list()
    assert (row.id, row.a, row.b, row.type, row.directed) == (made.uid, "K1", "P1", "authority", True)
    assert (row.tie_class, row.negative, row.confirmed) == ("linking", False, None)
    (span,) = row.evidence
    assert (span.source, span.start, span.end, span.text) == (source.uid, 28, 40, BODY[28:40])
    keys = set(row.as_json())
    assert {"id", "from", "to", "type", "directed", "class", "evidence"} <= keys and "tie_class" not in keys
    assert project.ties.get(1) == row


def test_the_class_follows_groups_and_levels_and_is_never_kept(project: Project) -> None:
    project.informants.add("K2", "PGL", level=0)
    project.ties.add("K1", "K2", "trust")
    project.ties.add("P1", "K2", "info")
    project.ties.add_actor("Bank keliling")
    project.ties.add("K1", "Bank keliling", "money")
    assert [row.tie_class for row in project.ties.list()] == ["bonding", "linking", "undefined"]
    project.informants.edit("K2", level=3)
    project.ties.edit_actor("Bank keliling", group="LUAR", level=1)
    assert [row.tie_class for row in project.ties.list()] == ["bonding", "bridging", "bridging"]


def test_a_level_of_the_group_serves_where_nobody_has_an_own_one(project: Project) -> None:
    project.informants.add("M1", "MAS")
    project.ties.add("K1", "M1", "aid")
    assert project.ties.list()[0].tie_class == "undefined"
    project.informants.edit_group("MAS", level=1)
    assert project.ties.list()[0].tie_class == "bridging"


def test_conflicts_and_weakened_ties_are_negative(project: Project) -> None:
    project.ties.add("K1", "P1", "conflict")
    project.ties.add("K1", "P1", "trust", valence="weakens")
    project.ties.add("P1", "K1", "conflict", directed=True, valence="strengthens")
    assert [row.negative for row in project.ties.list()] == [True, True, False]


def test_a_nomination_is_confirmed_denied_or_beyond_confirming(project: Project) -> None:
    project.informants.add("K2", "PGL")
    project.ties.add_actor("Toko Rukun")
    project.ties.add("K1", "K2", "trust", nominated_by="K1")
    project.ties.add("K1", "P1", "aid", nominated_by="K1")
    project.ties.add("K1", "Toko Rukun", "money", nominated_by="K1")
    assert [row.confirmed for row in project.ties.list()] == ["cannot be"] * 3  # nobody heard K2 or P1
    project.ties.add("P1", "Toko Rukun", "money", nominated_by="P1")
    project.ties.add("K2", "K1", "trust", nominated_by="K2")
    assert [row.confirmed for row in project.ties.list()] == ["yes", "no", "cannot be", "cannot be", "yes"]


def test_ends_are_found_in_any_case_and_by_id(project: Project) -> None:
    actor = project.ties.add_actor("Bank Keliling")
    project.ties.add("k1", "bank keliling", "money")
    project.ties.add(str(actor.uid), "P1", "aid")
    assert [(row.a, row.b) for row in project.ties.list()] == [
        ("K1", "Bank Keliling"),
        ("Bank Keliling", "P1"),
    ]


@pytest.mark.parametrize(
    ("a", "b", "kind", "more", "error"),
    [
        ("K1", "K1", "trust", {}, BadInput),
        ("K1", "Nobody", "trust", {}, NotFound),
        ("K1", "1", "trust", {}, NotFound),
        ("K1", "P1", "love", {}, BadInput),
        ("K1", "P1", "trust", {"strength": 4}, BadInput),
        ("K1", "P1", "trust", {"valence": "sour"}, BadInput),
        ("K1", "P1", "trust", {"evidence": ["W1:K1.md:5"]}, BadInput),
        ("K1", "P1", "trust", {"evidence": ["W1:K1.md:5:9999"]}, BadInput),
        ("K1", "P1", "trust", {"evidence": ["other.md:5:9"]}, NotFound),
        ("K1", "P1", "trust", {"nominated_by": "Z9"}, NotFound),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    project: Project,
    source: Source,
    a: str,
    b: str,
    kind: str,
    more: dict[str, object],
    error: type[Exception],
) -> None:
    with pytest.raises(error):
        project.ties.add(a, b, kind, **more)  # type: ignore[arg-type]
    assert project.ties.list() == []


def test_the_same_tie_is_not_recorded_twice(project: Project) -> None:
    project.ties.add("K1", "P1", "trust")
    with pytest.raises(BadInput):
        project.ties.add("P1", "K1", "trust")
    project.ties.add("P1", "K1", "aid", directed=True)
    project.ties.add("K1", "P1", "aid", directed=True)
    with pytest.raises(BadInput):
        project.ties.edit(3, kind="trust", directed=False)
    assert [row.type for row in project.ties.list()] == ["trust", "aid", "aid"]


def test_a_tie_that_looks_like_another_is_said_to(project: Project) -> None:
    project.informants.add("K9", "PGL")
    first = project.ties.add("K1", "K9", "kinship", nominated_by="K1")
    assert project.ties.alike(first.uid) == []
    second = project.ties.add("K9", "K1", "kinship")
    project.ties.add("K1", "K9", "aid")
    others = project.ties.alike(second.uid)
    assert [row.id for row in others] == [first.uid]
    assert alike_words(others).startswith("There is such a tie between them already: number 1, told by K1.")


def test_a_tie_is_changed_and_what_is_not_named_stays(project: Project, source: Source) -> None:
    project.informants.add("K2", "PGL")
    project.ties.add("K1", "P1", "trust", strength=2, evidence=[(source.name, 0, 5)])
    project.ties.edit(1, b="K2", kind="kinship", strength=None)
    (row,) = project.ties.list()
    assert (row.a, row.b, row.type, row.strength, len(row.evidence)) == ("K1", "K2", "kinship", None, 1)
    project.ties.edit(1, evidence=[(source.name, 5, 9), (source.name, 9, 12)], note="tetangga")
    project.ties.add_evidence(1, (source.name, 30, 33))
    (row,) = project.ties.list()
    assert [(span.start, span.end) for span in row.evidence] == [(5, 9), (9, 12), (30, 33)]
    assert row.note == "tetangga"
    with pytest.raises(BadInput):
        project.ties.edit(1, a="K2")
    with pytest.raises(BadInput):
        project.ties.edit(1, colour="red")


def test_removing_and_undoing(project: Project, source: Source) -> None:
    project.ties.add_actor("Toko Rukun")
    project.ties.add("K1", "Toko Rukun", "cooperation", evidence=[(source.name, 0, 5)])
    before = project.ties.list()
    project.ties.remove(1)
    assert project.ties.list() == []
    project.undo()
    assert project.ties.list() == before
    project.ties.remove_actor("Toko Rukun")
    assert project.ties.list() == [] and project.ties.actors() == []
    project.undo()
    assert project.ties.list() == before


def test_actors_are_listed_without_aliases(project: Project) -> None:
    project.ties.add_actor("Bank keliling", group="LUAR", kind="bank", aliases=["BPR Contoh"])
    project.informants.edit_group("LUAR", level=3)
    (row,) = project.ties.actors()
    assert (row.name, row.group, row.level, row.kind) == ("Bank keliling", "LUAR", 3, "bank")
    assert "BPR" not in repr(row)
    project.ties.edit_actor(1, group=None, level=2, note="dari kota")
    (row,) = project.ties.actors()
    assert (row.group, row.level, row.note) == (None, 2, "dari kota")


@pytest.mark.parametrize("name", ["", "  ", "k1", "Toko Rukun", "toko  rukun"])
def test_an_actor_needs_a_name_of_its_own(project: Project, name: str) -> None:
    project.ties.add_actor("Toko Rukun")
    with pytest.raises(BadInput):
        project.ties.add_actor(name)
    with pytest.raises(BadInput):
        project.ties.edit_actor(1, size="big")


def test_a_tie_to_somebody_new_is_one_action_with_the_actor(project: Project, source: Source) -> None:
    before = len(project.history.log())
    tie = project.ties.add("K1", " Bank  keliling ", "money", evidence=["W1:K1.md:28:40"], mention=True)
    (row,) = project.ties.list()
    assert (row.a, row.b, row.number) == ("K1", "Bank keliling", tie.id)
    assert len(project.history.log()) == before + 1
    assert project.undo() == "tie.add"
    assert project.ties.list() == [] and project.ties.actors() == []
    for b, kind, spot in (("Bank", "???", "W1:K1.md:28:40"), ("Bank", "aid", "W1:K1.md:28:4000")):
        with pytest.raises(BadInput):
            project.ties.add("Warung", b, kind, evidence=[spot], mention=True)
    with pytest.raises(BadInput):
        project.ties.add("Warung", "warung", "aid", mention=True)
    assert project.ties.actors() == []
