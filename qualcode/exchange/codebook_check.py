"""What makes a set of codes no codebook, whatever file it came from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from qualcode.exchange.codebook import CodeSpec, parents_first
from qualcode.exchange.problems import Problem
from qualcode.i18n import _

_COLOUR = re.compile(r"#[0-9a-f]{6}")
LONGEST_CODE = 40


def check_codes(
    codes: Sequence[CodeSpec], lines: Sequence[int], places: Mapping[tuple[int, str], int] | None = None
) -> tuple[list[CodeSpec], list[Problem]]:
    """`codes` with parents first, and everything that is wrong with them.

    `lines` are those the codes begin on; `places` tells the line of a field by the code's position and the field's
    name, where it is known better.
    """
    places = places or {}
    problems: list[Problem] = []
    first_lines: dict[str, int] = {}
    shortcuts: dict[str, str] = {}
    known = {code.code for code in codes}

    for position, code in enumerate(codes):

        def wrong(field: str, text: str, position: int = position) -> None:
            problems.append(Problem(places.get((position, field), lines[position]), text))

        first = first_lines.setdefault(code.code.casefold(), lines[position])
        if code.code and first != lines[position]:
            wrong("code", _("the code {code} is already used in line {line}", code=code.code, line=first))
        if len(code.code) > LONGEST_CODE or "\n" in code.code or "\t" in code.code:
            wrong(
                "code",
                _("{code} is no code: one line of at most {n} characters", code=code.code, n=LONGEST_CODE),
            )
        elif code.code and not code.code.isprintable():
            sign = next(sign for sign in code.code if not sign.isprintable())
            wrong(
                "code",
                _(
                    "{name} holds a control character (U+{code})",
                    name=ascii(code.code),
                    code=f"{ord(sign):04X}",
                ),
            )
        if code.code and not code.name_id and not code.name_en:
            wrong("name", _("the code {code} has no name", code=code.code))
        if code.parent and code.parent not in known:
            wrong(
                "parent",
                _(
                    "the parent {parent} of {code} is not in this codebook",
                    parent=code.parent,
                    code=code.code,
                ),
            )
        if code.colour and not _COLOUR.fullmatch(code.colour):
            wrong(
                "colour", _('{colour} is no colour; write it like "#1f69bb", in quotes', colour=code.colour)
            )
        if code.shortcut:
            if len(code.shortcut) != 2 or not code.shortcut.isalpha():
                wrong("shortcut", _("the shortcut {text} is not two letters", text=code.shortcut))
            owner = shortcuts.setdefault(code.shortcut, code.code)
            if owner != code.code:
                wrong(
                    "shortcut",
                    _("the shortcut {text} belongs to {code} already", text=code.shortcut, code=owner),
                )
        if code.version < 1:
            wrong("version", _("a version is a whole number from 1"))
        for cue in (*code.cues_id, *code.cues_en, *code.cue_excludes):
            if ";" in cue or "\n" in cue or not cue.lstrip("=").strip():
                wrong("cues", _("{text} is no cue: words in one line, without a semicolon", text=cue))
    ordered, circular = parents_first(codes)
    at = {code.code: line for code, line in zip(codes, lines, strict=True)}
    problems += [Problem(at[c.code], _("{code} stands under itself", code=c.code)) for c in circular]
    return ordered, problems
