"""An invented study as report data: every person, group and word in it is made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from qualcode.reports.data import (
    Adjudication,
    CellRow,
    CodedQuote,
    CodeGroupCell,
    CodeGroupRow,
    CodeRow,
    EvidenceQuote,
    FigureEvidence,
    FindingSection,
    GroupRow,
    InformantRow,
    Matrix,
    MatrixRow,
    Measure,
    MemberCheckRow,
    Network,
    NodeRow,
    ProminenceRow,
    Question,
    Scope,
    SourceRow,
    Study,
    TieRow,
    TriangulationReport,
)

GROUPS = {
    "id": ("Pemerintah", "Pendamping", "Pengelola", "Masyarakat"),
    "en": ("Government", "Facilitator", "Managers", "Community"),
}
PEOPLE = (("P1", 0), ("P2", 0), ("D1", 1), ("K1", 2), ("K2", 2), ("K3", 2), ("K4", 2), ("M1", 3), ("M2", 3))
SHORT = "Tiap tanggal lima buku kas dibacakan di depan semua anggota, jadi tidak ada yang ditutup-tutupi."
LONG = (
    "Dulu kami sepakat jaga warung giliran, dua orang sehari, pagi sama sore. Ya jalan dua bulan, habis itu buyar. "
    "Yang satu momong cucu, yang satu kerja di katering, akhirnya tinggal saya sama Bu [K2] yang buka. Mau menegur "
    "ya sungkan, wong masih tetangga sendiri, nanti malah tidak enak kalau ketemu di pengajian."
)
ENGLISH = "Every fifth of the month the cash book is read out before all members, so nothing is kept hidden."

SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 520 260" width="520" height="260">
<g stroke="#555555" stroke-width="1.5">
<line x1="80" y1="60" x2="200" y2="130"/><line x1="200" y1="130" x2="320" y2="80"/>
<line x1="200" y1="130" x2="300" y2="200" stroke-dasharray="5 3"/><line x1="320" y1="80" x2="440" y2="150"/></g>
<g fill="#ffffff" stroke="#222222" stroke-width="1.5"><circle cx="80" cy="60" r="17"/><circle cx="200" cy="130" r="17"/>
<circle cx="320" cy="80" r="17"/><circle cx="300" cy="200" r="17" stroke-dasharray="3 3"/>
<circle cx="440" cy="150" r="17"/></g>
<g font-family="sans-serif" font-size="12" text-anchor="middle" fill="#111111"><text x="80" y="64">P1</text>
<text x="200" y="134">K1</text><text x="320" y="84">K2</text><text x="300" y="204">Bank</text>
<text x="440" y="154">M1</text></g></svg>"""


def sample(language: str = "id") -> TriangulationReport:
    """A full report: agreement, partial, dissonance explained and unexplained, silence, withheld quotes."""
    groups = GROUPS[language]
    return TriangulationReport(
        study=Study(
            title="Modal Sosial KUBE Mekar Tirta (contoh karangan)",
            description="Penelitian kualitatif deskriptif pada kelompok usaha bersama di kota karangan.",
            site="Kelurahan Sumberasih (karangan)",
            researcher="Peneliti Contoh",
            questions=(
                Question("1", "Bagaimana kepercayaan di dalam kelompok?"),
                Question("2", "Sejauh mana jaringan kelompok menjangkau pihak luar?"),
            ),
        ),
        language=language,
        last_event=datetime(2024, 3, 12, 9, 30, tzinfo=UTC),
        journal_head="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        version="0.1.0",
        groups=tuple(GroupRow(name, n) for name, n in zip(groups, (2, 1, 4, 2), strict=True)),
        informants=tuple(
            InformantRow(
                code, groups[g], "key" if code == "K1" else "main", 1, 12 + g, may_quote=code != "M2"
            )
            for code, g in PEOPLE
        ),
        sources=(
            *(
                SourceRow(
                    f"W{n}", "interview", (code,), groups[g], date(2024, 2, n), 1 + (n > 8), 140 + n, 20 + n
                )
                for n, (code, g) in enumerate(PEOPLE, 1)
            ),
            SourceRow("O1", "observation", (), groups[2], date(2024, 2, 20), 1, 44, 6),
            SourceRow("D1", "document", (), groups[2], date(2023, 12, 30), None, 31, 4),
        ),
        codes=_codes(),
        prominence=_prominence(),
        columns=groups,
        code_groups=_code_groups(),
        network=_network(groups),
        findings=_findings(groups),
        matrices=_matrices(groups),
        codings=_codings(groups),
        counted_codings=10,
        withheld=2,
    )


def empty(language: str = "id") -> TriangulationReport:
    """A project in which nothing has been done yet."""
    return TriangulationReport(
        study=Study(title=""),
        language=language,
        last_event=datetime(2024, 3, 12, tzinfo=UTC),
        journal_head="0" * 64,
        version="0.1.0",
    )


def hostile(text: str) -> TriangulationReport:
    """The sample with `text` in every place a person can write in."""
    report = sample("en")
    finding = report.findings[0]
    quotes = tuple(replace(q, text=text, unit="K1", translation=text, period=text) for q in finding.quotes)
    made = replace(
        finding,
        claim=text,
        theme=text,
        indicator=text,
        codes=(text,),
        explanation=text,
        scope=(text,),
        quotes=quotes,
    )
    return replace(
        report,
        columns=(text, *report.columns[1:]),
        study=Study(
            title=text, description=text, site=text, researcher=text, questions=(Question("1", text),)
        ),
        groups=(GroupRow(text, 2), *report.groups[1:]),
        codes=(CodeRow("A", text, text),),
        prominence=(replace(report.prominence[0], name=text),),
        findings=(made, *report.findings[1:]),
        codings=tuple(replace(c, text=text) for c in report.codings),
        network=replace(report.network, alt=text, warnings=(text,)) if report.network else None,
    )


def _codes() -> tuple[CodeRow, ...]:
    return (
        CodeRow(
            "KP", "Kepercayaan", "Harapan bahwa pihak lain bertindak jujur dan dapat diandalkan.", 0, 9, 31
        ),
        CodeRow(
            "KP-TRN", "Transparansi keuangan", "Praktik membuka catatan kas, laporan dan bukti.", 1, 7, 12
        ),
        CodeRow("KP-MSY", "Musyawarah", "Keputusan diambil lewat rembug bersama.", 1, 8, 19),
        CodeRow("JR", "Jaringan", "Siapa mengenal siapa, dan apa yang mengalir di antara mereka.", 0, 6, 11),
        CodeRow("JR-BON", "Ikatan di dalam kelompok", "Hubungan antaranggota.", 1, 6, 11),
        CodeRow("NR", "Norma", "Aturan dan kesepakatan yang mengikat.", 0, 5, 9),
        CodeRow("NR-SPK", "Kesepakatan lisan", "Janji bersama yang tidak tertulis.", 1, 5, 9),
    )


def _prominence() -> tuple[ProminenceRow, ...]:
    return (
        ProminenceRow("KP", "Kepercayaan", 8, 1, 0, 9, 9, 4, 4, 31),
        ProminenceRow("JR", "Jaringan", 4, 2, 0, 6, 9, 3, 4, 11),
        ProminenceRow("NR", "Norma", 1, 3, 1, 5, 9, 2, 4, 9),
        ProminenceRow("KP-TRN", "Transparansi keuangan", 6, 1, 0, 7, 9, 4, 4, 12, 1),
        ProminenceRow("KP-MSY", "Musyawarah", 7, 0, 1, 8, 9, 4, 4, 19, 1),
    )


def _code_groups() -> tuple[CodeGroupRow, ...]:
    return (
        CodeGroupRow(
            "KP-TRN",
            "Transparansi keuangan",
            (
                CodeGroupCell(1, 2, 1, 0, 0, 2),
                CodeGroupCell(1, 1, 0, 1, 0, 1),
                CodeGroupCell(4, 4, 4, 0, 0, 5),
                CodeGroupCell(0, 2),
            ),
        ),
        CodeGroupRow(
            "NR-SPK",
            "Kesepakatan lisan",
            (
                CodeGroupCell(0, 2),
                CodeGroupCell(0, 1),
                CodeGroupCell(2, 4, 0, 1, 1, 3),
                CodeGroupCell(1, 2, 0, 1),
            ),
        ),
    )


def _network(groups: tuple[str, ...]) -> Network:
    measures = (
        Measure("Density", 0.2778, "Ties there are over ties there could be."),
        Measure("E-I", -0.4, "Outside minus inside ties over all ties."),
        Measure("E-I expected", 0.5556, "What group sizes alone would give."),
        Measure("Assortativity", None, "Do like choose like?", "Undefined: all informants are in one group."),
    )
    return Network(
        svg=SVG,
        alt="P1 - K1 - K2 - M1; K1 - Bank",
        scopes=(Scope("Whole network", measures), Scope(f"Ties that touch {groups[2]}", measures[1:2])),
        nodes=(
            NodeRow("K1", groups[2], True, 4, 0.4286, -0.5),
            NodeRow("M2", groups[3], True, 0, 0.0, None),
            NodeRow("Bank", "", False, 1, None, None),
        ),
        ties=(
            TieRow("K1", "K2", False, "trust", "bonding", ("(W4/K1/b.12-14)",)),
            TieRow("D1", "P1", True, "authority", "linking", ()),
        ),
        warnings=("Not a census: only people interviewed or mentioned are drawn.",),
    )


def _cells(groups: tuple[str, ...], *signs: str) -> tuple[CellRow, ...]:
    sizes = (2, 1, 4, 2)
    return tuple(
        CellRow(
            group,
            sign,
            0 if sign in ("0", "NA", "TT") else max(1, n - 1),
            0 if sign == "NA" else n,
            one_person=n == 1,
        )
        for group, sign, n in zip(groups, signs, sizes, strict=True)
    )


def _row(
    number: str, claim: str, groups: tuple[str, ...], signs: str, verdict: str, **more: object
) -> MatrixRow:
    cells = _cells(groups, *signs.split())
    reporting = sum(c.symbol not in ("0", "NA", "TT") for c in cells)
    return MatrixRow(
        number,
        claim,
        verdict,
        reporting=reporting,
        columns=4,
        k=sum(c.k for c in cells),
        n=9,
        silent=tuple(c.column for c in cells if c.symbol == "0"),
        cells=cells,
        pairs=((groups[0], groups[1], "AGREEMENT"), (groups[0], groups[2], "DISSONANCE")),
        **more,  # type: ignore[arg-type]
    )


def _quote(number: int, group: str, unit: str, stance: str, text: str, **more: object) -> EvidenceQuote:
    return EvidenceQuote(
        id=f"coding-{number}",
        text=text,
        reference=f"(W{number}/{unit}/b.{number * 7}-{number * 7 + 3})",
        stance=stance,
        unit=unit,
        group=group,
        method="interview",
        wave=1,
        codes=("KP-TRN",),
        **more,  # type: ignore[arg-type]
    )


def _findings(groups: tuple[str, ...]) -> tuple[FindingSection, ...]:
    claims = _claims()
    rows = _rows(groups)
    return (
        FindingSection(
            "F1",
            claims[0],
            rows[0],
            question=Question("1", "Bagaimana kepercayaan di dalam kelompok?"),
            theme="Kepercayaan",
            indicator="Keterbukaan kas",
            codes=("KP-TRN", "KP-MSY"),
            final=True,
            quotes=(
                _quote(1, groups[0], "P1", "supports", "Laporan mereka selalu masuk tepat waktu."),
                _quote(4, groups[2], "K1", "supports", SHORT, translation=ENGLISH),
                _quote(5, groups[2], "K2", "supports", LONG, valence="strengthens", period="sesudah"),
                _quote(3, groups[1], "D1", "supports", "Kas kelompok terbuka.", paraphrase=True),
                EvidenceQuote(
                    "coding-20",
                    "Buku kas terletak di meja, semua orang boleh membaca.",
                    "(O1/b.8-10)",
                    "supports",
                    "O1",
                    groups[2],
                    "observation",
                    1,
                    ("KP-TRN",),
                ),
            ),
            withheld=1,
            figures=(FigureEvidence("prominence", "kepercayaan paling menonjol", "8 dari 9"),),
            member_checks=(MemberCheckRow("K1", "confirmed", "Memang begitu.", date(2024, 3, 1)),),
        ),
        FindingSection(
            "F2",
            claims[1],
            rows[1],
            codes=("JR-BON",),
            quotes=(_quote(2, groups[0], "P2", "qualifies", "Sudah kami undang, tapi jarang yang datang."),),
            scope=("Pengelola", "Pemerintah"),
            scope_reason="masyarakat tidak ditanya",
            negated=True,
        ),
        FindingSection(
            "F5",
            claims[2],
            rows[2],
            quotes=(
                _quote(6, groups[1], "D1", "contradicts", "Mereka sudah siap dilepas."),
                _quote(7, groups[2], "K3", "supports", "Kami belum siap, modal saja masih pinjam."),
            ),
            explanation="Pendamping menilai dari administrasi.\n\nPengelola menilai dari pendapatan.",
            adjudication=Adjudication("PARTIAL", "Dua ukuran yang berbeda", "Pembimbing", date(2024, 3, 10)),
        ),
        FindingSection("F6", claims[3], rows[3]),
    )


def _claims() -> tuple[str, ...]:
    return (
        "Kepercayaan tampak dalam musyawarah dan keterbukaan keuangan.",
        "Jaringan hanya menjangkau bagian dalam kelompok.",
        "Keputusan memandirikan kelompok menilai kesiapannya terlalu tinggi.",
        "Belum ada bukti untuk temuan ini.",
    )


def _rows(groups: tuple[str, ...]) -> tuple[MatrixRow, ...]:
    claims = _claims()
    return (
        _row("F1", claims[0], groups, "+ + + +", "AGREEMENT", direction="+"),
        _row("F2", claims[1], groups, "± 0 + NA", "PARTIAL"),
        _row("F5", claims[2], groups, "0 - + TT", "DISSONANCE", dissonance="between"),
        _row("F6", claims[3], groups, "0 0 0 0", "NO_DATA"),
    )


def _matrices(groups: tuple[str, ...]) -> tuple[Matrix, ...]:
    claim = _claims()[0]
    methods = MatrixRow(
        "F1",
        claim,
        "AGREEMENT",
        "+",
        reporting=2,
        columns=2,
        cells=(
            CellRow("interview", "+", 4, 5, quotes=("coding-1", "coding-4")),
            CellRow("observation", "+", 1, 1, ("+1 dok",), quotes=("coding-20",)),
        ),
    )
    return (
        Matrix("group", groups, _rows(groups)),
        Matrix("method", ("interview", "observation"), (methods,)),
        Matrix("wave", ("1", "2"), (), sufficient=False),
    )


def _codings(groups: tuple[str, ...]) -> tuple[CodedQuote, ...]:
    return (
        CodedQuote(
            "KP-TRN", groups[0], "P1", "(W1/P1/b.7-10)", "Laporan mereka selalu masuk.", "strengthens"
        ),
        CodedQuote(
            "KP-TRN", groups[1], "D1", "(W3/D1/b.21-24)", "Kas kelompok terbuka.", "weakens", paraphrase=True
        ),
        *(
            CodedQuote(
                "KP-TRN", groups[2], f"K{n}", f"(W{n + 3}/K{n}/b.{n * 9}-{n * 9 + 2})", SHORT, "strengthens"
            )
            for n in range(1, 5)
        ),
        CodedQuote("NR-SPK", groups[2], "K1", "(W4/K1/b.50-58)", LONG, "mixed"),
        CodedQuote(
            "NR-SPK", groups[3], "M1", "(W8/M1/b.3)", "Cuma jalan dua bulan | habis itu *buyar*.", "weakens"
        ),
    )
