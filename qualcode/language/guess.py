"""Which language a stretch of speech is in, by a vote of its function words: Indonesian, Javanese or English."""

from __future__ import annotations

import re
from typing import Literal

Guess = Literal["id", "jv", "en"]

_LISTS: dict[Guess, str] = {
    "id": """
        yang dan di ke dari ini itu ada tidak nggak gak enggak bukan belum sudah udah akan sama dengan untuk pada
        saya aku kami kita dia mereka kamu anda bapak ibu kalau kalo karena karna jadi juga saja aja bisa harus mau
        seperti kayak gitu begitu gini begini lagi masih sih kok dong deh kan ya iya tapi terus soalnya supaya biar
        sebelum setelah waktu dulu sekarang nanti semua banyak lebih sangat banget cuma hanya oleh tentang antara
        adalah para tersebut sebagai dalam orang punya sering memang katanya
    """,
    "jv": """
        sing karo lan ora ra mboten boten wis sampun arep badhe iki kuwi kae niki niku punika ono ana enek wonten
        aku kula awake dewe kowe sampeyan panjenengan nek yen ning nang neng ing saka seko soko marang kanggo kangge
        mergo amarga dadi dados isih tasih durung dereng kudu kedah iso saged gelem purun piye pripun opo nopo apa
        kabeh sedaya akeh kathah mung namung wae mawon rek to lho nggih inggih monggo mangga ben banget tenan saiki
        mbiyen riyin mengko mangke wong tiyang bareng ojo aja dudu sanes iku
    """,
    "en": """
        the an and or but of to in on at for with from by is are was were be been am has have had do does did not
        no you he she it we they me him her us them my your his its our their this that these those there here what
        who which when where why how if because so then than as about into very just only also can could will would
        should may might must all some any more most much many don't didn't it's that's
    """,
}
_VOTERS = {language: frozenset(words.split()) for language, words in _LISTS.items()}
_WORD = re.compile(
    r"[^\W\d_]{2,}(?:['’][^\W\d_]+)?"
)  # a single letter is a speaker's label more often than a word


def guess_language(text: str) -> Guess | None:
    """The language with most function words in `text`; None where no voter occurs or the first two are level."""
    words = [word.replace("’", "'") for word in _WORD.findall(text.lower())]
    votes = sorted(
        ((sum(word in voters for word in words), language) for language, voters in _VOTERS.items()),
        reverse=True,
    )
    (most, language), (second, _), _ = votes
    return language if most > second else None
