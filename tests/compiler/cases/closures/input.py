async def main():
    undo = []
    n = 0
    def inc():
        nonlocal n
        n += 1
        return n
    get = lambda: n
    for i in range(3):
        await aw(i)
        undo.append(lambda: (i, n))
        inc()
    await aw(0)
    r = [f() for f in reversed(undo)]
    inc()
    await aw(0)
    async def inner(k):
        nonlocal n
        n += await aw(k)
        return n
    c = inner(5)
    await aw(1)
    r.append(await c)
    r.append((get(), inc(), get()))
    return r
