# Generators that have ended, held across several suspensions.
async def main():
    h = (0 for k in [])
    next(h, 0)
    async def ag():
        yield 1
    a = ag()
    log([x async for x in a])
    await aw(0)
    await aw(0)
    log(list(h))
    await aw(0)
    log([x async for x in a])
