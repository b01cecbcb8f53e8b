"""Generators, async generators, comprehensions and iterators that live across steps."""
# ruff: noqa: B905 (written as users write)


async def double(n):
    "use step"
    return 2 * n


def numbers(count):
    total = 0
    for i in range(count):
        sent = yield i
        total += sent or 0
    return total


async def doubled(values):
    try:
        for value in values:
            yield await double(value)
    finally:
        await double(100)


def outer(count):
    return (yield from numbers(count))


def knotted(knot):
    knot.append((yield))
    try:
        yield
    finally:
        print("whenever memory is freed")


def leave_knot():
    """Only the cyclic collector can free this."""
    knot = []
    one = knotted(knot)
    next(one)
    one.send(one)


async def workflow(n):
    "use workflow"
    source = numbers(4)
    seen = [next(source)]
    seen.append(await double(5))
    seen.append(source.send(10))
    seen += [x async for x in doubled(outer(3))]
    async for value in doubled([7, 8, 9]):
        seen.append(value)
        if value == 16:
            break
    for _ in range(5):
        leave_knot()
        seen.append(await double(1))
    pairs = zip(range(1, 9), {"b", "a"})
    for index, letter in pairs:
        seen.append((index, letter, await double(index)))
    seen.append({await double(i): i for i in range(3)})
    return seen
