"""Nothing that only one system has is used where another would miss it, and no text depends on the machine."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import qualcode

PACKAGE = Path(qualcode.__file__).parent


def names(text: str) -> frozenset[str]:
    return frozenset(text.split())


POSIX_MODULES = names("crypt fcntl grp nis posix pty pwd readline resource spwd syslog termios tty curses")
WINDOWS_MODULES = names("msvcrt winreg winsound nt _winapi")
POSIX_NAMES = {
    "os": names("""O_DIRECTORY O_NOFOLLOW O_CLOEXEC O_SYNC O_DSYNC O_NONBLOCK chown chroot ctermid fchmod fchown fdatasync
        fork forkpty fpathconf fstatvfs getegid geteuid getgid getgroups getloadavg getpgid getpgrp getpriority
        getresuid getsid getuid initgroups killpg lchown lockf major makedev mkfifo mknod nice openpty pathconf pipe2
        posix_fadvise posix_fallocate posix_spawn pread pwrite register_at_fork sched_getaffinity sendfile setgid
        setsid setuid statvfs sync sysconf tcgetpgrp uname wait wait4 WEXITSTATUS WIFEXITED"""),
    "signal": names("SIGHUP SIGKILL SIGQUIT SIGALRM SIGUSR1 SIGUSR2 SIGCHLD SIGPIPE SIGTSTP SIGCONT SIGWINCH alarm "
                        "setitimer pause pthread_kill pthread_sigmask sigwait"),
    "time": names("tzset clock_settime pthread_getcpuclockid"),
    "socket": frozenset(["AF_UNIX", "socketpair"]),
    "asyncio": frozenset(["add_signal_handler", "open_unix_connection"]),
}  # fmt: skip
METHODS = names("symlink_to hardlink_to lchmod is_mount add_signal_handler as_uri fork setrlimit")
"""Methods that fail on some system, or mean something else there (`as_uri` puts a host into a shared folder's)."""

GUARDS = {
    "readers/pdf_worker.py": frozenset(["resource", "setrlimit"]),
    "reports/own_room.py": frozenset(["resource", "setrlimit"]),
    "store/standing.py": frozenset(["fcntl"]),
    "tui/app.py": frozenset(["termios"]),
}
"""Where such a thing is used inside `try … except ImportError` or behind `sys.platform`; each has a test of its fallback."""


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def used(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, name) of everything that only some systems have."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=given):
                for alias in given:
                    if alias.name.partition(".")[0] in POSIX_MODULES | WINDOWS_MODULES:
                        yield node.lineno, alias.name
            case ast.ImportFrom(module=str(module), names=given):
                if module.partition(".")[0] in POSIX_MODULES | WINDOWS_MODULES:
                    yield node.lineno, module
                for alias in given:
                    if alias.name in POSIX_NAMES.get(module, ()):
                        yield node.lineno, f"{module}.{alias.name}"
            case ast.Attribute(value=ast.Name(id=module), attr=name) if name in POSIX_NAMES.get(module, ()):
                yield node.lineno, f"{module}.{name}"
            case ast.Call(func=ast.Attribute(attr=name)) if name in METHODS:
                yield node.lineno, name


def test_nothing_is_used_that_windows_or_macos_lacks():
    found = [
        f"{file}:{line}: {name}"
        for file, tree in trees()
        for line, name in used(tree)
        if name not in GUARDS.get(file, ())
    ]
    assert not found, "\n".join(found)


def test_the_search_finds_what_it_is_for():
    source = "import os, fcntl\nfrom os import fork\nfrom signal import SIGHUP\nos.statvfs('/')\npath.symlink_to('x')\n"
    found = [name for _line, name in used(ast.parse(source))]
    assert sorted(found) == ["fcntl", "os.fork", "os.statvfs", "signal.SIGHUP", "symlink_to"]


def _is_text(call: ast.Call, position: int) -> bool:
    """Whether an `open` is one of text: its mode says no b."""
    modes = [keyword.value for keyword in call.keywords if keyword.arg == "mode"] + call.args[
        position : position + 1
    ]
    return not any(isinstance(mode, ast.Constant) and "b" in str(mode.value) for mode in modes)


def test_every_text_file_is_opened_with_its_encoding_named():
    found = []
    for file, tree in trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            given = {keyword.arg for keyword in node.keywords}
            match node.func:
                case ast.Name(id="open"):
                    wanted = _is_text(node, 1)
                case ast.Attribute(attr="read_text"):
                    wanted = not node.args
                case ast.Attribute(attr="write_text", value=value):
                    wanted = not (isinstance(value, ast.Name) and value.id == "formatter")  # of a help page
                case ast.Attribute(attr="run" | "Popen" | "check_output", value=ast.Name(id="subprocess")):
                    wanted = bool(given & {"text", "universal_newlines"})
                case _:
                    continue
            if wanted and "encoding" not in given:
                found.append(f"{file}:{node.lineno}")
    assert not found, "\n".join(found)


def test_no_file_is_written_as_text_where_its_lines_would_end_otherwise_on_windows():
    """What leaves the project goes through `project/writing.py` as bytes; text files of our own are JSON or nothing."""
    found = []
    for file, tree in trees():
        for node in ast.walk(tree):
            match node:
                case ast.Call(
                    func=ast.Name(id="open") | ast.Attribute(attr="open"), args=[_, *_] as args
                ) if any(
                    isinstance(a, ast.Constant)
                    and isinstance(a.value, str)
                    and a.value in ("w", "x", "a", "w+")
                    for a in args
                ):
                    if "newline" not in {keyword.arg for keyword in node.keywords}:
                        found.append(f"{file}:{node.lineno}")
    assert not found, "\n".join(found)


def test_no_date_is_formatted_in_a_way_of_one_system():
    found = []
    for file, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and "%Y" in node.value:
                found += [
                    f"{file}:{node.lineno}: {directive}"
                    for directive in ("%-", "%#", "%s", "%P", "%k", "%l")
                    if directive in node.value
                ]
    assert not found, "\n".join(found)


def test_no_packaged_file_has_a_name_that_windows_cannot_have():
    reserved = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
    root = PACKAGE.parent
    wrong, seen = [], {}
    for folder in (PACKAGE, root / "codebooks", root / "transcripts", root / "tests", root / "tools"):
        for path in folder.rglob("*"):
            if "__pycache__" in path.parts:
                continue
            name = path.name
            if set(name) & set('<>:"|?*\\') or name[-1] in ". " or path.stem.lower() in reserved:
                wrong.append(name)
            key = str(path.relative_to(root)).lower()
            if seen.setdefault(key, path) != path or len(key) > 150:
                wrong.append(key)
    assert not wrong
