"""Subtitles and meeting transcripts: WebVTT and SubRip; the times stand in the turns, not in the text."""

from __future__ import annotations

import html
import re
from io import StringIO

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from qualcode.errors import Unreadable
from qualcode.i18n import _
from qualcode.readers.reading import Block, Extract
from qualcode.text.normal import read_text

_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:[a-z][^<>]*)?>|<\d\d[\d:.]*>", re.IGNORECASE)


def read_vtt(data: bytes) -> Extract:
    """The cues of a WebVTT file; `<v Name>` becomes `Name: `. Raises Unreadable."""
    return _read(data, "vtt")


def read_srt(data: bytes) -> Extract:
    """The cues of a SubRip file. Raises Unreadable."""
    return _read(data, "srt")


def _read(data: bytes, kind: str) -> Extract:
    done = read_text(data)
    # webvtt-py wants an hour of two digits or none and a signature without a blank line in front.
    source = re.sub(r"(?m)^(\d):(\d\d:\d\d[.,]\d{3})", r"0\1:\2", done.text.strip("\n") + "\n")
    try:
        captions = list(webvtt.from_buffer(StringIO(source), format=kind))
    except (MalformedCaptionError, MalformedFileError, IndexError, ValueError):
        raise Unreadable(_("these are no subtitles: the header or the times are missing")) from None
    if not captions:
        raise Unreadable(_("the file holds no words"))
    blocks: list[Block] = []
    for caption in captions:
        times = (_milliseconds(caption.start), _milliseconds(caption.end))
        first = True
        for line in caption.raw_text.split("\n"):
            for voice, words in _voices(line):
                text = f"{voice}: {words}" if voice else words
                blocks.append(Block(text, times=times if first or voice else None, voice=len(voice)))
                first = False
    return Extract(blocks, "block", repaired=done.repaired)


def _voices(line: str) -> list[tuple[str, str]]:
    places = list(_VOICE.finditer(line))
    if not places:
        return [("", _words(line))]
    ends = [place.start() for place in places[1:]] + [len(line)]
    found = [(_words(p[1]).strip(), _words(line[p.end() : end])) for p, end in zip(places, ends, strict=True)]
    before = _words(line[: places[0].start()])
    return [("", before), *found] if before.strip() else found


def _words(text: str) -> str:
    return html.unescape(_TAG.sub("", text))


def _milliseconds(stamp: str) -> int:
    hours, minutes, seconds = stamp.replace(",", ".").split(":")
    return round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)
