"""Paths and servers as people write, paste and drag them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.addresses import (
    is_server,
    server_url,
    shown_path,
    typed_path,
    typed_paths,
    typed_place,
    with_password,
    without_password,
)

posix = pytest.mark.skipif(os.name == "nt", reason="Windows quotes and separates otherwise")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with blanks, an apostrophe and letters beyond ASCII in its path."""
    place = tmp_path / "ruang kerja é"
    place.mkdir()
    made = place / "Bu Sri's studi.qualcode"
    made.touch()
    return made


@posix
def test_a_file_is_found_however_a_terminal_writes_it(file):
    path = str(file)
    shell = path.replace(" ", r"\ ").replace("'", r"\'")
    quoted = path.replace("'", "'\\''")
    for text in (
        path, f"  {path} ", f'"{path}"', f"'{quoted}' ", shell, f"{shell} ", f"“{path}”", f"& \"{path}\"",
        f"file://{path.replace(' ', '%20').replace('é', '%C3%A9')}",
        f"file://localhost{path.replace(' ', '%20')}",
    ):  # fmt: skip
        assert typed_path(text) == file, text


@posix
def test_an_address_that_went_through_a_path_is_still_understood(file):
    assert typed_path(Path(f"file://{file}".replace(" ", "%20"))) == file


def test_home_is_meant_by_a_tilde(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert (
        typed_path("~/skripsi.qualcode")
        == typed_path('"~/skripsi.qualcode"')
        == tmp_path / "skripsi.qualcode"
    )
    assert typed_path("~nobody-of-this-name/a") == Path("~nobody-of-this-name/a")


@posix
@pytest.mark.parametrize("name", ["'a b'", "a\\ b", " a ", '"a"', "~", "file:"])
def test_a_file_that_has_exactly_this_name_comes_first(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    Path(name).touch()
    assert typed_path(name) == Path(name)


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30))
def test_nothing_that_is_typed_breaks_it(text):
    assert isinstance(typed_path(text), Path)
    typed_paths(text)
    if is_server(text):
        without_password(text)


@posix
def test_several_files_dragged_in_together(tmp_path):
    files = [tmp_path / name for name in ("a b.txt", "c.txt", "d'e.txt")]
    for one in files:
        one.touch()
    escaped = " ".join(str(one).replace(" ", r"\ ").replace("'", r"\'") for one in files)
    quoted = " ".join("'" + str(one).replace("'", "'\\''") + "'" for one in files)
    for text in (escaped, quoted, ";".join(map(str, files)), "; ".join(f'"{one}"' for one in files) + ";"):
        assert typed_paths(text) == files, text
    assert typed_paths(str(files[0])) == files[:1]
    assert typed_paths(f"{tmp_path}/tidak ada.txt") == [tmp_path / "tidak ada.txt"]
    assert typed_paths("  ") == []


@pytest.mark.parametrize(
    ("given_", "url"),
    [
        ("postgresql://r@host/studi", "postgresql://r@host/studi"),
        ("postgresql:/r@host/studi", "postgresql://r@host/studi"),
        ("postgresql:\\r@host\\studi", "postgresql://r@host/studi"),
        ("postgresql:/studi?host=/run/pg", "postgresql:///studi?host=/run/pg"),
        ("postgresql:///studi?host=/run/pg", "postgresql:///studi?host=/run/pg"),
        (" postgres://r:@/studi?host=/run ", "postgres://r:@/studi?host=/run"),
        ("postgres:/r:@/studi?host=/run", "postgres://r:@/studi?host=/run"),
    ],
)
def test_a_server_keeps_its_slashes(given_, url):
    assert is_server(given_) and server_url(given_) == url and typed_place(given_) == url


def test_a_file_is_no_server():
    assert not is_server("postgresql") and not is_server("./postgresql:/x") and not is_server("a/postgres:b")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://r:rahasia@h:5/d", "postgresql://r@h:5/d"),
        ("postgresql://r:ra%40ha%2Fsia@h/d?sslmode=require", "postgresql://r@h/d?sslmode=require"),
        ("postgresql://h/d?password=rahasia&user=r", "postgresql://h/d?user=r"),
        ("postgresql:///d?host=/run/pg&PASSWORD=rahasia", "postgresql:///d?host=/run/pg"),
        ("postgresql://r:@/d?host=/run", "postgresql://r@/d?host=/run"),
        ("postgresql://r:a@b:rahasia@h/d", "postgresql://r@h/d"),
    ],
)
def test_no_password_is_shown_or_kept(url, shown):
    assert without_password(url) == shown
    assert without_password(shown) == shown


@pytest.mark.parametrize("password", ["rahasia", "a/b@c:d?e&f#g %é"])
@pytest.mark.parametrize(
    "url", ["postgresql://r@h/d?sslmode=require", "postgresql:///d?host=/run", "postgresql://r:x@h/d"]
)
def test_a_password_that_was_typed_reaches_the_server_and_goes_again(url, password):
    from sqlalchemy import make_url

    full = with_password(url, password)
    parsed = make_url(full)
    assert (parsed.password or parsed.query.get("password")) == password and parsed.database == "d"
    assert without_password(full) == without_password(url)
    assert with_password(url, "") == url


def test_a_path_in_a_field_is_whole_and_read_back(tmp_path, monkeypatch):
    home = tmp_path / "rara"
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    assert shown_path(home / "studi") == str(Path("~") / "studi")
    for path in (home / "studi", home, tmp_path / "lain"):
        assert typed_path(shown_path(path)) == path
    monkeypatch.chdir(tmp_path)
    assert shown_path(Path(".")) == str(tmp_path)
    (tmp_path / "elsewhere" / "deep").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere" / "deep")
    assert shown_path(tmp_path / "clone" / ".." / "demo") == str(tmp_path / "demo")
    assert shown_path(tmp_path / "link" / ".." / "demo") == str(tmp_path / "elsewhere" / "demo")
