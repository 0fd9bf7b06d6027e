"""`python -m tests.bench`: measure everything and print a table.

    python -m tests.bench                     all rows, corpus in a temporary folder
    python -m tests.bench --corpus FOLDER     keep the corpus there, or use the one that is there
    python -m tests.bench apply search_word   only these rows
    python -m tests.bench --json              for a machine to read

Leaves with 1 where a bound does not hold. Run it on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.bench import corpus, store_rows  # noqa: F401  importing a module of rows puts them on the list
from tests.bench.table import ROWS, Result, peak_memory, told


def main() -> int:
    """Run the rows and print what they found."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(ROWS))
    parser.add_argument("--corpus", type=Path, metavar="FOLDER")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    unknown = set(given.rows) - set(ROWS)
    if unknown:
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    if given.inside:
        result = ROWS[given.rows[0]](given.corpus)
        result.peak = peak_memory()
        print(json.dumps(asdict(result)))
        return 0
    with tempfile.TemporaryDirectory(prefix="qualcode-bench-") as temporary:
        folder = given.corpus or Path(temporary)
        corpus.build(folder)
        results = [_apart(name, folder) for name in given.rows or ROWS]
    if given.json:
        print(json.dumps([asdict(result) for result in results], indent=2))
    else:
        print(
            f"{platform.platform()}, {os.cpu_count()} processors, "
            f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}\n\n{told(results)}"
        )
    return 0 if all(result.holds for result in results) else 1


def _apart(name: str, folder: Path) -> Result:
    print(f"{name} …", file=sys.stderr)
    command = [sys.executable, "-m", "tests.bench", "--inside", "--corpus", str(folder), name]
    ran = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return Result(**json.loads(ran.stdout.splitlines()[-1]))


if __name__ == "__main__":
    sys.exit(main())
