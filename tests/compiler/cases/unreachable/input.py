# A lambda in code that the interpreter's compiler leaves out.
async def never():
    raise
    await aw(lambda: 0)
async def main():
    return await aw(1)
