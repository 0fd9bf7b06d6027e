"""A code made while reading, together with the passage that asked for it."""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.model import Code, CodeOrigin, Coding, Source
from qualcode.project.codes import check_codebook, code_columns, free_code, in_order, new_colour, new_shortcut
from qualcode.project.project import Project
from qualcode.project.tagging import tag
from qualcode.store.transaction import Transaction


def code_in_vivo(
    project: Project,
    source: str | int | Source,
    start: int,
    stop: int,
    code: str,
    name: str,
    *,
    also: Sequence[str | int | Code] = (),
) -> Coding:
    """Make an outermost code called `name` with the short id `code`, tag [start, stop) of a source with it, and with
    the codes of `also`, and give the coding with the new one.

    All is one action: one undo takes all of it back. Offsets are code points, snapped outward as `codings.add` does.
    Raises BadInput where the short id is taken or the span is none.
    """

    def work(tx: Transaction) -> Coding:
        values = {"name_id": name, "name_en": name, "origin": CodeOrigin.INDUCTIVE}
        stamp = {"author": tx.coder.name, "changed_on": tx.at.date()}
        places = [made.position for made in in_order(tx.session) if made.parent_id is None]
        columns = code_columns({**stamp, **values})
        record = Code(
            code=free_code(tx, code),
            position=max(places, default=-1) + 1,
            **{**columns, "shortcut": new_shortcut(tx, code, columns), "colour": new_colour(tx.session)},
        )
        tx.insert(record)
        check_codebook(tx, record)
        for other in also:
            tag(tx, source, start, stop, other, None, {})
        return tag(tx, source, start, stop, record, None, {})

    return project.write("coding.in_vivo", work, summary=code)
