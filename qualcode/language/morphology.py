"""The forms a cue word takes: affixes put onto a root by rule, and clitics taken off a token.

Forms are generated rather than words analysed: taking affixes off needs a dictionary to know where to stop, putting
them on does not, and the spoken and Javanese affixes (`ngumpul`, `dibantuin`, `takgolekake`) that dictionaries lack
cost nothing more. Most generated forms do not exist; they never occur, so they do no harm. Real collisions
(`awal` and `mengawal`) are for the codebook to exclude.
"""

from __future__ import annotations

import re
from functools import lru_cache

_VOWELS = frozenset("aiueo")
_ROOT = re.compile(r"[a-z]{3,}")
_FORMAL_SUFFIXES = ("", "i", "kan", "an")
_SPOKEN_SUFFIXES = ("in", "en", "ken", "ke", "ake", "no")
_PLAIN_PREFIXES = (
    *(
        "",
        "di",
        "ke",
        "se",
        "ku",
        "kau",
        "pe",
        "per",
        "diper",
        "memper",
        "pemper",
        "terper",
        "keper",
        "seper",
    ),
    *(
        "keter",
        "keber",
        "member",
        "diber",
        "pember",
        "kese",
        "menye",
        "penye",
        "dise",
        "perse",
        "berse",
        "seke",
    ),
    *("berke", "berpe", "kepe"),
)
_NASAL_PREFIXES = ("me", "pe", "sepe", "berpe", "keme", "kepe", "diper")
_SPOKEN_PREFIXES = ("", "di", "ke", "ku", "tak", "dak", "kok", "mbok")
_JAVANESE_PREFIXES = ("ka", "pa", "sa", "pi")
_OWN_STEMS = {
    "ajar": ("belajar", "pelajar", "pembelajar", "kebelajar"),
    "tahu": ("ketahu", "diketahu", "mengetahu", "pengetahu", "sepengetahu", "berpengetahu"),
}
"""Roots that take prefixes in a shape of their own."""

CLITICS = ("e", "ku", "mu", "ne", "nya", "lah", "kah", "pun", "tah", "ipun")
"""What may hang behind a finished word; `-e`, `-ne` and `-ipun` are Javanese."""


@lru_cache(maxsize=4096)
def forms(root: str) -> frozenset[str]:
    """Lower-case forms of an Indonesian or Javanese root, itself included, without clitics and reduplication.

    A root shorter than three letters, or with anything but a-z in it, has only itself.
    """
    root = root.lower()
    if not _ROOT.fullmatch(root):
        return frozenset((root,))
    nasal, spoken_nasal = _nasal(root), _spoken_nasal(root)
    prefixes = (*_PLAIN_PREFIXES, *_er("ber", root), *_er("ter", root))
    stems = {prefix + root for prefix in prefixes}
    stems |= {prefix + stem for prefix in _NASAL_PREFIXES for stem in nasal}
    stems |= {prefix + root for prefix in (*_SPOKEN_PREFIXES, *_JAVANESE_PREFIXES)}
    stems |= spoken_nasal
    stems.update(_OWN_STEMS.get(root, ()))
    out = {stem + suffix for stem in stems for suffix in _FORMAL_SUFFIXES}
    heads = {prefix + root for prefix in _SPOKEN_PREFIXES} | spoken_nasal
    out.update(head + suffix for head in heads for suffix in _SPOKEN_SUFFIXES)
    out.update(head[:-1] + suffix for head in heads for suffix in _contractions(root))
    weakened = _weakened(root)
    if weakened:
        heads = {prefix + weakened for prefix in ("", "di", "ke", "ku", "tak")} | _spoken_nasal(weakened)
        out.update(head + suffix for head in heads for suffix in ("", "i", "an", "kan", "in", "ake"))
    return frozenset(out)


@lru_cache(maxsize=4096)
def denied(root: str) -> frozenset[str]:
    """Forms that deny the root within the word: `ketidakpercayaan`, `ketidakberdayaan`."""
    root = root.lower()
    if not _ROOT.fullmatch(root):
        return frozenset()
    return frozenset(f"ketidak{inner}{root}an" for inner in ("", "ber", "be", "ter")) | {f"ketidak{root}"}


@lru_cache(maxsize=4096)
def english_forms(root: str) -> frozenset[str]:
    """Lower-case forms of an English word: plural, tenses, agent, adverb, quality."""
    root = root.lower()
    if not _ROOT.fullmatch(root):
        return frozenset((root,))
    out = {
        root + suffix
        for suffix in ("", "s", "es", "ed", "d", "ing", "er", "ers", "ly", "ful", "ness", "ment")
    }
    out |= {root + suffix for suffix in ("able", "worthy", "ation", "'s", "’s")}
    if root[-1] == "e":
        out |= {root[:-1] + suffix for suffix in ("ing", "able", "ation", "ion")}
    elif root[-1] == "y":
        out |= {root[:-1] + suffix for suffix in ("ies", "ied", "ier", "ily", "iness")}
    elif root[-1] not in _VOWELS:
        out |= {root + root[-1] + suffix for suffix in ("ed", "ing", "er")}
    return frozenset(out)


@lru_cache(maxsize=4096)
def english_denied(root: str) -> frozenset[str]:
    """Forms that deny an English word within it: `distrust`, `unfair`."""
    if not _ROOT.fullmatch(root.lower()):
        return frozenset()
    return frozenset(prefix + form for form in english_forms(root) for prefix in ("un", "dis", "mis", "non"))


def stripped(token: str) -> list[str]:
    """The token, then every rest of at least three letters with one or two clitics taken off, longest first."""
    out = [token]
    layer = [token]
    for _ in range(2):
        layer = [
            word[: -len(clitic)]
            for word in layer
            for clitic in CLITICS
            if word.endswith(clitic) and len(word) - len(clitic) >= 3
        ]
        out += layer
    return out


def _er(prefix: str, root: str) -> tuple[str, ...]:
    """ber- or ter-, which lose their r before r and before a first syllable in -er- (`bekerja`)."""
    if root[0] == "r":
        return (prefix[:-1],)
    if re.match(r"[^aiueo]?er[^aiueo]", root):
        return (prefix, prefix[:-1])
    return (prefix,)


def _nasal(root: str) -> set[str]:
    """What follows me- or pe-: the root behind its nasal, the first consonant fallen where it falls."""
    first, cluster = root[0], root[1] not in _VOWELS
    if first in _VOWELS or first in "ghq":
        out = {"ng" + root}
    elif first == "k":
        out = {"ng" + (root if cluster else root[1:])}
    elif first == "p":
        out = {"m" + root} if cluster else {"m" + root[1:]}
        if root.startswith("per"):
            out.add("m" + root)
    elif first in "bfv":
        out = {"m" + root}
    elif first == "t":
        out = {"n" + (root if cluster else root[1:])}
    elif first in "dcjz":
        out = {"n" + root}
    elif first == "s":
        out = {"n" + root} if cluster else {"ny" + root[1:]}
    else:
        out = {root}
    if sum(letter in _VOWELS for letter in root) == 1:
        out.add("nge" + root)
    return out


def _spoken_nasal(root: str) -> set[str]:
    """Colloquial and Javanese verbs: the nasal alone (`mbantu`, `nyimpen`, `ngumpul`, `ngelatih`)."""
    first = root[0]
    fallen = {"k": "ng", "p": "m", "t": "n", "s": "ny", "c": "ny", "w": "m"}.get(first)
    if first in _VOWELS:
        return {"ng" + root}
    out = {fallen + root[1:]} if fallen else set()
    if first in "bv":
        out |= {"m" + root, "nge" + root}
    elif first in "dj":
        out |= {"n" + root, "nge" + root}
    elif first in "ghlry":
        out |= {"ng" + root, "nge" + root}
    elif first in "cw":
        out |= {"n" + root, "nge" + root}
    elif first in "mn":
        out.add("nge" + root)
    return out or {root}


def _contractions(root: str) -> list[str]:
    """Javanese suffixes that melt into a final vowel and stand in its place: bantu, `bantoni`."""
    melted = {"u": "o", "i": "e"}.get(root[-1])
    return [] if melted is None else [melted + suffix for suffix in ("n", "ni", "kake", "kne")]


def _weakened(root: str) -> str | None:
    """The root with a last `a` spoken as schwa: simpan, `simpen`."""
    if len(root) >= 4 and root[-2] == "a" and root[-1] not in _VOWELS and root[-3] not in _VOWELS:
        return root[:-2] + "e" + root[-1]
    return None
