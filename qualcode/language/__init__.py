"""Tokens, sentences, cue words and negation in Indonesian, spoken and with Javanese, and in English.

`pipeline` (spaCy, word and sentence units) is imported only where units are computed; `cues`, `morphology`, `negation`
and `guess` need no spaCy.
"""
