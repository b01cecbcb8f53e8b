# lower_module raises KeyError <ast.Lambda>: rename() copies a lambda node in a comprehension that becomes a loop. CPython: [2]
async def main():
    return [(lambda y: y + x)(x) for x in await aw([1])]
