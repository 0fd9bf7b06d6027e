"""Speaker labels: the forms people write them in, and how sure a line that looks like one is.

Nothing here decides; `turns` weighs all labels of a text against each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from qualcode.readers.reading import Block


class Rank(IntEnum):
    """How much a label says by itself."""

    WEAK = 1
    """A capitalised name; prose with a colon looks the same."""
    LIKELY = 2
    """A code (K1), a name with a title (Bu Yanti), a relative, a label with a time."""
    KNOWN = 3
    """A word or letter that means a role."""


@dataclass(frozen=True)
class Label:
    """A label found at the start of a line; offsets into the line."""

    speaker: str
    start: int
    words: int
    rank: Rank
    time_ms: int | None = None
    number: int | None = None
    loose: bool = False
    """Parted from the words by a dash or full stop alone, as items of a list are, too."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


INTERVIEWER_WORDS = _words(
    "peneliti pewawancara penanya interviewer researcher moderator penulis pew pwc pnl tanya pertanyaan question t q"
)
ANSWER_WORDS = _words("jawaban jawab answer j a")
ANSWERER_WORDS = ANSWER_WORDS | _words(
    "narasumber informan informant partisipan participant responden respondent interviewee subjek i p inf "
    "narsum nar resp"
)
_ASKING = _words("tanya pertanyaan question t q")
ROLE_WORDS = (INTERVIEWER_WORDS | ANSWERER_WORDS | _words("pembicara penutur speaker")) - {"a"}
_TITLES = _words("""
    bu ibu pak bapak bpk bp ny nn tn mas mbak mba bang kang teh neng mbah eyang pakde bude paklik bulik om tante haji hajah h hj dr
    drs ir prof mr mrs ms miss sr sdr sdri ust ustadz kyai gus nyai
""")
_PERSONS = _words("""
    suami istri isteri anak adik kakak nenek kakek mertua menantu tetangga teman ketua wakil sekretaris bendahara
    anggota pengurus pendamping fasilitator lurah camat kades kadus kader petugas warga perangkat notulis pengamat
    observer penerjemah guru siswa mahasiswa dosen pedagang petani pemilik karyawan tokoh kepala husband wife neighbour neighbor chair secretary treasurer facilitator
""")
_NO_LABEL = _words("""
    catatan tanggal tgl hari jam pukul waktu tempat lokasi durasi judul topik tema fokus kode keterangan ket sumber
    nomor no hal perihal lampiran yaitu yakni misal misalnya contoh contohnya artinya hasil kesimpulan simpulan
    alamat nama umur usia hp telp telepon wa email pekerjaan jenis jk agama pendidikan jabatan status nik ttl suku
    transkrip wawancara identitas data profil situasi kondisi suasana kegiatan acara agenda hadir peserta keputusan
    tujuan pertama kedua ketiga keempat kelima selanjutnya intinya bagian bab tabel gambar saldo jumlah total tembusan
    yth http https note notes date time place location duration title topic subject example name age address phone
    occupation gender sex education religion status interview deskriptif deskripsi reflektif refleksi descriptive
    reflective file berkas medium media bahasa pertemuan sesi session recording rekaman setting method metode metadata
    keyword keywords kata ps nb warning result results summary conclusion cc re fw
""")
_NONVERBAL = re.compile(
    r"ter(tawa|senyum|diam)|ke?tawa|jeda|diam|hening|menangis|menghela|tidak|suara|laugh|pause|silence|inaudible|"
    r"unintelligible|crosstalk|batuk|sambil|sic|\.\.\.|music|musik",
    re.IGNORECASE,
)

_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_BOXED = rf"[\[(<\#]\s*{_TIME}(?:-\d+)?(?:\s*(?:-->|[-–])\s*{_TIME})?\s*[\])>\#]"
_STAMP = rf"(?:{_BOXED}|{_TIME})"
_NAME = r"[^\W\d_](?:[\w.,'’/&@+ \u00a0-]{0,38}[\w.'’+])?(?:[ ]?\([^():\n]{1,20}\))?"
_BOLD = r"\*\*\*|\*\*|__|\*|_"
_COLON = re.compile(
    rf"""[\s>]*(?:[-–—•]\s+)?
    (?:(?P<number>\d{{1,3}})[.)]\s*)?
    (?:(?P<before>{_STAMP})\s*[-–:]?\s*)?(?:From\s+)?
    (?:{_BOLD})?[\[(]?(?P<name>{_NAME})[\])]?(?:{_BOLD})?
    (?:\s*(?P<after>{_STAMP}))?\s*(?:{_BOLD})?
    \s*[:：](?![\d/\\])(?:{_BOLD})?[ \t\u00a0]*(?:(?P<later>{_BOXED})[ \t]*)?""",
    re.VERBOSE,
)
_DIVIDED = re.compile(
    rf"[\s>]*(?:\d{{1,3}}[.)]\s*)?(?:{_BOLD})?(?P<name>[A-Za-z]+(?:[-. ]{{0,2}}\d{{1,3}})?)(?:{_BOLD})?"
    r"(?:[ \u00a0]*\t[ \t\u00a0]*|(?P<loose>[ \u00a0]+[–—-][ \u00a0]+|\.[ \u00a0]+))"
)
"""A label that a tab, dash or full stop parts from the words; only what means a role or is a code can be one."""
_BRACKET = re.compile(
    rf"\s*(?:(?P<before>{_STAMP})\s*)?(?:{_BOLD})?[\[(](?P<name>{_NAME})[\])](?:{_BOLD})?"
    rf"(?:\s*(?P<after>{_BOXED}))?[ \t]*"
)
_BARE_BOLD = re.compile(rf"\s*(\*\*|__)(?P<name>{_NAME})\1[ \t]*(?![:\w])")
_OWN_LINE = re.compile(rf"\s*(?P<name>{_NAME})\s+(?P<after>{_STAMP})\s*$")
_STAMP_LINE = re.compile(rf"\s*(?P<before>{_STAMP})\s+(?P<name>{_NAME})\s*$")
_VOICE = re.compile(r"\s*<v(?:\.[^\s>]*)?\s+(?P<name>[^<>\n]{1,60})>\s*")
_REACH = 300
_TRAILING = re.compile(rf"\s*{_BOXED}\s*$")
_CODE = re.compile(r"[A-Za-z]{1,4}[-. ]{0,2}\d{1,3}[a-z]?")
_NUMBERED_PERSON = re.compile(r"peserta (?:fgd )?(?:\d{1,3}|[a-z])", re.IGNORECASE)
_NUMBERED = re.compile(r"(?P<letter>[A-Za-z]+)[. ]?(?P<number>\d{1,3})")


def label_of(block: Block) -> Label | None:
    """The label at the start of a line, however sure; None where nothing looks like one."""
    # A label is short; a longer look would only cost time on a paragraph of ten megabytes.
    text = block.text[:_REACH]
    for pattern in (_VOICE, _COLON, _DIVIDED, _BRACKET, _BARE_BOLD, _OWN_LINE, _STAMP_LINE):
        if pattern in (_OWN_LINE, _STAMP_LINE) and len(block.text) > _REACH:
            continue
        found = pattern.match(text)
        label = _judge(found) if found else None
        if label:
            return label
    return _bold_lead(block)


def trailing_stamp(words: str) -> tuple[int, int | None]:
    """Where the words end before a bracketed time at their end, and that time in milliseconds."""
    found = _TRAILING.search(words, max(0, len(words) - 40))
    return (found.start(), milliseconds(found.group())) if found else (len(words), None)


def milliseconds(stamp: str) -> int | None:
    """The first time in `stamp` as milliseconds."""
    found = re.search(r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?", stamp)
    if not found:
        return None
    hours, minutes, seconds, part = found.groups()
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(
        (part or "0").ljust(3, "0")
    )


# A transcript has thousands of labels and few names.
@lru_cache(maxsize=4096)
def base_word(speaker: str) -> str:
    """The label in small letters without number: `informan` for `Informan 3`."""
    return re.sub(r"[\s.\-]*\d+$", "", speaker.strip().casefold()).strip()


@lru_cache(maxsize=4096)
def rank_of(name: str) -> Rank | None:
    """How sure `name` is a label, None for words that head a line and name nobody."""
    words = [word.strip(".,()") for word in name.casefold().split()]
    if not words or len(words) > 6 or len(name) > 45:
        return None
    first = words[0]
    if _NUMBERED_PERSON.fullmatch(name):
        return Rank.LIKELY
    if base_word(name) in ROLE_WORDS or (first in ROLE_WORDS and len(words) <= 3):
        return Rank.KNOWN if name[0].isupper() or len(first) > 1 else Rank.LIKELY
    if first in _NO_LABEL or base_word(first) in _NO_LABEL or first.startswith(("nama", "kode")):
        return None
    if not name[0].isupper():
        return Rank.LIKELY if _CODE.fullmatch(name) else None
    if first in _TITLES or first in _PERSONS or _CODE.fullmatch(name):
        return Rank.LIKELY
    if len(name) <= 4 and name.isupper() and name.isalpha():
        return Rank.LIKELY
    return Rank.WEAK if len(words) <= 4 else None


def split_number(speaker: str) -> tuple[str, int] | None:
    """`T1` as (`T`, 1): a label that carries the number of its question."""
    found = _NUMBERED.fullmatch(speaker)
    return (found["letter"], int(found["number"])) if found else None


def _judge(found: re.Match[str]) -> Label | None:
    groups = found.groupdict()
    name = re.sub(r"\s+to\s+(Everyone|.*\(Direct Message\)).*$", "", groups["name"].strip())
    rank = Rank.KNOWN if found.re is _VOICE else rank_of(name)
    alone = found.re in (_OWN_LINE, _STAMP_LINE)
    if rank is None or (alone and rank is Rank.WEAK and len(name.split()) > 3):
        return None
    if found.re is _DIVIDED and (rank < Rank.LIKELY or not _means_role(name)):
        return None
    if found.re is _BRACKET and (_NONVERBAL.match(name) or _too_weak(found.group(), name, rank)):
        return None
    stamp = next((groups[key] for key in ("before", "after", "later") if groups.get(key)), None)
    if stamp and not alone:
        rank = max(rank, Rank.LIKELY)
    word, number = base_word(name), int(groups["number"]) if groups.get("number") else None
    if word in _ASKING | ANSWER_WORDS and len(word) > 1 and (digits := re.search(r"\d+$", name)):
        name, number = name[: digits.start()].rstrip(" .-"), int(digits.group())
    elif word not in _ASKING:
        number = None  # turns were numbered, not questions
    start = found.end() - len(found.group().lstrip())
    time, loose = milliseconds(stamp) if stamp else None, bool(groups.get("loose"))
    return Label(name, start, found.end(), rank, time, number, loose)


def _means_role(name: str) -> bool:
    return base_word(name) in ROLE_WORDS | ANSWER_WORDS or _CODE.fullmatch(name) is not None


def _too_weak(label: str, name: str, rank: Rank) -> bool:
    """Whether words in brackets are more likely a remark: `[Sari] ...` may speak, `(Sari) ...` hardly does."""
    return rank is Rank.WEAK and (label.lstrip("*_ \t").startswith("(") or len(name.split()) > 2)


def _bold_lead(block: Block) -> Label | None:
    """A bold label without a colon, followed by plain words or standing alone on its line."""
    if not block.bold or block.heading:
        return None
    start, end = block.bold[0]
    lead = block.text[start:end]
    name = lead.strip().rstrip(":").strip()
    if block.text[:start].strip() or not re.fullmatch(_NAME, name):
        return None
    rank = rank_of(name)
    if rank is None:
        return None
    blanks = re.compile(r"\s*").match(block.text, end)
    return Label(name, start, blanks.end() if blanks else end, rank)
