"""Commands and nouns as Typer builds them, with help pages and usage errors in the person's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from qualcode.i18n import _


class _Page:
    """A help page whose headings and sentences are looked up when it is drawn; the parsing stays Typer's."""

    help: str | None

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """The line that shows what may be typed."""
        pieces = [
            param.metavar or param.name.upper()
            if param.required
            else f"[{param.metavar or param.name.upper()}]"
            for param in self.get_params(ctx)  # type: ignore[attr-defined]
            if param.param_type_name == "argument"
        ]
        if isinstance(self, TyperGroup):
            pieces.append(_("COMMAND …"))
        formatter.write_usage(ctx.command_path, " ".join([*pieces, _("[OPTIONS]")]), prefix=_("Usage: "))

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """What the command does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(self.help or ""))

    def format_parameters(self, ctx: Any, formatter: Any) -> None:
        """Arguments and options with what they mean."""
        arguments, options = [], []
        for param in self.get_params(ctx):  # type: ignore[attr-defined]
            record = param.get_help_record(ctx)
            if record is None:
                continue
            if param.param_type_name == "argument":
                arguments.append((param.metavar or param.name.upper(), _(param.help or "")))
            elif param.opts == ["--help"]:
                options.append(("--help", _("Show this page.")))
            else:
                must = " " + _("(needed)") if param.required else ""
                options.append((record[0], _(param.help or "") + must))
        for heading, rows in ((_("Arguments"), arguments), (_("Options"), options)):
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)


class Command(_Page, TyperCommand):
    """One command."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Arguments and options."""
        self.format_parameters(ctx, formatter)


class Noun(_Page, TyperGroup):
    """The commands about one kind of thing."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Options and the commands of the noun."""
        self.format_parameters(ctx, formatter)
        rows = [(name, _(command.help or "")) for name, command in self.commands.items()]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)


class NounThatStands(Noun):
    """A noun that stands for its first command where none is named (`qualcode suggest PROJECT`)."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put in the command that was left out."""
        if args and args[0] not in self.commands and args[0] != "--help":
            args = [next(iter(self.commands)), *args]
        return super().parse_args(ctx, args)


def noun(help: str, cls: type[Noun] = Noun) -> typer.Typer:
    """An empty noun; `help` is marked for translation."""
    return typer.Typer(cls=cls, help=help, rich_markup_mode=None, add_completion=False)


def command(app: typer.Typer, name: str, help: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function the command `name` of `app`; `help` is marked for translation."""
    return app.command(name, help=help, cls=Command)


def usage_error(error: Any) -> str:
    """A mistake in what was typed, as one line in the person's language."""
    param = getattr(error, "param", None)
    name = _name(param) if param is not None else ""
    # Typer keeps its error classes to itself; their names and fields are what it lets out.
    match type(error).__name__:
        case "MissingParameter":
            return _("{name} is missing", name=name)
        case "BadParameter" if param is not None and _is_integer(param):
            return _("{name} needs a whole number", name=name)
        case "BadParameter" if "is not readable" in error.message:
            path = str(error.message).partition("'")[2].rpartition("'")[0]
            return _("cannot read {path}: you have no right to", path=path)
        case "BadParameter":
            return _("{name}: this value cannot be used", name=name)
        case "NoSuchOption":
            hint = ", ".join(sorted(error.possibilities or ()))
            known = _("there is no option {name} here; did you mean {hint}?")
            unknown = _("there is no option {name} here; --help shows what there is")
            return (known if hint else unknown).format(name=error.option_name, hint=hint)
        case "BadOptionUsage" if "requires" in error.message:
            return _("{name} needs a value", name=error.option_name)
        case "BadOptionUsage":
            return _("{name} takes no value", name=error.option_name)
    return _general(error)


def _general(error: Any) -> str:
    """The mistakes for which Typer has one class and only its words tell them apart."""
    said = str(error.message)
    typed = said.partition(" (")[2].rpartition(")")[0] or said.partition("'")[2].rpartition("'")[0]
    commands = ", ".join(getattr(error.cmd, "commands", ()))
    if said.startswith("Missing command"):
        return _("which command? one of {commands}", commands=commands)
    if said.startswith("No such command"):
        typed = typed.partition("'")[0]
        return _("there is no command {name} here; one of {commands}", name=typed, commands=commands)
    if said.startswith("Got unexpected extra argument"):
        return _("too much was given: {words}", words=typed)
    return said


def _name(param: Any) -> str:
    return str(param.opts[-1] if param.param_type_name == "option" else param.metavar or param.name.upper())


def _is_integer(param: Any) -> bool:
    return "int" in str(param.bare_type())
