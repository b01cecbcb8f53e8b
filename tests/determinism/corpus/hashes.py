"""``hash``, ``id``, ``repr`` and default text: of text, tuples, objects, functions; hash-based structures."""
# ruff: noqa: B018, UP031, UP032 (written as users write)

import datetime
from dataclasses import dataclass


class Plain:
    pass


@dataclass(frozen=True)
class Key:
    name: str
    at: datetime.date


class Own:
    def __init__(self, name):
        self.name = name

    def __hash__(self):
        return hash(("own", self.name))

    def __eq__(self, other):
        return self.name == other.name


async def show(*values):
    "use step"
    return list(values)


def helper():
    return 1


async def workflow(n):
    "use workflow"
    one, two = Plain(), Plain()
    key = Key("k", datetime.date(2026, 1, 2))
    await show(hash("text"), hash(("a", 1, None, b"x")), hash(key), hash(Own("q")), hash(one) == hash(one), hash(2.5))
    await show(id(one), id(two), id(one) == id(one), id("text") == id("te" + "xt"), hash(one), hash(frozenset("abc")))
    await show(f"{one} {two!r} {[one]}", "%s %r" % (one, two), "{} {!r}".format(one, two), str(one), repr({"k": two}))
    await show(f"{helper} {one.__repr__()} {(lambda: 1)}", "text".__hash__(), ascii(one), format(one), f"{print}")
    shards = {}
    for name in ["ann", "bob", "cy", "dee"]:
        shards.setdefault(hash(name) % 3, []).append(name)
    await show(shards, id(one), sorted(["b", "a", "c"], key=hash), list(map(str, [one, 1])))
    try:
        raise ValueError(f"bad {one}")
    except ValueError as error:
        await show(str(error), repr(error))
    try:
        one.missing
    except AttributeError as error:
        await show(str(error))
    raise KeyError(one, f"{two}")
