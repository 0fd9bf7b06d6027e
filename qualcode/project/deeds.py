"""What an entry of the history did, in words."""

from __future__ import annotations

from qualcode.i18n import _


def deed(action: str) -> str:
    """The words for a journaled action, as "coded a passage" for `coding.add`; the action itself where unknown."""
    words = {
        "actor.add": _("added an actor"),
        "actor.edit": _("changed an actor"),
        "actor.remove": _("removed an actor"),
        "attribute.import": _("read in attributes"),
        "category.remove": _("removed a category"),
        "category.set": _("set a category"),
        "code.add": _("added a code"),
        "code.edit": _("changed a code"),
        "code.merge": _("merged two codes"),
        "code.move": _("moved a code"),
        "code.pin": _("pinned a code"),
        "code.remove": _("removed a code"),
        "codebook.import": _("read in a codebook"),
        "coder.add": _("first appeared"),
        "coder.assign": _("gave a coder turns to code"),
        "coder.remove": _("removed a coder"),
        "coder.rename": _("renamed a coder"),
        "coder.role": _("said what a coder is to the study"),
        "coder.unassign": _("took assigned turns back"),
        "coding.add": _("coded a passage"),
        "coding.edit": _("changed a coding"),
        "coding.hits": _("coded every place of some words"),
        "coding.import": _("read in codings"),
        "coding.in_vivo": _("made a code and coded a passage"),
        "coding.link": _("linked two codings"),
        "coding.merge": _("made one coding of several"),
        "coding.recode": _("gave what was coded another code"),
        "coding.remove": _("removed a coding"),
        "coding.split": _("cut a coding in two"),
        "coding.unlink": _("parted two codings"),
        "comment.add": _("wrote a comment"),
        "comment.edit": _("changed a comment"),
        "comment.import": _("brought comments home from a copy"),
        "comment.remove": _("removed a comment"),
        "comment.reopen": _("opened comments again"),
        "comment.reply": _("answered a comment"),
        "comment.resolve": _("settled comments"),
        "finding.add": _("wrote a finding"),
        "finding.adjudicate": _("gave an own verdict"),
        "finding.check": _("recorded a member check"),
        "finding.edit": _("changed a finding"),
        "finding.explain": _("explained a finding"),
        "finding.link": _("linked evidence"),
        "finding.mark": _("set a finding's scope"),
        "finding.remove": _("removed a finding"),
        "finding.unlink": _("took evidence away"),
        "finding.unmark": _("opened a finding's scope"),
        "group.add": _("added a group"),
        "group.edit": _("changed a group"),
        "group.remove": _("removed a group"),
        "guide.asked": _("recorded who was asked"),
        "guide.import": _("read in the interview guide"),
        "informant.add": _("added an informant"),
        "informant.consent": _("recorded consent"),
        "informant.edit": _("changed an informant"),
        "informant.import": _("read in informants"),
        "informant.remove": _("removed an informant"),
        "memo.add": _("wrote a memo"),
        "memo.edit": _("changed a memo"),
        "memo.remove": _("removed a memo"),
        "project.create": _("began the project"),
        "research_question.add": _("added a research question"),
        "review.import": _("brought in the answers of a review"),
        "section.add": _("asked for a section of the report"),
        "section.edit": _("changed a section of the report"),
        "section.move": _("moved a section of the report"),
        "section.remove": _("removed a section of the report"),
        "source.add": _("read in data"),
        "source.edit": _("changed what is said about a file"),
        "source.remove": _("removed a file"),
        "source.speakers": _("said who speaks"),
        "source.turn": _("corrected a turn"),
        "study.build": _("built the study"),
        "study.edit": _("changed the study's settings"),
        "suggestion.accept": _("accepted a suggestion"),
        "suggestion.find": _("looked for suggestions"),
        "suggestion.reject": _("rejected a suggestion"),
        "theme.remove": _("removed a theme"),
        "theme.set": _("set a theme"),
        "tie.add": _("recorded a tie"),
        "tie.edit": _("changed a tie"),
        "tie.evidence": _("added evidence of a tie"),
        "tie.remove": _("removed a tie"),
    }
    return words.get(action, action)


def way(kind: str) -> str:
    """How an entry of the history came about: done, taken back, done again, or there from the beginning."""
    words = {
        "do": _("carried out"),
        "undo": _("taken back"),
        "redo": _("done again"),
        "baseline": _("beginning"),
    }
    return words.get(kind, kind)


def told(kind: str, action: str, target: int | None = None, about: str = "") -> str:
    """An entry in one line: what was done and to what, or which entry was taken back or done again."""
    words = deed(action) + (f": {about}" if about else "")
    if kind == "undo":
        return _("undid #{n}: {action}", n=target, action=words)
    if kind == "redo":
        return _("redid #{n}: {action}", n=target, action=words)
    return words


def matters() -> list[tuple[str, str]]:
    """The kinds of actions a history is looked through by, each with its words."""
    return [
        ("coding", _("codings and suggestions")),
        ("code", _("codebook")),
        ("source", _("data")),
        ("people", _("informants, groups and coders")),
        ("finding", _("findings")),
        ("memo", _("memos and comments")),
        ("tie", _("ties and actors")),
        ("study", _("settings and guide")),
    ]


def matter(action: str) -> str:
    """The kind of an action, one of `matters`."""
    noun = action.partition(".")[0]
    return _MATTERS.get(noun, "study")


_MATTERS = {
    "coding": "coding",
    "suggestion": "coding",
    "code": "code",
    "codebook": "code",
    "category": "code",
    "theme": "code",
    "source": "source",
    "informant": "people",
    "group": "people",
    "attribute": "people",
    "coder": "people",
    "finding": "finding",
    "memo": "memo",
    "comment": "memo",
    "review": "memo",
    "tie": "tie",
    "actor": "tie",
}
