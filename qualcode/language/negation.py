"""Whether a cue is denied by the words around it, and by which.

Rules over a window of a few words, for Indonesian, Javanese and English. They look left for a negator that has not
been taken by another cue or cut off by a clause word, across `yang` for a denied existence (`tidak ada yang percaya`),
and right for a denied or fading predicate (`aturannya belum ada`, `kepercayaan mulai luntur`). Two denials cancel.
The answer is a hint for a person and carries the words it rests on.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NOT = _words(
    "tidak tdk tak nggak enggak gak ga ngga nda ndak kagak kaga engga ora ra mboten boten not no don't doesn't didn't"
)
"""Plain negators, interchangeable in a phrase cue: `tidak jelas` also finds `ora jelas`."""

NOT_YET = _words("belum blm blum durung dereng")
"""Negators of what may still come, interchangeable likewise."""

NEGATORS = (
    NOT
    | NOT_YET
    | _words("bukan bukannya tidaklah belumlah jangan jgn ojo ampun tanpa dudu sanes emoh ogah jarang")
    | _words("never without none nobody nothing neither nor hardly rarely cannot")
)
_FEW = _words("kurang jarang hardly rarely")
_FADED = _words(
    "luntur lunturnya menurun menurunnya turun turunnya berkurang berkurangnya hilang hilangnya kehilangan ilang pudar "
    "memudar renggang merenggang lemah lemahnya melemah rendah rendahnya rusak putus minim minimnya kurang kurangnya "
    "krisis mati bubar macet weak low lack lacks lacking lost losing loss broken declining declined fading faded gone"
)
_BEFORE_OWN = _FADED - _words("turun mati bubar macet rusak putus low weak rendah")
_NOT_ONLY = _words(
    "hanya cuma cuman sekadar sekedar saja melulu lebih only just merely apa-apa papa masalah mung namung kok mesti"
)
_CLAUSE = _words(
    "tapi tetapi namun karena karna krn soalnya sebab kalau kalo kalu klo supaya biar sehingga makanya jadi terus trus "
    "lalu sedangkan padahal meskipun walaupun meski kecuali agar ketika waktu nek yen ning mergo amarga soale mulane "
    "but because if so while although though unless when then therefore"
)
_THAT = _words("yang yg sing kang ingkang who that which")
_LINK = _words(
    "dengan sama dari ke pada kepada antar antara dan atau karo kalih marang di with from to and or of in"
)
_PREPOSITION = _words(
    "dengan sama dari ke kepada pada di untuk oleh bagi karo kalih marang with from to by of for"
)
_EXISTS = _words("ada adanya pernah ono ana enek wonten exist exists there anyone anybody")
_EVER = _words("pernah tau")
_PREDICATE = _words(
    "ada pernah tau jalan berjalan mlaku dibuat berlaku jelas tertulis cukup kuat aktif penuh cair turun hadir mau gelem "
    "berani lagi kompak merata sampai dapat ono ana enek wonten berfungsi terlaksana terjadi terbentuk muncul jadi "
    "dados kelihatan terasa tampak exist exists work works followed there kept applied enforced"
)
_AUXILIARY = _words(
    "is are was were has have had does do did isn't aren't wasn't weren't hasn't haven't hadn't"
)
_REACH = 4
"""Words to either side that are looked at."""


def denial(
    words: Sequence[str], cut: Sequence[bool], start: int, end: int, cues: Collection[int]
) -> tuple[int, int] | None:
    """The stretch of words that denies the cue at words[start:end] together with the cue, or None.

    `words` are the lower-case words of one sentence, `cut[i]` says that punctuation stands before word i, `cues`
    are the indices of the cue words in the sentence that are no negators. Half-open word indices.
    """
    scope = _Scope(words, cut, cues)
    found, stop = scope.before(start)
    last = end
    if 0 <= stop < start and words[stop] in _THAT:
        found = found + scope.nobody(stop)
    if not found:
        found, last = scope.behind(start, end)
    return (min(start, *found), last) if len(found) % 2 else None


class _Scope:
    def __init__(self, words: Sequence[str], cut: Sequence[bool], cues: Collection[int]) -> None:
        self._words, self._cut, self._cues = words, cut, cues

    def before(self, start: int) -> tuple[list[int], int]:
        """Indices of negators before the cue that reach it, and the index where looking stopped."""
        words = self._words
        found: list[int] = []
        i = start - 1
        while i >= 0 and start - i <= _REACH and not self._cut[i + 1]:
            word = words[i]
            if word in _CLAUSE or word in _THAT:
                break
            if i in self._cues and words[i + 1] not in _LINK:
                break  # the nearer cue takes the negator
            if self._denies(i, start - i):
                found.append(i)
            i -= 1
        return found, i

    def nobody(self, that: int) -> list[int]:
        """The negator of `tidak ada (satu pun) yang …` before the `yang` at index `that`."""
        words = self._words
        for i in range(that - 1, max(that - 5, 0), -1):
            if self._cut[i + 1]:
                break
            if words[i] in _EXISTS and self._denies(i - 1, 1):
                return [i - 1]
        return []

    def behind(self, start: int, end: int) -> tuple[list[int], int]:
        """What denies a cue that comes first, and where it ends: a negated or a fading predicate."""
        words, n = self._words, len(self._words)
        if start and words[start - 1] in _PREPOSITION and not self._cut[start]:
            return [], end  # inside a prepositional phrase: the predicate speaks of something else
        if any(word in _FADED for word in words[start:end]):
            return [], end
        for i in range(end, min(n, end + _REACH)):
            word = words[i]
            if self._cut[i] or word in _CLAUSE or word in _THAT or i in self._cues:
                break
            after = words[i + 1] if i + 1 < n and not self._cut[i + 1] else ""
            if word in NEGATORS or word.endswith("n't"):
                if after in _FADED:
                    break  # `tidak luntur` affirms
                if self._predicate(after):
                    more = after in _EVER and i + 2 < n and not self._cut[i + 2]
                    return self._once_or_twice(i), i + 3 if more else i + 2
                if words[i - 1] in _AUXILIARY or word in _AUXILIARY:
                    return [i], min(n, i + 2)
                break
            if word in _FADED and i - end < 3:
                return [i], i + 1
        return [], end

    def _once_or_twice(self, negator: int) -> list[int]:
        """The negator, and a second one behind its predicate: `tidak pernah tidak`, `tidak ada yang bilang tidak`."""
        words = self._words
        reach = 3 if negator + 2 < len(words) and words[negator + 2] in _THAT else 1
        for second in range(negator + 2, min(len(words), negator + 2 + reach)):
            if self._cut[second]:
                break
            if words[second] in NEGATORS:
                return [negator, second]
        return [negator]

    def _predicate(self, word: str) -> bool:
        return word in _PREDICATE or (len(word) > 5 and word.startswith(("di", "ter", "ber")))

    def _denies(self, i: int, distance: int) -> bool:
        """Whether word i denies what stands `distance` words behind it."""
        words = self._words
        if i < 0:
            return False
        word = words[i]
        after = words[i + 1] if i + 1 < len(words) else ""
        if word in _FEW or word in _BEFORE_OWN:
            return distance <= 2 and after not in _NOT_ONLY
        if word not in NEGATORS and not word.endswith("n't"):
            return False
        if after in _NOT_ONLY:
            return False
        return not (i and words[i - 1] == after)  # `mau tidak mau`, `percaya nggak percaya`
