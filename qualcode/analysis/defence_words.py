"""Holes and questions of the examination in the person's language."""

from __future__ import annotations

from collections.abc import Iterable

from qualcode.analysis import defence as d
from qualcode.i18n import _, ngettext


def definitions() -> dict[str, str]:
    """What each figure of the plain document means."""
    return {
        "verdict": _(
            "what the groups come to; one contrary unit blocks agreement, and nothing is decided by majority"
        ),
        "coverage": _("columns that take a stance / columns that could"),
        "units": _("different units with a stance / different units that could take one"),
        "who.k": _("those who support, contradict or qualify it, of those who could"),
        "who.n": _("those who could have taken a stance"),
        "who.beside": _("documents and observations with a stance that are not in n"),
        "strongest": _(
            "of one who only supports it, in his or her own words, from the group in which most do: the longest"
        ),
        "contrary": _("the same of one who contradicts it, or else of one who qualifies it"),
        "withheld": _("quotes left out for lack of consent"),
        "triangulation": _("by each way, how many report (n) and whether two or more can be compared (met)"),
        "holes": _("what to close before the examination"),
    }


def hole_name(kind: str) -> str:
    """A kind of hole, as the head of a list."""
    return {
        d.NO_EVIDENCE: _("no evidence"),
        d.DOCUMENTS_ONLY: _("documents only"),
        d.UNEXPLAINED: _("explanation missing"),
        d.SILENT_GROUPS: _("silent groups"),
        d.ONE_PERSON: _("a cell of one person"),
        d.ONE_GROUP: _("one group only"),
        d.ONE_METHOD: _("one method only"),
        d.REFUSED: _("refused in the member check"),
        d.CODERS_DIFFER: _("coders disagree"),
        d.FOR_AND_AGAINST: _("one quote for and against"),
        d.OUT_OF_SCOPE: _("evidence from outside the scope"),
        d.UNREASONED_SCOPE: _("narrow scope without a reason"),
        d.NEGATED: _("negative claim"),
        d.NOT_QUOTABLE: _("no quote to show"),
        d.NOT_ASKED_GROUPS: _("groups that were not asked"),
        d.CORRECTED: _("corrected in the member check"),
        d.PENDING: _("member check not answered yet"),
        d.UNCHECKED: _("no member check"),
        d.NO_NEGATIVE_CASE: _("negative case missing"),
    }[kind]


def hole_advice(kind: str) -> str:
    """What closes a hole."""
    return {
        d.NO_EVIDENCE: _("link quotes to the claim, or take it out"),
        d.DOCUMENTS_ONLY: _("say that the claim rests on documents, or ask somebody about it"),
        d.UNEXPLAINED: _("write why the sources differ"),
        d.SILENT_GROUPS: _("ask them, mark them as not asked, or say what their silence means"),
        d.ONE_PERSON: _("look for a second voice, or say that the group rests on one person"),
        d.ONE_GROUP: _("check it with another group, or say that it holds for this one only"),
        d.ONE_METHOD: _("look for it in an observation or a document, too"),
        d.REFUSED: _("say why the finding stands all the same, or change it"),
        d.CODERS_DIFFER: _("settle the stance of these words between the coders"),
        d.FOR_AND_AGAINST: _("decide what these words say, and take one of the two stances away"),
        d.OUT_OF_SCOPE: _("widen the scope, or take the evidence away"),
        d.UNREASONED_SCOPE: _("write why it is meant for some units only"),
        d.NEGATED: _("check that each quote states the absence, or turn the claim into a positive one"),
        d.NOT_QUOTABLE: _("write a paraphrase, or link a quote that may be printed"),
        d.NOT_ASKED_GROUPS: _("be ready to say why they were not asked"),
        d.CORRECTED: _("write into the explanation what was corrected"),
        d.PENDING: _("ask for the answer"),
        d.UNCHECKED: _("take the finding back to an informant"),
        d.NO_NEGATIVE_CASE: _("write which case does not fit, or where one was looked for"),
    }[kind]


def question_words(asked: d.Question, *, computed: str = "", own: str = "") -> str:
    """The examiner's question; `computed` and `own` are the two verdicts in words."""
    names, against = _listed(asked.names), _listed(asked.against)
    match asked.kind:
        case d.NO_EVIDENCE:
            return _("What does this claim rest on, when no group takes a stance on it?")
        case d.DOCUMENTS_ONLY:
            return _("All of it stands in documents: {names}. Who bears it out?", names=names)
        case d.OVERRULED:
            return _(
                "The sources give “{computed}”, and you decided “{own}”. What makes you decide otherwise?",
                computed=computed,
                own=own,
            )
        case d.SPLIT:
            return _(
                "Only one group speaks of it, and is divided: {names}. What is left of the claim?",
                names=names,
            )
        case d.BETWEEN:
            return _(
                "For the claim: {names}. Against it: {against}. Why do they differ, and whom do you follow?",
                names=names,
                against=against,
            )
        case d.WITHIN:
            return _(
                "Some support it and some contradict it within {names}. What sets them apart?", names=names
            )
        case d.REFUSED:
            return _("Shown the finding, they refused it: {names}. Why does it stand?", names=names)
        case d.CHANGED:
            return _(
                "Who said something else at another time: {names}. What happened in between?", names=names
            )
        case d.ALONE:
            return _(
                "Nobody says so but {names}. How do you know that it is more than one view?", names=names
            )
        case d.DENIED:
            return _("Everybody who speaks of it contradicts it. Why is the claim still worded like this?")
        case d.CONDITIONS:
            return _(
                "With conditions or mixed: {names}. When does the claim hold, and when not?", names=names
            )
        case d.SILENCE:
            return _("Could have spoken of it and did not: {names}. What does the silence mean?", names=names)
        case d.ONE_WAY:
            return _("All of it comes from one method ({names}). What else shows it?", names=names)
        case d.NO_CONTRARY:
            return _("Everybody agrees. Which case against it did you look for?")
        case d.REPEATED:
            return _("Everybody agrees. How do you know that they do not just repeat one another?")
    raise ValueError(asked.kind)


def standing_words(by: str, n: int) -> str:
    """How much one kind of triangulation has to compare."""
    return {
        "group": ngettext("sources: {n} group reports", "sources: {n} groups report", n),
        "method": ngettext("methods: {n} on the same subject", "methods: {n} on the same subject", n),
        "wave": ngettext("time: {n} wave of the same unit", "time: {n} waves of the same unit", n),
        "coder": ngettext("coders: {n} coded the same turns", "coders: {n} coded the same turns", n),
    }[by]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
