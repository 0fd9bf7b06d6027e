"""The identity block in front of a transcript: real names and the like, which become fields and not text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from qualcode.readers.reading import Block

_KEYS = (
    r"nama(?: (?:lengkap|panggilan|asli|samaran|inisial|informan|narasumber|responden|partisipan|subjek|pewawancara|"
    r"peneliti|suami|istri))?(?: ?\([^)]*\))?|"
    r"umur|usia|alamat(?: rumah| lengkap)?|tempat tinggal|tempat,? ?(?:/|dan|&)? ?tanggal lahir|tanggal lahir|ttl|"
    r"(?:no(?:mor)?\.? ?)?(?:hp|handphone|telp\.?|telepon|wa|whatsapp|ktp|kk)(?: ?/ ?(?:hp|wa|telp\.?|telepon))?|nik|"
    r"e-?mail|pekerjaan(?: utama)?|jenis kelamin|jk|l/p|agama|suku|pendidikan(?: terakhir)?|jabatan|"
    r"status(?: perkawinan| pernikahan)?|jumlah (?:anak|tanggungan)|nip|"
    r"(?:full )?name|age|address|phone(?: number)?|mobile|occupation|job|gender|sex|education|religion|"
    r"marital status|date of birth|place of birth"
)
_KEY = f"(?:{_KEYS})"
_LINE = re.compile(
    rf"[\s>|]*(?:[-–—•*]\s+)?(?:(?:\d{{1,2}}|[a-z])[.)]\s*)?(?:\*\*|__)?(?P<key>{_KEY})(?:\*\*|__)?"
    r"(?:\s*[:：]\s*|\s*\|\s*(?:[:：]\s*\|)?|\t+\s*(?:[:：]\s*)?)(?:\*\*|__)?\s*(?P<value>.*?)[\s|]*",
    re.IGNORECASE | re.DOTALL,
)
_NEXT = re.compile(rf"(?:\s{{2,}}|\t+|[,;|]\s*)(?={_KEY}\s*[:：])", re.IGNORECASE)
_NAMED = re.compile(r"(?:full )?nam[ae]\b", re.IGNORECASE)
_ADDRESS = re.compile(r"alamat|tempat tinggal|address", re.IGNORECASE)
_PLACE = re.compile(
    r"(?:rt|rw|jl|jln|jalan|gg|gang|no|nomor|dusun|dukuh|dsn|desa|ds|kel|kelurahan|kec|kecamatan|kab|kabupaten|kota|"
    r"prov|provinsi|blok|perum(?:ahan)?|kode pos|\d{5})\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"[^:\n]{1,40}[:：]|[#|=_-]{2,}|#|(?:hasil|transkrip|transcript|wawancara|interview|catatan|pedoman|identitas|profil|data)\b",
    re.IGNORECASE,
)
_LONGEST_VALUE = 120  # code points of a value on a line of its own
MOST_LINES = 60
"""How far down the block may reach."""
_LONGEST = 600  # code points of one line of it


def take_identity(head: list[Block], transcript: bool) -> tuple[dict[str, str], set[int]]:
    """The fields that stand in `head`, the blocks before the first turn, and which blocks they fill.

    A transcript's head gives up each field; any other text only when a name and two fields more stand together,
    as a letter or minutes also carry an address.
    """
    found: dict[str, str] = {}
    filled: set[int] = set()
    waiting = ""  # the field that the line before left open
    for number, block in enumerate(head[:MOST_LINES]):
        fields = fields_of(block.text)
        if fields:
            filled.add(number)
            for key, value in fields.items():
                found.setdefault(key, value)
            waiting = next(reversed(fields))
        elif waiting and _goes_on(block, waiting, found[waiting]):
            filled.add(number)
            found[waiting] = ", ".join(filter(None, (found[waiting], " ".join(block.text.split()))))
        else:
            waiting = ""
    if transcript or (len(found) >= 3 and any(_NAMED.match(key) for key in found)):
        return found, filled
    return {}, set()


def _goes_on(block: Block, key: str, value: str) -> bool:
    """Whether a line is the value of the field left open above it, or a further line of an address."""
    text = block.text.strip()
    if not text or block.heading or block.cells or len(text) > _LONGEST_VALUE:
        return False
    if _ADDRESS.match(key) and value:
        return _PLACE.match(text) is not None
    return not value and not (_OTHER.match(text) or block.all_bold)


def is_identity(key: str) -> bool:
    """Whether a column or front matter field with this name holds a person's identity."""
    return re.fullmatch(_KEY, key.strip().replace("_", " "), re.IGNORECASE) is not None


def split_identity(fields: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """`fields` parted into identity and the rest."""
    return (
        {key: value for key, value in fields.items() if is_identity(key)},
        {key: value for key, value in fields.items() if not is_identity(key)},
    )


def fields_of(line: str) -> dict[str, str]:
    """The identity fields of one line, several where it holds several; empty where any part is something else."""
    fields = dict[str, str]()
    if len(line) > _LONGEST:
        return fields
    for part in _NEXT.split(line):
        found = _LINE.fullmatch(part)
        if not found:
            return {}
        fields[" ".join(found["key"].split())] = " ".join(found["value"].split()).removesuffix("**")
    return fields
