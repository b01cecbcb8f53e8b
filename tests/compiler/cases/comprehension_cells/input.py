# Each evaluation of a comprehension has a cell of its own for its variable.
async def main():
    out = []
    for i in range(2):
        out += [lambda: x for x in await aw([i])]
    return [f() for f in out]
