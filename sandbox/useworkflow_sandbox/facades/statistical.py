"""``statistics.NormalDist`` as workflow code sees it: its samples come from the run's recorded randomness.

Read next: ``randomness``.
"""

from __future__ import annotations

import random
import statistics
from operator import index
from typing import Any, SupportsIndex

from useworkflow_sandbox.current import current


class NormalDist(statistics.NormalDist):
    """``statistics.NormalDist``; ``samples`` without a seed draws from the log."""

    __slots__ = ()

    def samples(self, n: SupportsIndex, *, seed: Any = None) -> list[float]:
        """``n`` samples from ``seed``, or from recorded randomness. By one algorithm, that of Python 3.13: earlier versions
        have another."""
        draw = current().random.random if seed is None else random.Random(seed).random
        return [self.inv_cdf(draw() or 2.0**-53) for _ in range(index(n))]
