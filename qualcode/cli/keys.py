"""`qualcode keys`: every key of the app with the name that a keymap uses, and what is wrong with a person's own keymap."""

from __future__ import annotations

from os.path import isfile
from typing import Annotated

import typer

from qualcode.cli.marking import N_
from qualcode.cli.options import Json
from qualcode.cli.output import print_json, print_table, say
from qualcode.cli.pages import command, noun
from qualcode.errors import CheckFailed
from qualcode.i18n import _, ngettext

app = noun(N_("The keys of the app."))


@command(app, "keys", N_("Every key of the app and what it does; a file of your own may change them."))
def keys(
    check: Annotated[
        bool, typer.Option("--check", help=N_("Only tell what is wrong with your own keys, by line."))
    ] = False,
    json: Json = False,
) -> None:
    """List every key as it is now; with --check, exit code 1 where the keymap has mistakes."""
    from qualcode.tui.keymap import every_binding, keymap_path, keys_now, load_keymap, where_of

    path, keymap = keymap_path(), load_keymap()
    rows = every_binding()
    if json:
        found = {"path": path, "found": isfile(path), "problems": keymap.problems}
        listed = [
            {
                "page": where_of(row.id),
                "id": row.id,
                "keys": keys_now(row, keymap),
                "own": row.id in keymap.keys,
                "name": row.name,
                "what": row.what,
            }
            for row in rows
        ]
        print_json(found if check else {**found, "keys": listed})
    elif not check:
        heads = [_("Page"), _("Name in a keymap"), _("Keys"), _("What it does")]
        lines = []
        for row in rows:
            own = "*" if row.id in keymap.keys else ""
            lines.append([where_of(row.id), row.id, " ".join(keys_now(row, keymap)) + own, row.what])
        print_table(heads, lines)
        say()
        say(_("Other keys are written in {path}, one a line, as", path=path))
        say('  reader.next = ["j", "down"]')
        if keymap.keys:
            say(_("* your own"))
        say("\n".join(keymap.problems), end="\n" if keymap.problems else "")
    elif not keymap.problems and not isfile(path):
        say(_("There is no {path}; all keys are as they came.", path=path))
    elif not keymap.problems:
        n = len(keymap.keys)
        say(ngettext("{path}: {n} entry, all is well", "{path}: {n} entries, all is well", n, path=path))
    elif len(keymap.problems) > 1:
        say("\n".join(keymap.problems))
    if check and keymap.problems:
        raise CheckFailed(
            ngettext(
                "your own keys have {n} mistake: {first}",
                "your own keys have {n} mistakes, first: {first}",
                len(keymap.problems),
                first=keymap.problems[0],
            )
        )
