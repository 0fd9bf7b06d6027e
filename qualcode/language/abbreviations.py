"""Written-out lists behind the tokeniser: abbreviations with a full stop, and words with a stroke or apostrophe.

A list, not a rule, because a short word before a full stop looks the same whether it is cut off or ends the
sentence. What a project's texts use beyond these goes into the project's own abbreviation setting.
"""

from __future__ import annotations

NEVER_FINAL: dict[str, str] = {
    "id": """
        bp bpk sdr sdri sdra tn ny nn yth ytc drs dra dr drg drh ir prof h hj kh k.h r rr tgk tb ust
        jl jln gg kel kec kab kodya prov prop ds dsn dk dkh kp perum blok lt kav
        no nmr nomor.urut hlm hal tgl pkl jml sbb ttg ttd cq c.q u.b u.p u/p a.n a/n d.a p.p s.d
        tlp telp hp rp idr pt cv ud upt uptd kud yay pimp ketum waka sekr
        dgn yg kpd utk dlm pd sdh blm dr.h mis cth lih vs red ed jil bag ps psl ay
    """,
    "en": """
        mr mrs ms dr prof rev hon fr sr st gen col capt lt sgt gov sen rep
        vol ch fig figs eq sec p pp ed eds trans approx dept est ext
        e.g i.e cf viz vs ave blvd rd mt
    """,
}
"""Abbreviations that go on with a name, a number or the rest of the phrase."""

BEFORE_CAPITAL: dict[str, str] = {
    "id": """
        dll dsb dst dkk tsb a.l swt saw s.a.w as ra a.s r.a wib wita wit rt rw rek thn th bln mgg jmlh
        jan feb mar apr jun jul agu ags agt sep sept okt nov des
        s.pd m.pd s.si m.si s.pt m.pt s.p m.p s.h m.h s.e m.e m.m s.t m.t s.s s.sos m.sos s.ag m.ag s.kom m.kom
        s.ip s.ap m.ap s.kep s.km m.kes s.psi s.gz s.tp s.hut s.i.kom a.md amd m.sc m.a b.a ph.d sp.a lc
    """,
    "en": """
        etc al no nos a.m p.m jan feb mar apr jun jul aug sep sept oct nov dec
        jr sr inc ltd co corp u.s u.k u.n b.a m.a b.sc m.sc ph.d m.d
    """,
}
"""Abbreviations that may stand last; a capital after them begins a sentence."""

WHOLE: dict[str, str] = {
    "id": """
        s/d S/D d/a D/A a/n A/N u/p u.p c/o w/ d.h dll dsb
        Jum'at jum'at do'a Do'a ma'af Ma'af Qur'an qur'an ta'aruf ni'mat sa'at Sa'at
        M.Si S.Pt S.Pd M.Pd S.Sos M.Sos S.P S.E S.H S.T M.M S.Ag S.Kom M.Kom S.IP Ph.D M.Sc
    """,
    "en": "w/ w/o c/o a/c Ph.D M.Sc B.Sc M.A B.A",
}
"""Words the general rules would cut at a stroke or a full stop."""


def stopped(language: str, extra: tuple[str, ...] = ()) -> tuple[frozenset[str], frozenset[str]]:
    """Lower-case abbreviations with their full stop: those never final, and those final before a capital.

    `extra` are a project's own abbreviations, with or without the full stop; they count as never final.
    """
    never = {word + "." for word in NEVER_FINAL[language].split()}
    never |= {word.strip().lower().rstrip(".") + "." for word in extra if word.strip(" .")}
    final = {word + "." for word in BEFORE_CAPITAL[language].split()} - never
    return frozenset(never), frozenset(final)


def spellings(language: str, extra: tuple[str, ...] = ()) -> frozenset[str]:
    """Every written form the tokeniser keeps whole: small, capitalised, all capitals, each part capitalised."""
    out = set(WHOLE[language].split())
    for group in stopped(language, extra):
        for word in group:
            out |= {word, word.capitalize(), word.upper(), ".".join(p.capitalize() for p in word.split("."))}
    out |= {letter + "." for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    return frozenset(out)
