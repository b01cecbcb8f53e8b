class Box:
    def __init__(self, v):
        self.v = v

    def m(self, *args, **kw):
        log(("m", self.v, args, tuple(kw.items())))
        return self.v

    def other(self, *args, **kw):
        return "other"


def tick(name, value=None):
    log(name)
    return value if value is not None else name


async def main():
    out = []
    o = Box(1)

    async def swap(v):
        o.m = o.other
        return await aw(v)

    out.append(o.m(await swap(2)))
    del o.m
    l = [1, 2]

    async def grow():
        l.append(3)
        return await aw(9)

    out.append(o.m(*l, await grow()))
    d = {"p": 1}

    async def put():
        d["q"] = 2
        return await aw(3)

    out.append(o.m(**d, r=await put()))
    x = 1

    async def bump():
        nonlocal x
        x += 100
        return await aw(1)

    out.append((x, await bump(), x))
    out.append([x, *l, await bump(), x])
    out.append({x: x, await bump(): x, **d})
    x += await bump()
    out.append(x)

    def dd():
        log("d")
        return d

    def ix(k):
        log(("ix", k))
        return k

    dd()[ix("p")] += await aw(5)
    dd()[ix("n1")], dd()[ix("n2")] = await aw(tick("r")), tick("s")
    out.append(dict(d))
    s = slice(None)
    letters = list("abcdef")
    out.append(letters[tick(1, 1) : await aw(4) : tick(2, 2)])
    letters[tick(0, 0) : await aw(2)] = ["z"]
    out.append(letters)
    out.append(f"{x}{await bump()}{x!r:>{await aw(6)}}{x=}")
    a = b = await aw([1])
    out.append(a is b)
    first, *rest = await aw("xyz")
    out.append((first, rest))
    (n := await aw(4))
    out.append([n, (m := await aw(5)) + m, n + m])
    out.append([y := await aw(k) for k in range(3)])
    out.append(y)
    out.append(await aw(1) if await aw(0) else await aw("else"))
    out.append(await aw(0) or await aw("") or await aw("third"))
    out.append(tick("a") and await aw(0) and tick("never"))
    out.append(not await aw(True))
    out.append(-(await aw(3)) ** 2)
    out.append(1 < 2 < await aw(3) < 4 < await aw(0) < tick("never"))
    out.append((lambda q=await aw("default"): q)())

    def deco(tag):
        log(tag)
        return lambda f: (tag, f(1))

    @deco(await aw("d1"))
    @deco(tick("d2"))
    def decorated(p, q=await aw(7)):
        return p + q

    out.append(decorated)

    class Local(await aw(Box)):
        field = 3

    out.append(Local(5).m())
    out.append(type(sys)(str(await aw("mod"))).__name__ if False else "skip")
    try:
        f = o.m(**{"a": 1}, **await aw({"a": 2}))
    except TypeError as e:
        out.append(str(e))
    try:
        assert await aw(0), f"message {await aw('m')}"
    except AssertionError as e:
        out.append(e.args)
    del d["p"], d[await aw("q")]
    out.append(d)
    return out
