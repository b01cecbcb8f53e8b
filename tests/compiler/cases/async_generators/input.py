async def ticks(n):
    try:
        for i in range(n):
            log(("before", await aw(i)))
            got = yield i
            if got is not None:
                log(("got", got))
    except ValueError as e:
        yield ("handled", repr(e))
    finally:
        log(("finally", await aw("f")))


async def mapped(source):
    async for x in source:
        yield await aw(x * 2)


async def early(n):
    source = ticks(n)
    try:
        async for x in source:
            if x == 1:
                return
            yield x
    finally:
        await source.aclose()


async def stubborn():
    try:
        yield 1
    finally:
        await aw("slow cleanup")
        log("cleaned")


async def ignores():
    try:
        yield 1
    except GeneratorExit:
        await aw(0)
        yield 2


async def main():
    out = []
    async for x in ticks(3):
        out.append(await aw(x))
    out += [x async for x in mapped(ticks(3))]
    out += [y async for y in ticks(2) if await aw(y)]
    g = ticks(5)
    out.append(await g.asend(None))
    out.append(await g.asend("sent"))
    await aw(0)
    out.append(await g.__anext__())
    out.append(await g.athrow(ValueError("t")))
    await aw(0)
    try:
        await g.__anext__()
    except StopAsyncIteration:
        out.append("stopped")
    s = stubborn()
    out.append(await anext(s))
    await aw(0)
    await s.aclose()
    out.append(await anext(s, "default"))
    t = ticks(1)
    out.append(await anext(t, "d"))
    out.append(await anext(t, "d"))
    i = ignores()
    await i.asend(None)
    try:
        await i.aclose()
    except RuntimeError as e:
        out.append(str(e))
    async for x in early(5):
        out.append(x)
    fresh = ticks(1)
    await aw(0)
    async for x in fresh:
        out.append(x)
    left = ticks(4)
    async for x in left:
        if x == 2:
            break
    else:
        out.append("no")
    await left.aclose()
    return out
