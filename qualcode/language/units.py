"""The words and sentences of one text as plain arrays: what a reader's cursor moves over, and what is stored of it."""

from __future__ import annotations

import sys
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UNITS_VERSION = 1
"""Rises whenever `pipeline.units` may answer differently for the same text: stored units of another are stale."""


@dataclass(frozen=True)
class Units:
    """The places a reader's cursor can go in one text, in code points, ascending and without overlap."""

    words: NDArray[np.int32]
    """Shape (n, 2): start and end of each word; punctuation and space belong to none, an emoji is one."""
    sentences: NDArray[np.int32]
    """Shape (m, 2): start and end of each sentence, without the white space around it."""


def pack(spans: NDArray[np.int32]) -> bytes:
    """Spans of shape (n, 2) as bytes: start, end, start, end, … as little-endian uint32, then a CRC-32 of them."""
    body = spans.astype("<u4").tobytes()
    return body + crc32(body).to_bytes(4, "little")


def unpack(body: bytes) -> NDArray[np.int32]:
    """Spans of shape (n, 2) from what `pack` gave; raises ValueError where it is not what it was."""
    import numpy as np  # sixteen megabytes that a reader, who asks for `edges`, does without

    return np.frombuffer(_whole(body), dtype="<u4").astype(np.int32).reshape(-1, 2)


def edges(body: bytes) -> tuple[array[int], array[int]]:
    """Starts and ends of the spans from what `pack` gave; raises ValueError where it is not what it was."""
    flat = array("I")
    flat.frombytes(_whole(body))
    if sys.byteorder == "big":
        flat.byteswap()
    return flat[::2], flat[1::2]


def is_whole(body: bytes) -> bool:
    """Whether it is what `pack` gave."""
    return crc32(memoryview(body)[:-4]).to_bytes(4, "little") == body[-4:]


def _whole(body: bytes) -> memoryview:
    if not is_whole(body):
        raise ValueError("damaged units")
    return memoryview(body)[:-4]
