"""`network`: who is tied to whom with every measure, by waves too; codes and informants, codes and codes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qualcode.cli.leaving import places_listed, tell
from qualcode.cli.marking import N_
from qualcode.cli.opening import reading
from qualcode.cli.options import AcceptLeaks, Json, ProjectPath
from qualcode.cli.output import decimal, percent, print_json, say, show, state
from qualcode.cli.pages import command, noun
from qualcode.cli.wording import show_worded
from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.network.brokers import role_words
from qualcode.text.addresses import typed_path

if TYPE_CHECKING:
    from qualcode.project.code_networks import CodeNetwork
    from qualcode.project.figures import NetworkFigure

app = noun(N_("Who is tied to whom."))

TIES = "ties"


@command(app, "network", N_("The informant graph: nodes, ties, measures; export for Gephi."))
def network(
    project: ProjectPath,
    focal: Annotated[
        str | None,
        typer.Option(
            "--focal", metavar="GROUP", help=N_("Shares and E-I of the ties that touch this group.")
        ),
    ] = None,
    wave: Annotated[
        int | None,
        typer.Option("--wave", metavar="N", help=N_("Only the ties of which a passage was told then.")),
    ] = None,
    of: Annotated[
        str,
        typer.Option(
            "--of",
            metavar="WHAT",
            help=N_("ties, codes (which share words) or code-informant (who mentions which)."),
        ),
    ] = TIES,
    export: Annotated[
        Path | None,
        typer.Option(
            "--export",
            metavar="FILE",
            parser=typed_path,
            help=N_("Write the graph to a .graphml, .gexf or .svg file; that of codes to .graphml."),
        ),
    ] = None,
    accept_leaks: AcceptLeaks = False,
    json: Json = False,
) -> None:
    """Print the graph with its measures, or write it to a file."""
    if of != TIES and (focal is not None or wave is not None):
        raise BadInput(_("--focal and --wave are for the network of ties"))
    figure: NetworkFigure | CodeNetwork
    written = None
    with places_listed(as_json=json), reading(project) as opened:
        analysis = opened.analysis
        if of == TIES:
            figure = analysis.network(focal, wave=wave)
            if export is not None:
                written = analysis.export_network(export, focal, wave=wave, accept_leaks=accept_leaks)
        else:
            figure = analysis.code_network(of)
            if export is not None:
                written = analysis.export_code_network(export, of, accept_leaks=accept_leaks)
        remarks = () if written is None else opened.sharing.remarks(people=True)
    state.changed = written is not None
    tell(remarks, as_json=json)
    if json:
        print_json({**figure.as_json(), **({} if written is None else {"file": written, "remarks": remarks})})
    elif written is not None:
        say(_("wrote {path}", path=written))
    elif of == TIES:
        _print_ties(figure.as_json())
    else:
        _print_codes(figure.as_json())


def _print_ties(known: Any) -> None:
    if known["reason"] and not known["nodes"]:
        say(known["reason"])
        return
    show(known["nodes"], [*_people(), (_("Degree"), "degree"), ("B", "betweenness"), ("C", "closeness"),
                          ("K", "constraint"), ("S", "effective_size"), ("k", "core"), ("E-I", "ei"), ("n", "ei_n"),
                          ("E*", "expected_ei")], as_json=False)  # fmt: skip
    signs = {"B": "betweenness", "C": "closeness", "K": "constraint", "S": "effective_size", "k": "core",
             "E-I": "ei", "E*": "expected_ei"}  # fmt: skip
    say()
    for sign, name in signs.items():
        say(f"  {sign:<4} {known['definitions'][name]}")
    for sign, name in signs.items():
        _print_blanks(sign, name, known)
    say()
    columns = [
        (_("From"), "from"),
        (_("To"), "to"),
        (_("Type"), "type"),
        (_("Class"), "class"),
        (_("Strength"), "strength"),
        (_("Confirmed"), "confirmed"),
    ]
    if known["reason"]:
        say(known["reason"])
    else:
        show_worded(known["ties"], columns, ("type", "class", "confirmed"), as_json=False)
    say()
    _print_measures(known)
    _print_roles(known)
    if len(known["waves"]) > 1:
        _print_waves(known["waves"], known["undefined"])
    _print_warnings(known)


def _print_blanks(sign: str, name: str, known: Any) -> None:
    """Whose cells of a measure are blank, by the reason."""
    blank: dict[str, list[str]] = {}
    for node in known["nodes"]:
        if (reason := known["undefined"].get(f"{node['id']}.{name}")) is not None:
            blank.setdefault(reason, []).append(node["label"])
    for reason, names in blank.items():
        say(f"  {sign:<4} – {', '.join(names)}: {reason}")


def _print_roles(known: Any) -> None:
    """Who stands between two who are not tied, in which role."""
    say(f"\n{_('Brokerage roles (Gould & Fernandez 1989)')}")
    brokers = [node for node in known["nodes"] if any(node["roles"].values())]
    if not brokers:
        say("  " + _("nobody stands between two who are not tied"))
        return
    roles = list(brokers[0]["roles"])
    show(
        [{"label": node["label"], **node["roles"]} for node in brokers],
        [(_("Node"), "label"), *((role_words(role), role) for role in roles)],
        as_json=False,
    )
    say(f"\n  {known['definitions']['roles']}")


def _people() -> list[tuple[str, str]]:
    return [
        (_("Node"), "label"),
        (_("Group"), "group"),
        (_("Level"), "level"),
        (_("Interviewed"), "interviewed"),
    ]


def _print_measures(known: Any) -> None:
    measures, why, definitions = known["measures"], known["undefined"], known["definitions"]
    n = known["n"]

    def line(name: str, said: str) -> None:
        say(f"  {name:<14} {said}  {definitions[name]}")

    for kind in ("bonding", "bridging", "linking", "undefined"):
        share = measures["shares"].get(kind)
        line(
            kind,
            f"{measures['counts'][kind]}"
            + ("" if share is None else f"/{n['shares']} ({percent(share, places=0)})"),
        )
    if n["shares"]:
        say(f"  {'':<14} {definitions['shares']}")
    for name in ("ei", "expected_ei", "ei_valued", "density", "arc_density", "assortativity"):
        value = measures[name]
        of = f" (n {n[name]})" if name in ("ei", "density", "assortativity") else ""
        line(name, f"– ({why.get(name, '')})" if value is None else decimal(value, 3) + of)
    for group, value in measures["group_ei"].items():
        beside = measures["group_expected_ei"][group]
        pairs = n["group_ei"][group]
        of = "" if pairs is None else f"n {pairs}, "
        if value is None:
            say(f"  ei {group:<11} – ({why.get(f'group_ei.{group}', '')})")
            continue
        say(f"  ei {group:<11} {decimal(value)} ({of}E* {decimal(beside)})")
    for name in ("components", "cliques"):
        line(name, "; ".join(", ".join(part) for part in measures[name]) or "–")
    line("confirmed", ", ".join(f"{name} {count}" for name, count in measures["confirmed"].items()))
    line("negative", str(measures["negative"]))


def _print_waves(waves: list[dict[str, Any]], why: dict[str, str]) -> None:
    rows = [{**one, **one["counts"]} for one in waves]
    columns = [
        (_("Wave"), "wave"),
        (_("Interviewed"), "interviewed"),
        (_("Pairs"), "pairs"),
        ("bonding", "bonding"),
        ("bridging", "bridging"),
        ("linking", "linking"),
        ("E-I", "ei"),
        ("n", "ei_n"),
        ("density", "density"),
    ]
    say()
    show(rows, columns, as_json=False)
    for one in waves:
        for sign, name in (("E-I", "ei"), ("density", "density")):
            if (reason := why.get(f"waves.{one['wave']}.{name}")) is not None:
                say(f"  {sign:<8} – {_('time {n}', n=one['wave'])}: {reason}")


def _print_codes(known: Any) -> None:
    from qualcode.analysis.counted import heading

    if known["reason"]:
        say(known["reason"])
    if not known["nodes"]:
        return
    columns = [
        (_("Node"), "label"),
        (_("Kind"), "kind"),
        (_("Degree"), "degree"),
        (_("Betweenness"), "betweenness"),
        ("k", "core"),
    ]
    kinds = {
        "code": _("code"),
        "informant": _("informant"),
        "session": _("session"),
        "document": _("document"),
    }
    show([{**node, "kind": kinds[node["kind"]]} for node in known["nodes"]], columns, as_json=False)
    say()
    columns = [
        (_("From"), "from"),
        (_("To"), "to"),
        (heading(known["unit"]), "informants"),
        (_("Segments"), "segments"),
    ]
    labels = {node["id"]: node["label"] for node in known["nodes"]}
    lines = [{**tie, "from": labels[tie["from"]], "to": labels[tie["to"]]} for tie in known["ties"]]
    show(lines, columns, as_json=False)
    say()
    measures, why, definitions = known["measures"], known["undefined"], known["definitions"]
    density = measures["density"]
    of = f" ({measures['ties']}/{measures['possible']})"
    said = f"– ({why['density']})" if density is None else decimal(density, 3) + of
    say(f"  {'density':<14} {said}  {definitions['density']}")
    say(f"  {'components':<14} {len(measures['components'])}  {definitions['components']}")
    for name in ("degree", "betweenness", "informants", "segments"):
        say(f"  {name:<14} {definitions[name]}")
    say(f"  {'k':<14} {definitions['core']}")
    _print_warnings(known)


def _print_warnings(known: Any) -> None:
    for warning in known["warnings"]:
        say(f"  ! {warning}")
