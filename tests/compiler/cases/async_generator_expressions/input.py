# An async generator expression, made in a plain function.
async def main():
    async def arange(n):
        for i in range(n):
            await aw(1)
            yield i
    def make(n):
        return (i * 2 async for i in arange(n))
    return [i async for i in make(3)]
