"""`qualcode`: chooses the language, finds the command and runs it; every error becomes one line.

The first word picks a module of this room, which is imported only then: the page of `qualcode --help` costs no
more than Typer itself, and often less.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any

from qualcode import __version__
from qualcode.cli.marking import N_
from qualcode.cli.output import OutputLost, finish, painted, prepare_streams, print_json, say, state
from qualcode.errors import BadInput, QualcodeError
from qualcode.i18n import LANGUAGES, _, set_language, system_language
from qualcode.i18n.reasons import why

SECTIONS: tuple[tuple[str, dict[str, tuple[str, str]]], ...] = (
    (
        N_("Start"),
        {
            "new": ("project", N_("Make a new project.")),
            "open": ("screen", N_("Open a project in the app.")),
            "demo": ("demo", N_("Build a sample study with its reports and open it.")),
        },
    ),
    (
        N_("Material"),
        {
            "source": ("source", N_("Files of material: add, list, show, say who speaks.")),
            "informant": ("informant", N_("Informants, their attributes and consent.")),
            "attribute": (
                "attribute",
                N_("Attributes: read tables, count, cross with codes, value for money."),
            ),
            "group": ("group", N_("Groups of informants.")),
            "actor": ("actor", N_("People and bodies who are only mentioned.")),
            "guide": ("guide", N_("Research questions and interview guide.")),
        },
    ),
    (
        N_("Coding"),
        {
            "codebook": ("codebook", N_("The codebook: import, export, show, check.")),
            "code": ("code", N_("Code spans of text.")),
            "coder": ("coder", N_("Who codes, and what a second coder is given.")),
            "suggest": ("suggest", N_("Codes proposed by cue words; a person decides.")),
            "memo": ("memo", N_("Memos.")),
            "comment": ("comment", N_("Comments of reviewers, and answers to them.")),
            "review": ("review", N_("Packs that a supervisor fills in in Word or a spreadsheet.")),
            "tie": ("tie", N_("Ties between informants and actors.")),
            "finding": ("finding", N_("Findings and their evidence.")),
        },
    ),
    (
        N_("Analysis and report"),
        {
            "triangulate": (
                "triangulation",
                N_("Cross the evidence of findings over groups, methods, times or coders."),
            ),
            "ready": ("ready", N_("Ready for the examination: what an examiner will ask, what is open.")),
            "quotes": ("quotes", N_("Find coded quotes by codes, people, places and words.")),
            "counts": ("analysis", N_("Count codes by informants and quotes.")),
            "agreement": ("agreement", N_("How far coders agree, code by code.")),
            "cross": (
                "cross",
                N_("Cross codes with codes, outcomes and periods; problems with causes and solutions."),
            ),
            "saturation": ("saturation", N_("Whether new informants still bring new codes.")),
            "network": ("network", N_("The informant graph: nodes, ties, measures; export for Gephi.")),
            "report": ("report", N_("Write a report for the thesis.")),
            "figure": ("figure", N_("Draw prominence, matrix, saturation, agreement or network to a file.")),
            "section": ("section", N_("Sections that the report shows besides the findings.")),
            "search": ("project", N_("Find words in the texts.")),
        },
    ),
    (
        N_("Keeping"),
        {
            "study": ("study", N_("Title, site and other settings of the study.")),
            "undo": ("project", N_("Take back the last action.")),
            "redo": ("project", N_("Do again what was taken back.")),
            "log": ("project", N_("The change log.")),
            "check": ("project", N_("Check that the project is whole.")),
            "backup": ("project", N_("Copy the project with everything in it, real names too.")),
            "restore": ("project", N_("Bring back a copy as a project.")),
            "keys": ("keys", N_("List the keys of the app and check your own.")),
            "snapshots": ("keeping", N_("The copies qualcode keeps by itself: list them, bring one back.")),
            "share": ("keeping", N_("Write a copy for others, with codes in place of real names.")),
        },
    ),
)
"""What `qualcode --help` shows: section, command, the module it lives in, what it does."""

MODULES = {name: module for _title, commands in SECTIONS for name, (module, _help) in commands.items()}

OWN_LANG = ("new", "demo", "report", "figure", "study", "review")
"""Commands with a `--lang` of their own, which may differ from the language of the screen."""

INTERRUPTED = 130
PIPE_CLOSED = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line `arguments` (by default the process's) and give the exit code.

    0 done, 1 a check failed, 2 bad input, 3 somebody else is writing, 4 what was to leave the project could tell who
    somebody is. Errors are one line on standard error that
    begins `error:`; with QUALCODE_DEBUG=1 an unforeseen one is raised instead.
    """
    prepare_streams()
    set_language(system_language())
    state.changed = False
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = _run(given)
        finish()
        return code
    except QualcodeError as error:
        if "--json" in given:
            _list_places(error)
        return _say(error.message, error.exit_code)
    except OutputLost as lost:
        _let_go_of_output()
        return _say(_unprinted(lost), 2)
    except UnicodeEncodeError:
        return _say(_("something that was given is no valid text (UTF-8)"), 2)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _let_go_of_output()
        return PIPE_CLOSED
    except OSError as error:
        if os.environ.get("QUALCODE_DEBUG"):
            raise
        return _say(_refused(error), 2)
    except Exception as error:  # the last resort: whatever happens, a person reads one line
        if os.environ.get("QUALCODE_DEBUG"):
            raise
        return _say(_unforeseen(error), 2)


def _run(arguments: list[str]) -> int:
    arguments = _take_language(arguments)
    for text in arguments:
        if hidden := sorted({f"U+{ord(sign):04X}" for sign in set(text) - {"\r"} if painted(sign) != sign}):
            raise BadInput(_("{text} holds control characters ({signs})", text=text, signs=", ".join(hidden)))
    match arguments:
        case []:
            from qualcode.cli.home import home

            return home()
        case ["--help" | "-h" | "help", *_rest]:
            print_page()
            return 0
        case ["--version", *rest]:
            if "--json" in rest:
                print_json({"version": __version__})
            else:
                say(f"qualcode {__version__}")
            return 0
        case [word, *_rest] if word.startswith("-"):
            raise BadInput(_("there is no option {name} here; --help shows what there is").format(name=word))
        case [word, *_rest] if word not in MODULES:
            raise BadInput(_unknown(word))
        case [word, *rest]:
            return _run_command(word, rest)
    raise AssertionError(arguments)


def _run_command(word: str, arguments: list[str]) -> int:
    import typer
    from typer.main import get_group

    from qualcode.cli.pages import usage_error

    command: Any = get_group(import_module(f"qualcode.cli.{MODULES[word]}").app)
    if word in command.commands:
        command = command.commands[word]
    try:
        code = command.main(arguments, prog_name=f"qualcode {word}", standalone_mode=False)
    except typer.Abort:
        return INTERRUPTED
    except typer.TyperException as error:
        raise BadInput(usage_error(error)) from None
    except SystemExit:  # Typer's way with a closed pipe
        raise BrokenPipeError from None
    return code if isinstance(code, int) else 0


def _take_language(arguments: list[str]) -> list[str]:
    """Set the language that `--lang` names; gives the arguments that are left for the command."""
    word = next((a for i, a in enumerate(arguments) if a in MODULES), "")
    own = arguments.index(word) if word in OWN_LANG else len(arguments)
    end = arguments.index("--") if "--" in arguments else len(arguments)
    left: list[str] = []
    position = 0
    while position < len(arguments):
        text = arguments[position]
        name, equals, value = text.partition("=")
        if name != "--lang" or position >= end or position > own:
            left.append(text)
            position += 1
            continue
        if not equals:
            if position + 1 >= len(arguments):
                raise BadInput(_("{name} needs a value", name="--lang"))
            value = arguments[position + 1]
        if value not in LANGUAGES:
            raise BadInput(_("language is id or en, not {given}", given=value))
        set_language(value)
        position += 1 if equals else 2
    return left


def print_page() -> None:
    """Print what `qualcode --help` shows."""
    longest = max(map(len, MODULES))
    say(_("Usage: ") + "qualcode [--lang id|en] " + _("COMMAND …"))
    say()
    say("  " + _("Qualitative coding from interview files to a triangulated report."))
    say("  " + _("Without a command the app opens; `qualcode COMMAND --help` tells more."))
    for title, commands in SECTIONS:
        say(f"\n{_(title)}:")
        for name, (_module, text) in commands.items():
            say(f"  {name:<{longest}}  {_(text)}")
    say(f"\n{_('Options')}:")
    for option, text in (("--lang", _("Language: id or en.")), ("--version", _("Show the version."))):
        say(f"  {option:<{longest}}  {text}")


def _unknown(word: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, MODULES, 1)
    if near:
        return _("there is no command {name}; did you mean {near}?", name=word, near=near[0])
    return _("there is no command {name}; qualcode --help shows what there is", name=word)


def _say(message: str, code: int) -> int:
    with suppress(OSError, OutputLost):
        say(f"error: {message}", file=sys.stderr)
    return code


def _unforeseen(error: Exception) -> str:
    """One line about an error nobody foresaw: what, where, and what to do."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    where = f"{os.path.basename(frame.tb_frame.f_code.co_filename)}:{frame.tb_lineno}" if frame else "?"
    what = f"{type(error).__name__}: {' '.join(str(error).split())}".rstrip(": ")
    if state.changed:
        return _(
            "something went wrong inside qualcode ({what}, at {where}), after the change was made. Please report this "
            "line with what you did; QUALCODE_DEBUG=1 shows more.",
            what=what,
            where=where,
        )
    return _(
        "something went wrong inside qualcode ({what}, at {where}); the project was not changed by this step. "
        "Please report this line with what you did; QUALCODE_DEBUG=1 shows more.",
        what=what,
        where=where,
    )


def _refused(error: OSError) -> str:
    """One line about a file or folder the system would not give."""
    what, reason = error.filename or "?", why(error)
    if state.changed:
        return _("{path}: {reason}; the change was made all the same", path=what, reason=reason)
    return _("{path}: {reason}", path=what, reason=reason)


def _unprinted(lost: OutputLost) -> str:
    if state.changed:
        return _(
            "the answer could not be printed ({reason}); the change was made all the same", reason=lost.reason
        )
    return _("the answer could not be printed ({reason})", reason=lost.reason)


def _list_places(error: QualcodeError) -> None:
    """With --json, everything an error knows about: the problems of a file, the places that give somebody away."""
    with suppress(OutputLost, OSError):
        for name in ("problems", "places"):
            if found := getattr(error, name, None):
                print_json({"error": error.message, name: found})


def _let_go_of_output() -> None:
    """Nobody takes our output any more: what is still buffered has nowhere to go."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
