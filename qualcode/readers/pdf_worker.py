"""Run as a program: a PDF on standard input, the text of its pages as JSON on standard output."""

from __future__ import annotations

import json
import sys

MEMORY = 2 * 1024**3
"""Bytes of memory a file may take, where the system can say so."""


def pages(data: bytes) -> dict[str, object]:
    """`{"pages": [text]}`, or `{"error": "password" | "damaged"}`."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        return {"pages": [page.get_textpage().get_text_range() for page in document]}
    except pypdfium2.PdfiumError as error:
        return {"error": "password" if "password" in str(error).lower() else "damaged"}


def main() -> None:
    """Read, take apart, answer."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, ValueError, OSError):
        pass  # no such limits on this system; the caller's timeout remains
    sys.stdout.write(json.dumps(pages(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
