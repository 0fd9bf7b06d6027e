"""The project at a glance agrees with what the facets say one by one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from qualcode.model import Comment
from qualcode.project import Project
from qualcode.project.code_removal import removal_words
from qualcode.project.overview import coding_count, is_sample, overview
from qualcode.project.study import build_study
from qualcode.resources import study_path

TALK = "P: Apa?\n\nK1: Kas dibuka tiap bulan.\n\nP: Lalu?\n\nK1: Ya begitu, semua tahu.\n"


@pytest.fixture(scope="module")
def kube(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_study(study_path("kube"), tmp_path_factory.mktemp("study") / "kube").path


def small(tmp_path: Path) -> Project:
    project = Project.create(tmp_path / "kecil", coder="Rini")
    project.codebook.add("KP", name_id="Kepercayaan", name_en="Trust")
    project.informants.add("K1", "PGL")
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"{name}\n\n{TALK}", encoding="utf-8")
        project.sources.add(tmp_path / name, informants=["K1"])
    return project


def coded_shares(project: Project) -> dict[UUID, float]:
    """Share of each source's countable characters that carry any code, counted one by one."""
    shares = {}
    for source in project.sources.list():
        at = project.sources.place(str(source.id))
        coded = {n for row in project.codings.list(source=str(source.id)) for n in range(row.start, row.end)}
        counted = [n for turn in at.turns if at.counts(turn) for n in range(turn.start, turn.stop)]
        shares[source.id] = sum(n in coded for n in counted) / len(counted) if counted else 0.0
    return shares


def test_shares_counts_and_disagreements_are_those_of_the_facets(kube: Path) -> None:
    with Project.open(kube, write=False) as project:
        found = overview(project)
        assert {one.row.id: pytest.approx(one.share) for one in found.sources} == coded_shares(project)
        assert (found.informants, found.ties, found.findings) == (
            len(project.informants.list()), len(project.ties.list()), len(project.findings.list()),
        )  # fmt: skip
        coders = [row.name for row in project.coders.list() if row.codings or row.turns]
        table = project.agreement.compare(coders)
        assert found.disagreements.count == len(table.disagreements) > 0
        assert found.suggestions.count == len(project.suggestions.list())
        assert found.uncoded.count == sum(one.uncoded for one in found.sources) > 0
        assert found.sample and is_sample(project)
        assert coding_count(project) == len(project.codings.list())


def test_what_waits_is_counted_and_its_first_place_named(tmp_path: Path) -> None:
    with small(tmp_path) as project:
        text = project.sources.text("a.txt")
        first, second = text.index("Kas"), text.index("Ya begitu")
        found = overview(project)
        assert found.uncoded.count == 4 and not found.sample
        assert (found.uncoded.first.source, found.uncoded.first.start) == (found.sources[0].row.id, first)
        coding = project.codings.add("a.txt", first, first + 3, "KP")
        found = overview(project)
        assert found.uncoded.count == 3 and found.uncoded.first.start == second
        finding = project.findings.add("Kas dibuka.")
        project.findings.link("F1", str(coding.uid), "supports")
        assert overview(project).unexplained.count == 1
        assert overview(project).unexplained.first.finding == finding.uid
        project.findings.explain("F1", "Karena dibaca bersama.")
        assert overview(project).unexplained.count == 0
        project.write(
            "comment.add", lambda tx: tx.insert(Comment(body="?", coder_id=tx.coder.id, coding_id=coding.id))
        )
        comments = overview(project).comments
        assert comments.count == 1 and comments.first.start == first


def test_a_source_is_touched_by_codings_and_memos_that_come_change_and_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [datetime(2030, 1, 1, tzinfo=UTC)]

    def tick() -> datetime:
        clock[0] += timedelta(hours=1)
        return clock[0]

    with small(tmp_path) as project:

        def touched() -> list[datetime | None]:
            return [one.touched for one in overview(project).sources]

        assert touched() == [None, None]
        start = project.sources.text("b.txt").index("Kas")
        coding = project.codings.add("b.txt", start, start + 3, "KP")
        assert touched()[0] is None and touched()[1] is not None
        monkeypatch.setattr("qualcode.store.transaction.now", tick)
        project.codings.edit(str(coding.uid), memo="Catatan.")
        edited = touched()[1]
        assert edited is not None and edited >= datetime(2030, 1, 1, tzinfo=UTC)
        project.codings.remove(str(coding.uid))
        removed = touched()[1]
        assert removed is not None and removed > edited
        project.undo()
        back = touched()[1]
        assert back is not None and back > removed
        assert touched()[0] is None
        project.notes.add_memo("Tentang a.", source="a.txt")
        assert touched()[0] is not None


def test_a_project_without_anything_has_nothing_that_waits(tmp_path: Path) -> None:
    with Project.create(tmp_path / "kosong", coder="Rini") as project:
        found = overview(project)
    assert not found.sources and found.uncoded.count == 0 and found.disagreements.count == 0


def test_a_code_has_one_number_of_quotes_wherever_it_is_counted(kube: Path) -> None:
    with Project.open(kube, write=False) as project:
        table = project.analysis.counts("group")
        totals = {code.code: cell for code, cell in zip(table.codes, table.counts.totals, strict=True)}
        second = 0
        for row in project.codebook.list():
            tally = project.quotes.find(row.code).tally
            counted = project.quotes.find(f"{row.code} counted:yes").tally
            assert row.segments == totals[row.code].quotes == counted.passages
            assert tally.uncounted + tally.literature == tally.quotes - counted.quotes
            gone = project.codebook.removal(row.code, children="remove")
            assert gone.codings == sum(gone.coders.values())
            assert tally.left_out == gone.coders.get("Bima", 0)
            second += tally.left_out
        assert second
        assert "codings of all coders go" in " ".join(removal_words(project.codebook.removal("KP-TRN")))
        nobody = project.quotes.find("KP-TRN group:PEM informant:M1").tally
        assert (nobody.left_out, nobody.second_coders) == (0, ())
