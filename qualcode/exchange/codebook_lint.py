"""What a supervisor would ask about a codebook: `lint` points at it, nothing is wrong by itself."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qualcode.exchange.codebook import CodeSpec, depths
from qualcode.i18n import _

MOST_LEAVES = 30
DEEPEST = 3


class LintKind(enum.StrEnum):
    """What is odd about a codebook."""

    NO_DEFINITION = "no_definition"
    NO_LIMIT = "no_not_when"
    NO_EXAMPLE = "no_example"
    SAME_NAME = "duplicate_name"
    OVERLAPPING_CUES = "overlapping_cues"
    TOO_MANY = "too_many_leaves"
    TOO_DEEP = "too_deep"
    UNUSED = "unused"
    ONE_INFORMANT = "one_informant"


@dataclass(frozen=True)
class Lint:
    """One remark."""

    kind: LintKind
    codes: tuple[str, ...]
    """The codes it is about."""
    text: str
    """In the person's language."""


@dataclass(frozen=True)
class Use:
    """How often a code is used."""

    segments: int
    informants: int


def lint(codes: Sequence[CodeSpec], use: Mapping[str, Use] | None = None) -> list[Lint]:
    """Remarks on `codes` (parents first), in the order of LintKind and then of the codes.

    `use` says how often each code is used; without it nothing is said about use. Retired codes are not looked at.
    """
    parents = {code.parent for code in codes}
    live = [code for code in codes if code.status != "retired"]
    leaves = [code for code in live if code.code not in parents]
    remarks = [*_incomplete(live, leaves), *_same_names(live), *_overlaps(leaves), *_shape(codes, leaves)]
    if use is not None:
        remarks += _use(leaves, use)
    order = list(LintKind)
    return sorted(remarks, key=lambda remark: order.index(remark.kind))


def _incomplete(live: Sequence[CodeSpec], leaves: Sequence[CodeSpec]) -> Iterator[Lint]:
    for code in live:
        if not (code.short_def_id or code.short_def_en or code.full_def_id or code.full_def_en):
            yield Lint(LintKind.NO_DEFINITION, (code.code,), _("{code} has no definition", code=code.code))
    for code in leaves:
        if not (code.not_when_id or code.not_when_en):
            text = _("{code} does not say when not to use it", code=code.code)
            yield Lint(LintKind.NO_LIMIT, (code.code,), text)
        if not (code.typical_id or code.typical_en):
            yield Lint(LintKind.NO_EXAMPLE, (code.code,), _("{code} has no example", code=code.code))


def _same_names(live: Sequence[CodeSpec]) -> Iterator[Lint]:
    for language in ("id", "en"):
        owners: dict[str, list[str]] = {}
        for code in live:
            if name := getattr(code, f"name_{language}"):
                owners.setdefault(" ".join(name.casefold().split()), []).append(code.code)
        for name, same in owners.items():
            if len(same) > 1:
                text = _("{codes} have the same name, {name}", codes=", ".join(same), name=name)
                yield Lint(LintKind.SAME_NAME, tuple(same), text)


def _overlaps(leaves: Sequence[CodeSpec]) -> Iterator[Lint]:
    """Cues that stand, word for word, inside a cue of another code which the first code does not exclude."""
    cues = [(c, cue, _words(cue)) for c in leaves for cue in dict.fromkeys((*c.cues_id, *c.cues_en))]
    holding: dict[tuple[str, ...], list[tuple[CodeSpec, str, tuple[str, ...]]]] = {}
    for one in cues:  # by what stands inside them: a large codebook has too many pairs to be looked at
        for part in _parts(one[2]):
            holding.setdefault(part, []).append(one)
    told: set[tuple[tuple[str, ...], ...]] = set()
    for code, cue, words in cues:
        excluded = [_words(phrase) for phrase in code.cue_excludes]
        for other, longer, text in holding[words]:
            if other is code or any(_inside(phrase, text) for phrase in excluded):
                continue
            key = (tuple(sorted((code.code, other.code))), text)
            if key not in told:
                told.add(key)
                yield Lint(
                    LintKind.OVERLAPPING_CUES,
                    (code.code, other.code),
                    _("{cue} of {code} is also found in {longer} of {other}",
                      cue=cue, code=code.code, longer=longer, other=other.code),
                )  # fmt: skip


def _words(cue: str) -> tuple[str, ...]:
    return tuple(cue.casefold().replace("=", " ").split())


def _parts(text: tuple[str, ...]) -> set[tuple[str, ...]]:
    """Every run of words in `text`, the empty one too."""
    return {text[start:stop] for start in range(len(text) + 1) for stop in range(start, len(text) + 1)}


def _inside(words: tuple[str, ...], text: tuple[str, ...]) -> bool:
    return any(text[at : at + len(words)] == words for at in range(len(text) - len(words) + 1))


def _shape(codes: Sequence[CodeSpec], leaves: Sequence[CodeSpec]) -> Iterator[Lint]:
    if len(leaves) > MOST_LEAVES:
        text = _(
            "{n} codes, where {most} are what a coder keeps in mind: advice, worth a look at what could be one",
            n=len(leaves),
            most=MOST_LEAVES,
        )
        yield Lint(LintKind.TOO_MANY, (), text)
    for code, depth in depths(codes).items():
        if depth > DEEPEST:
            text = _(
                "{code} stands {n} levels deep; up to {most} are easier to code with, deeper is allowed",
                code=code,
                n=depth,
                most=DEEPEST,
            )
            yield Lint(LintKind.TOO_DEEP, (code,), text)


def _use(leaves: Sequence[CodeSpec], use: Mapping[str, Use]) -> Iterator[Lint]:
    for code in leaves:
        used = use.get(code.code, Use(0, 0))
        if used.segments == 0:
            yield Lint(LintKind.UNUSED, (code.code,), _("{code} is never used", code=code.code))
        elif used.informants == 1:
            text = _("{code} is used for one informant only", code=code.code)
            yield Lint(LintKind.ONE_INFORMANT, (code.code,), text)
