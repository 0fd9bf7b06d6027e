"""`source` and `informant`: what goes in, and whose words it is."""

from __future__ import annotations

import hashlib

from qualcode.project import Project


def test_a_listed_source_has_the_keys_programs_rely_on(run, project, built):
    row = run("source", "list", project, "--json").json[0]
    text = (built / "W01.md").read_text(encoding="utf-8")
    known = {
        k: row[k]
        for k in ("name", "method", "informant", "informants", "group", "characters", "turns", "sha256")
    }
    assert known == {
        "name": "W01.md",
        "method": "interview",
        "informant": "K1",
        "informants": ["K1"],
        "group": "PGL",
        "characters": len(text),
        "turns": 4,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    assert len(row["id"]) == 36


def test_show_adds_text_and_turns(run, project, built):
    shown = run("source", "show", project, "W01.md", "--json").json
    assert shown["text"] == (built / "W01.md").read_text(encoding="utf-8")
    spoken = [
        (t["speaker"], t["role"], t["informant"], shown["text"][t["start"] : t["end"]])
        for t in shown["turns"]
    ]
    assert spoken[0] == ("Peneliti", "interviewer", None, "Bagaimana ceritanya, Bu?")
    assert spoken[3] == ("Informan", "informant", "K1", "Tidak selalu, pernah catatan hilang.")


def test_show_prints_numbered_lines(run, project):
    lines = run("source", "show", project, 1).out.splitlines()
    assert lines[0] == "W01.md (interview, K1, PGL, 2024-05-01)"
    assert lines[2] == "    1  Peneliti: Bagaimana ceritanya, Bu?"


def test_a_source_is_found_by_id_number_and_name(run, project):
    by_name = run("source", "show", project, "w01.MD", "--json").json
    assert run("source", "show", project, by_name["id"], "--json").json == by_name
    assert run("source", "show", project, by_name["number"], "--json").json == by_name
    assert by_name["label"] == "W1" and run("source", "show", project, "w1", "--json").json == by_name


def test_everything_said_at_adding_is_kept(run, project):
    file = project.with_name("note.txt")
    file.write_text("Catatan rapat. Semua hadir.", encoding="utf-8")
    said = ["--method", "observation", "--group", "PDP", "--about", "PGL", "--about", "K1"]
    more = ["--date", "2024-06-02", "--wave", 2, "--site", "balai", "--json"]
    (row,) = run("source", "add", project, file, *said, *more).json
    assert (row["method"], row["group"], row["date"], row["wave"]) == ("observation", "PDP", "2024-06-02", 2)
    assert (row["site"], sorted(row["about"]), row["informant"]) == ("balai", ["K1", "PGL"], None)


def test_two_informants_make_the_single_one_null(run, project):
    run("informant", "add", project, "K2", "--group", "PGL")
    file = project.with_name("fgd.txt")
    file.write_text(
        "Ana: Kami percaya.\nBudi: Saya ragu.\nAna: Mengapa?\nBudi: Pernah hilang.\n", encoding="utf-8"
    )
    said = ["--informant", "K1", "--informant", "K2", "--map", "Ana=K1", "--map", "Budi=K2", "--json"]
    (row,) = run("source", "add", project, file, "--method", "fgd", *said).json
    assert row["informant"] is None
    assert row["informants"] == ["K1", "K2"]


def test_speakers_are_mapped(run, project):
    file = project.with_name("talk.txt")
    file.write_text("Bu Yanti : Kami urunan.\nP: Berapa?\nBu Yanti : Sepuluh ribu.\n", encoding="utf-8")
    run("source", "add", project, file)
    run("source", "speakers", project, "talk.txt", "--map", "Bu Yanti=K1", "--interviewer", "P")
    assert run("source", "speakers", project, "talk.txt", "--json").json == [
        {"speaker": "Bu Yanti", "role": "informant", "informant": "K1", "turns": 2},
        {"speaker": "P", "role": "interviewer", "informant": None, "turns": 1},
    ]


def test_one_turn_is_corrected(run, project):
    turn = run("source", "turn", project, "W01.md", 4, "--role", "other", "--json").json
    assert (turn["number"], turn["role"], turn["informant"]) == (4, "other", None)


def test_a_source_is_edited_and_removed(run, project):
    assert (
        run("source", "edit", project, "W02.txt", "--wave", 2, "--site", "kantor", "--json").json["wave"] == 2
    )
    assert run("source", "remove", project, "W02.txt").out == "removed W02.txt and 0 codings\n"
    assert [row["name"] for row in run("source", "list", project, "--json").json] == ["W01.md"]


def test_one_unreadable_file_keeps_all_out(run, project):
    good, bad = project.with_name("a.txt"), project.with_name("b.txt")
    good.write_text("Baik.", encoding="utf-8")
    bad.write_bytes(bytes(range(256)) * 40)
    ran = run("source", "add", project, good, bad)
    assert ran.code == 2
    assert "b.txt" in ran.err
    assert len(run("source", "list", project, "--json").json) == 2


def test_informants_are_listed_by_their_code(run, project):
    first, second = run("informant", "list", project, "--json").json
    assert {k: first[k] for k in ("id", "group", "level", "role", "attributes")} == {
        "id": "K1",
        "group": "PGL",
        "level": 1,
        "role": "main",
        "attributes": {"umur": 41},
    }
    assert (second["id"], second["role"]) == ("D1", "key")


def test_the_table_of_informants_shows_attributes(run, project):
    assert "umur=41" in run("informant", "list", project).out


def test_an_informant_is_edited(run, project):
    words = ["--group", "MAS", "--level", 2, "--attr", "umur=", "--attr", "desa=Sukamaju", "--json"]
    row = run("informant", "edit", project, "K1", *words).json
    assert (row["group"], row["level"], row["attributes"]) == ("MAS", 2, {"desa": "Sukamaju"})


def test_informants_come_from_a_table(run, project):
    file = project.with_name("people.csv")
    file.write_text("id;group;level;umur\nM1;MAS;0;50\nM2;MAS;0;61\n", encoding="utf-8")
    assert [row["id"] for row in run("informant", "import", project, file, "--json").json] == ["M1", "M2"]
    assert run("informant", "import", project, file).code == 2


def test_an_informant_is_removed(run, project):
    assert run("informant", "remove", project, "D1").code == 0
    assert [row["id"] for row in run("informant", "list", project, "--json").json] == ["K1"]
    assert run("source", "show", project, "W02.txt", "--json").json["informants"] == []


def test_consent_is_recorded(run, project):
    run("informant", "consent", project, "K1", "--status", "given", "--date", "2024-04-30", "--no-quote")
    row = run("informant", "list", project, "--json").json[0]
    assert (row["consent"], row["may_quote"]) == ("given", False)


def test_groups_have_levels_and_a_focal_one(run, project):
    run("group", "edit", project, "PGL", "--label", "Pengurus", "--level", 1, "--focal")
    rows = run("group", "list", project, "--json").json
    assert [(row["name"], row["level"], row["focal"]) for row in rows] == [
        ("PGL", 1, True),
        ("DIN", None, False),
    ]


def test_groups_are_added_with_attributes_renamed_and_removed_while_nobody_is_in_them(run, project):
    run("group", "add", project, "MAS", "--label", "Warga", "--attr", "lokasi=RW 2")
    twice = run("group", "add", project, "MAS")
    assert twice.code == 2 and "MAS" in twice.err
    run("group", "edit", project, "MAS", "--name", "WRG", "--attr", "lokasi=", "--attr", "anggota=12")
    with Project.open(project, write=False) as opened:
        made = opened.informants.group_rows()[-1]
    assert (made.id, made.label, made.attributes) == ("WRG", "Warga", {"anggota": 12})
    kept = run("group", "remove", project, "PGL")
    assert kept.code == 2 and "another group" in kept.err
    run("group", "remove", project, "WRG")
    assert [row["name"] for row in run("group", "list", project, "--json").json] == ["PGL", "DIN"]
