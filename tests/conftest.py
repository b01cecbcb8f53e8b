"""How property-based tests run everywhere: no example has a time limit, and a failure prints what repeats it."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("untimed", settings(), deadline=None, print_blob=True)
settings.load_profile("untimed")
