"""Which painter paints which appendix: one entry for each class of bodies.

A painter takes the body and the front of the report, and gives the blocks below the appendix's heading. What is
empty gives a sentence; no two appendices share an anchor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from qualcode.reports.appendix.binding import Body, Front
from qualcode.reports.appendix.changes import Changes, changes
from qualcode.reports.appendix.codebook import Codebook, codebook
from qualcode.reports.appendix.consent import Consents, consent
from qualcode.reports.appendix.coreq import Coreq, coreq
from qualcode.reports.appendix.guide import Guide, guide
from qualcode.reports.appendix.informants import Informants, informants
from qualcode.reports.appendix.interviews import Interviews, interviews
from qualcode.reports.appendix.memberchecks import MemberChecks, memberchecks
from qualcode.reports.appendix.network import Ties, network
from qualcode.reports.appendix.photos import Photos, photos
from qualcode.reports.appendix.reduction import Reduction, reduction
from qualcode.reports.appendix.revisions import Revisions, revisions
from qualcode.reports.appendix.statistics import Statistics, statistics
from qualcode.reports.appendix.supervision import Supervision, supervision
from qualcode.reports.appendix.trail import Trail, trail
from qualcode.reports.appendix.transcripts import Transcripts, transcripts
from qualcode.reports.appendix.ways import Crossed, crossed
from qualcode.reports.document import Block

Painter = Callable[[Any, Front], Iterator[Block]]

PAINTERS: Mapping[type, Painter] = {
    Guide: guide,
    Informants: informants,
    Consents: consent,
    Photos: photos,
    MemberChecks: memberchecks,
    Ties: network,
    Statistics: statistics,
    Transcripts: transcripts,
    Interviews: interviews,
    Reduction: reduction,
    Codebook: codebook,
    Crossed: crossed,
    Supervision: supervision,
    Revisions: revisions,
    Coreq: coreq,
    Changes: changes,
    Trail: trail,
}


def painter(body: Body) -> Painter:
    """The painter of a body."""
    return PAINTERS[type(body)]
