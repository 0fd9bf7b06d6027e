"""The script that shows before a release that nobody needs a compiler; what it asks pip for, without asking it."""

from __future__ import annotations

import importlib.util
import sys
import zipfile

import pytest
from packaging.requirements import Requirement

from tests.conftest import ROOT

spec = importlib.util.spec_from_file_location("wheels", ROOT / "tools" / "wheels.py")
assert spec is not None and spec.loader is not None
wheels = sys.modules["wheels"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(wheels)


def make_wheel(folder, file, needs=()):
    name, version = file.split("-")[:2]
    path = folder / file
    with zipfile.ZipFile(path, "w") as archive:
        lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
        lines += [f"Requires-Dist: {need}" for need in needs]
        archive.writestr(f"{name}-{version}.dist-info/METADATA", "\n".join(lines) + "\n\nText: of it")
    return path


def test_a_wheel_says_what_it_is_and_needs(tmp_path):
    pure = wheels.read_wheel(make_wheel(tmp_path, "a_b-1.0-py3-none-any.whl", ["c>1", "d; extra == 'x'"]))
    assert (pure.name, pure.version, pure.pure) == ("a-b", "1.0", True)
    assert [need.name for need in pure.needs] == ["c", "d"]
    assert not wheels.read_wheel(make_wheel(tmp_path, "e-1-cp313-cp313-win_amd64.whl")).pure


def test_markers_are_those_of_the_other_system():
    lines = ["colorama; sys_platform == 'win32'", "a; os_name == 'posix'", "b; extra == 'x'", "c"]
    lines += ["d; python_version < '3.12'"]
    windows = wheels.environment(wheels.SYSTEMS["windows"], "3.13")
    assert [need.name for need in wheels.wanted(lines, windows)] == ["colorama", "c"]
    macos = wheels.environment(wheels.SYSTEMS["macos"], "3.11")
    assert [need.name for need in wheels.wanted(lines, macos, ["x"])] == ["a", "b", "c", "d"]


@pytest.mark.parametrize("system", wheels.SYSTEMS)
@pytest.mark.parametrize("python", wheels.PYTHONS)
def test_every_package_is_pinned_once_for_each_system_and_python(system, python):
    there = wheels.environment(wheels.SYSTEMS[system], python)
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    pinned = [need.name for need in wheels.wanted(wheels.read_constraints(text), there)]
    assert {"numpy", "pypdfium2", "spacy", "textual"} <= set(pinned)
    assert len(pinned) == len(set(pinned))


def test_needs_are_followed_and_what_is_missing_has_a_line(tmp_path, monkeypatch, capsys):
    def pip(requirements, _system, _python, folder):
        known = {"spacy": ("cp313-cp313-win_amd64", ["thing[more]"]), "thing": ("py3-none-any", [
            "deep; extra == 'more'", "posix; os_name == 'posix'"]), "deep": ("py3-none-any", [])}  # fmt: skip
        names = [Requirement(given).name for given in requirements]
        if unknown := [name for name in names if name not in known]:
            return f"nothing for {', '.join(unknown)}"
        for name in names:
            tags, needs = known[name]
            make_wheel(folder, f"{name}-3.8.18-{tags}.whl", needs)
        return ""

    monkeypatch.setattr(wheels, "_pip", pip)
    assert wheels.main(["--python", "3.13", "--platform", "windows"]) == 1
    out = capsys.readouterr().out
    assert "3 packages, 2 of them pure Python" in out
    assert "missing: windows, Python 3.13: textual==8.2.8: nothing for textual" in out
    assert "missing: windows, Python 3.13: psycopg==" in out
    assert "posix" not in out
