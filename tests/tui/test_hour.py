"""An hour of coding in a real terminal: what is on disk and on the screen is what a model of it says, also after a kill."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qualcode.project import Project
from tests.tui.hour_model import CODES, PEOPLE, STANCES, TIES, Cursor, Model, Study, Tag, Text, talk
from tests.tui.terminal import Terminal

pytestmark = pytest.mark.desktop

SOAK = bool(os.environ.get("QUALCODE_SOAK"))
ACTIONS = 500 if SOAK else 60
SEEDS = (1, 2, 3) if SOAK else (1,)
PATIENCE = 60.0
SIZES = ((80, 24), (100, 30), (120, 36), (150, 44))
LANES = 6
MEASURE = 60
PAGES = {"p": "Informants", "f": "Findings", "n": "Network", "c": "Codebook", "q": "Quotes", "x": "Matrices"}

Played = Callable[[], bool]


class Hour:
    """A person at the keys: each method is one action, and gives False where it cannot be done now."""

    def __init__(self, terminal: Terminal, model: Model, disk: Path, chance: random.Random) -> None:
        self.terminal = terminal
        self.model = model
        self.disk = sqlite3.connect(f"file:{disk}?mode=ro", uri=True, isolation_level=None)
        self.chance = chance
        self.log: deque[str] = deque(maxlen=12)
        self.counts: Counter[str] = Counter()
        self._memo = 0
        self._size = (120, 36)

    def play(self, actions: int) -> None:
        """That many actions, each compared with the model; those that can be typed ahead are typed in one go."""
        often: dict[Played, int] = {
            self.walk: 14, self.digit: 14, self.letters: 8, self.repeat: 4, self.burst: 10, self.picker: 4,
            self.several: 4, self.in_vivo: 2, self.uncode: 5, self.recode: 4, self.edges: 4, self.split: 3,
            self.join: 3, self.memo: 3, self.remark: 3, self.tie: 3, self.evidence: 3, self.find: 3,
            self.code_hits: 2, self.narrow: 2, self.undo: 12, self.redo: 9, self.away: 3, self.resize: 3,
            self.small: 1, self.help: 1, self.theme: 1,
        }  # fmt: skip
        while self.counts.total() < actions:
            action = self.chance.choices(list(often), list(often.values()))[0]
            name = action.__name__
            self.log.append(f"{name} from {self.model.cursor}")
            try:
                played = action()
            except AssertionError as error:
                raise AssertionError("\n".join([*self.log, str(error)])) from None
            if played:
                self.counts[name] += 1
                self.compare()

    # -- comparing ------------------------------------------------------------------------------------------------

    def compare(self) -> None:
        """Wait until disk and screen are as the model says; what never comes is told with what was done."""
        end = time.monotonic() + PATIENCE
        while wrong := self.wrong():
            if time.monotonic() > end:
                told = "\n".join([*self.log, wrong, self.terminal.screen()])
                raise AssertionError(told)
            time.sleep(0.01)

    def wrong(self) -> str:
        """What differs; empty where nothing does."""
        events = self.events()
        if events != self.model.events:
            return f"{events} events on disk, {self.model.events} done"
        if (found := self.on_disk()) != self.model.study:
            return f"on disk {found}\nmust be {self.model.study}"
        screen = self.terminal.screen().splitlines()
        if not screen[0].rstrip().endswith(" saved"):
            return "the screen does not say saved"
        if any("╭─" in line for line in screen):
            return "a form is still open"
        where, wanted = uncovered(screen[-2]).strip(), self.model.where()
        if not (
            where.startswith(wanted)
            or (where != screen[-2].strip() and wanted.startswith(where))
            or self.gave_way(where, wanted)
        ):
            return f"the screen says {where!r}, must say {wanted!r}"
        return self.wrong_lanes(screen)

    def gave_way(self, where: str, wanted: str) -> bool:
        """Whether the line leaves out only what has no room beside the codes, and never the turn."""
        shown = where.partition("  ")[0].split(" · ")
        turn, *others = wanted.split(" · ")
        missing = [part for part in others if part not in shown]
        there = [part for part in shown if part in (turn, *others)]
        in_order = there == [part for part in (turn, *others) if part in there]
        room = self._size[0] - 2 - len(where)
        return shown[0] == turn and in_order and all(len(part) + 3 > room for part in missing)

    def wrong_lanes(self, screen: list[str]) -> str:
        """A row whose lanes are not those of the model; also whether any row could be looked at."""
        rows = list(self.model.text.row_texts())
        looked = 0
        for start, end, shown in rows:
            if len(shown) < 14 or sum(shown in other for _start, _end, other in rows) > 1:
                continue
            line = next((line for line in screen[:-3] if shown in line), None)  # a code may be called so
            if line is None or uncovered(line) != line:
                continue
            looked += 1
            begin, through = self.model.lanes(start, end)
            at = line.index(shown) + MEASURE + 1
            cells = line.ljust(at + LANES + 1)[at : at + LANES + 1]
            letters = Counter(cell for cell in cells[:LANES] if cell.isalpha())
            hidden = int(cells[LANES]) if cells[LANES].isdigit() else 0
            count = sum(cell != " " for cell in cells[:LANES]) + hidden
            if count != begin.total() + through or (not hidden and begin - letters):
                return f"lanes {cells!r} at {shown!r}, must be {dict(begin)} and {through} going through"
        return "" if looked else "no row of the text is on the screen"

    def events(self) -> int:
        """How many events the journal on disk has."""
        return int(self.disk.execute("select count(*) from event").fetchone()[0])

    def on_disk(self) -> Study:
        """The project as it stands on disk."""
        return on_disk(self.disk)

    # -- moving ---------------------------------------------------------------------------------------------------

    def walk(self) -> bool:
        """Up to six moves typed in one go."""
        typed = ""
        for _n in range(self.chance.randint(1, 6)):
            typed += self._move()
        self.terminal.type(typed)
        return True

    def _move(self) -> str:
        model = self.model
        moves: dict[str, Callable[[], None]] = {
            "j": lambda: model.step(1), "k": lambda: model.step(-1), "w": lambda: model.take_unit("word"),
            "s": lambda: model.take_unit("sentence"), "t": lambda: model.take_unit("turn"),
            "a": lambda: model.take_unit("answer"), "+": lambda: model.resize_unit(1),
            "-": lambda: model.resize_unit(-1), "\x1b[1;2C": lambda: model.extend(1),
            "\x1b[1;2D": lambda: model.extend(-1), "\x1b[H": lambda: model.stand(0),
            "\x1b[F": lambda: model.stand(len(model.text.text)),
        }  # fmt: skip
        key = self.chance.choices(list(moves), [12, 6, 3, 6, 2, 1, 2, 2, 3, 2, 1, 1])[0]
        moves[key]()
        return key

    def _to_coding(self) -> Tag | None:
        """To a coding that the keys can take alone."""
        way = self.chance.choice((1, -1))
        tag = self.model.neighbour(way)
        if tag is not None:
            self.terminal.type("]" if way > 0 else "[")
            self.model.go(tag)
            self.compare()
        return tag

    # -- codes ----------------------------------------------------------------------------------------------------

    def digit(self) -> bool:
        """A pinned code."""
        number = self.chance.randint(1, len(CODES))
        if not self.model.code(list(CODES.values())[number - 1]):
            return False
        self.terminal.type(str(number))
        return True

    def letters(self) -> bool:
        """A code by its two letters."""
        code = self.chance.choice(list(CODES))
        if not self.model.code(CODES[code]):
            return False
        self.terminal.type("'" + code.rsplit("-", 1)[-1][:2].lower())
        return True

    def repeat(self) -> bool:
        """The code used last."""
        if not self.model.last_code or not self.model.code(self.model.last_code):
            return False
        self.terminal.type(".")
        return True

    def burst(self) -> bool:
        """Moves and codes typed faster than anything can be written."""
        typed = ""
        for _n in range(self.chance.randint(2, 5)):
            typed += self._move()
            number = self.chance.randint(1, len(CODES))
            if self.model.code(list(CODES.values())[number - 1]):
                typed += str(number)
        self.terminal.type(typed)
        return True

    def picker(self) -> bool:
        """A code by name from the picker."""
        name = self.chance.choice(list(CODES.values()))
        if not self.model.code(name):
            return False
        self._open("c", "Enter applies · Tab marks")
        self.terminal.type(name.lower() + "\r")
        return True

    def several(self) -> bool:
        """Two codes at once."""
        one, other = self.chance.sample(range(1, len(CODES) + 1), 2)
        names = list(CODES.values())
        if not self.model.code(names[one - 1], names[other - 1]):
            return False
        self._open(" ", "Space, Tab or digits mark")
        self.terminal.type(f"{one}{other}")
        self.terminal.wait(f"Marked: {list(CODES)[one - 1]}, {list(CODES)[other - 1]}")
        self.terminal.keys("Enter")
        return True

    def in_vivo(self) -> bool:
        """A code of the words themselves."""
        model = self.model
        words = model.text.text[model.cursor.start : model.cursor.end].strip()
        taken = {name.casefold() for name in model.study.codes}
        if (
            len(model.study.codes) > 11
            or not 8 < len(words) < 50
            or "\n" in words
            or words.casefold() in taken
        ):
            return False
        start, end = model.cursor.start, model.cursor.end
        study = model.study.having(Tag(start, end, words))
        model.write(Study(study.tags, (*study.codes, words), study.ties, study.memos))
        model.last_code = words
        model.advance()
        self._open("v", "Code in the informant's words")
        self.terminal.keys("Enter")
        return True

    # -- mending --------------------------------------------------------------------------------------------------

    def uncode(self) -> bool:
        """A coding taken away."""
        tag = self._to_coding()
        if tag is None:
            return False
        self.model.write(self.model.study.without(tag))
        self.terminal.type("x")
        return True

    def recode(self) -> bool:
        """Another code."""
        model, tag = self.model, self._to_coding()
        code = self.chance.choice(list(CODES))
        if tag is None or CODES[code] == tag.code or model.study.has(CODES[code], tag.start, tag.end):
            return tag is not None
        study = model.study.without(tag).having(Tag(tag.start, tag.end, CODES[code], tag.memo, tag.stance))
        model.write(study)
        self._open("C", "Enter takes it")
        self.terminal.type(code.lower() + "\r")
        return True

    def edges(self) -> bool:
        """The end of a coding some letters on."""
        model, tag = self.model, self._to_coding()
        if tag is None:
            return False
        far = min(self.chance.randint(1, 12), len(model.text.text) - tag.end)
        if far < 1 or model.study.has(tag.code, tag.start, tag.end + far):
            return True
        study = model.study.without(tag)
        model.write(study.having(Tag(tag.start, tag.end + far, tag.code, tag.memo, tag.stance)))
        model.choose(tag.start, tag.end + far)
        self._open("e", "move this edge")
        self.terminal.type("\x1b[1;2C" * far + "\r")
        return True

    def split(self) -> bool:
        """The only coding here cut in two."""
        model = self.model
        here, cursor = model.touching(), model.cursor
        if cursor.exact or len(here) != 1:
            return False
        tag = here[0]
        word = model.text.at("word", cursor.caret)[0]
        cuts = [place for place in (word, cursor.start, cursor.end) if tag.start < place < tag.end]
        if (
            not cuts
            or model.study.has(tag.code, tag.start, cuts[0])
            or model.study.has(tag.code, cuts[0], tag.end)
        ):
            return False
        first = Tag(tag.start, cuts[0], tag.code, tag.memo, tag.stance)
        model.write(model.study.without(tag).having(first, Tag(cuts[0], tag.end, tag.code, tag.memo)))
        self._open("S", "in two here?")
        self.terminal.keys("Enter")
        return True

    def join(self) -> bool:
        """All codings here with one code made one."""
        model = self.model
        here = model.touching()
        codes = [code for code, count in Counter(tag.code for tag in here).items() if count > 1]
        group = [tag for tag in here if tag.code in codes]
        if len(codes) != 1 or any(tag.memo or tag.stance for tag in group):
            return False
        start, end = min(tag.start for tag in group), max(tag.end for tag in group)
        rest = model.study.without(*group)
        if rest.has(codes[0], start, end):
            return False
        model.write(rest.having(Tag(start, end, codes[0])))
        self.terminal.type("J")
        return True

    # -- what is written about it ---------------------------------------------------------------------------------

    def memo(self) -> bool:
        """A memo on a coding."""
        tag = self._to_coding()
        if tag is None:
            return False
        self._memo += 1
        said = f"{tag.memo}catatan {self._memo} ".strip()  # the caret stands at the end
        new = Tag(tag.start, tag.end, tag.code, said, tag.stance)
        self.model.write(self.model.study.without(tag).having(new))
        self._open("m", "What it says of the code")
        self.terminal.type(f"catatan {self._memo} ")
        self.terminal.keys("C-s")
        return True

    def remark(self) -> bool:
        """A memo on a turn; a second one goes on with the first."""
        model = self.model
        turn = model.text.turn(model.cursor.start)
        if turn is None:
            return False
        self._memo += 1
        memos = dict(model.study.memos)
        memos[turn] = f"{memos.get(turn, '')}ingat {self._memo} ".strip()  # the caret stands at the end
        study = model.study
        model.write(Study(study.tags, study.codes, study.ties, tuple(sorted(memos.items()))))
        self._open("M", "Memo on what?")
        self.terminal.keys("Enter")
        self.terminal.wait("Memo on turn")
        self.terminal.type(f"ingat {self._memo} ")
        self.terminal.keys("C-s")
        return True

    def tie(self) -> bool:
        """A tie of the informant who speaks."""
        model = self.model
        person, kind = self.chance.choice(PEOPLE), self.chance.choice(list(TIES))
        known = (person, TIES[kind]) in model.study.ties
        if known or model.text.speaker(model.cursor.start) != "K1" or model.cursor.start == model.cursor.end:
            return False
        study = model.study
        ties = tuple(sorted((*study.ties, (person, TIES[kind]))))
        model.write(Study(study.tags, study.codes, ties, study.memos))
        self._open("i", "Of what kind")
        self.terminal.type(f"{person}\t{kind}\r")
        return True

    def evidence(self) -> bool:
        """A coding made evidence of the finding there is; only what informants say can be."""
        tag = self._to_coding()
        if tag is None or tag.stance or self.model.text.speaker(tag.start) != "K1":
            return tag is not None
        key = self.chance.choice(list(STANCES))
        new = Tag(tag.start, tag.end, tag.code, tag.memo, STANCES[key])
        self.model.write(self.model.study.without(tag).having(new))
        self._open("E", "Claim of a new finding")
        self.terminal.type(f"\t{key}\r")
        return True

    # -- finding --------------------------------------------------------------------------------------------------

    def find(self) -> bool:
        """Words found, and gone through."""
        model = self.model
        start, end = self.chance.choice(model.text.units["word"])
        model.words = model.text.text[start:end].lower()
        self._open("/", "this text")
        self.terminal.type(model.words + "\r")
        self._hit(1)
        self.compare()
        for _n in range(self.chance.randint(0, 2)):
            way = self.chance.choice((1, -1))
            self._hit(way)
            self.terminal.type("n" if way > 0 else "N")
        return True

    def _hit(self, way: int) -> None:
        places = self.model.text.places(self.model.words)
        here = self.model.cursor.start
        later = [place for place in places if (place[0] > here if way > 0 else place[0] < here)]
        start, end = (later or places)[0 if way > 0 else -1]
        self.model.choose(end, start)

    def code_hits(self) -> bool:
        """Every place of the words found last, in the informant's words, as one action."""
        model = self.model
        code = self.chance.choice(list(CODES))
        name = CODES[code]
        places = model.text.whole_places(model.words) if model.words else []
        new = [p for p in places if model.text.speaker(p[0]) == "K1" and not model.study.has(name, *p)]
        if not new or len(new) > 12:
            return False
        model.write(model.study.having(*(Tag(start, end, name) for start, end in new)))
        self._open("H", "Enter takes it")
        self.terminal.type(code.lower() + "\r")
        self.terminal.wait(" to code (")
        self.terminal.keys("Enter")
        return True

    def narrow(self) -> bool:
        """One code alone, and all again."""
        code = self.chance.choice(list(CODES))
        for given, shown in ((code, CODES[code]), ("", "")):
            self._open("f", "Show only")
            self.terminal.type(f"{given}\r" if given else "\x1b[3~\r")
            self.model.shown = shown
            self.compare()
        return True

    # -- back, and elsewhere --------------------------------------------------------------------------------------

    def undo(self) -> bool:
        """The last action taken back."""
        if not self.model.done:
            return False
        self.model.undo()
        self.terminal.type("u")
        return True

    def redo(self) -> bool:
        """Done again."""
        if not self.model.undone:
            return False
        self.model.redo()
        self.terminal.type("U")
        return True

    def away(self) -> bool:
        """To another page and back; undo works there as well."""
        key, title = self.chance.choice(list(PAGES.items()))
        if self.model.words:
            self.terminal.keys("Escape")
            self.terminal.wait("not marked any more")
        self.terminal.keys("Escape")
        self._head("Contents")
        self.terminal.type(key)
        self._head(title)
        if self.model.done and self.chance.random() < 0.5:
            self.model.undo()
            self.terminal.type("u")
            self.terminal.wait("Undone:")
        self._leave()
        self.terminal.wait("K1.txt")
        self.terminal.keys("Enter")
        self.model.stand(self.model.cursor.caret, "sentence")
        self.model.last_code = self.model.words = ""
        return True

    def resize(self) -> bool:
        """A window of another size."""
        self._size = self.chance.choice(SIZES)
        self.terminal.resize(*self._size)
        return True

    def small(self) -> bool:
        """A window that is too small, and as it was."""
        self.terminal.resize(50, 14)
        self.terminal.wait("too small")
        self.terminal.resize(*self._size)
        return True

    def help(self) -> bool:
        """The keys of the page."""
        self._open("?", "─ Keys ─")
        self.terminal.keys("Escape")
        return True

    def theme(self) -> bool:
        """Other colours."""
        self.terminal.type("T")
        return True

    def _open(self, key: str, words: str) -> None:
        self.terminal.type(key)
        self.terminal.wait(words)

    def _leave(self) -> None:
        """Back to the contents; where a page counts for so long that it says so, the first Escape only calls that off."""
        self.terminal.keys("Escape")
        again, end = time.monotonic() + 10, time.monotonic() + PATIENCE
        while "Contents" not in (seen := self.terminal.screen()).partition("\n")[0]:
            if time.monotonic() > again:
                again = end
                self.terminal.keys("Escape")
            assert time.monotonic() < end, f"Contents never came\n{seen}"
            time.sleep(0.01)

    def _head(self, title: str) -> None:
        end = time.monotonic() + PATIENCE
        while title not in self.terminal.screen().partition("\n")[0]:
            assert time.monotonic() < end, f"{title} never came\n{self.terminal.screen()}"
            time.sleep(0.01)


def uncovered(line: str) -> str:
    """A line of the screen up to where a notice lies on it."""
    edge = line.find("▌")
    return line if edge < 0 else line[:edge]


def on_disk(connection: sqlite3.Connection) -> Study:
    """The study as rows on disk say it, read without a line of the app."""
    stances = dict(connection.execute("select coding_id, stance from evidence"))
    rows = connection.execute(
        "select coding.id, start, stop, name_en, coding.memo from coding join code on code.id = code_id"
    )
    tags = [Tag(start, end, name, memo or "", stances.get(id_, "")) for id_, start, end, name, memo in rows]
    codes = [row[0] for row in connection.execute("select name_en from code order by id")]
    ties = connection.execute(
        "select informant.code, type from tie join informant on informant.id = to_informant_id"
    )
    memos = connection.execute("select turn.number, body from memo join turn on turn.id = turn_id")
    return Study(tuple(sorted(tags)), tuple(codes), tuple(sorted(ties)), tuple(sorted(memos)))


def made(folder: Path, text: str) -> Path:
    """A small study with that interview."""
    (folder / "K1.txt").write_text(text, encoding="utf-8")
    with Project.create(folder / "studi", coder="Rini", title="Studi kecil") as project:
        for digit, (code, name) in enumerate(CODES.items(), 1):
            project.codebook.add(code, name_id=name, name_en=name)
            project.codebook.edit(code, shortcut=code.rsplit("-", 1)[-1][:2].lower())
            project.codebook.pin(code, digit)
        for person in ("K1", *PEOPLE):
            project.informants.add(person, "PGL")
        project.findings.add("Musyawarah terbuka.")
        project.sources.add(folder / "K1.txt", informants=["K1"])
        return project.path


@pytest.fixture(params=SEEDS)
def hour(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Hour]:
    """The study open in a terminal, with its text before a person."""
    chance = random.Random(request.param)
    words = talk(chance)
    path = made(tmp_path, words)
    text = Text(words)
    model = Model(text, Cursor.first(text))
    terminal = Terminal(tmp_path, 120, 36, path, "en")
    try:
        played = Hour(terminal, model, path, chance)
        terminal.wait("K1.txt")
        terminal.keys("Enter")
        model.events = played.events()
        played.compare()
        yield played
        played.disk.close()
    finally:
        terminal.close()


def test_an_hour_of_coding_is_on_disk_and_on_the_screen_and_outlives_a_kill(
    hour: Hour, tmp_path: Path
) -> None:
    hour.play(ACTIONS)
    kinds = len(hour.counts)
    assert kinds >= (25 if SOAK else 10), hour.counts
    kept = hour.model.study
    coming = [kept]
    hour.model.stand(0, "sentence")
    typed = "s\x1b[H"
    for _n in range(30):
        number = hour.chance.randint(1, len(CODES))
        if hour.model.code(list(CODES.values())[number - 1]):
            typed += str(number)
            coming.append(hour.model.study)
        else:
            hour.model.step(1)
            typed += "j"
    hour.terminal.type(typed)
    time.sleep(hour.chance.uniform(0.0, 0.6))
    os.kill(hour.terminal.pid, signal.SIGKILL)
    hour.terminal.wait("CODE=")
    left = on_disk(sqlite3.connect(tmp_path / "studi.qualcode"))
    assert left in coming
    with Project.open(tmp_path / "studi.qualcode") as project:
        assert not project.history.check()
