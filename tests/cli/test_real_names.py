"""Real names on the command line: given, seen where they are asked for, taken out again."""

from __future__ import annotations


def test_a_real_name_is_given_seen_and_forgotten(run, coded):
    for noun, who in (("informant", "K1"), ("actor", "bendahara")):
        if noun == "actor":
            assert run("actor", "add", coded, who).code == 0
        assert run(noun, "edit", coded, who, "--alias", "Bu Contoh", "--alias", "Wati").code == 0
        assert "Contoh" not in run(noun, "list", coded, "--json").out
        assert run(noun, "names", coded, who, "--json").json == [{"name": "Bu Contoh"}, {"name": "Wati"}]
        assert run(noun, "edit", coded, who, "--forget-alias", "Bu Contoh").code == 0
        assert run(noun, "names", coded, who, "--json").json == [{"name": "Wati"}]
        refused = run(noun, "edit", coded, who, "--forget-alias", "Bu Contoh")
        assert (refused.code, "Contoh" in refused.err) == (2, False)
