"""Snapshots are whole, few, listed and put back; copies that parted are told; a full disk can be cleaned up."""

from __future__ import annotations

import os
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from qualcode import i18n
from qualcode.errors import Busy, NotFound, StoreError
from qualcode.model import EventKind, Memo, Study
from qualcode.store import ballast, folders, shelf, snapshots
from qualcode.store.copies import Kin, compare, identify
from qualcode.store.folders import FolderKind, Mount
from qualcode.store.shelf import Reason
from qualcode.store.store import Store

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The second folder."""
    monkeypatch.setenv("QUALCODE_SNAPSHOTS", str(tmp_path / "cadangan é"))
    return tmp_path / "cadangan é"


@pytest.fixture
def path(tmp_path: Path, second: Path) -> Path:
    """A project with one memo."""
    place = tmp_path / "ruang kerja"
    place.mkdir()
    path = place / "studi.qualcode"
    Store.create(path)
    store = Store(path, write=True, coder="Rara")
    study = Study(title="Kas RT")
    store.write("project.create", lambda tx: tx.insert(study), coder="Rara", kind=EventKind.BASELINE).result()
    store.close()
    note(path, "satu")
    return path


def note(path: Path, body: str, coder: str = "Rara") -> None:
    store = Store(path, write=True, coder=coder)
    store.write("memo.add", lambda tx: tx.insert(Memo(body=body, coder_id=tx.coder.id)), coder=coder).result()
    store.close()


def notes(path: Path) -> list[str]:
    store = Store(path, write=False)
    with store.read() as session:
        found = list(session.scalars(select(Memo.body).order_by(Memo.id)))
    store.close()
    return found


def test_a_snapshot_is_a_whole_copy_named_by_time_and_head(path):
    taken = snapshots.take(path, Reason.CLOSE, now=NOON)
    assert taken is not None and notes(taken.path) == ["satu"]
    head = identify(path).head
    assert taken.path.name == f"20260302T120000Z-{head[:12]}-close.qualcode"
    assert snapshots.of_place(path) == [taken]
    assert list(path.parent.iterdir()) == [path]


def test_an_unchanged_project_is_not_copied_again(path):
    assert snapshots.take(path, Reason.CLOSE, now=NOON)
    assert snapshots.take(path, Reason.BEFORE, now=NOON + timedelta(hours=3)) is None
    note(path, "dua")
    assert snapshots.take(path, Reason.CLOSE, now=NOON + timedelta(hours=4))
    assert len(snapshots.of_place(path)) == 2


def test_an_hour_is_waited_for(path):
    assert snapshots.due(path, snapshots.HOURLY, now=NOON)
    snapshots.take(path, Reason.CLOSE, now=NOON)
    assert not snapshots.due(path, snapshots.HOURLY, now=NOON + timedelta(minutes=59))
    assert snapshots.due(path, snapshots.HOURLY, now=NOON + timedelta(minutes=60))
    assert snapshots.due(path, snapshots.ALWAYS, now=NOON)


def test_thinning_leaves_the_last_of_each_hour_and_nothing_else_is_touched(path, second):
    for minute in (0, 20, 40, 60):
        note(path, str(minute))
        snapshots.take(path, Reason.CLOSE, now=NOON + timedelta(minutes=minute))
    note(path, "impor")
    before = snapshots.take(path, Reason.BEFORE, now=NOON + timedelta(minutes=61))
    (shelf.folder(identify(path).study) / "catatan saya.txt").write_text("x")
    note(path, "akhir")
    snapshots.take(path, Reason.CLOSE, now=NOON + timedelta(minutes=70))
    times = [snapshot.at - NOON for snapshot in snapshots.of_place(path)]
    assert times == [timedelta(minutes=m) for m in (70, 61, 40)]
    assert before in snapshots.of_place(path)
    assert (shelf.folder(identify(path).study) / "catatan saya.txt").exists()


def test_the_states_before_large_changes_of_a_day_all_stay(path):
    """Merging codes twice within the hour: what was there before the first must not be gone after the second."""
    for minute in range(0, 50, 5):
        note(path, f"sebelum {minute}")
        snapshots.take(path, Reason.BEFORE, now=NOON + timedelta(minutes=minute))
        note(path, f"sesudah {minute}")
        snapshots.take(path, Reason.CLOSE, now=NOON + timedelta(minutes=minute + 2))
    kept = {r: [s.at - NOON for s in snapshots.of_place(path) if s.reason is r] for r in Reason}
    assert kept[Reason.BEFORE] == [timedelta(minutes=m) for m in range(45, 5, -5)]  # eight
    assert kept[Reason.CLOSE] == [timedelta(minutes=47)]
    note(path, "hari lain")
    snapshots.take(path, Reason.BEFORE, now=NOON + timedelta(days=2))
    kept_then = [s.at - NOON for s in snapshots.of_place(path) if s.reason is Reason.BEFORE]
    assert kept_then == [
        timedelta(days=2),
        timedelta(minutes=45),
    ]  # of the older day, as of every hour, the last


MOMENTS = st.lists(
    st.integers(0, 3000).map(lambda n: NOON - timedelta(minutes=37 * n)),
    min_size=1,
    max_size=120,
    unique=True,
)


@settings(max_examples=80, deadline=None)
@given(MOMENTS)
def test_thinning_keeps_the_newest_and_few_and_is_stable(moments):
    stay = shelf.kept(moments)
    assert stay <= set(moments) and max(moments) in stay
    assert len(stay) <= 24 + 14 + 8
    assert shelf.kept(stay) == stay
    hours = sorted({m.replace(minute=0, second=0) for m in moments}, reverse=True)[:24]
    for hour in hours:
        assert max(m for m in moments if m.replace(minute=0, second=0) == hour) in stay
    days = sorted({m.date() for m in moments}, reverse=True)[:14]
    assert set(days) <= {m.date() for m in stay}
    weeks = sorted({m.isocalendar()[:2] for m in moments}, reverse=True)[:8]
    assert set(weeks) <= {m.isocalendar()[:2] for m in stay}


@settings(max_examples=30, deadline=None)
@given(MOMENTS)
def test_thinning_step_by_step_never_loses_a_day_or_week_that_is_due(moments):
    standing: set[datetime] = set()
    for moment in sorted(moments):
        standing = shelf.kept(standing | {moment})
    assert {m.date() for m in standing} >= set(sorted({m.date() for m in moments}, reverse=True)[:14])


def test_two_months_of_hourly_work_leave_forty_odd_copies():
    moments = [NOON - timedelta(hours=n) for n in range(24 * 60)]
    stay = sorted(shelf.kept(moments), reverse=True)
    assert stay[:24] == moments[:24]
    assert 40 <= len(stay) <= 46
    assert min(stay) < NOON - timedelta(weeks=6)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.integers(0, 3), min_size=366, max_size=366),
    st.lists(st.integers(0, 23 * 60), min_size=4, max_size=12, unique=True),
)
def test_a_year_of_work_keeps_what_is_promised_each_day(sessions, minutes):
    """Each day some sessions end, at minutes that differ; thinning runs after each, on what the one before left."""
    taken: list[datetime] = []
    standing: set[datetime] = set()
    for day, count in enumerate(sessions):
        for n in sorted(minutes[:count]):
            moment = NOON.replace(hour=0) + timedelta(days=day, minutes=n + day % 7)
            taken.append(moment)
            standing = shelf.kept(standing | {moment})
        if not taken:
            continue
        assert max(taken) in standing and len(standing) <= 24 + 14 + 8
        days: dict[object, datetime] = {moment.date(): moment for moment in taken[-80:]}
        assert (
            set(list(days.values())[-14:]) <= standing
        )  # the last of each of the last 14 days with any work
        weeks = {moment.isocalendar()[:2]: moment for moment in taken[-400:]}
        assert {moment.isocalendar()[:2] for moment in standing} >= set(list(weeks)[-8:])


def test_restoring_beside_overwrites_nothing(path):
    taken = snapshots.take(path, Reason.CLOSE, now=NOON)
    note(path, "dua")
    first, second = snapshots.beside(taken.path, path), snapshots.beside(taken.path, path)
    assert first != second and first.parent == second.parent == path.parent
    assert notes(first) == notes(second) == ["satu"] and notes(path) == ["satu", "dua"]


def test_swapping_keeps_the_present_state(path):
    taken = snapshots.take(path, Reason.CLOSE, now=NOON)
    note(path, "dua")
    present = snapshots.swap(taken.path, path)
    assert notes(path) == ["satu"]
    assert notes(present) == ["satu", "dua"] and present.parent == taken.path.parent
    assert list(path.parent.iterdir()) == [path]
    snapshots.swap(present, path)
    assert notes(path) == ["satu", "dua"]


def test_a_project_that_is_open_is_not_swapped(path):
    taken = snapshots.take(path, Reason.CLOSE)
    store = Store(path, write=True, coder="Bima")
    with pytest.raises(Busy, match="Bima"):
        snapshots.swap(taken.path, path)
    store.close()
    note(path, "dua")
    reader = Store(path, write=False)
    with reader.read() as session:
        session.scalar(select(Memo.body))
        with pytest.raises(Busy):
            snapshots.swap(taken.path, path)
    reader.close()
    assert notes(path) == ["satu", "dua"]


def test_a_damaged_or_deleted_project_comes_back(path):
    taken = snapshots.take(path, Reason.CLOSE)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert snapshots.of_place(path) == [taken]
    aside = snapshots.swap(taken.path, path)
    assert aside is not None and aside.parent == path.parent and len(aside.read_bytes()) == len(whole) // 2
    assert notes(path) == ["satu"]
    path.unlink()
    assert snapshots.of_place(path) == [taken]
    assert snapshots.swap(taken.path, path) is None
    assert notes(path) == ["satu"]


def test_a_snapshot_is_found_by_number_or_name(path):
    older = snapshots.take(path, Reason.CLOSE, now=NOON)
    note(path, "dua")
    newer = snapshots.take(path, Reason.CLOSE, now=NOON + timedelta(hours=2))
    assert snapshots.find(path, "1") == newer and snapshots.find(path, "2") == older
    assert snapshots.find(path, "20260302T12") == older
    for nothing in ("3", "", "2026", "x"):
        with pytest.raises(NotFound):
            snapshots.find(path, nothing)


def test_a_folder_that_cannot_be_written_gives_one_line(path, second):
    second.write_text("a file where a folder should be")
    with pytest.raises(StoreError, match="no backup was made") as error:
        snapshots.take(path, Reason.CLOSE)
    assert "\n" not in error.value.message
    assert notes(path) == ["satu"]


def test_a_nearly_full_disk_gives_one_line_and_leaves_nothing(path, monkeypatch):
    usage = shutil.disk_usage(path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: usage._replace(free=snapshots.SPARE))
    with pytest.raises(StoreError, match="nearly full"):
        snapshots.take(path, Reason.CLOSE)
    assert list(snapshots.of_place(path)) == []


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=20), ("just now", "baru saja")),
        (timedelta(minutes=5), ("5 minutes ago", "5 menit lalu")),
        (timedelta(hours=1), ("1 hour ago", "1 jam lalu")),
        (timedelta(days=3), ("3 days ago", "3 hari lalu")),
        (timedelta(days=30), ("2026-01-31", "2026-01-31")),
    ],
)
def test_the_line_of_home_says_when(passed, said):
    assert shelf.saved_line(NOON - passed, now=NOON) == f"saved · last backup: {said[0]}"
    with i18n.using("id"):
        assert shelf.saved_line(NOON - passed, now=NOON) == f"tersimpan · cadangan terakhir: {said[1]}"
        assert shelf.saved_line(None) == "tersimpan · belum ada cadangan"


# copies


@pytest.fixture
def copy(path: Path) -> Path:
    """A copy of the project that went by chat."""
    return Path(shutil.copy(path, path.with_name("studi (1).qualcode")))


def test_copies_are_the_same_or_one_is_ahead(path, copy):
    assert compare(path, copy).kin == Kin.SAME
    note(path, "dua")
    note(path, "tiga", coder="Bima")
    relation = compare(path, copy)
    assert (relation.kin, relation.here, relation.there) == (Kin.AHEAD, 3, 0)
    assert compare(copy, path).kin == Kin.BEHIND
    assert "older" in relation.line(copy.name) and "newer" in compare(copy, path).line(path.name)


@pytest.mark.parametrize("coder", ["Rara", "Bima"])
def test_copies_that_both_went_on_are_named_since_when(path, copy, coder):
    note(path, "dua")
    note(copy, "lain", coder=coder)
    before = path.read_bytes(), copy.read_bytes()
    relation = compare(path, copy)
    assert relation.kin == Kin.BOTH
    assert relation.first_here.coder == "Rara" and relation.first_here.action == "memo.add"
    assert relation.first_there.coder == coder
    assert relation.there == (1 if coder == "Rara" else 2)
    assert "keep both" in relation.line(copy.name) and "(Rara)" in relation.line(copy.name)
    assert (path.read_bytes(), copy.read_bytes()) == before


def test_another_project_is_no_copy(path, tmp_path):
    other = tmp_path / "lain.qualcode"
    Store.create(other)
    store = Store(other, write=True)
    study = Study(title="Kas RT")
    store.write("project.create", lambda tx: tx.insert(study), coder="Rara").result()
    store.close()
    assert compare(path, other).kin == Kin.OTHER


# folders


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("Users/Rara/OneDrive/Documents/a.qualcode", FolderKind.ONEDRIVE),
        ("Users/Rara/OneDrive - Kampus/a.qualcode", FolderKind.ONEDRIVE),
        ("Library/CloudStorage/OneDrive-Kampus/a.qualcode", FolderKind.ONEDRIVE),
        ("Library/CloudStorage/GoogleDrive-rara@contoh.id/My Drive/a.qualcode", FolderKind.GOOGLE_DRIVE),
        ("G/Drive Saya/a.qualcode", FolderKind.GOOGLE_DRIVE),
        ("Dropbox (Pribadi)/a.qualcode", FolderKind.DROPBOX),
        ("Library/Mobile Documents/com~apple~CloudDocs/a.qualcode", FolderKind.ICLOUD),
        ("iCloudDrive/a.qualcode", FolderKind.ICLOUD),
        ("Nextcloud/skripsi/a.qualcode", FolderKind.NEXTCLOUD),
        ("Documents/dropboxes/a.qualcode", None),
        ("Documents/OneDrive.qualcode", None),
        ("skripsi/a.qualcode", None),
    ],
)
def test_synchronised_folders_are_known_by_their_names(tmp_path, place, kind):
    found = folders.recognise(tmp_path / place, mounts=[])
    assert (found.kind if found else None) == kind


def test_synchronised_folders_are_known_by_what_lies_in_them(tmp_path, monkeypatch):
    inside = tmp_path / "skripsi" / "data"
    inside.mkdir(parents=True)
    assert folders.recognise(inside / "a.qualcode", mounts=[]) is None
    (tmp_path / "skripsi" / ".sync_0a1b.db").touch()
    assert folders.recognise(inside / "a.qualcode", mounts=[]).kind == FolderKind.NEXTCLOUD
    monkeypatch.setenv("OneDriveConsumer", str(tmp_path / "skripsi"))
    assert folders.recognise(inside / "a.qualcode", mounts=[]).kind == FolderKind.ONEDRIVE


MOUNTS = r"""
/dev/sda1 / ext4 rw 0 0
server:/home /net nfs4 rw 0 0
//nas/kampus /net/ruang\040kerja cifs rw 0 0
/dev/sdb1 /net/ruang\040kerja/usb vfat rw 0 0
C:\134 /mnt/c 9p rw 0 0
rara@host: /sftp fuse.sshfs rw 0 0
//rara@nas/share on /Volumes/share (smbfs, nodev, nosuid, mounted by rara)
/dev/disk1s1 on /Volumes/My Disk (apfs, local, journaled)
"""


@pytest.mark.parametrize(
    ("place", "type"),
    [
        ("/home/rara/a.qualcode", ""),
        ("/net/a.qualcode", "nfs4"),
        ("/net/ruang kerja/a.qualcode", "cifs"),
        ("/net/ruang kerja/usb/a.qualcode", ""),
        ("/network/a.qualcode", ""),
        ("/mnt/c/Users/a.qualcode", "9p"),
        ("/sftp/a.qualcode", "fuse.sshfs"),
        ("/Volumes/share/a.qualcode", "smbfs"),
        ("/Volumes/My Disk/a.qualcode", ""),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="mount tables are read on POSIX only")
def test_network_file_systems_are_known_from_the_mount_table(place, type):
    found = folders.recognise(Path(place), mounts=folders.read_mounts(MOUNTS))
    assert (found.detail if found else "") == type


def test_this_machines_mounts_can_be_read(tmp_path):
    folders.recognise(tmp_path)
    assert all(
        isinstance(m, Mount) and PurePosixPath(m.place).is_absolute() for m in folders.read_mounts(MOUNTS)
    )


def test_the_warning_is_one_line_in_both_languages(tmp_path):
    place = tmp_path / "OneDrive" / "a.qualcode"
    assert folders.warning(tmp_path / "a.qualcode") == ""
    for language in i18n.LANGUAGES:
        with i18n.using(language):
            assert "OneDrive" in folders.warning(place) and "\n" not in folders.warning(place)
    with i18n.using("id"):
        assert "tutup" in folders.warning(place).lower()


def test_copies_that_programs_leave_are_found(tmp_path):
    theirs = [
        "studi (1)", "studi (Rara's conflicted copy 2026-01-02)", "studi (salinan berkonflik)", "studi 2",
        "studi.sync-conflict-20260102-120000-ABCDEFG", "studi-DESKTOP-1AB2C3D", "studi - Copy",
    ]  # fmt: skip
    ours = ["studi", "studi bab 4", "studi-revisi", "lain (1)"]
    for name in theirs + ours:
        (tmp_path / f"{name}.qualcode").touch()
    (tmp_path / "studi (2).docx").touch()
    found = folders.conflicts(tmp_path / "studi.qualcode")
    assert sorted(path.stem for path in found) == sorted(theirs)
    assert folders.conflicts(tmp_path / "nowhere" / "studi.qualcode") == ()


# ballast


def test_ballast_is_thrown_off_only_when_the_disk_is_full(path, second, monkeypatch):
    usage = shutil.disk_usage(path)
    assert ballast.load() and ballast.path().stat().st_size == ballast.SIZE
    assert ballast.load()
    assert not ballast.drop(path) and ballast.path().exists()
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: usage._replace(free=1000))
    assert ballast.drop(path) and not ballast.path().exists()
    assert not ballast.drop(path)
    assert not ballast.load()
    monkeypatch.undo()
    monkeypatch.setenv("QUALCODE_SNAPSHOTS", str(second))
    assert ballast.load()
    assert [p.name for p in second.iterdir()] == ["ballast"]


def test_ballast_where_nothing_can_be_written_is_no_error(second):
    second.write_text("x")
    assert not ballast.load()
    assert not ballast.drop(second)


def test_a_snapshot_that_does_not_hold_is_never_put_in_place(path):
    taken = snapshots.take(path, Reason.CLOSE)
    raw = bytearray(taken.path.read_bytes())
    raw[4096:8192] = bytes(4096)
    taken.path.write_bytes(raw)
    before = path.read_bytes()
    with pytest.raises(StoreError):
        snapshots.swap(taken.path, path)
    with pytest.raises(StoreError):
        snapshots.beside(taken.path, path)
    assert path.read_bytes() == before and list(path.parent.iterdir()) == [path]
    sqlite3.connect(path).close()
