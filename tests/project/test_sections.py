"""Report sections that a person asks for: settings that fit, an order, and what the report then says."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qualcode import i18n
from qualcode.errors import BadInput, NotFound, QualcodeError
from qualcode.exchange.problems import FileProblems
from qualcode.model import Code, SectionKind
from qualcode.project import Project
from qualcode.project.report_sections.figure import TAKES
from qualcode.project.report_sections.kinds import KINDS
from qualcode.project.section_choices import kind_word, said, setting_word
from qualcode.project.study import build_study
from qualcode.reports import FORMATS

GOLDEN = Path(__file__).parent / "report_sections.md"
SURVEY = """\
informan,usaha,biaya,hasil,anggaran
H1,bertahan,3600000,3000000,4000000
H2,berhenti,3600000,0,4000000
H3,bertahan,3600000,5000000,4000000
H4,berhenti,3600000,0,
H5,berhenti,,,
"""
TEXTS = {
    "H1": "P: Bagaimana usahanya?\nH1: Tidak pernah ada pendamping datang. Warung masih jalan, Darmi yang jaga.\n",
    "H2": "P: Bagaimana usahanya?\nH2: Uangnya habis untuk makan. Pendamping tidak ada.\n",
    "H3": "P: Bagaimana usahanya?\nH3: Didatangi sekali oleh pendamping. Modal untuk beli etalase.\n",
}


@pytest.fixture(scope="module")
def surveyed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five households chosen by chance with a survey; three are interviewed, one of them may not be quoted."""
    place = tmp_path_factory.mktemp("survei")
    i18n.set_language("id")
    with Project.create(place / "survei.qualcode", coder="Rara", title="Survei", language="id") as project:
        project.informants.edit_group("PNR", label="Penerima", label_en="Recipients")
        for code in ("H1", "H2", "H3", "H4", "H5"):
            project.informants.add(code, "PNR" if code != "H3" else "LUR")
        project.informants.edit("H1", aliases=["Darmi"])
        project.informants.consent("H2", "given", may_quote=False)
        (place / "s.csv").write_text(SURVEY, encoding="utf-8")
        project.attributes.import_table(place / "s.csv", random_sample=True)
        codes = [
            Code(code="DMP", name_id="Pendampingan", name_en="Mentoring"),
            Code(code="GUN", name_id="Penggunaan"),
        ]
        project.write("code.add", lambda tx: tx.insert_all(codes))
        for number, (code, text) in enumerate(TEXTS.items(), 1):
            (place / f"{code}.txt").write_text(text, encoding="utf-8")
            project.sources.add(place / f"{code}.txt", informants=[code], collected_on=date(2021, 3, number))
        said = (
            ("DMP", "Tidak pernah ada pendamping datang", "weakens"),
            ("DMP", "Pendamping tidak ada", "weakens"),
            ("DMP", "Didatangi sekali oleh pendamping", "mixed"),
            ("GUN", "Uangnya habis untuk makan", None),
            ("GUN", "Modal untuk beli etalase", "strengthens"),
            ("GUN", "Warung masih jalan, Darmi yang jaga", None),
        )
        for code, words, valence in said:
            source = next(n for n, text in enumerate(TEXTS.values(), 1) if words in text)
            start = list(TEXTS.values())[source - 1].index(words)
            more = {} if valence is None else {"valence": valence}
            project.codings.add(source, start, start + len(words), code, **more)
        project.coders.assign("Bima", 1)
        with_second = project.coder
        project.coder = "Bima"
        start = TEXTS["H1"].index("Warung")
        project.codings.add(1, start, start + 18, "GUN")
        project.coder = with_second
    i18n.set_language("en")
    return place / "survei.qualcode"


@pytest.fixture
def project(surveyed: Path, tmp_path: Path) -> Iterator[Project]:
    shutil.copy(surveyed, tmp_path / "s.qualcode")
    with Project.open(tmp_path / "s.qualcode", coder="Rara") as opened:
        yield opened


def markdown(project: Project, language: str = "id") -> str:
    """The chapters of a report that come from its sections, pictures left out."""
    text = project.reports.render(format="md", language=language).decode()
    first = text.index("{#section1}") if "{#section1}" in text else len(text)
    text = text[text.rindex("\n", 0, first) + 1 : text.index("{#legend}")]
    text = re.sub(r"olahan peneliti, \d{4}", "olahan peneliti, (…)", text)
    return re.sub(r"\(data:[^)]*\)", "(…)", text.rpartition("\n\\newpage")[0])


def ask_for_all(project: Project) -> None:
    add = project.sections.add
    add(
        "attribute",
        name="usaha",
        note="Semua rumah tangga dikunjungi.",
        note_en="Every household was visited.",
    )
    add("attribute", "Biaya", name="biaya", unit="Rp")
    add("cross", name="usaha", by="group")
    add("joint", name="usaha", codes="GUN, dmp", quotes=1)
    add("value", spent="biaya", budget="anggaran", cost="biaya", per="usaha=bertahan", unit="Rp")
    add("saturation", base=1, run=1, threshold="0,5")
    add("agreement")


def test_every_kind_stands_in_the_report_as_it_was_agreed(project):
    ask_for_all(project)
    found = markdown(project)
    if os.environ.get("QUALCODE_GOLDEN") == "write":
        GOLDEN.write_text(found, encoding="utf-8")
    assert found == GOLDEN.read_text(encoding="utf-8")
    assert "Darmi" not in found and "Uangnya habis" not in found
    assert "Every household was visited." in (english := markdown(project, "en"))
    assert "no impact, nothing to compare with" in english and "Recipients" in english


def test_sections_keep_an_order_and_can_be_taken_back(project):
    sections = project.sections
    ask_for_all(project)
    assert [row.kind for row in sections.list()][:3] == ["attribute", "attribute", "cross"]
    assert [row.number for row in sections.move(3, 1)] == list(range(1, 8))
    assert sections.list()[0].settings == {"name": "usaha", "by": "group"}
    assert sections.list()[3].settings == {"name": "usaha", "codes": ["GUN", "DMP"], "quotes": 1}
    sections.edit(4, title=" Gabungan ", quotes="", codes=["GUN"])
    assert (sections.list()[3].heading, sections.list()[3].settings) == (
        "Gabungan",
        {"name": "usaha", "codes": ["GUN"]},
    )
    sections.remove(sections.list()[0].id)
    assert [row.kind for row in sections.list()][:2] == ["attribute", "attribute"]
    project.undo()
    project.undo()
    assert (sections.list()[0].kind, sections.list()[3].heading) == ("cross", "Joint display: codes by usaha")
    assert project.history.check() == []


WRONG: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("nihil", {}, "kind is one of attribute, cross"),
    ("figure", {}, "of is missing"),
    ("attribute", {}, "name is missing: the attribute"),
    ("attribute", {"name": "umur"}, "nobody has the attribute umur; there are: usaha"),
    ("attribute", {"name": "usaha", "kind": "x"}, "has no setting kind; it has: name, unit"),
    ("cross", {"name": "usaha", "by": "umur"}, "nobody has the attribute umur"),
    ("joint", {"name": "usaha", "codes": ["DMP", "XX"]}, "there is no code XX"),
    ("joint", {"name": "usaha", "codes": " , "}, "codes is a list of names"),
    ("joint", {"name": "usaha", "codes": "DMP", "quotes": "-1"}, "quotes is a whole number from 0, not -1"),
    ("value", {"spent": "usaha"}, "usaha is not of numbers only"),
    ("value", {"per": "usaha"}, "per is an attribute and one of its values"),
    ("value", {"unit": {"Rp": 1}}, "unit is a text"),
    ("saturation", {"threshold": "5"}, "threshold is a share from 0 to below 1, as 0.05, not 5"),
    ("saturation", {"order": "x"}, "order is one of date, coded, not x"),
    ("agreement", {"coders": ["Rara", "Tono"]}, "there is no coder Tono"),
    ("agreement", {"unit": "page"}, "unit is one of turn, sentence, character"),
)


def test_settings_that_do_not_fit_are_told_in_one_line(project):
    for kind, settings, why in WRONG:
        with pytest.raises(QualcodeError, match=re.escape(why)) as told:
            project.sections.add(kind, **settings)
        assert "\n" not in told.value.message
    assert list(project.sections.list()) == []


def test_a_section_that_is_not_there_and_a_place_that_is_not(project):
    project.sections.add("value")
    for wrong in ("2", "x", ""):
        with pytest.raises(NotFound, match="there is no section"):
            project.sections.edit(wrong, title="x")
    with pytest.raises(BadInput, match="from 1 to 1"):
        project.sections.move(1, 2)
    with pytest.raises(BadInput, match="has no setting codes"):
        project.sections.edit(1, codes="DMP")


def test_what_a_section_named_and_is_gone_is_a_sentence_in_list_and_report(project):
    project.sections.add("joint", name="usaha", codes=["DMP"])
    project.sections.add("value", spent="biaya", budget="anggaran")
    project.codebook.edit("DMP", new_code="DPG")
    assert project.sections.list()[0].settings == {"name": "usaha", "codes": ["DPG"]}
    project.sections.edit(1, quotes=1)
    project.codebook.edit("DPG", new_code="DMP")
    project.codebook.remove("DMP", with_codings=True)
    assert [row.problem for row in project.sections.list()] == ["there is no code DPG", ""]
    found = markdown(project, "en")
    assert "This section cannot be shown: there is no code DPG." in found
    assert "biaya 10,800,000 / anggaran 12,000,000" in found


def test_an_empty_project_answers_with_sentences(tmp_path):
    with Project.create(tmp_path / "kosong", coder="Rara", language="en") as project:
        for kind in ("value", "saturation", "agreement"):
            project.sections.add(kind)
        found = markdown(project, "en")
        assert "undefined: nothing is recorded of what was spent and of a budget" in found
        assert "Result: not enough data: 0 coded units" in found
        assert "Nothing could be compared: nobody has coded yet" in found
        for format in FORMATS:
            assert project.reports.render(format=format, language="id")


def test_what_a_person_writes_is_looked_through_before_it_leaves(project):
    project.sections.add("attribute", "Warung Darmi", name="usaha", note="Menurut Darmi.")
    (section,) = project.reports.data("id").sections
    assert (section.title, section.note) == ("Warung [H1]", "Menurut [H1].")
    project.sections.edit(1, note="Hubungi 0812-3456-7890.")
    assert ("section Warung [H1]", "Hubungi 0812-3456-7890.") in project.reports.words("id")
    project.sharing.share(project.path.with_name("bagi.qualcode"), accept_leaks=True)
    with Project.open(project.path.with_name("bagi.qualcode"), write=False) as shared:
        (row,) = shared.sections.list()
        assert row.title == "Warung [H1]" and row.problem == ""


STUDY = """\
study: {name: s, title: Studi, title_en: A study, language: id}
coders:
  - {name: Rara}
groups:
  - {id: A, name: Kelompok, name_en: A group, attributes: {hasil: berhasil, anggota: 10}, attributes_en: {outcome: success}}
informants:
  - {id: K1, group: A, attributes: {status: lanjut, biaya: 5}, attributes_en: {state: goes on, cost: 5}}
sections:
  - {kind: attribute, name: status, name_en: state, title: Keadaan, title_en: State, note: Catatan., note_en: A note.}
  - kind: value
    cost: biaya
    cost_en: cost
    per: [status, lanjut]
    per_en: [state, goes on]
  - {kind: attribute, name: hasil, name_en: outcome}
"""


def build(folder: Path, text: str, language: str = "id") -> Project:
    folder.mkdir(exist_ok=True)
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    build_study(folder, folder / f"{language}.qualcode", language=language)
    return Project.open(folder / f"{language}.qualcode", write=False)


def test_a_study_asks_for_sections_in_both_languages(tmp_path):
    with build(tmp_path / "s", STUDY) as project:
        first, second, third = project.sections.list()
        assert (first.settings, first.title, first.title_en) == ({"name": "status"}, "Keadaan", "State")
        assert (first.note, first.note_en) == ("Catatan.", "A note.")
        assert second.settings == {"cost": "biaya", "per": ["status", "lanjut"]}
        assert third.settings == {"name": "hasil"} and not any((first.problem, second.problem, third.problem))
        assert [(row.name, row.owner, row.kind) for row in project.attributes.list()][:2] == [
            ("hasil", "group", "text"), ("anggota", "group", "number"),
        ]  # fmt: skip
        assert project.informants.groups()[0].label_en == "A group"
    with build(tmp_path / "s", STUDY, "en") as project:
        first, second, _third = project.sections.list()
        assert (first.settings, first.title, first.title_en) == ({"name": "state"}, "Keadaan", "State")
        assert second.settings == {"cost": "cost", "per": ["state", "goes on"]}
        assert project.informants.groups()[0].label == "Kelompok"


def test_what_a_study_asks_for_and_cannot_have_is_told_with_its_line(tmp_path):
    wrong = STUDY + "  - {kind: joint, name: status, codes: [XX]}\n  - {title: x, self: y}\n"
    with pytest.raises(FileProblems) as told:
        build(tmp_path / "a", wrong)
    assert [(p.line, p.text) for p in told.value.problems] == [(17, "kind is missing")]
    with pytest.raises(FileProblems) as told:
        build(tmp_path / "b", wrong.replace("{title: x", "{kind: value"))
    assert [(p.line, p.text.partition(";")[0]) for p in told.value.problems] == [
        (16, "there is no code XX"), (17, "this kind of section has no setting self"),
    ]  # fmt: skip


def test_every_kind_and_setting_has_words_in_both_languages(project):
    for language in i18n.LANGUAGES:
        i18n.set_language(language)
        rows = project.sections.kinds()
        assert [SectionKind(row.kind) for row in rows] == list(KINDS)
        assert all(row.what and all(setting.what for setting in row.settings) for row in rows)


def test_a_form_is_offered_what_the_project_has_and_told_which_answer_does_not_fit(project):
    offered = {one.name: one for one in project.sections.choices("joint")}
    assert [value for value, _words in offered["name"].options] == [
        row.name for row in project.attributes.list()
    ]
    assert dict(offered["codes"].options)["DMP"].split() == ["DMP", "Mentoring"] and offered["codes"].many
    assert offered["quotes"].options is None and offered["codes"].needed
    numbers = {one.name: one for one in project.sections.choices("value")}
    assert {value for value, _words in numbers["budget"].options} == {"biaya", "anggaran", "hasil"}
    assert ("usaha=bertahan", "usaha = bertahan") in numbers["per"].options
    assert ("inductive", "inductive codes") in project.sections.choices("saturation")[3].options
    # What is offered is what is taken: every option of every kind can be read again.
    for row in project.sections.kinds():
        for one in project.sections.choices(row.kind):
            for value, words in one.options or ():
                given = [value] if one.many else value
                assert project.sections.wrong(row.kind, {one.name: given}) == ("", ""), (row.kind, one.name)
                assert words
    assert [one.name for one in project.sections.choices("figure")] == ["of"]
    taken = {one.name: one.what for one in project.sections.choices("figure", "saturation")}
    assert set(taken) == {*TAKES["saturation"]} and not any(what.startswith("sat") for what in taken.values())
    where, why = project.sections.wrong("joint", {"name": "usaha", "codes": ["DMP"], "quotes": "1.5"})
    assert where == "quotes" and why == "the answer is a whole number from 0, not 1.5"


def test_one_section_can_be_looked_at_and_its_settings_told_in_words(project):
    ask_for_all(project)
    rows = project.sections.list()
    for row in rows:
        shown = project.sections.preview(row.id, "en")
        assert shown.blocks[0].text == shown.title == row.heading
        assert len(shown.blocks) > 1 and shown.labels
    i18n.set_language("id")
    assert said(rows[3]) == [("ciri", "usaha"), ("kode", "GUN, DMP"), ("kutipan", "1")]
    assert said(rows[4])[3] == ("untuk tiap", "usaha = bertahan")
    assert said(rows[5])[2] == ("ambang", "0,5")
    assert {kind_word(row.kind) for row in project.sections.kinds()}.isdisjoint(list(SectionKind))
    named = {setting_word(one.name) for row in project.sections.kinds() for one in row.settings}
    assert all(named)
