"""A query said in a sentence, for whoever came to it by a key and did not write it."""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.analysis.query import NONE, And, Field, Near, Node, Not, Or, Term
from qualcode.i18n import _, ngettext


def in_words(node: Node) -> str:
    """What a query asks for, in the person's language, codes first."""
    parts = node.parts if isinstance(node, And) else (node,)
    codes = [part for part in parts if _fields(part) <= {Field.CODE, Field.ONLY}]
    return ", ".join(_one(part) for part in [*codes, *(part for part in parts if part not in codes)])


def _fields(node: Node) -> set[Field]:
    match node:
        case Term():
            return {node.field}
        case Or(parts) | And(parts):
            return {field for part in parts for field in _fields(part)}
    return {Field.TEXT}


def _one(node: Node) -> str:
    match node:
        case Term():
            return _term(node)
        case Not(part):
            return _("not {what}", what=_one(part))
        case Near(None, part):
            return _("in one turn with {what}", what=_one(part))
        case Near(distance, part):
            return ngettext(
                "within {n} character of {what}",
                "within {n} characters of {what}",
                distance or 0,
                what=_one(part),
            )
        case Or(parts):
            return _joined([_one(part) for part in parts], _("or"))
        case And(parts):
            return _joined([_one(part) for part in parts], _("and"))


def _joined(parts: Sequence[str], word: str) -> str:
    return f" {word} ".join(parts)


def _term(term: Term) -> str:
    value = term.value
    match term.field:
        case Field.CODE:
            return value
        case Field.ONLY:
            return _("{code} without the codes below it", code=value)
        case Field.TEXT:
            return f"“{value}”"
        case Field.INFORMANT:
            return _("said by no informant") if value == NONE else _("said by {who}", who=value)
        case Field.GROUP:
            return _("among those without a group") if value == NONE else _("among {group}", group=value)
        case Field.ATTRIBUTE:
            if value == NONE:
                return _("{name} not recorded", name=term.name)
            return (
                f"{term.name} {term.operator} {value}"
                if term.operator
                else _("{name} recorded", name=term.name)
            )
        case Field.METHOD:
            from qualcode.project.quote_groups import method_words

            return _("collected by {way}", way=method_words(value))
        case Field.WAVE:
            return _("time {n}", n=value)
        case Field.SOURCE:
            return _("in {source}", source=value)
        case Field.CODER:
            return _("coded by {coder}", coder=value)
        case Field.VALENCE:
            from qualcode.project.quote_groups import valence_words

            return valence_words(value)
        case Field.PERIOD:
            return _("about no period") if value == NONE else _("about the period {period}", period=value)
        case Field.MEMO:
            return _("without a memo") if value == NONE else _("with “{words}” in the memo", words=value)
        case Field.FINDING:
            return _("evidence of no finding") if value == NONE else _("evidence of {finding}", finding=value)
        case Field.COUNTED:
            return _("only words that count") if value == "yes" else _("only words that do not count")
        case Field.CODING:
            return ngettext("{n} coding by its number", "{n} codings by their numbers", value.count(",") + 1)
