"""Attributes from tables: what is read, what is refused line by line, and what is computed of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from qualcode import i18n
from qualcode.errors import BadInput, NotFound
from qualcode.exchange.problems import FileProblems
from qualcode.model import ValueKind
from qualcode.project import Project
from qualcode.project.attribute_cells import typed

TABLE = """\
Informan;umur;usaha;bantuan;menikah:boolean;Tanggal
K1;41;berlanjut;3.600.000;ya;2024-05-01
k2;-;berhenti;2.400.000;tidak;
K3;39,5;berlanjut;1.200.000;ya;2024-05-03
"""


@pytest.fixture
def people(project: Project) -> Project:
    """K1, K2, K3 of PGL and P1 of PEM."""
    for code in ("K2", "K3"):
        project.informants.add(code, "PGL")
    return project


def put(folder: Path, text: str, name: str = "t.csv") -> Path:
    """The file with that text."""
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def book(path: Path, rows: list[list[Any]], hidden: bool = True) -> Path:
    """A workbook whose second sheet, the first that is shown, holds these rows; a text that begins with = is computed."""
    with xlsxwriter.Workbook(str(path)) as made:
        day = made.add_format({"num_format": "yyyy-mm-dd"})
        if hidden:
            made.add_worksheet("catatan").hide()
        sheet = made.add_worksheet("data")
        sheet.activate()
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(r, c, cell, day)
                elif isinstance(cell, str) and cell.startswith("="):
                    sheet.write_formula(r, c, cell, None, "#DIV/0!" if "/0" in cell else 7)
                elif cell is not None:
                    sheet.write(r, c, cell)
    return path


def problems(project: Project, path: Path, **options: Any) -> list[tuple[int, str]]:
    """What is wrong with a table; nothing of it is read in."""
    head, before = project.history.head(), project.attributes.list()
    with i18n.using("en"), pytest.raises(FileProblems) as caught:
        project.attributes.import_table(path, **options)
    assert (project.history.head(), project.attributes.list()) == (head, before)
    return [(problem.line, problem.text) for problem in caught.value.problems]


def held(project: Project) -> dict[str, Any]:
    return {row.id: dict(row.attributes) for row in project.informants.list()}


# -- what is read --------------------------------------------------------------------------------------


def test_a_table_is_one_typed_action(people: Project, tmp_path: Path) -> None:
    made = people.attributes.import_table(put(tmp_path, TABLE))
    kinds = {"umur": "number", "usaha": "text", "bantuan": "number", "menikah": "yes-no", "Tanggal": "date"}
    assert (made.attributes, made.rows, made.added, made.changed) == (kinds, 3, 13, 0)
    assert held(people)["K1"] == {
        "umur": 41, "usaha": "berlanjut", "bantuan": 3_600_000, "menikah": True, "Tanggal": "2024-05-01",
    }  # fmt: skip
    assert held(people)["K2"] == {"usaha": "berhenti", "bantuan": 2_400_000, "menikah": False}
    assert held(people)["K3"]["umur"] == 39.5 and held(people)["P1"] == {}
    assert people.undo() == "attribute.import" and held(people)["K1"] == {}


def test_a_workbook_gives_the_same(people: Project, tmp_path: Path) -> None:
    rows = [
        [],
        ["Informan", "umur", "usaha", "bantuan", "menikah", "Tanggal", "nomor"],
        ["K1", 41, "berlanjut", 3_600_000.0, True, date(2024, 5, 1), "0812"],
        ["K2", None, "berhenti", 2_400_000, False, None, None],
        ["K3", 39.5, "berlanjut", 1_200_000, True, date(2024, 5, 3), "0813"],
    ]
    made = people.attributes.import_table(book(tmp_path / "t.xlsx", rows))
    assert made.attributes["Tanggal"] == "date" and made.attributes["nomor"] == "text"
    people.informants.edit("K1", attributes={"nomor": None})
    csv = dict(held(people)["K1"])
    people.undo()
    people.undo()
    people.attributes.import_table(put(tmp_path, TABLE))
    assert held(people)["K1"] == csv
    named = people.attributes.import_table(book(tmp_path / "u.xlsx", [["id", "x"], ["K1", 1]]), sheet="data")
    assert named.added == 1
    with pytest.raises(BadInput):
        people.attributes.import_table(tmp_path / "u.xlsx", sheet="lain")


def test_reading_again_changes_what_changed_and_leaves_empty_cells_alone(
    people: Project, tmp_path: Path
) -> None:
    people.attributes.import_table(put(tmp_path, TABLE))
    again = people.attributes.import_table(put(tmp_path, "id,UMUR,usaha\nK1,42,berlanjut\nK3,,berhenti\n"))
    assert (again.added, again.changed, dict(again.attributes)) == (0, 2, {"umur": "number", "usaha": "text"})
    assert (held(people)["K1"]["umur"], held(people)["K3"]["umur"]) == (42, 39.5)


def test_groups_and_sources_have_attributes_too(people: Project, k1: str, tmp_path: Path) -> None:
    people.attributes.import_table(put(tmp_path, "kelompok,hasil\nPGL,berhasil\nPEM,tidak\n"))
    people.attributes.import_table(put(tmp_path, f"source,menit\n{k1},45\n"))
    assert [(r.name, r.owner, r.kind, r.n, r.of) for r in people.attributes.list()] == [
        ("hasil", "group", "text", 2, 2),
        ("menit", "source", "number", 1, 1),
    ]


@pytest.mark.parametrize(
    ("cells", "kind", "values"),
    [
        (["1.200", "3,5"], "number", [1200, 3.5]),
        (["1.200", "3.5"], "number", [1.2, 3.5]),
        (["Rp 1.200.000,-", "2 400 000", "-5", "0"], "number", [1_200_000, 2_400_000, -5, 0]),
        (["03/04/2024", "25/12/2024"], "date", ["2024-04-03", "2024-12-25"]),
        (["03/04/2024", "12/25/2024"], "date", ["2024-03-04", "2024-12-25"]),
        (["007", "b"], "text", ["007", "b"]),
        (["ya", "tidak"], "text", ["ya", "tidak"]),
        ([True, "tidak"], "boolean", [True, False]),
        ([], "text", []),
    ],
)
def test_the_other_cells_of_a_column_settle_how_a_number_or_date_is_meant(
    cells: list[Any], kind: str, values: list[Any]
) -> None:
    found = typed("x", list(enumerate(cells)))
    assert (found.kind.value, list(found.values.values()), found.problems) == (kind, values, [])


@pytest.mark.parametrize(
    ("cells", "kind", "lines"),
    [
        (["1.200"], None, [0]),
        (["1.200", "3.5", "3,5"], None, [0]),
        (["03/04/2024"], None, [0]),
        (["31/31/2024", "2024-05-01"], None, [0]),
        (["1", "dua"], None, [1]),
        (["1e999", "nan", "9" * 400], None, [0, 1, 2]),
        (["41", "1e999", "9" * 400, "-inf"], None, [1, 2, 3]),
        ([41.0, 1e305, 10**400, "9" * 310], None, [1, 2, 3]),
        (["41", "abc", "nan"], None, [1, 2]),
        (["nan", "nan", "berlanjut"], None, []),
        (["barangkali"], ValueKind.BOOLEAN, [0]),
        ([True], ValueKind.NUMBER, [0]),
        ([3], ValueKind.DATE, [0]),
    ],
)
def test_what_is_in_doubt_or_does_not_fit_is_told(
    cells: list[Any], kind: ValueKind | None, lines: list[int]
) -> None:
    with i18n.using("en"):
        assert [line for line, _text in typed("x", list(enumerate(cells)), kind).problems] == lines


# -- what is refused -------------------------------------------------------------------------------------


def test_everything_wrong_is_told_by_its_line_and_nothing_is_read(people: Project, tmp_path: Path) -> None:
    table = (
        "id,umur,usaha,group\nK1,empat,a,PGL\nK9,41,b,PGL\nK2,=1+1,x,PGL\nK2,44,y,PEM\n,12,z,\n"
        "K3,38,y,MAS\nP1,1.200,@SUM(A1),pem\n"
    )
    told = problems(people, put(tmp_path, table))
    assert [line for line, _text in told] == [2, 3, 4, 5, 6, 7, 8, 8]
    texts = [text for _line, text in told]
    assert "number" in texts[0] and "K9" in texts[1] and "formula" in texts[2] and "line 4" in texts[3]
    assert "missing" in texts[4] and "MAS" in texts[5] and {"formula", "1200"} <= set(" ".join(texts[6:]).replace(";", "").split())  # fmt: skip


def test_formulas_and_errors_of_a_workbook_are_told_though_they_show_a_value(
    people: Project, tmp_path: Path
) -> None:
    rows = [["id", "umur", "x"], ["K1", "=3+4", 1], ["K2", 8, "=1/0"], ["K3", 9, 2]]
    told = problems(people, book(tmp_path / "t.xlsx", rows))
    assert [(line, text.partition(":")[0]) for line, text in told] == [(2, "umur"), (3, "x")]


def test_a_cell_far_off_is_named_and_nothing_is_read(people: Project, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "t.xlsx")) as made:
        sheet = made.add_worksheet("data")
        for place, cell in {"A1": "id", "B1": "umur", "A2": "K1", "B2": 4, "XFD1048576": 1}.items():
            sheet.write(place, cell)
    with pytest.raises(BadInput, match="XFD1048576"):
        people.attributes.import_table(tmp_path / "t.xlsx")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,nama\nK1,Rahasia\n", "real name"),
        ("id,Nama_Responden\nK1,Rahasia\n", "real name"),
        ("id,No. HP\nK1,0812\n", "tells who"),
        ("umur,usaha\n41,x\n", "whose values"),
        ("id\nK1\n", "no column"),
        ("id,umur,Umur\nK1,4,5\n", "twice"),
        ("id,a,a\nK1,4,5\n", "twice"),
    ],
)
def test_tables_that_are_none_are_refused(people: Project, tmp_path: Path, text: str, said: str) -> None:
    assert said in " ".join(text for _line, text in problems(people, put(tmp_path, text)))


def test_a_column_keeps_the_kind_it_has_unless_a_person_says_otherwise(
    people: Project, tmp_path: Path
) -> None:
    people.attributes.import_table(put(tmp_path, "id,umur\nK1,41\n"))
    assert problems(people, put(tmp_path, "id,umur\nK2,muda\nK3,tua\n"))[0][0] == 2
    made = people.attributes.import_table(tmp_path / "t.csv", types={"Umur": "text"})
    assert made.attributes == {"umur": "text"} and people.attributes.list()[0].kind == "mixed"
    for options in ({"types": {"usia": "text"}}, {"types": {"umur": "colour"}}, {"sheet": "data"}):
        with pytest.raises(BadInput):
            people.attributes.import_table(tmp_path / "t.csv", **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["empty.csv", "cut.xlsx", "none.csv"])
def test_files_that_cannot_be_read_say_so(people: Project, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "cut.xlsx").write_bytes(b"PK\x03\x04nothing")
    with pytest.raises((BadInput, NotFound)):
        people.attributes.import_table(tmp_path / name)


# -- what is computed --------------------------------------------------------------------------------------


def test_intervals_are_given_to_a_random_sample_and_to_no_other(people: Project, tmp_path: Path) -> None:
    people.attributes.import_table(put(tmp_path, TABLE))
    (plain,) = people.attributes.describe("usaha")
    assert [(v.value, v.count, v.interval) for v in plain.values] == [
        ("berhenti", 1, None),
        ("berlanjut", 2, None),
    ]
    people.attributes.import_table(tmp_path / "t.csv", random_sample=True)
    (drawn,) = people.attributes.describe("USAHA")
    known = drawn.as_json()
    assert drawn.random and (known["n"], known["of"], known["missing"]) == (3, 4, 1)
    assert known["values"][1]["interval"] == pytest.approx([0.207655, 0.938508], abs=1e-5)
    assert known["warnings"] and known["definitions"]["interval"]
    people.informants.edit("P1", sampling="purposive")
    with pytest.raises(FileProblems):
        people.attributes.import_table(put(tmp_path, "id,usaha\nP1,x\n", "p.csv"), random_sample=True)
    people.attributes.import_table(tmp_path / "p.csv")
    assert not people.attributes.describe("usaha")[0].random


def test_numbers_have_averages_and_reasons(people: Project, tmp_path: Path) -> None:
    people.attributes.import_table(put(tmp_path, "id,umur\nK1,41\nK2,39\nK3,\n"))
    known = people.attributes.describe("umur")[0].as_json()
    assert (known["numbers"]["n"], known["numbers"]["missing"], known["numbers"]["mean"]) == (2, 2, 40)
    people.attributes.import_table(put(tmp_path, "id,anak\nK1,3\n"))
    known = people.attributes.describe("anak")[0].as_json()
    assert known["numbers"]["deviation"] is None and known["undefined"]["numbers.deviation"]
    assert [one.row.name for one in people.attributes.describe()] == ["umur", "anak"]
    with pytest.raises(NotFound):
        people.attributes.describe("tinggi")


def test_a_joint_display_has_the_figure_beside_the_quote(people: Project, k1: str, tmp_path: Path) -> None:
    people.attributes.import_table(put(tmp_path, "id,usaha,umur\nK1,berlanjut,41\nK2,berhenti,39\n"))
    people.codings.add(k1, 38, 60, "KP-TRN", valence="strengthens")
    (row,) = people.attributes.joint("usaha", ["KP"]).rows  # the branch holds what its codes hold
    cell = next(cell for cell in row.cells if cell.value == "berlanjut")
    assert (cell.k, cell.n, cell.plus, cell.share.value, cell.interval) == (1, 1, 1, 1, None)
    (quote,) = cell.quotes
    assert quote.code == "KP-TRN" and people.quotes.find(cell.query)[0].text == quote.text
    known = people.attributes.joint("umur", ["KP-TRN", "KP-MSY"], quotes=0).as_json()
    trn, msy = known["rows"]
    assert trn["numbers"]["mentioned"]["mean"] == 41 and trn["numbers"]["silent"]["mean"] is None
    assert msy["numbers"]["silent"]["n"] == 1 and known["undefined"]["KP-MSY.mentioned.mean"]
    with pytest.raises(NotFound):
        people.attributes.joint("usaha", ["XX"])


def test_one_attribute_over_another_or_over_groups(people: Project, tmp_path: Path) -> None:
    people.attributes.import_table(put(tmp_path, TABLE))
    with i18n.using("en"):
        known = people.attributes.cross("usaha", "menikah").as_json()
        assert known["columns"] == ["no", "yes"] and (known["n"], known["missing"]) == (3, 1)
        assert known["rows"][1]["cells"]["yes"] == {"count": 2, "of_row": 1.0, "of_column": 1.0}
    assert people.attributes.cross("usaha", "group").table.n == 3
    people.attributes.import_table(put(tmp_path, "group,hasil\nPGL,baik\n"))
    with pytest.raises(NotFound):
        people.attributes.cross("usaha", "hasil")


def test_value_for_money_from_columns(people: Project, tmp_path: Path) -> None:
    table = "id,anggaran,realisasi,hasil,sasaran,usaha\nK1,100,90,80,100,berlanjut\nK2,100,110,,100,berhenti\nK3,,50,20,0,berlanjut\n"
    people.attributes.import_table(put(tmp_path, table))
    found = people.attributes.value(
        budget="anggaran", spent="realisasi", cost="realisasi", result="hasil", target="sasaran", per=("usaha", "Berlanjut"),
    )  # fmt: skip
    known = found.as_json()["ratios"]
    assert known["economy"] == {
        "value": 100.0, "above": 200.0, "below": 200.0, "n": 2, "left_out": 1, "of": ["realisasi", "anggaran"],
    }  # fmt: skip
    assert (known["efficiency"]["value"], known["efficiency"]["left_out"]) == (140.0, 1)
    assert known["effectiveness"]["value"] == 100.0  # (80 + 20) / (100 + 0)
    assert (known["cost_per"]["value"], known["cost_per"]["below"]) == (125.0, 2)
    nobody = people.attributes.value(cost="realisasi", per=("usaha", "mandiri")).as_json()
    assert (
        nobody["ratios"]["cost_per"]["value"] is None
        and nobody["undefined"]["cost_per"]
        and nobody["warnings"]
    )
    for options in ({}, {"budget": "anggaran"}, {"cost": "usaha", "result": "hasil"}):
        with pytest.raises(BadInput):
            people.attributes.value(**options)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        people.attributes.value(cost="biaya", result="hasil")


def test_an_empty_project_has_empty_answers(project: Project) -> None:
    assert project.attributes.list() == [] and project.attributes.describe() == []


def test_a_formula_in_a_heading_is_told_and_an_empty_column_is_no_attribute(
    people: Project, tmp_path: Path
) -> None:
    table = tmp_path / "t.csv"
    table.write_text('informant,"=HYPERLINK(""x"")"\nK1,a\n', encoding="utf-8")
    with pytest.raises(FileProblems) as told:
        people.attributes.import_table(table)
    assert [problem.line for problem in told.value.problems] == [1]
    table.write_text("informant,umur\nK1,\n", encoding="utf-8")
    assert people.attributes.import_table(table).attributes == {}


def test_values_that_differ_in_capital_letters_alone_are_pointed_at(people: Project, tmp_path: Path) -> None:
    table = "informant,bantuan:text,usaha\nK1,ya,jahit\nK2,Ya,jahit\nK3,YA,warung\n"
    made = people.attributes.import_table(put(tmp_path, table))
    assert made.alike == {"bantuan": ["ya", "Ya", "YA"]}
    assert made.remarks()[0].startswith("bantuan: ya, Ya, YA are different values")
    people.undo()
