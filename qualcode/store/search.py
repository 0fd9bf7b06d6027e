"""Full-text search: which texts may hold some words. Exact places are found in the text itself.

FTS5 knows whole words, people also look for what stands inside them ("percaya" in "dipercaya"). So the words of
all texts are searched first, which are few beside the texts, and then the texts of the words that fit.

The index is kept by the transaction and not by triggers: project files come from other people, and with
`trusted_schema` off SQLite refuses a virtual table in a trigger.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from sqlalchemy import Connection

from qualcode.text.fold import fold

_RUN = re.compile("[a-z0-9]+")
"""What FTS5 never divides and, once folded, spells as we do."""


def create(connection: Connection) -> None:
    """Lay the index of a new project file."""
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE text_search USING fts5("
        "body, content='text_version', content_rowid='id', tokenize='unicode61 remove_diacritics 2')"
    )


def add(connection: Connection, text_version_id: int, body: str) -> None:
    """Index a text."""
    connection.exec_driver_sql("INSERT INTO text_search(rowid, body) VALUES (?, ?)", (text_version_id, body))


def drop(connection: Connection, text_version_id: int, body: str) -> None:
    """Forget a text; `body` must be what was indexed."""
    connection.exec_driver_sql(
        "INSERT INTO text_search(text_search, rowid, body) VALUES ('delete', ?, ?)", (text_version_id, body)
    )


VOCABULARY = (
    "CREATE VIRTUAL TABLE temp.text_words USING fts5vocab('main', 'text_search', 'row')",
    "CREATE VIRTUAL TABLE temp.text_places USING fts5vocab('main', 'text_search', 'instance')",
)
"""What a reading connection needs beside the index: its words, and where they stand."""


class Vocabulary:
    """Every word of the texts of a project, as the index spells it; good for as long as the texts are the same."""

    def __init__(self, connection: Connection, texts: frozenset[int]) -> None:
        self.texts = texts
        """Ids of the text versions it was made from."""
        rows = connection.exec_driver_sql("SELECT term, doc FROM temp.text_words").all()
        self._words = [row.term for row in rows]
        self._texts_with = [row.doc for row in rows]
        folded = [fold(word) for word in self._words]
        self._starts = [0]
        for word in folded:
            self._starts.append(self._starts[-1] + len(word) + 1)
        self._folded = "\n".join(folded)

    def candidates(self, connection: Connection, needle: str) -> set[int] | None:
        """Ids of the text versions that may hold the folded `needle`; None where that is most of them."""
        found: set[int] | None = None
        for run in set(_RUN.findall(needle)):
            words = list(self._holding(run))
            if sum(self._texts_with[word] for word in words) * 2 > len(self.texts):
                continue  # looking at every text is as quick
            texts = {
                id_
                for word in words
                for (id_,) in connection.exec_driver_sql(
                    "SELECT DISTINCT doc FROM temp.text_places WHERE term = ?", (self._words[word],)
                )
            }
            found = texts if found is None else found & texts
        return found

    def _holding(self, run: str) -> Iterator[int]:
        place = self._folded.find(run)
        while place >= 0:
            word = bisect_right(self._starts, place) - 1
            yield word
            place = self._folded.find(run, self._starts[word + 1])
