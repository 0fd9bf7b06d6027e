"""A review pack put together: codebook, a sample of codings, findings; names replaced and consent kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import Session, select

from qualcode.errors import BadInput
from qualcode.exchange.review_pack import Choice, Item, Kind, Mark, Pack, choice_word, heading, kind_title
from qualcode.i18n import _, ngettext
from qualcode.model import Coding, Finding
from qualcode.project.codebook_privacy import without_names
from qualcode.project.codes import in_order
from qualcode.project.facet import not_one_of
from qualcode.project.leaving import Part
from qualcode.project.report_quotes import Passages
from qualcode.project.reviews.sample import Stratum, drawn
from qualcode.project.reviews.shown import (
    Digests,
    code_item,
    coding_item,
    context_of,
    finding_item,
    mark_of,
    scrubbed,
)

if TYPE_CHECKING:
    from qualcode.project.project import Project

WHAT = {"codebook": Kind.CODE, "codings": Kind.CODING, "findings": Kind.FINDING}
"""The parts a pack can have, as they are asked for."""

LABEL = 100
"""Characters of a code's name in a list: Word takes no entry of more than 255."""


@dataclass(frozen=True)
class Wanted:
    """What goes into a pack."""

    what: tuple[Kind, ...] = tuple(Kind)
    share: float | None = None
    """Of the codings; None takes all of them."""
    by: Stratum = Stratum.GROUP
    seed: int = 1


def kinds_of(given: str | Sequence[str]) -> tuple[Kind, ...]:
    """The parts that "codebook,codings" names; raises BadInput for another."""
    names = given.split(",") if isinstance(given, str) else given
    asked = [name.strip().lower() for name in names if name.strip()]
    if wrong := [name for name in asked if name not in WHAT]:
        raise BadInput(not_one_of("--what", wrong[0], WHAT))
    if not asked:
        raise BadInput(not_one_of("--what", "''", WHAT))
    return tuple(kind for name, kind in WHAT.items() if name in asked)


def packed(project: Project, wanted: Wanted, language: str) -> Pack:
    """The pack in `language`, which must be the current one; without items where there is nothing to review."""
    with project.read() as session:
        passages = Passages(session)
        digests = Digests(session)
        shown = _shown_codes(project, passages)
        items: list[Item] = []
        remarks: list[str] = []
        if Kind.CODE in wanted.what:
            items += _codes(project, session, passages, digests, language)
        if Kind.CODING in wanted.what:
            found, told = _codings(session, passages, digests, wanted, shown)
            items += found
            remarks += told
        if Kind.FINDING in wanted.what:
            items += _findings(project, session, passages, digests)
        choices = _choices(session, digests, shown, language) if Kind.CODING in wanted.what else ()
        safe = scrubbed(passages, items)
        study = passages.study
        title = passages.scrub(study.title or project.sharing.file_name(project.path.stem))
    return Pack(
        title=_("For review: {title}", title=title),
        subtitle=passages.scrub(" · ".join(filter(None, (study.institution, study.notice)))),
        language=language,
        steps=_steps({item.mark.kind for item in safe}),
        remarks=tuple(remarks),
        items=safe,
        codes=choices,
    )


def pack_words(pack: Pack) -> Iterator[Part]:
    """(where, text) of everything in a pack that somebody wrote: what is looked through before it leaves."""
    yield _("title"), pack.title
    yield _("title"), pack.subtitle
    for item in pack.items:
        place = f"{kind_title(item.mark.kind)}, {item.name}"
        if item.mark.kind is not Kind.CODING:
            yield place, item.name
        for label, words in item.fields:
            yield f"{place}, {label}", words
    for _mark, label in pack.codes:
        yield kind_title(Kind.CODE), label


def _shown_codes(project: Project, passages: Passages) -> dict[str, str]:
    """Each code to what an export calls it."""
    book = project.codebook.book()
    safe = without_names(book, passages.names.aliases)
    return {one.code: other.code for one, other in zip(book.codes, safe.codes, strict=True)}


def _codes(
    project: Project, session: Session, passages: Passages, digests: Digests, language: str
) -> list[Item]:
    use = {row.number: (row.segments, row.informants) for row in project.codebook.list()}
    specs = without_names(project.codebook.book(), passages.names.aliases).codes
    return [
        code_item(mark_of(digests, Kind.CODE, code), spec, use[code.id], language)
        for code, spec in zip(in_order(session), specs, strict=True)
    ]


def _codings(
    session: Session, passages: Passages, digests: Digests, wanted: Wanted, shown: dict[str, str]
) -> tuple[list[Item], list[str]]:
    every = passages.counted
    total = session.scalar(select(func.count()).select_from(Coding)) or 0
    printable = [passage for passage in every if passage.text]
    chosen = printable
    remarks: list[str] = []
    if wanted.share is not None:
        chosen = drawn(printable, wanted.share, wanted.by, wanted.seed)
        by = {
            Stratum.GROUP: _("from each group"),
            Stratum.CODE: _("from each code"),
            Stratum.INFORMANT: _("from each informant"),
        }[wanted.by]
        remarks.append(
            _(
                "{n} of {of} coded passages: a random sample of {share}%, drawn {by} (seed {seed}).",
                n=len(chosen),
                of=len(printable),
                share=f"{100 * wanted.share:g}",
                by=by,
                seed=wanted.seed,
            )
        )
    if left := len(every) - len(printable):
        remarks.append(
            ngettext(
                "{n} coded passage is left out: it may not be quoted and has no paraphrase.",
                "{n} coded passages are left out: they may not be quoted and have no paraphrase.",
                left,
            )
        )
    if other := total - len(every):
        remarks.append(
            ngettext(
                "{n} coded passage is left out: a second coder coded it, or nobody's words that count are in it.",
                "{n} coded passages are left out: a second coder coded them, or nobody's words that count are in them.",
                other,
            )
        )
    items = []
    for number, passage in enumerate(chosen, 1):
        body = passages.places[passage.span[0]].text
        mark = mark_of(digests, Kind.CODING, passage.coding, body)
        items.append(coding_item(mark, number, passage, context_of(passages, passage), shown[passage.code]))
    return items, remarks


def _findings(project: Project, session: Session, passages: Passages, digests: Digests) -> list[Item]:
    records = {one.number: one for one in session.scalars(select(Finding))}
    return [
        finding_item(mark_of(digests, Kind.FINDING, records[row.number]), row, passages)
        for row in project.findings.list()
    ]


def _choices(
    session: Session, digests: Digests, shown: dict[str, str], language: str
) -> tuple[tuple[Mark, str], ...]:
    """Every code that passages can be given, with its name."""
    ours, other = ("name_id", "name_en") if language == "id" else ("name_en", "name_id")
    codes = in_order(session)
    return tuple(
        (
            mark_of(digests, Kind.CODE, code),
            _label(shown[code.code], getattr(code, ours) or getattr(code, other)),
        )
        for code in codes
    )


def _label(code: str, name: str) -> str:
    """What a code is called in a list; Word takes no two entries that are alike, and codes differ."""
    return f"{code} · {name[:LABEL]}" if name and name != code else code


def _steps(kinds: set[Kind]) -> tuple[str, ...]:
    word = {choice: f"“{choice_word(choice)}”" for choice in Choice}
    steps = [
        _(
            "Write your name and, if there is one, the meeting above. Only fields with a coloured ground are filled in."
        ),
    ]
    if Kind.CODE in kinds:
        steps.append(
            _(
                "{part}: choose {approve} where a definition can stay, {change} where it cannot, and say why.",
                part=kind_title(Kind.CODE),
                approve=word[Choice.APPROVE],
                change=word[Choice.CHANGE],
            )
        )
    if Kind.CODING in kinds:
        steps.append(
            _(
                "{part}: choose {accept} where the code fits the words, {unsure} where you doubt, {remove} where it "
                "fits no code; {recode} where another code fits, and choose that one under “{instead}”.",
                part=kind_title(Kind.CODING),
                accept=word[Choice.ACCEPT],
                unsure=word[Choice.UNSURE],
                remove=word[Choice.REMOVE],
                recode=word[Choice.RECODE],
                instead=heading("other"),
            )
        )
    if Kind.FINDING in kinds:
        steps.append(
            _(
                "{part}: choose {approve} where the evidence carries the claim, {change} where it does not, and say why.",
                part=kind_title(Kind.FINDING),
                approve=word[Choice.APPROVE],
                change=word[Choice.CHANGE],
            )
        )
    steps += [
        _(
            "What you leave empty stays as it is. A comment alone is welcome, too. Words changed elsewhere and remarks of "
            "Word or Excel come back as comments."
        ),
        _(
            "Save it as .docx or .xlsx, under any name, and send it back: in LibreOffice do not choose the ODF format, "
            "in Google it is File › Download › Microsoft Word or Excel."
        ),
        _("Informants appear by their codes, never by name."),
    ]
    return tuple(steps)
