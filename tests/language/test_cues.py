"""Cues in invented speech: regression floors, no claim of accuracy; then each rule and each way to write a cue."""

from __future__ import annotations

import pytest

from qualcode.language.cues import CueHit, CueMatcher
from qualcode.language.pipeline import units

CODEBOOK = {
    "TRUST": ["percaya", "percoyo", "yakin", "jujur"],
    "MEET": ["musyawarah", "rembug", "rapat", "kumpul", "sepakat"],
    "RULE": ["aturan", "tata tertib", "AD/ART"],
    "SANC": ["denda", "sanksi", "tegur"],
    "COOP": ["gotong royong", "kerja bakti", "kerja sama", "bareng"],
    "OPEN": ["transparan", "terbuka", "buku kas", "laporan"],
    "HELP": ["bantu", "tolong", "pinjam"],
    "DOUBT": ["curiga", "bohong", "tidak jelas", "kecewa"],
}

SPEECH = """
TRUST+ | Saya memercayai bendahara sepenuhnya.
TRUST+ | Dari kecil sudah kenal, jadi ya percoyo wae.
TRUST- | Saya sudah nggak percaya sama pengurus yang lama.
TRUST- | Kami kurang yakin waktu itu.
TRUST- | Aku ora percoyo karo wong kuwi.
TRUST- | Tidak ada yang percaya lagi sejak kejadian itu.
TRUST- | Kepercayaan anggota mulai luntur.
TRUST- | Ketidakpercayaan itu muncul karena uang.
TRUST- | Belum ada anggota yang yakin usaha itu jalan.
TRUST+ | Tidak ada yang tidak percaya sama Bu Sri.
TRUST+ | Percaya nggak sama ketua?
TRUST- | Bendahara yang dulu orangnya nggak jujur.
TRUST- | Hilangnya rasa percaya itu yang berat.
MEET+ | Mau ganti usaha ya dirembug dulu.
MEET+ | Tiap malam Jumat kami ngumpul.
MEET+ | Semua disepakati bersama di balai.
MEET- | Sudah setahun nggak pernah rapat.
MEET- | Rapatnya tidak pernah jalan.
MEET- | Anggota jarang ngumpul-ngumpul sekarang.
MEET- | Langsung dibagi tanpa musyawarah.
MEET+ | Hasil kesepakatannya ditulis.
MEET- | Kumpulane wis ora mlaku.
RULE+ | Di AD/ART tertulis iuran tiap bulan.
RULE+ | Tata tertibnya ditempel di tembok.
RULE- | Aturannya belum ada sampai sekarang.
RULE- | Aturan itu tidak dijalankan sama sekali.
RULE- | Kami jalan tanpa aturan apa pun.
SANC+ | Yang tidak datang didenda lima ribu.
SANC- | Sanksinya nggak pernah diterapkan.
SANC- | Belum ada yang ditegur.
SANC+ | Paling cuma ditegur sama ketua.
COOP+ | Bikin kandang ya gotong royong.
COOP+ | Kami bekerja sama dengan warung depan.
COOP+ | Bapak-bapaknya kerja bakti, ibu-ibunya masak.
COOP- | Sekarang sudah tidak bareng-bareng lagi.
COOP+ | Mau tidak mau gotong royong.
COOP+ | Mereka bekerjasama dengan koperasi.
OPEN+ | Buku kasnya dibacakan tiap tanggal lima.
OPEN- | Keuangannya kurang transparan.
OPEN- | Laporannya tidak pernah dibuat.
OPEN+ | Ketua tidak hanya terbuka soal uang.
OPEN- | Ora tau ana laporan.
HELP+ | Saya dibantoni adik.
HELP+ | Dia suka minjemin oven.
HELP- | Dinas belum membantu apa-apa.
HELP+ | Tetangga saling tolong-menolong.
DOUBT+ | Uangnya ora jelas larinya ke mana.
DOUBT+ | Warga mulai curiga.
DOUBT- | Saya sih nggak curiga.
DOUBT+ | Kami dibohongi waktu itu.
"""


def hits(text: str, codebook: dict[str, list[str]] = CODEBOOK, language: str = "id") -> list[CueHit]:
    return CueMatcher(codebook, language).find(text, units(text, language))


def signs(text: str, codebook: dict[str, list[str]] = CODEBOOK, language: str = "id") -> list[str]:
    return [hit.code + "+-"[hit.negated] for hit in hits(text, codebook, language)]


def test_cues_are_found_and_their_denial_seen() -> None:
    lines = [line.split(" | ") for line in SPEECH.strip().split("\n")]
    found = signed = denied = right = 0
    for wanted, text in lines:
        got = signs(text)
        found += wanted[:-1] in {sign[:-1] for sign in got}
        signed += wanted in got
        denied += wanted[-1] == "-"
        right += wanted[-1] == "-" and wanted in got
        if wanted not in got:
            print("missed:", wanted, text, got)
    print(f"code {found}/{len(lines)}, sign {signed}/{len(lines)}, denials {right}/{denied}")
    assert found >= 0.92 * len(lines)
    assert signed >= 0.88 * len(lines)
    assert right >= 0.84 * denied


def test_a_hit_names_sentence_word_cue_and_evidence() -> None:
    text = "Ya begitu. Terus anggota 😀 sudah nggak mempercayai ketua lagi. Sudah."
    (hit,) = hits(text)
    assert text[hit.start : hit.end] == "Terus anggota 😀 sudah nggak mempercayai ketua lagi."
    assert text[hit.word_start : hit.word_end] == hit.word == "mempercayai"
    assert (hit.code, hit.cue, hit.negated) == ("TRUST", "percaya", True)
    assert hit.evidence == "nggak mempercayai"


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Tidak ada yang percaya.", "Tidak ada yang percaya"),
        ("Aturannya belum ada, Bu.", "Aturannya belum ada"),
        ("Sanksinya nggak pernah diterapkan kok.", "Sanksinya nggak pernah diterapkan"),
        ("Kepercayaan mulai luntur sejak itu.", "Kepercayaan mulai luntur"),
        ("Non-anggota, ketidakjujuran.", "ketidakjujuran"),
    ],
)
def test_evidence_runs_from_the_cue_to_what_denies_it(text: str, evidence: str) -> None:
    (hit,) = hits(text)
    assert hit.negated
    assert hit.evidence == evidence


@pytest.mark.parametrize(
    "text",
    [
        "Bukannya nggak percaya, tapi takut.",
        "Kurang lebih sudah percaya.",
        "Nggak apa-apa, kami percaya.",
        "Nggak masalah karena kami percaya.",
        "Kepercayaan itu tidak luntur.",
        "Ya tidak, soalnya kami percaya.",
        "Nggak cuma percaya.",
    ],
)
def test_not_every_negator_denies(text: str) -> None:
    assert signs(text) == ["TRUST+"]


def test_a_word_repeated_around_a_negator_is_not_denied() -> None:
    assert signs("Percaya nggak percaya, itu benar.") == ["TRUST+", "TRUST+"]


def test_a_predicate_behind_a_prepositional_phrase_speaks_of_something_else() -> None:
    assert signs("Hubungan dengan pemerintah desa kurang baik.", {"GOV": ["pemerintah desa"]}) == ["GOV+"]
    assert signs("Pemerintah desa kurang baik.", {"GOV": ["pemerintah desa"]}) == ["GOV-"]


def test_the_nearer_cue_takes_the_negator_unless_joined() -> None:
    book = {"A": ["kumpul"], "B": ["percaya"]}
    assert signs("tidak kumpul percaya", book) == ["A-", "B+"]
    assert signs("tidak kumpul dan percaya", book) == ["A-", "B-"]


def test_a_phrase_hides_shorter_cues_inside_it() -> None:
    book = {"LEDGER": ["buku kas"], "MONEY": ["kas"], "BOOK": ["buku"]}
    assert [(h.code, h.word) for h in hits("Buku kasnya hilang, kas kosong.", book)] == [
        ("LEDGER", "Buku kasnya"),
        ("MONEY", "kas"),
    ]


def test_a_phrase_that_denies_leaves_the_denied_cue() -> None:
    book = {"DOUBT": ["tidak percaya"], "TRUST": ["percaya"]}
    assert signs("Kami ora percaya.", book) == ["DOUBT+", "TRUST-"]


def test_words_of_a_phrase_stand_together_in_one_clause() -> None:
    assert hits("Beli buku, kas kosong.", {"LEDGER": ["buku kas"]}) == []
    assert hits("Beli buku. Kas kosong.", {"LEDGER": ["buku kas"]}) == []
    assert [h.word for h in hits("Di AD / ART ada.", {"RULE": ["AD/ART"]})] == ["AD / ART"]


def test_an_exact_cue_takes_no_affixes() -> None:
    assert [h.word for h in hits("Pak RT, RT-nya, rt/rw, RTku", {"X": ["=RT"]})] == ["RT", "rt"]
    assert [h.word for h in hits("bantuan membantu bantuan", {"X": ["=bantuan"]})] == ["bantuan", "bantuan"]


def test_an_excluded_phrase_is_no_cue_for_its_code_only() -> None:
    book = {"LINK": ["bank"], "WASTE": ["sampah"], "OTHER": ["bank"]}
    matcher = CueMatcher(book, excludes={"LINK": ["bank sampah"]})
    text = "Ke bank sampahnya. Ke bank."
    assert [(h.code, h.start) for h in matcher.find(text, units(text))] == [
        ("OTHER", 0),
        ("WASTE", 0),
        ("LINK", 19),
        ("OTHER", 19),
    ]


def test_reduplication_and_hyphens_show_their_parts() -> None:
    book = {"X": ["tolong"], "Y": ["WA"], "Z": ["pinjam"], "M": ["anggota"]}
    assert signs("tolong-menolong di-WA-in simpan-pinjam non-anggota", book) == ["X+", "Y+", "Z+", "M-"]


def test_english_cues_and_negators() -> None:
    book = {"TRUST": ["trust", "honest"], "RULE": ["rule"], "MEET": ["meet"]}
    assert signs("They trusted him.", book, "en") == ["TRUST+"]
    assert signs("Nobody trusts the office.", book, "en") == ["TRUST-"]
    assert signs("We don't really trust them.", book, "en") == ["TRUST-"]
    assert signs("They distrust officials.", book, "en") == ["TRUST-"]
    assert signs("The rules were never applied.", book, "en") == ["RULE-"]
    assert signs("Not only honest but kind.", book, "en") == ["TRUST+"]
    assert signs("We meet without rules.", book, "en") == ["MEET+", "RULE-"]


def test_cues_without_a_word_in_them_are_passed_over() -> None:
    assert hits("Ya - = begitu.", {"X": ["", "?", "=", " / "]}) == []
    assert CueMatcher({}).find("Ya begitu.", units("Ya begitu.")) == []


def _found(
    cues: dict[str, list[str]], text: str, language: str = "id", **given: dict[str, list[str]]
) -> list[str]:
    return [hit.word for hit in CueMatcher(cues, language, **given).find(text, units(text, language))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kami percaya kok sama dinas.", ["percaya kok sama dinas"]),
        ("Ya percaya banget lho sama dinas itu.", ["percaya banget lho sama dinas"]),
        ("Percaya kok ya lho sama dinas.", []),
        ("Percaya, kok, sama dinas.", []),
        ("Percaya anggota sama dinas.", []),
    ],
)
def test_a_phrase_of_speech_holds_with_a_particle_or_two_inside(text: str, found: list[str]) -> None:
    assert _found({"INST": ["percaya sama dinas"]}, text) == found


def test_exact_phrases_hold_no_particles_and_exclusions_do() -> None:
    assert _found({"A": ["=belum siap"]}, "Belum lho siap.") == []
    excludes = {"A": ["percaya sama dinas"]}
    assert _found({"A": ["percaya"]}, "Saya percaya kok sama dinas.", excludes=excludes) == []


def test_nobody_saying_no_is_no_denial() -> None:
    text = "Anggota itu ndak ada yang bilang ndak boleh."
    (hit,) = CueMatcher({"A": ["anggota"]}, "id").find(text, units(text, "id"))
    assert not hit.negated
    text = "Aturannya ndak ada yang jalan."
    (hit,) = CueMatcher({"A": ["aturan"]}, "id").find(text, units(text, "id"))
    assert hit.negated
