"""Queues as users declare them: limits on how many runs go on at a time, and how often one begins.

    mail = Queue("mail", concurrency=10, key_concurrency=1, rate="100/1m")
    await start.options(queue=mail, key="ada@x.org", priority=-1)(send_letter, "ada@x.org")

    [tool.useworkflow.queues.mail]            # the same in pyproject.toml; then queue="mail" is enough
    concurrency = 10
    rate = "100/1m"

What is declared is written into the world, which enforces it whoever starts or works. Read next: ``worlds.queueing``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from useworkflow_runtime.errors import ConfigurationError, QueueOptionsError, UnknownQueueError
from useworkflow_runtime.worlds.queueing import QueueConfig, RateLimit
from useworkflow_sandbox.durations import to_microseconds

if TYPE_CHECKING:
    from useworkflow_runtime.worlds.protocol import World

_RATE = re.compile(r"\s*(\d+)\s*/\s*(.+)")
_declared: dict[str, QueueConfig] = {}


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A queue's section of ``pyproject.toml``; see ``Queue``."""

    concurrency: int | None = None
    worker_concurrency: int | None = None
    key_concurrency: int | None = None
    rate: str | None = None
    key_rate: str | None = None

    def of(self, name: str) -> QueueConfig:
        """These limits for the queue ``name``.

        Raises:
            QueueOptionsError: they make no sense.
        """
        counts = {field: getattr(self, field) for field in ("concurrency", "worker_concurrency", "key_concurrency")}
        for field, count in counts.items():
            if count is not None and (not isinstance(count, int) or isinstance(count, bool) or count < 1):
                raise QueueOptionsError.of(name, field, count, "a whole number from 1 on")
        return QueueConfig(
            name=name,
            concurrency=self.concurrency,
            worker_concurrency=self.worker_concurrency,
            key_concurrency=self.key_concurrency,
            rate=_rate(name, "rate", self.rate),
            key_rate=_rate(name, "key_rate", self.key_rate),
        )


class Queue:
    """A queue with its limits. Making one declares it to this process; ``start`` writes it into the world.

    A run holds its slot from its first turn to its end, also while it sleeps or waits for a hook; a run that is ``diverged`` or
    ``stuck`` gives it back. Where two programs declare different limits for one name, the latest to start a run counts.

    Args:
        name: of the queue.
        concurrency: runs that hold a slot at a time, in the whole world.
        worker_concurrency: runs that one worker has begun and not ended; what it takes over from a dead one counts, but is
            never refused.
        key_concurrency: runs with the same ``key`` that hold a slot at a time.
        rate: runs that begin within a period, such as ``"100/1m"``: in no minute, wherever it starts, more than 100.
        key_rate: the same for each ``key``.

    Raises:
        QueueOptionsError: a limit makes no sense.
    """

    def __init__(
        self,
        name: str,
        *,
        concurrency: int | None = None,
        worker_concurrency: int | None = None,
        key_concurrency: int | None = None,
        rate: str | None = None,
        key_rate: str | None = None,
    ) -> None:
        if not isinstance(name, str) or not name or len(name) > 200:
            raise QueueOptionsError.of(str(name), "name", name, "a name of up to 200 characters")
        limits = Limits(
            concurrency=concurrency,
            worker_concurrency=worker_concurrency,
            key_concurrency=key_concurrency,
            rate=rate,
            key_rate=key_rate,
        )
        self.name = name
        self.config = limits.of(name)
        _declared[name] = self.config

    def __repr__(self) -> str:
        return f"<Queue {self.name}>"


def declared() -> list[str]:
    """Names of the queues that this process has declared."""
    return list(_declared)


class KnownQueues:
    """What a world has been told of queues by this process."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._known: dict[str, QueueConfig | None] = {}

    async def name_of(self, queue: Queue | str, configured: dict[str, Limits]) -> str:
        """The name of a queue, which the world knows with its present limits.

        Args:
            queue: what ``start`` was given.
            configured: the queues of ``pyproject.toml``.

        Raises:
            UnknownQueueError: no such queue is declared here, in the configuration or in the world.
            ConfigurationError: its section of the configuration makes no sense.
        """
        name = queue.name if isinstance(queue, Queue) else queue
        config = queue.config if isinstance(queue, Queue) else _declared.get(name) or _configured(name, configured)
        if name not in self._known or self._known[name] != config:
            await self._tell(name, config, configured)
            self._known[name] = config
        return name

    async def _tell(self, name: str, config: QueueConfig | None, configured: dict[str, Limits]) -> None:
        if config is not None:
            await self._world.put_queue(config)
            return
        there = [state.config.name for state in await self._world.queues()]
        if name not in there:
            raise UnknownQueueError.of(name, sorted({*_declared, *configured, *there}))


def _configured(name: str, configured: dict[str, Limits]) -> QueueConfig | None:
    try:
        return configured[name].of(name) if name in configured else None
    except QueueOptionsError as error:
        raise ConfigurationError(f"[tool.useworkflow.queues.{name}]: {error.what}", mend=error.mend) from error


def _rate(name: str, field: str, given: Any) -> RateLimit | None:
    if given is None:
        return None
    found = _RATE.fullmatch(given) if isinstance(given, str) else None
    try:
        if found is not None and int(found[1]) > 0 and (period := to_microseconds(_period(found[2]), 0)) > 0:
            return RateLimit(int(found[1]), period)
    except (ValueError, OverflowError):
        pass
    raise QueueOptionsError.of(name, field, given, 'a count and a period, such as "100/1m"')


def _period(text: str) -> str:
    """``minute`` and ``h`` alone stand for one of them."""
    return text if text[:1].isdigit() else f"1 {text}"
