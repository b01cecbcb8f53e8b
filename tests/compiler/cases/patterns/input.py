class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


def subject(v):
    log(("subject", v if isinstance(v, (int, str)) else type(v).__name__))
    return v


async def classify(v):
    match subject(v):
        case 0 | 1:
            return await aw("small")
        case int(n) if n > 100 and await aw(n % 2 == 0):
            return ("even big", n, await aw(0))
        case int(n) if await aw(n > 100):
            return ("odd big", n)
        case str() as s:
            await aw(1)
            return ("str", s)
        case [a, *rest] if await aw(len(rest) > 5):
            return "long"
        case [a, b, *_]:
            await aw(1)
            return ("seq", a, b, rest)
        case {"k": inner, **others}:
            return ("map", inner, others, await aw(2))
        case Point(x=px, y=0):
            return ("point", px, await aw(3))
        case Point(px, py):
            return ("point2", px, py, await aw(3))
        case None:
            return await aw("none")
        case _:
            return ("other", await aw(4))


async def main():
    values = [0, 1, 7, 102, 103, "s", [1, 2, 3], {"k": 1, "z": 2}, Point(1, 0), Point(1, 2), None, 1.5]
    out = []
    for v in values:
        out.append(await classify(v))
    match await aw((1, (2, 3))):
        case (a, (b, c)):
            out.append((a, b, c))
    return out
