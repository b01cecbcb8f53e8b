# Steps of async generators that are made before a suspension and awaited after it.
async def gen():
    try:
        while True:
            try:
                log((yield await aw(1)))
            except KeyError as e:
                log(repr(e))
    finally:
        log("over")
async def main():
    g = gen()
    await anext(g)
    s = g.asend(5)
    await aw(1)
    log(await s)
    s = g.athrow(KeyError(1))
    await aw(1)
    log(await s)
    s = g.aclose()
    await aw(1)
    log(await s)
    try:
        log(await s)
    except RuntimeError as e:
        log(repr(e))
    g = gen()
    s = g.asend(None)
    await aw(1)
    log(await s)
    await g.aclose()
    try:
        log(await s)
    except RuntimeError as e:
        log(repr(e))
    g = gen()
    s = anext(g, 5)
    await aw(1)
    log(await s)
    s = g.aclose()
    await aw(2)
    log(await s)
    g = gen()
    s = g.aclose()
    await aw(2)
    log(await s)
    await aw(3)
    log([x async for x in g])
