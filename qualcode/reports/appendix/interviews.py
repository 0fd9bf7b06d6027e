"""The interview matrix: questions of the guide over informants, each cell with the best of what was answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qualcode.i18n import _, ngettext
from qualcode.reports.appendix.binding import Front
from qualcode.reports.appendix.ways import AT_ONCE
from qualcode.reports.best import shortened
from qualcode.reports.document import Block, Cell, Column, Paragraph, Row, Run, Table, cell, text
from qualcode.reports.parts import counted, head, quoted, reference

ANSWERED, ASKED, NOT_ASKED, NOT_APPLICABLE = "answered", "asked", "not_asked", "not_applicable"


@dataclass(frozen=True, slots=True)
class Reply:
    """What one informant said to one question."""

    status: str
    """`answered` where the transcript tells which words answer it; else what the ledger says, or empty."""
    quote: str = ""
    """The best coded passage of the answer, else its beginning; empty where neither may be printed."""
    reference: str = ""
    paraphrase: bool = False
    passages: int = 0
    """Coded passages of the answer."""
    quotes: tuple[str, ...] = ()
    """Their places, as `Reduced.id` has them."""


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question with the replies, in the order of the informants."""

    number: int
    focus: str
    question: str
    replies: tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class Interviews:
    """Questions over informants."""

    informants: tuple[str, ...]
    rows: tuple[QuestionRow, ...]

    @property
    def is_empty(self) -> bool:
        """True where no informant is known to have been asked or to have answered anything."""
        return not any(reply.status for row in self.rows for reply in row.replies)

    @property
    def heard(self) -> Interviews:
        """The same with those only of whom anything is recorded."""
        places = [
            place
            for place in range(len(self.informants))
            if any(row.replies[place].status for row in self.rows)
        ]
        rows = (replace(row, replies=tuple(row.replies[place] for place in places)) for row in self.rows)
        return Interviews(tuple(self.informants[place] for place in places), tuple(rows))


def interviews(body: Interviews, front: Front) -> Iterator[Block]:
    """No., question, a column for each informant, and behind the last of them one for the conclusion."""
    if body.is_empty:
        yield Paragraph(
            text(
                _("No answer is linked with a question of the guide yet, and nobody is recorded as asked.")
                if body.rows and body.informants
                else _("There is no interview guide yet, or nobody to ask.")
            )
        )
        return
    heard = body.heard
    count = len(heard.informants)
    *tables, last = (
        _table(heard, range(first, min(first + AT_ONCE, count)), front) for first in range(0, count, AT_ONCE)
    )
    yield from tables
    if others := [code for code in body.informants if code not in heard.informants]:
        said = _(
            "Without a column, as nothing is recorded of them: {informants}.", informants=", ".join(others)
        )
        last = replace(last, note=(*last.note, Run(f" {said}")))
    yield last


def _table(body: Interviews, part: range, front: Front) -> Table:
    last = part.stop == len(body.informants)
    caption = _("Interview matrix")
    shown: Sequence[str] = [body.informants[place] for place in part]
    return Table(
        caption if len(part) == len(body.informants) else f"{caption}: {', '.join(shown)}",
        (
            *(Column(0.4, "centre"), Column(1.6)),
            *(Column(1.8) for _name in part),
            *((Column(1.4),) if last else ()),
        ),
        (head(_("No."), _("Question"), *shown, *((_("Conclusion"),) if last else ())),),
        tuple(
            Row(
                (
                    cell(str(row.number)),
                    Cell(((Run(f"{row.focus}\n", bold=True),) if row.focus else ()) + (Run(row.question),)),
                    *(_cell(row.replies[place], front) for place in part),
                    *((cell(),) if last else ()),
                ),
                about=_("Question {n}", n=row.number),
            )
            for row in body.rows
        ),
        anchor=f"interviews-{part.start + 1}",
        note=text(
            _(
                "A quote is a coded passage of the answer, else the beginning of it. Asked: the ledger says that the question "
                "was put, and the transcript does not say where; a dash: nothing is recorded."
            )
        ),
        landscape=True,
        dense=True,
    )


def _cell(reply: Reply, front: Front) -> Cell:
    if reply.status == ANSWERED:
        if not reply.quote:
            return Cell((Run(_("[not printed]"), italic=True),))
        said = shortened(reply.quote)
        behind = front.places.spans(reply.quotes)
        more = said != reply.quote or reply.passages > 0
        way = front.places.cited(reply.reference, reply.quote if more else "", reply.paraphrase)
        count = ngettext("{n} coded passage", "{n} coded passages", reply.passages)
        return Cell(
            (
                *quoted(said, reply.paraphrase),
                reference(reply.reference, way, front.citing),
                Run("\n"),
                counted(count, behind, withheld=reply.passages - len(behind) if behind else 0, italic=True),
            )
        )
    names = {ASKED: _("asked"), NOT_ASKED: _("not asked"), NOT_APPLICABLE: _("not applicable")}
    return cell(names.get(reply.status, "–"))
