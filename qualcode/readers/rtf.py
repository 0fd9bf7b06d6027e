"""Rich text files."""

from __future__ import annotations

from striprtf.striprtf import rtf_to_text

from qualcode.errors import Unreadable
from qualcode.i18n import _
from qualcode.readers.plain import line_blocks
from qualcode.readers.reading import Extract
from qualcode.text.normal import normalise


def read_rtf(data: bytes) -> Extract:
    """The lines of a rich text file. Raises Unreadable."""
    if not data.rstrip().endswith(b"}"):
        raise Unreadable(_("the file is damaged or cut short"))
    try:
        text = str(rtf_to_text(data.decode("latin-1"), errors="replace"))  # type: ignore[no-untyped-call]
    except Exception:  # noqa: BLE001 - striprtf raises whatever it stumbles over
        raise Unreadable(_("the file is damaged or cut short")) from None
    done = normalise(text)
    return Extract(
        line_blocks(done.text), "blank" if "\n\n" in done.text else "block", repaired=done.repaired
    )
