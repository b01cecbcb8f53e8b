"""Whether the arguments of a start fit its workflow, told before anything is written.

await start(order, "ann", queue="mail")   ->   TypeError: order(): got an unexpected keyword argument 'queue'; an option of the
                                               run is given before: start.options(queue=...)
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

START_OPTIONS = frozenset(
    [
        "idempotency_key",
        "run_id",
        "world",
        "delay",
        "at",
        "attributes",
        "queue",
        "key",
        "priority",
        "dedup",
        "debounce",
        "timeout",
        "parent_close",
        "transaction",
    ]
)
"""What ``start.options`` takes."""


def check_arguments(
    fn: Callable[..., Any],
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    *,
    options: Collection[str] = (),
    signature: inspect.Signature | None = None,
) -> None:
    """Check that ``fn(*args, **kwargs)`` could be called.

    Args:
        fn: the workflow function.
        args: its positional arguments.
        kwargs: its keyword arguments.
        options: names of options that are given otherwise, and easily here.
        signature: that of ``fn``, where it is known.

    Raises:
        TypeError: it could not; told with the name of the function.
    """
    signature = signature or inspect.signature(fn)
    try:
        signature.bind(*args, **kwargs)
    except TypeError as error:
        said = f"{getattr(fn, '__qualname__', 'the workflow')}(): {error}"
        meant = [name for name in kwargs if name in options and name not in signature.parameters]
    else:
        return
    if meant:
        given = ", ".join(f"{name}=..." for name in meant)
        said += f"; an option of the run is given before: start.options({given})"
    raise TypeError(said)
