"""`python -m tests.bench`: measure everything and print a table.

    python -m tests.bench                     all rows
    python -m tests.bench apply search_word   only these rows
    python -m tests.bench --markdown          the page docs/bench.md
    python -m tests.bench --json              for a machine to read
    python -m tests.bench --corpus FOLDER     keep the corpus there, or use the one that is there

Leaves with 1 where a bound does not hold. Run it on a machine that does nothing else; a row that does not hold or
does not come to an end is measured once more, and then that counts.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path

# Importing puts rows on the list.
from tests.bench import (  # noqa: F401
    analysis_rows,
    app_rows,
    corpus,
    entry_rows,
    report_rows,
    startup_rows,
    store_rows,
    wait_rows,
)
from tests.bench.machine import described
from tests.bench.page import page
from tests.bench.table import ROWS, Result, told


def main() -> int:
    """Run the rows and print what they found."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(ROWS))
    parser.add_argument("--corpus", type=Path, metavar="FOLDER")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true")
    form.add_argument("--markdown", action="store_true")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    unknown = set(given.rows) - set(ROWS)
    if unknown:
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    if given.inside:
        print(json.dumps([asdict(result) for result in ROWS[given.rows[0]](given.corpus)]))
        return 0
    folder = given.corpus or corpus.usual_place()
    folder.mkdir(parents=True, exist_ok=True)
    machine = described(folder)
    corpus.build(folder)
    results = [result for name in given.rows or ROWS for result in _settled(name, folder)]
    if given.json:
        print(json.dumps({"machine": machine, "rows": [asdict(result) for result in results]}, indent=2))
    elif given.markdown:
        print(page(results, machine, date.today()), end="")
    else:
        print("\n".join(f"{name}: {value}" for name, value in machine.items()), told(results), sep="\n\n")
    return 0 if all(result.holds for result in results) else 1


def _settled(name: str, folder: Path) -> list[Result]:
    """What a row found; where that does not hold, another program may have come between, and it is asked again."""
    print(f"{name} …", file=sys.stderr)
    os.sync()  # what the row before left to be written is not to come between
    try:
        found = _measured(name, folder)
    except subprocess.CalledProcessError:
        found = []
    if found and all(result.holds for result in found):
        return found
    print(f"{name} once more …", file=sys.stderr)
    return _measured(name, folder)


def _measured(name: str, folder: Path) -> list[Result]:
    command = [sys.executable, "-m", "tests.bench", "--inside", "--corpus", str(folder), name]
    ran = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return [Result(**found) for found in json.loads(ran.stdout.splitlines()[-1])]


if __name__ == "__main__":
    sys.exit(main())
