"""The open project as screens use it: reading and writing without holding up the keys, and what became of a write."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from enum import Enum
from threading import Condition
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import App
from textual.signal import Signal
from textual.worker import NoActiveWorker, get_current_worker

from qualcode.errors import BadInput, Busy, QualcodeError, StoreError
from qualcode.i18n import _
from qualcode.tui.doing import CalledOff
from qualcode.tui.drafts import Drafts
from qualcode.tui.meanwhile import WRITTEN, Follower
from qualcode.tui.recent import Memory
from qualcode.tui.said_keys import key_for

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.tui.forms import Answers, Form

T = TypeVar("T")

PATIENCE_SECONDS = 20.0
"""How long leaving a project waits for what is still being read."""


class Saving(Enum):
    """Where the last write stands."""

    SAVED = "saved"
    PENDING = "pending"
    FAILED = "failed"
    READING = "reading"
    """Nothing can be written: another process does, or nobody can where the project lies."""


class Desk:
    """One project and the person at it.

    A write shows as saved only after it is on disk; where it fails, the person is told and the caller gets None, to
    take back what it showed. After each write that went through, `changed` is published.

    A project that another process writes is read here: what that one writes is followed, and what is to be written
    is refused with the reason, until `take_over`.
    """

    def __init__(self, app: App[Any], project: Project, memory: Memory) -> None:
        self.app = app
        self.project = project
        self.memory = memory
        study = project.study()
        self.title = study.title or project.path.stem
        self.drafts = Drafts(str(study.uid))
        """What was typed into forms and is not saved yet."""
        self.notices: list[str] = []
        """What a person is to know about how the project is kept; it stays on the contents page."""
        self.noticed: Signal[str] = Signal(app, "noticed")
        """Published with each new one."""
        self._loop = asyncio.get_running_loop()
        project.keeper.tell = self._told
        self.changed: Signal[str] = Signal(app, "changed")
        """Published with what was done, as `coding.add`."""
        self.stated: Signal[Saving] = Signal(app, "stated")
        """Published when `saving` changes."""
        self.saving = Saving.READING if self.only_reads else Saving.SAVED
        self._follower = Follower(self) if self.only_reads else None
        self._waiting = 0
        self._reads = Condition()
        self._reading = 0
        self._left = False
        # One thread, so that what a person does second is also written second.
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="qualcode-write")

    @property
    def only_reads(self) -> bool:
        """Whether the project was opened for reading, as another process writes it, or nobody can, or as was asked for."""
        return not self.project.store.writable

    def refusal(self) -> str:
        """Why nothing is written, and which key tries again, in one line."""
        bindings = [a.binding for screen in self.app.screen_stack for a in screen.active_bindings.values()]
        keys = (self.app.get_key_display(binding) for binding in bindings if binding.id == "app.write")
        key, database = next(keys, ""), self.project.store.database
        if bar := database.bar():
            return _(
                "Nothing can be written here: {reason}. {key} tries again.",
                reason=bar,
                key=key,
            )
        if not database.is_held():
            return _("Only reading; nobody else is working here. {key} opens it for writing.", key=key)
        return _("Only reading: somebody else is working in this project. {key} tries to write.", key=key)

    def take_over(self, project: Project) -> Project:
        """From now on write in `project`, which is the same one, opened for writing; gives the one that was read."""
        before, self.project = self.project, project
        before.keeper.tell = None
        project.keeper.tell = self._told
        if self._follower is not None:
            self._follower.stop()
            self._follower = None
        self._state(Saving.SAVED)
        self.changed.publish(WRITTEN)
        return before

    async def ask(self, work: Callable[[Project], T]) -> T:
        """What `work` finds in the project; it runs in a thread of its own. Errors come through."""
        return await asyncio.to_thread(self._found, work)

    def _found(self, work: Callable[[Project], T]) -> T:
        """Whoever leaves waits for this: a connection that still reads would keep the log beside the file."""
        with self._reads:
            if self._left:
                raise StoreError(_("the project is closed"))
            self._reading += 1
        try:
            return self.project.attempt(work)
        finally:
            with self._reads:
                self._reading -= 1
                self._reads.notify_all()

    async def read(self, work: Callable[[Project], T]) -> T:
        """Like `ask`, but where it fails the person is told and the worker that asked ends, as if it were cancelled.

        Raises CalledOff.
        """
        try:
            found = await self.ask(work)
        except CalledOff:
            raise
        except Exception as error:
            if not self._left:
                self.app.notify(reason_of(error), severity="error", timeout=10, markup=False)
            raise asyncio.CancelledError from error
        if self._left or not _asker_there():  # the page is going, and has nothing left to show it on
            raise asyncio.CancelledError
        return found

    def submit(self, work: Callable[[Project], T]) -> Future[T]:
        """Queue a write now; writes happen in the order in which they were queued. Give it to `settle`."""
        if self.only_reads:
            refused: Future[T] = Future()
            refused.set_exception(Busy(self.refusal()))
            return refused
        return self._writer.submit(self.project.attempt, work)

    async def fill(
        self,
        form: Form,
        action: str,
        work: Callable[[Project, Answers], T],
        *,
        first: Callable[[Answers], Awaitable[str]] | None = None,
    ) -> tuple[T] | None:
        """Show a form and write what it answers; None where the person left it.

        The form stays, with what was typed and the reason, until the write went through. `first` does what has to be
        there before, and gives the reason where it cannot. Where nothing can be written nothing is asked either.
        """
        if self.only_reads:
            self.app.notify(self.refusal(), severity="warning", timeout=6, markup=False)
            return None
        from qualcode.tui.problems import show_problems

        written: list[T] = []

        async def keep(answers: Answers) -> str:
            if first is not None and (missing := await first(answers)):
                return missing
            reasons: list[str] = []
            future = self.submit(lambda project: work(project, answers))
            done = await self.settle(action, future, tell=reasons.append)
            written.extend(done or ())
            if done is None:
                await show_problems(self.app, future.exception())
            return "" if done is not None else reasons[0]

        form.keep = keep
        await self.app.push_screen_wait(form)
        return (written[0],) if written else None

    async def write(self, action: str, work: Callable[[Project], T]) -> tuple[T] | None:
        """Do `work` and give its result in a tuple, or None where it failed."""
        return await self.settle(action, self.submit(work))

    async def settle(
        self, action: str, future: Future[T], *, tell: Callable[[str], None] | None = None
    ) -> tuple[T] | None:
        """Wait until a write is on disk and give its result in a tuple, or None where it failed.

        `tell` is called with the reason of a failure; without it the person gets a notice.
        """
        self._waiting += 1
        self._state(Saving.PENDING)
        loop = asyncio.get_running_loop()

        def finished(done: Future[T]) -> None:
            with suppress(RuntimeError):  # the app has gone; what was asked for is written all the same
                loop.call_soon_threadsafe(self._settled, action, done, tell)

        future.add_done_callback(finished)
        # A page that goes away cancels its workers; `wait` then lets go without cancelling what was asked to be written.
        wrapped = asyncio.wrap_future(future)
        await asyncio.wait([wrapped])
        return None if wrapped.exception() else (wrapped.result(),)

    def _settled(self, action: str, done: Future[Any], tell: Callable[[str], None] | None) -> None:
        self._waiting -= 1
        error = done.exception()
        if error is None:
            if not self._waiting:
                self._state(Saving.SAVED)
            self.changed.publish(action)
            return
        # What the project refused was never to be kept, so nothing is unsaved; any other error lost what was asked for.
        refused = isinstance(error, BadInput) or self.only_reads
        still = Saving.PENDING if self._waiting else Saving.SAVED
        self._state(still if refused else Saving.FAILED)
        if tell is not None:
            tell(reason_of(error))
        elif self.only_reads:
            self.app.notify(reason_of(error), severity="warning", timeout=6, markup=False)
        elif refused and action in ("undo", "redo"):
            self.app.notify(reason_of(error), timeout=3, markup=False)
        else:
            title = "" if refused else _("Not saved")
            self.app.notify(reason_of(error), title=title, severity="error", timeout=10, markup=False)

    def standing(self) -> list[str]:
        """What a person is to know just now."""
        return [*([self.refusal()] if self.only_reads else []), *self.notices]

    def notice(self, line: str) -> None:
        """Something a person is to know: told now, and left standing on the contents page."""
        if line not in self.notices:
            self.notices.append(line)
        astray = line == self.project.store.astray
        if astray:
            self._state(Saving.FAILED)
        if not (astray and self._waiting):  # what is being written will fail with this very line
            n = len(self.standing())  # one takes the place of the other
            more = _("{n} notices; {key} shows all", n=n, key=key_for("app.notices")) if n > 1 else ""
            self.app.notify(line, title=more, severity="warning", timeout=8, markup=False)
        self.noticed.publish(line)

    def _told(self, line: str) -> None:
        """The project's keeper says something, in a thread of its own."""
        with suppress(RuntimeError):  # the app has gone; whoever closes the project tells it
            self._loop.call_soon_threadsafe(self.notice, line)

    def leave(self) -> None:
        """From now on nothing more is read for pages, which are about to go; what was to be written still is.

        Words in forms that are open are kept as drafts.
        """
        if self._follower is not None:
            self._follower.stop()
        self.drafts.gather()
        with self._reads:
            self._left = True

    def close(self) -> str:
        """Wait for what is being written, and leave the project; gives what came up then and nobody was told yet."""
        self._writer.shutdown()
        self.leave()
        self.drafts.close()
        with self._reads:
            self._reads.wait_for(lambda: not self._reading, PATIENCE_SECONDS)
        self.project.keeper.tell = None
        self.project.close()
        self.memory.save()
        said = self.project.keeper.notice
        told = (
            said in self.notices and not self.project.store.astray
        )  # where the work is now is told once more
        return "" if told else said

    def _state(self, state: Saving) -> None:
        if self.only_reads:
            state = Saving.READING
        elif self.project.store.astray:
            state = Saving.FAILED
        self.saving = state
        self.stated.publish(self.saving)


def _asker_there() -> bool:
    """Whether the page whose worker asks is still there; who asks outside of one waits for the answer itself."""
    try:
        return get_current_worker().node.is_attached
    except NoActiveWorker:
        return True


def reason_of(error: BaseException) -> str:
    """What went wrong, in one line."""
    return error.message if isinstance(error, QualcodeError) else f"{type(error).__name__}: {error}"
