def make():
    async def counted(n):
        """Adds to a total that two closures share."""
        nonlocal total
        total += await aw(n)
        return total

    total = 0
    return counted, lambda: total


class Greeter:
    prefix = "hi"

    async def greet(self, name, *rest, punct="!", **extra):
        await aw(1)
        return self.prefix + name + punct + repr(rest) + repr(sorted(extra))

    @classmethod
    async def make(cls):
        return await aw(cls.__name__)

    @staticmethod
    async def pure(x):
        return await aw(x)


class Loud(Greeter):
    async def greet(self, name, **kw):
        base = await super().greet(name, **kw)
        return base.upper()


async def defaults(a, b=2, /, c=3, *args, d, e=5, **kw):
    x = await aw(a)
    return (x, b, c, args, d, e, kw)


async def main():
    out = []
    counted, total = make()
    await aw(1)
    out.append((await counted(2), total(), await counted(3), total()))
    out.append(counted.__doc__)
    out.append(counted.__name__)
    g = Loud()
    out.append(await g.greet("bob", punct="?"))
    out.append(await Greeter().greet("al", 1, 2, z=1))
    out.append(await Greeter.make())
    out.append(await Greeter.pure(5))
    out.append(await defaults(1, d=4))
    out.append(await defaults(1, 2, 3, 4, 5, d=6, zz=7))
    bound = g.greet
    await aw(0)
    out.append(await bound("later"))
    fs = [lambda: i for i in range(2)]
    await aw(0)
    out.append([f() for f in fs])
    gs = []
    for i in range(3):

        def keep(i=i):
            return i

        gs.append(keep)
        await aw(0)
    out.append([f() for f in gs])
    x = 1

    async def outer():
        x = 10

        async def inner():
            nonlocal x
            x += await aw(1)
            return x

        return await inner() + await inner() + x

    out.append((await outer(), x))
    out.append(sum(v * x for v in [await aw(1), 2]))
    out.append([(lambda v: v + x)(v) for v in (1, 2)])
    out.append({k: [await aw(k) for _ in range(k)] for k in range(3)})
    return out
