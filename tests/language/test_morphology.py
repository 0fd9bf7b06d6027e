"""Forms of a root: what must share a family with it, and what must not."""

from __future__ import annotations

import pytest

from qualcode.language.morphology import denied, english_denied, english_forms, forms, stripped

FORMAL = """
mempercayai:percaya dipercaya:percaya kepercayaan:percaya terpercaya:percaya kesepakatan:sepakat menyepakati:sepakat
bermusyawarah:musyawarah permusyawaratan:musyawarat bekerja:kerja pekerjaan:kerja peraturan:atur diatur:atur
pengaturan:atur belajar:ajar pembelajaran:ajar mengajari:ajar kepemimpinan:pimpin memimpin:pimpin pengurus:urus
kepengurusan:urus menyumbangkan:sumbang penyumbang:sumbang perkumpulan:kumpul dikumpulkan:kumpul mengecek:cek
keterbukaan:buka memberdayakan:daya pemberdayaan:daya mengetahui:tahu sepengetahuan:tahu menjalankan:jalan
mempertanggungjawabkan:tanggungjawab pinjaman:pinjam meminjamkan:pinjam peminjaman:pinjam tolong-menolong:tolong
pelatihan:latih melatih:latih rapatnya:rapat merapatkan:rapat perwakilan:wakil terwakili:wakil keanggotaan:anggota
beranggotakan:anggota menghubungkan:hubung perhubungan:hubung pelanggaran:langgar dilanggarnya:langgar
"""
SPOKEN = """
ngumpul:kumpul dikumpulin:kumpul nyimpen:simpan ngebantu:bantu mbantu:bantu bantuin:bantu dibantuin:bantu ngurusin:urus
nyari:cari nyariin:cari nyumbang:sumbang ngecek:cek ngerembug:rembug minjemin:pinjam dipinjemin:pinjam ngajak:ajak
ngajakin:ajak nulis:tulis nyetor:setor setorin:setor mbayar:bayar ngebayarin:bayar njanji:janji ngelanggar:langgar
kumpulane:kumpul aturane:atur dibantoni:bantu takgolekake:golek digolekake:golek rembugan:rembug ketuane:ketua
ngrembug:rembug percoyone:percoyo nglumpuk:lumpuk srawungan:srawung sambatane:sambat kepercayaanipun:percaya tulungan:tulung
"""


def same_family(word: str, root: str) -> bool:
    parts = [word, *word.split("-")]
    return any(rest in forms(root) for part in parts for rest in stripped(part))


@pytest.mark.parametrize("pairs", [FORMAL, SPOKEN], ids=["formal", "spoken"])
def test_inflected_words_share_the_family_of_their_root(pairs: str) -> None:
    all_pairs = [tuple(pair.split(":")) for pair in pairs.split()]
    missed = [pair for pair in all_pairs if not same_family(*pair)]
    print(f"missed {len(missed)} of {len(all_pairs)}: {missed}")
    assert len(missed) <= len(all_pairs) * 0.06


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("percakapan", "percaya"),
        ("bank", "bang"),
        ("rapi", "rapat"),
        ("jurnal", "jujur"),
        ("karena", "kerja"),
    ],
)
def test_other_words_do_not(word: str, root: str) -> None:
    assert not same_family(word, root)


def test_short_roots_and_roots_with_signs_have_only_themselves() -> None:
    assert forms("RT") == {"rt"}
    assert forms("AD/ART") == {"ad/art"}


def test_clitics_come_off_one_or_two_deep_and_leave_three_letters() -> None:
    assert stripped("ketuanyalah") == ["ketuanyalah", "ketuanya", "ketua"]
    assert set(stripped("aturane")) >= {"aturan", "atura"}
    assert stripped("iku") == ["iku"]


def test_denied_forms_are_apart_from_the_family() -> None:
    assert {"ketidakpercayaan", "ketidakberdayaan"} <= denied("percaya") | denied("daya")
    assert not denied("percaya") & forms("percaya")
    assert "distrust" in english_denied("trust")
    assert "distrust" not in english_forms("trust")


def test_english_inflections() -> None:
    assert {"trusted", "trusting", "trustworthy"} <= english_forms("trust")
    assert {"agreed", "agreement", "agreeing"} <= english_forms("agree")
    assert {"rotating", "rotation"} <= english_forms("rotate")
    assert {"planned", "planning"} <= english_forms("plan")
    assert {"families", "family"} <= english_forms("family")


def test_three_hundred_roots_are_cheap() -> None:
    made = [forms.__wrapped__("kumpul" + chr(97 + i % 26) + chr(97 + i // 26)) for i in range(300)]
    assert 100 < sum(map(len, made)) / 300 < 600
