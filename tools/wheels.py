"""Shows that qualcode installs on Windows, macOS and Linux without a compiler: run it before a release.

    make wheels                                            every system and every Python
    make wheels ARGS="--python 3.13 --platform windows"    one of them

For each system and Python it follows what qualcode needs at run time, the server extra too, through the metadata of
the packages themselves, with the markers of *that* system, and downloads each version that constraints.txt names as
pip would there: a wheel or nothing. It prints what it found, and a line for each package that is missing; then it
leaves with exit code 1.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from email.parser import HeaderParser
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = ("server",)
PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")


@dataclass(frozen=True)
class System:
    """An operating system as pip's tags and a requirement's markers know it."""

    tags: Sequence[str]
    """What pip takes for `--platform`; the oldest release of the system that is served."""
    markers: dict[str, str]


SYSTEMS = {
    "windows": System(
        ("win_amd64",),
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
    ),
    "macos": System(
        ("macosx_11_0_arm64",),
        {
            "sys_platform": "darwin",
            "platform_system": "Darwin",
            "os_name": "posix",
            "platform_machine": "arm64",
        },
    ),
    "macos-intel": System(
        ("macosx_11_0_x86_64",),
        {
            "sys_platform": "darwin",
            "platform_system": "Darwin",
            "os_name": "posix",
            "platform_machine": "x86_64",
        },
    ),
    "linux": System(
        ("manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
        {
            "sys_platform": "linux",
            "platform_system": "Linux",
            "os_name": "posix",
            "platform_machine": "x86_64",
        },
    ),
}


@dataclass(frozen=True)
class Wheel:
    """One package as it would be installed."""

    name: str
    version: str
    pure: bool
    """Whether it is the same file on every system."""
    size: int
    """Bytes to download."""
    needs: Sequence[Requirement]


@dataclass
class Resolution:
    """What one system and Python installs."""

    wheels: dict[str, Wheel] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    """A line for each package that cannot be had."""


def environment(system: System, python: str) -> dict[str, str]:
    """The markers of a system with a Python of CPython."""
    return {
        **{name: str(value) for name, value in default_environment().items()},
        **system.markers,
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_version": "",
    }


def wanted(lines: Iterable[str], there: dict[str, str], extras: Iterable[str] = ()) -> Iterator[Requirement]:
    """The requirements among `lines` that hold in the environment `there`, for any of the extras."""
    for line in lines:
        requirement = Requirement(line)
        asked = ("", *extras)
        if requirement.marker is None or any(
            requirement.marker.evaluate({**there, "extra": extra}) for extra in asked
        ):
            yield requirement


def read_constraints(text: str) -> list[str]:
    """The lines of a constraints file that name a package."""
    return [line for raw in text.splitlines() if (line := re.sub(r"(^|\s)#.*", "", raw).strip())]


def read_wheel(path: Path) -> Wheel:
    """What a wheel says about itself."""
    name, version, _build, tags = parse_wheel_filename(path.name)
    with zipfile.ZipFile(path) as archive:
        [metadata] = [n for n in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", n)]
        headers = HeaderParser().parsestr(archive.read(metadata).decode("utf-8"))
    needs = [Requirement(line) for line in headers.get_all("Requires-Dist", [])]
    pure = any(tag.platform == "any" for tag in tags)
    return Wheel(name, str(version), pure, path.stat().st_size, needs)


def resolve(system: System, python: str, folder: Path) -> Resolution:
    """Everything qualcode needs at run time on a system, downloaded to an empty folder."""
    there = environment(system, python)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *(n for e in EXTRAS for n in project["optional-dependencies"][e])]
    constraints = read_constraints((ROOT / "constraints.txt").read_text(encoding="utf-8"))
    pins = {canonicalize_name(pin.name): pin for pin in wanted(constraints, there)}
    found = Resolution()
    asked: dict[str, Requirement] = {}
    followed: set[tuple[str, frozenset[str]]] = set()
    waiting = list(wanted(lines, there))
    while waiting:
        fresh = {canonicalize_name(n.name): n for n in waiting if canonicalize_name(n.name) not in asked}
        asked.update(fresh)
        # A specifier without its extras and marker; the pin, where there is one, decides.
        exact = {
            name: f"{name}{pins[name].specifier if name in pins else n.specifier}"
            for name, n in fresh.items()
        }
        for path in _download(exact, system, python, folder, found.problems):
            wheel = read_wheel(path)
            found.wheels[canonicalize_name(wheel.name)] = wheel
        following: list[Requirement] = []
        for need in waiting:
            got = found.wheels.get(canonicalize_name(need.name))
            if got is None:
                continue
            if not need.specifier.contains(got.version, prereleases=True):
                found.problems.append(f"{got.name} {got.version} does not fit {need}")
            step = (canonicalize_name(need.name), frozenset(need.extras))
            if step not in followed:
                followed.add(step)
                following += wanted(map(str, got.needs), there, need.extras)
        waiting = following
    return found


def _download(
    exact: dict[str, str], system: System, python: str, folder: Path, problems: list[str]
) -> Iterator[Path]:
    """The wheels of some packages; a line in `problems` for each that has none."""
    if not exact:
        return
    before = set(folder.glob("*.whl"))
    if _pip(list(exact.values()), system, python, folder):
        for one in exact.values():  # one that is missing stops the others, so each by itself
            if reason := _pip([one], system, python, folder):
                problems.append(f"{one}: {reason}")
    yield from sorted(set(folder.glob("*.whl")) - before)


def _pip(requirements: Sequence[str], system: System, python: str, folder: Path) -> str:
    """Let pip download; gives the last line of what went wrong, or nothing."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += [
        "--only-binary=:all:",
        "--implementation=cp",
        f"--python-version={python}",
        f"--dest={folder}",
    ]
    command += [f"--platform={tag}" for tag in system.tags]
    done = subprocess.run([*command, *requirements], capture_output=True, encoding="utf-8", check=False)
    if not done.returncode:
        return ""
    errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR:")]
    return (errors or ["pip could not get it"])[-1].removeprefix("ERROR: ")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; gives 1 where anything is missing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--python", action="append", choices=PYTHONS)
    parser.add_argument("--platform", action="append", choices=SYSTEMS)
    given = parser.parse_args(arguments)
    missing = []
    for platform in given.platform or SYSTEMS:
        for python in given.python or PYTHONS:
            with TemporaryDirectory() as folder:
                found = resolve(SYSTEMS[platform], python, Path(folder))
            print(f"\n{platform} ({SYSTEMS[platform].tags[0]}), Python {python}")
            for name, wheel in sorted(found.wheels.items()):
                kind = "pure" if wheel.pure else "wheel"
                print(f"  {name:<24} {wheel.version:<12} {kind:<6} {wheel.size / 1e6:>7.1f} MB")
            total = sum(wheel.size for wheel in found.wheels.values())
            pure = sum(wheel.pure for wheel in found.wheels.values())
            print(
                f"  {len(found.wheels)} packages, {pure} of them pure Python, {total / 1e6:.0f} MB to download"
            )
            missing += [f"missing: {platform}, Python {python}: {line}" for line in found.problems]
    print()
    print("\n".join(missing) or "Nothing is missing.")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
