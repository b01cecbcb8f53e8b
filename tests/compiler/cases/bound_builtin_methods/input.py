import datetime


async def main():
    async def numbers():
        while True:
            try:
                log((yield 1))
            except ValueError as error:
                log(str(error))

    def plain():
        log((yield 1))

    made, other = numbers(), plain()
    log(await made.__anext__())
    log(next(other))
    log(await made.asend(await aw(2)))
    log(await made.athrow(ValueError(await aw(3))))
    try:
        other.send(await aw(4))
    except StopIteration:
        log("end")
    error = KeyError("k")
    error.add_note(await aw("note"))
    log(error.__notes__)
    day = datetime.date(2024, 2, 3)
    log(day.replace(year=await aw(2025)).isoformat())
    log(range(5).index(await aw(3)))
    await made.aclose()
    return "a-b".split(await aw("-"))
