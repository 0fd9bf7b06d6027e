"""Codings as columns: packed per source, joined into numpy arrays for analysis.

A pack holds one source's codings as int32 columns. It is a cache: a transaction that touches a source's codings
drops its pack, reading packs what is missing in memory, and the writer stores missing packs when it closes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Row, delete, insert, select

from qualcode.model import Coding, Pack, Source, Valence
from qualcode.store.transaction import table_of

Int32 = NDArray[np.int32]

FIELDS = ("id", "start", "stop", "code", "coder", "valence", "period")
VALENCES = (None, Valence.STRENGTHENS, Valence.WEAKENS, Valence.MIXED)
"""What the numbers of the valence column stand for."""


@dataclass(frozen=True)
class CodingColumns:
    """Every coding of a project, one array per field (int32), ordered by source and place.

    `source`, `code`, `coder` and `id` are ids of the project file; offsets are code points, half-open;
    `valence` counts into `VALENCES`, `period` into `periods` (0 is none).
    """

    id: Int32
    source: Int32
    start: Int32
    stop: Int32
    code: Int32
    coder: Int32
    valence: Int32
    period: Int32
    periods: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.id)

    def of(self, rows: NDArray[Any] | slice) -> CodingColumns:
        """Those of `rows`: a mask or a slice."""
        names = ("source", *FIELDS)
        return CodingColumns(**{name: getattr(self, name)[rows] for name in names}, periods=self.periods)


def columns(connection: Connection, only: Sequence[int] | None = None) -> CodingColumns:
    """All codings of the project as columns; with `only`, those of the sources with these ids, given in order."""
    sources = only
    if sources is None:
        sources = connection.scalars(select(table_of(Source).c.id).order_by(table_of(Source).c.id)).all()
    bodies = _bodies(connection, sources, _kept(connection, only))
    periods: dict[str, int] = {"": 0}
    parts: list[Int32] = []
    owners: list[int] = []
    while some := [_unpack(body, periods) for body in islice(bodies, _TOGETHER)]:
        owners += [part.shape[1] for part in some]
        parts.append(np.concatenate(some, axis=1))
    table = np.concatenate(parts, axis=1) if parts else np.zeros((len(FIELDS), 0), dtype=np.int32)
    by_field = dict(zip(FIELDS, table, strict=True))
    return CodingColumns(
        source=np.repeat(np.array(sources, dtype=np.int32), owners), periods=tuple(periods), **by_field
    )


_TOGETHER = 64
"""Packs read, checked and joined at once, while they are still in the processor's cache."""


def _bodies(
    connection: Connection, sources: Iterable[int], kept: Iterator[tuple[int, bytes]]
) -> Iterator[bytes]:
    """The pack of each of the sources; those that are not among the kept ones, which come by source, are made."""
    none = (None, b"")
    known, body = next(kept, none)
    for source in sources:
        while known is not None and known < source:
            known, body = next(kept, none)
        if known == source:
            yield body
            known, body = next(kept, none)
        else:
            yield pack(connection, [source])[source]


def pack(connection: Connection, sources: Iterable[int]) -> dict[int, bytes]:
    """The packs of the given sources, made from their rows."""
    table = table_of(Coding)
    packs = {}
    for source in sources:
        rows = connection.execute(
            select(
                table.c.id,
                table.c.start,
                table.c.stop,
                table.c.code_id,
                table.c.coder_id,
                table.c.valence,
                table.c.period,
            )
            .where(table.c.source_id == source)
            .order_by(table.c.start, table.c.stop, table.c.id)
        ).all()
        packs[source] = _pack(source, rows)
    return packs


def store_missing(connection: Connection) -> None:
    """Keep the packs that are not kept yet, or are damaged; of codings that are damaged themselves none is made."""
    table = table_of(Pack)
    kept = {source for source, _body in _kept(connection)}
    packs: dict[int, bytes] = {}
    for source in connection.scalars(select(table_of(Source).c.id)).all():
        if source not in kept:
            with suppress(
                LookupError, TypeError, ValueError
            ):  # codings that are damaged: reading them says so
                packs.update(pack(connection, [source]))
    if packs:
        connection.execute(delete(table).where(table.c.source_id.in_(list(packs))))
        connection.execute(insert(table), [{"source_id": s, "body": body} for s, body in packs.items()])


def _kept(connection: Connection, only: Sequence[int] | None = None) -> Iterator[tuple[int, bytes]]:
    """The packs that are kept, by source; not those whose bytes are not what was kept."""
    table = table_of(Pack)
    chosen = select(table.c.source_id, table.c.body).order_by(table.c.source_id)
    if only is not None:
        chosen = chosen.where(table.c.source_id.in_(only))
    for rows in connection.execute(chosen).partitions(_TOGETHER):
        for source, body in rows:
            if _sum(source, memoryview(body)[4:]) == body[:4]:
                yield source, body


def _pack(source: int, rows: Iterable[Row[*tuple[object, ...]]]) -> bytes:
    periods: dict[str, int] = {"": 0}
    plain = [
        (*row[:5], VALENCES.index(row[5]), periods.setdefault(str(row[6]), len(periods))) for row in rows
    ]
    names = json.dumps(list(periods), ensure_ascii=False).encode()
    table = np.array(plain, dtype="<i4").reshape(-1, len(FIELDS)).T
    body = len(names).to_bytes(4, "little") + names + np.ascontiguousarray(table).tobytes()
    return _sum(source, body) + body


def _sum(source: int, body: bytes | memoryview) -> bytes:
    return crc32(body, source).to_bytes(4, "little")


_INT32 = np.dtype("<i4")
_NO_PERIODS = (4).to_bytes(4, "little") + b'[""]'
"""How most packs begin behind their sum; reading it as JSON thousands of times takes as long as the codings."""


def _unpack(body: bytes, periods: dict[str, int]) -> Int32:
    """The columns of a pack; its periods are numbered as in `periods`, and put there where they are new."""
    if body[4:12] == _NO_PERIODS:
        return np.frombuffer(body, _INT32, offset=12).reshape(len(FIELDS), -1)
    size = int.from_bytes(body[4:8], "little")
    names = json.loads(body[8 : 8 + size])
    table = np.frombuffer(body, _INT32, offset=8 + size).reshape(len(FIELDS), -1).copy()
    table[6] = np.array([periods.setdefault(name, len(periods)) for name in names], dtype=np.int32)[table[6]]
    return table
