"""`project.analysis`: triangulation, counts and the informant graph; computed when asked for, never written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlmodel import select

from qualcode.analysis import counts as counting
from qualcode.analysis import triangulation as tri
from qualcode.errors import BadInput, NotFound
from qualcode.i18n import _
from qualcode.model import Code, Coder, Finding, Group, Study
from qualcode.network.layout import layout
from qualcode.network.measures import measure
from qualcode.project import figure_files, material, sociogram, stances, tallies
from qualcode.project.attributes import attribute_names
from qualcode.project.code_networks import CODE_NETWORKS, CODES, CodeNetwork, of_codes, of_mentions
from qualcode.project.code_tree import children_of, code_tree
from qualcode.project.crossings import MeetingTable, OrderTable
from qualcode.project.densities import DensityTable, density_table
from qualcode.project.facet import Facet, Progress, not_one_of, unwatched
from qualcode.project.figure_files import FigureFile
from qualcode.project.figures import CountTable, NetworkFigure, ProminenceRow, Ranking, wave_slice
from qualcode.project.lookup import find
from qualcode.project.saturation import SaturationTable, saturated
from qualcode.project.seatings import WAYS
from qualcode.project.spreadsheets import write_sheet
from qualcode.project.writing import write_file
from qualcode.store.columns import CodingColumns
from qualcode.store.transaction import table_of

COUNT_WAYS = WAYS
"""What codes are counted over, besides `attr:NAME`."""
COUNTED = ("informants", "segments")
"""What an exported table of counts holds."""
COEFFICIENTS = ("jaccard", "c")
"""What one of codes that meet may hold besides."""
TRIANGULATION_WAYS = tri.WAYS


class AnalysisFacet(Facet):
    """Everything that is counted and compared; a person sets stances and valences, this only crosses them."""

    def triangulate(
        self,
        by: str = tri.GROUP,
        *,
        strict: bool | None = None,
        coder: str | None = None,
        finding: str | int | None = None,
    ) -> tri.Triangulation:
        """Cross every finding's evidence over groups, methods, waves, coders, or methods within groups.

        Args:
            by: "group", "method", "wave", "coder" or "group-method".
            strict: a pair of columns agrees only where levels of prominence do; by default as the study says.
            coder: read this coder's stances only.
            finding: cross this finding only.

        Raises: BadInput for another `by` and for one coder by coder, NotFound for an unknown coder or finding.
        """
        if by not in TRIANGULATION_WAYS:
            raise BadInput(not_one_of("--by", by, TRIANGULATION_WAYS))
        if by == tri.CODER and coder is not None:
            raise BadInput(_("coders are not compared where only one is read"))
        with self.project.read() as session:
            found = material.load(session)
            if strict is None:
                study = session.scalars(select(Study)).first()
                strict = bool(study and study.strict_agreement)
            chosen = None if finding is None else find(session, Finding, finding).id
            findings = [
                f
                for f in session.scalars(select(Finding).order_by(table_of(Finding).c.number))
                if chosen in (None, f.id)
            ]
            return tri.triangulate(
                by,
                stances.columns(by, session, found),
                found.units,
                found.voices,
                [stances.claim(session, f, found) for f in findings],
                stances.evidence(session, findings, found),
                strict=strict,
                coder=None if coder is None else find(session, Coder, coder).name,
                readers=stances.readers(session, found) if by == tri.CODER else None,
            )

    def triangulation_quotes(
        self, by: str = tri.GROUP, *, coder: str | None = None, finding: str | int | None = None
    ) -> Mapping[tuple[str, str, str], Sequence[int]]:
        """Numbers of the codings behind each cell of `triangulate`, by finding's id, part and key of the column.

        The part is "" for the whole row, else a subject or group of the row's parts. Raises as `triangulate`.
        """
        if by not in TRIANGULATION_WAYS:
            raise BadInput(not_one_of("--by", by, TRIANGULATION_WAYS))
        with self.project.read() as session:
            chosen = None if finding is None else find(session, Finding, finding).id
            findings = [f for f in session.scalars(select(Finding)) if chosen in (None, f.id)]
            name = None if coder is None else find(session, Coder, coder).name
            return stances.quotes(session, findings, by, material.load(session), name)

    def counts(self, by: str = "group", *, coder: str | None = None) -> CountTable:
        """Code × group, informant, method, wave or `attr:NAME`: by who speaks (k+, k-, k± of n) and by segments.

        With `coder` only that coder's codings; without, those of all coders but second ones (who were assigned
        turns). Raises BadInput for another `by`, NotFound for an unknown coder or attribute.
        """
        with self.project.read() as session:
            codes, parents = code_tree(session)
            table, counted = tallies.counted(session, by, coder, codes, parents)
            name = None if coder is None else find(session, Coder, coder).name
        return CountTable(
            by,
            table.names,
            tuple(codes),
            counted,
            table.terms,
            table.total,
            table.beside,
            name,
            table.unit,
            table.kinds,
            table.apart,
            table.ids,
        )

    def cooccurrence(self, *, coder: str | None = None) -> MeetingTable:
        """Code × code: informants in whose words codings of both share characters, and pairs of passages.

        Whose codings count is as in `counts`. Raises NotFound for an unknown coder.
        """
        with self.project.read() as session:
            codes, parents = code_tree(session)
            meetings, unit = tallies.met(session, coder, codes, parents)
            name = None if coder is None else find(session, Coder, coder).name
        return MeetingTable(tuple(codes), meetings, name, unit)

    def attributes(self) -> Sequence[str]:
        """Names of the attributes that codes can be counted over, as `attr:NAME`."""
        with self.project.read() as session:
            return attribute_names(session)

    def prominence(
        self, codes: Sequence[str] | None = None, *, below: str | None = None, coder: str | None = None
    ) -> Ranking:
        """Rank peers by informants who strengthen them, then by groups reached; ties share a rank.

        Where nobody was heard there are no ranks, and `reason` says so.

        `codes` are the peers, as "KP", or the codes right `below` one; without either the top branches of the codebook
        are compared. Raises NotFound for an unknown code or coder.
        """
        table = self.counts("group", coder=coder)
        with self.project.read() as session:
            if below is not None:
                wanted = children_of(session, find(session, Code, below).id)
            elif codes is not None:
                wanted = [find(session, Code, code).id for code in codes]
            else:
                wanted = children_of(session, None)
        rows = [row for row, code in enumerate(table.codes) if code.key in wanted]
        if not table.codes:
            return Ranking(reason=table.reason())
        if not table.counts.totals[0].n:
            return Ranking(
                reason=_("Nobody has been heard yet, so nothing has a rank. Next: qualcode source add.")
            )
        return Ranking(
            ProminenceRow.of(table.codes[place.code], place, table.counts.totals[place.code])
            for place in counting.prominence(table.counts, rows)
        )

    def densities(self, *, coder: str | None = None) -> DensityTable:
        """How much of the words that count each code fills: share of characters, passages per 1,000 words.

        Whose codings count is as in `counts`. Raises NotFound for an unknown coder.
        """
        with self.project.read() as session:
            return density_table(session, coder)

    def saturation(
        self,
        *,
        base: int = 4,
        run: int = 2,
        threshold: float = 0.05,
        codes: str = "all",
        order: str = "date",
        group: str | None = None,
        coder: str | None = None,
    ) -> SaturationTable:
        """Where new interviews bring hardly any new codes, after Guest, Namey and Chen (2020).

        A unit is an interview or a session of a focus group, at its own date.

        Args:
            base: so many units at the beginning give the codes to compare with.
            run: so many consecutive units confirm.
            threshold: the share of the base's codes that a run may bring, from 0 to below 1.
            codes: "all", or "inductive" for codes that came from the material.
            order: units by "date", or as they were first "coded".
            group: only the informants of this group.
            coder: only this coder's codings; whose count without it is as in `counts`.

        Undefined is a result with its reason. Raises BadInput for values that mean nothing, NotFound for an unknown
        group or coder.
        """
        with self.project.read() as session:
            return saturated(
                session,
                base=base,
                run=run,
                threshold=threshold,
                codes=codes,
                order=order,
                group=group,
                coder=coder,
            )

    def network(self, focal: str | None = None, *, wave: int | None = None) -> NetworkFigure:
        """The informant graph with classes, measures and a picture's positions, and each wave by itself.

        With `focal` shares and E-I are of the ties that touch that group; centralities stay those of the whole
        network. With `wave` all is of the ties of which a passage was told then, over the same nodes and positions.
        Raises NotFound for an unknown group or a wave without a source.
        """
        with self.project.read() as session:
            graph = sociogram.graph(session)
            told = sociogram.tie_waves(session)
            group = None if focal is None else find(session, Group, focal).name
            names = {g.name: g.label for g in session.scalars(select(Group)) if g.label}
            names_en = {g.name: g.label_en for g in session.scalars(select(Group)) if g.label_en}
        slices = tuple(wave_slice(graph, one, group) for one in told)
        places = layout(graph)
        if wave is not None:
            chosen = [one for one in told if one.wave == wave]
            if not chosen:
                raise NotFound(_("no source is of wave {wave}", wave=wave))
            graph = sociogram.of_wave(graph, chosen[0])
        return NetworkFigure(graph, measure(graph, group), places, group, names, names_en, wave, slices)

    def export_network(
        self,
        file: str | Path,
        focal: str | None = None,
        *,
        wave: int | None = None,
        accept_leaks: bool = False,
        progress: Progress = unwatched,
    ) -> Path:
        """Write the graph to a .graphml, .gexf or .svg file; with `focal` the ties that touch that group.

        With `wave` only the ties that were told then. Real names in it are replaced.
        Raises BadInput for another suffix, or where the file cannot be written or something else stands there;
        LeakFound where it could tell who somebody is and that is not accepted.
        """
        path = Path(file)
        progress(0, 2, _("measuring and drawing"))
        figure = self.network(focal, wave=wave).renamed(self.project.sharing.names())
        text = figure.text(path.suffix)
        progress(1, 2, _("looking for names"))
        self.project.sharing.guard(figure.words(), file=path, accept_leaks=accept_leaks)
        progress(2, 2, _("writing"))
        return write_file(self.project, path, text, kind_suffixes=(path.suffix.lower(),), kind=_("a graph"))

    def code_network(self, of: str = CODES, *, coder: str | None = None) -> CodeNetwork:
        """Codes that share words (`codes`), or which informant mentions which (`code-informant`), as a graph.

        Raises BadInput for another `of`, NotFound for an unknown coder.
        """
        if of not in CODE_NETWORKS:
            raise BadInput(not_one_of("--of", of, ("ties", *CODE_NETWORKS)))
        if of == CODES:
            return of_codes(self.cooccurrence(coder=coder))
        return of_mentions(self.counts("informant", coder=coder))

    def export_code_network(
        self,
        file: str | Path,
        of: str = CODES,
        *,
        coder: str | None = None,
        accept_leaks: bool = False,
        progress: Progress = unwatched,
    ) -> Path:
        """Write a graph of codes to a .graphml file, real names in it replaced. Raises as `export_network`."""
        path = Path(file)
        progress(0, 2, _("measuring and drawing"))
        figure = self.code_network(of, coder=coder).renamed(self.project.sharing.names().aliases.replace)
        text = figure.text(path.suffix)
        progress(1, 2, _("looking for names"))
        self.project.sharing.guard(figure.words(), file=path, accept_leaks=accept_leaks)
        progress(2, 2, _("writing"))
        return write_file(self.project, path, text, kind_suffixes=(path.suffix.lower(),), kind=_("a graph"))

    def export_counts(
        self,
        table: CountTable | MeetingTable | OrderTable,
        file: str | Path,
        count: str = "informants",
        *,
        rows: Sequence[int] | None = None,
        accept_leaks: bool = False,
    ) -> Path:
        """Write a table of counts to a .csv file, by `count`: informants or segments. Real names in it are replaced.

        Codes that meet can be written by a coefficient, jaccard or c. `rows` are the codes to be told, by their place
        in `table.codes`; by default all. Raises as `export_sheet`, and BadInput for another `count`.
        """
        allowed = (*COUNTED, *COEFFICIENTS) if isinstance(table, MeetingTable) else COUNTED
        if count not in allowed:
            raise BadInput(not_one_of("--count", count, allowed))
        return self.export_sheet(*table.table(count, rows), file, accept_leaks=accept_leaks)

    def export_sheet(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        file: str | Path,
        *,
        accept_leaks: bool = False,
    ) -> Path:
        """Write a heading and rows, as the `table` of a crossing or a description, to a .csv file.

        Real names in it are replaced, and no cell is a formula. Raises BadInput for another suffix, or where the file
        cannot be written or something else stands there; LeakFound where it could tell who somebody is and that is
        not accepted.
        """
        return write_sheet(self.project, heads, rows, file, accept_leaks=accept_leaks)

    def figure(self, of: str, *, language: str | None = None, **settings: Any) -> FigureFile:
        """A figure as a section of the report holds it, by default in the language of the study; names replaced.

        Args:
            of: "prominence", "matrix", "saturation", "agreement" or "network".
            settings: those of a section of the kind "figure" (`project.sections.kinds()` tells them).

        What is empty or undefined has no chart and says why. Raises BadInput, NotFound or Ambiguous for settings that
        do not fit.
        """
        return figure_files.figure_file(self.project, {**settings, "of": of}, language)

    def export_figure(
        self,
        of: str,
        file: str | Path,
        *,
        language: str | None = None,
        accept_leaks: bool = False,
        progress: Progress = unwatched,
        **settings: Any,
    ) -> Path:
        """Write what `figure` gives to a .png, .svg or .pdf file; the same project gives the same bytes.

        Raises what `figure` raises, and as `export_network`; BadInput with its reason where there is nothing to draw.
        """
        figure = self.figure(of, language=language, **settings)
        return figure_files.write_figure(
            self.project, figure, Path(file), accept_leaks=accept_leaks, progress=progress
        )

    def columns(self) -> CodingColumns:
        """All codings as numpy arrays, by ids of the project file."""
        with self.project.read() as session:
            return material.load(session).columns
