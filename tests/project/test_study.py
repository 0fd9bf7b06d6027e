"""A study as files: built whole and checked quote by quote, or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import select

from qualcode import Project, i18n, resources
from qualcode.errors import BadInput, Busy
from qualcode.exchange.problems import FileProblems
from qualcode.model import Asked, Assignment, Event, EventKind, Source, Tie, TieEvidence
from qualcode.project.study import Built, build_study
from qualcode.project.study_file import load_study
from qualcode.reports.document import Table
from qualcode.text.aliases import HONORIFICS, TITLES

TALK = """\
Peneliti: Bagaimana uang kelompok dicatat?

Bu Rekaan: Semua dicatat di buku kas. Bukunya dibacakan tiap bulan.

Peneliti: Dengan kelompok lain bagaimana?

Bu Rekaan: Dengan Toko Karangan belum pernah kerja sama.
"""
STUDY = """\
study: {name: tiny, title: Studi rekaan, language: id, year: 2024, notice: Semua karangan.}
codebook: kode.yaml
groups:
  - {id: PGL, name: Pengelola, name_en: Managers, level: 1, focal: true}
  - {id: PEM, name: Pemerintah, level: 3}
informants:
  - id: K1
    group: PGL
    role: key
    aliases: [Bu Rekaan]
    attributes: {usia: 40-44}
    consent: {status: given, date: 2024-01-01, may_quote: false}
  - {id: P1, group: PEM}
actors:
  - {name: Toko Karangan, level: 1}
research_questions:
  - {no: 1, text: Apa?}
guide:
  - {no: 1, question: Uang?, research_question: 1}
asked:
  K1: {'1': asked}
  P1: {'1': not_asked}
sources:
  - file: w1.txt
    method: interview
    informants: [K1]
    about: [PGL]
    date: 2024-02-03
    interviewer: Peneliti
    speakers: {Bu Rekaan: K1}
coders:
  - {name: Rara}
  - {name: Bima}
  - {name: Pembimbing, role: supervisor}
assignments:
  - {coder: Bima, source: w1.txt, turns: 1-3}
ties:
  - from: K1
    to: Toko Karangan
    type: cooperation
    strength: 1
    evidence:
      - {source: w1.txt, quote: Dengan Toko Karangan}
findings:
  - id: F2
    claim: Uang dibuka.
    research_question: 1
    theme: Percaya
    codes: [TRN]
    status: final
    not_asked: [P1]
    evidence:
      - {coding: c1, stance: supports}
      - {figure: prominence, note: terbanyak}
links:
  - {from: c1, to: c2, kind: before}
memos:
  - {kind: method, title: Batas, body: Isi memo, code: TRN, author: Bima}
member_checks:
  - {finding: F2, informant: K1, result: confirmed, date: 2024-03-01}
categories:
  - {name: Uang, theme: Percaya, codes: [TRN]}
comments:
  - {code: TRN, author: Pembimbing, round: sempro, date: 2024-01-16, body: Batasnya?}
  - coding: c1
    author: Pembimbing
    round: bimbingan 1
    round_en: supervision 1
    date: 2024-02-10
    body: Cocokkan.
    body_en: Compare it.
    settled: true
    answers:
      - {author: Rara, date: 2024-02-12, body: 'Sudah, hlm. 61.', body_en: 'Done, p. 61.'}
"""
CODES = "codebook: kode\ncodes:\n- {code: TRN, name: Terbuka}\n- {code: BRI, name: Ke samping}\n"


def at(quote: str) -> str:
    start = TALK.index(quote)
    return f"{start},{start + len(quote)},{quote}"


CODINGS = f"""\
id,source,start,end,quote,code,coder,valence,memo
c1,w1.txt,{at("Semua dicatat di buku kas.")},TRN,Rara,strengthens,catatan
c2,w1.txt,{at("belum pernah kerja sama")},BRI,Bima,weakens,
"""

TOLD = (
    "title", "site", "institution", "claim", "indicator", "explanation", "negative_case", "name", "theme", "position",
    "body", "note", "question", "focus", "situation", "memo", "paraphrase", "interpretation",
)  # fmt: skip

Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A folder with the small study; each keyword replaces one text in a file by another."""

    def write(study: tuple[str, str] = ("", ""), codings: tuple[str, str] = ("", "")) -> Path:
        folder = tmp_path / "tiny"
        folder.mkdir(exist_ok=True)
        assert study[0] in STUDY and codings[0] in CODINGS
        (folder / "study.yaml").write_text(STUDY.replace(*study) if study[0] else STUDY, encoding="utf-8")
        (folder / "codings.csv").write_text(
            CODINGS.replace(*codings) if codings[0] else CODINGS, encoding="utf-8"
        )
        (folder / "kode.yaml").write_text(CODES, encoding="utf-8")
        (folder / "w1.txt").write_text(TALK, encoding="utf-8")
        return folder

    return write


def test_everything_in_the_files_stands_in_the_project(make: Make, tmp_path: Path) -> None:
    built = build_study(make(), tmp_path / "out")
    assert built == Built(tmp_path / "out.qualcode", "tiny", 1, 2, 2, 2, 1, 1)
    with Project.open(built.path, write=False) as project:
        study = project.study()
        assert (study.title, study.language, study.year, study.notice) == (
            "Studi rekaan",
            "id",
            2024,
            "Semua karangan.",
        )
        assert [(g.name, g.label_en, g.level, g.focal) for g in project.informants.groups()] == [
            ("PGL", "Managers", 1, True),
            ("PEM", "", 3, False),
        ]
        k1 = project.informants.list()[0]
        assert (k1.id, k1.role, k1.consent, k1.may_quote, k1.attributes) == (
            "K1",
            "key",
            "given",
            False,
            {"usia": "40-44"},
        )
        (source,) = project.sources.list()
        assert (source.informant, source.about, source.date and source.date.isoformat()) == (
            "K1",
            ("PGL",),
            "2024-02-03",
        )
        assert [(turn.role, turn.informant) for turn in project.sources.turns("w1.txt")] == [
            ("interviewer", None),
            ("informant", "K1"),
        ] * 2
        first, second = project.codings.list()
        assert (first.text, first.code, first.coder, first.valence, first.memo) == (
            "Semua dicatat di buku kas.", "TRN", "Rara", "strengthens", "catatan",
        )  # fmt: skip
        assert (second.coder, second.informant) == ("Bima", "K1")
        (finding,) = project.findings.list()
        assert (finding.number, finding.theme, finding.research_question, finding.codes) == (
            2,
            "Percaya",
            1,
            ("TRN",),
        )
        assert [(e.coding, e.stance, e.figure) for e in finding.evidence] == [
            (first.id, "supports", None),
            (None, None, "prominence"),
        ]
        (memo,) = project.notes.memos()
        assert (memo.author, memo.about, memo.kind) == ("Bima", "TRN", "method")
        assert project.notes.guide()[0].asked == {"K1": "asked", "P1": "not_asked"}
        assert project.codebook.categories()[0].theme == "Percaya"
        with project.read() as session:
            assert len(session.scalars(select(Assignment)).all()) == 3
            assert len(session.scalars(select(Asked)).all()) == 2
            tie = session.scalars(select(Tie)).one()
            passage = session.scalars(select(TieEvidence)).one()
        assert (tie.from_informant_id, tie.to_informant_id, tie.to_actor_id, tie.strength) == (1, None, 1, 1)
        assert TALK[passage.start : passage.stop] == "Dengan Toko Karangan"


def test_comments_have_their_meetings_days_and_answers_in_both_languages(make: Make, tmp_path: Path) -> None:
    folder = make()
    for language, meeting, answer in (
        ("id", "bimbingan 1", "Sudah, hlm. 61."),
        ("en", "supervision 1", "Done, p. 61."),
    ):
        built = build_study(folder, tmp_path / language, language=language)
        with Project.open(built.path, write=False) as project:
            first, second = project.comments.list()
        assert (first.about, first.status, first.round, first.body) == ("TRN", "open", "sempro", "Batasnya?")
        assert (second.code, second.status, second.round) == ("TRN", "resolved", meeting)
        assert second.created_at.date().isoformat() == "2024-02-10"
        (said,) = second.replies
        assert (said.coder, said.created_at.date().isoformat(), said.body) == ("Rara", "2024-02-12", answer)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("code: TRN, author: Siapa", "there is no coder Siapa"),
        ("author: Pembimbing", "name one thing the comment is on"),
        ("code: TRN, coding: c1, author: Pembimbing", "name one thing the comment is on"),
        ("coding: c9, author: Pembimbing", "there is no coding c9"),
    ],
)
def test_a_comment_that_is_on_nothing_is_told_with_its_line(
    make: Make, tmp_path: Path, given: str, why: str
) -> None:
    folder = make(study=("code: TRN, author: Pembimbing", given))
    with pytest.raises(FileProblems, match=f"study.yaml, line 64: {why}"):
        build_study(folder, tmp_path / "out")


def test_a_source_has_attributes_in_the_language_of_the_project(make: Make, tmp_path: Path) -> None:
    told = "interviewer: Peneliti\n    attributes: {foto: Halaman}\n    attributes_en: {photo: The yard}"
    folder = make(study=("interviewer: Peneliti", told))
    for language, (name, value) in (("id", ("foto", "Halaman")), ("en", ("photo", "The yard"))):
        built = build_study(folder, tmp_path / language, language=language)
        with Project.open(built.path, write=False) as project:
            said = project.reports.document("photos", language=language)
            (row,) = next(block for block in said.blocks if isinstance(block, Table)).rows
            assert row.cells[1].runs[0].text == value, name


def test_the_build_is_one_baseline_event_that_nobody_can_undo(make: Make, tmp_path: Path) -> None:
    built = build_study(make(), tmp_path / "out")
    with Project.open(built.path, coder="Rara") as project:
        with project.read() as session:
            events = session.scalars(select(Event)).all()
        assert [event.action for event in events].count("study.build") == 1
        assert {event.kind for event in events} == {EventKind.BASELINE}
        with pytest.raises(BadInput):
            project.undo()
        assert len(project.codings.list()) == 2


@pytest.mark.parametrize(
    ("study", "codings", "where"),
    [
        (
            (),
            ("Semua dicatat", "Semua ditulis"),
            r"codings\.csv, line 2: the quote is not what stands in w1\.txt",
        ),
        ((), ("TRN,Rara", "TRX,Rara"), r"codings\.csv, line 2: .*TRX"),
        ((), ("BRI,Bima", "BRI,Beni"), r"codings\.csv, line 3: .*Beni"),
        ((), ("c2,w1.txt", "c2,w2.txt"), r"codings\.csv, line 3: .*w2\.txt"),
        ((), ("c2,", "c1,"), r"codings\.csv, line 3: .*c1"),
        (("codebook: kode", "codebook: tiada"), (), r"study\.yaml, line 2: .*tiada"),
        (("id: K1\n    group: PGL", "id: K1\n    group: PGX"), (), r"study\.yaml, line 7: .*PGX"),
        (("role: key", "role: boss"), (), r"study\.yaml, line 7: .*boss"),
        (("status: given", "status: maybe"), (), r"study\.yaml, line 12: .*maybe"),
        (("{id: P1, group", "{id: k1, group"), (), r"study\.yaml, line 13: k1 stands in line 7"),
        (("file: w1.txt", "file: w9.txt"), (), r"study\.yaml, line 24: .*w9\.txt"),
        (("file: w1.txt", "file: ../w1.txt"), (), r"study\.yaml, line 24: .*folder"),
        (("{Bu Rekaan: K1}", "{Bu Nyata: K1}"), (), r"study\.yaml, line 24: .*Bu Nyata"),
        (("turns: 1-3", "turns: 1-9"), (), r"study\.yaml, line 36: .*1-9.*1 to 4"),
        (("to: Toko Karangan", "to: Toko Lain"), (), r"study\.yaml, line 38: .*Toko Lain"),
        (("quote: Dengan Toko", "quote: Dengan Tokoh"), (), r"study\.yaml, line 38: line 43: .*0 times"),
        (("strength: 1", "strength: 7"), (), r"study\.yaml, line 38: .*7"),
        (("codes: [TRN]\n    status", "codes: [TRX]\n    status"), (), r"study\.yaml, line 45: .*TRX"),
        (("coding: c1, stance", "coding: c9, stance"), (), r"study\.yaml, line 53: .*c9"),
        (("stance: supports", "stance: likes"), (), r"study\.yaml, line 53: .*likes"),
        (("not_asked: [P1]", "not_asked: [K1]"), (), r"study\.yaml, line 45: .*evidence"),
        (("to: c2, kind", "to: c7, kind"), (), r"study\.yaml, line 56: .*c7"),
        (("author: Bima", "author: Beni"), (), r"study\.yaml, line 58: .*Beni"),
        (("result: confirmed", "result: fine"), (), r"study\.yaml, line 60: .*fine"),
        (("groups:", "grups:"), (), r"study\.yaml, line 3: unknown field grups"),
    ],
)
def test_what_does_not_fit_is_told_with_file_and_line_and_leaves_nothing(
    make: Make, tmp_path: Path, study: tuple[str, str], codings: tuple[str, str], where: str
) -> None:
    folder = make(study or ("", ""), codings or ("", ""))
    before = sorted(tmp_path.iterdir())
    with pytest.raises(FileProblems, match=where):
        build_study(folder, tmp_path / "out.qualcode")
    assert sorted(tmp_path.iterdir()) == before


def test_every_wrong_span_is_counted(make: Make, tmp_path: Path) -> None:
    with pytest.raises(FileProblems, match=r"codings\.csv, line 2: .*\(and 1 more problem\)"):
        build_study(make(codings=("w1.txt,", "w1.txt,9")), tmp_path / "out")


def test_a_project_in_the_way_is_replaced_only_when_asked_and_not_in_use(make: Make, tmp_path: Path) -> None:
    folder, path = make(), tmp_path / "out.qualcode"
    build_study(folder, path)
    with pytest.raises(BadInput, match="exists already"):
        build_study(folder, path)
    with Project.open(path, coder="Rara") as project:
        project.codings.remove(1)
        with pytest.raises(Busy):
            build_study(folder, path, replace=True)
    build_study(folder, path, replace=True, language="en")
    with Project.open(path, write=False) as project:
        assert len(project.codings.list()) == 2
        assert project.study().language == "en"


ENGLISH = (
    STUDY.replace("title: Studi rekaan,", "title: Studi rekaan, title_en: An invented study,")
    .replace("{name: Toko Karangan, level: 1}", "{name: Toko Karangan, name_en: Invented shop, level: 1}")
    .replace("claim: Uang dibuka.", "claim: Uang dibuka.\n    claim_en: The money is laid open.")
    .replace("note: terbanyak}", "note: terbanyak, note_en: most of all}")
    .replace("categories:", "themes:\n  - {name: Percaya, name_en: Trust}\ncategories:")
    .replace("- {name: Uang, theme", "- {name: Uang, name_en: Money, theme")
    .replace("links:", "codings:\n  - {id: c1, memo_en: a note}\nlinks:")
    .replace("{usia: 40-44}", "{usia: 40-44}\n    attributes_en: {age: 40-44}")
)


def test_a_project_in_english_takes_the_english_texts_and_keeps_the_words_that_were_said(
    make: Make, tmp_path: Path
) -> None:
    folder = make(study=(STUDY, ENGLISH))
    build_study(folder, tmp_path / "en", language="en")
    with Project.open(tmp_path / "en.qualcode", write=False) as project:
        study = project.study()
        assert (study.title, study.language) == ("An invented study", "en")
        assert next((g.label, g.label_en) for g in project.informants.groups()) == ("Pengelola", "Managers")
        assert project.informants.list()[0].attributes == {"age": "40-44"}
        assert project.ties.list()[0].b == "Invented shop"
        (finding,) = project.findings.list()
        assert (finding.claim, finding.theme) == ("The money is laid open.", "Trust")
        assert [e.note for e in finding.evidence] == ["", "most of all"]
        (category,) = project.codebook.categories()
        assert (category.name, category.theme) == ("Money", "Trust")
        coding = project.codings.list()[0]
        assert (coding.text, coding.memo) == ("Semua dicatat di buku kas.", "a note")
        with project.read() as session:
            assert [source.language for source in session.scalars(select(Source))] == ["id"]


def test_without_a_word_the_language_is_that_of_the_interface_where_the_study_speaks_it(
    make: Make, tmp_path: Path
) -> None:
    def languages(folder: Path) -> list[str]:
        found = []
        for language in i18n.LANGUAGES:
            with i18n.using(language):
                built = build_study(folder, tmp_path / language, replace=True)
            with Project.open(built.path, write=False) as project:
                found.append(project.study().language)
        return found

    assert set(languages(make())) == {"id"}
    assert languages(make(study=(STUDY, ENGLISH))) == list(i18n.LANGUAGES)


def test_a_notice_at_the_head_of_the_codings_is_passed_over_and_counted(make: Make, tmp_path: Path) -> None:
    notice = "# Karangan.\n# Invented, all of it.\n"
    build_study(make(codings=("id,source", notice + "id,source")), tmp_path / "out")
    folder = make(codings=(CODINGS, notice + CODINGS.replace("BRI,Bima", "BRI,Beni")))
    with pytest.raises(FileProblems, match=r"codings\.csv, line 5: .*Beni"):
        build_study(folder, tmp_path / "other")


def test_a_study_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"study\.yaml"):
        build_study(tmp_path / "none", tmp_path / "out")
    with pytest.raises(BadInput):
        build_study(tmp_path, tmp_path / "no" / "such" / "folder" / "out")


@pytest.fixture(scope="module")
def kube(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kube") / "kube.qualcode"
    built = build_study(resources.study_path("kube"), path)
    assert built.codings >= 250 + 60
    return path


def test_the_packaged_study_has_what_it_promises(kube: Path) -> None:
    with Project.open(kube, write=False) as project:
        sources = project.sources.list()
        methods = [source.method for source in sources]
        assert methods.count("interview") >= 9
        assert (methods.count("observation"), methods.count("document"), methods.count("literature")) == (
            2,
            3,
            1,
        )
        assert len(project.informants.list()) == 9
        codings = project.codings.list()
        first = [coding for coding in codings if coding.coder == "Rara"]
        assert len(first) >= 250
        assert len({coding.code for coding in first}) >= 22
        assert sum(coding.counted for coding in codings) > 0.98 * len(codings)
        said = {source.name for source in sources if not source.warnings}
        assert len(said) == len(sources)


def test_the_packaged_study_gives_its_five_verdicts(kube: Path) -> None:
    with Project.open(kube, write=False) as project:
        findings = project.findings.list()
        rows = {row.claim: row for row in project.analysis.triangulate().rows}
        aspects = [row.code for row in project.analysis.prominence() if row.depth == 0 and row.code != "KX"]
        network = project.analysis.network("PGL").as_json()
    verdicts = [rows[finding.claim] for finding in findings]
    assert [(row.verdict, row.direction, row.dissonance, row.coverage) for row in verdicts] == [
        ("AGREEMENT", "+", None, (4, 4)),
        ("PARTIAL", None, None, (4, 4)),
        ("AGREEMENT", "+", None, (2, 4)),
        ("PARTIAL", None, None, (4, 4)),
        ("DISSONANCE", None, "between", (3, 4)),
    ]
    symbols = [{key: cell.symbol for key, cell in row.cells.items()} for row in verdicts]
    assert [cell for cell in symbols[1].values()].count("±") == 1  # officials qualify
    assert verdicts[2].silent == ("PEM", "MAS")
    assert {"+", "-"} <= set(symbols[4].values())  # managers against the facilitator
    assert all(finding.explanation for finding in findings if rows[finding.claim].verdict != "AGREEMENT")
    assert aspects[0] == "KP"  # trust stands out of the three
    assert network["focal"] == "PGL"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_report_of_the_packaged_study_names_nobody(tmp_path: Path, language: str) -> None:
    """Neither a name the study knows nor an honorific with a name it does not."""
    built = build_study(resources.study_path("kube"), tmp_path / "kube", language=language)
    with Project.open(built.path, write=False) as project:
        path = project.reports.write(tmp_path / "kube.md", language=language)
    report = re.sub(r"data:[^)\s]*", "", path.read_text(encoding="utf-8"))
    assert "[K1" in report and len(report) > 50_000
    study = load_study(resources.study_path("kube"))
    aliases = [
        alias
        for kind in ("informants", "actors")
        for item in study[kind]
        for alias in item.get("aliases", ())
    ]
    assert len(aliases) > 15
    assert [alias for alias in aliases if re.search(rf"\b{re.escape(alias)}\b", report)] == []
    honorifics = "|".join(word.capitalize() for word in (*HONORIFICS, "yu"))
    called = re.findall(rf"\b(?:{honorifics}) ([A-Z]\w+)", report)
    assert [name for name in called if name.lower() not in TITLES] == []


def test_an_english_report_of_the_packaged_study_leaves_indonesian_to_the_quotes() -> None:
    study = load_study(resources.study_path("kube")).told_in("en")
    indonesian = re.compile(r"\b(?:yang|tidak|dengan|untuk|pada|rekaan|adalah|dalam)\b")
    texts = [
        study.study,
        *(item for name, items in study.sections.items() if name != "ties" for item in items),
    ]
    told = [str(value) for item in texts for name, value in item.values.items() if name in TOLD]
    assert len(told) > 100
    assert [text for text in told if indonesian.search(text)] == []


def test_every_quote_the_packaged_study_rests_on_has_a_translation() -> None:
    study = load_study(resources.study_path("kube"))
    codings = {row.id: row for row in study.codings}
    linked = [e.get("coding") for finding in study["findings"] for e in finding.get("evidence")]
    assert len([id_ for id_ in linked if id_]) > 50
    assert [id_ for id_ in linked if id_ and not codings[id_].translation] == []


def test_a_survey_gives_attributes_and_says_whom_chance_chose(make: Make, tmp_path: Path) -> None:
    folder = make(study=("actors:\n", "surveys:\n  - {file: survei.csv, random_sample: true}\nactors:\n"))
    (folder / "survei.csv").write_text("# Semua karangan.\nid,hasil\nK1,12\nP1,8\n", encoding="utf-8")
    with Project.open(build_study(folder, tmp_path / "out").path, write=False) as project:
        (usia, hasil) = project.attributes.describe()
        assert (hasil.row.name, hasil.random, hasil.numbers and hasil.numbers.total.value) == (
            "hasil",
            True,
            20,
        )
        assert usia.random
    (folder / "survei.csv").write_text("# Semua karangan.\nid,hasil\nK1,12\nK9,8\n", encoding="utf-8")
    with pytest.raises(FileProblems, match=r"survei\.csv, line 4: .*K9"):
        build_study(folder, tmp_path / "none")
