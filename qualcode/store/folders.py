"""Folders that other programs copy from or that lie on another machine, and the copies these leave behind.

A project that is open is a file and a log; a program that uploads the one without the other spreads a broken copy,
and file locks are not to be trusted over a network. So such folders are recognised and warned about.
"""

from __future__ import annotations

import enum
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from qualcode.i18n import _


class FolderKind(enum.StrEnum):
    """Who else has a hand on a folder."""

    ONEDRIVE = "OneDrive"
    GOOGLE_DRIVE = "Google Drive"
    DROPBOX = "Dropbox"
    ICLOUD = "iCloud"
    NEXTCLOUD = "Nextcloud"
    SYNCTHING = "Syncthing"
    NETWORK = "network"


@dataclass(frozen=True)
class Folder:
    """A folder that is synchronised or lies on a network."""

    kind: FolderKind
    detail: str = ""
    """The kind of network file system."""


@dataclass(frozen=True)
class Mount:
    """A file system and where it is mounted."""

    place: str
    type: str


_NAMES = (
    (FolderKind.ONEDRIVE, re.compile(r"onedrive(?:[ -].*)?", re.IGNORECASE)),
    (
        FolderKind.GOOGLE_DRIVE,
        re.compile(r"google ?drive(?:[ -].*)?|my drive|drive saya|drivefs", re.IGNORECASE),
    ),
    (FolderKind.DROPBOX, re.compile(r"dropbox(?:[ -].*)?", re.IGNORECASE)),
    (FolderKind.ICLOUD, re.compile(r"com~apple~clouddocs|mobile documents|icloud ?drive", re.IGNORECASE)),
    (FolderKind.NEXTCLOUD, re.compile(r"(?:nextcloud|owncloud)(?:[ -].*)?", re.IGNORECASE)),
)
_MARKERS = (
    (FolderKind.DROPBOX, (".dropbox.cache",)),
    (FolderKind.NEXTCLOUD, (".nextcloudsync.log", ".owncloudsync.log", ".sync_*.db", "._sync_*.db")),
    (FolderKind.SYNCTHING, (".stfolder",)),
)
_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_NETWORK = frozenset(
    """nfs nfs3 nfs4 cifs smb smb2 smb3 smbfs 9p drvfs afs afpfs ncpfs davfs webdav ceph glusterfs lustre vboxsf
    prl_fs fuse.sshfs fuse.rclone fuse.davfs fuse.davfs2 fuse.gvfsd-fuse fuse.glusterfs fuse.vmhgfs-fuse
    fuse.google-drive-ocamlfuse fuse.onedriver fuse.smbnetfs fuse.s3fs""".split()  # noqa: SIM905
)
_CONFLICTS = (
    re.compile(r" \([^)]*(?:conflict|konflik)[^)]*\)", re.IGNORECASE),  # Dropbox, Nextcloud
    re.compile(r"[._ -](?:sync-)?conflict.*", re.IGNORECASE),  # Syncthing, ownCloud
    re.compile(r"-(?:DESKTOP|LAPTOP|PC|MacBook).*", re.IGNORECASE),  # OneDrive adds the machine's name
    re.compile(r" ?\(\d{1,2}\)"),  # Google Drive, browsers, chat programs
    re.compile(r" \d"),  # iCloud
    re.compile(r" - (?:Copy|Salinan).*| copy.*| salinan.*", re.IGNORECASE),
)


def recognise(path: Path, *, mounts: Iterable[Mount] | None = None) -> Folder | None:
    """What kind of shared folder `path` (a project or a folder) lies in; None where it is an ordinary one.

    Args:
        path: need not exist.
        mounts: file systems to go by; by default those of this machine, where they can be listed.
    """
    absolute = Path(os.path.abspath(path))
    resolved = absolute.resolve()
    for place in dict.fromkeys((absolute, resolved)):
        for parent in (place, *place.parents):
            for kind, pattern in _NAMES:
                if pattern.fullmatch(parent.name) and parent != place:
                    return Folder(kind)
    for variable in _VARIABLES:
        given = os.environ.get(variable)
        if given and resolved.is_relative_to(Path(given)):
            return Folder(FolderKind.ONEDRIVE)
    for parent in resolved.parents:
        for kind, names in _MARKERS:
            if any(_holds(parent, name) for name in names):
                return Folder(kind)
    network = _network(resolved, _mounts() if mounts is None else mounts)
    return Folder(FolderKind.NETWORK, network) if network else None


def warning(path: Path) -> str:
    """One line about the folder of a project, in the current language; empty where nothing is to be said."""
    found = recognise(path)
    if found is None:
        return ""
    if found.kind == FolderKind.NETWORK:
        return _(
            "this folder lies on another machine ({type}): keep the project on this computer's own disk and copy "
            "it there when it is closed",
            type=found.detail,
        )
    return _(
        "this folder is synchronised by {program}: close the project before you open it on another computer, and "
        "wait until {program} has finished",
        program=found.kind.value,
    )


def conflicts(project: Path) -> Sequence[Path]:
    """Files beside a project that a synchronising or chat program may have made of it, by name."""
    try:
        siblings = sorted(project.parent.iterdir())
    except OSError:
        return ()
    stem, suffix = project.stem, project.suffix
    return [
        sibling
        for sibling in siblings
        if sibling.suffix == suffix
        and sibling.stem != stem
        and sibling.stem.startswith(stem)
        and any(pattern.fullmatch(sibling.stem[len(stem) :]) for pattern in _CONFLICTS)
    ]


def read_mounts(text: str) -> list[Mount]:
    """The mounts in a text like that of /proc/mounts, or like what `mount` prints on macOS."""
    found = []
    for line in text.splitlines():
        if apple := re.fullmatch(r".+? on (/.*) \(([^,)]+).*\)", line):
            found.append(Mount(apple[1], apple[2]))
        elif len(parts := line.split()) >= 3:
            place = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), parts[1])
            found.append(Mount(place, parts[2]))
    return found


def _holds(folder: Path, pattern: str) -> bool:
    try:
        return (folder / pattern).exists() if "*" not in pattern else any(folder.glob(pattern))
    except OSError:
        return False


def _network(path: Path, mounts: Iterable[Mount]) -> str:
    """The kind of network file system a path lies on, or nothing."""
    if path.drive.startswith(("\\\\", "//")):
        return "SMB"
    holding = [mount for mount in mounts if PurePath(path).is_relative_to(mount.place)]
    if holding:
        # Of two mounts at one place the later covers the earlier.
        deepest = max(enumerate(holding), key=lambda item: (len(item[1].place), item[0]))[1]
        return deepest.type if deepest.type in _NETWORK else ""
    return _windows_drive(path)


def _mounts() -> list[Mount]:
    for table in ("/proc/self/mounts", "/proc/mounts"):
        try:
            return read_mounts(Path(table).read_text(encoding="utf-8", errors="surrogateescape"))
        except OSError:
            continue
    if sys.platform == "darwin":
        try:
            listed = subprocess.run(
                ["/sbin/mount"],
                capture_output=True,
                encoding="utf-8",
                errors="surrogateescape",
                timeout=2,
                check=False,
            )
            return read_mounts(listed.stdout)
        except (OSError, subprocess.SubprocessError):
            return []
    return []


def _windows_drive(path: Path) -> str:
    if sys.platform == "win32":
        import ctypes

        remote = 4
        return "SMB" if ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == remote else ""
    return ""
