"""Randomness that comes from the log: ``random`` and ``uuid`` as workflow code sees them.

Input -> output::

    RecordedRandom("00" * 16).random()   the same number in every process, on every Python (G5)

The 128 bits of ``RunCreated.seed`` and a counter are the whole state; each draw is a keyed hash of the counter. Read next: ``clock``.
"""

from __future__ import annotations

import random as _random
import uuid as _uuid
from hashlib import blake2b
from typing import Any, NoReturn

from useworkflow_sandbox.current import current
from useworkflow_sandbox.facades.blocked import Blocked, refuse
from useworkflow_sandbox.facades.facade import FacadeModule
from useworkflow_sandbox.fixed import Fixed

_BLOCK = 512
_UUID_EPOCH = 0x01B21DD213814000
"""100-nanosecond intervals from the UUID epoch (1582-10-15) to the Unix epoch."""


class RecordedRandom(_random.Random):
    """The run's generator. ``seed``: hexadecimal; ``counter``: blocks drawn so far.

    All of ``random.Random`` works on it but ``seed()``. Its pickle is the seed and the counter.

    Raises:
        ValueError: ``seed`` is not hexadecimal, or empty.
    """

    def __init__(self, seed: str, counter: int = 0, gauss_next: float | None = None) -> None:
        key = bytes.fromhex(seed)
        if not 1 <= len(key) <= 64:
            raise ValueError("the seed has to be 1 to 64 bytes in hexadecimal")
        self._seed = seed
        self._key = key
        self._counter = counter
        self.gauss_next = gauss_next

    def __new__(cls, *args: Any, **kwargs: Any) -> RecordedRandom:
        return _random.Random.__new__(cls, 0)  # type: ignore[call-arg]  # a number, so that the unused generator of the base asks for no entropy

    def random(self) -> float:
        """A float in [0, 1) with 53 random bits."""
        return (self.getrandbits(64) >> 11) * 2.0**-53

    def getrandbits(self, k: int, /) -> int:
        """``k`` random bits as an integer.

        Raises:
            ValueError: ``k`` is negative.
        """
        if k < 0:
            raise ValueError("number of bits must be non-negative")
        bits = 0
        for _ in range(-(-k // _BLOCK)):
            block = blake2b(self._counter.to_bytes(16, "little"), key=self._key).digest()
            self._counter += 1
            bits = bits << _BLOCK | int.from_bytes(block, "little")
        return bits >> (-k % _BLOCK)

    def seed(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused: the run's randomness is recorded as a whole."""
        refuse("random.seed")

    def getstate(self) -> tuple[Any, ...]:
        """(seed, counter, second half of the last ``gauss`` pair)."""
        return (self._seed, self._counter, self.gauss_next)

    def setstate(self, state: tuple[Any, ...]) -> None:
        """Go back to what ``getstate`` gave."""
        RecordedRandom.__init__(self, *state)

    def __reduce__(self) -> tuple[Any, ...]:
        return (RecordedRandom, self.getstate())


class Random(_random.Random):
    """``random.Random`` for workflow code: the sequence of a given seed is CPython's own; without one the seed is drawn
    from the run's recorded randomness."""

    def __new__(cls, x: Any = 0) -> Random:
        return _random.Random.__new__(cls, 0)  # type: ignore[call-arg]

    def seed(self, a: Any = None, version: int = 2) -> None:
        """Start again from ``a``."""
        super().seed(current().random.getrandbits(128) if a is None else a, version)

    def __reduce__(self) -> tuple[Any, ...]:
        return (Random, (0,), self.getstate())


class Draw(Fixed):
    """A function of the ``random`` module, bound to whichever run calls it."""

    __slots__ = ("__name__",)

    def __init__(self, name: str) -> None:
        self.__name__ = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return getattr(current().random, self.__name__)(*args, **kwargs)

    def __repr__(self) -> str:
        return f"<function random.{self.__name__} of workflow code>"

    def __reduce__(self) -> tuple[Any, ...]:
        return (Draw, (self.__name__,))


_DRAWN = (
    "betavariate", "binomialvariate", "choice", "choices", "expovariate", "gammavariate", "gauss", "getrandbits",
    "lognormvariate", "normalvariate", "paretovariate", "randbytes", "randint", "random", "randrange", "sample",
    "shuffle", "triangular", "uniform", "vonmisesvariate", "weibullvariate",
)  # fmt: skip


def make_random() -> FacadeModule:
    """The ``random`` module of workflow code."""
    names: dict[str, Any] = {name: Draw(name) for name in _DRAWN if hasattr(_random.Random, name)}
    names |= {name: Blocked(f"random.{name}") for name in ("seed", "getstate", "setstate", "SystemRandom")}
    return FacadeModule("random", names | {"Random": Random})


# --- uuid -------------------------------------------------------------------------------------------------------------


def uuid4() -> _uuid.UUID:
    """A random UUID from the run's recorded randomness."""
    return _uuid.UUID(int=current().random.getrandbits(128), version=4)


def uuid1(node: int | None = None, clock_seq: int | None = None) -> _uuid.UUID:
    """A UUID of the event's time; node and clock sequence are random where they are not given."""
    stamp = current().now * 10 + _UUID_EPOCH
    bits = current().random.getrandbits(62)
    node = bits >> 14 | 1 << 40 if node is None else node  # the multicast bit: no machine has this address
    clock_seq = bits & 0x3FFF if clock_seq is None else clock_seq
    fields = (
        stamp & 0xFFFFFFFF,
        stamp >> 32 & 0xFFFF,
        stamp >> 48 & 0x0FFF,
        clock_seq >> 8 & 0x3F,
        clock_seq & 0xFF,
        node,
    )
    return _uuid.UUID(fields=fields, version=1)


_UUID_KEPT = (
    "UUID", "SafeUUID", "uuid3", "uuid5", "NAMESPACE_DNS", "NAMESPACE_URL", "NAMESPACE_OID", "NAMESPACE_X500",
    "RESERVED_NCS", "RFC_4122", "RESERVED_MICROSOFT", "RESERVED_FUTURE",
)  # fmt: skip


def make_uuid() -> FacadeModule:
    """The ``uuid`` module of workflow code."""
    names = {name: getattr(_uuid, name) for name in _UUID_KEPT}
    return FacadeModule("uuid", names | {"uuid1": uuid1, "uuid4": uuid4, "getnode": Blocked("uuid.getnode")})
