"""Postal addresses by their form: a street or block with a number, RT with RW, a post code beside a place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qualcode.text.spans import Span

_GAP = r"[^\S\n]"
_NUMBER = (
    rf"(?:no(?:mor|mer|\.)?|nmr\.?|#){_GAP}*\d{{1,4}}(?:{_GAP}?[/-]{_GAP}?\d{{1,4}}|[A-Za-z](?!\w))?(?!\w)"
)
_SHORT = r"jl|jln|gg|lrg"
_LONG = r"jalan|gang|lorong|komplek|kompleks|perum|perumahan"
_WORD = r"(?!(?:rt|rw)\b)[^\W\d_][\w.'’-]*"
_PROPER = r"(?!(?:rt|rw)\b)(?-i:[A-Z])[\w.'’-]*"
_METRES = rf"(?!{_GAP}?(?:km|m|meter|kilo|menit|jam|kali|orang|ribu|juta|tahun|%|rumah|unit|titik)\b)"
_FORMS = (
    # Jl. Melati No. 12, gang mawar nomor 3, Jalan Melati RT 03 No 5
    rf"(?:{_SHORT}|{_LONG})\.?{_GAP}+{_WORD}(?:{_GAP}+{_WORD}){{0,3}}?,?{_GAP}*{_NUMBER}",
    # Jl. Melati 12, Jalan Melati Raya 12, Gg. Mawar II/7
    rf"(?:{_SHORT})\.?{_GAP}*{_WORD}(?:{_GAP}+{_WORD}){{0,2}}?{_GAP}*[ /]\d{{1,3}}(?![\w.,]*\d){_METRES}",
    rf"(?:{_LONG}){_GAP}+{_PROPER}(?:{_GAP}+{_PROPER}){{0,2}}{_GAP}+\d{{1,3}}(?![\w.,]*\d){_METRES}",
    # RT 03/RW 05, RT. 03 RW. 05, RT/RW 03/05, RW 5 RT 2
    rf"(?:rt|rukun{_GAP}tetangga)\.?{_GAP}*\d{{1,3}}{_GAP}*[/,\\–-]?{_GAP}*(?:rw|rukun{_GAP}warga)\.?{_GAP}*\d{{1,3}}(?!\d)",
    rf"rw\.?{_GAP}*\d{{1,3}}{_GAP}*[/,\\–-]?{_GAP}*rt\.?{_GAP}*\d{{1,3}}(?!\d)",
    rf"rt{_GAP}*[/,–-]?{_GAP}*rw\.?{_GAP}*\d{{1,3}}{_GAP}*[/–-]{_GAP}*\d{{1,3}}(?!\d)",
    rf"rt\.?{_GAP}*\d{{1,3}}{_GAP}*/{_GAP}*\d{{1,3}}(?!\d)",
    # Blok C3 No. 5, Blok C-12, kavling 12
    rf"blok{_GAP}+[A-Za-z]{{1,2}}{_GAP}*\d{{0,3}}{_GAP}*[,/-]?{_GAP}*(?:{_NUMBER}|(?<=[A-Za-z/-])\d{{1,3}}(?!\w))",
    rf"kav(?:ling|\.){_GAP}*(?:no(?:mor|\.)?{_GAP}*)?[A-Za-z]?-?\d{{1,3}}(?!\w)",
    # 12 Rose Street
    rf"\d{{1,4}}[A-Za-z]?{_GAP}+{_PROPER}(?:{_GAP}+{_PROPER})?{_GAP}+(?-i:Street|St\.|Road|Rd\b|Avenue|Ave\b|Lane|Crescent|Drive)(?!\w)",
    # kode pos 57123; Kabupaten Melati 57123
    rf"(?:kode{_GAP}*pos|post(?:al)?{_GAP}?code|zip{_GAP}?code){_GAP}*:?{_GAP}*\d{{5}}(?!\d)",
    (
        rf"(?:kel|kelurahan|desa|kec|kecamatan|kab|kabupaten|kota)\.?{_GAP}+{_PROPER}(?:{_GAP}+{_PROPER}){{0,2}},?{_GAP}+[1-9]\d{{4}}"
        rf"(?!\w|[.,]\d|{_GAP}*[a-z%])"
    ),
)
_DWELLING = re.compile(rf"(?<!\w)(?:{'|'.join(_FORMS)})", re.IGNORECASE)


def dwellings(text: str) -> Iterator[Span]:
    """Places of `text` that read like somebody's postal address, in order.

    A street, village or district alone is none, nor is an RT or RW alone: studies name where they were done.
    """
    for match in _DWELLING.finditer(text):
        yield match.span()
