"""Sync steps that are called by name, in expressions, loops and helpers."""


def add(a, b):
    "use step"
    return a + b


def helper(values):
    total = 0
    for value in values:
        total = add(total, value)
    return total


async def workflow(n):
    "use workflow"
    total = add(1, 2) + add(n, add(3, 4))
    total += helper({5, 3, 1})
    words = {"x", "y"}
    joined = ""
    for word in words:
        joined = add(joined, word)
    while total < 100:
        total = add(total, total)
    return [total, joined, [add(i, 1) for i in range(3)], "even" if add(total, 1) % 2 else "odd"]
