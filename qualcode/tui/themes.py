"""Our pages: a dark and a light one of ink, paper and one rubric red, as in a hand-set book, and one of high contrast."""

from __future__ import annotations

from textual.theme import Theme

from qualcode.i18n import _

DARK = Theme(
    name="qualcode-dark",
    dark=True,
    primary="#D0705A",
    secondary="#93A8AC",
    accent="#D0705A",
    foreground="#E9E2D3",
    background="#191713",
    surface="#201D18",
    panel="#2A2620",
    warning="#DDAE5B",
    error="#E8776B",
    success="#93B88A",
    variables={
        "block-cursor-background": "#3D362B",
        "block-cursor-foreground": "#F6F0E2",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#2A2620",
        "block-cursor-blurred-foreground": "#E9E2D3",
        "block-hover-background": "#26221C",
        "border": "#6E6453",
        "border-blurred": "#3D372D",
        "footer-background": "#191713",
        "footer-foreground": "#A79D8A",
        "footer-item-background": "#191713",
        "footer-key-background": "#191713",
        "footer-key-foreground": "#E0866F",
        "footer-description-background": "#191713",
        "footer-description-foreground": "#A79D8A",
        "input-selection-background": "#5A4A34",
        "input-cursor-background": "#E9E2D3",
        "input-cursor-foreground": "#191713",
        "scrollbar": "#6E6453",
        "scrollbar-hover": "#8D816B",
        "scrollbar-active": "#D0705A",
        "scrollbar-background": "#191713",
        "scrollbar-background-hover": "#191713",
        "scrollbar-background-active": "#191713",
        "scrollbar-corner-color": "#191713",
        "button-color-foreground": "#191713",
        "page-muted": "#A0967F",
        "page-rule": "#3D372D",
        "page-unit": "#4B4B49",
        "page-selection": "#955A33",
        "page-hit": "#DDAE5B",
    },
)

LIGHT = Theme(
    name="qualcode-light",
    dark=False,
    primary="#9A2F1E",
    secondary="#41606A",
    accent="#9A2F1E",
    foreground="#2A241B",
    background="#FAF6EC",
    surface="#F4EEDF",
    panel="#EBE3D0",
    warning="#8A5A00",
    error="#A8261B",
    success="#2F6B3C",
    variables={
        "block-cursor-background": "#E6DBC0",
        "block-cursor-foreground": "#1D1811",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#EFE7D5",
        "block-cursor-blurred-foreground": "#2A241B",
        "block-hover-background": "#F0E9D9",
        "border": "#95876A",
        "border-blurred": "#D8CDB4",
        "footer-background": "#FAF6EC",
        "footer-foreground": "#6B604D",
        "footer-item-background": "#FAF6EC",
        "footer-key-background": "#FAF6EC",
        "footer-key-foreground": "#9A2F1E",
        "footer-description-background": "#FAF6EC",
        "footer-description-foreground": "#6B604D",
        "input-selection-background": "#E3CFA2",
        "input-cursor-background": "#2A241B",
        "input-cursor-foreground": "#FAF6EC",
        "scrollbar": "#95876A",
        "scrollbar-hover": "#7D7052",
        "scrollbar-active": "#9A2F1E",
        "scrollbar-background": "#FAF6EC",
        "scrollbar-background-hover": "#FAF6EC",
        "scrollbar-background-active": "#FAF6EC",
        "scrollbar-corner-color": "#FAF6EC",
        "button-color-foreground": "#FAF6EC",
        "page-muted": "#6E6450",
        "page-rule": "#D8CDB4",
        "page-unit": "#E5DDB5",
        "page-selection": "#DDB878",
        "page-hit": "#B07A10",
    },
)

CONTRAST = Theme(
    name="qualcode-contrast",
    dark=True,
    primary="#FFD800",
    secondary="#FFFFFF",
    accent="#FFD800",
    foreground="#FFFFFF",
    background="#000000",
    surface="#000000",
    panel="#262626",
    warning="#FFD800",
    error="#FF9C9C",
    success="#8CFF8C",
    variables={
        "block-cursor-background": "#FFD800",
        "block-cursor-foreground": "#000000",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#4A4A4A",
        "block-cursor-blurred-foreground": "#FFFFFF",
        "block-hover-background": "#333333",
        "border": "#FFFFFF",
        "border-blurred": "#C0C0C0",
        "footer-background": "#000000",
        "footer-foreground": "#FFFFFF",
        "footer-item-background": "#000000",
        "footer-key-background": "#000000",
        "footer-key-foreground": "#FFD800",
        "footer-description-background": "#000000",
        "footer-description-foreground": "#FFFFFF",
        "input-selection-background": "#0050C0",
        "input-cursor-background": "#FFFFFF",
        "input-cursor-foreground": "#000000",
        "scrollbar": "#C0C0C0",
        "scrollbar-hover": "#FFFFFF",
        "scrollbar-active": "#FFD800",
        "scrollbar-background": "#000000",
        "scrollbar-background-hover": "#000000",
        "scrollbar-background-active": "#000000",
        "scrollbar-corner-color": "#000000",
        "button-color-foreground": "#000000",
        "page-muted": "#D8D8D8",
        "page-rule": "#9A9A9A",
        "page-unit": "#4E4E4E",
        "page-selection": "#0050C0",
        "page-hit": "#FFD800",
    },
)

FALLBACK = {
    "page-muted": "ansi_default",
    "page-rule": "ansi_bright_black",
    "page-unit": "ansi_default",
    "page-selection": "ansi_default",
    "page-hit": "ansi_yellow",
}
"""Our own variables under a theme that is not ours; the app hands them out as its defaults."""


def _ansi(name: str, *, dark: bool, rubric: str, warning: str, variables: dict[str, str]) -> Theme:
    """A theme of the terminal's own colours: its ink and paper, and one red; nothing is blended."""
    return Theme(
        name=name,
        ansi=True,
        dark=dark,
        primary=rubric,
        secondary="ansi_default",
        accent=rubric,
        warning=warning,
        error=rubric,
        success="ansi_green",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        variables={
            "border": "ansi_default",
            "border-blurred": "ansi_bright_black",
            "scrollbar": "ansi_bright_black",
            "scrollbar-hover": "ansi_default",
            "scrollbar-active": rubric,
            **dict.fromkeys(
                ("scrollbar-background", "scrollbar-background-hover", "scrollbar-background-active",
                 "scrollbar-corner-color"), "ansi_default",
            ),
            "footer-key-foreground": rubric,
            "input-cursor-text-style": "reverse",
            "input-cursor-background": "ansi_default",
            "input-cursor-foreground": "ansi_default",
            **FALLBACK,
            **variables,
        },
    )  # fmt: skip


ANSI_DARK = _ansi(
    "ansi-dark",
    dark=True,
    rubric="ansi_bright_red",
    warning="ansi_yellow",
    variables={
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
        "block-cursor-foreground": "ansi_black",
        "block-cursor-background": "ansi_white",
        "input-selection-background": "ansi_white",
        "input-selection-foreground": "ansi_black",
    },
)

ANSI_LIGHT = _ansi(
    "ansi-light",
    dark=False,
    rubric="ansi_red",
    warning="ansi_magenta",
    variables={
        "ansi-background": "ansi_white",
        "ansi-foreground": "ansi_black",
        "block-cursor-foreground": "ansi_bright_white",
        "block-cursor-background": "ansi_black",
        "input-selection-background": "ansi_black",
        "input-selection-foreground": "ansi_bright_white",
    },
)

OURS = (DARK, LIGHT, CONTRAST, ANSI_DARK, ANSI_LIGHT)
"""The themes the app registers, in the order in which a key goes through them; the last two stand in the place of
Textual's own of the same names."""


def theme_words(name: str) -> str:
    """A theme of ours in the person's language; the name of any other."""
    return {
        DARK.name: _("dark"),
        LIGHT.name: _("light"),
        CONTRAST.name: _("high contrast"),
        ANSI_DARK.name: _("the terminal's own colours, on dark"),
        ANSI_LIGHT.name: _("the terminal's own colours, on light"),
    }.get(name, name)
