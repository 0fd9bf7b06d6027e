"""Names behind an honorific that stand for nobody a project knows: "Bu Sumarni", but not "Bu Lurah" or "Bu [K1]"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from qualcode.text.aliases import HONORIFICS, LETTER, TITLES, name_key
from qualcode.text.spans import Span

_BEFORE = r"""bapak pak ibu bu mbakyu mbak mba mbok mas kangmas kang bang abang mbah eyang simbah pakde pakdhe bude budhe
    paklik pakle bulik bule om tante nyai kyai kiai ustadzah ustadz ustaz ustad gus ning cak teteh teh neng haji hajah
    nyonya tuan saudara saudari uncle aunt mister madam""".split()  # noqa: SIM905
_SHORT = r"bpk bp hj ny tn sdr sdri mr mrs ms".split()  # noqa: SIM905
"""Honorifics that may end in a full stop; behind the others a sentence ends there."""
_BODIES = frozenset(
    """badan bank banjar dewan dinas kabupaten kampung kantor karang kasi kasubag kasubbag kaur kabid kadin kadis kecamatan
    kelompok kelurahan kepala koperasi komisi kota kube lembaga nagari negara paguyuban panti pasar pegawai pengurus
    perangkat petugas pokmas posyandu provinsi puskesmas rukun rumah sekolah seksi sekdes staf guru dosen anggota
    takmir tamir tim warung yayasan dukcapil dinsos disdik bappeda baznas kemensos koramil polsek babinsa
    bhabinkamtibmas""".split()  # noqa: SIM905
)
"""Bodies, and roles behind which the name of a body, a place or a subject stands rather than a person's."""
_ROLES = _BODIES | frozenset(
    """agen ahli anak angkat aparat asuh bayan bupati bunda cantik carik dasawisma dekan desa direktur dpr dprd dusun
    fasilitator gubernur hakim hamil hebat imam jaksa jogoboyo jogotirto juru kader kandung kapolsek kapolres kasir
    kaum kebayan keluarga kelas komandan koordinator kesra kuwu keuchik lebe manajer mandor mantan mantri menteri
    menyusui mertua moderator muda muslimat narasumber notulen notulis ojek operator orang panitia pejabat pemandu
    pembimbing pemerintah pemilik peneliti penghulu pengawas pengelola penguji penjual penyelia perawat pertiwi
    petani polisi presiden promotor rektor saksi satpam sayur sekalian sosial supervisor taruna tangga tani tiri tua
    tokoh tukang ulu wali walikota wapres warga
    presiding president mayor minister director manager interviewer officer farmer
    excel word office powerpoint teams windows access
    botol pucuk celup hijau manis tarik telolet""".split()  # noqa: SIM905
)
"""Words behind an honorific that say what somebody does or is, or that are no person at all ("Ibu Kota")."""
_PLAIN = frozenset(
    """saya aku kami kita kamu anda dia ia beliau mereka ini itu sini situ sana yang dan atau tapi tetapi kalau kalo
    kan karena jadi terus lalu kemudian sudah udah belum tidak tak nggak enggak ndak bukan ada ya iya oh eh nah
    mau bisa boleh harus dari di ke pada untuk dengan sama juga saja aja sih dong lah apa siapa mana kapan kenapa
    mengapa bagaimana gimana berapa waktu dulu sekarang kemarin besok nanti semua setiap tiap banyak memang
    sebenarnya menurut maaf terima selamat assalamualaikum wassalam alhamdulillah insyaallah mohon silakan silahkan
    tolong coba dalam sebagai terhadap bagi saat oleh tentang antara para tersebut sendiri lain lainnya seperti baik begini begitu maksudnya misalnya soal kata the and but what who when why how where yes no
    not we you they it this that is was were are do does did can could would there thank sorry please well""".split()  # noqa: SIM905
)
_GAP = r"[^\S\n]+"
_HONORIFIC = (
    rf"(?:(?:{'|'.join(_BEFORE)}){_GAP}|(?:{'|'.join(_SHORT)})(?:\.[^\S\n]*|{_GAP})|(?-i:H|Hj)\.[^\S\n]*)"
)
_DEGREES = r"(?:(?:(?-i:Dr|dr|Prof|Drs|Dra|Ir|[A-Z]))\.[^\S\n]*)*"
_WORD = rf"{LETTER}(?:{LETTER}|['’-](?={LETTER}))*"
_CALLED = re.compile(
    # Only looked at: "Mrs Jones" may follow among the words behind "Mr Smith".
    rf"(?<![\w\[])(?P<before>{_HONORIFIC}+){_DEGREES}(?=(?P<words>{_WORD}(?:{_GAP}{_WORD}){{0,3}})(?![\w\]]))",
    re.IGNORECASE,
)
_CLITIC = re.compile(r"(?:-?(?:nya|lah|kah|pun)|['’]s|-(?:e|ne|ku|mu))$")
_PLACE = re.compile(
    rf"(?<!\w)(?:kelurahan|desa|dusun|kecamatan|kabupaten|kota|provinsi|kampung|kampus|pasar|masjid|kelompok|kube|pokmas)"
    rf"{_GAP}(?P<name>{_WORD})",
    re.IGNORECASE,
)


def strangers(text: str, known: Collection[str] = ()) -> Iterator[Span]:
    """Places of names behind an honorific, in order; the honorific is not part of them.

    Only words in capitals count, as everybody who listens writes "bu guru" and "pak tani". Behind an office a name
    counts, too ("Pak Lurah Sutrisno"), unless the text says elsewhere that it is a place.

    Args:
        known: keys (`name_key`) of names that may stand there: codes, pseudonyms, those who did the study.
    """
    places: set[str] | None = None
    for match in _CALLED.finditer(text):
        start = match.start("words")
        words = [
            (word[0], start + word.start(), start + word.end()) for word in re.finditer(_WORD, match["words"])
        ]
        office = ""
        while words and (word := words[0][0].casefold()) in _OFFICES:
            office = word
            words = words[1:]
        # A line that is in capitals throughout has names in capitals.
        shouted = match["before"].isupper() and len(match["before"].strip()) > 1
        name = []
        for word, begin, end in words:
            if not _is_proper(word, shouted):
                break
            name.append((_CLITIC.sub("", word), begin, end))
        if not name or office in _BODIES:
            continue
        if office:
            if places is None:
                places = {found["name"].casefold() for found in _PLACE.finditer(text)}
            if name[0][0].casefold() in places:
                continue
        if not _is_known([word for word, _begin, _end in name], known):
            yield name[0][1], name[-1][2]


_OFFICES = _ROLES | TITLES | frozenset(HONORIFICS)


def _is_proper(word: str, shouted: bool) -> bool:
    """Whether a word is written as a name is; what alone is in capitals throughout is most likely an abbreviation."""
    plain = _CLITIC.sub("", word)
    folded = plain.casefold()
    return (
        len(plain) > 2
        and plain[0].isupper()
        and (not plain[1:].isupper() or (shouted and len(plain) > 4))
        and folded not in _PLAIN
        and folded not in _OFFICES
    )


def _is_known(words: list[str], known: Collection[str]) -> bool:
    """Whether the words, or the first of them, are a known name."""
    return any(name_key(" ".join(words[:count])) in known for count in range(1, len(words) + 1))
