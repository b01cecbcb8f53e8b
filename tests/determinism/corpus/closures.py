"""Closures that share cells, undo stacks of lambdas, partials and methods."""

import functools


async def call(name, *values):
    "use step"
    return [name, *values]


def make(start):
    total = start

    def add(n):
        nonlocal total
        total += n
        return total

    def get():
        return total

    return add, get


async def workflow(n):
    "use workflow"
    add, get = make(10)
    undo = []
    for name in ("reserve", "charge", "ship"):
        await call(name, add(len(name)))
        undo.append(lambda name=name: call(f"undo {name}", get()))
        undo.append(functools.partial(call, f"partial {name}", {"b", "a"}))
    log = [get()]
    keep = log.append
    try:
        await call("last")
        raise ValueError("stop")
    except ValueError:
        for rollback in reversed(undo):
            keep(await rollback())
            add(1)
    return [log, get()]
