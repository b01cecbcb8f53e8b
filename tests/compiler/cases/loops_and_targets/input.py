class It:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        await aw(1)
        if self.n == 0: raise StopAsyncIteration
        self.n -= 1
        return self.n
async def main():
    out = []
    async for i in It(3):
        await aw(1)
        out.append(i)
        if i == 5: break
    else:
        out.append("else")
    out += [j async for j in It(2)]
    out += [await aw(k) for k in range(3) if await aw(k != 1)]
    out.append({k: await aw(k*2) for k in "ab"})
    out.append(sorted({await aw(k) for k in (1,1,2)}))
    match await aw((1, 2)):
        case (1, x) if await aw(x == 3):
            out.append("no")
        case (1, y) if y == 2:
            await aw(0)
            out.append(("case", x, y))
        case _:
            out.append("default")
    while await aw(len(out) < 20):
        out.append(1)
    else:
        out.append("w-else")
    d = {"a": 1, "b": 2}
    for k, v in d.items():
        await aw(1)
        d["b"] = 5
        out.append((k, v))
    x = [1, 2]
    x += await aw([3])
    o = {"i": 1}
    o["i"] += await aw(4)
    (a, *b), o[await aw("z")] = await aw(((1, 2, 3), 4))
    out.append((x, o, a, b))
    v = 1 < await aw(2) < await aw(3) and await aw("yes") or 0
    out.append(v)
    assert await aw(True), "msg"
    del o[await aw("z")]
    out.append(o)
    return out
