# A lambda inside a comprehension whose iterable is awaited.
async def main():
    return [(lambda y: y + x)(x) for x in await aw([1])]
