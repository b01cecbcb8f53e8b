# Steps of an async generator that wait while another one of it is under way.
async def gen():
    try:
        while True:
            try:
                log((yield await aw(1)))
            except KeyError as e:
                log(repr(e))
    finally:
        log(await aw("over"))
class Own:
    def __init__(self, step):
        self.step = step
    def __await__(self):
        return self.step.__await__()
async def helper(g, v):
    await aw(1)
    return await g.asend(v)
async def main():
    g = gen()
    s = g.asend(6)
    t = g.athrow(KeyError(2))
    own, other = Own(g.asend(7)), Own(g.aclose())
    log(await anext(g))
    log(await s)
    log(await helper(g, 8))
    log(await t)
    log(await own)
    log(await helper(g, 9))
    log(await other)
    log(own.step is not None)
