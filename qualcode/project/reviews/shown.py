"""What is shown of codes, codings and findings in a review pack, and the digests that tell whether it still holds."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, select

from qualcode.exchange.codebook import CodeSpec
from qualcode.exchange.review_pack import Item, Kind, Mark, digest
from qualcode.i18n import _, ngettext
from qualcode.model import Code, Coding, Evidence, Finding, Record, TurnRole
from qualcode.model.values import value_word
from qualcode.project.codes import DEFINITION, HISTORY
from qualcode.project.findings import FindingRow
from qualcode.project.places import Place
from qualcode.project.report_quotes import Passage, Passages, joined
from qualcode.store.transaction import table_of

AROUND = 220
"""Characters of a context before a passage, and as many after it."""
QUESTION = 300
"""Characters of the interviewer's question before it."""
QUOTES = 12
"""Quotes of a finding that are printed."""


class Digests:
    """Digests of what is in the project now; those in a pack are of what was shown."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._bodies: dict[int, str] = {}
        self._codes = {code.id: code.uid for code in session.scalars(select(Code))}

    def of(self, record: Record, body: str | None = None) -> str:
        """The digest of a code, a coding (`body` is its source's text) or a finding."""
        if isinstance(record, Coding):
            assert body is not None
            return digest([body[record.start : record.stop], str(self._codes[record.code_id])])
        if isinstance(record, Finding):
            table, codings = table_of(Evidence), table_of(Coding)
            rows = self._session.execute(
                select(codings.c.uid, table.c.stance)
                .join(Coding, codings.c.id == table.c.coding_id)
                .where(table.c.finding_id == record.id)
            )
            return digest([record.claim, *sorted(f"{uid} {stance}" for uid, stance in rows)])
        return digest(str(getattr(record, name)) for name in DEFINITION if name not in HISTORY)


def code_item(mark: Mark, code: CodeSpec, use: tuple[int, int], language: str) -> Item:
    """A code; `use` is how many passages are tagged with it, and how many informants they belong to."""

    def said(name: str) -> str:
        ours, other = ("_id", "_en") if language == "id" else ("_en", "_id")
        return str(getattr(code, name + ours) or getattr(code, name + other))

    fields = (
        (_("Name"), code.name(language)),
        (_("Definition"), "\n".join(filter(None, (said("short_def"), said("full_def"))))),
        (_("When to use"), said("use_when")),
        (_("When not to use"), said("not_when")),
        (_("Example"), "\n".join(filter(None, (said("typical"), said("atypical"))))),
        (_("State"), f"{value_word(code.status)} · v{code.version}"),
        (_("Used"), used(*use)),
    )
    return Item(mark, code.code, fields)


def used(passages: int, people: int) -> str:
    """How often a code is used, in words."""
    if not passages:
        return _("not used yet")
    return " · ".join(
        (
            ngettext("{n} passage", "{n} passages", passages),
            ngettext("{n} informant", "{n} informants", people),
        )
    )


def coding_item(mark: Mark, number: int, passage: Passage, context: str, code: str) -> Item:
    """A coding: its words with what stands around them, and the code it has."""
    words = f"{passage.text} {_('[paraphrase]')}" if passage.paraphrase else passage.text
    if passage.translation:
        words += f"\n[{passage.translation}]"
    notes = [f"{_('memo')}: {passage.coding.memo}"] if passage.coding.memo else []
    if passage.coding.valence is not None:
        notes.insert(0, value_word(passage.coding.valence.value))
    fields = (
        (_("Quote"), words),
        (_("Around it"), context),
        (_("Where"), passage.reference),
        (_("Has the code"), code),
        (_("Coder's notes"), "\n".join(notes)),
    )
    return Item(mark, f"{number}", fields)


def finding_item(mark: Mark, row: FindingRow, passages: Passages) -> Item:
    """A finding with what speaks for and against it."""
    ids = {passage.coding.uid: passage for passage in passages.by_coding.values()}
    lines: list[str] = []
    hidden = 0
    for evidence in row.evidence:
        passage = ids.get(evidence.coding) if evidence.coding else None
        if passage is None or not passage.text:
            hidden += evidence.coding is not None
            continue
        marks = f"{passage.text} {_('[paraphrase]')}" if passage.paraphrase else f"“{passage.text}”"
        lines.append(f"{value_word(evidence.stance or '')} · {passage.code}: {marks} {passage.reference}")
    more = len(lines) - QUOTES
    shown = lines[:QUOTES]
    if more > 0:
        shown.append(ngettext("and {n} more quote", "and {n} more quotes", more))
    if hidden:
        shown.append(ngettext("{n} quote may not be shown", "{n} quotes may not be shown", hidden))
    fields = (
        (_("Claim"), row.claim),
        (_("Codes"), ", ".join(row.codes)),
        (_("Evidence"), "\n".join(shown) or _("none yet")),
        (_("Why sources differ"), row.explanation),
        (_("State"), value_word(row.status)),
    )
    return Item(mark, f"F{row.number}", fields)


def context_of(passages: Passages, passage: Passage) -> str:
    """What stands around a passage, its own words between corner brackets; empty where they may not be quoted."""
    if passage.paraphrase:
        return ""
    at, (_source, start, stop) = passages.places[passage.span[0]], passage.span
    turns = at.turns_of(start, stop)
    if not turns:
        return ""
    # Names are replaced before anything is cut, lest a cut leave half of one.
    before = _words(passages, at, turns[0].start, start)
    after = _words(passages, at, stop, turns[-1].stop)
    gap = (
        " " if at.text[start - 1 : start].isspace() else "",
        " " if at.text[stop : stop + 1].isspace() else "",
    )
    line = f"{_end(before, AROUND)}{gap[0]}⟦{passage.text}⟧{gap[1]}{_beginning(after, AROUND)}".strip()
    question = _question(passages, at, turns[0].start)
    return f"{question}\n{line}" if question else line


def _question(passages: Passages, at: Place, start: int) -> str:
    """What the interviewer asked just before, where that was so."""
    before = [turn for turn in at.turns if turn.stop <= start]
    if not before or before[-1].role != TurnRole.INTERVIEWER:
        return ""
    turn = before[-1]
    words = _words(passages, at, turn.start, turn.stop)
    return f"{_('Interviewer')}: {_end(words, QUESTION)}" if words else ""


def _end(words: str, longest: int) -> str:
    """The last whole words of a text."""
    return words if len(words) <= longest else "… " + words[-longest:].partition(" ")[2]


def _beginning(words: str, longest: int) -> str:
    """The first whole words of a text."""
    return words if len(words) <= longest else words[:longest].rpartition(" ")[0] + " …"


def _words(passages: Passages, at: Place, start: int, stop: int) -> str:
    return passages.scrub(joined(at, start, stop, passages.people)) if stop > start else ""


def scrubbed(passages: Passages, items: Sequence[Item]) -> tuple[Item, ...]:
    """`items` with codes in place of real names everywhere in them."""
    return tuple(
        Item(item.mark, passages.scrub(item.name), tuple((h, passages.scrub(w)) for h, w in item.fields))
        for item in items
    )


def mark_of(digests: Digests, kind: Kind, record: Record, body: str | None = None) -> Mark:
    """The mark of a record as it is now."""
    return Mark(kind, record.uid, digests.of(record, body))
