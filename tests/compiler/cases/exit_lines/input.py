# An exception out of __aexit__ has the line of the `async with`, however its body is left.
class Acm:
    async def __aenter__(self):
        pass
    async def __aexit__(self, *a):
        await aw(1)
        raise ValueError
async def f1():
    for x in [1]:
        async with Acm():
            log(1)
            break
async def main():
    await f1()
