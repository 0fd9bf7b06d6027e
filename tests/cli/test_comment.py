"""`qualcode comment`: a supervisor remarks, the researcher answers and settles."""

from __future__ import annotations


def test_a_thread_from_the_first_remark_to_its_end(coded, run):
    def comment(*words):
        return run("comment", *words, "--coder", "Bu Dosen") if words[0] != "list" else run("comment", *words)

    made = comment("add", coded, "Yakin?", "--coding", 1, "--round", "bimbingan 3", "--json").json
    assert (made["number"], made["on"], made["quote"]) == (1, "coding", "Kami saling percaya")
    assert (made["round"], made["status"], made["coder"]) == ("bimbingan 3", "open", "Bu Dosen")
    assert comment("add", coded, "Definisi?", "--code", "KP-TRN").out == "wrote comment 2 on KP-TRN\n"
    assert comment("add", coded, "Tipis.", "--finding", "F1").code == 0
    answered = run("comment", "reply", coded, 1, "Ya, Bu.", "--coder", "ana", "--json").json
    assert [(one["coder"], one["body"]) for one in answered["replies"]] == [("ana", "Ya, Bu.")]
    assert run("comment", "resolve", coded, 1, 2).out == "2 comments are resolved\n"
    assert [one["number"] for one in run("comment", "list", coded, "--status", "open", "--json").json] == [3]
    assert [one["number"] for one in run("comment", "list", coded, "--source", "W01.md", "--json").json] == [
        1
    ]
    assert run("comment", "reopen", coded, 2).out == "1 comment is open again\n"
    assert comment("edit", coded, 2, "--text", "Definisinya?").out == "changed comment 2\n"
    table = run("comment", "list", coded, "--by", "Bu Dosen").out
    assert (
        "resolved  bimbingan 3  Bu Dosen  KP-AGT, W01.md, line 2  Yakin?" in table and "Definisinya?" in table
    )
    shown = run("comment", "show", coded, 1).out
    assert shown.startswith("1 · resolved · bimbingan 3 · KP-AGT, W01.md") and shown.endswith("Ya, Bu.\n")
    assert run("comment", "export", coded).out.startswith(
        "## bimbingan 3\n\n### KP-AGT, W01.md, line 2 · resolved"
    )
    shared = coded.with_name("salinan.qualcode")
    assert run("share", coded, shared).code == 0
    assert run("comment", "add", shared, "Dari salinan.", "--code", "KP", "--coder", "Bu Dosen").code == 0
    assert run("comment", "import", coded, shared).out == "1 new comment · 0 new answers\n"
    assert run("undo", coded).code == 0
    assert "ana answered this" in comment("remove", coded, 1).err
    assert "Bu Dosen wrote this" in run("comment", "remove", coded, 2, "--coder", "ana").err
    assert comment("remove", coded, 2).code == 0
    assert [one["number"] for one in run("comment", "list", coded, "--json").json] == [1, 3]
    assert run("undo", coded, "--coder", "Bu Dosen").code == 0
    assert "removed a comment" in run("log", coded).out


def test_what_cannot_be_is_told_in_one_line(coded, run):
    for words, told in (
        (("add", coded, "Apa?"), "name one thing"),
        (("add", coded, " ", "--code", "KP"), "needs words"),
        (("add", coded, "Apa?", "--coding", 9), "there is no coding 9"),
        (("show", coded, 9), "there is no comment 9"),
        (("edit", coded, 9), "nothing to change"),
        (("list", coded, "--status", "shut"), "open, resolved"),
    ):
        ran = run("comment", *words)
        assert ran.code == 2 and told in ran.err and ran.err.count("\n") == 1, ran.err
