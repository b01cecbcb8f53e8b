async def main():
    f = lambda: (yield 1)
    g = f()
    log(next(g))
    await aw(1)
    try:
        g.send(5)
    except StopIteration as e:
        log(e.value)
    h = lambda x: ((yield x), (yield x+1))
    k = h(7)
    log(next(k)); await aw(2); log(k.send("a")); await aw(2)
    try: k.send("b")
    except StopIteration as e: log(e.value)
