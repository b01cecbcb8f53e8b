"""The process that steps with ``executor="process"`` run in: one attempt after the other, until its engine goes away.

    engine -> worker     cloudpickle of (function, args, kwargs, what the step can ask about itself, details, what it wrote before)
    worker -> engine     HEARTBEAT details, STREAM order, ..., then VALUE value or ERROR exception: JSON, never pickle (G8)

Standard output belongs to this exchange; what a step prints goes to standard error. Read next: ``processes``.
"""

from __future__ import annotations

import asyncio
import importlib.machinery
import inspect
import io
import os
import pickle
import queue
import signal
import struct
import sys
import threading
from typing import IO, Any

import msgspec
from msgspec import Raw
from msgspec.structs import replace

from useworkflow_runtime.code import programs
from useworkflow_runtime.errors import StepCrashedError
from useworkflow_runtime.steps.metadata import CurrentStep, current_step
from useworkflow_runtime.steps.results import encode_result
from useworkflow_runtime.streams.outside import pour
from useworkflow_runtime.streams.relaying import RemoteAttempt
from useworkflow_runtime.worlds.streams import WriterRecord
from useworkflow_sandbox.streams import Stream
from useworkflow_sandbox.values import encode_error

assert programs  # it lets the codec know the project's limits, and that steps are values
HEARTBEAT, STREAM, VALUE, ERROR, END, ANSWER = b"H", b"S", b"V", b"E", b".", b"A"
"""Kinds of frames. ``END``: a request, which says all that there is to say; ``ANSWER``: to a ``STREAM`` that waits for one."""
_HEAD = struct.Struct("!cQ")


def write_frame(pipe: IO[bytes], kind: bytes, body: bytes) -> None:
    """Send one frame.

    Raises:
        OSError: the other side has gone.
    """
    pipe.write(_HEAD.pack(kind, len(body)) + body)
    pipe.flush()


def read_frame(pipe: IO[bytes]) -> tuple[bytes, bytes] | None:
    """Kind and body of the next frame, ``None`` where the other side has gone.

    Raises:
        OSError: the pipe is broken.
    """
    head = pipe.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, size = _HEAD.unpack(head)
    body = pipe.read(size)
    return (kind, body) if len(body) == size else None


def main(main_module: str | None) -> None:
    """Serve attempts until standard input ends.

    Args:
        main_module: the importable name of the engine's ``__main__``, under which its classes are recorded.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the engine decides
    if main_module is not None:
        sys.modules["__main__"].__spec__ = importlib.machinery.ModuleSpec(main_module, None)
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # a process that is killed flushes nothing
    tasks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    channel = Channel(answers)
    threading.Thread(target=_listen, args=(requests, tasks, channel), daemon=True).start()
    while True:
        channel.send(*_attempt(tasks.get(), channel))


class Channel:
    """What goes to the engine, from whichever thread of the step.

    Args:
        pipe: to the engine.
    """

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._sending = threading.Lock()
        self._asking = threading.Lock()
        self.answered: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def send(self, kind: bytes, body: bytes) -> None:
        """Send a frame."""
        with self._sending:
            write_frame(self._pipe, kind, body)

    def order(self, body: bytes) -> None:
        """Have something done with a stream."""
        self.send(STREAM, body)

    def ask(self, body: bytes) -> bytes:
        """Have something done with a stream, and wait for the answer."""
        with self._asking:
            self.send(STREAM, body)
            return self.answered.get()


def _listen(requests: io.BufferedReader, tasks: queue.SimpleQueue[bytes], channel: Channel) -> None:
    """An engine that has gone takes its steps with it: nobody could record what they do (G3)."""
    try:
        while (frame := read_frame(requests)) is not None:
            (channel.answered if frame[0] == ANSWER else tasks).put(frame[1])
    finally:
        os._exit(0)


def _attempt(task: bytes, channel: Channel) -> tuple[bytes, bytes]:
    def beat(details: Raw) -> None:
        channel.send(HEARTBEAT, bytes(details))

    try:
        function, args, kwargs, context, details, before = pickle.loads(task)
        current = CurrentStep(*msgspec.json.decode(context))
        attempt = RemoteAttempt(msgspec.json.decode(before, type=list[WriterRecord]), channel.order, channel.ask)
        token = current_step.set(replace(current, details=details, beat=beat, work=attempt))
        try:
            return VALUE, bytes(encode_result(function, _called(function, args, kwargs, current, attempt)))
        finally:
            current_step.reset(token)
    except BaseException as error:
        return ERROR, bytes(encode_error(_survivable(error)))


def _called(
    function: Any, args: tuple[Any, ...], kwargs: dict[str, Any], current: CurrentStep, attempt: RemoteAttempt
) -> Any:
    result = function(*args, **kwargs)
    if inspect.iscoroutine(result):
        result = asyncio.run(result)
    if hasattr(type(result), "__anext__"):
        result = asyncio.run(pour(attempt, Stream(current.run_id, current.id), result))
    return result


def _survivable(error: BaseException) -> BaseException:
    if not isinstance(error, (SystemExit, KeyboardInterrupt, GeneratorExit)):
        return error
    ended = StepCrashedError(f"the step tried to end its worker with {type(error).__name__}")
    ended.__cause__ = error
    return ended
