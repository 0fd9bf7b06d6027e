"""The corpus of the bench: invented interviews, always the same ones.

3,000 sources of 30,000 characters (90 million in all), an informant each, in 6 groups; 60 codes, 4 coders, a million
codings. Beside it a study of 300 of the sources with 60,000 codings by 2 coders, the second of whom was given
every turn. The rows go in past the journal: what is measured on these projects is reading. The first of the texts
also lie there as files.
"""

from __future__ import annotations

import bisect
import hashlib
import random
import shutil
import sys
import tempfile
from array import array
from pathlib import Path

from sqlalchemy import Connection, insert, select

from qualcode.model import (
    Assignment,
    Code,
    Coder,
    Group,
    Informant,
    Participation,
    Source,
    TextVersion,
    Turn,
    TurnRole,
    uuid7,
)
from qualcode.store import search
from qualcode.store.engine import SCHEMA
from qualcode.store.store import Store
from qualcode.store.transaction import table_of
from qualcode.text.lines import line_starts

SOURCES = 3000
LENGTH = 30_000
CODES = 60
CODERS = 4
GROUPS = 6
CODINGS = 1_000_000
STUDIED = 60_000
"""Codings of the study of 300 sources."""
FILES = 300
"""How many of the texts also lie there as files, to be read in."""
RARE = "kelurahanwati"
"""A word that stands in three sources only, once inside a longer word."""
RARE_IN = (811, 1702, 2903)

_SPELLED = (
    "ba da ga ka la ma na pa ra sa ta ja wa be de ke se te ne me bi di ki li mi ni si ti bu du ku lu mu ru su tu "
    "ang eng ing ung an en in un"
)
_SYLLABLES = _SPELLED.split()


def usual_place() -> Path:
    """A folder for temporary files that holds the corpus from run to run, as long as it would be made the same."""
    made_by = hashlib.sha256(Path(__file__).read_bytes() + str(SCHEMA).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"qualcode-bench-{made_by}"


def project(folder: Path) -> Path:
    """The project file of the corpus."""
    return folder / "corpus.qualcode"


def study(folder: Path) -> Path:
    """The project file of the study of 300 sources."""
    return folder / "study.qualcode"


def files(folder: Path) -> list[Path]:
    """The first texts of the corpus as files."""
    return [folder / "texts" / f"W{n:04}.txt" for n in range(1, FILES + 1)]


def texts(sources: int = SOURCES) -> list[str]:
    """The texts: turns of an interviewer and an informant, common words common and rare words rare."""
    chance = random.Random(7)
    words = sorted(
        {"".join(chance.choices(_SYLLABLES, k=chance.choice((2, 2, 3, 3, 4)))) for _ in range(30_000)}
    )
    chance.shuffle(words)
    weights = array("d")
    total = 0.0
    for rank in range(len(words)):
        total += 1 / (rank + 3)
        weights.append(total)
    return [_text(n, words, weights, total) for n in range(sources)]


def _text(n: int, words: list[str], weights: array[float], total: float) -> str:
    chance = random.Random(n)
    lines = []
    size = 0
    while size < LENGTH:
        said = [words[bisect.bisect(weights, chance.random() * total)] for _ in range(45)]
        line = f"{'P' if len(lines) % 2 == 0 else 'N'}: {' '.join(said).capitalize()}."
        lines.append(line)
        size += len(line) + 1
    text = "\n".join(lines)[:LENGTH]
    if n % 10 == 0:
        text = text.replace(" ba", " “ba", 40)  # every tenth text holds other characters than ASCII
    if n in RARE_IN:
        middle = text.index(" ", LENGTH // 2)
        text = text[:middle] + (" di" if n == RARE_IN[0] else " ") + RARE + text[middle:]
    return text[:LENGTH]


def build(folder: Path) -> Path:
    """Make the corpus and the study in `folder`, where they are not there yet; takes about a minute."""
    path = project(folder)
    if path.exists():
        return path
    print("building the corpus …", file=sys.stderr)
    shutil.rmtree(folder / "texts", ignore_errors=True)
    (folder / "texts").mkdir(parents=True)
    for file, text in zip(files(folder), texts(FILES), strict=True):
        file.write_text(text, encoding="utf-8", newline="\n")
    _make(study(folder), FILES, STUDIED, 2, assigned=True)
    return _make(path, SOURCES, CODINGS, CODERS)


def _make(path: Path, sources: int, codings: int, coders: int, assigned: bool = False) -> Path:
    half_made = path.with_name("half-made.qualcode")
    half_made.unlink(missing_ok=True)
    Store.create(half_made)
    store = Store(half_made, write=True, coder="bench")
    try:
        store.maintain(lambda connection: _fill(connection, sources, codings, coders, assigned)).result()
    finally:
        store.close()  # keeps the packs
    return half_made.replace(path)


def _fill(connection: Connection, sources: int, codings: int, coders: int, assigned: bool) -> None:
    chance = random.Random(11)

    def put(model: type, rows: list[dict[str, object]]) -> None:
        connection.execute(insert(table_of(model)), rows)

    put(
        Coder,
        [{"id": n, "uid": uuid7(), "name": f"coder {n}", "role": "coder"} for n in range(1, coders + 1)],
    )
    put(Code, [_whole(Code, id=n, code=f"C{n:02}") for n in range(1, CODES + 1)])
    put(Group, [_whole(Group, id=n, name=f"G{n}") for n in range(1, GROUPS + 1)])
    people = range(1, sources + 1)
    put(Informant, [_whole(Informant, id=n, code=f"I{n:04}", group_id=1 + n % GROUPS) for n in people])
    coding = 0
    for n, body in enumerate(texts(sources), start=1):
        put(Source, [_whole(Source, id=n, name=f"W{n:04}.txt")])
        version = _whole(
            TextVersion,
            id=n,
            source_id=n,
            body=body,
            sha256=hashlib.sha256(body.encode()).hexdigest(),
            length=len(body),
            line_starts=line_starts(body).tobytes(),
        )
        put(TextVersion, [version])
        search.add(connection, n, body)
        put(Turn, _turns(n, body))
        put(Participation, [_whole(Participation, id=n, source_id=n, informant_id=n)])
        rows = []
        for _coding in range(codings // sources + (n <= codings % sources)):
            coding += 1
            start = chance.randrange(LENGTH - 400)
            rows.append(
                (
                    coding, uuid7().bytes, n, start, start + 1 + coding % 390, 1 + chance.randrange(CODES),
                    1 + coding % coders, None, "", "", "", "", "", "", "2026-01-01 00:00:00.000000",
                )
            )  # fmt: skip
        connection.exec_driver_sql(f"INSERT OR IGNORE INTO coding VALUES ({', '.join('?' * 15)})", rows)
    if assigned:
        turns = connection.scalars(select(table_of(Turn).c.id)).all()
        given = [_whole(Assignment, id=n, coder_id=2, turn_id=turn) for n, turn in enumerate(turns, start=1)]
        put(Assignment, given)


def _turns(version: int, body: str) -> list[dict[str, object]]:
    made, place = [], 0
    for number, line in enumerate(body.split("\n"), start=1):
        role = TurnRole.INTERVIEWER if line.startswith("P") else TurnRole.INFORMANT
        made.append(
            _whole(
                Turn, text_version_id=version, number=number, label_start=place,
                start=min(place + 3, place + len(line)), stop=place + len(line), speaker=line[:1], role=role,
                informant_id=version if role == TurnRole.INFORMANT else None,
            )
        )  # fmt: skip
        del made[-1]["id"]
        place += len(line) + 1
    return made


def _whole(model: type, **values: object) -> dict[str, object]:
    made = model(**values)
    return {column.name: getattr(made, column.name) for column in table_of(model).columns}
