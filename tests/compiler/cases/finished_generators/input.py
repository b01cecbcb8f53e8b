# Generators that have ended, and live on in a local.
def plain():
    yield 1
async def agen():
    yield 1
async def main():
    h = (x for x in [])
    next(h, 0)
    p = plain()
    list(p)
    a = agen()
    log([x async for x in a])
    f = (x async for x in agen())
    log([x async for x in f])
    c = agen()
    await anext(c)
    await c.aclose()
    fresh = agen()
    await fresh.aclose()
    await aw(1)
    log((list(h), list(p), [x async for x in a], [x async for x in f], [x async for x in c], [x async for x in fresh]))
