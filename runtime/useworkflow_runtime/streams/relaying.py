"""Streams of a step that runs in a process of its own: what it writes goes through the engine's process.

    worker -> engine     STREAM {"what":"add","run_id":"run_7","namespace":"","chunk":"token"}
    worker -> engine     STREAM {"what":"drain",...}, and the worker waits for ANSWER
    engine -> worker     ANSWER, empty or an encoded exception

The engine's side is a thread that waits for the worker: where the store is far behind, it reads no further, the pipe fills up, and
the step waits in its ``write``. Read next: ``steps.process_worker``; ``writing``, where the chunks end up.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec import Raw

from useworkflow_compiler.errors import UseWorkflowError
from useworkflow_runtime.code.identity import resolve_class
from useworkflow_runtime.errors import StreamClosedError
from useworkflow_runtime.worlds.streams import StreamStore, WriterRecord
from useworkflow_sandbox.streams import Stream
from useworkflow_sandbox.values import decode_error, encode_error

if TYPE_CHECKING:
    from useworkflow_runtime.steps.work import Work


class Order(msgspec.Struct, frozen=True):
    """What a writer in another process asks for."""

    what: Literal["add", "adopt", "close", "drain"]
    run_id: str
    namespace: str
    chunk: Raw = Raw(b"null")


Send = Callable[[bytes], None]
Ask = Callable[[bytes], bytes]


class RemoteWriter:
    """One attempt's end of one stream, in the worker's process. See ``writing.Writer``.

    Args:
        stream: which.
        before: chunks that former attempts have stored there.
        send: sends an order.
        ask: sends one, and waits for the answer.
    """

    def __init__(self, stream: Stream, before: int, send: Send, ask: Ask) -> None:
        self._stream = stream
        self._before = before
        self._begun = before == 0
        self._added = 0
        self._closed = False
        self._send = send
        self._ask = ask

    def _order(self, what: Literal["add", "adopt", "close", "drain"], chunk: Raw | None = None) -> bytes:
        order = Order(what, self._stream.run_id, self._stream.namespace, Raw(b"null") if chunk is None else chunk)
        return msgspec.json.encode(order)

    @property
    def next_index(self) -> int:
        """How many chunks the step has there; the attempt goes on from what former ones have stored."""
        if not self._begun:
            self._begun = True
            self._added = self._before
            self._send(self._order("adopt"))
        return self._added

    def add(self, chunk: Raw) -> None:
        """Take a chunk.

        Raises:
            StreamClosedError: this attempt has closed the stream.
        """
        if self._closed:
            raise StreamClosedError.of(self._stream, False)
        self._begun = True
        self._added += 1
        self._send(self._order("add", chunk))

    def close(self) -> None:
        """Nothing comes after what was added."""
        if not self._closed:
            self._begun = self._closed = True
            self._send(self._order("close"))

    def full(self) -> bool:
        """Never: the pipe is what fills up."""
        return False

    def emptied(self) -> concurrent.futures.Future[None]:
        """Done: it has waited for the answer."""
        future: concurrent.futures.Future[None] = concurrent.futures.Future()
        answer = self._ask(self._order("drain"))
        if answer:
            future.set_exception(decode_error(Raw(answer), resolve_class))
        else:
            future.set_result(None)
        return future

    def emptied_here(self) -> asyncio.Future[None]:
        """``emptied``, on the loop of the worker's step."""
        return asyncio.wrap_future(self.emptied())


class RemoteAttempt:
    """The writers of one attempt, in the worker's process. See ``writing.AttemptStreams``.

    Args:
        before: what former attempts have stored.
        send: sends an order.
        ask: sends one, and waits for the answer.
    """

    here = False
    awaits = False
    store: StreamStore | None = None

    def __init__(self, before: list[WriterRecord], send: Send, ask: Ask) -> None:
        self._before = {(record.run_id, record.namespace): record.written for record in before}
        self._send = send
        self._ask = ask
        self._writers: dict[Stream, RemoteWriter] = {}

    def open_streams(self) -> RemoteAttempt:
        """Itself."""
        return self

    def writer(self, stream: Stream) -> RemoteWriter:
        """The attempt's writer of a stream."""
        writer = self._writers.get(stream)
        if writer is None:
            before = self._before.get((stream.run_id, stream.namespace), 0)
            writer = self._writers[stream] = RemoteWriter(stream, before, self._send, self._ask)
        return writer


def carry_out(work: Work, order: bytes) -> bytes | None:
    """Do in the engine's process what a writer in another one asks for; called in the thread that waits for that.

    A refusal is kept by the writer, and raised where the step waits next, or ends.

    Returns:
        The answer, where one is waited for: empty, or an encoded exception.
    """
    asked = msgspec.json.decode(order, type=Order)
    writer = work.open_streams().writer(Stream(asked.run_id, asked.namespace))
    try:
        if asked.what == "add":
            writer.add(Raw(bytes(asked.chunk)))
            if writer.full():
                writer.emptied().result()
        elif asked.what == "adopt":
            writer.go_on()
        elif asked.what == "close":
            writer.close()
        else:
            writer.emptied().result()
    except UseWorkflowError as error:
        return bytes(encode_error(error)) if asked.what == "drain" else None
    return b"" if asked.what == "drain" else None
