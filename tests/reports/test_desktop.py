"""Finished files opened by programs of other people."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import ModuleType
from urllib.parse import urlsplit

import pytest

from qualcode.reports import render
from qualcode.reports.document import Document, Quote
from qualcode.reports.triangulation import triangulation

pytestmark = pytest.mark.desktop

Program = Callable[[str], str]


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)


def quotes(document: Document) -> list[str]:
    return [squeezed(b.text) for b in document.blocks if isinstance(b, Quote)]


def text_of(program: Program, pdf: Path) -> str:
    command = [program("pdftotext"), "-enc", "UTF-8", str(pdf), "-"]
    return squeezed(subprocess.run(command, capture_output=True, check=True, timeout=300).stdout.decode())


def test_pdftotext_reads_the_quotes(document: Document, program: Program, tmp_path: Path):
    path = tmp_path / "report.pdf"
    path.write_bytes(render(document, "pdf"))
    text = text_of(program, path)
    assert quotes(document) and all(quote in text for quote in quotes(document))


def test_libreoffice_converts_the_word_file(samples: ModuleType, program: Program, tmp_path: Path):
    documents = {language: triangulation(samples.sample(language)) for language in ("id", "en")}
    for language, document in documents.items():
        (tmp_path / f"{language}.docx").write_bytes(render(document, "docx"))
    command = [
        program("soffice"),
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        *(str(tmp_path / f"{language}.docx") for language in documents),
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=300)
    for language, document in documents.items():
        made = tmp_path / f"{language}.pdf"
        text = text_of(program, made)
        assert quotes(document) and all(quote in text for quote in quotes(document))
        assert "Error" not in text
        pages = [program("pdfinfo"), "-f", "1", "-l", "99", str(made)]
        sizes = subprocess.run(pages, capture_output=True, text=True, check=True).stdout
        assert re.search(r"size:\s+595\.\d* x 841\.", sizes) and re.search(r"size:\s+841\.\d* x 595\.", sizes)


BROWSERS_OWN = ("google.com", "googleapis.com", "gvt1.com")
"""Hosts that Chromium itself calls, whatever page is open."""


@pytest.fixture
def calls() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine: its address, and the paths anybody asked it for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def opened(program: Program, place: Path, page: bytes) -> tuple[set[str], str]:
    """Hosts asked while `page` was open, the browser's own left out, and what was written to the console."""
    file, log, picture = (place / name for name in ("report.html", "net.json", "page.png"))
    file.write_bytes(page)
    command = [
        program("chromium"),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-first-run",
        f"--user-data-dir={place}/profile",
        f"--log-net-log={log}",
        "--enable-logging=stderr",
        f"--screenshot={picture}",
        "--window-size=1200,1600",
        file.as_uri(),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert picture.stat().st_size > 5_000
    urls = re.findall(r'"url":"((?:http|ws)[^"]+)"', log.read_text(encoding="utf-8"))
    hosts = {urlsplit(url).hostname or "" for url in urls}
    return {host for host in hosts if not host.endswith(BROWSERS_OWN)}, done.stderr


def test_chromium_opens_the_page_and_nobody_is_asked(
    samples: ModuleType, program: Program, tmp_path: Path, calls: tuple[str, list[str]]
):
    address, asked = calls
    bait = (
        f'"><img src="{address}/img"><link rel="stylesheet" href="{address}/css"><script src="{address}/js"></script>'
        f"<style>@import url({address}/import)</style> url({address}/url) [x]({address}/md)"
    )
    hosts, console = opened(program, tmp_path, render(triangulation(samples.hostile(bait)), "html"))
    assert not hosts and not asked
    assert "Content Security Policy" not in console, "our own stylesheet is allowed"


def test_the_trap_of_the_test_above_catches(program: Program, tmp_path: Path, calls: tuple[str, list[str]]):
    address, asked = calls
    body = "<p>" + "word " * 2000
    hosts, _console = opened(program, tmp_path, f'<img src="{address}/img">{body}'.encode())
    assert hosts == {"127.0.0.1"} and asked == ["/img"]
