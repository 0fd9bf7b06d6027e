"""The kinds of appendices in the order in which they are bound; a kind is one entry in `APPENDICES`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from qualcode.i18n import _
from qualcode.model import SectionKind
from qualcode.project.appendices.asked import Asked
from qualcode.project.appendices.changes import changes
from qualcode.project.appendices.codebook import codebook
from qualcode.project.appendices.consent import consent
from qualcode.project.appendices.coreq import coreq
from qualcode.project.appendices.guide import guide
from qualcode.project.appendices.informants import informants
from qualcode.project.appendices.interviews import interviews
from qualcode.project.appendices.memberchecks import memberchecks
from qualcode.project.appendices.photos import photos
from qualcode.project.appendices.reduction import reduction
from qualcode.project.appendices.remarks import revisions, supervision
from qualcode.project.appendices.statistics import statistic
from qualcode.project.appendices.trail import trail
from qualcode.project.appendices.transcripts import texts
from qualcode.project.appendices.ways import by
from qualcode.project.report_gathering import Gathering
from qualcode.reports.appendix.binding import Body
from qualcode.reports.appendix.network import Ties


def _never(_of: Gathering) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Appendix:
    """One kind of appendix."""

    title: Callable[[], str]
    """What it is called, in the current language."""
    gather: Callable[[Gathering, Asked], Body]
    """What it says."""
    cleaned: bool = False
    """Real names are out of what `gather` gives already, because it is made of the triangulation report's data."""
    counts: bool = False
    """Whether its numbers count coded passages that it does not bring along itself."""
    bundled: Callable[[Gathering], bool] = lambda _of: True
    """Whether a bundle has it where nobody named it; what it then does not have is named to whoever makes it."""

    @property
    def on_request(self) -> bool:
        """Whether no bundle has it that does not name it."""
        return self.bundled is _never


APPENDICES: Mapping[str, Appendix] = {
    "guide": Appendix(lambda: _("Interview guide"), guide),
    "informants": Appendix(lambda: _("List of informants"), informants),
    "consent": Appendix(lambda: _("State of consent"), consent),
    "transcripts": Appendix(lambda: _("Transcripts"), texts("transcripts"), cleaned=True),
    "interviews": Appendix(lambda: _("Interview matrix"), interviews, cleaned=True, counts=True),
    "fieldnotes": Appendix(lambda: _("Field notes"), texts("fieldnotes"), cleaned=True),
    "reduction": Appendix(lambda: _("Coding table"), reduction),
    "codebook": Appendix(lambda: _("Codebook"), codebook, counts=True),
    "by-source": Appendix(lambda: _("Triangulation by source"), by("group"), cleaned=True),
    "by-technique": Appendix(lambda: _("Triangulation by technique"), by("method"), cleaned=True),
    "by-time": Appendix(lambda: _("Triangulation by time"), by("wave"), cleaned=True),
    "photos": Appendix(lambda: _("Captions of photographs"), photos),
    "memberchecks": Appendix(lambda: _("Member checks"), memberchecks, cleaned=True),
    "network": Appendix(
        lambda: _("Network of informants"), lambda of, _asked: Ties(of.report.network), cleaned=True
    ),
    "saturation": Appendix(lambda: _("Saturation of codes"), statistic(SectionKind.SATURATION)),
    "agreement": Appendix(lambda: _("Agreement between coders"), statistic(SectionKind.AGREEMENT)),
    "supervision": Appendix(lambda: _("Supervision card"), supervision),
    "revisions": Appendix(lambda: _("Suggestions and revisions"), revisions),
    "coreq": Appendix(lambda: _("COREQ checklist"), coreq, bundled=_never),
    "changes": Appendix(lambda: _("Changes"), changes, bundled=_never),
    "trail": Appendix(lambda: _("Audit trail"), trail),
}


def titles(names: Iterable[str]) -> tuple[str, ...]:
    """What appendices are called, in the language of whoever is told."""
    return tuple(APPENDICES[name].title() for name in names)
