"""What a supervisor would ask about a codebook."""

from __future__ import annotations

from dataclasses import replace

from qualcode.exchange.codebook import CodeSpec
from qualcode.exchange.codebook_lint import Lint, LintKind, Use, lint

GOOD = CodeSpec(
    "A", name_id="Satu", short_def_id="d", not_when_id="bila B", typical_id="t", cues_id=("buku kas",)
)


def kinds(remarks: list[Lint]) -> list[tuple[LintKind, tuple[str, ...]]]:
    return [(remark.kind, remark.codes) for remark in remarks]


def test_a_complete_code_gives_no_remark() -> None:
    assert lint([GOOD]) == []


def test_missing_parts_are_named_but_branches_need_only_a_definition() -> None:
    bare = CodeSpec("B", name_id="Dua")
    branch = CodeSpec("P", name_id="Cabang", short_def_en="d")
    assert kinds(lint([branch, bare, replace(GOOD, parent="P")])) == [
        (LintKind.NO_DEFINITION, ("B",)),
        (LintKind.NO_LIMIT, ("B",)),
        (LintKind.NO_EXAMPLE, ("B",)),
    ]


def test_the_same_name_in_one_language_is_told() -> None:
    twin = replace(GOOD, code="B", name_id=" SATU ", cues_id=())
    assert kinds(lint([GOOD, twin])) == [(LintKind.SAME_NAME, ("A", "B"))]


def test_overlapping_cues_are_told_unless_excluded() -> None:
    other = replace(GOOD, code="B", name_id="Dua", cues_id=("baca buku kas",))
    remark = lint([GOOD, other])
    assert kinds(remark) == [(LintKind.OVERLAPPING_CUES, ("A", "B"))]
    assert remark[0].text == "buku kas of A is also found in baca buku kas of B"
    assert lint([replace(GOOD, cue_excludes=("baca buku",)), other]) == []
    assert kinds(lint([GOOD, replace(other, cues_id=("=Buku kas",))])) == [
        (LintKind.OVERLAPPING_CUES, ("A", "B"))
    ]


def test_too_many_and_too_deep() -> None:
    many = [replace(GOOD, code=f"C{n}", name_id=f"n{n}", cues_id=()) for n in range(31)]
    assert kinds(lint(many)) == [(LintKind.TOO_MANY, ())]
    assert lint(many[:30]) == []
    chain = [replace(code, parent=f"C{n - 1}" if n else "") for n, code in enumerate(many[:4])]
    assert kinds(lint(chain)) == [(LintKind.TOO_DEEP, ("C3",))]


def test_use_is_remarked_on_only_when_counts_are_given() -> None:
    b = replace(GOOD, code="B", name_id="Dua", cues_id=())
    c = replace(GOOD, code="C", name_id="Tiga", cues_id=())
    assert kinds(lint([GOOD, b, c], {"A": Use(9, 1), "B": Use(2, 2)})) == [
        (LintKind.UNUSED, ("C",)),
        (LintKind.ONE_INFORMANT, ("A",)),
    ]


def test_retired_codes_are_left_alone() -> None:
    assert lint([GOOD, CodeSpec("Z", name_id="Satu", status="retired")], {"A": Use(2, 2)}) == []
