"""The query language told in examples, for whoever writes a query."""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.analysis.query import NONE, Field, word
from qualcode.i18n import _, language


def guide() -> Sequence[tuple[str, str]]:
    """The language in examples, in the words of the current language, each with what it asks for."""
    near, attribute = word("near"), word(Field.ATTRIBUTE)
    return [
        ("KP-TRN", _("this code and all below it; {only}:KP without those below, KP-* every code that begins so",
                     only=word(Field.ONLY))),
        (f"KP-TRN {word('and')} NR-TUL", _("both in the same words; a blank means the same")),
        (f"KP-TRN {word('or')} NR-TUL", _("one of them; parentheses group")),
        (f"{word('not')} NR-TUL", _("without this code")),
        (f"KP-AGT {near}:50 KP-TRN", _("within 50 characters of it; {turn} in the same turn",
                                       turn=f"{near}:{word('turn')}")),
        ('"kas"', _("with these words; words stand between quotation marks")),
        (f"{word(Field.INFORMANT)}:K1,K2", _("said by one of these; {none} by nobody", none=word(NONE))),
        (f"{word(Field.GROUP)}:PGL", _("said by somebody of this group")),
        (f"{attribute}:umur>=40", _("said by whoever has this attribute: = != > >= < <=, or its name alone")),
        (f"{word(Field.METHOD)}:" + (_METHOD_EXAMPLE[language() == "id"]), _("collected in this way")),
        (f"{word(Field.WAVE)}:1,2", _("collected at these times")),
        (f"{word(Field.SOURCE)}:W01", _("in this source")),
        (f"{word(Field.CODER)}:Rara", _("coded by this coder")),
        (f"{word(Field.VALENCE)}:-", _("weakening its code; + strengthening, ± mixed")),
        (f"{word(Field.PERIOD)}:{_PERIOD_EXAMPLE[language() == 'id']}", _("speaking of this period")),
        (f"{word(Field.MEMO)}:ragu", _("with this in the memo of the coding")),
        (f"{word(Field.FINDING)}:F1", _("evidence of this finding; {none} of none", none=word(NONE))),
        (f"{word(Field.COUNTED)}:{word('yes')}", _("in the figures: no words of interviewers, no literature")),
        (f"{word(Field.CODING)}:3,5", _("these codings by their numbers, as the cells of tables ask for theirs")),
    ]  # fmt: skip


_METHOD_EXAMPLE = ("interview", "wawancara")
_PERIOD_EXAMPLE = ("before", "sebelum")
