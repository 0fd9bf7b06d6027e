"""Appendices of a project gathered for one report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import qualcode
from qualcode.errors import BadInput
from qualcode.i18n import _, using
from qualcode.project.appendices.asked import Asked
from qualcode.project.appendices.differing import moment
from qualcode.project.appendices.kinds import APPENDICES
from qualcode.project.appendices.reduction import reduction
from qualcode.project.facet import Progress, not_one_of, unwatched
from qualcode.project.project import Project
from qualcode.project.report_data import NEVER
from qualcode.project.report_gathering import Gathering, gathering, of_one_state
from qualcode.project.report_privacy import scrubbed
from qualcode.reports.appendix.binding import Binding, Front, Part
from qualcode.reports.appendix.reduction import Reduced

LAMPIRAN = "lampiran"
"""The report that binds all appendices."""


def bind(
    project: Project,
    name: str,
    language: str,
    asked: Asked | None = None,
    progress: Progress = unwatched,
    *,
    apart: bool = False,
) -> Binding:
    """One appendix, or all of them bound, in `language`; `apart`: each of them is to be a file of its own.

    Raises: BadInput for an appendix, a day or a backup that there is not, in `asked`.
    """
    asked = asked or Asked()
    if both := set(asked.beside) & set(asked.without):
        raise BadInput(_("{name} is asked for with --with and with --without", name=min(both)))
    for option, names in (("--with", asked.beside), ("--without", asked.without)):
        for one in names:
            if one not in APPENDICES:
                raise BadInput(not_one_of(option, one, APPENDICES))
    if "changes" in (name, *asked.beside):
        moment(project, asked.since)  # what is wrong with it is told in the language of whoever asks
    with using(language):
        return of_one_state(
            project, lambda head: _bind(project, name, language, head, asked, progress, apart)
        )


def _bind(
    project: Project, name: str, language: str, head: str, asked: Asked, progress: Progress, apart: bool
) -> Binding:
    with project.read() as session:
        begun = gathering(project, session, language, head, comments=asked.comments)
    bundled = name == LAMPIRAN
    names = _bundled(begun, asked) if bundled else [name]
    clean = begun.passages.names.aliases.replace
    parts: list[Part] = []
    for done, one in enumerate(names):
        kind = APPENDICES[one]
        title = kind.title()
        progress(done, len(names), title)
        body = kind.gather(begun, asked)
        parts.append(Part(one, title, body if kind.cleaned else scrubbed(body, clean)))
    shown = [part for part in parts if not part.body.is_empty] if bundled else parts
    return Binding(
        front=_front(begun),
        title=_("Appendices") if bundled else parts[0].title,
        parts=tuple(shown),
        bundled=bundled,
        locate=begun.passages.citations.read,
        quotes=_quotes(begun, names, clean) if apart or not bundled else (),
        left_out=tuple(part.name for part in parts if part not in shown),
        not_bound=tuple(one for one in APPENDICES if bundled and one not in (*names, *asked.without)),
    )


def _quotes(of: Gathering, names: Sequence[str], clean: Callable[[str], str]) -> tuple[Reduced, ...]:
    """What numbers of these appendices count, where none of them holds it: each is to carry it in its own file."""
    if "reduction" in names or not any(APPENDICES[name].counts for name in names):
        return ()
    return tuple(replace(row, remarks=()) for row in scrubbed(reduction(of, Asked()), clean).rows)


def _bundled(of: Gathering, asked: Asked) -> list[str]:
    return [
        name
        for name, kind in APPENDICES.items()
        if name not in asked.without and (name in asked.beside or kind.bundled(of))
    ]


def _front(of: Gathering) -> Front:
    study = of.passages.study
    return scrubbed(
        Front(
            title=study.title,
            researcher=study.researcher,
            institution=study.institution,
            year=study.year,
            notice=study.notice,
            language=of.language,
            last_event=of.project.history.last_change() or NEVER,
            journal_head=of.head,
            version=qualcode.__version__,
            citing=of.citing,
        ),
        of.passages.names.aliases.replace,
    )
