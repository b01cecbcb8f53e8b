async def main():
    seen: list[int] = []
    total: "nowhere" = 0
    later: int
    never: Unknown

    async def note(k: int) -> None:
        nonlocal total
        mine: list[int] = [k, later]
        for i in range(2):
            last: int = await aw(i)
        total += await aw(k)
        seen.append(total)
        seen.extend((lambda: [*mine, last])())

    for i in range(2):
        later: int = i
        await note(i)
    held: int = await aw(7)
    get = lambda: held
    try:
        await aw(1)
        print((lambda: never)())
    except NameError as error:
        seen.append(str(error))
    await aw(2)

    async def again(x: int) -> int:
        x: int = await aw(x + 1)
        f = lambda: x
        await aw(0)
        return f()

    return seen, total, get(), await again(3)
