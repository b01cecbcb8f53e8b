"""The garbage collector during turns and captures: seldom, and of young objects only.

    rarely_collecting(instance.deliver, event)   -> what ``deliver`` returns

A turn that makes a hundred thousand tasks makes a million objects that all live on. With the interpreter's thresholds the
collector walks all of them again and again: 1.5 s of 2.1 s. Read next: ``runs``.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_THRESHOLDS = (100_000, 50, 1_000)
"""Young objects between collections: few enough for garbage in cycles to stay small, enough to pay."""


def rarely_collecting(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return ``call(*args, **kwargs)``, made with high thresholds of the garbage collector."""
    before = gc.get_threshold()
    gc.set_threshold(*_THRESHOLDS)
    try:
        return call(*args, **kwargs)
    finally:
        gc.set_threshold(*before)
