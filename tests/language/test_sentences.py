"""Sentence ends on invented speech and notes: regression floors below what the rules reach, no claim of accuracy.

A sentence ends at ` ¦ `; `⏎` is a line break. The paragraphs were written before the rules were run on them.
"""

from __future__ import annotations

import pytest

from qualcode.language.pipeline import pipeline, units

INDONESIAN = """
Ya gimana ya... dulu itu kami sepuluh orang. ¦ Sekarang tinggal enam. ¦ Yang empat pindah, katanya mau kerja di kota.
Pak RT bilang, "Sudah, kumpul saja dulu." ¦ Terus kami kumpul di rumah Bu Sri. ¦ Malam itu juga disepakati.
"Lho, uangnya ke mana?" tanya saya waktu itu. ¦ Dia diam saja... nggak jawab apa-apa. ¦ Saya pulang.
Bantuannya Rp. 2.000.000 per kelompok. ¦ Cairnya tgl. 5 Maret 2019, jam 10.30 di kantor kec. lama. ¦ Semua hadir!
Kami diundang ke Kel. Sumberwangi untuk rapat dgn. pendamping. ¦ Acaranya molor. ¦ Mulai jam 2, selesai jam 5.
Ketuanya Drs. H. Mulyono, M.Si. orangnya sabar. ¦ Bendaharanya Ny. Tutik. ¦ Sekretaris ganti terus, dua kali, tiga kali...
Iuran dipakai beli gula, tepung, minyak, dll. ¦ Sisanya disimpan. ¦ Tidak banyak kok, paling Rp50.000.
1. Ketua membuka acara. ⏎ ¦ 2. Bendahara membaca buku kas. ⏎ ¦ 3. Tanya jawab: Bu Ida bertanya soal iuran. ¦ Dijawab oleh ketua.
Wis ngono wae, Mas. ¦ Aku ora ngerti duite nang endi. ¦ Jare arep dibagi... tapi nganti saiki durung.
Apa ada sanksi? ¦ Nggak ada. ¦ Paling ya dirasani gitu aja, hehe. ¦ Malu sendiri nanti.
(tertawa) Itu dulu, Bu! ¦ Sekarang beda... Sekarang orang maunya instan. ¦ Iya kan?
Alamatnya di Jl. Melati No. 7, RT. 03 RW. 05. ¦ Rumahnya cat hijau. ¦ Dekat UD. Makmur itu lho.
Saya tanya ke dinas, "Kapan cair?" ¦ Jawabnya: "Sabar, Bu, masih diproses." ¦ Sampai sekarang belum juga.
Pelatihan diadakan s.d. Jum'at, a.n. kelompok kami. ¦ Yang ikut Bu Wati, Bu Ning, dkk. ¦ Pulangnya dapat sertifikat.
Dia itu S.Pd. lho, guru. ¦ Tapi mau jualan bareng kami. ¦ Nggak gengsi... malah paling rajin.
Kalau soal percaya... ya percaya. ¦ Tapi... gimana ya, kadang was-was juga. ¦ Namanya uang.
Usaha lele gagal (airnya jelek). ¦ Terus ganti keripik. ¦ Keripik jalan setahun; habis itu macet lagi.
Waktu itu Bpk. Camat datang. ¦ Beliau bilang: kelompok ini contoh. ¦ Padahal ya begitu-begitu saja!!! ¦ Saya cuma senyum.
Katanya "dimandirikan". ¦ Mandiri apanya? ¦ Modal saja nggak ada...
KUBE lain di Ds. Karangasem sudah punya toko. ¦ Kami belum. ¦ Masih titip di warung.
Ada yang setor, ada yang tidak?! ¦ Ya jelas ribut. ¦ Akhirnya dirembug lagi tgl. 12, jam 19.30 WIB. ¦ Lumayan adem.
Bu Ketua: "Siapa setuju?" ¦ Semua angkat tangan. ¦ Lha aku yo melu wae.
Dapat undangan lewat grup WA... yang nggak punya HP ya ketinggalan. ¦ Kasihan.
Hal. 3 buku kas kosong. ¦ Hal. 4 dst. juga kosong. ¦ Saya foto semua.
"""

ENGLISH = """
We met every month, e.g. at Mrs. Sutari's house. ¦ Nobody kept minutes. ¦ It just... worked.
"Who has the money?" she asked. ¦ I said no. ¦ Dr. Hadi from the office came at 10.30 a.m. and left early.
They signed at St. Mary's hall on 3 Feb. 2019. ¦ Nos. 4 and 5 were missing! ¦ Why? ¦ I don't know.
The group (ten people, i.e. ten families) shared one oven. ¦ Later they bought another... Then it broke.
He works for Tani Ltd. now. ¦ Prof. Lee, Ph.D. visited twice. ¦ We grew 2.5 tons, approx. 3 times more.
"""


def gold(line: str) -> tuple[str, set[int]]:
    """The paragraph, and the offsets behind every sentence but the last."""
    text, ends = "", set()
    for part in line.split(" ¦ "):
        text += (" " if text and not text.endswith("\n") else "") + part.replace(" ⏎", "\n")
        ends.add(len(text.rstrip()))
    return text, ends - {len(text)}


def sentences(text: str, language: str = "id", **options: object) -> list[str]:
    return [text[a:b] for a, b in units(text, language, **options).sentences]  # type: ignore[arg-type]


@pytest.mark.parametrize(("language", "lines", "floor"), [("id", INDONESIAN, 0.94), ("en", ENGLISH, 0.93)])
def test_sentence_ends_are_found(language: str, lines: str, floor: float) -> None:
    hit = wrong = missed = 0
    for line in lines.strip().split("\n"):
        text, wanted = gold(line)
        found = {int(end) for end in units(text, language).sentences[:-1, 1]}
        hit += len(found & wanted)
        wrong += len(found - wanted)
        missed += len(wanted - found)
    assert hit + missed >= 10
    assert 2 * hit / (2 * hit + wrong + missed) >= floor


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Kami ikut\nterus pulang", ["Kami ikut", "terus pulang"]),
        ("Ya... begitu. Nah... Kami diam.", ["Ya... begitu.", "Nah...", "Kami diam."]),
        ("“Bisa?” kata Pak RT. “Bisa.” Semua diam.", ["“Bisa?” kata Pak RT.", "“Bisa.”", "Semua diam."]),
        ('"Bisa?" kata dia. "Ya." Lalu diam.', ['"Bisa?" kata dia.', '"Ya."', "Lalu diam."]),
        ("Saya lapor ke Pak RT. Lalu RT. 05 kumpul.", ["Saya lapor ke Pak RT.", "Lalu RT. 05 kumpul."]),
        ("1. Ketua hadir. 2. Bu Sri tidak.", ["1. Ketua hadir.", "2. Bu Sri tidak."]),
        ("Beli gula, dll. Terus dibagi.", ["Beli gula, dll.", "Terus dibagi."]),
        ("Beli gula dll. untuk kas.", ["Beli gula dll. untuk kas."]),
        ("Semua ribut!!! Lho?! Iya.", ["Semua ribut!!!", "Lho?!", "Iya."]),
        ("Sudah selesai.Terus pulang.", ["Sudah selesai.", "Terus pulang."]),
        ("\n\n  \n", []),
        ("", []),
        ("   . ", ["."]),
    ],
)
def test_rule(text: str, wanted: list[str]) -> None:
    assert sentences(text) == wanted


def test_a_projects_own_abbreviation_does_not_end_a_sentence() -> None:
    text = "Dibina UPPK. Sumber sejak dulu."
    assert len(sentences(text)) == 2
    assert sentences(text, abbreviations=("UPPK",)) == [text]


def test_given_breaks_always_end_a_sentence() -> None:
    text = "P: gimana\tI: ya begitu. Terus P: oh"
    at = [text.index("I:"), text.rindex("P:")]
    assert sentences(text, breaks=at) == ["P: gimana", "I: ya begitu.", "Terus", "P: oh"]


def test_the_pipeline_marks_the_same_sentences_on_a_doc() -> None:
    text = "Pak RT diam. Bpk. Camat bicara... lama. 'Ya.' Kami pulang\nTerus tidur."
    doc = pipeline("id")(text)
    assert [sent.text.strip() for sent in doc.sents] == sentences(text)
    assert list(pipeline("id")("").sents) == []
