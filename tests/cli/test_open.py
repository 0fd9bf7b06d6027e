"""`open`: who acts in a project that is opened from the command line."""

from __future__ import annotations

from qualcode.cli import screen
from qualcode.tui.recent import Memory


def test_whoever_was_chosen_on_this_machine_acts_unless_another_one_is_named(
    run, project, monkeypatch, tmp_path
):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "kept"))
    acted = []

    def shown(opened, held):
        assert held is None
        with opened:
            acted.append(opened.coder)
        return 0

    monkeypatch.setattr(screen, "need_terminal", lambda: None)
    monkeypatch.setattr(screen, "run", shown)
    memory = Memory()
    memory.open(project, "Studi")
    memory.act(project, "budi")
    memory.save()
    assert run("open", project).code == run("open", project, "--coder", "citra").code == 0
    monkeypatch.setenv("QUALCODE_CODER", "dewi")
    assert run("open", str(project).removesuffix(".qualcode")).code == 0
    assert acted == ["budi", "citra", "dewi"]
