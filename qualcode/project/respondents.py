"""Whose answers the rows of a survey are: found by code or by a known name, never guessed."""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.errors import BadInput
from qualcode.i18n import _, ngettext
from qualcode.model import Alias, Group, Informant
from qualcode.project.speaking import NoInformant
from qualcode.readers import Reading
from qualcode.store.transaction import Transaction
from qualcode.text.aliases import name_key

_NAMED = ("nama", "name", "inisial", "initial", "informan", "responden", "narasumber", "kode", "code")


def refuse_one_for_all(parts: Sequence[Reading]) -> None:
    """Raise BadInput where informants are named for a survey of several rows: each row is another's answers."""
    rows = sum(reading.survey for reading in parts)
    if rows > 1:
        raise BadInput(
            _(
                "{file} holds the answers of {n} rows; say whose each is in a column kode or informan",
                file=file_name(parts[0], parts),
                n=rows,
            )
        )


def file_name(reading: Reading, parts: Sequence[Reading]) -> str:
    """The name of the file that a reading came from; of several parts each has its own name behind `#`."""
    return reading.name.partition("#")[0] if len(parts) > 1 else reading.name


class Respondents:
    """The known informants by code and by name."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        informants = tx.all(Informant)
        self._codes = {informant.code: informant for informant in informants}
        self._folded: dict[str, list[Informant]] = {}
        by_id = {informant.id: informant for informant in informants}
        names = [(i.code, i) for i in informants]
        names += [(a.name, by_id[a.informant_id]) for a in tx.all(Alias) if a.informant_id is not None]
        for name, informant in names:
            known = self._folded.setdefault(name_key(name), [])
            if informant not in known:
                known.append(informant)

    def of(self, reading: Reading) -> list[Informant]:
        """Who answers a survey's row: by the code in its column, else by a name that one informant alone has.

        Raises NoInformant where the column for the code names somebody unknown.
        """
        if reading.informant_hint:
            found = self._codes.get(reading.informant_hint) or self._called(reading.informant_hint)
            if found is None:
                raise NoInformant(reading.informant_hint)
            return [found]
        if not reading.survey:
            return []
        names = [v for k, v in reading.identity.items() if any(word in k.casefold() for word in _NAMED)]
        called = {found.id: found for name in names if name and (found := self._called(name))}
        return list(called.values()) if len(called) == 1 else []

    def group_of(self, reading: Reading) -> Group | None:
        """The known group that a row's column names by id or label; a new word makes no group."""
        hint = (reading.group_hint or "").casefold()
        groups = [
            group
            for group in self._tx.all(Group)
            if hint and hint in (group.name.casefold(), group.label.casefold(), group.label_en.casefold())
        ]
        return groups[0] if len(groups) == 1 else None

    def _called(self, name: str) -> Informant | None:
        found = self._folded.get(name_key(name), [])
        return found[0] if len(found) == 1 else None


def unknown_warning(parts: Sequence[Reading], unknown: int) -> list[str]:
    """One line for all rows whose informant is not known; none where each is."""
    if not unknown:
        return []
    return [
        ngettext(
            "{n} row of {file} is of no known informant; a column kode or informan says whose the answers are",
            "{n} rows of {file} are of no known informant; a column kode or informan says whose the answers are",
            unknown,
            file=file_name(parts[0], parts),
        )
    ]
