"""The language of the system, as each system says it; no locale has to be installed."""

from __future__ import annotations

import plistlib
import sys

import pytest

from qualcode import i18n

NAMES = ("QUALCODE_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture
def says(monkeypatch):
    """Sets the environment to exactly what is named and gives the language that follows."""
    monkeypatch.setattr(sys, "platform", "linux")

    def says(**values: str) -> str:
        for name in NAMES:
            monkeypatch.delenv(name, raising=False)
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        return i18n.system_language()

    return says


@pytest.mark.parametrize(
    "name",
    [
        *("id", "id_ID", "id_ID.UTF-8", "id-ID", "ID", "in", "in_ID", "ind", "ind_ID.utf8", "id_ID@latin"),
        *("Indonesian", "Indonesian_Indonesia.1252", "Indonesia", "Bahasa Indonesia", "bahasa_indonesia"),
        *("jv_ID.UTF-8", "su_ID", "min_ID", "ban-ID"),
    ],
)
def test_every_name_of_indonesian_is_known(says, name):
    assert says(LANG=name) == "id"


@pytest.mark.parametrize(
    "name",
    [
        "en_ID.UTF-8",
        "en",
        "C",
        "C.UTF-8",
        "POSIX",
        "hi_IN",
        "is_IS",
        "indic",
        "idk",
        "ms_MY",
        "fr_FR",
        "UTF-8",
    ],
)
def test_other_languages_are_answered_in_english(says, name):
    assert says(LANG=name) == "en"


def test_the_order_of_the_variables_is_that_of_gettext(says):
    assert says() == "en"
    assert says(LANG="id_ID.UTF-8", LC_ALL="en_US.UTF-8") == "en"
    assert says(LANG="en_US.UTF-8", LC_MESSAGES="id_ID.UTF-8") == "id"
    assert says(LANG="en_US.UTF-8", LC_ALL="") == "en"
    assert says(LANG="en_US.UTF-8", LANGUAGE="id:en") == "id"
    assert says(LANG="id_ID.UTF-8", LANGUAGE="en_US:id") == "en"
    assert says(LANG="C", LANGUAGE="id") == "en"
    assert says(LANG="id_ID.UTF-8", LANGUAGE="id", QUALCODE_LANG="en") == "en"
    assert says(LANG="C.UTF-8", QUALCODE_LANG="id") == "id"


def test_what_no_language_is_called_leaves_it_to_the_system(says):
    assert says(LANG="id_ID.UTF-8", QUALCODE_LANG="xx") == "id"
    assert says(LANG="id_ID.UTF-8", QUALCODE_LANG="") == "id"
    assert says(LANG="C.UTF-8", QUALCODE_LANG="xx") == "en"
    assert says(LANG="id_ID.UTF-8", QUALCODE_LANG="en_GB.UTF-8") == "en"


@pytest.mark.parametrize(
    ("number", "language"), [(0x0421, "id"), (0x0409, "en"), (0x3809, "en"), (0x043E, "en")]
)
def test_windows_is_asked_where_the_environment_is_silent(monkeypatch, says, number, language):
    ctypes = pytest.importorskip("ctypes")

    class Kernel:
        @staticmethod
        def GetUserDefaultUILanguage() -> int:
            return number

    class Libraries:
        kernel32 = Kernel

    monkeypatch.setattr(ctypes, "windll", Libraries, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    assert says() == language
    assert says(LANG="id_ID.UTF-8") == "id"


@pytest.mark.parametrize("format", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_macos_is_asked_where_the_terminal_sets_nothing(monkeypatch, says, tmp_path, format):
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert says() == "en"
    settings = tmp_path / "Library" / "Preferences" / ".GlobalPreferences.plist"
    settings.parent.mkdir(parents=True)
    settings.write_bytes(plistlib.dumps({"AppleLanguages": ["id-ID", "en-US"]}, fmt=format))
    assert says() == "id"
    assert says(LC_ALL="en_US.UTF-8") == "en"
    settings.write_bytes(plistlib.dumps({"AppleLanguages": ["en-ID", "id-ID"]}, fmt=format))
    assert says() == "en"


@pytest.mark.parametrize(
    "content", [b"", b"bplist00nonsense", b"<?xml version='1.0'?><plist><dict>", b"\xff" * 200]
)
def test_damaged_settings_of_macos_are_no_error(tmp_path, content):
    settings = tmp_path / "Library" / "Preferences" / ".GlobalPreferences.plist"
    settings.parent.mkdir(parents=True)
    settings.write_bytes(content)
    assert i18n._of_macos(tmp_path) == "en"
