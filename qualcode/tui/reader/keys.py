"""The reader's own keys, in one list for footer, help, palette and a person's keymap.

Plain printable keys only: control chords do not reach every terminal.
"""

from __future__ import annotations

from textual.binding import Binding, BindingType

from qualcode.i18n import _

SHORTCUT = "reader.shortcut"
"""The key that begins the two letters of a code."""

HELD = frozenset(
    f"reader.{name}"
    for name in (
        *("next", "previous", "right", "left"),
        *(f"extend_{way}" for way in ("right", "left", "word_right", "word_left", "down", "up")),
    )
)
"""The keys a person holds down to move on."""

DIGITS = Binding.Group(_("Code on a digit"))

KEYS: list[BindingType] = [
    Binding("down,j", "step(1)", _("Next"), id="reader.next", show=False, tooltip=_("Next sentence, word or turn")),
    Binding("up,k", "step(-1)", _("Previous"), id="reader.previous", show=False, tooltip=_("Previous unit")),
    Binding("right,l", "caret(1)", _("Right"), id="reader.right", show=False, tooltip=_("Caret right")),
    Binding("left,h", "caret(-1)", _("Left"), id="reader.left", show=False, tooltip=_("Caret left")),
    Binding("pagedown", "page(1)", _("Page down"), id="reader.page_down", show=False, tooltip=_("A page on")),
    Binding("pageup", "page(-1)", _("Page up"), id="reader.page_up", show=False, tooltip=_("A page back")),
    Binding("home", "edge(-1)", _("Beginning"), id="reader.home", show=False, tooltip=_("Beginning of the text")),
    Binding("end", "edge(1)", _("End"), id="reader.end", show=False, tooltip=_("End of the text")),
    Binding("w", "unit('word')", _("Word"), id="reader.word", show=False, tooltip=_("Choose the word; again: one more")),
    Binding("s", "unit('sentence')", _("Sentence"), id="reader.sentence", show=False,
            tooltip=_("Choose the sentence; again: one more")),
    Binding("t", "unit('turn')", _("Turn"), id="reader.turn", show=False, tooltip=_("Choose the turn; again: one more")),
    Binding("a", "unit('answer')", _("Answer"), id="reader.answer", show=False,
            tooltip=_("Choose question and answer; again: one more")),
    Binding("plus,equals_sign", "size(1)", _("Larger unit"), id="reader.grow", show=False,
            tooltip=_("From word to sentence to turn to answer")),
    Binding("minus", "size(-1)", _("Smaller unit"), id="reader.shrink", show=False,
            tooltip=_("From answer to turn to sentence to word")),
    Binding("shift+right", "extend('cluster',1)", _("Edge right"), id="reader.extend_right", show=False,
            tooltip=_("Move the edge one character right")),
    Binding("shift+left", "extend('cluster',-1)", _("Edge left"), id="reader.extend_left", show=False,
            tooltip=_("Move the edge one character left")),
    Binding("shift+alt+right,greater_than_sign", "extend('word',1)", _("Edge a word right"),
            id="reader.extend_word_right", show=False, tooltip=_("Move the edge one word right")),
    Binding("shift+alt+left,less_than_sign", "extend('word',-1)", _("Edge a word left"),
            id="reader.extend_word_left", show=False, tooltip=_("Move the edge one word left")),
    Binding("shift+down", "extend('row',1)", _("Edge down"), id="reader.extend_down", show=False,
            tooltip=_("Move the edge one line down")),
    Binding("shift+up", "extend('row',-1)", _("Edge up"), id="reader.extend_up", show=False,
            tooltip=_("Move the edge one line up")),
    Binding("backslash", "swap", _("Other edge"), id="reader.swap", show=False,
            tooltip=_("Move the other edge of the selection")),
    Binding("right_square_bracket", "coded(1)", _("Next coding"), id="reader.next_coded", show=False,
            tooltip=_("Go to the next coding")),
    Binding("left_square_bracket", "coded(-1)", _("Previous coding"), id="reader.previous_coded", show=False,
            tooltip=_("Go to the previous coding")),
    Binding("right_curly_bracket", "uncoded(1)", _("Next uncoded"), id="reader.next_uncoded", show=False,
            tooltip=_("Go to the next unit without a code")),
    Binding("left_curly_bracket", "uncoded(-1)", _("Previous uncoded"), id="reader.previous_uncoded", show=False,
            tooltip=_("Go to the previous unit without a code")),
    Binding("asterisk", "same(1)", _("Next of this code"), id="reader.next_same", show=False,
            tooltip=_("Go to the next coding with the code here")),
    Binding("number_sign", "same(-1)", _("Previous of this code"), id="reader.previous_same", show=False,
            tooltip=_("Go to the previous coding with the code here")),
    Binding("o", "overlap", _("Overlaps"), id="reader.overlap", show=False,
            tooltip=_("Take the codings here one after the other")),
    Binding("n", "hit(1)", _("Next hit"), id="reader.next_hit", show=False, tooltip=_("Next place found")),
    Binding("N", "hit(-1)", _("Previous hit"), id="reader.previous_hit", show=False, tooltip=_("Previous place found")),
    *[Binding(str(n), f"code({n})", _("Code {n}", n=n), id=f"reader.code_{n}", show=False,
              tooltip=_("Apply the code on this digit"), group=DIGITS) for n in range(1, 10)],
    Binding("apostrophe", "shortcut", _("Code by letters"), id=SHORTCUT, show=False,
            tooltip=_("Apply the code with these two letters")),
    Binding("full_stop", "code(0)", _("Repeat"), id="reader.repeat", show=False, tooltip=_("Apply the last code again")),
]  # fmt: skip
