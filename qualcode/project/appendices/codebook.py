"""The codebook whole for its appendix."""

from __future__ import annotations

from sqlmodel import select

from qualcode.i18n import _
from qualcode.model import Code
from qualcode.project.appendices.asked import Asked
from qualcode.project.consent import silence_of
from qualcode.project.report_gathering import Gathering
from qualcode.reports.appendix.codebook import Codebook, Entry


def codebook(of: Gathering, _asked: Asked) -> Codebook:
    """Every code in the order of its tree; examples that are words of somebody who may not be quoted are left out."""
    replace = of.passages.names.aliases.replace
    with of.project.read() as session:
        records = {code.code: code for code in session.scalars(select(Code))}
        silence = silence_of(session, replace)
    known = {replace(code): record for code, record in records.items()}

    def words(code: Code, field: str) -> str:
        other = "en" if of.language == "id" else "id"
        return str(getattr(code, f"{field}_{of.language}") or getattr(code, f"{field}_{other}"))

    def example(code: Code, field: str) -> str:
        said = words(code, field)
        return _("[may not be quoted]") if silence.places(replace(said)) else said

    def cues(code: Code) -> tuple[str, ...]:
        return (
            tuple(code.cues_id or code.cues_en)
            if of.language == "id"
            else tuple(code.cues_en or code.cues_id)
        )

    return Codebook(
        tuple(
            Entry(
                code=row.code,
                name=row.name,
                level=row.level,
                definition=words(code, "full_def") or words(code, "short_def"),
                use_when=words(code, "use_when"),
                not_when=words(code, "not_when"),
                example=example(code, "typical"),
                counterexample=example(code, "atypical"),
                cues=cues(code),
                origin=code.origin.value,
                theory=code.source_theory,
                informants=row.informants,
                passages=row.codings,
                below=row.below,
                withheld=row.kept_back,
                remarks=of.remarks.of_code(code.code),
                mark=row.mark,
            )
            for row in of.report.codes
            if (code := known.get(row.code)) is not None
        ),
        of.report.unit,
    )
