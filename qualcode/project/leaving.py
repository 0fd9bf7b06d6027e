"""What is about to leave a project, looked through: places that could tell who somebody is stop it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlmodel import Session, select

from qualcode.errors import QualcodeError
from qualcode.i18n import _, ngettext
from qualcode.model import Study
from qualcode.project.citations import fixed_words
from qualcode.project.consent import Silence, silence_of
from qualcode.project.names import Names, names_of
from qualcode.text.leaks import Leak, LeakKind, scan

SHOWN = 5
"""How many places an error names; it holds them all."""
FIRST = 3
"""How many words of a quote name the place where it must not stand."""

Part = tuple[str, str]
"""Where a text stands, in words, and the text."""


@dataclass(frozen=True)
class LeakRow:
    """A place that could tell who somebody is."""

    where: str
    """In words: source and line, or record and field."""
    kind: str
    excerpt: str
    """The words around it, masked."""
    source: UUID | None = None
    """Source it stands in, where it is a transcript's text."""
    start: int = 0
    """Code points in that text, or in the field."""
    end: int = 0


class LeakFound(QualcodeError):
    """Something that is to leave the project could tell who somebody is; exit code 4, `places` lists where."""

    exit_code = 4

    def __init__(self, places: Sequence[LeakRow]) -> None:
        self.places = tuple(places)
        shown = "; ".join(f"{row.where}: {row.kind} “{row.excerpt}”" for row in self.places[:SHOWN])
        more = len(self.places) - SHOWN
        if more > 0:
            shown += "; " + ngettext("and {n} more", "and {n} more", more)
        super().__init__(
            ngettext(
                "{n} place could tell who somebody is; nothing was written ({places}). Correct it, add the name as "
                "an alias, or accept it with --accept-leaks",
                "{n} places could tell who somebody is; nothing was written ({places}). Correct them, add names as "
                "aliases, or accept them with --accept-leaks",
                len(self.places),
                places=shown,
            )
            + self.hint
        )

    @property
    def hint(self) -> str:
        """How a name or address that nobody registered is given something to stand for it; "" where there is none."""
        found = {row.kind for row in self.places}
        lines = []
        if LeakKind.STRANGER.words in found:
            lines.append(
                _("for somebody who is only mentioned: actor add PROJECT 'neighbour 1' --alias 'Bu …'")
            )
        if LeakKind.DWELLING.words in found:
            lines.append(_("for an address: informant edit PROJECT K1 --alias 'Jl. …'"))
        return "".join(f"; {line}" for line in lines)


def leaks_in(session: Session, parts: Iterable[Part], file: str | Path | None = None) -> list[LeakRow]:
    """Places of texts, and of the name of the file they go to, that could tell who somebody is.

    The same words, and a name that nobody registered, are told once, where they stand first.
    """
    names = names_of(session)
    silence = silence_of(session, names.aliases.replace)
    found: list[LeakRow] = []
    seen: set[str] = set()
    told = Told(names)
    for where, text in parts:
        if text not in seen:
            seen.add(text)
            found += sorted(_in_text(where, text, told, silence), key=lambda row: row.start)
    if file is not None:
        found += _in_name(Path(file).name, names)
    return found


def citing(session: Session) -> Iterator[Part]:
    """The words that the study's form of citation puts into every reference, as a part to be looked through."""
    for study in session.scalars(select(Study)):
        yield _("form of citation"), fixed_words(study.citation)


def leaks_of_citation(session: Session, template: str) -> Sequence[Leak]:
    """Places in the fixed words of a form of citation that could tell who somebody is."""
    names = names_of(session)
    return scan(fixed_words(template), names.watched, known=names.known)


class Told:
    """What texts give away, one after the other, each name that nobody registered once."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._strangers: set[str] = set()

    def new_in(self, text: str) -> Iterator[Leak]:
        """Places of a text that are to be told."""
        for leak in scan(text, self._names.watched, known=self._names.known):
            if leak.kind is LeakKind.STRANGER:
                name = " ".join(text[leak.start : leak.stop].casefold().split())
                if name in self._strangers:
                    continue
                self._strangers.add(name)
            yield leak


def _in_text(where: str, text: str, told: Told, silence: Silence) -> Iterator[LeakRow]:
    places = [(leak.kind, leak.start, leak.stop, leak.excerpt) for leak in told.new_in(text)]
    for start, stop in silence.places(text):
        first = " ".join(text[start:stop].split()[:FIRST])
        places.append((LeakKind.SILENCED, start, stop, f"{first} …"))
    for kind, start, stop, excerpt in places:
        here = where
        if "\n" in text.strip():
            here = _("{source}, line {lines}", source=where, lines=text.count("\n", 0, start) + 1)
        yield LeakRow(here, kind.words, excerpt, None, start, stop)


def _in_name(name: str, names: Names) -> Iterator[LeakRow]:
    where, safe = _("the file's name"), names.aliases.file_name(name)
    if safe != name:
        yield LeakRow(where, LeakKind.NAME.words, _("better: {name}", name=safe))
    for leak in scan(safe, names.watched, known=names.known):
        yield LeakRow(where, leak.kind.words, leak.excerpt, None, leak.start, leak.stop)
