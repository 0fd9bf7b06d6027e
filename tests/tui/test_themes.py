from __future__ import annotations

import pytest
from rich.color import ColorSystem
from textual.color import Color
from textual.theme import Theme

from qualcode.tui.painting import HUES, SPEAKERS_DARK, SPEAKERS_LIGHT, TINT
from qualcode.tui.themes import DARK, FALLBACK, LIGHT, OURS


def contrast(one: Color, other: Color) -> float:
    return one.get_contrast_ratio(other) if hasattr(one, "get_contrast_ratio") else _ratio(one, other)


def _ratio(one: Color, other: Color) -> float:
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: Color) -> float:
    parts = [part / 255 for part in colour.rgb]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


PAINTED = [theme for theme in OURS if not theme.ansi]


@pytest.mark.parametrize("theme", PAINTED, ids=lambda theme: theme.name)
def test_words_can_be_read_on_the_page_and_on_every_code(theme: Theme) -> None:
    page, ink = Color.parse(str(theme.background)), Color.parse(str(theme.foreground))
    assert contrast(ink, page) >= 7
    assert contrast(Color.parse(theme.variables["page-muted"]), page) >= 4.5
    for colour in (theme.primary, theme.warning, theme.error, theme.success):
        assert contrast(Color.parse(str(colour)), page) >= 4.5
    for hue in HUES:
        tint = page.blend(Color.parse(hue), TINT)
        assert contrast(ink, tint) >= 4.5
        for chosen in ("page-unit", "page-selection"):
            assert contrast(ink, tint.blend(Color.parse(theme.variables[chosen]), 0.75)) >= 4.5


@pytest.mark.parametrize(("theme", "names"), [(DARK, SPEAKERS_DARK), (LIGHT, SPEAKERS_LIGHT)])
def test_speakers_names_can_be_read(theme: Theme, names: tuple[str, ...]) -> None:
    page = Color.parse(str(theme.background))
    assert len(set(names)) == len(names) == 7
    for name in names:
        assert contrast(Color.parse(name), page) >= 4.5


def test_every_word_of_ours_has_a_colour_under_a_foreign_theme() -> None:
    for theme in OURS:
        assert {name for name in theme.variables if name.startswith("page-")} == set(FALLBACK)


@pytest.mark.parametrize("theme", PAINTED, ids=lambda theme: theme.name)
def test_what_is_chosen_and_what_is_coded_differ_in_256_colours(theme: Theme) -> None:
    page = Color.parse(str(theme.background))
    tints = [page.blend(Color.parse(hue), TINT) for hue in HUES]
    plain = {entry(ground) for ground in (page, *tints)}
    for name in ("page-unit", "page-selection"):
        colour = Color.parse(theme.variables[name])
        assert plain.isdisjoint(entry(ground.blend(colour, 0.75)) for ground in (page, *tints)), name


def entry(colour: Color) -> int | None:
    """Where a terminal of 256 colours finds it."""
    return colour.rich_color.downgrade(ColorSystem.EIGHT_BIT).number
