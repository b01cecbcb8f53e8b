"""``Stream``: the name of a sequence of values that steps write while others read it.

Input -> output::

    out = get_writable("log")     -> Stream(run_id="run_7", namespace="log"); nothing is recorded
    await tell(out)               the handle crosses as {"$stream":["run_7","log"]}; the step writes to it

One class inside and outside. In workflow code it can only be handed on, kept and compared: what is written to it is in no
log, so workflow code that read it would not be deterministic (G5). What it does elsewhere is the runtime's, which puts
itself into ``outside``.

Read next: ``useworkflow_runtime.streams``.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Iterable
from contextvars import ContextVar
from typing import Any, Literal, NoReturn, Protocol, TypeAlias

from useworkflow_sandbox import values
from useworkflow_sandbox.current import NotInWorkflowError, current, in_workflow
from useworkflow_sandbox.texts import checked_name
from useworkflow_sandbox.unsupported import UnsupportedError

Read: TypeAlias = Literal["live", "committed"]
"""``live``: every chunk as soon as it is stored; it may be withdrawn. ``committed``: only what is final."""

LONGEST_NAMESPACE = 256


class StreamReader(Protocol):
    """An async iterator over a stream's chunks that knows where it stands."""

    next_index: int

    @property
    def cursor(self) -> str:
        """Where it stands, for a later ``start_index``."""

    def __aiter__(self) -> AsyncIterator[Any]: ...

    async def __anext__(self) -> Any: ...

    async def tail_index(self) -> int:
        """Index of the last chunk that there is now, -1 if there is none."""


class Outside(Protocol):
    """What the runtime does for streams outside workflow code."""

    def write(self, stream: Stream, chunk: Any) -> Awaitable[None]: ...

    def write_from(self, stream: Stream, chunks: Iterable[Any] | AsyncIterable[Any]) -> Awaitable[None]: ...

    def drain(self, stream: Stream) -> Awaitable[None]: ...

    def close(self, stream: Stream) -> Awaitable[None]: ...

    def next_index(self, stream: Stream) -> int: ...

    def read(self, stream: Stream, start_index: int | str, read: Read) -> StreamReader: ...


outside: list[Outside] = []
"""The runtime, once it is there."""


home: ContextVar[Any] = ContextVar("useworkflow_stream_home", default=None)
"""Outside: the world that streams which are made now are kept in, if that is not the configured one."""


class Stream:
    """A handle on a stream. Two handles are equal if they name the same stream."""

    __slots__ = ("_world", "namespace", "run_id")

    def __init__(self, run_id: str, namespace: str = "") -> None:
        self.run_id = run_id
        self.namespace = namespace
        self._world = home.get()

    def __repr__(self) -> str:
        return f"<Stream {self.namespace!r} of {self.run_id}>" if self.namespace else f"<Stream of {self.run_id}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Stream):
            return NotImplemented
        return (self.run_id, self.namespace) == (other.run_id, other.namespace)

    def __hash__(self) -> int:
        return hash((self.run_id, self.namespace))

    # --- in a step: writing

    def write(self, chunk: Any) -> Awaitable[None]:
        """``await stream.write(chunk)``: add a chunk, any serializable value. It is on its way when this returns, and
        stored when the step is done. In a sync step it is a plain call.

        Raises:
            SerializationError: the chunk cannot be recorded.
            StreamClosedError: the stream is closed, or its run has ended.
            NotInStepError: the caller is no step.
        """
        return _outside("write").write(self, chunk)

    def write_from(self, chunks: Iterable[Any] | AsyncIterable[Any]) -> Awaitable[None]:
        """``await stream.write_from(chunks)``: add every chunk of an iterable, or of an async one.

        Raises:
            As ``write``.
        """
        return _outside("write_from").write_from(self, chunks)

    def drain(self) -> Awaitable[None]:
        """``await stream.drain()``: wait until everything that this step has written so far is stored.

        Raises:
            As ``write``.
        """
        return _outside("drain").drain(self)

    def close(self) -> Awaitable[None]:
        """``await stream.close()``: say that nothing comes any more, and wait until all is stored. May be repeated.

        Raises:
            As ``write``.
        """
        return _outside("close").close(self)

    @property
    def next_index(self) -> int:
        """How many chunks this step has in the stream so far, those of its former attempts included.

        An attempt that asks *goes on*: what former attempts wrote stays. One that does not begins anew: with its first
        chunk, theirs are withdrawn.
        """
        return _outside("next_index").next_index(self)

    # --- outside workflow code: reading

    def read(self, start_index: int | str = 0, *, read: Read = "committed") -> StreamReader:
        """An async iterator over the chunks, as ``run.stream`` gives it; by default over what is final, so that a step
        never builds on what is withdrawn later."""
        return _outside("read").read(self, start_index, read)

    def __aiter__(self) -> AsyncIterator[Any]:
        return self.read().__aiter__()


def _outside(name: str) -> Outside:
    if in_workflow():
        _refuse(name)
    if not outside:
        raise NotInWorkflowError("streams need the runtime", mend="import useworkflow")
    return outside[0]


def _refuse(name: str) -> NoReturn:
    what, mend = {
        "read": ("be read", "read it in a step, or outside by run.stream()"),
        "next_index": ("tell where a writer stands", "ask for next_index in the step that writes"),
    }.get(name, (f"be written to ({name})", "hand the stream to a step as an argument, and write there"))
    raise UnsupportedError(
        f"a stream cannot {what} in workflow code",
        why="its chunks are not in the run's log, so replay could not repeat it",
        mend=mend,
    )


def checked_namespace(namespace: str | None) -> str:
    """The namespace as it is stored: ``""`` for the default one.

    Raises:
        TypeError: it is no text.
        ValueError: it is empty or longer than 256 characters.
    """
    if namespace is None:
        return ""
    if not isinstance(namespace, str):
        raise TypeError(f"the namespace of a stream is text, not {type(namespace).__name__}")
    if not 0 < len(namespace) <= LONGEST_NAMESPACE:
        raise ValueError(f"the namespace of a stream has 1 to {LONGEST_NAMESPACE} characters")
    return checked_name("the namespace of a stream", namespace)


def get_writable(namespace: str | None = None) -> Stream:
    """A handle on a stream of this run, to be handed to steps and child runs. Nothing is recorded.

    Args:
        namespace: which of the run's streams; the default one if left out.

    Raises:
        TypeError, ValueError: the namespace is no text, or too long.
    """
    return Stream(current().run_id, checked_namespace(namespace))


def _plain(stream: Stream) -> list[str]:
    return [stream.run_id, stream.namespace]


def _stream(plain: list[str]) -> Stream:
    if type(plain) is not list or [type(name) for name in plain] != [str, str]:
        raise ValueError("a stream is named by two texts")
    return Stream(*plain)


values.register(Stream, "stream", _plain, _stream)
