"""What modules hold: constants, caches, defaults. Another run of the same process leaves no trace."""
# ruff: noqa: B006 (written as users write)

import functools
import random

LIMITS = {"eur": [1, 2, 3], "usd": {"b", "a"}}


@functools.lru_cache(maxsize=2)
def drawn(key):
    return (key, random.random())


@functools.cache
def once():
    return random.random()


def remember(value, seen=[]):
    try:
        seen.append(value)
    except TypeError as error:
        return [type(error).__name__, *seen]
    return seen


async def show(*values):
    "use step"
    return list(values)


async def workflow(n):
    "use workflow"
    first = drawn("a")
    await show(first, once())
    again = [drawn("a") == first, drawn("b"), drawn("c"), drawn("a") == first, once()]
    await show(*again, list(drawn.cache_info()), f"{once.cache_info()}")
    try:
        LIMITS["eur"].append(4)
    except TypeError as error:
        await show(type(error).__name__)
    limits = {key: list(value) for key, value in LIMITS.items()}
    limits["eur"].append(n)

    @functools.cache
    def inner(key):
        return (key, random.random())

    await show(inner(1))
    return [limits, remember(1), remember(2), inner(1), LIMITS]
