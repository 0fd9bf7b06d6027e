"""The coding table for its appendix."""

from __future__ import annotations

from sqlmodel import Session, select

from qualcode.exchange.review_pack import Kind
from qualcode.i18n import _
from qualcode.model import Category, CategoryCode, Code, Evidence, Finding, Theme
from qualcode.project.appendices.asked import Asked
from qualcode.project.report_gathering import Gathering
from qualcode.project.report_quotes import Passage, span_id
from qualcode.reports.appendix.reduction import Reduced, Reduction
from qualcode.store.transaction import table_of


def reduction(of: Gathering, _asked: Asked) -> Reduction:
    """Every passage that counts, once under each code whoever set it; by the tree of codes, then by place."""
    with of.project.read() as session:
        categories, themes = _above(session)
        findings = _findings(session)
    branch, order = "", {}
    for place, row in enumerate(of.report.codes):
        if row.level == 0:
            branch = f"{row.code} {row.name}".strip()
        order[row.code] = place, branch, row.name
    found: dict[tuple[str, tuple[int, int, int]], list[Passage]] = {}
    for passage in of.passages.counted:
        found.setdefault((of.passages.scrub(passage.code), passage.span), []).append(passage)
    rows: list[Reduced] = []
    kept_back = 0
    for (code, _span), same in sorted(found.items(), key=lambda one: (order[one[0][0]][0], one[0][1])):
        shown = next((passage for passage in same if passage.text), None)
        if shown is None:
            kept_back += 1
            continue
        number = {f for passage in same for f in findings.get(passage.coding.id, ())}
        rows.append(
            Reduced(
                branch=order[code][1],
                code=code,
                name=order[code][2],
                quote=" ".join(shown.text.split()),
                reference=shown.reference,
                paraphrase=shown.paraphrase,
                translation=shown.translation,
                categories=tuple(categories.get(shown.code, ())),
                themes=tuple(themes.get(shown.code, ())),
                findings=tuple(f"F{n}" for n in sorted(number)),
                id=span_id(shown.span),
                literature=of.passages.is_literature(shown),
                remarks=of.remarks.of_passage(shown.span, shown.code),
                mark=of.remarks.mark(Kind.CODING, shown.coding.uid),
            )
        )
    return Reduction(tuple(rows), _word(of), kept_back, of.passages.uncounted)


def _word(of: Gathering) -> str:
    """What the study calls it; the two words of the literature are told in the report's language."""
    word = of.passages.study.reduction_word
    told = {"reduksi data": _("data reduction"), "kondensasi data": _("data condensation")}
    return told.get(word.strip().casefold(), word)


def _above(session: Session) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Categories of each code, and the themes these lead to."""
    themes = {theme.id: theme.name for theme in session.scalars(select(Theme))}
    codes = {code.id: code.code for code in session.scalars(select(Code))}
    held = {category.id: category for category in session.scalars(select(Category))}
    of_code: dict[str, list[str]] = {}
    theme_of: dict[str, list[str]] = {}
    table = table_of(CategoryCode)
    for link in session.scalars(select(CategoryCode).order_by(table.c.category_id, table.c.id)):
        category, code = held[link.category_id], codes[link.code_id]
        of_code.setdefault(code, []).append(category.name)
        if category.theme_id and themes[category.theme_id] not in theme_of.setdefault(code, []):
            theme_of[code].append(themes[category.theme_id])
    return of_code, theme_of


def _findings(session: Session) -> dict[int, set[int]]:
    """Numbers of the findings that a coding is evidence of."""
    numbers = {finding.id: finding.number for finding in session.scalars(select(Finding))}
    found: dict[int, set[int]] = {}
    for evidence in session.scalars(select(Evidence)):
        if evidence.coding_id is not None:
            found.setdefault(evidence.coding_id, set()).add(numbers[evidence.finding_id])
    return found
