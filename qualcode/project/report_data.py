"""A project as the data of report `triangulation`; nothing is computed here that analysis does not compute."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlmodel import Session, select

import qualcode
from qualcode.analysis import triangulation as tri
from qualcode.analysis.counted import DOCUMENTS
from qualcode.analysis.counts import CodeCell
from qualcode.errors import QualcodeError
from qualcode.exchange.review_pack import Kind
from qualcode.i18n import _
from qualcode.model import Code, ConsentStatus, Evidence, Group, ResearchQuestion
from qualcode.model.values import value_word
from qualcode.network.drawing import PRINT_WIDTH, class_words, graph_svg
from qualcode.network.graph import BONDING, BRIDGING, LINKING
from qualcode.network.measures import Result, reason_words
from qualcode.project.attribute_figures import ATTRIBUTE, VALUE, counted
from qualcode.project.attribute_figures import words as words_of_share
from qualcode.project.figures import CodeHead, CountTable, NetworkFigure
from qualcode.project.figures import ProminenceRow as Ranked
from qualcode.project.report_counts import Coded, Spans, Tones, kept_back
from qualcode.project.report_findings import FindingsData
from qualcode.project.report_gathering import Gathering, gathering, of_one_state
from qualcode.project.report_privacy import scrubbed
from qualcode.project.report_quotes import Passage, Passages
from qualcode.project.report_remarks import Remarks
from qualcode.reports.data import (
    CodedQuote,
    CodeGroupCell,
    CodeGroupRow,
    CodeRow,
    GroupIndex,
    GroupRow,
    InformantRow,
    Measure,
    Network,
    NodeRow,
    ProminenceRow,
    Question,
    Scope,
    SourceRow,
    Study,
    TieQuote,
    TieRow,
    Toned,
    TriangulationReport,
)
from qualcode.reports.painting import percent
from qualcode.store.transaction import table_of

if TYPE_CHECKING:
    from qualcode.project.project import Project
    from qualcode.project.sociogram import TieRow as Tie

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def report_data(
    project: Project, language: str, *, comments: bool = False, begun: Gathering | None = None
) -> TriangulationReport:
    """Everything the report says of `project`, in `language` (which must be the current one).

    `comments` stand in it beside what they are on; `begun` is what another report has gathered of the same state.
    """

    def read(head: str) -> TriangulationReport:
        if begun is not None and begun.head == head:
            return _gather(begun)
        with project.read() as session:
            mine = gathering(project, session, language, head, comments=comments)
        return _gather(mine)

    return of_one_state(project, read)


def _gather(begun: Gathering) -> TriangulationReport:
    project, language = begun.project, begun.language
    passages, groups, remarks = begun.passages, begun.groups, begun.remarks
    with project.read() as session:
        focal_name = session.scalars(
            select(table_of(Group).c.name).where(table_of(Group).c.focal).order_by(table_of(Group).c.id)
        ).first()
        study = _study(session, passages, language)
        codes = _Codes(session, language)
    counts = project.analysis.counts("group")
    columns = _columns(counts, passages, groups)
    ranked = project.analysis.prominence()
    ties = project.ties.list()
    whole = project.analysis.network() if ties else None  # without ties there is nothing to measure or draw
    focal = project.analysis.network(focal_name) if ties and focal_name is not None else None
    crossed = {by: project.analysis.triangulate(by) for by in tri.WAYS}
    figures = {**_figures(ranked, whole, focal), **_attributes(project)}
    with project.read() as session:
        about = FindingsData(session, passages, crossed, groups, figures, remarks)
    field = _distinct(p for p in passages.counted if not passages.is_literature(p))
    works = _distinct(p for p in passages.counted if passages.is_literature(p))
    tones = Tones(passages, of_documents=counts.unit == DOCUMENTS)
    below = {head.code: _below(counts.codes, place) for place, head in enumerate(counts.codes)}
    report = TriangulationReport(
        study=study,
        language=language,
        last_event=project.history.last_change() or NEVER,
        journal_head=begun.head,
        version=qualcode.__version__,
        citing=begun.citing,
        groups=tuple(_group_rows(passages, groups)),
        informants=tuple(_informants(project, passages, groups)),
        sources=tuple(_sources(passages, groups)),
        codes=codes.rows(counts, passages, remarks),
        prominence=tuple(
            _prominence(row, tones.of(below[row.code])) for row in [*ranked, *_leaves(project, counts)]
        ),
        columns=columns,
        unit=counts.unit,
        code_groups=tuple(_code_groups(counts, passages, groups, columns)),
        network=_network(whole, focal, ties, passages, groups),
        findings=about.sections(),
        matrices=about.matrices(),
        codings=_codings(passages, groups, counts.codes, columns, remarks),
        counted_codings=len(field),
        literature_codings=len(works),
        withheld=sum(not text for text, _own_words in field.values()),
        paraphrased=sum(bool(text) and own_words for text, own_words in field.values()),
        uncounted=passages.uncounted,
        second_coders=passages.second_coders,
        sections=project.sections.data(begun),
    )
    return scrubbed(report, passages.names.aliases.replace)


def _distinct(passages: Iterable[Passage]) -> dict[tuple[int, int, int, str], tuple[str, bool]]:
    """Passages, each once per code whoever coded it: what may be printed, and whether it is a paraphrase."""
    found: dict[tuple[int, int, int, str], tuple[str, bool]] = {}
    for passage in passages:
        key = (*passage.span, passage.code)
        if not found.get(key, ("", False))[0]:
            found[key] = passage.text, passage.paraphrase
    return found


def _study(session: Session, passages: Passages, language: str) -> Study:
    study, scrub = passages.study, passages.scrub
    questions = session.scalars(select(ResearchQuestion)).all()
    return Study(
        title=study.title,
        site=study.site,
        researcher=study.researcher,
        institution=study.institution,
        year=study.year,
        notice=study.notice,
        questions=tuple(
            Question(str(q.number), scrub((q.text_en if language == "en" else "") or q.text))
            for q in sorted(questions, key=lambda q: q.number)
        ),
    )


def _group_rows(passages: Passages, groups: Mapping[str, str]) -> Iterable[GroupRow]:
    for group in passages.material.groups:
        people = sum(informant.group_id == group.id for informant in passages.material.informants)
        yield GroupRow(groups[group.name], people, group.level)


def _informants(project: Project, passages: Passages, groups: Mapping[str, str]) -> Iterable[InformantRow]:
    speaks: dict[str, set[int]] = {}
    coded: dict[str, Coded] = {}
    found = passages.material
    for row, speakers in found.speakers.items():
        for speaker in speakers:
            speaks.setdefault(found.informants[speaker].code, set()).add(row)
    for passage in passages.counted:
        for key in {*(owner.key for owner in passage.owners), *passage.speakers}:
            coded.setdefault(key, Coded()).add(passage)
    nothing = Coded()
    for person in project.informants.list():
        yield InformantRow(
            code=person.id,
            group=groups[person.group],
            role=person.role,
            sources=len(speaks.get(person.id, ())),
            codings=len(coded.get(person.id, nothing)),
            may_quote=person.id not in passages.silenced,
            asked=person.consent != ConsentStatus.PENDING,
            withheld=coded.get(person.id, nothing).withheld,
        )


def _sources(passages: Passages, groups: Mapping[str, str]) -> Iterable[SourceRow]:
    found = passages.material
    coded: dict[int, Coded] = {}
    for passage in passages.counted:
        coded.setdefault(passage.span[0], Coded()).add(passage)
    nothing = Coded()
    several = len({source.wave for source in found.sources}) > 1
    for row, source in enumerate(found.sources):
        yield SourceRow(
            reference=passages.citations.label(source.id),
            method=source.method.value,
            informants=tuple(sorted(found.informants[speaker].code for speaker in found.speakers[row])),
            group=groups[found.group_name[source.group_id]] if source.group_id is not None else "",
            day=source.collected_on,
            wave=source.wave if several else None,
            lines=len(passages.places[source.id].line_starts),
            codings=len(coded.get(source.id, nothing)),
            withheld=coded.get(source.id, nothing).withheld,
        )


class _Codes:
    """The codebook in one language, in the order of its tree."""

    def __init__(self, session: Session, language: str) -> None:
        self._records = {code.id: code for code in session.scalars(select(Code))}
        self._language = language

    def _words(self, code: Code, field: str) -> str:
        other = "en" if self._language == "id" else "id"
        return str(getattr(code, f"{field}_{self._language}") or getattr(code, f"{field}_{other}"))

    def rows(self, counts: CountTable, passages: Passages, remarks: Remarks) -> tuple[CodeRow, ...]:
        """One row a code; a branch knows the codes below it."""
        rows: list[CodeRow] = []
        spans = Spans(passages)
        for place, head in enumerate(counts.codes):
            record, total = self._records[head.key], counts.counts.totals[place]
            below = _below(counts.codes, place)
            rows.append(
                CodeRow(
                    code=head.code,
                    name=head.name,
                    definition=self._words(record, "short_def"),
                    level=head.depth,
                    informants=total.k,
                    codings=len(spans.of(spans.field, below)),
                    below=tuple(below),
                    own=len(spans.of(spans.field, [head.code])),
                    withheld=len(spans.of(spans.field, [head.code]) - spans.of(spans.printed, [head.code])),
                    kept_back=len(spans.of(spans.field, below) - spans.of(spans.printed, below)),
                    literature=len(spans.of(spans.works, [head.code])),
                    remarks=remarks.of_code(head.code),
                    mark=remarks.mark(Kind.CODE, record.uid),
                )
            )
        return tuple(rows)


def _codings(
    passages: Passages,
    groups: Mapping[str, str],
    heads: Sequence[CodeHead],
    columns: Sequence[str],
    remarks: Remarks,
) -> tuple[CodedQuote, ...]:
    """Every passage that may be printed, by code, column and place; one tagged by two coders stands once."""
    code_place = {head.code: place for place, head in enumerate(heads)}
    column_place = {name: place for place, name in enumerate(columns)}
    found: dict[tuple[int, int, tuple[int, int, int]], CodedQuote] = {}
    for passage in passages.counted:
        for group in dict.fromkeys(owner.group for owner in passage.owners):
            column = groups.get(group, "")
            key = code_place[passage.code], column_place.get(column, len(columns)), passage.span
            if passage.text and key not in found:
                found[key] = CodedQuote(
                    code=passage.code,
                    group=column,
                    unit=", ".join(owner.label for owner in passage.owners if owner.group == group),
                    reference=passage.reference,
                    text=passage.text,
                    valence=passage.coding.valence.value if passage.coding.valence else "",
                    paraphrase=passage.paraphrase,
                    language=passages.language_of(passage),
                    remarks=remarks.of_passage(passage.span, passage.code),
                    source=passages.citations.label(passage.span[0]),
                    units=tuple(dict.fromkeys(owner.label for owner in passage.owners)),
                    informants=passage.speakers,
                )
    return tuple(found[key] for key in sorted(found))


def _leaves(project: Project, counts: CountTable) -> list[Ranked]:
    """The codes below the branches that somebody has, ranked among themselves."""
    used = [
        head.code
        for place, head in enumerate(counts.codes)
        if head.depth > 0 and counts.counts.totals[place].k > 0
    ]
    return project.analysis.prominence(used) if used else []


def _prominence(row: Ranked, tones: tuple[Toned, Toned, Toned]) -> ProminenceRow:
    return ProminenceRow(
        rank=row.rank,
        code=row.code,
        name=row.name,
        strengthens=row.plus,
        weakens=row.minus,
        mixed=row.mixed,
        k=row.k,
        n=row.n,
        groups=row.reach[0],
        of_groups=row.reach[1],
        segments=row.segments,
        level=row.depth,
        tones=tones,
    )


def _columns(counts: CountTable, passages: Passages, groups: Mapping[str, str]) -> tuple[str, ...]:
    """The groups as the report calls them, behind them "" for what has none: literature stands there beside."""
    columns = tuple(groups.get(name, "") for name in counts.columns)
    works = filter(passages.is_literature, passages.counted)
    rest = any(owner.group not in groups for work in works for owner in work.owners)
    return (*columns, "") if rest and "" not in columns else columns


def _code_groups(
    counts: CountTable, passages: Passages, groups: Mapping[str, str], columns: Sequence[str]
) -> Iterable[CodeGroupRow]:
    works: dict[tuple[str, str], set[str]] = {}
    for passage in filter(passages.is_literature, passages.counted):
        for owner in passage.owners:
            works.setdefault((passage.code, groups.get(owner.group, "")), set()).add(owner.key)
    silent = kept_back(passages, groups)
    for place, head in enumerate(counts.codes):
        below = _below(counts.codes, place)
        cells = []
        counted = (*counts.counts.cells[place], CodeCell(0, 0, 0, 0, 0, 0))[: len(columns)]
        for column, c in zip(columns, counted, strict=True):
            literature = len({key for code in below for key in works.get((code, column), ())})
            cells.append(
                CodeGroupCell(
                    c.k,
                    c.n,
                    c.plus,
                    c.minus,
                    c.mixed,
                    c.segments,
                    c.documents,
                    literature,
                    withheld=sum(len(silent.get((code, column), ())) for code in below),
                )
            )
        yield CodeGroupRow(head.code, head.name, tuple(cells))


def _below(heads: Sequence[CodeHead], place: int) -> list[str]:
    """The code at `place` and all below it."""
    below = [heads[place].code]
    for later in heads[place + 1 :]:
        if later.depth <= heads[place].depth:
            break
        below.append(later.code)
    return below


def _figures(
    ranked: Sequence[Ranked], whole: NetworkFigure | None, focal: NetworkFigure | None
) -> dict[str, str]:
    """What the figures say just now, for findings that rest on them."""
    shown = focal or whole
    shares = [
        f"{class_words(name)} {percent(share.value)}"
        for name in (BONDING, BRIDGING, LINKING)
        if shown is not None and (share := shown.measures.shares.share(name)).value is not None
    ]
    scope = "" if focal is None else _("ties that touch {group}: ", group=_group_name(focal))
    return {
        "prominence": "; ".join(f"{row.name} {row.plus}/{row.n}" for row in ranked),
        "network": scope + ", ".join(shares) if shares else "",
    }


def _attributes(project: Project) -> dict[str, str]:
    """What shares of attributes that back findings say just now, as `FindingsData` asks for them."""
    with project.read() as session:
        asked = [one.query for one in session.scalars(select(Evidence)) if ATTRIBUTE in one.query]
    found = {}
    for one in asked:
        name, value = one[ATTRIBUTE], one[VALUE]
        try:
            said = words_of_share(name, value, counted(project, name, value))
        except QualcodeError as gone:
            said = gone.message
        found[f"{name}={value}"] = said
    return found


def _group_name(figure: NetworkFigure) -> str:
    return figure.group_names.get(figure.focal or "", figure.focal or "")


def _network(
    whole: NetworkFigure | None,
    focal: NetworkFigure | None,
    ties: Sequence[Tie],
    passages: Passages,
    groups: Mapping[str, str],
) -> Network:
    if whole is None:
        return Network(svg="", alt="")
    scopes = [Scope(_("Measures of the whole network"), _measures(whole))]
    if focal is not None:
        title = _("Measures of the ties that touch {group}", group=_group_name(focal))
        scopes.append(Scope(title, _shares(focal)))
    nodes, actors = whole.graph.nodes if whole.graph.ties else (), passages.names.actors
    of = whole.measures.of_node
    return Network(
        svg=_picture(whole.renamed(passages.names)) if nodes else "",
        alt=_alt(ties, actors),
        scopes=tuple(scopes),
        groups=tuple(
            GroupIndex(
                groups.get(name, name),
                _measure(_("E-I index"), ei, ""),
                _measure(_("Expected E-I (E*)"), whole.measures.group_expected_ei[name], ""),
            )
            for name, ei in whole.measures.group_ei.items()
        ),
        nodes=tuple(
            NodeRow(
                code=actors.get(node.label, node.label),
                group=groups.get(node.group or "", ""),
                interviewed=node.interviewed,
                degree=of[node.key].degree,
                betweenness=of[node.key].betweenness.value,
                constraint=of[node.key].constraint.value,
            )
            for node in nodes
        ),
        ties=tuple(_tie(tie, passages) for tie in ties),
        warnings=tuple(whole.warnings()) if nodes else (),
    )


def _picture(figure: NetworkFigure) -> str:
    """The graph with letters large enough to read in print."""
    return graph_svg(figure.shown, figure.positions, figure.group_names, width=PRINT_WIDTH)


def _alt(ties: Sequence[Tie], actors: Mapping[str, str]) -> str:
    pairs = dict.fromkeys(f"{actors.get(tie.a, tie.a)} – {actors.get(tie.b, tie.b)}" for tie in ties)
    return "; ".join(pairs)


def _tie(tie: Tie, passages: Passages) -> TieRow:
    by_uid = {source.uid: source.id for source in passages.material.sources}
    kind = value_word(tie.type) + (f" ({_('negative')})" if tie.negative else "")
    said = []
    for one in tie.evidence:
        at = passages.places[by_uid[one.source]]
        text, paraphrase = passages.said(at, one.start, one.end)
        said.append(TieQuote(passages.cite(at, one.start, one.end), text, paraphrase))
    actors = passages.names.actors
    return TieRow(
        a=actors.get(tie.a, tie.a),
        b=actors.get(tie.b, tie.b),
        directed=tie.directed,
        kind=kind,
        tie_class=class_words(tie.tie_class),
        references=tuple(dict.fromkeys(one.reference for one in said)),
        said=tuple(dict.fromkeys(said)),
    )


def _shares(figure: NetworkFigure) -> tuple[Measure, ...]:
    """The classes of ties, and the E-I index beside its expected value, of the ties shown."""
    shares, says = figure.measures.shares, figure.definitions()
    rows = []
    for name in (BONDING, BRIDGING, LINKING):
        count = f" ({shares.counts[name]}/{shares.defined})" if shares.defined else ""
        rows.append(
            _measure(
                _("Share {kind}", kind=class_words(name)) + count, shares.share(name), says[name], share=True
            )
        )
    return (
        *rows,
        _measure(_ei_words(figure), figure.measures.ei, says["ei"]),
        _measure(_("Expected E-I (E*)"), figure.measures.expected_ei, says["expected_ei"]),
    )


def _ei_words(figure: NetworkFigure) -> str:
    """The index with the number of pairs it is of, which are not always those of the shares."""
    pairs = figure.measures.ei_pairs
    return _("E-I index") + (f" (n = {pairs})" if pairs else "")


def _measures(figure: NetworkFigure) -> tuple[Measure, ...]:
    found, says = figure.measures, figure.definitions()
    return (
        *_shares(figure),
        _measure(_("Density"), found.density, says["density"]),
        _measure(_("Assortativity"), found.assortativity, says["assortativity"]),
    )


def _measure(name: str, result: Result, definition: str, *, share: bool = False) -> Measure:
    reason = "" if result.reason is None else f"({reason_words(result.reason)})"
    return Measure(name, result.value, definition, reason, share=share)
