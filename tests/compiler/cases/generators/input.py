import contextlib


def count(n):
    """Counts, and says when it is closed."""
    try:
        for i in range(n):
            got = yield i
            if got:
                log(("got", got))
    finally:
        log("closed")
    return "done"


def delegate(n):
    r = yield from count(n)
    log(("delegated", r))
    yield from [10, 20]
    x = yield "expr"
    try:
        yield "in try"
    except ValueError as e:
        yield repr(e)
        yield repr(sys.exc_info()[1])
    return x


def expressions(a):
    b = a + (yield 1) * (yield 2)
    c = [(yield b), *((yield 3) or ()), (yield 4)]
    d = {"k": (yield 5)}
    yield f"{a}{(yield 6)}{b}"
    return a, b, c, d


def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)


@contextlib.contextmanager
def managed(name):
    log(("enter", name))
    try:
        yield name.upper()
    except KeyError as e:
        log(("swallowed", repr(e)))
    finally:
        log(("exit", name))


def in_handler():
    try:
        raise ValueError("outer")
    except ValueError:
        yield 1
        try:
            raise KeyError("inner")
        finally:
            yield repr(sys.exc_info()[1])


async def main():
    out = []
    for x in count(3):
        out.append(await aw(x))
    g = count(5)
    out.append(next(g))
    await aw(0)
    out.append(g.send("hi"))
    await aw(0)
    g.close()
    await aw(0)
    for x in delegate(2):
        out.append(await aw(x))
    d = delegate(1)
    out.append(next(d))
    out.append(next(d))
    await aw(0)
    out.append([next(d), next(d), next(d)])
    await aw(0)
    out.append(d.throw(ValueError("thrown")))
    await aw(0)
    out.append(next(d))
    e = expressions(7)
    sent = None
    try:
        while True:
            got = e.send(sent)
            out.append(got)
            await aw(0)
            sent = (got if isinstance(got, int) else 2) if got != 3 else (1, 2)
    except StopIteration as stop:
        out.append(stop.value)
    for x in tree(3):
        await aw(0)
        out.append(x)
    with managed("m") as up:
        out.append(await aw(up))
        raise KeyError("gone")
    h = in_handler()
    out.append(next(h))
    await aw(0)
    out.append(next(h))
    await aw(0)
    try:
        next(h)
    except KeyError as k:
        out.append((repr(k), repr(k.__context__)))
    fresh = count(2)
    await aw(0)
    out.append(list(fresh))
    finished = count(0)
    list(finished)
    await aw(0)
    out.append(list(finished))
    pairs = zip(count(3), "abc")
    for p in pairs:
        out.append(await aw(p))
    return out
