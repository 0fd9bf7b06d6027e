"""A form that builds a query, and reads one back: what does not fit its fields stays in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.analysis.query import (
    Field,
    Near,
    Node,
    Not,
    Or,
    QueryError,
    Term,
    both,
    flat,
    in_words,
    parse,
    word,
    written,
)
from qualcode.i18n import _
from qualcode.tui.forms import Answers, Form, Line
from qualcode.tui.forms import Field as FormField

if TYPE_CHECKING:
    from qualcode.project import Project

NEAR = 50
"""Characters that are near where nobody says how many."""

_PLAIN = {
    "informant": Field.INFORMANT,
    "group": Field.GROUP,
    "method": Field.METHOD,
    "wave": Field.WAVE,
    "coder": Field.CODER,
    "source": Field.SOURCE,
}


@dataclass(frozen=True)
class Known:
    """What there is to be named."""

    codes: Sequence[str] = ()
    informants: Sequence[str] = ()
    groups: Sequence[str] = ()
    methods: Sequence[str] = ()
    waves: Sequence[str] = ()
    coders: Sequence[str] = ()
    sources: Sequence[str] = ()
    attributes: Sequence[str] = ()


class QueryForm(Form):
    """The form; on a low screen its fields scroll and its buttons stay."""

    DEFAULT_CSS = """
    QueryForm > Vertical { height: 44; }
    QueryForm VerticalScroll { height: 1fr; }
    """


def query_form(query: str, known: Known) -> QueryForm:
    """The form for a query; one that cannot be read stands whole in the last field."""
    values = taken_apart(query)

    def line(name: str, label: str, words: Sequence[str], hint: str = "") -> FormField:
        return Line(name, label, values.get(name, ""), hint=hint, known=words)

    return QueryForm(
        _("What quotes?"),
        [
            line("any", _("With any of these codes (separated by spaces)"), known.codes, "KP-AGT KP-*"),
            line("all", _("And with each of these codes in the same words"), known.codes),
            line("none", _("And with none of these"), known.codes),
            line("near", _("Near a code: code, and how many characters or {turn}", turn=word("turn")), known.codes,
                 f"NM-GTR {NEAR}"),
            line("text", _("With these words"), ()),
            line("informant", _("Informants (separated by commas)"), known.informants),
            line("group", _("Groups"), known.groups),
            line("attr", _("Attribute"), [f"{name}=" for name in known.attributes], "umur>=40"),
            line("method", _("Methods"), known.methods),
            line("wave", _("Times"), known.waves, "1,2"),
            line("source", _("Sources"), known.sources),
            line("coder", _("Coders"), known.coders),
            line("rest", _("And, in the query language"), ()),
        ],
        button=_("Find"),
        check=_wrong,
    )  # fmt: skip


def put_together(answers: Answers) -> str:
    """The query that the form's answers say; raises QueryError where one cannot be read."""
    return written(
        both(*(part for name in _ORDER if answers.get(name) for part in _parts(name, answers[name])))
    )


_ORDER = ("any", "all", "none", "near", "text", "informant", "group", "attr", "method", "wave", "source", "coder",
          "rest")  # fmt: skip


def _parts(name: str, given: str) -> Sequence[Node]:
    """What one field says."""
    match name:
        case "any":
            codes = [parse(one) for one in given.split()]
            return [codes[0] if len(codes) == 1 else Or(tuple(codes))]
        case "all":
            return [parse(one) for one in given.split()]
        case "none":
            return [Not(parse(one)) for one in given.split()]
        case "near":
            code, _space, distance = given.partition(" ")
            return [parse(f"{word('near')}:{distance.strip() or NEAR} {code}")]
        case "text":
            return [Term(Field.TEXT, given.replace('"', "'"))]
        case "attr":
            return [parse(f"{word(Field.ATTRIBUTE)}:{given}")]
        case "rest":
            return [parse(given)]
    values = [one.strip() for one in given.split(",") if one.strip()]
    terms: list[Node] = [parse(f'{word(_PLAIN[name])}:"{one}"') for one in values]
    return [terms[0] if len(terms) == 1 else Or(tuple(terms))] if terms else []


def _wrong(answers: Answers) -> tuple[str, str] | str:
    for name in _ORDER:
        if answers.get(name):
            try:
                list(_parts(name, answers[name]))
            except QueryError as error:
                return name, error.problem
    return ""


def taken_apart(query: str) -> Answers:
    """The fields that a query fills; the last holds whatever does not fit the others."""
    try:
        tree = parse(query)
    except QueryError:
        return {"rest": query}
    values: Answers = {}
    rest: list[Node] = []
    codes = [part for part in flat(tree) if isinstance(part, Term) and part.field is Field.CODE]
    for part in flat(tree):
        name, value = _field(part)
        if name == "all" and (len(codes) == 1 or part is codes[0]) and "any" not in values:
            name = "any"
        if not name or (name in values and name not in ("all", "none")):
            rest.append(part)
        else:
            values[name] = f"{values[name]} {value}" if name in values else value
    if rest:
        values["rest"] = written(both(*rest))
    return values


def _field(part: Node) -> tuple[str, str]:
    """The field that a part of a query fills, and with what; empty where none does."""
    match part:
        case Term(Field.CODE):
            return ("all", written(part)) if " " not in written(part) else ("", "")
        case Term(Field.TEXT):
            return "text", part.value
        case Term(Field.ATTRIBUTE):
            return "attr", written(part).partition(":")[2]
        case Term() if part.field in _PLAIN.values():
            return _plain_name(part.field), in_words(part.field, part.value)
        case Not(Term(Field.CODE) as code):
            return "none", written(code)
        case Near(distance, Term(Field.CODE) as code):
            return "near", f"{written(code)} {word('turn') if distance is None else distance}"
        case Or(parts):
            terms = [one for one in parts if isinstance(one, Term)]
            fields = {one.field for one in terms}
            if len(terms) == len(parts) and len(fields) == 1:
                if fields == {Field.CODE}:
                    return "any", " ".join(written(one) for one in terms)
                if fields <= set(_PLAIN.values()):
                    return _plain_name(terms[0].field), ",".join(
                        in_words(one.field, one.value) for one in terms
                    )
    return "", ""


def _plain_name(field: Field) -> str:
    return next(name for name, known in _PLAIN.items() if known is field)


def known(project: Project) -> Known:
    """What a query may name."""
    from sqlmodel import select

    from qualcode.model import Code, Coder

    sources = project.sources.list()
    informants = project.informants.list()
    with project.read() as session:
        codes = [code.code for code in session.scalars(select(Code))]
        coders = [coder.name for coder in session.scalars(select(Coder))]
    return Known(
        codes=codes,
        informants=[row.id for row in informants],
        groups=[group.name for group in project.informants.groups()],
        methods=list(dict.fromkeys(in_words(Field.METHOD, row.method) for row in sources)),
        waves=[str(wave) for wave in sorted({row.wave for row in sources})],
        coders=coders,
        sources=[row.name for row in sources],
        attributes=list(project.analysis.attributes()),
    )
