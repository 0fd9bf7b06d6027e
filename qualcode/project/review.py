"""`project.review`: a pack that a supervisor fills in without this program, and the way of the answers back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from qualcode.errors import BadInput
from qualcode.exchange.review_pack import Kind, Pack
from qualcode.exchange.review_xlsx import write_workbook
from qualcode.i18n import LANGUAGES, _, using
from qualcode.project.facet import Facet, Progress, not_one_of, one_of, unwatched, watched
from qualcode.project.out_files import OutFile, out_file
from qualcode.project.reviews.bringing import Reviewed, bring, file_remarks, read_pack, who_answers
from qualcode.project.reviews.changed_words import shown_now
from qualcode.project.reviews.fates import Step
from qualcode.project.reviews.from_report import without_ours
from qualcode.project.reviews.packing import Wanted, kinds_of, pack_words, packed
from qualcode.project.reviews.planning import Plan
from qualcode.project.reviews.sample import Stratum, share_of
from qualcode.project.writing import made_folder
from qualcode.store.transaction import Transaction
from qualcode.text.addresses import typed_path

FORMATS = ("docx", "xlsx")


@dataclass(frozen=True)
class PackRow:
    """A pack that was written."""

    files: Sequence[Path]
    codes: int
    codings: int
    findings: int
    remarks: Sequence[str]
    """How the sample was drawn, and what was left out."""


class ReviewFacet(Facet):
    """Review packs: written for a supervisor, read back by the ids that stand in them."""

    def pack(
        self,
        *,
        what: str | Sequence[str] = "codebook,codings,findings",
        sample: str | float | None = None,
        by: str | Stratum = Stratum.GROUP,
        seed: int = 1,
        language: str | None = None,
    ) -> Pack:
        """What a pack holds, before it is painted; arguments as `export` takes them."""
        chosen = self._language(language)
        share = None if sample is None else share_of(str(sample))
        wanted = Wanted(kinds_of(what), share, one_of(Stratum, by, "--by"), seed)
        with using(chosen):
            made = packed(self.project, wanted, chosen)
        if not made.items:
            raise BadInput(_("there is nothing to review yet; nothing was written"))
        return made

    def export(
        self,
        out: str | Path | None = None,
        *,
        what: str | Sequence[str] = "codebook,codings,findings",
        sample: str | float | None = None,
        by: str | Stratum = Stratum.GROUP,
        seed: int = 1,
        language: str | None = None,
        accept_leaks: bool = False,
        progress: Progress = unwatched,
    ) -> PackRow:
        """Write a review pack as a Word document and a workbook, which hold the same and either of which comes back.

        Args:
            out: a folder for both, made where there is none, or one file (.docx or .xlsx); by default both beside the
                project.
            what: codebook, codings, findings, several with commas.
            sample: share of the codings, as 20% or 0.2; by default all.
            by: group, code or informant: the share is drawn from each.
            seed: the same one draws the same sample.
            language: id or en; by default the language of the study.

        Raises: BadInput where an argument is none of these, there is nothing to review, or a file cannot be written
        or something else stands there; LeakFound where it could tell who somebody is and that is not accepted.
        """
        files = self._files(out)
        progress(0, 3, _("reading the project"))
        pack = self.pack(what=what, sample=sample, by=by, seed=seed, language=language)
        told = watched(list(pack_words(pack)), progress, _("looking for names that are left"))
        self.project.sharing.guard(told, file=files[0].path, accept_leaks=accept_leaks)
        made_folder(files[0].path.parent)
        created = self.project.history.last_change() or datetime.fromtimestamp(0, UTC)
        for file in files:
            if file.path.suffix.lower() == ".xlsx":
                file.write(write_workbook(pack, created))
            else:
                from qualcode.project.reviews.word import write_word  # brings python-docx

                file.write(write_word(pack, created))
        counts = {kind: len(pack.of(kind)) for kind in Kind}
        return PackRow(
            [one.path for one in files],
            counts[Kind.CODE],
            counts[Kind.CODING],
            counts[Kind.FINDING],
            pack.remarks,
        )

    def import_(
        self, file: str | Path, *, by: str | None = None, round: str | None = None, dry_run: bool = False
    ) -> Reviewed:
        """Bring the answers of a filled-in pack home, as one action that can be undone; gives what became of each row.

        Items are found by their lasting ids. What was decided is carried out where the item is still as it was shown
        and nobody else decided otherwise; every answer is kept as a comment, and one that was brought home before is
        not written twice. Comments of Word and notes on cells keep who wrote them and when. Words that were changed
        where they stood are kept as comments, too; what is about nothing that is here becomes a memo. Of a report that
        was written with comments, those that it did not have when it went out are brought home.

        Args:
            file: the .docx or .xlsx that came back.
            by: who answers; by default the name written in the file. Somebody not known yet becomes a supervisor.
            round: the meeting the comments belong to; by default the one written in the file.
            dry_run: only tell what would happen.

        Raises: BadInput where the file cannot be read, is no pack of this project or nothing is filled in, or where
        nobody says who answers.
        """
        path = typed_path(file)
        filled = read_pack(path)
        if filled.report:
            filled = without_ours(self.project, filled, path.name)
        meeting = " ".join((round if round is not None else filled.round).split())
        shown = shown_now(self.project, filled)
        with self.project.read() as session:
            who = who_answers(session, by, filled)
            plan = Plan(session, who, shown)
            steps = plan.steps(filled)
            if not plan.knows(filled):
                raise BadInput(_("nothing that {path} is about is in this project", path=path.name))
        if not dry_run and any(step.writes for step in steps):

            def work(tx: Transaction) -> list[Step]:
                planned = Plan(tx.session, who, shown).steps(filled)
                bring(tx, planned, who, meeting)
                tx.summary = who
                return planned

            steps = self.project.write("review.import", work)
        return Reviewed(who, meeting, [step.row for step in steps], dry_run, list(file_remarks(filled)))

    def _files(self, out: str | Path | None) -> Sequence[OutFile]:
        """The files that are to be written: both in a folder, or the one that is named."""
        place = self.project.path.parent if out is None else Path(out)
        suffix = place.suffix.lower().removeprefix(".")
        if place.is_dir() or not (suffix or place.exists()):
            name = self.project.sharing.file_name(f"{self.project.path.stem}-review")
            places = [place / f"{name}.{format}" for format in FORMATS]
        elif suffix in FORMATS:
            places = [place]
        else:
            raise BadInput(not_one_of("--out", place.suffix, (f".{format}" for format in FORMATS)))
        kind = _("a review pack")
        return [
            out_file(self.project, one, one.name, suffixes=(one.suffix.lower(),), kind=kind) for one in places
        ]

    def _language(self, given: str | None) -> str:
        chosen = given or self.project.study().language
        if chosen not in LANGUAGES:
            raise BadInput(not_one_of("--lang", chosen, LANGUAGES))
        return chosen
