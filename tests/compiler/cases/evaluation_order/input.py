async def g(x):
    y = await aw(x + 1)
    log(y)
    return y * 2
async def main():
    x = 1
    def bump():
        nonlocal x
        x = 10
        return 5
    a = x + bump() + await aw(1)
    out = []
    for i in range(4):
        if i == 2: continue
        out.append(await g(i))
    else:
        out.append("else")
    d = {"k": await g(3), **(await aw({"z": 1}))}
    s = f"{a!r:>5}{await aw('q')}{x}"
    return a, out, d, s, x
