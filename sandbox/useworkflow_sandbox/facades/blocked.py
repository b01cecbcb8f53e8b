"""What workflow code must not do, each with its remedy.

Input -> output::

    open("x")   -> BlockedError: UW202: open() is not available in workflow code
                     app.py:12
                       open("x")
                     why: ...
                     mend: put it in a step: ...

Read next: ``builtins`` and ``imports``, which hand these out.
"""

from __future__ import annotations

import linecache
import sys
from types import FrameType
from typing import Any, NoReturn

from useworkflow_compiler.errors import Location
from useworkflow_sandbox.callsite import user_frame
from useworkflow_sandbox.current import in_workflow
from useworkflow_sandbox.errors import BlockedError
from useworkflow_sandbox.fixed import Fixed

_SKIPPED = ("useworkflow_sandbox", "useworkflow_compiler", "importlib", "string", "functools")
_WHY_IO = "workflow code is replayed, and replay cannot repeat what touches the world outside of it"
STEP = 'put it in a step: a function with "use step" is ordinary Python, and its result is recorded'

REMEDIES: dict[str, tuple[str, str]] = {
    "open": (_WHY_IO, STEP),
    "input": (_WHY_IO, "wait for the answer with create_hook(), or put the question in a step"),
    "eval": ("code that is made at run time is neither checked nor pinned", "write the expression as a function"),
    "exec": ("code that is made at run time is neither checked nor pinned", "write the code as a function"),
    "compile": ("code that is made at run time is neither checked nor pinned", "write the code as a function"),
    "globals": ("it gives access to what must not change during a run", "name the values that you need"),
    "locals": ("local variables of a resumable function are kept by name", "put the values into a dict of your own"),
    "vars": ("it gives access to what must not change during a run", "use dataclasses.asdict() or name the attributes"),
    "time.sleep": ("it would block the worker, and the wait would be lost with the process", "use `await sleep(...)`"),
    "random.seed": ("the run's randomness is recorded as a whole", "use a generator of your own: `random.Random(seed)`"),
    "random.setstate": ("the run's randomness is recorded as a whole", "use a generator of your own: `random.Random(seed)`"),
    "random.SystemRandom": ("its values cannot be repeated on replay", "use random.Random(seed), or draw in a step"),
    "uuid.getnode": ("the machine's address differs from worker to worker", "use uuid.uuid4(), or read it in a step"),
    "os.environ": ("the environment belongs to the process, and other runs share it", "pass what a step needs as an argument"),
    "os.urandom": ("its values cannot be repeated on replay", "use random.randbytes(n), or draw in a step"),
    "logging.basicConfig": ("logging belongs to the process, not to the run", "configure logging outside of workflow code"),
    "operator.attrgetter": ("it reads attributes past the checks", "use a lambda: `lambda item: item.name`"),
    "operator.methodcaller": ("it calls methods past the checks", "use a lambda: `lambda item: item.method()`"),
    "typing.get_type_hints": ("it evaluates text as code", "read the type's fields with dataclasses.fields()"),
    "dataclasses.make_dataclass": ("classes that are made at run time cannot be found again", "write the class at the top level of a module"),
    "enum.Enum": ("classes that are made at run time cannot be found again", "write a `class` statement at the top level of a module"),
    "abc.ABCMeta": ("classes that are made at run time cannot be found again", "derive from `abc.ABC`, at the top level of a module"),
    "enum.EnumMeta": ("classes that are made at run time cannot be found again", "write a `class` statement at the top level of a module"),
    "enum.EnumType": ("classes that are made at run time cannot be found again", "write a `class` statement at the top level of a module"),
    "type": ("classes that are made at run time cannot be found again", "write a `class` statement at the top level of a module"),
    "anext": ("the default needs an await of its own", "use `try: ... except StopAsyncIteration: ...`"),
    "decimal.getcontext": ("only in programs whose text names it has each task a decimal context of its own", "write `decimal.getcontext` where you use it"),
    "decimal.setcontext": ("only in programs whose text names it has each task a decimal context of its own", "write `decimal.setcontext` where you use it"),
    "decimal.localcontext": ("only in programs whose text names it has each task a decimal context of its own", "write `decimal.localcontext` where you use it"),
    "contextlib.chdir": ("the current directory belongs to the process", "work with absolute paths, in steps"),
}  # fmt: skip
"""(why, mend) by the name as users write it."""


def place() -> Location | None:
    """The user's line that is running: that of the bundle's nearest frame. While a bundle is loaded there is no run yet:
    then the nearest frame outside of this project."""
    frame: FrameType | None
    if in_workflow():
        frame = user_frame()
    else:
        frame = sys._getframe(1)
        while frame is not None and str(frame.f_globals.get("__name__", "")).partition(".")[0] in _SKIPPED:
            frame = frame.f_back
    if frame is None:
        return None
    file, line = frame.f_code.co_filename, frame.f_lineno
    return Location(file, line, linecache.getline(file, line, frame.f_globals).rstrip())


def refuse(name: str) -> NoReturn:
    """Refuse the use of ``name`` at the user's line.

    Raises:
        BlockedError: always.
    """
    why, mend = REMEDIES.get(name) or REMEDIES.get(name.rpartition(".")[2], (_WHY_IO, STEP))
    shown = name if name == "os.environ" else f"three-argument {name}()" if name == "type" else f"{name}()"
    raise BlockedError(f"{shown} is not available in workflow code", where=place(), why=why, mend=mend)


class Blocked(Fixed):
    """Stands where something would be that workflow code must not use; refuses at the use, not at the import."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, *args: Any, **kwargs: Any) -> NoReturn:
        refuse(self._name)

    def __getitem__(self, key: object) -> NoReturn:
        refuse(self._name)

    def __contains__(self, key: object) -> NoReturn:
        refuse(self._name)

    def __iter__(self) -> NoReturn:
        refuse(self._name)

    def __mro_entries__(self, bases: tuple[Any, ...]) -> NoReturn:
        refuse(self._name)

    def __getattr__(self, name: str) -> NoReturn:
        if name[:2] == "__":
            raise AttributeError(name)
        refuse(self._name)

    def __repr__(self) -> str:
        return f"<{self._name}: not available in workflow code>"

    def __reduce__(self) -> tuple[Any, ...]:
        return (Blocked, (self._name,))


_THREADS = (
    "workflow code has no threads: their order cannot be repeated",
    "use asyncio.gather() or create_task() with steps",
)
_NETWORK = (
    _WHY_IO,
    'do the request in a step: a function with "use step" is ordinary Python, and its result is recorded',
)

MODULES: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("threading", "multiprocessing", "concurrent", "queue", "_thread", "signal"), _THREADS),
    **dict.fromkeys(("socket", "ssl", "http", "urllib", "requests", "httpx", "aiohttp", "urllib3", "smtplib", "ftplib"), _NETWORK),
    "secrets": ("what workflow code draws is recorded, and what is in the log is no secret", "make the secret in a step, and keep it there"),
    "sys": ("the interpreter differs from worker to worker", "read what you need in a step"),
    "weakref": ("what a weak reference gives depends on garbage collection", "keep an ordinary reference"),
    "inspect": ("frames and code differ between a resumed and a first run", "put it in a step"),
    "importlib": ("modules are chosen when the workflow is compiled", "write an import statement"),
}  # fmt: skip
"""(why, mend) for modules that workflow code cannot import; others have the general remedy."""
