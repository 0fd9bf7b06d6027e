"""A filled-in review pack read back from a workbook, whatever program saved it and wherever rows and columns went."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from qualcode.errors import Unreadable
from qualcode.exchange.review_cells import Cell, Cells, Rows
from qualcode.exchange.review_notes import notes_of
from qualcode.exchange.review_pack import (
    COMMENT,
    DECISION,
    NAME,
    OTHER,
    ROUND,
    Altered,
    Answer,
    Filled,
    Lost,
    Mark,
    Remark,
    heading,
    is_item_heading,
    mark_in,
    place_of,
    said_by,
)
from qualcode.exchange.review_prints import Tag, altered, print_of, prints_in, tag_in
from qualcode.exchange.review_seats import Seat, Seats
from qualcode.exchange.review_xlsx import ID, LISTS
from qualcode.i18n import _
from qualcode.readers.workbooks import opened

_KEY = re.compile(r"qc:(mark|name|decision|other|comment|shown .*)", re.DOTALL)
SHOWN = "shown "
"""What the key of a column that is only to be read begins with; its heading follows."""
FEW = 2
"""Filled cells of a row that is no item of the pack; one of more is an item that has lost its id."""


MANY = 10
"""Rows with the words of others in one column from which on it was not somebody who wrote them there."""


def read_workbook(data: bytes) -> Filled:
    """What a supervisor filled in; raises Unreadable for a file that is damaged, does harm or holds macros."""
    archive, _book = opened(data)
    if any("vbaproject" in part.lower() for part in archive.parts):
        raise Unreadable(_("the file holds macros; save it as .xlsx or .docx without them"))
    cells = Cells(archive)
    sheets = {name: cells.rows(part) for name, part in cells.sheets.items()}
    labels = _labels(sheets.pop(LISTS, {}))
    answers: list[Answer] = []
    lost: list[Lost] = []
    known = {NAME: "", ROUND: ""}
    language = ""
    placed = {name: _columns(rows) for name, rows in sheets.items()}
    seats = Seats(
        _tag(cells, columns) for name, (columns, _headed) in placed.items() for cells in sheets[name].values()
    )
    seated: Counter[Seat] = Counter()
    for name, rows in sheets.items():
        columns, headed = placed[name]
        notes = notes_of(archive, cells.sheets[name])
        if DECISION in columns or COMMENT in columns:
            for row, answer, seat in _answers(name, rows, columns, headed, labels, seats):
                seated[seat] += 1
                answer = replace(answer, remarks=notes.pop(row, ()))
                if answer.mark or answer.astray or not answer.empty:
                    answers.append(answer)
        elif columns:
            answers.append(Answer(name, None, faults=(_("no column for answers can be told any more"),)))
        else:
            for mark, words in _said(rows):
                known[mark] = known[mark] or words
            lost += _elsewhere(name, rows)
        language = language or next(filter(None, (prints_in(text)[0] for text in _texts(rows))), "")
        lost += [Lost(_row_name(name, row), note) for row, said in sorted(notes.items()) for note in said]
    return Filled(
        known[NAME],
        known[ROUND],
        tuple(answers),
        tuple(lost),
        language,
        seated[Seat.FOUND],
        seated[Seat.ASTRAY],
    )


def _columns(rows: Rows) -> tuple[dict[str, int], set[int]]:
    """Which column is which, and the rows that say so: by the hidden row of keys, else by ids and headings."""
    for number, cells in rows.items():
        keys = {found[1]: column for column, cell in cells.items() if (found := _KEY.fullmatch(cell.text))}
        if "mark" in keys or DECISION in keys:
            heads = {n for n, row in rows.items() if _headings(row)}
            return keys, {number} | heads
    columns: dict[str, int] = {}
    headed: set[int] = set()
    for number, cells in rows.items():
        if named := _headings(cells):
            shown = {
                "name" if is_item_heading(cell.text) else f"{SHOWN}{cell.text}": column
                for column, cell in cells.items()
                if column not in named.values() and cell.text != ID and mark_in(cell.text) is None
            }
            columns, headed = {**named, **shown, **columns}, headed | {number}
        for column, cell in cells.items():
            if "mark" not in columns and mark_in(cell.text) is not None:
                columns["mark"] = column
    return columns, headed


def _headings(cells: Mapping[int, Cell]) -> dict[str, int]:
    """The places that a row heads, where it is one of headings: at least two of them."""
    found = {place: column for column, cell in cells.items() if (place := place_of(cell.text))}
    return found if len(found) > 1 else {}


def _answers(
    sheet: str,
    rows: Rows,
    columns: Mapping[str, int],
    headed: set[int],
    labels: Mapping[str, Mark],
    seats: Seats,
) -> Iterator[tuple[int, Answer, Seat]]:
    """Row numbers, what was filled in there, and how it is known what it is about."""
    moved = _moved(rows, columns, headed, seats)
    for number, cells in sorted(rows.items()):
        if number in headed:
            continue
        shown = _shown(cells, columns)
        seen = frozenset(print_of(one.label, one.now) for one in shown if one.now)
        tag, seat = seats.of(_tag(cells, columns), seen)
        if tag.prints and any(
            one.label in moved and one.now and print_of(one.label, one.now) not in tag.prints for one in shown
        ):
            seat = Seat.ASTRAY
        mark, prints = (None, frozenset[str]()) if seat is Seat.ASTRAY else (tag.mark, frozenset(tag.prints))
        typed: dict[str, str] = {}
        faults: list[str] = []
        for place in (DECISION, OTHER, COMMENT):
            cell = cells.get(columns.get(place, 0))
            if cell is not None and cell.formula:
                faults.append(
                    _(
                        "{column}: {formula} is a formula or an error, which is no answer",
                        column=heading(place),
                        formula=cell.formula,
                    )
                )
            elif cell is not None:
                typed[place] = cell.text
        comment = typed.get(COMMENT, "")
        if mark is None and not typed and len(cells) <= FEW:
            comment = " · ".join(cell.text or cell.formula for _column, cell in sorted(cells.items()))
        yield (
            number,
            Answer(
                _row_name(sheet, number),
                mark,
                typed.get(DECISION, ""),
                typed.get(OTHER, ""),
                labels.get(typed.get(OTHER, "")),
                comment,
                altered=_altered(prints, shown) if prints else (),
                prints=prints,
                faults=tuple(faults),
                astray=tag.mark if seat is Seat.ASTRAY else None,
            ),
            seat,
        )


def _tag(cells: Mapping[int, Cell], columns: Mapping[str, int]) -> Tag:
    """The id of a row with its prints."""
    cell = cells.get(columns.get("mark", 0))
    return tag_in(cell.text) if cell is not None else Tag(None)


def _shown(cells: Mapping[int, Cell], columns: Mapping[str, int]) -> list[Altered]:
    """The fields of a row as they stand now."""
    shown = []
    for key, column in columns.items():
        if key == "name" or key.startswith(SHOWN):
            cell = cells.get(column, Cell(""))
            shown.append(Altered("" if key == "name" else key.removeprefix(SHOWN), cell.text or cell.formula))
    return shown


def _moved(rows: Rows, columns: Mapping[str, int], headed: Collection[int], seats: Seats) -> frozenset[str]:
    """Headings of columns that were sorted by themselves: most of their rows hold the words of another row."""
    told: list[tuple[Tag, list[tuple[str, str]]]] = []
    for number, cells in rows.items():
        if number not in headed:
            words = [(one.label, print_of(one.label, one.now)) for one in _shown(cells, columns) if one.now]
            told.append((seats.of(_tag(cells, columns), frozenset(one for _label, one in words))[0], words))
    known = {one for tag, _words in told for one in tag.prints}
    filled = Counter(label for tag, words in told if tag.prints for label, _one in words)
    others = Counter(
        label
        for tag, words in told
        if tag.prints
        for label, one in words
        if one not in tag.prints and one in known
    )
    return frozenset(label for label, n in others.items() if n >= MANY and 2 * n > filled[label])


def _altered(prints: frozenset[str], shown: Sequence[Altered]) -> tuple[Altered, ...]:
    """Fields of a row that read otherwise; with them those that are empty, where any may have been emptied."""
    changed = altered(prints, (one for one in shown if one.now))
    if len(prints) > sum(1 for one in shown if one.now) - len(changed):
        changed += tuple(one for one in shown if not one.now)
    return changed


def _texts(rows: Rows) -> Iterator[str]:
    return (cell.text for cells in rows.values() for cell in cells.values())


def _elsewhere(sheet: str, rows: Rows) -> list[Lost]:
    """What was written beside the answers on a sheet without items."""
    prints = next(filter(None, (prints_in(text)[1] for text in _texts(rows))), frozenset())
    answered = {words for _mark, words in _said(rows)}
    lost = []
    for number, cells in sorted(rows.items()):
        for _column, cell in sorted(cells.items()):
            words = cell.text
            known = (
                words in answered or said_by(words) or prints_in(words)[0] or print_of("", words) in prints
            )
            if words and not known:
                lost.append(Lost(_row_name(sheet, number), Remark(words)))
    # A pack that does not tell what stood there says nothing of what was added, but on a sheet of somebody's own.
    return lost if prints or not (answered or any(map(said_by, _texts(rows)))) else []


def _row_name(sheet: str, row: int) -> str:
    return _("{sheet}, row {n}", sheet=sheet, n=row)


def _labels(rows: Rows) -> dict[str, Mark]:
    """What codes are called in the lists, and their marks, which stand to the right."""
    found: dict[str, Mark] = {}
    for cells in rows.values():
        for column, cell in cells.items():
            mark = mark_in(cell.text)
            if mark is not None and (label := cells.get(column - 1)) is not None:
                found[label.text] = mark
    return found


def _said(rows: Rows) -> Iterator[tuple[str, str]]:
    """Who answers, and when, beside the mark or the heading that asks for it."""
    for _number, cells in sorted(rows.items()):
        ordered = [cell.text for _column, cell in sorted(cells.items()) if not cell.formula]
        asked = [place for place, text in enumerate(ordered) if said_by(text)]
        if asked and asked[-1] + 1 < len(ordered):
            yield said_by(ordered[asked[-1]]), ordered[asked[-1] + 1]
