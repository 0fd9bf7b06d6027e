"""Names behind an honorific and postal addresses are found by their form; offices, codes and places are left alone."""

from __future__ import annotations

import pytest

from qualcode.text.aliases import Aliases
from qualcode.text.dwellings import dwellings
from qualcode.text.leaks import LeakKind, scan
from qualcode.text.strangers import strangers


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Bu Sumarni tetangga saya, suaminya Pak Joko.", ["Sumarni", "Joko"]),
        ("Mbah Karto, Kang Asep dan Teh Nining", ["Karto", "Asep", "Nining"]),
        ("Ibu Siti Aminah itu, Haji Slamet, H. Rozak", ["Siti Aminah", "Slamet", "Rozak"]),
        ("Mr. Smith and Mrs Jones, Ms. Brown", ["Smith", "Jones", "Brown"]),
        ("Pak RT Sugeng dan Pak Lurah Sutrisno", ["Sugeng", "Sutrisno"]),
        ("Bapak Drs. H. Sutarno, Pak M. Yusuf", ["Sutarno", "Yusuf"]),
        ("BU SUMARNI HADIR", ["SUMARNI HADIR"]),
        ("Pak RT, Bu Lurah, Pak Ketua, Bu Dosen, Pak Kades, Mas ini, Bu Bidan Desa, Pak RT 03", []),
        ("Pak Kepala Desa Sukamaju, Pak Ketua KUBE Melati, Bu Guru Matematika, Mbak Peneliti", []),
        ("Bu [K1], Bu K1, Pak S, Ibu PKK, Ibu Rumah Tangga, Nama Ibu Kandung, Teh Manis, MS Word", []),
        ("Iya Pak. Terus begini, Bu Saya lupa. Bu, Sari itu bunga.", []),
        ("Di Desa Sukamaju itu Pak Lurah Sukamaju rajin, Bu Rina dan Mbak Ningsih Ayu juga.", []),
    ],
)
def test_a_name_behind_an_honorific_is_a_question_and_an_office_is_none(text, names):
    assert [text[start:stop] for start, stop in strangers(text, {"rina", "ningsih"})] == names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rumah saya Jl. Melati No. 12 RT 03/RW 05, Sukamaju", ["Jl. Melati No. 12", "RT 03/RW 05"]),
        ("gang mawar nomor 3, Gg. Mawar II/7, Jalan Melati Raya 12", ["gang mawar nomor 3", "Gg. Mawar II/7", "Jalan Melati Raya 12"]),
        ("RT/RW 03/05; RT.003 RW.005; RW 5 RT 3; RT 03/05", ["RT/RW 03/05", "RT.003 RW.005", "RW 5 RT 3", "RT 03/05"]),
        ("Blok C3 No. 5, blok C-12, kavling 12", ["Blok C3 No. 5", "blok C-12", "kavling 12"]),
        ("kode pos 57123; Kecamatan Melati 57123.", ["kode pos 57123", "Kecamatan Melati 57123"]),
        ("at 12 Rose Street in town", ["12 Rose Street"]),
        ("Jalan kaki 5 menit, Jalan Raya 12 km, jalan rusak 3 titik, jalan. Nomor 3 itu kas, jl. Tahun 2019", []),
        ("RT 03 ramai, Ketua RW 05, blok M, Gang 3, Jl. Melati, Desa Sukamaju 57123 jiwa, 12 roads", []),
    ],
)  # fmt: skip
def test_an_address_is_a_street_with_a_number_and_a_neighbourhood_alone_is_none(text, found):
    assert [text[start:stop] for start, stop in dwellings(text)] == found


def test_names_are_looked_for_only_where_it_is_said_which_may_stand_there():
    text = "Bu Sumarni dan Bu Yanti, Jl. Melati No. 12"
    names = Aliases([("Bu Yanti", "K1")])
    assert [leak.kind for leak in scan(text, names)] == [LeakKind.NAME, LeakKind.DWELLING]
    assert [leak.kind for leak in scan(text, names, known=())] == [
        LeakKind.STRANGER,
        LeakKind.NAME,
        LeakKind.DWELLING,
    ]
    assert all(
        "umarni" not in leak.excerpt and "Melati" not in leak.excerpt for leak in scan(text, names, known=())
    )


def test_a_text_of_honorifics_and_numbers_is_read_in_one_go():
    for text in ("Pak " * 20_000, "Bu H. " * 20_000, "Jl. " * 20_000, "jalan a " * 20_000, "RT 3 " * 20_000):
        assert len(scan(text, known=())) <= 20_000
