"""The language of a stretch of speech, by its function words."""

from __future__ import annotations

import pytest

from qualcode.language.guess import guess_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ya kami kumpul saja di rumah ketua, soalnya lebih dekat.", "id"),
        ("Nggak ada yang berani ngomong waktu itu.", "id"),
        ("Bantuan sudah cair tetapi belum dibagikan kepada anggota.", "id"),
        ("Lha wong aku wis ngomong karo pak lurah, nanging ora direken.", "jv"),
        ("Kula mboten ngertos, niku urusane pengurus.", "jv"),
        ("Duite wis entek kanggo tuku pakan, saiki kari utang.", "jv"),
        ("They said the money was gone and nobody knew why.", "en"),
        ("We don't meet as often as before.", "en"),
        ("Keripik singkong Rp5.000", None),
        ("A: Keripik. I: Singkong.", None),
        ("", None),
    ],
)
def test_guess(text: str, language: str | None) -> None:
    assert guess_language(text) == language
