class M:
    def __init__(self, name, swallow=False): self.name=name; self.swallow=swallow
    def __enter__(self): log(("enter", self.name)); return self
    def __exit__(self, t, v, tb): log(("exit", self.name, repr(v))); return self.swallow
    async def __aenter__(self): await aw(1); log(("aenter", self.name)); return self.name
    async def __aexit__(self, t, v, tb): await aw(2); log(("aexit", self.name, repr(v))); return self.swallow
async def main():
    with M("a") as a, M("b", True) as b:
        await aw(1)
        log(a.name + b.name)
        raise ValueError("swallowed by b")
    async with M("c") as c:
        await aw(1)
        log(c)
    async with M("d", True):
        await aw(1)
        raise KeyError("d")
    async def f():
        async with M("e"):
            return await aw("ret")
    log(await f())
    for i in range(2):
        async with M("loop"):
            if await aw(i): break
    try:
        async with M("x"):
            with M("y"):
                raise ValueError("out")
    except ValueError as e:
        await aw(1)
        return repr(e)
