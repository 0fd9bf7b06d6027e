"""The word for each value that a field may hold, in the current language."""

from qualcode.i18n import _


def value_word(value: str) -> str:
    """What a fixed value, as `key` or `interview`, is called on the screen; other values as they are."""
    words = {
        # methods, and who speaks
        "interview": _("interview"),
        "observation": _("observation"),
        "document": _("document"),
        "fgd": _("focus group"),
        "literature": _("literature"),
        "interviewer": _("interviewer"),
        "informant": _("informant"),
        "other": _("other"),
        # people and what they agreed to
        "key": _("key"),
        "main": _("main"),
        "supporting": _("supporting"),
        "given": _("given"),
        "refused": _("refused"),
        "withdrawn": _("withdrawn"),
        "pending": _("pending"),
        "coder": _("coder"),
        "supervisor": _("supervisor"),
        # attributes
        "group": _("group"),
        "source": _("source"),
        "text": _("text"),
        "number": _("number"),
        "date": _("date"),
        "yes-no": _("yes or no"),
        # memos
        "concept": _("concept"),
        "method": _("method"),
        "reflexive": _("reflexive"),
        "theory": _("theory"),
        # ties
        "trust": _("trust"),
        "aid": _("aid"),
        "info": _("information"),
        "kinship": _("kinship"),
        "money": _("money"),
        "authority": _("authority"),
        "cooperation": _("cooperation"),
        "conflict": _("conflict"),
        "bonding": _("bonding"),
        "bridging": _("bridging"),
        "linking": _("linking"),
        "undefined": _("undefined"),
        "negative": _("negative"),
        "yes": _("yes"),
        "no": _("no"),
        "cannot be": _("cannot be"),
        "not recorded": _("not recorded"),
        # the interview guide
        "asked": _("asked"),
        "not_asked": _("not asked"),
        "not_applicable": _("not applicable"),
        # codings, codes and findings
        "supports": _("supports"),
        "contradicts": _("contradicts"),
        "qualifies": _("qualifies"),
        "strengthens": _("strengthens"),
        "weakens": _("weakens"),
        "mixed": _("mixed"),
        "tentative": _("tentative"),
        "final": _("final"),
        "draft": _("draft"),
        "review": _("in review"),
        "approved": _("approved"),
        "retired": _("retired"),
        "deductive": _("deductive"),
        "inductive": _("inductive"),
    }
    return words.get(value, value)
