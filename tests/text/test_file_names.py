"""Names that a new file cannot have."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

import pytest

from qualcode.errors import BadInput
from qualcode.text.file_names import check_name

NEVER = [
    "aux.qualcode",
    "CON",
    "nul.docx",
    "com1.md",
    "LPT9",
    "a?.docx",
    'a".md',
    "a|b",
    "a*",
    "a<b>",
    "akhir.",
    "akhir ",
]
FINE = [
    "console.docx",
    "Bab 4 – hasil.docx",
    "aux2.md",
    "com10.md",
    "nulis.docx",
    "é 'x' #1 100%.docx",
    ".tersembunyi",
]


@pytest.mark.parametrize("name", NEVER)
def test_windows_is_given_no_name_it_makes_something_else_of(name):
    with pytest.raises(BadInput):
        check_name(PureWindowsPath("C:/Users/Sri") / name, windows=True)
    check_name(PurePosixPath("/home/sri") / name, windows=False)


def test_a_colon_would_hide_a_report_behind_an_empty_file():
    with pytest.raises(BadInput, match=":"):
        check_name(PurePosixPath("Bab 4: hasil.docx"), windows=True)


@pytest.mark.parametrize("name", FINE)
def test_ordinary_names_are_fine(name):
    check_name(PureWindowsPath("C:/Users/Sri") / name, windows=True)


@pytest.mark.parametrize("name", ["a\nb", "tab\there", "\x1b[31m"])
def test_a_name_is_one_line_everywhere(name):
    with pytest.raises(BadInput):
        check_name(PurePosixPath(name), windows=False)
