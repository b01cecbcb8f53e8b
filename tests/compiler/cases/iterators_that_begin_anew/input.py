class Countdown:
    """Its own iterator, which begins anew whenever it is asked for one."""

    def __init__(self, n):
        self.n = n
        self.asked = 0

    def __iter__(self):
        self.asked += 1
        self.left = self.n
        return self

    def __next__(self):
        if not self.left:
            raise StopIteration
        self.left -= 1
        return self.left


async def main():
    out = []
    down = Countdown(3)
    for n in down:
        out.append(await aw(n))
    out.append([await aw(n) for n in down])
    for n in down:
        out.append([n, *down])
        await aw(n)
    async with Around() as around:
        out.append([around + await aw(n) for n in Countdown(2)])
    return out, down.asked


class Around:
    async def __aenter__(self):
        return sum([await aw(n) for n in Countdown(2)])

    async def __aexit__(self, *error):
        for n in Countdown(2):
            await aw(n)
