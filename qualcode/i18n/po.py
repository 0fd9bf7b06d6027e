"""Reading of gettext `.po` text: only what our own catalogues use (msgid, msgid_plural, msgstr, comments)."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field


@dataclass
class Catalogue:
    """Translated messages; what is missing falls back to the source string."""

    messages: dict[str, str] = field(default_factory=dict)
    plurals: dict[str, list[str]] = field(default_factory=dict)

    def update(self, other: Catalogue) -> None:
        """Take over every message of `other`."""
        self.messages.update(other.messages)
        self.plurals.update(other.plurals)

    def singular(self, message: str) -> str:
        """The translation of `message`, or `message`."""
        return self.messages.get(message) or message

    def plural(self, one: str, many: str, n: int) -> str:
        """The form for `n`: Indonesian has one form, English two."""
        forms = self.plurals.get(one)
        if forms:
            return forms[0] if n == 1 or len(forms) == 1 else forms[-1]
        return one if n == 1 else many


def read_po(text: str) -> Catalogue:
    """The messages of a `.po` text; an entry marked fuzzy or left empty counts as not translated.

    Raises ValueError with the line number where a line is not `.po`.
    """
    catalogue = Catalogue()
    entry: dict[str, str] = {}
    key = ""
    fuzzy = False

    def close() -> None:
        nonlocal entry, fuzzy
        msgid = entry.get("msgid", "")
        if msgid and not fuzzy:
            if "msgid_plural" in entry:
                forms = [entry[k] for k in sorted(entry) if k.startswith("msgstr[")]
                if forms and all(forms):
                    catalogue.plurals[msgid] = forms
            elif entry.get("msgstr"):
                catalogue.messages[msgid] = entry["msgstr"]
        entry, fuzzy = {}, False

    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            if "msgstr" in entry or "msgstr[0]" in entry:
                close()
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        if line.startswith('"'):
            quoted = line
        else:
            word, _space, quoted = line.partition(" ")
            if word == "msgid" and entry:
                close()
            key = word
            entry[key] = ""
        if "\\" not in quoted and len(quoted) > 1 and quoted[0] == quoted[-1] == '"':
            # By far the most lines, and many times quicker than parsing them.
            entry[key] = entry.get(key, "") + quoted[1:-1]
            continue
        try:
            entry[key] += str(ast.literal_eval(quoted))
        except (SyntaxError, ValueError, KeyError) as error:
            raise ValueError(f"line {number}: {raw!r}") from error
    close()
    return catalogue
