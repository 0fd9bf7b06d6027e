"""What is known about the line the cursor stands on: a code, a category or a theme."""

from __future__ import annotations

from rich.text import Text

from qualcode.i18n import _, ngettext
from qualcode.model.values import value_word
from qualcode.project.code_history import field_name, reason_words
from qualcode.tui.codebook.colours import colour_name
from qualcode.tui.codebook.shelf import Shelf, Waiting
from qualcode.tui.looks import in_language
from qualcode.tui.painting import safe
from qualcode.tui.said_keys import key_for


def details(shelf: Shelf, key: str, edit: str = "") -> Text:
    """Everything about the line the cursor stands on, to be read; `edit` is the key that changes it, where one does."""
    if category := shelf.category(key):
        text = Text.assemble((safe(category.name), "bold"), "  ", (_("category"), "dim"), "\n")
        _say(text, _("Theme"), category.theme or "–")
        _say(text, _("Note"), category.note)
        _say(
            text, _("Codes"), ", ".join(category.codes) or _("none yet; press {key} to choose them", key=edit)
        )
        return text
    if theme := shelf.theme(key):
        text = Text.assemble((safe(theme.name), "bold"), "  ", (_("theme"), "dim"), "\n")
        _say(text, _("Note"), theme.note)
        own = [category.name for category in shelf.categories if category.theme == theme.name]
        _say(text, _("Categories"), ", ".join(own) or _("none yet; press {key} on a category", key=edit))
        return text
    row = shelf.row(key)
    if row is None:
        return Text()
    card = shelf.cards[row.number]
    text = Text.assemble((safe(card.name), "bold"), "  ", (row.code, "dim"), "\n")
    stamp = [value_word(row.status), _("version {n}", n=row.version), value_word(row.origin)]
    stamp += [part for part in (row.author, row.changed_on.isoformat() if row.changed_on else "") if part]
    text.append(safe(" · ".join(stamp)) + "\n", "dim")
    if waits := shelf.waiting.get(row.code):
        text.append(f"? {waiting_words(waits)}\n", "italic")
    definition = in_language(row, "full_def") or in_language(row, "short_def")
    none = _("No definition yet. Press {key} to write one.", key=edit) if edit else _("No definition yet.")
    text.append((safe(definition) or none) + "\n")
    for remark in shelf.remarks_of(row.code):
        text.append(f"! {safe(remark)}\n", "italic")
    for stem in ("use_when", "not_when", "typical", "atypical"):
        _say(text, field_name(stem), in_language(row, stem))
    _say(text, field_name("cues"), "; ".join((*row.cues_id, *row.cues_en)))
    _say(text, field_name("cue_excludes"), "; ".join(row.cue_excludes))
    _say(text, field_name("source_theory"), row.source_theory)
    _say(text, field_name("domain"), row.domain)
    if row.own_colour:
        _say(text, field_name("colour"), colour_name(row.own_colour))
    _say(text, _("Categories"), ", ".join(shelf.categories_of(row.code)))
    _say(text, field_name("reason"), reason_words(row.reason))
    for memo in shelf.memos.get(row.code, ()):
        _say(text, _("Memo {n}", n=memo.number), f"{memo.body} ({memo.author})")
    return text


def waiting_words(waits: Waiting) -> str:
    """How many comments wait for an answer."""
    parts = []
    if waits.here:
        key = key_for("codebook.comment")
        parts.append(ngettext("{n} open comment ({key})", "{n} open comments ({key})", waits.here, key=key))
    if waits.passages:
        parts.append(
            ngettext("{n} open comment on a passage", "{n} open comments on passages", waits.passages)
        )
    return " · ".join(parts)


def _say(text: Text, label: str, words: str) -> None:
    if words:
        text.append(f"\n{label}: ", "bold").append(safe(words) + "\n")
