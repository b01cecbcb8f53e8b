class Job:
    def __init__(self, v):
        self.v = v

    async def run(self):
        found = await aw(self.v)
        log(found)
        return found + await aw(5)

    def __await__(self):
        return self.run().__await__()


class Twice(Job):
    def __await__(self):
        first = yield from super().__await__()
        log(first)
        try:
            yield from aw(ValueError(first)).__await__()
        except ValueError as e:
            log(e.args)
        second = yield from aw(1).__await__()
        return first, second


class Closing(Job):
    async def run(self):
        try:
            return await aw(KeyError(self.v))
        finally:
            log(await aw("closed"))


async def main():
    log([await Job(3), await Twice(4)])
    job = Job(7)
    started = job.run().__await__()
    log(next(started).value)
    await aw(0)
    started.close()
    try:
        await Closing(1)
    except KeyError as e:
        log(e.args)
    return await Twice(8)
