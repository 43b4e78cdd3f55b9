"""Child processes for everything that parses a file from outside: a limit of memory, two timers, and a sure death.

Folklore, and why this is the standard library and no pool of a vendor:

- A child that is killed while it sends its result leaves half a message behind. Where several children share one pipe
  (pebble, concurrent.futures) that half message poisons the others; here every child has a pipe of its own.
- The timer for "no progress" is the kernel's own alarm inside the child, with its default action: it ends C code that
  never comes back to Python, and it needs no thread. The timer for the whole task is the parent's.
- Children come from a fork server, which is started once with the engines' modules loaded: a new child is ready in
  milliseconds, and no thread or open connection of the parent is ever copied into it.
- A child leads a process group of its own, and a watcher of a few lines holds a pipe to it: however the child dies,
  the watcher ends what it left running (pdftoppm, tesseract). The child itself dies with the fork server, and that
  with the parent (PR_SET_PDEATHSIG, and an end of file on its pipe).
"""

from __future__ import annotations

import ctypes
import errno
import importlib
import multiprocessing
import os
import pickle
import queue
import resource
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import TracebackType
from typing import ClassVar, Concatenate, Final, Generic, ParamSpec, Self, TypeVar, cast, overload

from pipeline.errors import Misconfigured, PipelineError, Unavailable

P = ParamSpec("P")
Result = TypeVar("Result")
Workshop = TypeVar("Workshop")

_PR_SET_PDEATHSIG: Final = 1
#: A child that was told to end gets so long before it is killed.
_GRACE_SECONDS: Final = 2.0
#: A child loads its engines in less than a second; on a machine that is out of breath in many.
_START_SECONDS: Final = 180.0

#: One core for one child: a second thread inside a reading makes several readers on the same cores many times slower.
ONE_THREAD: Final = {"OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1", "OPENCV_FOR_THREADS_NUM": "1"}


class PageKilled(PipelineError):
    """The child died: crashed in a library, or was killed by the kernel."""

    code = "page_killed"
    message_vi = "Tiến trình xử lý trang bị dừng đột ngột (tín hiệu {signal})."
    message_en = "The process that worked on the page died (signal {signal})."
    remedy_vi = "Thử lại; nếu vẫn lỗi, quét lại trang này."
    remedy_en = "Try again; if it stays, scan this page again."


class PageTimeout(PipelineError):
    """It made no progress, or took too long altogether, and was killed."""

    code = "page_timeout"
    message_vi = "Xử lý trang quá {seconds} giây nên bị dừng."
    message_en = "Work on the page took more than {seconds} seconds and was stopped."
    remedy_vi = "Thử lại; nếu vẫn lỗi, quét lại trang này với độ phân giải 200–300 dpi."
    remedy_en = "Try again; if it stays, scan this page again at 200 to 300 dpi."


class PageOutOfMemory(PipelineError):
    """It asked for more memory than a child may have."""

    code = "page_out_of_memory"
    message_vi = "Xử lý trang cần quá {megabytes} MB bộ nhớ."
    message_en = "Work on the page needed more than {megabytes} MB of memory."
    remedy_vi = "Quét lại trang này với độ phân giải 200–300 dpi."
    remedy_en = "Scan this page again at 200 to 300 dpi."


class PageFailed(PipelineError):
    """A fault of ours or of a library came out as an exception that nobody expected."""

    code = "page_failed"
    message_vi = "Lỗi không lường trước khi xử lý trang ({kind})."
    message_en = "An unexpected fault while working on the page ({kind})."
    remedy_vi = "Báo cho người vận hành; các trang khác không bị ảnh hưởng."
    remedy_en = "Tell whoever runs the system; other pages are not affected."


class DiskFull(Unavailable):
    """No room is left where files are unpacked."""

    code = "disk_full"
    message_vi = "Đĩa tạm của máy {host} đã đầy."
    message_en = "The disk for temporary files of {host} is full."
    remedy_vi = "Giải phóng dung lượng, hoặc đặt TMPDIR sang đĩa khác; việc đang chờ sẽ tự chạy tiếp."
    remedy_en = "Free some space, or set TMPDIR to another disk; waiting work goes on by itself."

    #: What the system says when a disk, a quota or a limit of this process has no more room.
    SAID: ClassVar[frozenset[int]] = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

    def __init__(self, **details: str | int | float) -> None:
        super().__init__(**{"host": os.uname().nodename, **details})

    @classmethod
    def is_said_by(cls, error: BaseException | None) -> bool:
        """Whether an error of the system is of this kind."""
        return isinstance(error, OSError) and error.errno in cls.SAID


@contextmanager
def full_disk_told() -> Iterator[None]:
    """Work that writes temporary files. Raises DiskFull where the system says that there is no room."""
    try:
        yield
    except OSError as error:
        if not DiskFull.is_said_by(error):
            raise
        raise DiskFull from error


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildLimits:
    """What one child may take."""

    #: Writable memory of a child, and of each program that it starts.
    memory_bytes: int = 3 << 30
    #: A task that shows no progress for so long is killed.
    progress_seconds: float = 120.0
    #: The whole of one task.
    total_seconds: float = 600.0
    #: After so many tasks a child makes room for a fresh one: libraries leak.
    tasks: int = 300


@dataclass(frozen=True, slots=True)
class Named(Generic[P, Result]):
    """A function known by name, for a parent that should not load what its children load.

    The types are a promise of whoever writes them down; a test holds them to the function's.
    """

    module: str
    name: str

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Result:
        function = getattr(importlib.import_module(self.module), self.name)
        return cast("Result", function(*args, **kwargs))


def progress() -> None:
    """Tell the kernel that the present task goes on: the timer for "no progress" starts anew."""
    running, _ = signal.getitimer(signal.ITIMER_REAL)
    if running and _progress_seconds:
        signal.setitimer(signal.ITIMER_REAL, _progress_seconds[0])


#: Of this child; empty in any other process, where nothing is ever killed.
_progress_seconds: list[float] = []


class Isolation(Generic[Workshop]):
    """``size`` children that each build a workshop (engines, openers) once, and work for whichever thread asks.

    ``build`` and the functions that are called must be importable by name; what they take and give must be picklable.
    """

    def __init__(
        self,
        build: Callable[..., Workshop],
        arguments: tuple[object, ...] = (),
        *,
        size: int = 1,
        limits: ChildLimits | None = None,
        preload: tuple[str, ...] = (),
    ) -> None:
        for name, value in ONE_THREAD.items():
            # Read by the libraries when they are loaded, so it has to stand before the fork server starts.
            os.environ.setdefault(name, value)
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([__name__, *preload])
        self._build = build
        self._arguments = arguments
        self._limits = limits or ChildLimits()
        #: How many children there are at most.
        self.size = size
        self._closed = False
        self._living: set[_Child] = set()
        #: Children that wait for work; None is a place where none has been started yet.
        self._idle: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        for _ in range(size):
            self._idle.put(None)

    def warm(self) -> None:
        """Start all children, in the background: their engines load while the caller does something else."""
        threading.Thread(target=self._warm, name="warm", daemon=True).start()

    def _warm(self) -> None:
        taken: list[_Child | None] = []
        with suppress(queue.Empty):
            while True:
                taken.append(self._idle.get_nowait())
        for child in taken:
            self._idle.put(child or self._start())

    @overload
    def call(self, function: Named[P, Result], /, *args: P.args, **kwargs: P.kwargs) -> Result: ...

    @overload
    def call(
        self, function: Callable[Concatenate[Workshop, P], Result], /, *args: P.args, **kwargs: P.kwargs
    ) -> Result: ...

    def call(self, function: Callable[..., Result], /, *args: object, **kwargs: object) -> Result:
        """Run ``function(workshop, …)`` in a child and wait for it.

        Raises what the function raises where it is a PipelineError; else PageKilled, PageTimeout, PageOutOfMemory or
        PageFailed. The caller and the other children go on.
        """
        with self._child() as child:
            return cast("Result", child.run(function, args, kwargs))

    def close(self) -> None:
        """End all idle children; those at work end with their task."""
        self._closed = True
        with suppress(queue.Empty):
            while True:
                child = self._idle.get_nowait()
                if child is not None:
                    self._end(child)

    def kill(self) -> None:
        """End everything at once, work or no work: for an interrupt by the user. Who waits for a child hears of it."""
        self._closed = True
        for child in tuple(self._living):
            child.kill()
        self.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is None:
            self.close()
        else:
            self.kill()

    @contextmanager
    def _child(self) -> Iterator[_Child]:
        child = self._idle.get()
        kept: _Child | None = None
        try:
            if self._closed:
                raise PageKilled(signal=signal.SIGINT)
            if child is not None and not child.is_alive:  # killed while it had nothing to do
                self._end(child)
                child = None
            child = child or self._start()
            yield child
            kept = child
        except (PageKilled, PageTimeout, PageOutOfMemory, Misconfigured):
            raise  # it is dead, or cannot be trusted any more
        except PipelineError:
            kept = child
            raise
        finally:
            if child is not None and (kept is None or child.is_worn or self._closed):
                self._end(child)
                kept = None
            self._idle.put(kept)

    def _start(self) -> _Child:
        child = _Child(self._context, self._build, self._arguments, self._limits)
        self._living.add(child)
        return child

    def _end(self, child: _Child) -> None:
        self._living.discard(child)
        child.end()


_NAME: Final = "sohoa-child"


class _Child:
    """One child process, seen from the parent."""

    def __init__(
        self,
        context: multiprocessing.context.ForkServerContext,
        build: Callable[..., object],
        arguments: tuple[object, ...],
        limits: ChildLimits,
    ) -> None:
        self._limits = limits
        self._tasks = 0
        self._ready = False
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, build, arguments, limits), name=_NAME, daemon=True)
        self._process.start()
        theirs.close()

    @property
    def is_worn(self) -> bool:
        return self._tasks >= self._limits.tasks

    @property
    def is_alive(self) -> bool:
        return self._process.is_alive()

    def run(self, function: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]) -> object:
        if not self._ready:
            # Its start has a time of its own: what it loads is ours, not the sender's.
            self._answer(_START_SECONDS)
            self._ready = True
        self._tasks += 1
        return self._answer(self._limits.total_seconds, order=(function, args, kwargs))

    def _answer(self, seconds: float, *, order: object = None) -> object:
        try:
            if order is not None:
                self._pipe.send(order)
            if not self._pipe.poll(seconds):
                self._kill()
                raise PageTimeout(seconds=round(seconds))
            done, value = self._pipe.recv()
        except (EOFError, OSError, pickle.UnpicklingError):
            # Nothing came, or half a message.
            raise self._death() from None
        if done:
            return cast("object", value)
        raise cast("PipelineError", value)

    def end(self) -> None:
        """Close its pipe, upon which it leaves; kill it where it does not."""
        self._pipe.close()
        self._process.join(_GRACE_SECONDS)
        self._kill()
        self._process.close()

    def _death(self) -> PipelineError:
        self._process.join(_GRACE_SECONDS)
        code = self._process.exitcode
        if code == -signal.SIGALRM:
            return PageTimeout(seconds=round(self._limits.progress_seconds))
        return PageKilled(signal=-code if code is not None and code < 0 else code or 0)

    def kill(self) -> None:
        """Kill it and what it has started; whoever waits for its answer hears that it died."""
        _kill_group(self._process.pid)

    def _kill(self) -> None:
        if self._process.is_alive():
            self.kill()
            self._process.kill()
            self._process.join()


def _kill_group(leader: int | None) -> None:
    if leader is not None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(leader, signal.SIGKILL)


def _serve(pipe: Connection, build: Callable[..., object], arguments: tuple[object, ...], limits: ChildLimits) -> None:
    """The life of a child: settle in, build the workshop, work until the pipe is closed."""
    _settle_in(limits)
    built, workshop = _attempt(build, arguments, {}, limits)
    pipe.send((True, None) if built else (False, workshop))
    while built:
        try:
            function, args, kwargs = pipe.recv()
        except (EOFError, OSError):
            return
        signal.setitimer(signal.ITIMER_REAL, limits.progress_seconds)
        outcome = _attempt(function, (workshop, *args), kwargs, limits)
        signal.setitimer(signal.ITIMER_REAL, 0)
        _send(pipe, outcome)


def _send(pipe: Connection, outcome: tuple[bool, object]) -> None:
    try:
        pipe.send(outcome)
    except (pickle.PicklingError, TypeError, AttributeError) as error:  # raised before a byte is sent
        pipe.send((False, PageFailed(kind=type(error).__name__)))


def _attempt(
    function: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object], limits: ChildLimits
) -> tuple[bool, object]:
    try:
        return True, function(*args, **kwargs)
    except PipelineError as error:
        return False, error
    except MemoryError:
        return False, PageOutOfMemory(megabytes=limits.memory_bytes >> 20)
    except Exception as error:  # the outermost frame of this process
        if DiskFull.is_said_by(error):
            return False, DiskFull()
        # The place only: the message of a library may quote the document.
        frame = traceback.extract_tb(error.__traceback__)[-1]
        sys.stderr.write(f"page_failed: {type(error).__name__} at {frame.filename}:{frame.lineno}\n")
        return False, PageFailed(kind=type(error).__name__)


def _settle_in(limits: ChildLimits) -> None:
    os.setpgid(0, 0)
    _watch_over(os.getpid())
    parent = os.getppid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before we could ask to be told
        os._exit(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt from the keyboard is the parent's affair
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    _progress_seconds[:] = [limits.progress_seconds]
    _silence_libraries()
    resource.setrlimit(resource.RLIMIT_DATA, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _silence_libraries() -> None:
    """Libraries in C write their remarks to the standard streams; ours carry results and single lines for people."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)
    sys.stderr = os.fdopen(kept, "w", encoding="utf-8", errors="replace", buffering=1)


def _watch_over(leader: int) -> None:
    """Fork a watcher that outlives this process by a moment and ends what is left of its group."""
    end, _held = os.pipe()
    if os.fork() != 0:
        os.close(end)  # ``_held`` stays open as long as this process lives, and no program inherits it
        return
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.dup2(end, 0)
    os.closerange(1, 1 << 16)
    os.read(0, 1)
    _kill_group(leader)
    os._exit(0)
