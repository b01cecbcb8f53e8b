# Many managers of one statement: the interpreter takes 20 blocks in a function.
class M:
    async def __aenter__(self):
        return await aw(1)
    async def __aexit__(self, *exc):
        await aw(2)
async def main():
    try:
        async with M(), M(), M(), M(), M(), M():
            return await aw(3)
    finally:
        log("end")
