"""Nobody's name leaves a project: every export of a study with names wherever a person can write, read byte by byte."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest

from qualcode import i18n
from qualcode.model import IdentityField, OriginalFile, Source
from qualcode.project import Project
from qualcode.project.leaving import LeakFound
from qualcode.text.lines import line_starts

SECRETS = ("tarmini", "suwondo", "prasetyo", "kembang sore", "wagiyem")
"""Real names of K1, of an actor, of K2 and of a stall, and one that stands only in an original file."""

TEXT = (
    "P: Bu Tarmini, siapa yang pegang kas?\n"
    "Tarmini: Pak Suwondo Prasetyo, mbak, TARMINI cuma bantu. Titip di Kembang Sore, rumahe Tarmini jauh.\n"
    "P: Selalu begitu?\n"
    "Tarmini: Iya, Haji Prasetyo yang catat. Tarmininya percaya saja, sudah lama kami saling kenal di sini.\n"
)
OTHER = (
    "P: Apa peran Bapak?\n"
    "K2: Saya catat setiap iuran di buku besar dan saya bacakan tiap bulan. Bu Tarmini yang simpan.\n"
)
QUIET = "Saya catat setiap iuran di buku besar dan saya bacakan tiap bulan."


def at(words: str, text: str = TEXT) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


@pytest.fixture
def named(tmp_path: Path) -> Project:
    """A study in which real names stand in every field that is free, and in the project's own file name."""
    (tmp_path / "wawancara BuTarmini.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "w2_SuwondoPrasetyo.txt").write_text(OTHER, encoding="utf-8")
    with Project.create(tmp_path / "kas Bu Tarmini.qualcode", coder="Rara", language="id") as project:
        project.edit_study(title="Kas Bu Tarmini", site="rumah Prasetyo", notice="Nama Tarmini dikarang.")
        project.informants.add("K1", "Keluarga Tarmini", aliases=["Bu Tarmini"], position="ipar Prasetyo")
        project.informants.add("K2", "PEM", aliases=["Suwondo Prasetyo", "Haji Prasetyo"])
        project.informants.edit_group("PEM", label="Kelompok Pak Prasetyo", label_en="Group of Pak Prasetyo")
        project.ties.add_actor("warung kopi", aliases=["Kembang Sore"], note="dekat Tarmini")
        project.ties.add_actor("Ipar Bu Tarmini", group="Keluarga Tarmini")
        first, second = "wawancara BuTarmini.txt", "w2_SuwondoPrasetyo.txt"
        project.sources.add(tmp_path / first, informants=["K1"], speakers={"Tarmini": "K1"})
        project.sources.add(tmp_path / second, informants=["K2"])
        project.sources.edit(first, note="Tarmini ramah", site="rumah Tarmini")
        project.write("identity.add", _identity)
        project.codebook.add(
            "KAS",
            name_id="Kas Tarmini",
            name_en="Tarmini's book",
            short_def_id="cara Bu Tarmini menyimpan",
            full_def_en="how Prasetyo writes",
            typical_id="“Pak Suwondo Prasetyo yang pegang”",
            cues_id=["tarmini", "buku"],
            reason="usul Prasetyo",
        )
        project.codebook.add("CARA-TARMINI", parent="KAS", name_id="Cara")
        project.codebook.add_category("Sekitar Tarmini", codes=["KAS"], theme="Kuasa Prasetyo")
        whole = project.codings.add(first, *at("Pak Suwondo Prasetyo, mbak, TARMINI cuma bantu"), "KAS")
        project.codings.add(
            first,
            at("Titip")[0],
            at("di sini.")[1],
            "CARA-TARMINI",
            memo="Tarmini ragu",
            paraphrase="Prasetyo mencatat",
            translation="Tarmini lives far away",
        )
        reads = project.codings.add(second, *at(QUIET, OTHER), "KAS")
        project.ties.add(
            "K1", "Ipar Bu Tarmini", "trust", evidence=[(first, *at("Tarmini cuma bantu".upper()[:7]))]
        )
        project.ties.add("K2", "warung kopi", "info", note="kata Tarmini")
        project.notes.add_research_question("Mengapa Tarmini?", text_en="Why Tarmini?")
        project.findings.add(
            "Kas dipegang Prasetyo", codes=["KAS"], theme="Kuasa Prasetyo", indicator="buku Tarmini"
        )
        project.findings.link(1, whole.uid, "supports")
        project.findings.link(1, reads.uid, "contradicts")
        project.findings.link_figure(1, "network", note="lihat Tarmini")
        project.findings.explain(1, "Karena Prasetyo teliti dan Bu Tarmini sabar.")
        project.findings.adjudicate(1, "PARTIAL", "Tarmini ragu")
        project.findings.member_check(1, "K1", "confirmed", note="Tarmini setuju")
        project.findings.edit(1, negative_case="Kembang Sore lain", scope_note="rumah Tarmini")
        project.notes.add_memo("Bu Tarmini dan\nSuwondo Prasetyo.", title="Soal Tarmini", source=first)
        project.notes.add_memo("Catatan", coding=str(whole.uid))
        yield project


def _identity(tx):  # type: ignore[no-untyped-def]
    source = tx.all(Source)[0]
    tx.insert(IdentityField(source_id=source.id, label="Nama", value="Wagiyem Tarmini (alias)"))
    tx.insert(IdentityField(source_id=source.id, label="HP", value="0812 3456 7890"))
    tx.update(tx.all(OriginalFile)[0], body=b"Wagiyem, NIK 3501234567890001")


def found(data: bytes | str) -> list[str]:
    text = data if isinstance(data, str) else data.decode("utf-8", "replace")
    return [secret for secret in SECRETS if secret in text.casefold()]


def inside(path: Path) -> list[tuple[str, bytes]]:
    """Everything a file holds: its bytes, the members of an archive, the words and properties of a PDF."""
    parts = [(path.name, path.read_bytes())]
    if path.suffix == ".docx":
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            parts += [(name, archive.read(name)) for name in archive.namelist()]
            parts.append(("names", "\n".join(archive.namelist()).encode()))
    if path.suffix == ".pdf":
        document = pypdfium2.PdfDocument(path)
        parts.append(("properties", repr(document.get_metadata_dict()).encode()))
        for page in document:
            parts.append(("page", page.get_textpage().get_text_bounded().encode()))
        document.close()
    return parts


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("format", ["docx", "html", "pdf", "md"])
def test_no_report_holds_a_name_in_any_part_of_its_file(named, tmp_path, format, language):
    place = tmp_path / "out"
    place.mkdir()
    written = named.reports.write(place, format=format, language=language, guarded=True)
    assert written.name == f"kas Bu K1-triangulation.{format}"
    parts = inside(written)
    assert not [(name, secrets) for name, data in parts if (secrets := found(data))]
    if format in ("html", "md"):
        assert "K2" in written.read_text(encoding="utf-8")


def tied(project: Project, name: str, aliases: Sequence[str] = ()) -> None:
    """Somebody is mentioned, and who is in a tie is in the graph."""
    project.ties.add_actor(name, aliases=aliases)
    project.ties.add("K1", name, "aid")


@pytest.mark.parametrize("suffix", ["graphml", "gexf", "svg"])
def test_no_graph_holds_a_name_and_its_actors_stay_apart(named, tmp_path, suffix):
    tied(named, "Ipar Mbak Tarmini")
    text = named.analysis.export_network(tmp_path / f"graf.{suffix}").read_text(encoding="utf-8")
    assert not found(text)
    for shown in ("Ipar Bu", "Ipar Mbak", "warung kopi", "K1"):
        assert shown in text
    assert not found(
        named.analysis.export_network(tmp_path / f"f.{suffix}", "PEM").read_text(encoding="utf-8")
    )


@pytest.mark.parametrize("suffix", ["yaml", "csv"])
def test_a_codebook_leaves_with_codes_in_place_of_names_and_is_read_again(named, tmp_path, suffix):
    path = tmp_path / f"buku.{suffix}"
    named.codebook.export(path)
    assert not found(path.read_bytes())
    with Project.create(tmp_path / "lain", coder="Bima") as other:
        other.codebook.import_(path)
        rows = {row.code: row for row in other.codebook.list()}
        assert rows["CARA-[K1]"].parent == "KAS" and rows["KAS"].cues_id == ("[K1]", "buku")
    assert not found(named.codebook.export())


def test_memos_leave_with_codes_in_place_of_names_and_lines_in_place_of_offsets(named, tmp_path):
    text = named.notes.export_memos(tmp_path / "memo.md")
    assert not found(text) and not found((tmp_path / "memo.md").read_bytes())
    assert "Bu [K1] dan\n[K2]." in text and "## Soal [K1]" in text
    with i18n.using("id"):
        assert "wawancara BuK1.txt, baris 2" in named.notes.export_memos()


def test_a_shared_copy_holds_no_name_in_any_byte_and_nothing_of_the_original(named, tmp_path):
    shared = named.sharing.share(tmp_path / "untuk pembimbing")
    raw = sqlite3.connect(shared.path)
    dump = "\n".join(raw.iterdump())
    tables = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    counts = [raw.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("alias", "identity_field", "original_file")]  # fmt: skip
    raw.close()
    assert counts == [0, 0, 0] and len(tables) > 30
    for data in (dump, shared.path.read_bytes(), shared.path.name):
        assert not found(data)
    assert "3501234567890001" not in dump and "0812 3456" not in dump
    assert {path.name for path in tmp_path.iterdir() if path.name.startswith("untuk")} == {shared.path.name}


@pytest.mark.parametrize(
    "words",
    ["BuTarmini datang", "rumahTarmini", "paktarmini", "kata Pak Suwondo", "Mbak Wagiyem", "warung@x.id"],
)
def test_what_is_doubtful_stops_every_export(named, tmp_path, words):
    named.notes.add_memo(f"Baris satu\n{words} di sana")
    with pytest.raises(LeakFound) as stopped:
        named.notes.export_memos(tmp_path / "m.md")
    assert stopped.value.exit_code == 4
    assert [row.where for row in stopped.value.places] == ["memo 3, line 2"]
    assert not (tmp_path / "m.md").exists()
    with pytest.raises(LeakFound):
        named.notes.export_memos()
    named.notes.export_memos(tmp_path / "m.md", accept_leaks=True)
    assert words in (tmp_path / "m.md").read_text(encoding="utf-8")
    named.findings.edit(1, indicator=words)
    with pytest.raises(LeakFound, match="finding F1"):
        named.reports.write(tmp_path / "r.md", guarded=True)
    named.codebook.edit("KAS", not_when_id=words)
    with pytest.raises(LeakFound, match="code KAS, not_when_id"):
        named.codebook.export()
    tied(named, words)
    with pytest.raises(LeakFound, match="node "):
        named.analysis.export_network(tmp_path / "g.svg")
    with pytest.raises(LeakFound):
        named.sharing.share(tmp_path / "s")


def test_a_file_is_not_called_by_a_name(named, tmp_path):
    for export in (
        lambda file, **more: named.reports.write(f"{file}.md", guarded=True, **more),
        lambda file, **more: named.analysis.export_network(f"{file}.svg", **more),
        lambda file, **more: named.codebook.export(f"{file}.yaml", **more),
        lambda file, **more: named.notes.export_memos(f"{file}-memo.md", **more),
        lambda file, **more: named.sharing.share(file, **more),
    ):
        with pytest.raises(LeakFound, match="the file's name: real name “better: kas BuK1"):
            export(tmp_path / "kas BuTarmini")
        assert not list(tmp_path.glob("kas BuTarmini*"))
        export(tmp_path / "kas BuTarmini", accept_leaks=True)
        for written in tmp_path.glob("kas BuTarmini*"):
            written.unlink()


def test_somebody_mentioned_by_a_name_is_asked_about(named, tmp_path):
    tied(named, "Pak Karto")
    tied(named, "Pak Lurah")
    with pytest.raises(LeakFound) as stopped:
        named.analysis.export_network(tmp_path / "g.svg")
    assert [row.where for row in stopped.value.places] == ["node Pak Karto"]
    named.ties.edit_actor("Pak Karto", name="tetangga 1", aliases=["Pak Karto"])
    assert "tetangga 1" in named.analysis.export_network(tmp_path / "g.svg").read_text(encoding="utf-8")


def test_somebody_who_is_called_by_the_own_real_name_is_asked_about(named, tmp_path):
    tied(named, "warung Sri", aliases=["Bu Sri"])
    with pytest.raises(LeakFound, match="node warung Sri: real name “warung S••”"):
        named.analysis.export_network(tmp_path / "g.svg")


def test_a_name_of_two_people_is_nobodys_and_is_told(named, tmp_path):
    named.informants.add("K3", "PEM", aliases=["Bu Tarmini"])
    text = named.notes.export_memos()
    assert "Soal [K1/K3]" in text
    assert any("K1/K3" in line for line in named.sharing.remarks())


def test_who_may_not_be_quoted_is_not_quoted_anywhere(named, tmp_path):
    named.informants.consent("K2", "given", may_quote=False)
    report = named.reports.data("id")
    assert report.withheld == 1 and report.findings[0].withheld == 1
    for format in ("md", "html"):
        page = named.reports.render(format=format, language="id").decode()
        assert "saya bacakan tiap bulan" not in page and "1 kutipan dihitung" in page
    named.notes.add_memo("Katanya: saya CATAT setiap iuran, di buku besar dan seterusnya")
    with pytest.raises(LeakFound, match="may not be quoted"):
        named.notes.export_memos(tmp_path / "m.md")
    named.codebook.edit("KAS", typical_id=f"“{QUIET}”")
    with pytest.raises(LeakFound, match="code KAS, typical_id"):
        named.codebook.export()
    named.findings.edit(1, claim=QUIET)
    with pytest.raises(LeakFound, match="finding F1"):
        named.reports.write(tmp_path / "r.md", guarded=True)
    named.informants.consent("K2", "given", may_quote=True)
    named.notes.export_memos(tmp_path / "m.md")


def test_words_of_two_people_need_the_consent_of_both(named, tmp_path):
    talk = "P: Bagaimana?\nK1: Bagus sekali iurannya.\nK2: Tidak juga menurut saya.\n"
    (tmp_path / "berdua.txt").write_text(talk, encoding="utf-8")
    named.sources.add(tmp_path / "berdua.txt", informants=["K1", "K2"])
    named.codings.add("berdua.txt", talk.index("Bagus"), talk.index("saya.") + 5, "KAS")
    named.informants.consent("K2", "refused")
    assert not [quote for quote in named.reports.data().codings if "Bagus sekali" in quote.text]


def test_a_label_inside_a_quote_is_the_informants_code(named):
    (quote,) = [q for q in named.reports.data("id").codings if "Titip" in q.text]
    assert "K1: Iya, Haji [K2] yang catat. [K1]nya percaya saja" in quote.text


def test_coders_sign_with_their_names(named, tmp_path):
    named.informants.add("K4", "PEM", aliases=["Rara"])
    named.edit_study(researcher="Rara Kusuma")
    assert "Rara" in named.notes.export_memos(tmp_path / "m.md")
    assert "Rara Kusuma" in named.reports.write(tmp_path / "r.md", guarded=True).read_text(encoding="utf-8")


def test_somebody_nobody_registered_and_an_address_stop_what_leaves_until_something_stands_for_them(
    named, tmp_path
):
    named.edit_study(researcher="Rara Kusuma", site="Sukamaju")
    named.notes.add_memo(
        "Bu Sumarni dan Pak RT, lalu Mbak Rara dan Pak Lurah Sukamaju.\nJl. Melati No. 12 RT 03/RW 05. Bu Sumarni lagi."
    )
    with pytest.raises(LeakFound) as stopped:
        named.notes.export_memos(tmp_path / "m.md")
    assert [(row.where, row.kind) for row in stopped.value.places] == [
        ("memo 3, line 1", "name of somebody not registered"),
        ("memo 3, line 2", "postal address"),
        ("memo 3, line 2", "postal address"),
    ]
    assert "actor add PROJECT" in str(stopped.value) and "informant edit PROJECT" in str(stopped.value)
    assert "Sumarni" not in str(stopped.value) and "Melati" not in str(stopped.value)
    with pytest.raises(LeakFound):
        named.sharing.share(tmp_path / "s")
    named.ties.add_actor("tetangga 1", aliases=["Bu Sumarni"])
    named.informants.edit("K1", aliases=["Jl. Melati No. 12 RT 03/RW 05"])
    assert "Bu [tetangga 1] dan Pak RT" in named.notes.export_memos(tmp_path / "m.md")
    named.sharing.share(tmp_path / "s")


def test_a_transcript_is_looked_through_turn_by_turn_as_names_go_on_in_the_next_line(named, tmp_path):
    talk = "P: Di mana?\nK2: Rumah saya di sebelah timur balai, tidak jauh dari Bu Sumarni.\n"
    assert talk.index("Sumarni") in line_starts(talk)
    (tmp_path / "w3.txt").write_text(talk, encoding="utf-8")
    named.sources.add(tmp_path / "w3.txt", informants=["K2"])
    with pytest.raises(
        LeakFound, match="W3, line 2-3: name of somebody not registered “…lai, tidak jauh dari Bu S"
    ):
        named.reports.write(tmp_path / "r.md", template="transcripts", guarded=True)
