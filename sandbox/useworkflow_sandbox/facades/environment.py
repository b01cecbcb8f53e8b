"""``os.environ`` and ``os.getenv`` as workflow code sees them: the names that the configuration lists, as they were recorded.

Input -> output::

    [tool.useworkflow]                os.environ["REGION"]   -> what it was when the run started, also on another worker
    env = ["REGION"]                  os.environ["HOME"]     -> BlockedError: UW202, with the remedy

What is recorded stands in the log: no secrets belong there. Read next: ``imports``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from useworkflow_sandbox.current import current
from useworkflow_sandbox.errors import BlockedError
from useworkflow_sandbox.facades.blocked import place, refuse


def _recorded() -> dict[str, str | None]:
    return current().origin.env


def _value(name: str) -> str | None:
    if not isinstance(name, str):
        raise TypeError(f"str expected, not {type(name).__name__}")
    recorded = _recorded()
    if name not in recorded:
        raise BlockedError(
            f"the environment variable {name!r} is not recorded for this run",
            where=place(),
            why="the environment differs from worker to worker, so workflow code sees what was recorded when the run started",
            mend=f'list it under [tool.useworkflow] in pyproject.toml, `env = ["{name}"]`, unless it is a secret: read '
            "secrets in a step",
        )
    return recorded[name]


class Environment(Mapping[str, str]):
    """``os.environ``: listed names that are set. Asking for a name that is not listed is refused."""

    __slots__ = ()

    def __getitem__(self, name: str) -> str:
        value = _value(name)
        if value is None:
            raise KeyError(name)
        return value

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and _value(name) is not None

    def __iter__(self) -> Iterator[str]:
        return iter([name for name, value in _recorded().items() if value is not None])

    def __len__(self) -> int:
        return sum(value is not None for value in _recorded().values())

    def copy(self) -> dict[str, str]:
        """The recorded names and values."""
        return dict(self)

    def _changed(self, *args: Any, **kwargs: Any) -> NoReturn:
        refuse("os.environ")

    __setitem__ = __delitem__ = setdefault = update = pop = popitem = clear = __ior__ = _changed

    def __repr__(self) -> str:
        return f"environ({dict(self)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (Environment, ())


environ = Environment()


def getenv(key: str, default: Any = None) -> Any:
    """``os.getenv`` over the recorded names."""
    value = _value(key)
    return default if value is None else value
