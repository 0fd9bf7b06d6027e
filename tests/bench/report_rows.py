"""Rows about reports: all appendices of a thesis bound, as they are made the night before it is handed in."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

from qualcode.project import Project
from tests.bench import corpus
from tests.bench.table import Result, peak_memory, row, timed

INTERVIEWS, CODINGS, CODES, GROUPS = 30, 3000, 24, 4
QUESTIONS, FINDINGS, EVIDENCE = 12, 6, 8
"""Questions of the guide; findings, and quotes that each stands on."""
MEMORY = 500e6
"""Bytes that the process may hold at the highest."""


@row("all appendices of a thesis, 30 interviews and 3,000 codings, as Word")
def lampiran_docx(folder: Path) -> list[Result]:
    """Transcripts line by line, the coding table, matrices, and all else that there is."""
    return _written(folder, "docx", 10)


@row("the same as PDF")
def lampiran_pdf(folder: Path) -> list[Result]:
    """Through typst."""
    return _written(folder, "pdf", 5)


@row("the same as HTML")
def lampiran_html(folder: Path) -> list[Result]:
    """One file."""
    return _written(folder, "html", 3)


@row("the same as Excel")
def lampiran_xlsx(folder: Path) -> list[Result]:
    """A sheet for each table."""
    return _written(folder, "xlsx", 5)


def _written(folder: Path, format: str, seconds: float) -> list[Result]:
    """From the file of the project to that of the report, once: nothing of the first time is kept for a second."""
    given, out = thesis(folder), folder / f"lampiran.{format}"
    out.unlink(missing_ok=True)

    def work() -> None:
        with Project.open(given, write=False) as project:
            project.reports.write(out, template="lampiran", language="id")

    ours = timed(work)
    peak = peak_memory()
    size = out.stat().st_size
    assert size > 300_000
    return [
        Result(*ours, target=seconds, note=f"a file of {size / 1e6:.1f} MB", peak=peak),
        Result(peak, unit="B", target=MEMORY, peak=peak, operation="memory"),
    ]


def thesis(folder: Path) -> Path:
    """A project as large as a thesis, made as a person makes it; done once, in a few seconds."""
    path = folder / "thesis.qualcode"
    if not path.exists():
        half_made = folder / "half-made-thesis.qualcode"
        half_made.unlink(missing_ok=True)
        with Project.create(half_made, coder="Rara", title="Modal sosial (karangan)") as project:
            _furnish(project, folder)
        half_made.replace(path)
    return path


def _furnish(project: Project, folder: Path) -> None:
    chance = random.Random(23)
    project.notes.import_guide(
        _file(folder / "guide.csv", ["focus,question", *map(_question, range(QUESTIONS))])
    )
    for n in range(CODES):
        name = f"Tema {n} kelompok"
        project.codebook.add(f"C{n:02}", name_id=name, name_en=name, parent=f"C{n % 4:02}" if n > 3 else None)
    for n, text in enumerate(corpus.texts(INTERVIEWS)):
        person = f"I{n:02}"
        project.informants.add(person, f"G{n % GROUPS}", position="anggota", attributes={"usia": 30 + n})
        project.informants.consent(person, "given", given_on=date(2026, 1, 1 + n))
        source = _file(folder / f"T{n:02}.txt", [text])
        project.sources.add(
            source, informants=[person], interviewer=["P"], collected_on=date(2026, 2, 1 + n % 28)
        )
    rows = []
    for source in project.sources.list():
        said = [turn for turn in project.sources.turns(source.number) if turn.informant]
        for _n in range(CODINGS // INTERVIEWS):
            turn = chance.choice(said)
            start = turn.start + chance.randrange(max(1, (turn.end - turn.start) // 2))
            stop = min(turn.end, start + 40 + chance.randrange(200))
            code = f"C{chance.randrange(CODES):02}"
            rows.append({"source": source.number, "start": start, "stop": stop, "code": code})
    codings = project.codings.add_many({str(sorted(row.items())): row for row in rows}.values())
    for n in range(FINDINGS):
        finding = project.findings.add(f"Pernyataan ke-{n} tentang kelompok.", codes=[f"C{n:02}"])
        for coding in chance.sample(codings, EVIDENCE):
            stance = chance.choice(("supports", "supports", "contradicts"))
            project.findings.link(f"F{finding.number}", coding.id, stance)


def _question(n: int) -> str:
    return f"Hal {n % 4},Apa pendapat Ibu tentang hal {n}?"


def _file(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return path
