"""Settings of report sections, read from whatever a person typed into what the project keeps.

A reader takes a session, the setting's name and what was given (a text, a number, a list of texts, from YAML, the
command line or Python), and gives the value that is used: names as the project spells them. It raises BadInput,
NotFound or Ambiguous with one line where the value does not fit or names what is not there.

Codes, groups and coders are kept with their ids beside their names, so that a section goes on with a code that is
renamed; the readers read these, too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlmodel import Session, select

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.model import Code, Coder, Group, Record
from qualcode.project.attribute_holdings import named, numbers_of, of_informants
from qualcode.project.attribute_tables import GROUP
from qualcode.project.facet import not_one_of
from qualcode.project.lookup import find
from qualcode.store.transaction import table_of

Reader = Callable[[Session, str, Any], Any]
R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Setting:
    """One setting of a kind of section."""

    read: Reader
    what: Callable[[], str]
    """What it is, in the current language."""
    needed: bool = False


def read_settings(
    session: Session, settings: Mapping[str, Setting], given: Mapping[str, Any]
) -> dict[str, Any]:
    """What was given, as it is used, in the order of `settings`; empty values are as good as none.

    Raises BadInput for an unknown or missing setting, and whatever a reader raises.
    """
    known = {name: value for name, value in given.items() if value not in (None, "", [], ())}
    if strange := sorted(set(known) - set(settings)):
        allowed = ", ".join(settings) or "–"
        raise BadInput(
            _(
                "this kind of section has no setting {name}; it has: {allowed}",
                name=strange[0],
                allowed=allowed,
            )
        )
    for name, setting in settings.items():
        if setting.needed and name not in known:
            raise BadInput(_("{name} is missing: {what}", name=name, what=setting.what()))
    return {
        name: setting.read(session, name, known[name]) for name, setting in settings.items() if name in known
    }


def text(_session: Session, name: str, given: Any) -> str:
    """Any words, on one line."""
    if not isinstance(given, str | int | float):
        raise BadInput(_("{name} is a text", name=name))
    return " ".join(str(given).split())


def texts(session: Session, name: str, given: Any) -> list[str]:
    """Several texts: a list, or one text with commas between them; each once."""
    parts = (
        given.split(",")
        if isinstance(given, str)
        else list(given)
        if isinstance(given, list | tuple)
        else [given]
    )
    found = [one for part in parts if (one := text(session, name, part))]
    if not found:
        raise BadInput(_("{name} is a list of names", name=name))
    return list(dict.fromkeys(found))


def attribute(session: Session, name: str, given: Any) -> str:
    """An attribute that something in the project has."""
    return named(session, text(session, name, given))[0].name


def attribute_of_informants(session: Session, name: str, given: Any) -> str:
    """An attribute that an informant has."""
    return of_informants(session, text(session, name, given)).name


def attribute_or_group(session: Session, name: str, given: Any) -> str:
    """`group`, or an attribute that an informant has."""
    said = text(session, name, given)
    return GROUP if said.casefold() == GROUP else of_informants(session, said).name


def numbers(session: Session, name: str, given: Any) -> str:
    """An attribute of numbers."""
    said = text(session, name, given)
    numbers_of(session, said)
    return named(session, said)[0].name


def code(session: Session, name: str, given: Any) -> str:
    """A code, or a branch by its top code."""
    return _record(session, Code, name, given).code


def codes(session: Session, name: str, given: Any) -> list[str]:
    """Codes, in the order given."""
    return list(dict.fromkeys(one.code for one in _records(session, Code, name, given)))


def group(session: Session, name: str, given: Any) -> str:
    """A group of informants."""
    return _record(session, Group, name, given).name


def coder(session: Session, name: str, given: Any) -> str:
    """Somebody who codes."""
    return _record(session, Coder, name, given).name


def coders(session: Session, name: str, given: Any) -> list[str]:
    """Several who code."""
    return list(dict.fromkeys(one.name for one in _records(session, Coder, name, given)))


KEPT: Mapping[Reader, type[Record]] = {code: Code, codes: Code, group: Group, coder: Coder, coders: Coder}
"""Readers of names that are kept with the ids of their records."""


def kept(session: Session, settings: Mapping[str, Setting], used: Mapping[str, Any]) -> dict[str, Any]:
    """Settings that were read, as the project keeps them."""
    found = dict(used)
    for name, value in used.items():
        if (model := KEPT.get(settings[name].read)) is not None:
            named_so = [
                {"id": find(session, model, one).id, "name": one}
                for one in (value if isinstance(value, list) else [value])
            ]
            found[name] = named_so if isinstance(value, list) else named_so[0]
    return found


def called(
    session: Session, settings: Mapping[str, Setting], used: Mapping[str, Any], language: str
) -> dict[str, Any]:
    """Settings that were read, with codes as they are called in a language."""
    found = dict(used)
    for name, value in used.items():
        if settings[name].read is codes:
            heads = [_record(session, Code, name, one) for one in value]
            found[name] = [_code_name(one, language) for one in heads]
    return found


def _code_name(code: Code, language: str) -> str:
    first, second = (code.name_en, code.name_id) if language == "en" else (code.name_id, code.name_en)
    return first or second or code.code


def names_of(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as they were when they were kept, with names only."""
    return {
        name: [_name(one) for one in value] if isinstance(value, list) else _name(value)
        for name, value in kept.items()
    }


def _name(value: Any) -> Any:
    return value["name"] if isinstance(value, dict) else value


def _records(session: Session, model: type[R], name: str, given: Any) -> list[R]:
    refs = isinstance(given, list) and any(isinstance(one, dict) for one in given)
    return [_record(session, model, name, one) for one in (given if refs else texts(session, name, given))]


def _record(session: Session, model: type[R], name: str, given: Any) -> R:
    if not isinstance(given, dict):
        return find(session, model, text(session, name, given))
    if "id" not in given or "name" not in given:
        raise BadInput(_("{name} is a text", name=name))
    found = session.scalars(select(model).where(table_of(model).c.id == given["id"])).first()
    # One that was removed and made anew has another id and is meant all the same.
    return found or find(session, model, text(session, name, given["name"]))


def attribute_value(session: Session, name: str, given: Any) -> list[str]:
    """An attribute and one of its values: a list of two, or `status=lanjut`."""
    parts = given.partition("=")[::2] if isinstance(given, str) else given
    if (
        not isinstance(parts, list | tuple)
        or len(parts) != 2
        or not all(text(session, name, one) for one in parts)
    ):
        raise BadInput(_("{name} is an attribute and one of its values, as status=active", name=name))
    return [attribute(session, name, parts[0]), text(session, name, parts[1])]


def whole(least: int) -> Reader:
    """A whole number from `least`."""

    def read(session: Session, name: str, given: Any) -> int:
        said = text(session, name, given)
        if not (said.isascii() and said.isdigit() and len(said) < 7 and int(said) >= least):
            raise BadInput(
                _("{name} is a whole number from {least}, not {given}", name=name, least=least, given=said)
            )
        return int(said)

    return read


def share(session: Session, name: str, given: Any) -> float:
    """A share from 0 to below 1."""
    said = text(session, name, given)
    try:
        found = float(said.replace(",", "."))
    except ValueError:
        found = -1.0
    if not 0 <= found < 1:
        raise BadInput(_("{name} is a share from 0 to below 1, as 0.05, not {given}", name=name, given=said))
    return found


@dataclass(frozen=True)
class Choice:
    """Reads one of some words."""

    allowed: tuple[str, ...]

    def __call__(self, session: Session, name: str, given: Any) -> str:
        """The word that was given, in lower case."""
        said = text(session, name, given).casefold()
        if said not in self.allowed:
            raise BadInput(not_one_of(name, said, self.allowed))
        return said


def choice(*allowed: str) -> Reader:
    """One of some words."""
    return Choice(allowed)
