"""The words and sentences of one text as plain arrays: what a reader's cursor moves over, and what is stored of it."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

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
    if crc32(body[:-4]).to_bytes(4, "little") != body[-4:]:
        raise ValueError("damaged units")
    return np.frombuffer(body[:-4], dtype="<u4").astype(np.int32).reshape(-1, 2)
