"""Full-text search: which texts may hold some words. Exact places are found in the text itself.

The index is kept by the transaction and not by triggers: project files come from other people, and with
`trusted_schema` off SQLite refuses a virtual table in a trigger.
"""

from __future__ import annotations

import re

from sqlalchemy import Connection


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


def candidates(connection: Connection, words: str) -> list[int] | None:
    """Ids of the text versions that may hold `words`, in order; None where the index cannot tell.

    The last word may be the beginning of a longer one. Words without a letter or digit say nothing to the
    index, and a needle that starts inside a word is beyond it; then every text must be looked at.
    """
    tokens = re.findall(r"\w+", words)
    if not tokens:
        return None
    query = " ".join(f'"{token}"' for token in tokens[:-1]) + f' "{tokens[-1]}"*'
    rows = connection.exec_driver_sql(
        "SELECT rowid FROM text_search WHERE text_search MATCH ? ORDER BY rowid", (query.strip(),)
    )
    return [row[0] for row in rows]
