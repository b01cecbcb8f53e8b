"""Lowering: an async function becomes a resumable state machine that still is an async function.

    async def f(x):                       async def f(x):
        y = 1 + await g(x)         ->         _uw_pc = 1
        return y                              _uw_t1 = await g(x)
                                              y = 1 + _uw_t1
                                              return y

The *fast form* above runs first: exceptions, ``with``, ``finally`` and tracebacks stay CPython's own. A parked coroutine is
captured as (function id, program counter, live locals), and taken up again by its *re-entry form*, which gets back to
the suspension structurally: see ``reentry``.

The way of a function: ``functions`` -> ``statements`` and ``expressions`` -> ``ir`` -> ``fast``, ``reentry``,
``liveness``. Read next: ``functions``.
"""

from useworkflow_compiler.lower.functions import Lowered as Lowered
from useworkflow_compiler.lower.functions import lower_module as lower_module
from useworkflow_compiler.lower.synchronous import MaySuspend as MaySuspend
