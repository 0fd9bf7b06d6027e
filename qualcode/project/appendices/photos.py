"""Captions of photographs for their appendix: an attribute of the sources they were taken with."""

from __future__ import annotations

from sqlmodel import select

from qualcode.model import Attribute
from qualcode.project.appendices.asked import Asked
from qualcode.project.report_gathering import Gathering
from qualcode.reports.appendix.photos import Caption, Photos
from qualcode.store.transaction import table_of

NAMES = ("foto", "photo", "keterangan foto", "photo caption")
"""Attributes that hold captions, in any case."""

BETWEEN = "|"
"""Separates the captions of one source."""


def photos(of: Gathering, _asked: Asked) -> Photos:
    """Every caption, by source."""
    table = table_of(Attribute)
    with of.project.read() as session:
        held = session.scalars(
            select(Attribute).where(table.c.source_id.is_not(None)).order_by(table.c.id)
        ).all()
    captions: dict[int | None, list[str]] = {}
    for one in held:
        if one.name.strip().casefold() in NAMES:
            said = (part.strip() for part in str(one.value).split(BETWEEN))
            captions.setdefault(one.source_id, []).extend(part for part in said if part)
    return Photos(
        tuple(
            Caption(
                caption=caption,
                day=source.collected_on,
                site=source.site,
                reference=of.passages.citations.label(source.id),
                method=source.method.value,
            )
            for source in of.passages.material.sources
            for caption in captions.get(source.id, ())
        )
    )
