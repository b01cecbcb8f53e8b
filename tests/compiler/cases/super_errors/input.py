class A:
    async def no_args():
        return super()
    async def deleted(self):
        del self
        return super()
    async def rebound(self):
        self = 3
        return super()
    async def fine(self):
        return 1
class B(A):
    async def fine(self):
        await aw(1)
        return await super().fine()
    async def cell(self):
        f = lambda: self
        await aw(1)
        return await super().fine()
    async def nested(self):
        async def inner():
            return super()
        await aw(1)
        return await inner()
    async def star(*args):
        await aw(1)
        return await super().fine()
async def outside():
    return super()
async def main():
    for f in (A.no_args, lambda: A().deleted(), lambda: A().rebound(), lambda: B().fine(), lambda: B().cell(), lambda: B().nested(), lambda: B().star(), outside):
        try:
            log(await f())
        except Exception as e:
            log((type(e).__name__, str(e)))
