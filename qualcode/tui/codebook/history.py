"""The history of a code, to be read: who changed what, when and why, old beside new."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from qualcode.i18n import _
from qualcode.model.values import value_word
from qualcode.project.code_history import CodeChange, FieldChange, Piece, field_name, reason_words
from qualcode.tui.codebook.colours import colour_name
from qualcode.tui.codebook.sheets import Sheet
from qualcode.tui.painting import one_line, safe
from qualcode.tui.said_keys import key_for

PROSE = ("short_def", "full_def", "use_when", "not_when", "typical", "atypical", "cues", "cue_excludes")
"""Fields of which a few words change at a time; of all others old and new are shown whole."""


class HistorySheet(Sheet):
    """Every change of a code, the newest first: who, when, why, and which words differ."""

    def __init__(self, code: str, changes: Sequence[CodeChange]) -> None:
        super().__init__()
        self._code = code
        self._changes = changes

    def compose(self) -> ComposeResult:
        """One paragraph a change."""
        with Vertical() as box:
            box.border_title = _("History of {code}", code=one_line(self._code, 40))
            with VerticalScroll():
                yield Static(history_text(self._changes), markup=False)
            words = _(
                "{gone} · {came} · {key} closes",
                gone=f"[-{_('went')}-]",
                came=f"{{+{_('came')}+}}",
                key=key_for("sheet.close"),
            )
            yield Static(words, classes="hint", markup=False)

    def on_mount(self) -> None:
        """Arrows scroll."""
        self.query_one(VerticalScroll).focus()


def history_text(changes: Sequence[CodeChange]) -> Text:
    """Changes as they are read, the newest first."""
    text = Text()
    if not changes:
        return text.append(_("Nothing is known of how this code came about; changes from now on stand here."))
    for change in reversed(changes):
        head = f"{change.at.astimezone():%Y-%m-%d %H:%M}  {safe(change.coder)}  "
        text.append(head + what_name(change), "bold")
        text.append("  " + _("version {n}", n=change.version) + "\n", "dim")
        if change.reason:
            text.append(f"  {safe(reason_words(change.reason))}\n", "italic")
        for field in change.fields:
            text.append(f"  {field_name(field.field)}: ", "dim").append(_difference(field, change.what))
            text.append("\n")
        text.append("\n")
    return text


def _difference(field: FieldChange, what: str) -> Text:
    if what in ("added", "removed"):
        return Text(_value(field.field, field.after if what == "added" else field.before))
    if field.field.removesuffix("_id").removesuffix("_en") not in PROSE:
        before, after = _value(field.field, field.before), _value(field.field, field.after)
        return Text.assemble((before, "strike dim"), " → ", (after, "bold"))
    text = Text()
    for stretch in field.difference:
        words = safe(stretch.text)
        match stretch.piece:
            case Piece.SAME:
                text.append(words)
            case Piece.GONE:
                text.append(f"[-{words}-]", "strike dim")
            case Piece.NEW:
                text.append(f"{{+{words}+}}", "bold underline")
    return text


def _value(field: str, value: str) -> str:
    """What a field held, as a person knows it; a dash where it was empty."""
    names = {"status": value_word, "origin": value_word, "colour": colour_name}
    return safe(names[field](value) if field in names else value) or "–"


def what_name(change: CodeChange) -> str:
    """What was done to a code, in the person's language."""
    words = {"added": _("made it"), "removed": _("removed it")}.get(change.what, _("changed it"))
    if change.kind == "undo":
        return _("took back: {what}", what=words)
    return _("did again: {what}", what=words) if change.kind == "redo" else words
