"""How many keys the things take that a researcher does all day: a promise, so more keys fail here."""

from __future__ import annotations

from textual.pilot import Pilot

from qualcode.project import Project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.reader import Reader
from tests.tui.pages import TALK, codings, reading, settled

FIRST = "Kami musyawarah setiap bulan."
SECOND = "Kasnya dibuka semua."


class Hand:
    """Presses keys, waits for what comes of them, and counts them."""

    def __init__(self, app: QualcodeApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    async def __call__(self, *keys: str) -> int:
        """Press keys; how many there were."""
        await self.pilot.press(*keys)
        await settled(self.app, self.pilot)
        return len(keys)

    def go_to(self, words: str) -> None:
        """Let the caret stand on these words, as it does while a person reads."""
        start = TALK.index(words)
        self.app.screen.query_one(Reader).select(start, start + len(words))

    def letters(self, code: str) -> str:
        """The letters that apply a code."""
        cards = self.app.screen._cards.values()  # type: ignore[attr-defined]
        return next(card.letters for card in cards if card.code == code)


async def test_a_pinned_code_is_one_key_or_two_and_undo_is_one(project: Project) -> None:
    async with reading(project) as (app, pilot):
        hand = Hand(app, pilot)
        hand.go_to(FIRST)
        assert await hand("1") == 1
        assert codings(project) == [("KP-TRN", FIRST)]
        hand.go_to(FIRST)
        assert await hand("j", "1") == 2
        assert codings(project) == [("KP-TRN", FIRST), ("KP-TRN", SECOND)]
        assert await hand("u") == 1
        assert codings(project) == [("KP-TRN", FIRST)]
        hand.go_to(SECOND)
        assert await hand("full_stop") == 1
        assert codings(project) == [("KP-TRN", FIRST), ("KP-TRN", SECOND)]


async def test_any_code_is_three_keys_by_its_letters_and_four_by_the_picker(project: Project) -> None:
    async with reading(project) as (app, pilot):
        hand = Hand(app, pilot)
        every = {"KP-MSY", "KP-TRN", "NR-LGR", "KP", "NR"}
        for code in sorted(every):
            hand.go_to(FIRST)
            assert await hand("apostrophe", *hand.letters(code)) <= 3
        assert {code for code, _words in codings(project)} == every
        hand.go_to(SECOND)
        assert await hand("c", "l", "g", "enter") <= 4
        assert codings(project)[-1] == ("NR-LGR", SECOND)


async def test_a_new_code_takes_three_keys_beside_its_name_and_a_tie_six(project: Project) -> None:
    async with reading(project) as (app, pilot):
        hand = Hand(app, pilot)
        hand.go_to(FIRST)
        name = "Guyub"
        assert await hand("c", *name, "enter") <= len(name) + 3
        assert name in {code.name_id for code in project.codebook.records()}
        assert [words for _code, words in codings(project)] == [FIRST]
        for name in ("D1", "Ketua RT"):
            hand.go_to("Ketua RT saja yang sering mampir.")
            assert await hand("i", *name, "tab", "t", "enter") <= len(name) + 6
            tie = project.ties.list()[-1]
            assert (tie.a, tie.b, tie.type, tie.evidence[0].text[:8]) == ("K1", name, "trust", "Ketua RT")
        assert [actor.name for actor in project.ties.actors()] == ["Ketua RT"]
        assert await hand("u") == 1
        assert not project.ties.actors() and len(project.ties.list()) == 1
