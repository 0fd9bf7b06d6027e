"""Who speaks in a source: its informants, and the turns that are theirs by the rules of the readers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlmodel import Session, select

from qualcode.errors import BadInput, NotFound
from qualcode.i18n import _, ngettext
from qualcode.model import Alias, Informant, Method, Participation, Source, Turn, TurnRole
from qualcode.project.lookup import find
from qualcode.project.places import place
from qualcode.readers import ReadTurn, Role, assign_roles
from qualcode.store.transaction import Transaction, table_of


class NoInformant(NotFound):
    """A code that no informant has yet; `code` is what was given."""

    def __init__(self, code: str) -> None:
        super().__init__(
            _("there is no informant {code}; add it first: informant add {code} --group …", code=code)
        )
        self.code = code


def informant_called(session: Session, code: str) -> Informant:
    """The informant of that code; raises NoInformant."""
    try:
        return find(session, Informant, code)
    except NotFound:
        raise NoInformant(code) from None


def participate(tx: Transaction, source: Source, informants: Iterable[Informant]) -> None:
    """Let informants speak in a source from now on."""
    known = {i.id for i in speaking_in(tx.session, source)}
    new = dict.fromkeys(i.id for i in informants if i.id not in known)
    tx.insert_all(Participation(source_id=source.id, informant_id=id_) for id_ in new)


def speaking_in(session: Session, source: Source) -> Sequence[Informant]:
    """The informants who speak in a source, in the order they were named."""
    table = table_of(Participation)
    rows = session.scalars(select(Participation).where(table.c.source_id == source.id).order_by(table.c.id))
    return [session.get_one(Informant, row.informant_id) for row in rows.all()]


def recast(tx: Transaction, source: Source, method: Method, informants: Sequence[Informant]) -> None:
    """Make `informants` those who speak in a source that is of `method` from now on.

    Turns whose role and informant are what the rules gave them get what the rules give them now; a turn that a person
    corrected stays as it is. Raises BadInput where somebody who is to go still speaks in such a turn.
    """
    before = speaking_in(tx.session, source)
    people = {i.code: i.id for i in (*before, *informants)}
    codes = {id_: code for code, id_ in people.items()}
    turns = place(tx.session, source).turns
    rules = zip(_ruled(tx, turns, before, source.method), _ruled(tx, turns, informants, method), strict=True)
    left = list[int | None]()
    for turn, (was, now) in zip(turns, rules, strict=True):
        code = None if turn.informant_id is None else codes.get(turn.informant_id, "")
        if (turn.role.value, code) != was:
            left.append(turn.informant_id)
        elif was != now:
            role, whose = now
            tx.update(turn, role=TurnRole(role), informant_id=people[whose] if whose else None)
    staying = {i.id for i in informants}
    for gone in (i for i in before if i.id not in staying):
        if n := left.count(gone.id):
            raise BadInput(
                ngettext(
                    "{code} speaks in {n} turn of {source} by a person's word; say first who speaks there",
                    "{code} speaks in {n} turns of {source} by a person's word; say first who speaks there",
                    n,
                    code=gone.code,
                    source=source.name,
                )
            )
        table = table_of(Participation)
        for row in tx.all(Participation, table.c.source_id == source.id, table.c.informant_id == gone.id):
            tx.delete(row)
    participate(tx, source, informants)


def names_of_speakers(tx: Transaction, informants: Iterable[Informant]) -> dict[str, str]:
    """The known names of informants, each with the code of whom it means."""
    return {
        alias.name: i.code
        for i in informants
        for alias in tx.all(Alias, table_of(Alias).c.informant_id == i.id)
    }


def _ruled(
    tx: Transaction, turns: Iterable[Turn], informants: Sequence[Informant], method: Method
) -> list[tuple[Role, str | None]]:
    """Role and informant's code of each turn by the rules alone."""
    read = [ReadTurn(t.number, t.label_start, t.start, t.stop, t.speaker, kind=t.kind.value) for t in turns]
    names = names_of_speakers(tx, informants)
    return assign_roles(read, [i.code for i in informants], names, method=method.value)
