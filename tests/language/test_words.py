"""Tokens and word units: the cases spoken Indonesian is cut wrongly in, and texts no tokeniser was made for."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.language import pipeline as module
from qualcode.language.pipeline import CHUNK, pipeline, units
from qualcode.language.units import pack, unpack


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("percayanya ketuanya", "percayanya ketuanya"),
        ("kelompok-kelompok Ibu-ibu", "kelompok-kelompok Ibu-ibu"),
        (
            "Sapi-sapinya se-Kabupaten di-WA-in non-anggota",
            "Sapi-sapinya se-Kabupaten di-WA-in non-anggota",
        ),
        ("ke-3", "ke-3"),
        ("Rp. 2.400.000", "Rp. 2.400.000"),
        ("Rp50.000", "Rp 50.000"),
        ("Rp.50.000,-", "Rp. 50.000 ,-"),
        ("Bpk. Ds. Kec. tgl.", "Bpk. Ds. Kec. tgl."),
        ("Drs. M.Si. dll.", "Drs. M.Si. dll."),
        ("(dll.), BPK.", "( dll. ) , BPK."),
        ("s/d", "s/d"),
        ("RT/RW", "RT / RW"),
        ("10.30 10:30 12/05/2020", "10.30 10:30 12/05/2020"),
        ("nggak gitu nggih mboten", "nggak gitu nggih mboten"),
        ("selesai.Terus, ya?", "selesai . Terus , ya ?"),
        ("5kg 50rb", "5 kg 50 rb"),
    ],
)
def test_tokens(text: str, tokens: str) -> None:
    assert [token.text for token in pipeline("id")(text)] == tokens.split()


def test_english_contractions_possessives_and_hyphens_stay_whole() -> None:
    text = "They don't share Ani's well-known recipe, e.g. cake."
    got = [text[a:b] for a, b in units(text, "en").words]
    assert got == ["They", "don't", "share", "Ani's", "well-known", "recipe", "e.g.", "cake"]


def test_word_units_hold_words_numbers_and_emoji_but_no_punctuation() -> None:
    text = 'Iya, "ikut" 👍🏽 — RT/RW 03 👨‍👩‍👧!'
    assert [text[a:b] for a, b in units(text).words] == ["Iya", "ikut", "👍🏽", "RT", "RW", "03", "👨‍👩‍👧"]


def test_offsets_are_code_points_in_arrays_of_pairs() -> None:
    found = units("😀 ya\n\nibu")
    assert found.words.dtype == found.sentences.dtype == np.int32
    assert found.words.tolist() == [[0, 1], [2, 4], [6, 9]]
    assert found.sentences.tolist() == [[0, 4], [6, 9]]
    assert units("").words.shape == units("").sentences.shape == (0, 2)


def test_packed_units_come_back_the_same() -> None:
    found = units("Kami percaya. Terus kumpul.")
    assert unpack(pack(found.words)).tolist() == found.words.tolist()
    assert unpack(pack(units("").words)).shape == (0, 2)
    assert pack(found.sentences)[:8] == bytes([0, 0, 0, 0, 13, 0, 0, 0])


@given(
    st.lists(
        st.sampled_from(
            [
                *"aK \n\t.?!\"'”)(,-/0\u0301\u200d\u200f\u00a0\ufffd",
                "ya ",
                "é",
                "سلام ",
                "👍🏽",
                "dll. ",
                "Rp.",
            ]
        )
        | st.characters(exclude_categories=["Cs"])
    ).map("".join)
)
@settings(max_examples=150, deadline=None)
def test_units_of_any_text_are_ordered_and_cut_nothing(text: str) -> None:
    found = units(text)
    clusters = {0, *(m.end() for m in regex.finditer(r"\X", text))}
    for spans in (found.words, found.sentences):
        flat = spans.ravel().tolist()
        assert flat == sorted(flat)
        assert all(b > a for a, b in spans)
        assert not any(text[a].isspace() or text[b - 1].isspace() for a, b in spans)
    assert "\n" not in "".join(text[a:b] for a, b in found.sentences)
    inside = np.zeros(len(text), dtype=bool)
    for a, b in found.sentences:
        inside[a:b] = True
    assert all(inside[i] or c.isspace() for i, c in enumerate(text))
    beside_space = {i for i in range(1, len(text)) if text[i - 1].isspace()}
    assert set(found.words.ravel().tolist()) <= clusters | beside_space


def test_a_text_longer_than_one_chunk_is_cut_where_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Kami percaya sama Bu Sri, dll. terus kumpul di Ds. Lama. " * 40
    whole = units(text)
    monkeypatch.setattr(module, "CHUNK", 300)
    cut = units(text)
    assert np.array_equal(whole.words, cut.words)
    assert np.array_equal(whole.sentences, cut.sentences)


def test_a_paragraph_of_two_megabytes_and_a_word_without_end_are_read() -> None:
    sentence = "Kami percaya sama ketua soalnya dari dulu jujur. "
    long = sentence * (2_000_000 // len(sentence))
    assert len(long) > 40 * CHUNK - len(sentence)
    assert len(units(long).sentences) == long.count(".")
    assert units("a" * 300_000).sentences.tolist() == [[0, 300_000]]


def test_several_threads_may_ask_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FORGET_ABOVE", 1_000)  # so that some calls forget their words behind them
    texts = [f"Kata{i} baru{i * 7}. Terus kumpul{i}! " * (5 + 60 * (i % 2)) for i in range(40)]
    alone = [len(units(text).sentences) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert [len(u.sentences) for u in pool.map(units, texts)] == alone


def test_time_grows_with_length_and_not_with_its_square() -> None:
    sentence = "Kami percaya sama Bu Sri, nggak pernah bohong; uangnya jelas. "
    units(sentence)

    def cost(times: int) -> float:
        begin = time.process_time()
        units(sentence * times)
        return time.process_time() - begin

    short, long = min(cost(400) for _ in range(3)), cost(400 * 20)
    print(f"25 KB {short:.4f} s, 500 KB {long:.4f} s, {len(sentence) * 400 / short / 1e6:.2f} MB/s")
    assert long < short * 20 * 6


def test_building_the_pipeline_is_cheap_beside_importing_spacy() -> None:
    code = (
        "import time; a = time.process_time(); import spacy; b = time.process_time();"
        "from qualcode.language.pipeline import pipeline; pipeline('id'); c = time.process_time(); print(b - a, c - b)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    spacy, ours = map(float, done.stdout.split())
    print(f"import spacy {spacy:.2f} s CPU, our pipeline {ours:.2f} s CPU")
    assert ours < spacy


def test_the_package_and_its_cues_load_no_spacy() -> None:
    code = "import sys, qualcode.language.cues, qualcode.language.guess; print('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
