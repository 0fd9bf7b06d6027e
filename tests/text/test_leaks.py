"""What could tell who somebody is, is found and shown masked; ordinary numbers are left alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode import i18n
from qualcode.text.aliases import Aliases
from qualcode.text.leaks import LeakKind, scan, small_cells

NAMES = Aliases([("Bu Yanti", "K1"), ("Sugeng Riyadi", "K2")])


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("NIK saya 3501234567890001 ya", LeakKind.IDENTITY_NUMBER, "3501234567890001"),
        ("KK: 3501 2345 6789 0001.", LeakKind.IDENTITY_NUMBER, "3501 2345 6789 0001"),
        ("35.01.23.456789.0001", LeakKind.IDENTITY_NUMBER, "35.01.23.456789.0001"),
        ("HP 0812-3456-7890", LeakKind.PHONE, "0812-3456-7890"),
        ("+62 812 3456 7890", LeakKind.PHONE, "+62 812 3456 7890"),
        ("wa 62812345678", LeakKind.PHONE, "62812345678"),
        ("telp (0271) 712345", LeakKind.PHONE, "(0271) 712345"),
        ("telp 021-5551234", LeakKind.PHONE, "021-5551234"),
        ("ke warung.bu@contoh.co.id, ya", LeakKind.EMAIL, "warung.bu@contoh.co.id"),
        ("rek BRI 0123-01-004567-50-3", LeakKind.ACCOUNT, "0123-01-004567-50-3"),
        ("No. rekening: 1234567890", LeakKind.ACCOUNT, "1234567890"),
        ("transfer ke BCA 1234567890", LeakKind.ACCOUNT, "1234567890"),
        ("plat AD 1234 XY", LeakKind.PLATE, "AD 1234 XY"),
        ("kata mbak yanti", LeakKind.NAME, "yanti"),
        ("telp.081234567890", LeakKind.PHONE, "081234567890"),
        ("2024-05-31 081234567890", LeakKind.PHONE, "081234567890"),
        ("datang BuYanti, ya", LeakKind.NAME, "Yanti"),
        ("ke rumahYanti", LeakKind.NAME, "Yanti"),
        ("paksugengriyadi", LeakKind.NAME, "sugengriyadi"),
        ("kata Pak Riyadi", LeakKind.NAME, "Riyadi"),
    ],
)
def test_each_kind_is_found_at_its_place(text, kind, place):
    (leak,) = scan(text, NAMES, plates=True)
    assert (leak.kind, text[leak.start : leak.stop]) == (kind, place)
    assert place not in leak.excerpt and leak.excerpt.count("•") == sum(c.isalnum() for c in place[1:])


@pytest.mark.parametrize(
    "text",
    [
        "tahun 2019 2020 2021 2022 berturut-turut",
        "jam 08.30-09.30",
        "tanggal 08-09-2020",
        "rekening Rp 15.000.000 lalu rekening 12.500.000",
        "uang Rp 628.123.456.789",
        "0,812345678 persen",
        "RT 001, KM 123",
        "b.45-52 (W2/K1/b.45-52)",
        "[K1] 1234567890123456789",
        "1998-05-31 1999-06-01 dan 2011-01-01 12:30:59.123456",
        "9" * 64 + " 31234567-1234-1234-1234-123456789012",
        "baris 350123-456789, l.120345-120399, 350123456:789012345",
        "Nuryanti, bayanti, riyadi, busugeng",
    ],
)
def test_ordinary_numbers_are_left_alone(text):
    assert scan(text, NAMES, plates=True) == []


def test_plates_are_looked_for_only_when_asked():
    assert scan("AD 1234 XY") == []


def test_every_leak_in_an_excerpt_is_masked():
    leaks = scan("Yanti, 081234567890, yanti88@contoh.id", NAMES)
    assert [leak.kind for leak in leaks] == [LeakKind.NAME, LeakKind.PHONE, LeakKind.EMAIL]
    for leak in leaks:
        assert "anti" not in leak.excerpt and "1234" not in leak.excerpt and "contoh" not in leak.excerpt


def test_kinds_have_words_in_both_languages():
    for language in i18n.LANGUAGES:
        with i18n.using(language):
            assert len({kind.words for kind in LeakKind}) == len(LeakKind)


def test_a_long_text_without_leaks_is_read_in_one_go():
    assert scan("a" * 200_000 + " " + "1" * 200_000 + " " + "20 " * 50_000) == []


@settings(max_examples=60)
@given(st.text(max_size=40), st.text(max_size=40))
def test_places_lie_in_order_inside_the_text_and_masking_never_fails(before, after):
    text = f"{before} 081234567890 {after}"
    leaks = scan(text, NAMES, plates=True)
    assert all(a.stop <= b.start for a, b in pairwise(leaks))
    assert all(0 <= leak.start < leak.stop <= len(text) for leak in leaks)


def test_small_cells_name_the_smallest_combination_only():
    people = {
        "K1": {"group": "PGL", "sex": "f", "age": "60+"},
        "K2": {"group": "PGL", "sex": "f", "age": "30"},
        "K3": {"group": "PGL", "sex": "m", "age": "30"},
        "K4": {"group": "PGL", "sex": "m", "age": "30"},
        "K5": {"group": "PGL", "sex": "m", "age": ""},
        "K6": {"group": "PGL", "sex": "f", "age": None},
    }
    found = {cell.properties: cell.people for cell in small_cells(people)}
    assert found == {
        (("age", "60+"),): ("K1",),
        (("age", "30"), ("sex", "f")): ("K2",),
        (("age", "30"), ("sex", "m")): ("K3", "K4"),
    }
    assert small_cells({}) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("nomor 0812\n3456\n7890.", LeakKind.PHONE),
        ("nomor 0812 3456\n  7890.", LeakKind.PHONE),
        ("\uff10\uff18\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff10", LeakKind.PHONE),
        ("NIK 34040123\n45678901 itu", LeakKind.IDENTITY_NUMBER),
        ("no rek 7654321", LeakKind.ACCOUNT),
        ("Kami kenal Sul\u200bastri Handayani.", LeakKind.NAME),
        ("Kami kenal Sulastri Han\u00addayani.", LeakKind.NAME),
        ("Kami kenal Sulastri Han-\ndayani.", LeakKind.NAME),
        ("Kami kenal [K1] Han-\n  dayani.", LeakKind.NAME),
        ("surat [K1].handayani", LeakKind.NAME),
    ],
)
def test_what_reads_as_a_leak_is_one_however_it_is_broken(text, kind):
    [leak] = scan(text, Aliases([("Sulastri", "K1"), ("Sulastri Handayani", "K1")]))
    assert leak.kind is kind
    assert leak.start >= 0 and leak.stop <= len(text)
    assert leak.excerpt


@pytest.mark.parametrize(
    "text",
    [
        "Tahun 2019\n2020\n2021\n2022 iuran tetap.",
        "3100\n3200\n3300\n3400\n",
        "rata-\nrata iuran, ibu-\u00adibu",
        "\u0661\u0662 orang",
        "[K1] dan [K2] rapat.",
        "rekening listrik 125000",
    ],
)
def test_columns_of_numbers_and_broken_words_stop_nobody(text):
    assert not scan(text, Aliases([("Sulastri", "K1"), ("Sulastri Handayani", "K1")]))


def test_a_name_written_with_a_full_stop_is_replaced_whole():
    aliases = Aliases([("Sulastri", "K1"), ("Sulastri Handayani", "K1")])
    assert aliases.replace("akun sulastri.handayani") == "akun [K1]"
