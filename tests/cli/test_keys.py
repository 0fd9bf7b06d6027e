"""`qualcode keys`: every key of the app with its name, and what is wrong with a person's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_every_key_is_listed_as_it_is_now_and_mistakes_by_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    from qualcode.tui.keymap import every_binding, keymap_path

    path = keymap_path()
    listed = run("keys", "--json").json
    assert listed["path"] == str(path) and not listed["found"] and listed["problems"] == []
    assert [row["id"] for row in listed["keys"]] == [row.id for row in every_binding()]
    parts = {row["id"].split(".")[0] for row in listed["keys"]}
    assert parts.isdisjoint(row["page"] for row in listed["keys"]), (
        "no page is called by its name in a keymap"
    )
    assert all(row["page"] and row["keys"] and row["what"] for row in listed["keys"])
    assert run("keys", "--check").out.startswith(f"There is no {path}")

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('[reader]\nnext = ["f7", "comma"]\n', encoding="utf-8")
    assert run("keys", "--check").out == f"{path}: 1 entry, all is well\n"
    line = next(line for line in run("keys").out.splitlines() if " reader.next " in line)
    assert line.split()[:4] == ["Transcript", "reader.next", "f7", "comma*"]

    path.write_text('reader.nxt = "f7"\nreader.next = "f7"\nfindings.add = "u"\n', encoding="utf-8")
    checked = run("keys", "--check")
    assert checked.code == 1 and "3" not in checked.err and "2 mistakes" in checked.err
    assert checked.out == (
        "keymap.toml, line 1: there is no reader.nxt. Did you mean reader.next?\n"
        "keymap.toml, line 3: u is the key of page.undo already, and is left out here\n"
    )
    page = run("keys")
    assert page.code == 0 and page.out.endswith(checked.out)
