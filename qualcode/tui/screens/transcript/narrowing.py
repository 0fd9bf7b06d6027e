"""Which codings the page shows: of which code, whose, and in whose words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.i18n import _
from qualcode.tui.forms import Answers, Line
from qualcode.tui.looks import CodeCard
from qualcode.tui.offers import Offer, OfferForm, holding, only
from qualcode.tui.painting import one_line
from qualcode.tui.picker import ranked
from qualcode.tui.reader import TurnLook

if TYPE_CHECKING:
    from qualcode.model import Coding

MINE, EVERYONE = "", "*"


@dataclass(frozen=True)
class Narrowing:
    """What is shown; by default one's own codings with every code."""

    code: str = ""
    """Short id of a code or branch; empty: all."""
    coder: str = MINE
    """A coder's name, `MINE` or `EVERYONE`."""
    speaker: str = ""
    """A speaker as the page names them; empty: all."""

    @property
    def leaves_out(self) -> bool:
        """Whether some of one's own codings are not shown."""
        return bool(self.code or self.speaker or self.coder not in (MINE, EVERYONE))

    def words(self) -> str:
        """What is left out, for the line that says where one is; empty where nothing is."""
        coder = _("all coders") if self.coder == EVERYONE else self.coder
        named = [part for part in (self.code, coder, self.speaker) if part]
        return _("only {code}", code=one_line(", ".join(named), 40)) if self.code or self.speaker else coder

    def keep(
        self,
        codings: Sequence[Coding],
        cards: Mapping[int, CodeCard],
        coders: Mapping[int, str],
        turns: Sequence[TurnLook],
        mine: str,
    ) -> list[Coding]:
        """The codings that are shown; `coders` are names by number."""
        wanted = branch(cards.values(), self.code) if self.code else None
        name = mine if self.coder == MINE else self.coder
        spoken = [
            (turn.words, turn.end) for turn in turns if turn.speaker.casefold() == self.speaker.casefold()
        ]
        return [
            coding
            for coding in codings
            if (wanted is None or coding.code_id in wanted)
            and (self.coder == EVERYONE or coders.get(coding.coder_id) == name)
            and (not self.speaker or _touches(coding, spoken))
        ]


def branch(cards: Collection[CodeCard], code: str) -> set[int]:
    """The numbers of a code and all codes below it; `cards` stand in the order of the tree."""
    found: set[int] = set()
    depth = -1
    for card in cards:
        if depth >= 0 and card.depth > depth:
            found.add(card.key)
        elif card.code.casefold() == code.casefold():
            depth = card.depth
            found.add(card.key)
        else:
            depth = -1
    return found


def narrowing_form(
    now: Narrowing, cards: Collection[CodeCard], coders: Sequence[str], speakers: Sequence[str], mine: str
) -> OfferForm:
    """Asks for code, coder and speaker, each from a list; an empty line means all of them, of coders oneself."""
    everyone, own = _("all coders"), Offer("", _("your own codings"), mine)
    codes = [Offer(card.code, f"{card.code} {card.name}", card.name, card.depth) for card in cards]
    by_code = {offer.value: offer for offer in codes}
    others = [Offer(name, name) for name in (everyone, *(name for name in coders if name != mine))]
    heard = [Offer(name, name) for name in speakers]

    def of_codes(typed: str) -> Sequence[Offer]:
        if not typed:
            return [Offer("", _("all")), *codes]
        return [by_code[card.code] for card in ranked(list(cards), typed)]

    offered = {
        "code": of_codes,
        "coder": lambda typed: holding([own, *others], typed),
        "speaker": lambda typed: holding([Offer("", _("all")), *heard], typed),
    }
    known = {"code": codes, "coder": [own, *others], "speaker": heard}

    lines = [
        Line("code", _("Code, or branch of codes"), now.code, _("all")),
        Line("coder", _("Coder"), everyone if now.coder == EVERYONE else now.coder, _("your own codings")),
        Line("speaker", _("Speaker"), now.speaker, _("all")),
    ]
    return OfferForm(_("Show only"), lines, offered, button=_("Show"), check=only(known))


def narrowed(answers: Answers, cards: Collection[CodeCard], coders: Sequence[str], mine: str) -> Narrowing:
    """From the form."""
    wanted = answers["code"].casefold()
    named = [card.code for card in cards if wanted in (card.code.casefold(), card.name.casefold())]
    code = next((code for code in named if code.casefold() == wanted), named[0] if named else "")
    given = answers["coder"].casefold()
    coder = EVERYONE if given == _("all coders").casefold() else MINE
    for name in coders:
        if name.casefold() == given and name != mine:
            coder = name
    return Narrowing(code, coder, answers["speaker"])


def _touches(coding: Coding, stretches: Sequence[tuple[int, int]]) -> bool:
    return any(start < coding.stop and end > coding.start for start, end in stretches)
