"""Words and sentences of texts, from the project where they are kept there, else computed and kept."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID
from zlib import crc32

from sqlalchemy import Connection, delete, insert
from sqlmodel import Session, select

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.language.aside import Aside
from qualcode.language.guess import guess_language
from qualcode.language.units import UNITS_VERSION, Units, edges, is_whole, pack, unpack
from qualcode.model import Source, Study, TextVersion, Turn, UnitKind
from qualcode.model import Units as StoredUnits
from qualcode.project.lookup import find
from qualcode.project.places import Place, place, text_of
from qualcode.store.transaction import table_of

if TYPE_CHECKING:
    from array import array

    from qualcode.project.project import Project

    Edges = tuple[array[int], array[int]]
    """Starts and ends, ascending, in code points."""

AT_ONCE = 200_000
"""Code points whose units are computed here all the same where spaCy is loaded already: it takes a moment only."""

SAMPLE = 20_000
"""Code points from which the language of a source is told where nobody said it."""


class ReadingUnits:
    """The words and sentences of the sources of a project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._called_off = False

    @cached_property
    def _aside(self) -> Aside:
        return Aside()

    def units(self, source: str | int | UUID | Source) -> Units:
        """Words and sentences of a source's current text, from the project where they are kept there.

        Computed, and kept where the project is open for writing, if they are missing or older rules made them.
        Raises NotFound where there is no such source or it has no text.
        """
        with self._project.read() as session:
            at = place(session, find(session, Source, source))
            study = study_of(session)
        return self.of(at, Rules.at(at, study))

    def edges(self, source: str | int | UUID | Source) -> tuple[Edges, Edges]:
        """Like `units`, as starts and ends of the words and of the sentences.

        What is missing is computed by another process where there can be one, so that this one stays small and
        quick. Raises also BadInput where `call_off` was called meanwhile.
        """
        with self._project.read() as session:
            found = find(session, Source, source)
            version = text_of(session, found)
            table = table_of(Turn)
            turns = session.execute(
                select(table.c.label_start, table.c.start, table.c.stop).where(
                    table.c.text_version_id == version.id
                )
            )
            rules = Rules.of(found, version, turns, study_of(session))
        words, sentences = self._packed(version, rules, aside=True)
        return edges(words), edges(sentences)

    def call_off(self) -> None:
        """Stop what `edges` lets another process compute: nobody waits for it any more."""
        self._called_off = True
        self._aside.call_off()

    def of(self, at: Place, rules: Rules) -> Units:
        """Words and sentences of a text that was read, by these rules."""
        words, sentences = self._packed(at.version, rules)
        return Units(unpack(words), unpack(sentences))

    def _packed(self, text: TextVersion, rules: Rules, *, aside: bool = False) -> tuple[bytes, bytes]:
        """Words and sentences as they are kept."""
        with self._project.read() as session:
            kept = _kept(session, text, rules)
        if kept is not None:
            return kept
        made = None
        if aside and not ("spacy" in sys.modules and len(text.body) <= AT_ONCE):
            self._called_off = False
            made = self._aside.units(
                text.body, rules.language, abbreviations=rules.abbreviations, breaks=rules.breaks
            )
            if made is None and self._called_off:
                raise BadInput(_("called off"))
        if made is None:
            from qualcode.language.pipeline import units  # brings spaCy, which few calls need

            found = units(text.body, rules.language, abbreviations=rules.abbreviations, breaks=rules.breaks)
            made = pack(found.words), pack(found.sentences)
        if self._project.store.writable:
            self._project.store.maintain(lambda connection: _keep(connection, text, rules, made)).result()
        return made


@dataclass(frozen=True)
class Rules:
    """What the units of a text depend on besides the text."""

    language: str
    abbreviations: tuple[str, ...]
    breaks: tuple[int, ...]

    @classmethod
    def at(cls, at: Place, study: Study) -> Rules:
        """Those of a text whose turns were read."""
        turns = ((turn.label_start, turn.start, turn.stop) for turn in at.turns)
        return cls.of(at.source, at.version, turns, study)

    @classmethod
    def of(cls, source: Source, text: TextVersion, turns: Iterable[Iterable[int]], study: Study) -> Rules:
        """Those of a text with these turns: where each begins, with its label and without, and ends."""
        said = source.language or guess_language(text.body[:SAMPLE]) or study.language
        language = "en" if said.lower().startswith("en") else "id"  # Javanese goes with Indonesian
        edges = {edge for turn in turns for edge in turn}
        return cls(language, tuple(study.abbreviations.split()), tuple(sorted(edges)))

    @property
    def version(self) -> str:
        """Changes whenever other units would come out."""
        return (
            f"{UNITS_VERSION}.{self.language}.{crc32(repr((self.abbreviations, self.breaks)).encode()):08x}"
        )


def _kept(session: Session, text: TextVersion, rules: Rules) -> tuple[bytes, bytes] | None:
    table = table_of(StoredUnits)
    rows = session.execute(
        select(table.c.kind, table.c.body).where(
            table.c.text_version_id == text.id, table.c.version == rules.version
        )
    ).all()
    bodies = {kind: body for kind, body in rows if is_whole(body)}  # what is damaged is computed again
    if len(bodies) < len(UnitKind):
        return None
    return bodies[UnitKind.WORD], bodies[UnitKind.SENTENCE]


def _keep(connection: Connection, text: TextVersion, rules: Rules, packed: tuple[bytes, bytes]) -> None:
    table, version = table_of(StoredUnits), table_of(TextVersion)
    if connection.scalar(select(version.c.id).where(version.c.id == text.id)) is None:
        return  # the source went while its units were computed
    connection.execute(delete(table).where(table.c.text_version_id == text.id))
    for kind, body in zip((UnitKind.WORD, UnitKind.SENTENCE), packed, strict=True):
        row = {"text_version_id": text.id, "kind": kind, "version": rules.version, "body": body}
        connection.execute(insert(table), [row])


def study_of(session: Session) -> Study:
    """The study, or what holds where nobody said anything of it."""
    return session.scalars(select(Study)).first() or Study()
