# Among others an unbound captured variable, read inside a comprehension: differs between Pythons.
async def main():
    hs=[]
    for i in range(3):
        hs.append([(lambda: (i, y), await aw(y))[0] for y in range(i+1) if await aw(True)])
        hs.append(list({await aw(y): (lambda: y) async for y in rows(i + 2)}.values()))
        hs.append(sorted({(lambda: (y, z))() for y in range(2) for z in range(y, await aw(2))}))
    log([[f() if callable(f) else f for f in h] for h in hs])
    await aw(1)
    log([[f() if callable(f) else f for f in h] for h in hs])
    ws = [(w := y, lambda: (w, y), await aw(1))[1] for y in range(3)]
    await aw(2)
    log((w, [f() for f in ws]))
    fs = [g() for g in [lambda: y for y in range(3) if await aw(y)]]
    log(fs)
    try:
        log([(lambda: y, await aw(ValueError(y))) for y in range(3)])
    except ValueError as e:
        log(e.args)
    try:
        log([(lambda: y, late, await aw(y)) for y in range(2)])
    except NameError as e:
        log(repr(e))
    late = 1
async def rows(n):
    for k in range(n):
        yield await aw(k)
