"""``ArgumentsUnfitError``: an attempt that cannot be made, since what was recorded for it does not fit the code that is here.

The run is parked (G6); it is no failure of the step. Read next: ``work``, ``nested``.
"""


class ArgumentsUnfitError(Exception):
    """What was recorded for a step does not fit its classes any more; ``__cause__`` says which. Internal."""
