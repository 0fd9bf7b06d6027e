"""What changed since a day: codes with old and new, codings as counts, findings, verdicts, texts and people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from qualcode.i18n import _, ngettext
from qualcode.reports import words
from qualcode.reports.appendix.binding import Front
from qualcode.reports.document import Block, Cell, Column, Paragraph, Row, Run, Table, cell, text
from qualcode.reports.painting import long_date, whole
from qualcode.reports.parts import head


@dataclass(frozen=True, slots=True)
class Edit:
    """A field before and after; both empty where its words are not told."""

    name: str
    """What the field is called, in the report's words."""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """A code, finding, text or informant that is other than it was."""

    what: str
    """As it is called: a code, F2, W1 or K1; empty for who or what is gone."""
    how: str
    """`added`, `changed`, `removed` or `merged`."""
    day: date
    """Of the last change, ..."""
    coder: str
    """... and who made it."""
    edits: tuple[Edit, ...] = ()
    reason: str = ""
    into: str = ""
    """The code it was merged into."""
    added: int = 0
    """Evidence linked, ..."""
    removed: int = 0
    """... and taken away."""
    method: str = ""
    """Of a text."""


@dataclass(frozen=True, slots=True)
class CodingCount:
    """Codings of one code by one coder that came and went."""

    code: str
    coder: str
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class Recoded:
    """Passages that were given another code."""

    before: str
    after: str
    coder: str
    n: int


@dataclass(frozen=True, slots=True)
class KindCount:
    """Records of one kind, of which only the number is told."""

    name: str
    added: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class Changes:
    """How the project differs from what it was."""

    since: date | None
    """None is from the beginning."""
    time: str = ""
    """Of the day, as "09:30 UTC", where it is that of a backup."""
    codes: tuple[Changed, ...] = ()
    codings: tuple[CodingCount, ...] = ()
    recoded: tuple[Recoded, ...] = ()
    findings: tuple[Changed, ...] = ()
    texts: tuple[Changed, ...] = ()
    people: tuple[Changed, ...] = ()
    others: tuple[KindCount, ...] = ()
    untold: int = 0
    """Entries of the change log whose content was removed for good."""

    @property
    def is_empty(self) -> bool:
        """True where all is as it was."""
        return not any(
            (self.codes, self.codings, self.recoded, self.findings, self.texts, self.people, self.others)
        )


def changes(body: Changes, _front: Front) -> Iterator[Block]:
    """Since when, then a table each of codes, codings, findings, texts and people, and what is only counted."""
    yield Paragraph(text(_since(body)))
    if body.is_empty:
        yield Paragraph(text(_("Nothing has changed.")))
    if body.codes:
        yield _told(_("Changes of the codebook"), _("Code"), body.codes, "changes-codes")
    if body.codings:
        yield _codings(body)
    if body.recoded:
        yield _recoded(body)
    if body.findings:
        yield _told(_("Changes of findings and verdicts"), _("Finding"), body.findings, "changes-findings")
    if body.texts:
        yield _told(_("Changes of the data"), _("Data"), body.texts, "changes-texts")
    if body.people:
        yield _told(_("Changes about informants"), _("Informant"), body.people, "changes-people")
    if body.others:
        yield _others(body)
    if body.untold:
        yield Paragraph(
            text(
                ngettext(
                    "{n} entry of the change log is not told: its content was removed for good.",
                    "{n} entries of the change log are not told: their content was removed for good.",
                    body.untold,
                )
            ),
            style="small",
        )


def _since(body: Changes) -> str:
    if body.since is None:
        return _(
            "What changed since the project was begun. What came and went in between is not told; quotes and informants "
            "who withdrew are left out."
        )
    when = long_date(body.since)
    if body.time:
        when = _("the backup of {day}, {time}", day=when, time=body.time)
    return _(
        "What changed since {when}. What came and went in between is not told; quotes and informants who withdrew are "
        "left out.",
        when=when,
    )


def _told(caption: str, name: str, rows: tuple[Changed, ...], anchor: str) -> Table:
    """A row for each, or one for those in a row of which the same is told."""
    alike = [list(group) for _key, group in groupby(rows, key=lambda row: replace(row, what=""))]
    return Table(
        caption,
        (Column(0.5, "centre"), Column(2.3), Column(2.5), Column(1.5)),
        (head(_("No."), name, _("What changed"), _("Last changed")),),
        tuple(
            Row(
                (
                    cell(str(number)),
                    cell(", ".join(row.what for row in group if row.what) or "–", bold=True),
                    Cell(tuple(_happened(group[0], len(group)))),
                    cell(f"{long_date(group[0].day)}\n{group[0].coder}"),
                )
            )
            for number, group in enumerate(alike, 1)
        ),
        anchor=anchor,
    )


def _happened(row: Changed, many: int) -> Iterator[Run]:
    hows = {
        "added": _("new"),
        "changed": _("changed"),
        "removed": _("removed"),
        "merged": _("merged into {code}", code=row.into),
    }
    beside = [words.method(row.method)] if row.method else []
    beside += [str(many)] if many > 1 else []
    yield Run(hows[row.how] + (f" ({', '.join(beside)})" if beside else ""))
    for edit in row.edits:
        yield Run(f"\n{edit.name}: ", bold=True)
        if edit.before or edit.after:
            yield Run(f"{edit.before or '–'} → {edit.after or '–'}")
        else:
            yield Run(_("changed"))
    if row.added or row.removed:
        yield Run(
            "\n" + _("Evidence: {added} linked, {removed} taken away", added=row.added, removed=row.removed)
        )
    if row.reason:
        yield Run("\n" + _("Reason: {reason}", reason=row.reason), italic=True)


def _codings(body: Changes) -> Table:
    return Table(
        _("Codings added and removed, by code and coder"),
        (Column(2.2), Column(1.6), Column(0.9, "right"), Column(0.9, "right")),
        (head(_("Code"), _("Coder"), _("Added"), _("Removed")),),
        tuple(
            Row(
                (
                    Cell((Run(row.code, code=True),)),
                    cell(row.coder),
                    cell(whole(row.added)),
                    cell(whole(row.removed)),
                )
            )
            for row in body.codings
        ),
        anchor="changes-codings",
        dense=len(body.codings) > 20,
    )


def _recoded(body: Changes) -> Table:
    return Table(
        _("Passages given another code"),
        (Column(1.6), Column(1.6), Column(1.6), Column(0.9, "right")),
        (head(_("Before"), _("Now"), _("Coder"), _("Passages")),),
        tuple(
            Row(
                (
                    Cell((Run(row.before, code=True),)),
                    Cell((Run(row.after, code=True),)),
                    cell(row.coder),
                    cell(whole(row.n)),
                )
            )
            for row in body.recoded
        ),
        anchor="changes-recoded",
    )


def _others(body: Changes) -> Table:
    return Table(
        _("Other changes, in numbers"),
        (Column(2.4), Column(0.9, "right"), Column(0.9, "right"), Column(0.9, "right")),
        (head(_("What"), _("New"), _("Changed"), _("Removed")),),
        tuple(
            Row(
                (
                    cell(row.name[:1].upper() + row.name[1:]),
                    cell(whole(row.added)),
                    cell(whole(row.changed)),
                    cell(whole(row.removed)),
                )
            )
            for row in body.others
        ),
        anchor="changes-others",
    )
