"""Files to text and turns: any format becomes `Reading`s, and rules a person can correct say who speaks.

What a format needs (lxml, PDF, spreadsheets) is loaded when such a file is read.
"""

from qualcode.readers.files import SUFFIXES, read, read_all
from qualcode.readers.reading import Reading, ReadTurn
from qualcode.readers.roles import SPOKEN, Role, assign_roles, label_key, speaker_roles

__all__ = [
    "SPOKEN",
    "SUFFIXES",
    "ReadTurn",
    "Reading",
    "Role",
    "assign_roles",
    "label_key",
    "read",
    "read_all",
    "speaker_roles",
]
