"""PDF files with a text layer, taken apart in a process of their own that can be stopped."""

from __future__ import annotations

import json
import re
import subprocess
import sys

from qualcode.errors import Unreadable
from qualcode.i18n import _, ngettext
from qualcode.readers.plain import line_blocks
from qualcode.readers.reading import Extract
from qualcode.text.normal import normalise

TIMEOUT = 120
"""Seconds a file may take."""
SCAN = 20
"""Fewer characters a page than this and the pages are pictures."""
_HYPHEN = re.compile("[\ufffe\x02](\r?\n)?")


def read_pdf(data: bytes) -> Extract:
    """The lines of a PDF's text layer. Raises Unreadable for scans, passwords, damage and hours of work."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "qualcode.readers.pdf_worker"],
            input=data,
            capture_output=True,
            check=False,
            timeout=TIMEOUT,
        )
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise Unreadable(_("the PDF takes longer than {n} seconds to read", n=TIMEOUT)) from None
    except (OSError, ValueError):
        raise Unreadable(_("the file is damaged or cut short")) from None
    if answer.get("error") == "password":
        raise Unreadable(_("the file is protected by a password; save it without one"))
    if "pages" not in answer:
        raise Unreadable(_("the file is damaged or cut short"))
    # PDF readers mark the hyphen at a line's end; it stood in the file, so it stands in the text ("anak-anak").
    pages = [normalise(_HYPHEN.sub("-\n", page)) for page in answer["pages"]]
    letters = [sum(not char.isspace() for char in page.text) for page in pages]
    if sum(letters) < SCAN * max(len(pages), 1):
        raise Unreadable(
            _("the pages hold pictures and no text; run text recognition (OCR) on the file first")
        )
    warnings = []
    if empty := sum(count == 0 for count in letters):
        warnings.append(
            ngettext("{n} page without text was not read", "{n} pages without text were not read", empty)
        )
    text = "\n".join(page.text.strip("\n") for page in pages)
    return Extract(
        line_blocks(text), "wrapped", warnings=tuple(warnings), repaired=sum(page.repaired for page in pages)
    )
