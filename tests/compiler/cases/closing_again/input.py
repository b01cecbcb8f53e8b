# Async generators that are taken up again in the middle of their ``aclose()``, and go on in spite of it.
async def stubborn(v):
    try:
        yield v
    except GeneratorExit:
        log(await aw("closing"))
        try:
            await aw(KeyError(1))
        except KeyError as e:
            log((repr(e), repr(e.__context__)))
    yield await aw("ignored")
    log("goes on")
    log((yield await aw("again")))
async def orderly():
    try:
        yield 1
    finally:
        log(await aw("a"))
        inner = failing()
        await anext(inner)
        await attempt(inner.aclose())
        await aw("b")
async def failing():
    try:
        yield 1
    finally:
        await aw(0)
        await aw(ValueError("in the end"))
async def attempt(step):
    try:
        log(await step)
    except (Exception, GeneratorExit, StopAsyncIteration) as e:
        log((repr(e), repr(e.__context__)))
async def main():
    g = stubborn(1)
    log(await anext(g))
    await attempt(g.aclose())
    await attempt(g.aclose())
    await attempt(g.athrow(ValueError(1)))
    await attempt(g.asend(3))
    await attempt(g.asend(4))
    await attempt(g.aclose())
    g = orderly()
    await anext(g)
    await attempt(g.aclose())
    await attempt(g.aclose())
    await attempt(anext(g))
    g = failing()
    await anext(g)
    await attempt(g.aclose())
    await attempt(g.aclose())
