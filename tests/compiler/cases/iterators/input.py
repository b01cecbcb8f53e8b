class Sequence:
    def __init__(self, n):
        self.n = n

    def __getitem__(self, i):
        if i >= self.n:
            raise IndexError
        return i * i


class OnlyNext:
    def __init__(self, n):
        self.n = n

    def __next__(self):
        if not self.n:
            raise StopIteration
        self.n -= 1
        return self.n


class Iterable:
    def __iter__(self):
        return OnlyNext(3)


async def main():
    out = []
    items = [1, 2, 3]
    for i in items:
        if i < 3:
            items.append(i + 10)
        out.append(await aw(i))
    for i in Sequence(4):
        out.append(await aw(i))
    for i in Iterable():
        out.append(await aw(i))
    for i, (a, b) in enumerate(zip("abc", range(3))):
        out.append((i, a, b, await aw(0)))
    for x in map(str, filter(None, [0, 1, 2])):
        out.append(await aw(x))
    for x in reversed([1, 2, 3]):
        out.append(await aw(x))
    d = {"a": 1, "b": 2, "c": 3}
    for k in d:
        d[k] = await aw(d[k] * 2)
    for v in d.values():
        d["c"] = 100
        out.append(await aw(v))
    try:
        for k in d:
            await aw(k)
            d[k + "x"] = 1
            await_free = 1
    except RuntimeError as e:
        out.append(str(e))
    it = iter([1, 2, 3, 4])
    for a in it:
        b = next(it)
        out.append((a, b, await aw(0)))
    target = {}
    for target["i"], *target["rest"] in [(1, 2, 3), (4, 5)]:
        out.append((await aw(0), dict(target)))
    for i in range(10**20, 10**20 + 2):
        out.append(await aw(i))
    for c in "añ\u1234":
        out.append(await aw(c))
    for b in b"xy":
        out.append(await aw(b))
    for i in range(3):
        for j in range(i):
            if await aw(j == 1):
                break
            out.append((i, j))
        else:
            out.append(("else", i))
            continue
        break
    while True:
        n = await aw(len(out))
        if n % 2:
            break
        out.append("pad")
    i = 0
    while i < 3:
        i += await aw(1)
        if i == 2:
            continue
    else:
        out.append(await aw("while else"))
    return out
