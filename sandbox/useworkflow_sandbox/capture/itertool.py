"""Iterators of ``itertools``, in a snapshot: as what they were made of, and how far they have come.

    chain([1], rows) after one item   ->   new_itertool("chain", ()), then (the list's iterator, the rows' iterator)

As Python 3.11 to 3.13 reduce them; newer Pythons do not, and a run that has one goes on by its log. Read next: ``objects``.
"""

from __future__ import annotations

import itertools
import warnings
from typing import Any

from useworkflow_sandbox.capture.errors import SnapshotRefused

_NAMES = (
    "accumulate", "chain", "combinations", "combinations_with_replacement", "compress", "count", "cycle", "dropwhile",
    "filterfalse", "islice", "permutations", "product", "repeat", "starmap", "takewhile", "_tee",
    "_tee_dataobject", "zip_longest",
)  # fmt: skip
KINDS: dict[str, Any] = {name: vars(itertools)[name] for name in _NAMES}
"""The classes, by name. Not ``groupby``, whose own reduction loses items; ``pairwise`` and ``batched`` have none."""


def reduce_itertool(value: Any) -> tuple[Any, ...]:
    """How a snapshot holds such an iterator.

    Raises:
        TypeError: this Python does not reduce them.
    """
    reduced: tuple[Any, ...] = _quietly(value.__reduce__)
    name: str = reduced[0].__name__
    state = reduced[2] if len(reduced) > 2 else None
    return new_itertool, (name, reduced[1]), None if state is None else (state,), None, None, fill_itertool


def new_itertool(name: str, arguments: tuple[Any, ...]) -> Any:
    """The iterator ``name`` of these arguments. One that has ended is of the same class, of nothing."""
    if name not in KINDS:
        raise SnapshotRefused(f"the snapshot names itertools.{name}, which is not allowed")
    return KINDS[name](*arguments)


def fill_itertool(value: Any, parts: tuple[Any]) -> None:
    """Say how far an iterator has come."""
    if type(value) not in KINDS.values():
        raise SnapshotRefused(f"the snapshot sets the state of a {type(value).__qualname__}, which is not allowed")
    _quietly(value.__setstate__, parts[0])


def _quietly(function: Any, *arguments: Any) -> Any:
    """Call what Python 3.12 and 3.13 warn of."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return function(*arguments)
