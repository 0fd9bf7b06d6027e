"""`qualcode cross`: tables, or one line that says why there is nothing."""

from __future__ import annotations

import pytest


@pytest.fixture
def linked(run, coded, span_of):
    """The project with a code inside another, two periods and a link."""
    more = ["--source", "W01.md", "--coder", "ana"]
    for words in (
        [*more, "--span", span_of("saling"), "--code", "NR-SPK", "--period", "sebelum"],
        [*more, "--span", span_of("pernah catatan hilang"), "--code", "KP-CRG", "--period", "sesudah"],
    ):
        assert run("code", "add", coded, *words).code == 0
    assert run("code", "link", coded, 4, "cause_of", 1, "--coder", "ana").code == 0
    return coded


def test_every_table_is_printed_and_given_as_json(run, linked):
    order = run("cross", "order", linked, "--json").json
    assert ("NR-SPK", "KP-AGT") in [(row["first"], row["second"]) for row in order["pairs"]]
    case = run("cross", "case", linked, "--outcome", "umur", "--json").json
    assert (case["outcomes"], case["periods"]) == (["41"], ["sebelum", "sesudah"])
    assert {
        "unit": "K1",
        "outcome": "41",
        "code": "KP-CRG",
        "before": "absent",
        "after": "mentioned",
    } in case["changes"]
    table = run("cross", "table", linked, "--rows", "KP", "--columns", "NR", "--json").json
    assert [(cell["row"], cell["column"], cell["frames"]) for cell in table["cells"]] == [
        ("KP-AGT", "NR-SPK", 1)
    ]
    links = run("cross", "links", linked, "--json").json
    assert [(row["cause"], row["problem"], row["solution"]) for row in links["chains"]] == [
        ("KP-CRG", "KP-AGT", None)
    ]
    for words, said in (
        (["order", linked], "NR-SPK"),
        (["case", linked, "--outcome", "umur"], "1 group, not cause and effect."),
        (["table", linked, "--rows", "KP", "--columns", "NR"], "1 (1)"),
        (["links", linked], "causes"),
    ):
        shown = run("cross", *words)
        assert (shown.code, shown.err) == (0, "") and said in shown.out and " nan" not in shown.out
    assert (
        "1 kelompok, bukan sebab-akibat."
        in run("--lang", "id", "cross", "case", linked, "--outcome", "umur").out
    )


def test_nothing_to_show_says_so(run, project):
    assert "no passage of one code stands so" in run("cross", "order", project).out
    assert "no codings are linked" in run("cross", "links", project).out
    assert (
        "No coding says which period it speaks of" in run("cross", "case", project, "--outcome", "umur").out
    )
    for words in (["order", project, "--how", "x"], ["case", project, "--outcome", "x"]):
        refused = run("cross", *words)
        assert refused.code == 2 and len(refused.err.splitlines()) == 1


def test_how_much_a_code_fills(run, coded):
    document = run("counts", coded, "--density", "--json").json
    (row,) = [row for row in document["rows"] if row["code"] == "KP-AGT"]
    assert (row["segments"], row["characters"]) == (1, len("Kami saling percaya"))
    assert row["density"] == pytest.approx(1000 / document["words"], abs=1e-6)
    assert row["share"] == pytest.approx(row["characters"] / document["characters"], abs=1e-6)
    shown = run("counts", coded, "--density")
    assert "Words that count:" in shown.out and "KP-AGT" in shown.out
    file = coded.with_name("padat.csv")
    assert run("counts", coded, "--density", "--export", file).out.startswith("wrote ")
    (line,) = [line for line in file.read_text("utf-8-sig").splitlines() if line.startswith("KP-AGT")]
    assert line.split(",")[2:4] == ["1", str(len("Kami saling percaya"))]
    assert run("counts", coded, "--by", "cooccurrence", "--coefficient", "kappa").code == 2
    assert "  c  " not in run("counts", coded, "--by", "cooccurrence").out


def test_what_is_printed_can_be_written_for_a_spreadsheet(run, linked):
    survey = linked.with_name("survei.csv")
    survey.write_text("id,usaha,biaya\nK1,-5 jalan,36\nD1,henti,0\n", encoding="utf-8")
    assert run("attribute", "import", linked, survey).code == 0
    file = linked.with_name("tabel.csv")
    for words, heads, some in (
        (["cross", "order", linked], "Code,Name,KP", "NR-SPK,"),
        (["cross", "case", linked, "--outcome", "umur"], "41: sebelum k,41: sebelum n", "KP-CRG,"),
        (["cross", "table", linked, "--rows", "KP", "--columns", "NR"], "NR-SPK", "KP-AGT,"),
        (["cross", "links", linked], "Cause,Problem,Solution,Informants", "KP-CRG,KP-AGT,,1,0,1"),
        (["saturation", linked, "--base", 1, "--run", 1], "No.,Unit,Date,New,Codes,Run", "1,K1,"),
        (
            ["attribute", "describe", linked, "usaha"],
            "Attribute,Of,Value,How many,n",
            "usaha,informant,'-5 jalan,1,2,0.5",
        ),
        (["attribute", "cross", linked, "usaha", "--code", "KP-AGT"], "Code,Name,usaha,k,n", "KP-AGT,"),
        (["attribute", "cross", linked, "usaha", "--by", "group"], "usaha × group,DIN,PGL,n", "n,1,1,2"),
        (
            ["attribute", "value", linked, "--cost", "biaya", "--per", "usaha=henti"],
            "Ratio,Value,",
            "Cost per",
        ),
    ):
        assert run(*words, "--export", file).out.startswith("wrote "), words
        text = file.read_text(encoding="utf-8-sig")
        assert heads in text.splitlines()[0] and any(line.startswith(some) for line in text.splitlines()), (
            text
        )
    assert run("cross", "links", linked, "--export", file, "--json").json["file"] == str(file)
    assert run("cross", "links", linked, "--export", linked).code == 2
    assert (
        run("--lang", "id", "cross", "links", linked, "--export", file).out.split("\n")[0].endswith("ditulis")
    )
    assert file.read_text(encoding="utf-8-sig").startswith("Sebab,Masalah,Solusi,Informan")


def test_nothing_one_person_and_an_unused_code_give_an_answer_with_its_reason(run, project, tmp_path):
    empty = tmp_path / "kosong.qualcode"
    assert run("new", empty, "--coder", "ana").code == 0
    for words, said in (
        (["counts", empty, "--density"], "The codebook is empty"),
        (["counts", empty], "Next: qualcode codebook import"),
        (["attribute", "list", empty], "No attributes yet"),
        (["attribute", "describe", empty], "No attributes yet"),
        (["network", empty], "Next: qualcode informant add"),
        (["counts", project, "--by", "cooccurrence"], "no two codes share any words"),
        (["cross", "order", empty], "The codebook is empty"),
        (["cross", "links", empty], "no codings are linked"),
        (["saturation", project], "not enough data: 0 coded units"),
        (["attribute", "list", empty], "No attributes yet"),
        (["cross", "table", project, "--rows", "KP", "--columns", "NR"], "KP-AGT"),
        (["attribute", "cross", project, "umur", "--code", "KP-AGT"], "0/"),
    ):
        shown = run(*words)
        assert shown.code == 0 and said in shown.out and " nan" not in shown.out, (words, shown)
    for words in (
        ["triangulate"], ["triangulate", "--by", "wave"], ["ready"], ["counts"], ["counts", "--by", "informant"],
        ["counts", "--by", "cooccurrence"], ["counts", "--density"], ["agreement"], ["cross", "order"],
        ["cross", "links"], ["saturation"], ["network"], ["network", "--of", "codes"],
        ["network", "--of", "code-informant"], ["attribute", "list"], ["attribute", "describe"], ["quotes"],
    ):  # fmt: skip
        asked = [*words, "--json"]
        asked.insert(2 if words[0] in ("cross", "attribute") else 1, empty)
        assert run(*asked).json["reason"], words
    unmet = run("cross", "table", project, "--rows", "KP", "--columns", "NR", "--json").json
    assert unmet["reason"].startswith("No turn bears") and unmet["cells"] == []
    for words in (
        ["attribute", "cross", empty, "umur", "--by", "group"],
        ["cross", "case", empty, "--outcome", "umur"],
        ["cross", "table", empty, "--rows", "KP", "--columns", "NR"],
    ):
        refused = run(*words)
        assert refused.code == 2 and len(refused.err.splitlines()) == 1
