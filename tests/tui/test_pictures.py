"""Pages as pictures, in colour: each as it was looked at, and readable in every theme.

Where a picture is meant to change, look at the new one and make it the golden: QUALCODE_PICTURES=write.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from qualcode.project import Project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.going import Go, Spot, Where
from qualcode.tui.themes import OURS
from tests.tui.pages import TALK, open_app, settled
from tests.tui.painted import hard_to_read, picture

PICTURES = Path(__file__).parent / "pictures"
DARK, LIGHT, CONTRAST, ANSI = "qualcode-dark", "qualcode-light", "qualcode-contrast", "ansi-dark"

PAINTED = [theme.name for theme in OURS if not theme.ansi]
"""Where the colours are ours, contrast can be reckoned; in the terminal's own it is the terminal's."""

Stop = tuple[Where, Sequence[str], str]
"""A page, the keys pressed on it, and the theme its picture is in."""

STOPS: dict[tuple[int, int], list[Stop]] = {
    (80, 24): [
        (Where.CONTENTS, (), CONTRAST),
        (Where.CONTENTS, ("question_mark",), LIGHT),
        (Where.TRANSCRIPT, (), DARK),
        (Where.TRANSCRIPT, ("c",), DARK),
        (Where.CODEBOOK, ("down",), LIGHT),
        (Where.QUOTES, (), DARK),
        (Where.MATRICES, (), CONTRAST),
        (Where.SATURATION, (), DARK),
        (Where.NETWORK, ("tab",), LIGHT),
        (Where.FINDINGS, ("a",), CONTRAST),
    ],
    (120, 36): [
        (Where.MATRIX, (), DARK),
        (Where.CODEBOOK, (), ANSI),
        (Where.TRANSCRIPT, ("shift+right", "shift+right"), ANSI),
        (Where.FINDINGS, (), LIGHT),
    ],
}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two interviews, coded, with a tie, findings and a memo; nothing in it depends on when or where it is made."""
    place = tmp_path_factory.mktemp("pictures")
    said = {"K1": TALK, "D1": TALK.replace("K1:", "D1:").replace("setiap bulan", "tiap minggu")}
    for who, text in said.items():
        (place / f"{who}.txt").write_text(text, encoding="utf-8")
    with Project.create(place / "studi", coder="Rini", title="Studi kecil") as made:
        for code, name, parent in (
            ("KP", "Kepercayaan", ""), ("KP-MSY", "Musyawarah", "KP"), ("KP-TRN", "Transparansi", "KP"),
            ("NR", "Norma", ""), ("NR-LGR", "Norma luntur", "NR"), ("JR", "Jaringan", ""),
        ):  # fmt: skip
            made.codebook.add(
                code, parent=parent or None, name_id=name, name_en=name, short_def_en="What it means."
            )
        made.codebook.pin("KP-TRN", 1)
        made.informants.add("K1", "PGL", level=1)
        made.informants.add("D1", "PDP", level=2)
        made.ties.add_actor("Toko Sumber", kind="shop")
        for who in ("K1", "D1"):
            made.sources.add(place / f"{who}.txt", informants=[who])
            for words, code in (("Kasnya dibuka semua.", "KP-TRN"), ("Kami musyawarah", "KP-MSY"),
                                ("Belum pernah kerja sama keluar.", "JR"), ("Kasnya", "NR-LGR")):  # fmt: skip
                start = said[who].index(words)
                made.codings.add(f"{who}.txt", start, start + len(words), code)
        made.ties.add("K1", "D1", "aid")
        made.ties.add("K1", "Toko Sumber", "trust")
        made.findings.add("Trust grows where the cash book is open.", codes=["KP-TRN"])
        made.findings.add("Ties end at the gate.")
        codings = {row.code: str(row.id) for row in made.codings.list()}
        made.findings.link("F1", codings["KP-TRN"], "supports")
        made.findings.link("F1", codings["KP-MSY"], "qualifies")
        made.notes.add_memo("To be asked again.", title="Open")
        return made.place


@pytest.fixture
def project(study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """A copy of it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", "/keys")  # help names the place of the keymap, as long as it is
    shutil.copy(study, tmp_path / study.name)
    with Project.open(tmp_path / study.name, coder="Rini") as opened:
        yield opened


@pytest.mark.parametrize("size", STOPS, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_pages_look_as_they_did_and_can_be_read_in_every_theme(
    project: Project, size: tuple[int, int], tmp_path: Path
) -> None:
    wrong: list[str] = []
    async with open_app(project, size) as (app, pilot):
        for where, keys, drawn_in in STOPS[size]:
            name = "-".join(
                [str(where), *(key.partition("_")[0] for key in keys[:1]), f"{size[0]}x{size[1]}"]
            )
            await go(app, pilot, project, where, keys)
            # Beginning with the theme that is on, as changing it takes longest.
            for theme in sorted(PAINTED, key=lambda name: name != app.theme) if size[0] == 80 else ():
                await dress(app, pilot, theme)
                wrong += [f"{name} in {theme}: {words}" for words in hard_to_read(app)]
            await dress(app, pilot, drawn_in)
            wrong += same_as(f"{name}-{drawn_in}", picture(app), tmp_path)
            while len(app.screen_stack) > 3:
                await app.pop_screen()
    assert not wrong, "\n".join(wrong)


async def go(
    app: QualcodeApp, pilot: Pilot[int], project: Project, where: Where, keys: Sequence[str]
) -> None:
    """Be on a page, with keys pressed on it."""
    await settled(app, pilot)
    if where is not Where.CONTENTS:
        start = TALK.index("Kasnya")
        spot = (
            Spot(str(project.sources.list()[0].id), start, start + 20) if where is Where.TRANSCRIPT else None
        )
        app.screen.post_message(Go(where, spot))
        await settled(app, pilot)
    for key in keys:
        await pilot.press(key)
    await settled(app, pilot)
    for field in app.screen.query(Input):
        field.cursor_blink = False


async def dress(app: QualcodeApp, pilot: Pilot[int], theme: str) -> None:
    """Another theme."""
    if app.theme != theme:
        app.theme = theme
        await pilot.pause()
        await pilot.pause()


def same_as(name: str, drawn: str, place: Path) -> list[str]:
    """What is to be said where a picture is not the golden one, or there is none yet."""
    golden = PICTURES / f"{name}.svg"
    if os.environ.get("QUALCODE_PICTURES") == "write":
        golden.write_text(drawn, encoding="utf-8")
    if golden.exists() and golden.read_text(encoding="utf-8") == drawn:
        return []
    new = place / golden.name
    new.write_text(drawn, encoding="utf-8")
    return [f"{golden.name} is {'another picture' if golden.exists() else 'missing'}; the new one: {new}"]


def test_every_golden_is_drawn() -> None:
    drawn = {
        "-".join([str(where), *(key.partition("_")[0] for key in keys[:1]), f"{wide}x{high}", theme])
        for (wide, high), stops in STOPS.items()
        for where, keys, theme in stops
    }
    assert {path.stem for path in PICTURES.glob("*.svg")} == drawn
    assert len(drawn) <= 25
