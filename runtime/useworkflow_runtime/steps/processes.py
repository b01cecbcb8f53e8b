"""Steps in processes of their own: workers of the same interpreter, spawned when needed, used again, killed at any time.

    pool.submit(lambda: ...)          a thread of the pool, which waits for its worker
    pool.attempt(work)             -> (Raw(b"3"), None), or (None, StepCrashedError("... ended with signal 9"))

A worker is ``python -c`` with pipes to its standard input and output, so that nothing of a script is executed again in it.
Function and arguments go there by cloudpickle: what can be imported by name, what stands in ``__main__`` by value. What comes
back is only tagged, readable values: the engine unpickles nothing (G8). A worker whose engine dies ends at once.
Read next: ``process_worker``, the other side.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import cloudpickle
import msgspec
from msgspec import Raw
from msgspec.structs import astuple

from useworkflow_runtime.code.identity import main_name, resolve_class
from useworkflow_runtime.errors import NotSentToProcessError, StepCrashedError
from useworkflow_runtime.steps.nested import NestedFunction
from useworkflow_runtime.steps.process_worker import ANSWER, END, ERROR, STREAM, VALUE, read_frame, write_frame
from useworkflow_runtime.steps.work import Work
from useworkflow_runtime.streams.relaying import carry_out
from useworkflow_sandbox.values import ValueDecodeError, decode_error

_START = (
    "import sys, json; setup = json.loads(sys.argv[1]); sys.path[:] = setup['path']; "
    "from useworkflow_runtime.steps.process_worker import main; main(setup['main'])"
)


class Worker:
    """One process. Used by one thread at a time; ``kill`` may be called from any."""

    def __init__(self) -> None:
        setup = json.dumps({"path": [place or "." for place in sys.path], "main": main_name()})
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, setup], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._lock = threading.Lock()
        self._of: Work | None = None

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def take(self, work: Work) -> None:
        """From now on it belongs to ``work``."""
        with self._lock:
            self._of = work

    def let_go(self) -> None:
        """It belongs to nobody."""
        with self._lock:
            self._of = None

    def kill(self, work: Work | None = None) -> None:
        """End it, whatever it does; if ``work`` is given, only while it still belongs to that."""
        with self._lock:
            if work is None or self._of is work:
                self._process.kill()

    def close(self) -> str:
        """End it, give its pipes back, and say how it ended: ``signal 9``, ``exit code 1``."""
        self._process.kill()
        code = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:
                pass  # what it did not read any more
        return f"signal {-code}" if code < 0 else f"exit code {code}"

    def run(self, task: bytes, hear: Callable[[bytes, bytes], bytes | None]) -> tuple[bytes, bytes] | None:
        """Let it run one attempt: the kind and the bytes of its outcome, ``None`` if it ended before it had one.

        Args:
            task: what ``_packed`` made.
            hear: given the kind and the bytes of what it says meanwhile; what it returns is sent as the answer.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            write_frame(self._process.stdin, END, task)
            while (frame := read_frame(self._process.stdout)) is not None:
                if frame[0] in (VALUE, ERROR):
                    return frame
                answer = hear(*frame)
                if answer is not None:
                    write_frame(self._process.stdin, ANSWER, answer)
        except OSError:
            pass
        return None


class ProcessPool:
    """Up to ``limit`` workers at a time. Nothing is spawned before it is needed."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._threads: ThreadPoolExecutor | None = None
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._closed = False

    def submit(self, job: Callable[[], None]) -> None:
        """Run ``job``, which calls ``attempt``, in a thread of the pool."""
        if self._threads is None:
            self._threads = ThreadPoolExecutor(self._limit, thread_name_prefix="useworkflow-process")
        self._threads.submit(job)

    def attempt(self, work: Work) -> tuple[Raw | None, BaseException | None]:
        """Run one attempt in a worker: its encoded value, or the exception that it failed with."""
        try:
            task = _packed(work)
        except BaseException as error:
            return None, error
        worker = self._take()
        if worker is None:
            return None, StepCrashedError(f"step {work.step.name} was not started: its engine stops")
        worker.take(work)
        work.kill = lambda: worker.kill(work)
        if work.abandoned or work.cause is not None:
            worker.kill()
        outcome = worker.run(task, lambda kind, body: _hear(work, kind, body))
        worker.let_go()
        if outcome is None or work.abandoned or work.cause is not None:
            return None, self._crashed(work, worker)
        self._give_back(worker)
        kind, body = outcome
        if kind == VALUE:
            return Raw(body), None
        try:
            return None, decode_error(body, resolve_class)
        except ValueDecodeError as error:
            return None, error

    def close(self) -> None:
        """Kill all workers."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            for worker in self._busy:
                worker.kill()
        for worker in idle:
            worker.close()
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)

    def _take(self) -> Worker | None:
        with self._lock:
            if self._closed:
                return None
            worker = self._idle_one() or Worker()
            self._busy.add(worker)
            return worker

    def _idle_one(self) -> Worker | None:
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            worker.close()
        return None

    def _give_back(self, worker: Worker) -> None:
        with self._lock:
            self._busy.discard(worker)
            if not self._closed:
                self._idle.append(worker)
                return
        worker.close()

    def _crashed(self, work: Work, worker: Worker) -> StepCrashedError:
        how = worker.close()
        with self._lock:
            self._busy.discard(worker)
        return StepCrashedError(
            f"the process of step {work.step.name} ended with {how} (attempt {work.attempt})",
            why="it died before the step had an outcome",
            mend="look at what the step does to its process (memory, native code)",
        )


def _hear(work: Work, kind: bytes, body: bytes) -> bytes | None:
    if kind == STREAM:
        return carry_out(work, body)
    _beat(work, Raw(body))
    return None


def _beat(work: Work, details: Raw) -> None:
    try:
        work.beat(details)
    except BaseException:
        return  # nobody waits for it any more, so it is about to be killed; or the loop is closed


def _packed(work: Work) -> bytes:
    args, kwargs = work.attempted()
    function = work.step.function
    if isinstance(function, NestedFunction):
        function, args = function.with_captured(args[0]), args[1:]
    context = work.context()
    try:
        before = msgspec.json.encode([] if work.streams is None else work.streams.before)
        data: bytes = cloudpickle.dumps(
            (function, args, kwargs, msgspec.json.encode(astuple(context)[:8]), context.details, before)
        )
    except Exception as error:
        raise NotSentToProcessError(
            f"step {work.step.name} cannot be sent to a process: {type(error).__name__}: {error}",
            why="its function and its arguments are pickled, and with a function of a script all that it refers to",
            mend="move the step into a module that can be imported, or make what it needs inside the step",
        ) from error
    return data
