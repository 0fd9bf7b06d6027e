"""Snapshots are taken when they are due, listed with what changed, and put back; copies that parted are named."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from qualcode.errors import BadInput, NotFound, StoreError
from qualcode.model import Code, Memo
from qualcode.project import Project
from qualcode.project.backups import copies, keep, list_snapshots, notices, restore, saved_line
from qualcode.project.history import restore as from_backup
from qualcode.store import ballast, snapshots, traces
from qualcode.store.copies import Kin, compare
from qualcode.store.shelf import Reason


@pytest.fixture
def second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUALCODE_SNAPSHOTS", str(tmp_path / "cadangan"))
    return tmp_path / "cadangan"


def touch(path: Path, after: timedelta | None, words: str = "x") -> str:
    """Change a project in a session of its own; gives the notice it left."""
    with Project.open(path, snapshot_after=after) as project:
        project.notes.add_memo(words)
    return project.keeper.notice


def test_closing_after_a_change_takes_a_snapshot_and_reading_does_not(project, second):
    project.close()
    with Project.open(project.path, snapshot_after=snapshots.ALWAYS) as opened:
        assert opened.sharing.saved_line() == "saved · no backup yet"
    assert not list_snapshots(project.path)
    touch(project.path, snapshots.ALWAYS)
    touch(project.path, snapshots.ALWAYS)
    with Project.open(project.path, write=False) as opened:
        assert opened.history.head().startswith(list_snapshots(project.path)[0].head)
    assert ballast.path().exists()
    with Project.open(project.path, snapshot_after=snapshots.ALWAYS) as opened:
        assert opened.sharing.saved_line() == "saved · last backup: just now"
        assert opened.sharing.snapshot() is None
    assert opened.keeper.notice == ""


def test_the_command_line_takes_one_an_hour(project, second):
    project.close()
    for _number in range(3):
        touch(project.path, snapshots.HOURLY)
    (only,) = list_snapshots(project.path)
    assert only.reason == "on closing"


def test_without_being_asked_none_is_taken(project, second):
    project.close()
    touch(project.path, None)
    assert not second.exists()


def test_the_state_before_a_large_change_is_kept(project, k1, second):
    project.keeper.after = snapshots.HOURLY
    project.codings.add(k1, 40, 50, "KP-TRN")
    project.sources.remove(k1)
    (kept,) = project.sharing.snapshots()
    assert kept.reason == "before a large change"
    with Project.open(project.sharing.restore("1"), write=False) as before:
        assert len(before.codings.list()) == 1 and before.history.check() == []


def test_closing_works_where_no_snapshot_can_be_written(project, second):
    project.close()
    second.write_text("not a folder")
    notice = touch(project.path, snapshots.ALWAYS, "tetap tersimpan")
    assert "no backup was made" in notice and "\n" not in notice
    with Project.open(project.path, write=False) as opened:
        assert [m.body for m in opened.notes.memos()] == ["tetap tersimpan"]
    assert [p.name for p in project.path.parent.iterdir() if p.name.startswith("study")] == ["study.qualcode"]


def test_a_snapshot_is_put_back_in_place_and_the_present_state_is_kept(project, second):
    project.close()
    touch(project.path, snapshots.ALWAYS, "satu")
    name = list_snapshots(project.path)[0].name
    touch(project.path, None, "dua")
    stands, old = restore(project.path, name, replace=True)
    assert stands == project.path and old is not None
    bodies = []
    for path in (stands, old):
        with Project.open(path, write=False) as opened:
            bodies.append([m.body for m in opened.notes.memos()])
    assert bodies == [["satu"], ["satu", "dua"]]
    beside, nothing = restore(project.path, "1")
    assert beside != project.path and nothing is None


def test_copies_that_went_on_are_told_on_opening(project, second):
    project.close()
    copy = Path(shutil.copy(project.path, project.path.with_name("study (1).qualcode")))
    with Project.open(project.path, write=False) as opened:
        assert [row.relation for row in opened.sharing.copies()] == ["same"]
        assert opened.sharing.notices() == []
    touch(copy, None, "sana")
    touch(project.path, None, "sini")
    with Project.open(project.path, write=False) as opened, opened.read() as session:
        (line,) = opened.sharing.notices()
        assert "both copies" in line and "study (1).qualcode" in line
        assert session.scalars(select(Memo.body)).all() == ["sini"]


def bodies(path: Path) -> list[str]:
    with Project.open(path, write=False) as project:
        return [memo.body for memo in project.notes.memos()]


def touched(path: Path, words: str) -> Path:
    """The project, changed."""
    touch(path, None, words)
    return path


def beside(path: Path) -> list[str]:
    """What lies there under the project's name."""
    return sorted(p.name for p in path.parent.iterdir() if p.name.startswith(path.name))


def test_the_list_says_what_changed_since_the_snapshot_before(project, second):
    project.close()
    snapshots.take(touched(project.path, "satu"), Reason.ASKED)
    with Project.open(project.path, snapshot_after=snapshots.ALWAYS) as opened:
        for words in ("dua", "tiga"):
            opened.notes.add_memo(words)
        opened.codebook.edit("KP-TRN", name_id="Terbuka")
    newest, first = list_snapshots(project.path)
    assert newest.changed == "3 changes: wrote a memo 2×, changed a code"
    assert first.reason == "asked for" and "added an informant 2×" in first.changed
    assert newest.size == newest.path.stat().st_size and newest.number == 1


@pytest.mark.parametrize("n", [24, 25])
def test_whatever_changes_many_records_counts_as_large(project, second, n):
    project.keeper.after = snapshots.HOURLY
    project.write("code.add", lambda tx: tx.insert_all([Code(code=f"X{i}") for i in range(n)]))
    rows = list_snapshots(project.path)
    assert len(rows) == (n == 25)
    if rows:  # of the state before: what was not committed yet is in no copy
        with Project.open(rows[0].path, write=False) as before:
            assert not [c for c in before.codebook.list() if c.code.startswith("X")]
        assert len(project.codebook.list()) >= n


def test_two_copies_keep_their_snapshots_apart(project, second):
    project.close()
    touch(project.path, snapshots.ALWAYS, "bersama")
    copy = Path(shutil.copy(project.path, project.path.with_name("salinan untuk Bu Rini.qualcode")))
    assert list_snapshots(copy) == [] and "no backup yet" in saved_line(copy)
    touch(copy, snapshots.HOURLY, "sana")  # within the hour of the other's
    touch(project.path, snapshots.ALWAYS, "sini")
    assert [bodies(row.path) for row in list_snapshots(copy)] == [["bersama", "sana"]]
    # The last of an hour stays of each copy for itself.
    assert [bodies(row.path) for row in list_snapshots(project.path)] == [["bersama", "sini"]]


def test_snapshots_follow_a_project_that_is_moved(project, second, tmp_path):
    project.close()
    touch(project.path, snapshots.ALWAYS)
    place = tmp_path / "flashdisk"
    place.mkdir()
    moved = project.path.rename(place / "study.qualcode")
    assert len(list_snapshots(moved)) == 1 and notices(moved) == []


def test_copies_are_known_by_their_history_whatever_their_name_and_folder(project, second, tmp_path):
    project.close()
    touch(project.path, snapshots.ALWAYS, "awal")
    (tmp_path / "Unduhan").mkdir()
    near = Path(shutil.copy(project.path, project.path.with_name("final beneran.qualcode")))
    far = Path(shutil.copy(project.path, tmp_path / "Unduhan" / "studi.qualcode"))
    touch(near, None, "sana")
    touch(far, snapshots.ALWAYS, "jauh")  # backed up on this computer, so its place is known
    assert {(row.path.name, row.relation) for row in copies(project.path)} == {
        ("final beneran.qualcode", "behind"),
        ("studi.qualcode", "behind"),
    }
    touch(project.path, None, "sini")
    lines = notices(project.path)
    assert len(lines) == 2 and all("both copies" in line for line in lines)
    assert any(str(far) in line for line in lines)
    before = {path: path.read_bytes() for path in (project.path, near, far)}
    notices(far)
    assert {path: path.read_bytes() for path in before} == before


def test_an_older_copy_put_in_the_place_of_a_newer_one_is_told_and_comes_back(project, second):
    project.close()
    old = project.path.read_bytes()
    touch(project.path, snapshots.ALWAYS, "bab 4")
    project.path.write_bytes(old)  # a copy from a chat saved over it
    (line,) = notices(project.path)
    assert "1 change" in line and "older copy" in line
    restore(project.path, "1", replace=True)
    assert bodies(project.path) == ["bab 4"] and notices(project.path) == []


def test_a_state_that_was_brought_back_on_purpose_is_not_complained_about(project, second):
    project.close()
    first = snapshots.take(touched(project.path, "satu"), Reason.ASKED).path.name
    touch(project.path, snapshots.ALWAYS, "dua")
    restore(project.path, first, replace=True)
    assert notices(project.path) == []
    touch(project.path, snapshots.ALWAYS, "tiga")
    assert notices(project.path) == []
    assert bodies(project.path) == ["satu", "tiga"]


def test_a_snapshot_brought_back_beside_does_not_disturb_the_project(project, second):
    project.close()
    touch(project.path, snapshots.ALWAYS, "satu")
    touch(project.path, snapshots.ALWAYS, "dua")
    older, _none = restore(project.path, "1")
    assert notices(project.path) == [] and older.parent == project.path.parent
    touch(project.path, snapshots.ALWAYS, "tiga")
    assert notices(project.path) == []
    (line,) = notices(older)  # whoever opens the old one is told that there is a newer
    assert "study.qualcode is newer" in line


def test_nothing_is_written_over_a_project(project, second, tmp_path):
    project.close()
    other = tmp_path / "lain.qualcode"
    Project.create(other, coder="Rara").close()
    before = other.read_bytes()
    with Project.open(project.path, write=False) as opened:
        for write in (opened.history.backup, opened.sharing.share):
            with pytest.raises(BadInput, match="exists"):
                write(other)
    with pytest.raises(BadInput, match="exists"):
        from_backup(project.path, other)
    with pytest.raises(BadInput, match="exists"):
        Project.create(other)
    assert other.read_bytes() == before


def test_a_backup_into_a_folder_gets_a_name_of_its_own_each_time(project, tmp_path):
    stick = tmp_path / "USB STIK"
    stick.mkdir()
    first, second = project.history.backup(stick), project.history.backup(f"'{stick}'")
    assert first != second and first.parent == second.parent == stick
    assert from_backup(f'"{first}"', stick / "dari usb") == stick / "dari usb.qualcode"
    assert bodies(stick / "dari usb.qualcode") == []


@pytest.mark.skipif(os.name == "nt", reason="Windows ends processes in another way, which test_store tries")
def test_a_project_is_one_file_again_whatever_happened(project, second, tmp_path):
    project.close()
    path = project.path
    script = (
        "import sys, time\nfrom qualcode.project import Project\n"
        "p = Project.open(sys.argv[1], coder='Rara')\np.notes.add_memo('sebelum mati')\n"
        "print('written', flush=True)\ntime.sleep(60)\n"
    )
    killed = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE)
    assert killed.stdout is not None and killed.stdout.readline() == b"written\n"
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    killed.stdout.close()
    assert len(beside(path)) > 1
    with Project.open(path, write=False) as reader:
        assert [memo.body for memo in reader.notes.memos()] == ["sebelum mati"]
    assert beside(path) == [path.name]
    with Project.open(path, snapshot_after=snapshots.ALWAYS, coder="Rara") as opened:
        opened.undo()
        opened.sharing.snapshot()
        with Project.open(path, write=False) as reader:
            reader.notes.memos()
        assert len(beside(path)) > 1  # a reader that leaves takes nothing of the writer's along
    assert beside(path) == [path.name] and bodies(path) == []
    with pytest.raises(BadInput):
        Project.open(path, coder="RARA")
    assert beside(path) == [path.name]
    path.write_bytes(b"no project")
    for write in (True, False):
        with pytest.raises(Exception, match="not a qualcode project"):
            Project.open(path, write=write)
    assert beside(path) == [path.name]


def test_a_copy_of_the_closed_file_alone_is_the_whole_project(project, k1, tmp_path):
    project.codings.add(k1, 4, 12, "KP-TRN")
    project.close()
    elsewhere = Path(shutil.copy(project.path, tmp_path / "kiriman WA (2).qualcode"))
    with Project.open(elsewhere, write=False) as opened:
        assert opened.history.check() == [] and len(opened.codings.list()) == 1


def test_a_snapshot_is_brought_back_into_a_folder_somebody_names(project, second, tmp_path):
    project.close()
    touch(project.path, snapshots.ALWAYS)
    place = tmp_path / "hasil"
    place.mkdir()
    assert restore(project.path, "1", folder=place)[0].parent == place
    with pytest.raises(NotFound):
        restore(project.path, "9")


def test_another_copy_put_in_the_place_of_what_was_used_here_is_told(project, second, tmp_path):
    project.close()
    touch(project.path, snapshots.HOURLY, "bersama")
    (name,) = (row.name for row in list_snapshots(project.path))
    stick = Path(shutil.copy(project.path, tmp_path / "flashdisk.qualcode"))
    touch(stick, None, "di flashdisk")
    touch(project.path, snapshots.HOURLY, "di sini")  # within the hour: in no backup
    stick.replace(project.path)
    (line,) = notices(project.path)
    assert "lacks work that was done here (just now)" in line and name in line
    Project.open(project.path, snapshot_after=snapshots.HOURLY).close()
    assert notices(project.path) == [line]  # looking is not going on
    touch(project.path, snapshots.HOURLY, "lanjut")
    assert notices(project.path) == []


def test_another_copy_put_in_place_of_what_is_backed_up_is_told_with_its_backup(project, second, tmp_path):
    project.close()
    touch(project.path, snapshots.ALWAYS, "bersama")
    stick = Path(shutil.copy(project.path, tmp_path / "flashdisk.qualcode"))
    touch(stick, None, "di flashdisk")
    touch(project.path, snapshots.ALWAYS, "di sini")
    stick.replace(project.path)
    (line,) = notices(project.path)
    assert "1 change" in line and "another copy was put in its place" in line
    restore(project.path, "1", replace=True)
    assert notices(project.path) == [] and bodies(project.path) == ["bersama", "di sini"]


def test_without_any_backup_the_loss_is_told_all_the_same(project, second):
    project.close()
    old = project.path.read_bytes()
    touch(project.path, timedelta(days=1), "bab 4")
    for row in list_snapshots(project.path):
        row.path.unlink()
    project.path.write_bytes(old)
    (line,) = notices(project.path)
    assert "there is no backup" in line


@pytest.mark.parametrize(("dense", "beyond"), [(2000, Kin.BOTH), (30, Kin.BOTH), (10, Kin.BEHIND)])
def test_a_trace_tells_both_from_newer(project, second, tmp_path, monkeypatch, dense, beyond):
    monkeypatch.setattr(traces, "DENSE", dense)
    project.close()
    copy = Path(shutil.copy(project.path, tmp_path / "salinan.qualcode"))
    with Project.open(copy) as opened:
        for number in range(19):
            opened.notes.add_memo(str(number))
    traces.remember(copy, went_on=True)
    with traces.history(project.path) as mine:
        (trace,) = traces.known(mine.study)
        assert trace.kin(mine) == Kin.BEHIND
    touch(project.path, None, "sini")
    with traces.history(project.path) as mine, traces.history(copy) as theirs:
        assert trace.kin(mine) == beyond and trace.kin(theirs) == Kin.SAME
        assert mine.lacks(theirs) and theirs.lacks(mine) and not mine.lacks(mine)
    for _number in range(20):
        touch(project.path, None)
    with traces.history(project.path) as mine:
        assert trace.kin(mine) == Kin.BOTH
    touch(copy, None, "lanjut")
    with traces.history(copy) as theirs:
        assert trace.kin(theirs) == Kin.AHEAD
    assert compare(project.path, copy).kin == Kin.BOTH


def test_spoiled_notes_are_taken_for_none(project, second):
    project.close()
    touch(project.path, snapshots.HOURLY)
    folder = next(second.glob("*/project.json")).parent
    for spoiled in ("", "[1]", '{"/x": 3}', '{"/x": {"at": 1, "chains": {"y": 2}}}'):
        (folder / "places.json").write_text(spoiled)
        (second / "told.json").write_text(spoiled)
        assert notices(project.path) == [] and traces.untold(project.path, ["x"], timedelta(days=1)) == {"x"}
        traces.remember(project.path, went_on=True)


def test_a_copy_that_is_called_off_leaves_nothing_and_one_that_is_not_holds(project, second, tmp_path):
    class Off(Exception):
        pass

    def off(done: int, of: int, _what: str) -> None:
        assert 0 <= done <= of
        raise Off

    told: list[int] = []
    with pytest.raises(Off):
        keep(project.place, progress=off)
    assert project.sharing.snapshots() == []
    assert keep(project.place, progress=lambda done, of, _what: told.append(of - done))
    assert told[-1] == 0
    (tmp_path / "folder").mkdir()
    with pytest.raises(Off):
        restore(project.place, "1", folder=tmp_path / "folder", progress=off)
    assert not list((tmp_path / "folder").iterdir())


@pytest.mark.parametrize("spoiled", ["'no digest'", "7000000000", "1.5"])
def test_a_history_that_is_damaged_is_not_remembered_and_no_error_of_a_command(project, second, spoiled):
    project.notes.add_memo("x")
    project.close()
    with sqlite3.connect(project.path) as file:
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f'DROP TRIGGER "{name}"')
        assert file.execute(f"UPDATE event SET hash = {spoiled}").rowcount
    traces.remember(project.path, went_on=True)
    with pytest.raises(StoreError), traces.history(project.path) as mine:
        mine.chain(next(coder for coder, end in mine.ends.items() if end))
