"""Which code lies on which digit: a digit keeps its code, so that a key means tomorrow what it means today.

Pinned codes have the digits they are pinned to. A code that is used without being pinned takes the first free digit
and stays there; nothing is ever moved to make room. A digit changes its code only where a person pins another one to
it, or where its code is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from qualcode.tui.looks import CodeCard

DIGITS = range(1, 10)


def on_digits(
    cards: Mapping[int, CodeCard], kept: Mapping[int, str], used: Iterable[int]
) -> dict[int, CodeCard]:
    """Codes by digit, in the order of the digits.

    `kept` says which code, by its lasting id, a digit had before; `used` are the codes in use, those used first in
    front. Where all other codes that hold none themselves find room as well, they have it, in the order of their age.
    """
    digits = {card.pinned: card for card in cards.values() if card.pinned}
    by_uid = {card.uid: card for card in cards.values()}
    for digit in sorted(kept):
        card = by_uid.get(kept[digit])
        if digit in DIGITS and digit not in digits and card is not None and not card.pinned:
            digits[digit] = card
    _fill(digits, [cards[key] for key in used if key in cards])
    placed = {card.key for card in digits.values()}
    others = sorted(
        (card for card in cards.values() if card.leaf and card.key not in placed), key=lambda c: c.key
    )
    if len(others) <= len(DIGITS) - len(digits):
        _fill(digits, others)
    return {digit: digits[digit] for digit in sorted(digits)}


def _fill(digits: dict[int, CodeCard], cards: Sequence[CodeCard]) -> None:
    """Give free digits to codes that have none, as long as there are both."""
    placed = {card.key for card in digits.values()}
    free = iter([digit for digit in DIGITS if digit not in digits])
    for card in cards:
        if card.key not in placed and (digit := next(free, None)) is not None:
            digits[digit] = card
            placed.add(card.key)
