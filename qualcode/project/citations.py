"""How quotes are cited: (W1/K2/b.45-52), in English l.45-52, or as the study says; sources never go by file name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from qualcode.errors import BadInput
from qualcode.i18n import _, language
from qualcode.model import Method, Source, Study
from qualcode.model.values import value_word

PREFIXES = {
    Method.INTERVIEW: "W",
    Method.OBSERVATION: "O",
    Method.DOCUMENT: "Dok",
    Method.FGD: "FGD",
    Method.LITERATURE: "Lit",
}
"""Letters before a source's number; W is an interview ("wawancara")."""

ENGLISH_PREFIXES = {**PREFIXES, Method.DOCUMENT: "Doc"}

OWN_TEMPLATE = Study().citation
"""The template of a study that chose none: its "b." (baris) follows the language, a chosen one stays as it is."""

FIELDS = ("source", "n", "informant", "lines", "wave", "date")
"""What may stand in braces: letter and number of the source, the number alone, who speaks, the lines, the time of
collection as its number and as its day (12092015)."""

LONGEST = 80
"""Characters of a template: a reference stands in a line of text."""

_FIELD = re.compile(r"\{([^{}]*)\}")
_SHAPES = {
    "source": r"(?P<source>\w+?)",
    "n": r"(?P<n>\d+)",
    "informant": r".+",
    "lines": r"(?P<lines>\d+)(?:-\d+)?",
}
"""What stands in a reference for a field that tells where it leads."""
_NOBODY = re.compile(r"[/,;:.\s-]*\{informant\}")


def numbered(methods: Iterable[tuple[int, Method]]) -> dict[int, tuple[str, int]]:
    """Letters and number of sources in the current language, by id; ids and methods of all of them, in order."""
    prefixes = ENGLISH_PREFIXES if language() == "en" else PREFIXES
    counts: Counter[Method] = Counter()
    places = {}
    for key, method in methods:
        counts[method] += 1
        places[key] = prefixes[method], counts[method]
    return places


class Citations:
    """References in the current language, sources numbered within each method in the order they came in.

    Args:
        sources: all sources, in order.
        template: with `FIELDS` in braces; `W{n}` means the letter that fits the method.
    """

    def __init__(self, sources: Sequence[Source], template: str) -> None:
        if language() == "en" and template == OWN_TEMPLATE:
            template = template.replace("b.", "l.")
        self._days = {source.id: source.collected_on for source in sources}
        self._waves = {source.id: source.wave for source in sources}
        self._template = template.replace("W{n}", "{source}")
        self._places = numbered((source.id, source.method) for source in sources)
        self._methods = dict(
            zip((self._places[s.id][0] for s in sources), (s.method for s in sources), strict=True)
        )

    def label(self, source_id: int) -> str:
        """Letter and number of a source, as W1."""
        letter, number = self._places[source_id]
        return f"{letter}{number}"

    def cite(self, source_id: int, informants: Sequence[str], lines: str) -> str:
        """The reference of a passage; without informants their place in the template is left out."""
        template = self._template if informants else _NOBODY.sub("", self._template)
        day = self._days[source_id]
        values = {
            "source": self.label(source_id),
            "n": str(self._places[source_id][1]),
            "informant": "+".join(informants),
            "lines": lines,
            "wave": str(self._waves[source_id]),
            "date": day.strftime("%d%m%Y") if day else "",
        }
        return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], match[0]), template)

    def read(self, reference: str) -> tuple[str, int] | None:
        """The source's letter and number, and the first line, that a reference names; None where it does not tell."""
        found = next(filter(None, (form.fullmatch(reference) for form in self._forms)), None)
        if found is None or "lines" not in found.groupdict():
            return None
        given = found.groupdict()
        labels = self._named.get(given.get("source") or given["n"], [])
        return (labels[0], int(given["lines"])) if len(labels) == 1 else None

    @cached_property
    def _named(self) -> Mapping[str, Sequence[str]]:
        """Letter and number, and number alone, to the sources they are of."""
        named: dict[str, list[str]] = {}
        for letter, number in self._places.values():
            for name in (f"{letter}{number}", str(number)):
                named.setdefault(name, []).append(f"{letter}{number}")
        return named

    @cached_property
    def _forms(self) -> Sequence[re.Pattern[str]]:
        """What references look like, with and without who speaks."""
        return [_form(self._template), _form(_NOBODY.sub("", self._template))]

    def reading(self) -> str:
        """How a reference is read, part by part in the order of the template; empty without a source."""
        if not self._methods:
            return ""
        letters = ", ".join(f"{letter} {value_word(method)}" for letter, method in self._methods.items())
        parts = {
            "source": _("the source, numbered in the order of reading in ({letters})", letters=letters),
            "n": _("the number of the source"),
            "informant": _("the code of the informant"),
            "lines": _("the lines of the text"),
            "wave": _("the time of collection"),
            "date": _("the day of collection"),
        }
        if not set(self._methods.values()) & {Method.INTERVIEW, Method.FGD}:
            parts.pop("informant")
        named = [parts[name] for name in dict.fromkeys(_FIELD.findall(self._template)) if name in parts]
        return _("How references are read: {parts}.", parts="; ".join(named))


def _form(template: str) -> re.Pattern[str]:
    """A template as a pattern whose groups are named as its fields; the first line alone is `lines`."""
    parts: list[str] = []
    seen: set[str] = set()
    for number, part in enumerate(_FIELD.split(template)):
        if number % 2 == 0:
            parts.append(re.escape(part))
        elif part in _SHAPES and part not in seen:
            seen.add(part)
            parts.append(_SHAPES[part])
        else:
            parts.append(".*")
    return re.compile("".join(parts))


def checked(template: str) -> str:
    """A citation's template as the study keeps it.

    Raises: BadInput where it does not say which source, names what there is not, or does not fit a line of text.
    """
    template = template.strip()
    fields = _FIELD.findall(template)
    if unknown := [field for field in fields if field not in FIELDS]:
        known = ", ".join(f"{{{field}}}" for field in FIELDS)
        raise BadInput(
            _("a citation is made of {known}; there is no {field}", known=known, field=f"{{{unknown[0]}}}")
        )
    if re.search(r"[{}]", _FIELD.sub("", template)):
        raise BadInput(_("a brace of the citation is not closed: {template}", template=template))
    if not {"n", "source"} & set(fields):
        raise BadInput(
            _("a citation says which source a quote is from: {source} or {n}", source="{source}", n="{n}")
        )
    if len(template) > LONGEST or not template.isprintable():
        raise BadInput(_("a citation is one line of at most {n} characters", n=LONGEST))
    return template


def fixed_words(template: str) -> str:
    """What a template puts into every reference, an ellipsis in place of each field."""
    return _FIELD.sub("…", template)


def citation_warnings(template: str) -> Sequence[str]:
    """What a person has to think about before quotes are cited so: forms that could tell who somebody is."""
    fields = _FIELD.findall(template)
    said = []
    if "date" in fields:
        said.append(
            _(
                "A reference with the day of an interview can tell who somebody is: whoever knows who was visited on "
                "that day knows it. The lines say enough: (W{n}/{informant}/b.{lines}).",
                n="{n}",
                informant="{informant}",
                lines="{lines}",
            )
        )
    if "lines" not in fields:
        said.append(_("Without {lines} nobody finds the place again.", lines="{lines}"))
    return said
