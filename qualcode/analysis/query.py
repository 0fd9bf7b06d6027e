"""The query language of quotes: what a person wrote becomes a tree, and a tree becomes words again.

    KP-AGT and not JR-* near:50 NM-GTR group:ANGGOTA wave:1,2 "kas"

Terms that stand beside each other must all hold; `or` binds weakest, `not` and `near:…` strongest, parentheses group.
English and Indonesian words are read alike, whatever language is spoken.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from qualcode.errors import BadInput
from qualcode.i18n import _, language

Span = tuple[int, int]


class QueryError(BadInput):
    """A query that cannot be read, with the place of the mistake: `[start, stop)` in code points of the query."""

    def __init__(self, problem: str, at: Span) -> None:
        super().__init__(_("query, character {n}: {problem}", n=at[0] + 1, problem=problem))
        self.problem = problem
        self.start, self.stop = at


class Field(StrEnum):
    """What a term asks about."""

    CODE = "code"
    """A code with all below it; `*` and `?` stand for letters."""
    ONLY = "only"
    """A code without those below it."""
    TEXT = "text"
    INFORMANT = "informant"
    GROUP = "group"
    ATTRIBUTE = "attr"
    METHOD = "method"
    WAVE = "wave"
    CODER = "coder"
    SOURCE = "source"
    VALENCE = "valence"
    PERIOD = "period"
    MEMO = "memo"
    FINDING = "finding"
    COUNTED = "counted"
    CODING = "coding"
    """Codings by their numbers; one term holds them all, as in `coding:3,5`."""


NONE = "none"
"""The value of a term that asks for what has none."""

_INDONESIAN = {
    Field.CODE: "kode",
    Field.ONLY: "hanya",
    Field.TEXT: "kata",
    Field.INFORMANT: "informan",
    Field.GROUP: "kelompok",
    Field.ATTRIBUTE: "ciri",
    Field.METHOD: "teknik",
    Field.WAVE: "waktu",
    Field.CODER: "pengode",
    Field.SOURCE: "berkas",
    Field.VALENCE: "valensi",
    Field.PERIOD: "masa",
    Field.MEMO: "memo",
    Field.FINDING: "temuan",
    Field.COUNTED: "dihitung",
    Field.CODING: "koding",
}
_FIELDS = {
    **{name.value: name for name in Field},
    **{word: name for name, word in _INDONESIAN.items()},
    "attribute": Field.ATTRIBUTE,
    "metode": Field.METHOD,
    "file": Field.SOURCE,
    "word": Field.TEXT,
}
_WORDS = {
    "and": ("and", "dan"),
    "or": ("or", "atau"),
    "not": ("not", "bukan"),
    "near": ("near", "dekat"),
    "turn": ("turn", "giliran"),
    NONE: (NONE, "kosong"),
    "yes": ("yes", "ya"),
    "no": ("no", "tidak"),
}
VALUES: Mapping[Field, Mapping[str, Sequence[str]]] = {
    Field.METHOD: {
        "interview": ("interview", "wawancara"),
        "observation": ("observation", "observasi"),
        "document": ("document", "dokumen", "dokumentasi"),
        "fgd": ("fgd", "fgd"),
        "literature": ("literature", "literatur", "pustaka"),
    },
    Field.VALENCE: {
        "strengthens": ("strengthens", "menguatkan", "+"),
        "weakens": ("weakens", "melemahkan", "-"),
        "mixed": ("mixed", "campuran", "±", "+-"),
    },
}
"""The values of fields that have a few of their own: in English, in Indonesian, and by what else they are known."""
_MEANS = {said: word for word, both in _WORDS.items() for said in both}

OPERATORS = ("!=", ">=", "<=", "=", ">", "<")
"""How an attribute's value is compared."""

_COMPARED = re.compile("|".join(OPERATORS))
_PIECE = re.compile(
    r'(?P<space>\s+)|(?P<paren>[()])|(?P<word>(?:[^\s()"“”]|["“”][^"“”]*["“”])+)|(?P<open>["“”])'
)
_QUOTED = re.compile(r'["“”]([^"“”]*)["“”]')
_BARE = re.compile(r'[^\s()"“”,:]+')


@dataclass(frozen=True)
class Term:
    """One thing that is asked; `at` is where it stands in the query."""

    field: Field
    value: str
    name: str = ""
    """Of an attribute: its name; the value is empty where any will do."""
    operator: str = ""
    """Of an attribute: one of OPERATORS."""
    at: Span = dataclasses.field(default=(0, 0), compare=False)


@dataclass(frozen=True)
class Not:
    """What must not hold."""

    part: Node


@dataclass(frozen=True)
class Near:
    """A coding of `part` stands within `distance` characters, or (None) touches the same turn."""

    distance: int | None
    part: Node


@dataclass(frozen=True)
class And:
    """All of them."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Or:
    """One of them at least."""

    parts: tuple[Node, ...]


Node = Term | Not | Near | And | Or

EVERYTHING = And(())
"""What an empty query means."""


@dataclass(frozen=True)
class _Token:
    text: str
    at: Span

    @property
    def word(self) -> str:
        """The word of the language it is, or empty."""
        return _MEANS.get(self.text.casefold(), "")


def parse(text: str) -> Node:
    """The tree of a query; an empty one asks for everything. Raises QueryError at the first mistake."""
    return _Parser(text).whole()


def terms(node: Node) -> Iterator[tuple[Term, bool]]:
    """Every term of a tree, each with whether it is asked for rather than excluded."""
    match node:
        case Term():
            yield node, True
        case Not(part):
            yield from ((term, not wanted) for term, wanted in terms(part))
        case Near(_, part):
            yield from terms(part)
        case And(parts) | Or(parts):
            for one in parts:
                yield from terms(one)


def named_field(text: str) -> Field | None:
    """The field that a word of either language names, without its colon."""
    return _FIELDS.get(text.casefold())


def flat(node: Node) -> tuple[Node, ...]:
    """The parts that must all hold."""
    return node.parts if isinstance(node, And) else (node,)


def among(numbers: Iterable[int], *nodes: Node) -> str:
    """The query that finds just these codings, given by their numbers, in words of `nodes`; empty without any."""
    found = ",".join(map(str, sorted(numbers)))
    return written(both(*nodes, Term(Field.CODING, found))) if found else ""


def both(*nodes: Node) -> Node:
    """The tree in which all of these hold."""
    parts = tuple(part for node in nodes for part in flat(node))
    return parts[0] if len(parts) == 1 else And(parts)


def word(name: str) -> str:
    """A field, or a word such as `and`, in the current language."""
    if name in _WORDS:
        return _WORDS[name][language() == "id"]
    return _INDONESIAN[Field(name)] if language() == "id" else name


def in_words(name: Field, value: str) -> str:
    """A value as a person writes it in the current language; one that is somebody's own as it is."""
    if known := VALUES.get(name, {}).get(value):
        return known[language() == "id"]
    return word(value) if value in _words_of(name) else value


def words() -> list[str]:
    """What a person may begin a term with, in the current language: fields with their colon, near, operators."""
    fields = [f"{word(name)}:" for name in Field if name not in (Field.CODE, Field.TEXT)]
    return [*fields, f"{word('near')}:", word("and"), word("or"), word("not")]


def written(node: Node) -> str:
    """The query that a tree is read from, in the words of the current language."""
    match node:
        case Term():
            return _written_term(node)
        case Not(part):
            return f"{word('not')} {_inner(part)}"
        case Near(distance, part):
            return f"{word('near')}:{word('turn') if distance is None else distance} {_inner(part)}"
        case And(parts):
            return " ".join(_inner(part) if isinstance(part, Or) else written(part) for part in parts)
        case Or(parts):
            values = _alternatives(parts)
            return values or f" {word('or')} ".join(written(part) for part in parts)


def _inner(node: Node) -> str:
    simple = isinstance(node, Term) or (isinstance(node, Or) and _alternatives(node.parts))
    return written(node) if simple else f"({written(node)})"


def _alternatives(parts: Sequence[Node]) -> str:
    """`wave:1,2`, where the parts are values of one field."""
    found = [part for part in parts if isinstance(part, Term)]
    heads = {(part.field, part.name, part.operator) for part in found}
    if len(found) < len(parts) or len(heads) > 1 or found[0].field in (Field.CODE, Field.TEXT, Field.CODING):
        return ""
    if found[0].field is Field.ATTRIBUTE and found[0].operator != "=":
        return ""
    return ",".join([_written_term(found[0]), *(_value(part) for part in found[1:])])


def _written_term(term: Term) -> str:
    if term.field is Field.TEXT:
        return f'"{term.value}"'
    if term.field is Field.CODE:
        plain = (
            _BARE.fullmatch(term.value)
            and not _MEANS.get(term.value.casefold())
            and not _COMPARED.search(term.value)
        )
        return term.value if plain else f"{word(term.field)}:{_quoted(term.value)}"
    if term.field is Field.ATTRIBUTE:
        compared = term.operator + _value(term) if term.operator else ""
        return f"{word(term.field)}:{_quoted(term.name)}{compared}"
    if term.field is Field.CODING:
        return f"{word(term.field)}:{term.value}"
    return f"{word(term.field)}:{_value(term)}"


def _value(term: Term) -> str:
    shown = in_words(term.field, term.value)
    return shown if term.value in _words_of(term.field) else _quoted(shown)


def _quoted(value: str) -> str:
    """`value` between quotation marks where it could be taken for something else."""
    plain = _BARE.fullmatch(value) and not _COMPARED.search(value)
    return value if plain else '"' + value.replace('"', "'") + '"'


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(_tokens(text))
        self._place = 0

    def whole(self) -> Node:
        if not self._tokens:
            return EVERYTHING
        tree = self._or()
        if (token := self._next) is not None:
            raise QueryError(_("this parenthesis was never opened"), token.at)
        return tree

    @property
    def _next(self) -> _Token | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    def _take(self, *wanted: str) -> _Token | None:
        token = self._next
        if token is not None and (token.word in wanted or token.text in wanted):
            self._place += 1
            return token
        return None

    def _or(self) -> Node:
        parts = [self._and()]
        while self._take("or"):
            parts.append(self._and())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _and(self) -> Node:
        parts = [self._one()]
        while True:
            joined = self._take("and")
            token = self._next
            if joined is None and (token is None or token.word == "or" or token.text == ")"):
                return both(*parts)
            parts.append(self._one())

    def _one(self) -> Node:
        token = self._next
        if token is None:
            end = len(self._text)
            last = self._tokens[-1]
            raise QueryError(_("something must follow {word}", word=last.text), (last.at[0], end))
        if token.word in ("and", "or") or token.text == ")":
            raise QueryError(_("something must stand before {word}", word=token.text), token.at)
        self._place += 1
        if token.word == "not":
            return Not(self._one())
        if token.text == "(":
            inside = self._or()
            if self._take(")") is None:
                raise QueryError(_("this parenthesis is never closed"), token.at)
            return inside
        return self._term(token)

    def _term(self, token: _Token) -> Node:
        if token.text[0] in '"“”' and (whole := _QUOTED.fullmatch(token.text)):
            if not whole[1].strip():
                raise QueryError(_("there is nothing between the quotation marks"), token.at)
            return Term(Field.TEXT, whole[1], at=token.at)
        head, colon, rest = token.text.partition(":")
        if not colon or _QUOTED.search(head):
            if token.word == "near":
                raise QueryError(self._near_words(token), token.at)
            if (found := _COMPARED.search(token.text)) and not _inside_quotes(token.text, found.start()):
                asked = f"{word(Field.ATTRIBUTE)}:" + (token.text if found.start() else f"umur{token.text}")
                raise QueryError(_("an attribute is asked as {example}", example=asked), token.at)
            return self._any(Field.CODE, token.text, token.at)
        after = (token.at[0] + len(head) + 1, token.at[1])
        if _MEANS.get(head.casefold()) == "near":
            return Near(_distance(rest, after), self._one())
        name = _FIELDS.get(head.casefold())
        if name is None:
            near = get_close_matches(head.casefold(), [*_FIELDS, *_WORDS["near"]], 1)
            problem = _("there is no {name}: in queries", name=head)
            hint = _("did you mean {hint}?", hint=f"{near[0]}:") if near else _("one of {words}").format(
                words=" ".join(words()[:-3]))  # fmt: skip
            raise QueryError(f"{problem}; {hint}", (token.at[0], after[0]))
        if not rest:
            raise QueryError(_("{name}: needs a value right behind the colon", name=head), token.at)
        if name is Field.ATTRIBUTE:
            return _attribute(rest, after)
        if name is Field.CODING:
            return _codings(rest, after)
        return self._any(name, rest, after)

    def _near_words(self, token: _Token) -> str:
        """How nearness is written, with what stands behind the word in this query."""
        behind = [one.text for one in self._tokens[self._place :]]
        distance = behind.pop(0) if behind and behind[0].isdigit() else "50"
        code = next((text for text in behind if text not in "()" and text.casefold() not in _MEANS), "KP-TRN")
        return _("{word} is written {example}", word=token.text, example=f"{word('near')}:{distance} {code}")

    @staticmethod
    def _any(name: Field, given: str, at: Span) -> Node:
        """One value, or one of several between commas."""
        found: list[Node] = [
            Term(name, _meant(name, value), at=(at[0] + start, at[0] + stop))
            for start, stop, value in _values(given, at)
        ]
        return found[0] if len(found) == 1 else Or(tuple(found))


def _tokens(text: str) -> Iterator[_Token]:
    for piece in _PIECE.finditer(text):
        if piece.lastgroup == "open":
            raise QueryError(_("this quotation mark is never closed"), piece.span())
        if piece.lastgroup != "space":
            yield _Token(piece[0], piece.span())


def _distance(given: str, at: Span) -> int | None:
    if _MEANS.get(given.casefold()) == "turn":
        return None
    if given.isascii() and given.isdigit() and len(given) < 8:
        return int(given)
    problem = _("near: needs a number of characters or {turn}, as near:50", turn=word("turn"))
    raise QueryError(problem, at if given else (at[0] - 1, at[0]))


def _attribute(given: str, at: Span) -> Node:
    """`umur>=40`, `pendidikan=SD,SMP`, or a name alone."""
    compared = next((m for m in _COMPARED.finditer(given) if not _inside_quotes(given, m.start())), None)
    name = _plain(given if compared is None else given[: compared.start()])
    if not name:
        raise QueryError(_("an attribute is asked as {example}", example=f"{word('attr')}:umur>=40"), at)
    if compared is None:
        return Term(Field.ATTRIBUTE, "", name, at=at)
    behind = (at[0] + compared.end(), at[1])
    if behind[0] == behind[1]:
        raise QueryError(_("a value must follow {word}", word=compared[0]), (at[0] + compared.start(), at[1]))
    found: list[Node] = [
        Term(Field.ATTRIBUTE, _meant(Field.ATTRIBUTE, value), name, compared[0], at)
        for _start, _stop, value in _values(given[compared.end() :], behind)
    ]
    return found[0] if len(found) == 1 else Or(tuple(found))


def _codings(given: str, at: Span) -> Term:
    """Numbers between commas; a cell may stand for thousands, so they are one term and not one each."""
    begin = 0
    for part in given.split(","):
        if not (part.isascii() and part.isdigit() and len(part) < 12):
            raise QueryError(
                _("codings are asked by their numbers, as {example}", example=f"{word(Field.CODING)}:3,5"),
                (at[0] + begin, at[0] + max(begin + len(part), begin + 1)),
            )
        begin += len(part) + 1
    return Term(Field.CODING, given, at=at)


def _values(given: str, at: Span) -> Iterator[tuple[int, int, str]]:
    """What stands between commas outside quotation marks, each with its place."""
    begin = 0
    cuts = [m.start() for m in re.finditer(",", given) if not _inside_quotes(given, m.start())]
    for cut in [*cuts, len(given)]:
        value = _plain(given[begin:cut])
        if not value:
            raise QueryError(
                _("a value is missing beside a comma"), (at[0] + begin, at[0] + max(cut, begin + 1))
            )
        yield begin, cut, value
        begin = cut + 1


def _inside_quotes(text: str, place: int) -> bool:
    return any(match.start() < place < match.end() for match in _QUOTED.finditer(text))


def _plain(text: str) -> str:
    return _QUOTED.sub(r"\1", text).strip()


def _meant(name: Field, value: str) -> str:
    """`value`, or the English word it stands for where the field knows such words."""
    given = value.casefold()
    own = (english for english, known in VALUES.get(name, {}).items() if given in known)
    return next(own, meant if (meant := _MEANS.get(given, "")) in _words_of(name) else value)


def _words_of(name: Field) -> tuple[str, ...]:
    """The words of the language that a field takes for values."""
    if name is Field.COUNTED:
        return "yes", "no"
    return () if name in (Field.CODE, Field.ONLY) else (NONE,)
