"""Real names replaced by codes wherever words leave the project: whole words, any case, honorifics and clitics.

"Bu Yanti", "mbak yanti" and "Yantinya" all mean the person whose alias is "Yanti" or "Bu Yanti". A word that is
also a title ("Pak Lurah") is replaced only behind an honorific, so that every lurah does not become one informant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

HONORIFICS = tuple(
    """bapak bpk pak ibu bu mbakyu mbak mba mas kangmas kang bang abang kakak kak adik adek dik dek mbah eyang simbah
    pakde pakdhe bude budhe paklik pakle bulik bule om tante nyai kyai kiai ustadzah ustadz ustaz ustad gus ning
    haji hajah hj h dr drs dra ir mr mrs ms miss sir aunt uncle brother sister""".split()  # noqa: SIM905
)
TITLES = frozenset(
    """lurah rt rw camat kades kepala ketua wakil bendahara sekretaris carik dukuh kadus guru dokter bidan mantri
    haji hajah kaji modin ustadz ustad kyai kiai pendamping penyuluh pengurus anggota staf lik de dhe
    chairman chair treasurer secretary head teacher doctor nurse""".split()  # noqa: SIM905
)
CLITICS = r"(?:(?:-?(?:nya|ku|mu|lah|kah|pun))|(?:-(?:e|ne|ipun))|['’]s)?"

_HONORIFIC = rf"(?:{'|'.join(HONORIFICS)})\.?"
_TITLED = re.compile(rf"^(?:{_HONORIFIC}\s+)+(?=\S)", re.IGNORECASE)


class Aliases:
    """Replaces real names by codes.

    Args:
        names: (real name, code) pairs; the same name for two codes is replaced by both, joined with a slash.
        shape: how a code is shown, with `{code}`.
    """

    def __init__(self, names: Iterable[tuple[str, str]], shape: str = "[{code}]") -> None:
        codes: dict[tuple[str, bool], dict[str, None]] = {}
        for name, code in names:
            core, titled = _core(name)
            if core:
                codes.setdefault((core, titled), {})[code] = None
        bare: dict[str, dict[str, None]] = {}
        behind: dict[str, dict[str, None]] = {}
        for (core, titled), found in codes.items():
            key = core.casefold()
            behind.setdefault(key, {}).update(found)
            if not (titled and _is_title(core)):
                bare.setdefault(key, {}).update(found)
        self._behind = {key: shape.format(code="/".join(found)) for key, found in behind.items()}
        self._bare = {key: shape.format(code="/".join(found)) for key, found in bare.items()}
        self._behind_pattern = _pattern(self._behind, rf"(?P<honorific>(?:{_HONORIFIC}\s+)+)")
        self._bare_pattern = _pattern(self._bare, "(?P<honorific>)")

    def replace(self, text: str) -> str:
        """`text` with every alias replaced; honorifics and clitics stay where they were."""
        text = _replaced(self._behind_pattern, self._behind, text)
        return _replaced(self._bare_pattern, self._bare, text)

    def __call__(self, text: str) -> str:
        """The same as `replace`."""
        return self.replace(text)


def _core(name: str) -> tuple[str, bool]:
    """A name without honorifics before it, and whether there were any."""
    plain = " ".join(name.split())
    core = _TITLED.sub("", plain)
    return core, core != plain


def _is_title(core: str) -> bool:
    return core.split()[0].casefold() in TITLES


def _pattern(names: Mapping[str, str], before: str) -> re.Pattern[str] | None:
    if not names:
        return None
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    cores = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest_first)
    return re.compile(rf"(?<!\w){before}(?P<core>{cores})(?P<clitic>{CLITICS})(?!\w)", re.IGNORECASE)


def _replaced(pattern: re.Pattern[str] | None, names: Mapping[str, str], text: str) -> str:
    if pattern is None:
        return text

    def code(match: re.Match[str]) -> str:
        core = " ".join(match["core"].split())
        shown = names.get(core.casefold()) or _nearly(names, core)
        return f"{match['honorific']}{shown}{match['clitic']}"

    return pattern.sub(code, text)


def _nearly(names: Mapping[str, str], core: str) -> str:
    """The code of a name that the pattern takes for equal and casefold does not, as Yantı for Yanti."""
    return next(shown for name, shown in names.items() if re.fullmatch(re.escape(name), core, re.IGNORECASE))
