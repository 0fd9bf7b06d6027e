"""Every comment of the project with its answers: what reviewers wait for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import DataTable, Static

from qualcode.i18n import _, ngettext
from qualcode.project.comment_rows import status_name
from qualcode.project.comments import KINDS
from qualcode.tui.comment_forms import signing, write_comment
from qualcode.tui.desk import Desk
from qualcode.tui.fitted_table import FittedTable
from qualcode.tui.forms import Area, Ask, Form, Line, PickLong
from qualcode.tui.going import Go, Spot, Where
from qualcode.tui.listed import ListedPage, moment
from qualcode.tui.looks import code_cards
from qualcode.tui.offers import Offer, OfferForm, holding, only
from qualcode.tui.page import COMMON, RunningHead
from qualcode.tui.painting import one_line, safe
from qualcode.tui.picker import CodePicker
from qualcode.tui.reviewing import review
from qualcode.tui.said_keys import key_for
from qualcode.tui.writing_out import write_out

if TYPE_CHECKING:
    from qualcode.project.comment_rows import CommentRow, ReplyRow

_CODE = "code"
"""What stands for a code that is still to be chosen."""


@dataclass(frozen=True)
class _Filter:
    """Which comments are shown; empty: whatever they are."""

    status: str = ""
    on: str = ""
    round: str = ""
    coder: str = ""

    def words(self) -> str:
        """What it leaves, in the person's language."""
        kind = kind_name(self.on) if self.on else ""
        return " · ".join(filter(None, (status_name(self.status), kind, self.round, self.coder)))

    def asked(self) -> dict[str, str]:
        """What `project.comments.list` is asked for."""
        return {name: value for name, value in vars(self).items() if value}


class CommentsPage(ListedPage):
    """Threads, those that wait first; the one in focus below with what is answered."""

    DEFAULT_CSS = """
    CommentsPage #thread { height: 11; border-top: solid $page-rule; padding: 0 1; scrollbar-size-vertical: 1; }
    CommentsPage #thread:focus { border-top: solid $primary; }
    CommentsPage.-tall #thread { height: 45%; }
    CommentsPage.-low #thread { height: 6; }
    CommentsPage #thread #words { height: auto; border-top: none; padding: 0; }
    """
    of_one = frozenset(
        {"comments.go", "comments.reply", "comments.settle", "comments.edit", "comments.remove"}
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,g", "go", _("Go there"), id="comments.go", priority=True, key_display="⏎",
                tooltip=_("Go to what this comment is on")),
        Binding("r", "reply", _("Reply"), id="comments.reply", tooltip=_("Answer this comment")),
        Binding("s", "settle", _("Resolved"), id="comments.settle",
                tooltip=_("Say that it is resolved, or open again")),
        Binding("a", "add", _("Add"), id="comments.add", tooltip=_("Comment on a code or a finding")),
        Binding("f", "filter", _("Filter"), id="comments.filter",
                tooltip=_("Only open ones, of one round or one person")),
        *COMMON,
        Binding("e", "edit", _("Edit"), id="comments.edit", show=False,
                tooltip=_("Change your own words, or the round")),
        Binding("i", "import", _("Read in"), id="comments.import", show=False,
                tooltip=_("Bring comments home that were written in a shared copy")),
        Binding("w", "write_out", _("Write"), id="comments.export", show=False,
                tooltip=_("Write every comment to a Markdown file, names replaced by codes")),
        Binding("v", "review", _("Review"), id="comments.review", show=False,
                tooltip=_("Write a pack that a supervisor fills in, or read one in")),
        Binding("x,delete", "remove", _("Remove"), id="comments.remove", show=False, key_display="x",
                tooltip=_("Take this comment, or one answer to it, away")),
    ]  # fmt: skip

    def __init__(self, desk: Desk, comment: str = "") -> None:
        """`comment` is the id of the one to begin with."""
        super().__init__(desk)
        self._wanted = comment
        self._filter = _Filter()

    def body(self) -> ComposeResult:
        """The table, or what to do where it is empty; the thread below."""
        yield FittedTable()
        yield Static(id="empty", markup=False)
        with VerticalScroll(id="thread"):
            yield Static(id="words", markup=False)

    def place(self) -> str:
        """This page."""
        return _("Comments")

    def on_resize(self, event: events.Resize) -> None:
        """The thread takes what the table can spare."""
        self.set_class(event.size.height < 20, "-low")
        self.set_class(event.size.height >= 30, "-tall")

    @work(exclusive=True, group="fetch")
    async def fetch(self) -> None:
        """Read the comments."""
        asked: dict[str, Any] = self._filter.asked()
        rows = await self.desk.read(lambda project: project.comments.list(**asked))
        rows = sorted(rows, key=lambda row: row.status != "open")
        room = 0 if self.size.width >= 110 else 16
        heads = [_("Status"), _("Round"), _("Who"), _("On"), _("Comment")]
        lines = [
            [
                status_name(row.status),
                row.round or "–",
                row.coder,
                one_line(row.about, room),
                one_line(row.body, 200),
            ]
            for row in rows
        ]
        named = _("Comments")
        if words := self._filter.words():
            named += f": {words}"
        self.query_one(RunningHead).show(place=named)
        self.query_one("#empty", Static).update(self.nothing())
        self.query_one("#thread").display = bool(rows)
        self.fill(rows, heads, lines, {n for n, row in enumerate(rows) if row.status != "open"})
        ids = [str(row.id) for row in rows]
        if self._wanted in ids:
            self.query_one(DataTable).move_cursor(row=ids.index(self._wanted))
            self._wanted = ""

    def nothing(self) -> str:
        """What to do."""
        if self._filter.asked():
            return _("No comment fits the filter. {key} changes it.", key=key_for("comments.filter"))
        return _(
            "No comments yet. Press {add} to write one on a code or a finding, or {comment} on a coded passage in a "
            "transcript.",
            add=key_for("comments.add"),
            comment=key_for("transcript.comment"),
        )

    def in_full(self, row: CommentRow) -> Text:
        """A comment, what it is on, and the answers."""
        self.query_one("#thread", VerticalScroll).scroll_home(animate=False)
        title = filter(None, (safe(row.about), safe(row.round), status_name(row.status)))
        text = Text.assemble((" · ".join(title), "bold"))
        if said := row.quote or row.claim:
            room = 0 if self.size.height >= 20 else max(self.size.width - 6, 20)
            text.append(f"\n“{one_line(said, room)}”", "italic")
        _say(text, row, "")
        for answer in row.replies:
            _say(text, answer, "↳ ")
        return text

    # -- going and answering --------------------------------------------------------------------------------------

    def on_data_table_row_selected(self) -> None:
        """A second click on the same row goes there."""
        self.action_go()

    def action_go(self) -> None:
        """Go to what the comment is on."""
        row: CommentRow | None = self.chosen
        if row is None:
            return
        if row.source is not None:
            self.post_message(Go(Where.TRANSCRIPT, Spot(str(row.source), row.start or 0, row.end or 0)))
        elif row.finding is not None:
            self.post_message(Go(Where.FINDINGS, finding=str(row.finding)))
        else:
            self.post_message(Go(Where.CODEBOOK, finding=row.code or ""))

    @work
    async def action_reply(self) -> None:
        """Answer the chosen comment."""
        row: CommentRow | None = self.chosen
        if row is None:
            return
        last = row.replies[-1].body if row.replies else row.body
        who = await signing(self.desk)
        title = _(
            "Answer as {name} to {who} on {about}",
            name=one_line(who.name, 16),
            who=one_line(row.coder, 16),
            about=one_line(row.about, 16),
        )
        done = await self.desk.fill(
            Form(
                title,
                [Area("body", _("Your answer")), who.field()],
                quote=last,
                note=_("Pages at its end, as (p. 45), come into the table of suggestions and revisions."),
                about=f"answer to {row.id}",
            ),
            "comment.reply",
            lambda project, given: project.comments.reply(row.id, given["body"], by=who.chosen(given)),
        )
        if done is not None:
            who.remember(self.desk)

    @work
    async def action_settle(self) -> None:
        """Resolved, or open again."""
        row: CommentRow | None = self.chosen
        if row is None:
            return
        if row.status == "open":
            await self.desk.write("comment.resolve", lambda project: project.comments.resolve(row.id))
        else:
            await self.desk.write("comment.reopen", lambda project: project.comments.reopen(row.id))

    # -- writing --------------------------------------------------------------------------------------------------

    @work
    async def action_add(self) -> None:
        """Comment on what the chosen one is on, on a finding, or on a code."""
        here: CommentRow | None = self.chosen
        findings = await self.desk.read(lambda project: project.findings.list())
        options = [("here", " · ".join(filter(None, (here.about, here.claim))))] if here is not None else []
        options += [(_CODE, _("a code …"))]
        options += [
            (str(one.id), f"F{one.number} · {one.claim}")
            for one in findings
            if here is None or one.id != here.finding
        ]
        form = Form(
            _("New comment"), [PickLong("on", _("Comment on"), options, options[0][0])], button=_("Go on")
        )
        answers = await self.app.push_screen_wait(form)
        if answers is None or not answers["on"]:
            return
        if answers["on"] == "here" and here is not None:
            which = {"code": here.code, "coding": str(here.coding), "finding": str(here.finding)}[here.on]
            await self._write(here.about, here.quote or here.claim, **{here.on: which or ""})
        elif answers["on"] == _CODE:
            if code := await self._pick_code():
                await self._write(code, code=code)
        else:
            finding = next(one for one in findings if str(one.id) == answers["on"])
            await self._write(f"F{finding.number}", finding.claim, finding=answers["on"])

    async def _write(self, about: str, quote: str = "", **on: str) -> None:
        """Comment, and stand at what was written."""
        if made := await write_comment(self, about, quote, **on):
            self._wanted = made
            self.fetch()

    async def _pick_code(self) -> str:
        records = await self.desk.read(lambda project: project.codebook.records())
        cards = code_cards(records)
        if not cards:
            self.app.notify(_("There is no code yet"), markup=False)
            return ""
        picker = CodePicker(list(cards.values()), (), _("Comment on a code"), may_create=False)
        picked = await self.app.push_screen_wait(picker)
        return cards[picked.keys[0]].code if picked is not None and picked.keys else ""

    @work
    async def action_edit(self) -> None:
        """Change one's own words, or the round."""
        row: CommentRow | None = self.chosen
        if row is None:
            return
        rounds = await self.desk.read(lambda project: project.comments.rounds())
        mine = await self._signers()
        part = await self._part(row, _("Change what?"), mine)
        if part is None:
            return
        own = part.coder in mine
        fields: list[Area | Line] = [Area("body", _("Comment"), part.body)] if own else []
        if part.id == row.id:
            fields.append(Line("round", _("Round"), row.round, known=rounds))
        await self.desk.fill(
            Form(
                _("Comment {n}", n=part.number),
                fields,
                quote="" if own else part.body,
                about=str(part.id),
            ),
            "comment.edit",
            lambda project, given: project.comments.edit(
                part.id, body=given.get("body"), round=given.get("round"), by=part.coder if own else None
            ),
        )

    @work
    async def action_remove(self) -> None:
        """Take the comment with its answers away, or one answer, if the person is sure."""
        row: CommentRow | None = self.chosen
        if row is None:
            return
        mine = await self._signers()
        part = await self._part(row, _("Remove what?"), mine)
        if part is None:
            return
        if part.coder not in mine:
            self.app.notify(
                _("{who} wrote this; answer it or resolve it instead of removing it", who=part.coder),
                severity="error",
                markup=False,
            )
            return
        if part.id == row.id and row.replies:
            question = ngettext(
                "Remove this comment with {n} answer? This can be undone.",
                "Remove this comment with {n} answers? This can be undone.",
                len(row.replies),
            )
        else:
            question = _("Remove “{words}”? This can be undone.", words=one_line(part.body, 60))
        if await self.app.push_screen_wait(Ask(question)):
            await self.desk.write(
                "comment.remove", lambda project: project.comments.remove(part.id, by=part.coder)
            )

    @work
    async def action_import(self) -> None:
        """Bring comments home that were written in a copy."""
        form = Form(
            _("Comments of a copy"),
            [
                Line(
                    "file",
                    _("The copy that was shared and commented on"),
                    hint=_("e.g. {example}", example="untuk-pembimbing.qualcode"),
                    needed=True,
                )
            ],
            button=_("Read in"),
        )
        done = await self.desk.fill(
            form, "comment.import", lambda project, answers: project.comments.import_(answers["file"])
        )
        if done is not None:
            self.app.notify(done[0].words(), timeout=5, markup=False)

    @work
    async def action_review(self) -> None:
        """A pack for a supervisor, out or in."""
        await review(self)

    @work
    async def action_write_out(self) -> None:
        """Every comment to a file, as it may leave the project."""
        await write_out(
            self,
            _("Write the comments to a file"),
            _("comments"),
            [(".md", "Markdown")],
            lambda project, file, _answers, progress, accepted: project.comments.export(
                file, accept_leaks=accepted, progress=progress
            ),
        )

    async def _signers(self) -> frozenset[str]:
        """Whose comments are one's own here: of whoever acts, and of whoever signs."""
        return frozenset((self.desk.project.coder, (await signing(self.desk)).name))

    async def _part(self, row: CommentRow, title: str, mine: Collection[str]) -> CommentRow | ReplyRow | None:
        """The comment or one of its answers, as a person chooses, of those that `mine` answered."""
        parts: list[CommentRow | ReplyRow] = [row]
        parts += [answer for answer in row.replies if answer.coder in mine]
        if len(parts) == 1:
            return row
        options = [(str(part.id), f"{part.coder}: {one_line(part.body)}") for part in parts]
        form = Form(title, [PickLong("part", _("Comment"), options, options[-1][0])], button=_("Go on"))
        answers = await self.app.push_screen_wait(form)
        return next((part for part in parts if answers and str(part.id) == answers["part"]), None)

    @work
    async def action_filter(self) -> None:
        """Only open ones, those on one kind of thing, of one round or of one person."""
        old = self._filter
        rounds, rows = await self.desk.read(
            lambda project: (project.comments.rounds(), project.comments.list())
        )
        coders = list(dict.fromkeys(row.coder for row in rows))
        states = {status_name(name): name for name in ("open", "resolved")}
        kinds = {kind_name(name): name for name in KINDS}
        known = {
            "status": [Offer(name, name) for name in states],
            "on": [Offer(name, name) for name in kinds],
            "round": [Offer(name, name) for name in rounds],
            "coder": [Offer(name, name) for name in coders],
        }
        everything = Offer("", _("all"))
        answers = await self.app.push_screen_wait(
            OfferForm(
                _("Which comments?"),
                [
                    Line("status", _("Status"), status_name(old.status) if old.status else "", _("all")),
                    Line("on", _("On"), kind_name(old.on) if old.on else "", _("all")),
                    Line("round", _("Round"), old.round, _("all")),
                    Line("coder", _("Who"), old.coder, _("all")),
                ],
                {name: partial(holding, [everything, *offers]) for name, offers in known.items()},
                button=_("Show"),
                check=only(known),
            )
        )
        if answers is not None:
            status, on = states.get(answers["status"], ""), kinds.get(answers["on"], "")
            self._filter = _Filter(status, on, answers["round"], answers["coder"])
            self.fetch()


def _say(text: Text, part: CommentRow | ReplyRow, sign: str) -> None:
    text.append(f"\n{sign}{safe(part.coder)}", "bold").append(f" · {moment(part.created_at)}", "dim")
    for line in part.body.split("\n"):
        text.append("\n" + safe(line))


def kind_name(kind: str) -> str:
    """What a comment is on, in the person's language."""
    return {"code": _("code"), "coding": _("coding"), "finding": _("finding")}.get(kind, kind)
