"""Agreement between coders in words: what was compared, a code's figures, what to do where there is nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.text import Text

from qualcode.i18n import _, ngettext
from qualcode.text.figures import limit
from qualcode.tui.painting import decimal, percent
from qualcode.tui.said_keys import key_for

if TYPE_CHECKING:
    from qualcode.project.agreement import AgreementTable, CodeAgreement
    from qualcode.project.differences import Confusion


def unit_name(unit: str) -> str:
    """What is compared, in the person's language."""
    return {"turn": _("by turn"), "sentence": _("by sentence"), "character": _("by character")}[unit]


def coefficient_head(name: str) -> str:
    """A coefficient as a column is headed."""
    return {
        "percent": "%",
        "holsti": "Holsti",
        "kappa": "κ",
        "pi": "π",
        "bp": "BP",
        "fleiss": "κ Fleiss",
        "ac1": "AC1",
        "alpha": "α",
        "positive": "+",
        "u-alpha": "u-α",
    }[name]


def about(table: AgreementTable) -> str:
    turns = ngettext("{n} turn", "{n} turns", table.turns)
    sources = ngettext("{n} source", "{n} sources", table.sources)
    if not table.coders:
        return ""
    about = [
        ", ".join(table.coders),
        _("{turns} of {sources} that all were assigned", turns=turns, sources=sources),
    ]
    for name in table.coefficients:
        value, codes = table.mean(name)
        if name == "alpha" and value is not None:
            about.append(_("mean α {value} over {n} codes", value=decimal(value), n=codes))
    if table.reason is None and table.unused:
        about.append(
            ngettext(
                "{n} code that nobody used is in no mean",
                "{n} codes that nobody used are in no mean",
                len(table.unused),
            )
        )
    return " · ".join(about)


def nothing(table: AgreementTable, *, differences: bool) -> str:
    """What to do where the table is empty."""
    if table.reason is not None:
        reason = table.reason_words()
        return (
            _("Nothing to compare: {reason}.", reason=reason)
            + "\n"
            + _("Press {key} to give a second coder turns.", key=key_for("agreement.assign"))
        )
    if differences:
        return _("No differences here. {key} leads back to the codes.", key=key_for("page.back"))
    return _("Nobody has coded these turns yet.")


def short(row: CodeAgreement, name: str) -> str:
    value = row.values[name].value
    if value is None:
        return "–"
    return percent(value) if name in ("percent", "holsti") else decimal(value)


def in_full(row: CodeAgreement, table: AgreementTable, unitized: str) -> Text:
    """A code with its n and prevalence, every coefficient, its interval and what it is; u-alpha where it is known."""
    from qualcode.analysis.agreement import reason_words
    from qualcode.analysis.agreement.presence import SHARES
    from qualcode.project.agreement import SIGNS, missing_intervals

    text = Text()
    text.append(f"{row.code.code} {row.code.name}", "bold")
    used = " · ".join(f"{name} {count}" for name, count in zip(table.coders, row.used, strict=True))
    text.append(f" · {used} · " + _("of {n}", n=table.n))
    if row.prevalence is not None:
        text.append(" · " + _("prevalence {share}", share=percent(row.prevalence)))
    positive, negative = ("–" if share is None else percent(share) for share in row.specific)
    text.append(" · " + _("agreed that it applies {share}", share=positive))
    text.append(", " + _("that it does not {share}", share=negative))
    text.append("\n")
    for name in table.coefficients:
        value, edges = row.values[name], row.intervals.get(name)
        text.append(f"{coefficient_head(name)} ", "bold")
        if value.value is None:
            text.append(reason_words(value.reason) if value.reason else "–")
        else:
            text.append(short(row, name))
            if edges is not None and name not in SHARES:
                text.append(f" [{decimal(limit(edges.low))}; {decimal(limit(edges.high))}]")
            elif name not in SHARES and (why := row.no_interval.get(name)):
                text.append(SIGNS[why])
        text.append("   ")
    if unitized:
        text.append("u-α ", "bold").append(unitized)
        text.append(" " + _("(where its passages begin and end)"), "dim")
    text.append("\n" + _("α from .80 is reliable, from .67 for tentative conclusions (Krippendorff)"), "dim")
    if any(edges for name, edges in row.intervals.items() if name not in SHARES):
        text.append(" · " + _("in brackets the 95% interval"), "dim")
    for line in missing_intervals([row]):
        text.append(" · " + line, "dim")
    return text


def confused(one: Confusion, names: Mapping[str, str]) -> Text:
    """A pair of codes in a sentence; `names` by short id."""
    (first, second), (code, other) = one.coders, one.codes
    text = Text()
    text.append(f"{code} {names.get(code, '')} · {other} {names.get(other, '')}\n", "bold")
    said = ngettext(
        "{n} time {first} used {code} and {second} used {other} instead.",
        "{n} times {first} used {code} and {second} used {other} instead.",
        one.count,
        first=first,
        code=code,
        second=second,
        other=other,
    )
    text.append(said + "\n").append(_("{key} shows these places.", key=key_for("agreement.open")), "dim")
    return text
