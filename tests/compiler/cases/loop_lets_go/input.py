# A loop lets go of its iterator when it is left.
def gen():
    try:
        yield 1
        yield 2
    finally:
        log("closed")
async def main():
    for x in gen():
        await aw(x)
        break
    log("after")
    await aw(2)
