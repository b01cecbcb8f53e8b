# Generator expressions that live across a suspension, with late reads of outer variables.
async def main():
    async def more():
        pages = (await aw(p) for p in range(3))
        seen = [p async for p in pages]
        squares = (n * n async for n in (m async for m in (await aw(k) for k in [1, 2])))
        await aw(1)
        seen += [s async for s in squares]
        pairs = ((a, b) for a in [1, 2] for b in "xy" if (last := b))
        await aw(1)
        return seen, list(pairs), last, sum(n for n in [1, 2]), repr(pairs).split(" at ")[0]

    got = []
    rows = (2 * r for r in [0, 1, 2])
    for row in rows:
        await aw(1)
        got.append(row)
    t = False
    x = 10
    pairs = ((i, x) for i in [1, 2] if t)
    await aw(1)
    t = True
    x = 2
    await aw(1)
    return got, list(pairs), await more()
