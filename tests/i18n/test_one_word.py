"""One word for one thing: what a word of the study is called in Indonesian, it is called on every page and in every report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import qualcode
from qualcode.i18n.po import read_po
from tests.i18n.test_plain_words import words

CATALOGUES = Path(qualcode.__file__).parent / "i18n" / "id"

WORDS = {
    # discarded (as a pattern): the word that is used
    r"isyarat": "kata penanda",
    r"cakram|disk|harddisk": "diska",
    r"(?:dapat|bisa) dibatalkan|batal ke sini|tindakan dibatalkan|batalkan (?:perubahan|…|semua)": "urungkan",
    r"dihentikan|menghentikan": "dibatalkan, membatalkan (what goes on)",
    r"temuan kata": "hasil cari",
    r"klaim": "pernyataan",
    r"gelombang": "waktu ke-n",
    r"(?:sebagai|atau|tanpa|kolom|daftar) sumber|sumber menurut": "berkas data (sumber is who is triangulated)",
    r"di-?kodekan|mengkode|dikoding|koding(?!:)": "dikode, mengode",
    r"mengkodekan|pengkodean|pengkode": "pengodean, pengode",
    r"(?:putusan|penilaian) sendiri": "status sendiri",
    r"ikatan": "hubungan",
    r"kaitan|dikaitkan|mengaitkan(?:nya)?": "tautan, ditautkan",
    r"(?:dan|daftar|mencari) saran|saran kode": "usulan",
    r"penonjolan": "sebaran informan",
    r"atribut": "ciri",
    r"jenjang(?:nya)?": "tingkat",
    r"tepi(?:nya)? (?:ke|turun|naik|lain|sekata|satu)": "batas",
    r"pintasan": "tombol pintas",
    r"petikan": "kutipan",
    r"kode singkat|tanda pendek": "id pendek",
    r"daftar kode": "buku kode",
    r"contoh penelitian": "studi contoh",
    r"diskusi kelompok(?: terarah)?": "FGD",
    r"rerata": "rata-rata",
    r"tuturan(?:nya)?|ucapan(?:nya)?": "perkataan",
    r"(?:…|jarak|jumlah) huruf": "karakter",
    r"unit": "satuan",
    r"putaran satuan|deret kutipan": "deret satuan",
    r"nilai (?:uang|guna biaya|program)": "value for money",
    r"tidak terdefinisi": "tak terdefinisi",
    r"kembalikan (?:cadangan|salah satu|yang ini)": "pulihkan",
    r"jurnal": "riwayat perubahan",
    r"kamu|kau|engkau|Saudara": "Anda",
    r"\d+ %": "5%, without a blank",
}
ALLOWED = {"journal, log, undo to here"}
"""Words a person may type in the palette."""


def slips(text: str) -> list[str]:
    """Discarded words in a text, each with what is said in its place; fields are not looked into."""
    return [
        f"{found[0]!r}, not {word!r}" for pattern, word in WORDS.items() for found in searched(pattern, text)
    ]


def searched(pattern: str, text: str) -> list[re.Match[str]]:
    return list(re.finditer(rf"(?<![\w-])(?:{pattern})(?![\w-])", words(text), re.IGNORECASE))


def test_what_was_discarded_is_said_nowhere():
    found = []
    for path in sorted(CATALOGUES.glob("*.po")):
        catalogue = read_po(path.read_text(encoding="utf-8"))
        said = [*catalogue.messages.items(), *((m, f) for m, fs in catalogue.plurals.items() for f in fs)]
        found += [
            f"{path.name}: {slip}: {text!r}" for m, text in said if m not in ALLOWED for slip in slips(text)
        ]
    assert not found, "\n".join(found)


def test_a_message_is_the_same_in_every_catalogue():
    told: dict[str, tuple[str, str]] = {}
    differ = []
    for path in sorted(CATALOGUES.glob("*.po")):
        catalogue = read_po(path.read_text(encoding="utf-8"))
        forms = ((message, forms[0]) for message, forms in catalogue.plurals.items())
        for message, text in (*catalogue.messages.items(), *forms):
            before = told.setdefault(message, (path.name, text))
            if before[1] != text:
                differ.append(f"{message!r}: {before[1]!r} in {before[0]}, {text!r} in {path.name}")
    assert not differ, "\n".join(differ)


@pytest.mark.parametrize(
    "text", ["Ini dapat dibatalkan.", "kata isyarat", "{n} huruf", "Klaim satu kalimat", "selang 95 %"]
)
def test_the_search_finds_what_it_is_for(text):
    assert slips(text)


@pytest.mark.parametrize(
    "text",
    [
        "{key} membatalkan",
        "dua huruf setelah '",
        "triangulasi sumber",
        "Beri kode",
        "sarana",
        "Putaran",
        "komunitas",
    ],
)
def test_the_search_leaves_other_words_alone(text):
    assert not slips(text)
