"""What the tables of a project have in n: informants, sessions of focus groups, both, or documents."""

from __future__ import annotations

from qualcode.analysis.counted import DOCUMENTS, INFORMANTS, MIXED, SESSIONS
from qualcode.analysis.evidence import SESSION
from qualcode.i18n import _
from qualcode.project.material import Material


def unit_of(found: Material) -> str:
    """One of the units of `analysis.counted`, by who speaks at all."""
    if found.counts_documents:
        return DOCUMENTS
    units = found.units  # asked for once: which labels they have goes by language
    kinds = {units[row].kind for row in found.speaking.tolist()} & found.counted_kinds
    if len(kinds) == 2:
        return MIXED
    return SESSIONS if kinds == {SESSION} else INFORMANTS


def heard_words(informants: int, documents: int, tight: bool) -> str:
    """Informants and the documents beside them; `tight` where there is little room."""
    if not documents:
        return str(informants)
    return f"{informants}+{documents}" if tight else f"{informants} " + _("+{n} doc", n=documents)
