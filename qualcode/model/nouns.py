"""The word for each kind of record, in the current language."""

from qualcode.i18n import _


def noun(table: str) -> str:
    """What a row of `table` is called on the screen; the table's name where it has no word of its own."""
    words = {
        "actor": _("actor"),
        "alias": _("alias"),
        "assignment": _("assignment"),
        "asked": _("entry of the question ledger"),
        "attribute": _("attribute"),
        "category": _("category"),
        "code": _("code"),
        "coder": _("coder"),
        "coding": _("coding"),
        "coding_link": _("link"),
        "comment": _("comment"),
        "consent": _("consent"),
        "evidence": _("piece of evidence"),
        "finding": _("finding"),
        "group": _("group"),
        "informant": _("informant"),
        "member_check": _("member check"),
        "memo": _("memo"),
        "question": _("question"),
        "report_section": _("report section"),
        "research_question": _("research question"),
        "source": _("source"),
        "suggestion": _("suggestion"),
        "text_version": _("text"),
        "theme": _("theme"),
        "tie": _("tie"),
        "turn": _("turn"),
    }
    return words.get(table, table)
