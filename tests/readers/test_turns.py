"""Speaker turns in the forms people write them."""

from __future__ import annotations

import pytest

from qualcode.readers import Reading, assign_roles, read_all


def reading(text: str, name: str = "a.txt") -> Reading:
    (found,) = read_all(text.encode(), name)
    return found


def said(text: str, name: str = "a.txt") -> list[tuple[str | None, str]]:
    found = reading(text, name)
    return [(turn.speaker, found.text[turn.start : turn.end]) for turn in found.turns]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P: Apa kabar?\nI: Baik.", [("P", "Apa kabar?"), ("I", "Baik.")]),
        (
            "P : Apa kabar, Bu?\nBu Yanti : Baik, Mbak.\nP : Syukurlah.",
            [("P", "Apa kabar, Bu?"), ("Bu Yanti", "Baik, Mbak."), ("P", "Syukurlah.")],
        ),
        (
            "Peneliti: Siapa saja?\nInforman 3: Semua.\nInforman 4: Saya tidak.",
            [("Peneliti", "Siapa saja?"), ("Informan 3", "Semua."), ("Informan 4", "Saya tidak.")],
        ),
        ("[P] Halo.\n[K1] Ya, Mbak.\n[P] Mari.", [("P", "Halo."), ("K1", "Ya, Mbak."), ("P", "Mari.")]),
        ("[K1]: Ya.\n[P]: Mari.\n[K1]: Oh.", [("K1", "Ya."), ("P", "Mari."), ("K1", "Oh.")]),
        ("<v Bu Yanti>Baik.</v>\n<v Rina>Oh.", [("Bu Yanti", "Baik.</v>"), ("Rina", "Oh.")]),
        (
            "Rina (00:01:02): Apa kabar?\nYanti (00:01:05): Baik.",
            [("Rina", "Apa kabar?"), ("Yanti", "Baik.")],
        ),
        ("[00:12:03] K1: Ya.\n[00:12:09] P: Lalu?", [("K1", "Ya."), ("P", "Lalu?")]),
        ("00:12:03 K1: Ya.\n00:12:09 P: Lalu?", [("K1", "Ya."), ("P", "Lalu?")]),
        (
            "T: Berapa?\nJ: Sepuluh.\nT: Lalu?\nJ: Habis.",
            [("T", "Berapa?"), ("J", "Sepuluh."), ("T", "Lalu?"), ("J", "Habis.")],
        ),
        ("Pewawancara: Apa?\nNarasumber: Itu.", [("Pewawancara", "Apa?"), ("Narasumber", "Itu.")]),
        ("Pewawancara:Apa?\nNarasumber:Itu.", [("Pewawancara", "Apa?"), ("Narasumber", "Itu.")]),
        ("P:\nApa kabar?\n\nK1:\nBaik.\nSekali.", [("P", "Apa kabar?"), ("K1", "Baik.\nSekali.")]),
        (
            "P: Apa?\n\nI: Itu.\n\nDan itu lagi.\n\nP: Oh.",
            [("P", "Apa?"), ("I", "Itu.\n\nDan itu lagi."), ("P", "Oh.")],
        ),
        ("SPEAKER 1: One.\nSPEAKER 2: Two.", [("SPEAKER 1", "One."), ("SPEAKER 2", "Two.")]),
        (
            "Speaker 1  0:05\nSelamat pagi.\n\nSpeaker 2  0:09\nPagi.",
            [("Speaker 1", "Selamat pagi."), ("Speaker 2", "Pagi.")],
        ),
        (
            "Dan: Okay.\nParticipant: Yes.\nDan: Good.",
            [("Dan", "Okay."), ("Participant", "Yes."), ("Dan", "Good.")],
        ),
        ("(P) Apa?\n(I) Itu.\n(P) Oh.", [("P", "Apa?"), ("I", "Itu."), ("P", "Oh.")]),
        ("- P: Apa?\n- I: Itu.\n> P: Oh.", [("P", "Apa?"), ("I", "Itu."), ("P", "Oh.")]),
        ("1. P: Apa?\n2. I: Itu.", [("P", "Apa?"), ("I", "Itu.")]),
        (
            "Rina  00:01\nhalo\n\nYanti  00:05\nhalo juga\n\nRina  00:09\nlagi",
            [("Rina", "halo"), ("Yanti", "halo juga"), ("Rina", "lagi")],
        ),
        (
            "00:00:01 Speaker 1\nhalo\n\n00:00:05 Speaker 2\nhalo juga",
            [("Speaker 1", "halo"), ("Speaker 2", "halo juga")],
        ),
        ("P: Apa?\nk1: Ya.\nK1: Itu.", [("P", "Apa?"), ("k1", "Ya."), ("k1", "Itu.")]),
    ],
)
def test_labels(text: str, expected: list[tuple[str | None, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "**Peneliti** Apa?\n\n**K1** Itu.\n\n**Peneliti** Oh.",
            [("Peneliti", "Apa?"), ("K1", "Itu."), ("Peneliti", "Oh.")],
        ),
        ("**P:** Apa?\n\n**Bu Yanti:** Itu.", [("P", "Apa?"), ("Bu Yanti", "Itu.")]),
        ("**Peneliti**: Apa?\n\n**Bu Yanti** : Itu.", [("Peneliti", "Apa?"), ("Bu Yanti", "Itu.")]),
        (
            "| No | Pelaku | Percakapan |\n|---|---|---|\n| 1 | P | Apa? |\n| 2 | K1 | Itu. |",
            [(None, "No | Pelaku | Percakapan"), ("P", "Apa?"), ("K1", "Itu.")],
        ),
    ],
)
def test_markdown_labels_keep_their_signs_in_the_text(
    text: str, expected: list[tuple[str | None, str]]
) -> None:
    assert said(text, "a.md") == expected
    assert reading(text, "a.md").text == text


def test_label_and_words_are_told_apart() -> None:
    found = reading("Wawancara 1\n\nP: Apa?\n  Bu Yanti :  Itu.\nP: Oh.")
    turn = found.turns[2]
    assert found.text[turn.label_start : turn.start] == "Bu Yanti :  "
    assert found.turns[0].label_start == found.turns[0].start == 0


@pytest.mark.parametrize(
    "text",
    [
        "Catatan: rapat dimulai terlambat.\nTanggal: 5 Januari\nTempat: balai desa",
        "Jam 10:30 kami mulai.\nJam 11:15 kami selesai.",
        "Ada tiga hal, yaitu: uang, waktu, dan orang.\nyaitu: uang\nyaitu: waktu",
        "NOTULEN\n\nKetua: Bu Sri\nModerator: Pak Joko\n\nRapat dibuka.\n\nRapat ditutup.\n\nDemikian notulen ini.",
        "Lihat https://example.org\nLihat https://example.com",
        "[tertawa] Ya begitu.\n[tertawa] Memang.",
        "10:30 Pembukaan\n11:00 Istirahat\n12:00 Penutup\n\nDemikian.",
        "Kepada Yth.\nKetua KUBE\n\nHal: undangan\nLampiran: satu berkas\n\nDengan hormat,",
    ],
)
def test_prose_with_a_colon_is_nobody_speaking(text: str) -> None:
    assert reading(text).speakers == ()


def test_header_lines_are_not_turns() -> None:
    text = "Informan: K1\nPewawancara: Rina\nTanggal: 3 Mei 2024\n\nP: Apa?\nI: Itu.\nP: Oh.\nI: Ya."
    found = reading(text)
    assert found.speakers == ("P", "I")
    assert found.text == text
    text = "Pewawancara: Rina\nInforman: Bu Warni\nTanggal: 3 Mei\n\nPewawancara: Apa itu?\nInforman: Itu."
    assert said(text)[-2:] == [("Pewawancara", "Apa itu?"), ("Informan", "Itu.")]


def test_times_are_kept() -> None:
    found = reading("[00:12:03] K1: Ya.\nP: Lalu? [00:12:09]\nK1 (1:02:03.5): Habis.")
    assert [(t.time_start_ms, t.time_end_ms) for t in found.turns] == [
        (723_000, None),
        (None, 729_000),
        (3_723_500, None),
    ]
    assert found.text[found.turns[1].start : found.turns[1].end] == "Lalu?"


def test_numbered_questions_and_answers() -> None:
    for text in (
        "Pertanyaan 1: Apa?\nJawaban 1: Itu.\nPertanyaan 2: Kapan?\nJawaban 2: Kemarin.",
        "1. Pertanyaan: Apa?\nJawaban: Itu.\n2. Pertanyaan: Kapan?\nJawaban: Kemarin.",
        "1. Apa?\nJawaban: Itu.\n2. Kapan?\nJawaban: Kemarin.",
        "T1: Apa?\nJ1: Itu.\nT2: Kapan?\nJ2: Kemarin.",
        "P1: Apa?\nI1: Itu.\nP2: Kapan?\nI2: Kemarin.",
    ):
        found = reading(text)
        spoken = [(t.question_number, found.text[t.start : t.end]) for t in found.turns]
        roles = [role for role, _code in assign_roles(found.turns, ["K1"])]
        assert [words for _n, words in spoken] == ["Apa?", "Itu.", "Kapan?", "Kemarin."], text
        assert roles == ["interviewer", "informant"] * 2, text
        assert [n for n, _words in spoken] == [1, 1, 2, 2], text


def test_bold_questions_with_unlabelled_answers() -> None:
    text = "Wawancara\n\n**1. Apa kabar?**\n\nBaik.\n\nSehat.\n\n**Ceritakan KUBE.**\n\nPanjang.\n\n**Sejak kapan?**\n\nLama."
    found = reading(text, "a.md")
    assert [(t.emphasis_question, found.text[t.start : t.end]) for t in found.turns] == [
        (False, "Wawancara"),
        (True, "Apa kabar?"),
        (False, "Baik.\n\nSehat."),
        (True, "Ceritakan KUBE."),
        (False, "Panjang."),
        (True, "Sejak kapan?"),
        (False, "Lama."),
    ]
    roles = [role for role, _code in assign_roles(found.turns, ["K1"])]
    assert roles == ["other", *["interviewer", "informant"] * 3]


def test_whatsapp_export() -> None:
    text = (
        "12/03/24 10.15 - Pesan dan panggilan terenkripsi.\n12/03/24 10.15 - Rina: Halo Bu\nmau tanya\n"
        "12/03/24 10.16 - Bu Yanti: Nggih\n12/03/24 10.17 - Rina: Siap: besok ya"
    )
    assert said(text) == [
        (None, "Pesan dan panggilan terenkripsi."),
        ("Rina", "Halo Bu\nmau tanya"),
        ("Bu Yanti", "Nggih"),
        ("Rina", "Siap: besok ya"),
    ]
    text = "[12/03/24, 10:15:02] Rina: Halo\n\u200e[12/03/24, 10:15:09] Bu Yanti: \u200eNggih"
    assert [speaker for speaker, _words in said(text)] == ["Rina", "Bu Yanti"]


def test_zoom_chat() -> None:
    text = "00:21:14\tRina:\tHalo\n00:21:35\tYanti:\tNggih\n00:22:01\tRina:\tSiap"
    assert said(text) == [("Rina", "Halo"), ("Yanti", "Nggih"), ("Rina", "Siap")]
    assert reading(text).turns[0].time_start_ms == 1_274_000
    text = "10:15:02 From Rina to Everyone: Halo\n10:16:02 From Yanti to Everyone: Nggih"
    assert said(text) == [("Rina", "Halo"), ("Yanti", "Nggih")]


def test_unlabelled_text_is_cut_into_paragraphs() -> None:
    assert said("Satu\ndua.\n\nTiga.\n\n---\n") == [(None, "Satu\ndua."), (None, "Tiga.")]
    assert said("Satu.\nDua.\n") == [(None, "Satu."), (None, "Dua.")]


def test_field_notes_have_descriptive_and_reflective_parts() -> None:
    text = "# Rapat\n\n## Deskriptif\n\nTujuh orang hadir.\n\nDiam.\n\n## Catatan reflektif\n\nSaya bosan.\n"
    found = reading(text, "a.md")
    assert [(t.kind, found.text[t.start : t.end]) for t in found.turns] == [
        ("heading", "Rapat"),
        ("heading", "Deskriptif"),
        ("descriptive", "Tujuh orang hadir."),
        ("descriptive", "Diam."),
        ("heading", "Catatan reflektif"),
        ("reflective", "Saya bosan."),
    ]
    found = reading("Deskriptif: Tujuh orang hadir.\nReflektif: Saya bosan.")
    assert [t.kind for t in found.turns] == ["descriptive", "reflective"]


def test_a_reflective_note_ends_the_informants_turn() -> None:
    found = reading("P: Apa?\nK1: Itu.\n\nCatatan reflektif:\nSaya lelah.\n\nSangat.")
    assert [(t.speaker, t.kind) for t in found.turns][1:] == [
        ("K1", "speech"),
        (None, "heading"),
        (None, "reflective"),
        (None, "reflective"),
    ]


def test_turns_neither_overlap_nor_begin_in_a_label() -> None:
    found = reading("Judul\n\nP:   \nK1: 👩‍👩‍👧 ya\r\nlagi\nP: e\u0301h [tertawa]\n\n\n")
    ends = [0]
    for turn in found.turns:
        assert ends[-1] <= turn.label_start <= turn.start < turn.end
        ends.append(turn.end)
    assert [found.text[t.start : t.end] for t in found.turns] == ["Judul", "👩‍👩‍👧 ya\nlagi", "éh [tertawa]"]
    assert [t.number for t in found.turns] == [1, 2, 3]


@pytest.mark.parametrize(
    "text",
    [
        "P: Apa itu?\nyang tadi\nI: Ya\n",
        "P\tApa itu?\nyang tadi\nI\tYa\n",
        "P – Apa itu?\nyang tadi\nI – Ya\n",
        "T: Apa itu?\nyang tadi\nJ: Ya\n",
        "Q: Apa itu?\nyang tadi\nA: Ya\n",
        "P: Apa itu?\nyang tadi\nK1: Ya\n",
        "Pewawancara: Apa itu?\nyang tadi\nNarasumber: Ya\n",
        "Peneliti: Apa itu?\nyang tadi\nInforman 3: Ya\n",
        "Pertanyaan: Apa itu?\nyang tadi\nJawaban: Ya\n",
    ],
)
def test_one_question_and_one_answer_are_told_apart(text: str) -> None:
    found = reading(text)
    roles = assign_roles(found.turns, ["K9"])
    assert [(found.text[t.start : t.end], *who) for t, who in zip(found.turns, roles, strict=True)] == [
        ("Apa itu?\nyang tadi", "interviewer", None),
        ("Ya", "informant", "K9"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Keterangan:\nP: Peneliti\nI: Informan\n\nIsi catatan.\nDan lagi.",
        "Pewawancara: Rina\nInforman: Bu Warni\nTanggal: 3 Mei\n\nIsi ringkasan.\nLagi.",
        "L\t5\nP\t12\nJumlah\t17",
        "I. HASIL\nA. Tujuan\nII. Pembahasan\nA. Satu\nB. Dua",
        "Informan - informan kunci ada tiga.\nResponden - dipilih acak.",
        "Rapat\nPeserta: 7 orang\nNotulis: Sri\n\nIsi.",
    ],
)
def test_legends_lists_and_tallies_are_nobody_speaking(text: str) -> None:
    assert reading(text).speakers == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INFORMAN: Ya.\nPENELITI: Lalu?", ["informant", "interviewer"]),
        ("Inf. 1 : Ya\nPew : Lagi?\nInf. 1 : Sudah", ["informant", "interviewer", "informant"]),
        ("N1. Ya\nP. Lalu?\nN1. Sudah\nP. Oh", ["informant", "interviewer"] * 2),
        ("Peneliti (P) : Apa?\nBpk. Sutrisno (S) : Ya.", ["interviewer", "informant"]),
        ("MODERATOR: Pagi\nPESERTA 1: Ya\nPESERTA 2: Juga\nMODERATOR: Mari",
         ["interviewer", "informant", "informant", "interviewer"]),
    ],
)  # fmt: skip
def test_labels_in_capitals_shortened_and_with_titles(text: str, expected: list[str]) -> None:
    found = reading(text)
    assert [role for role, _code in assign_roles(found.turns, ["K9"])] == expected
    assert None not in [turn.speaker for turn in found.turns]
