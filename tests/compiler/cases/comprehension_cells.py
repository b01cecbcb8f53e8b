# lower_module raises KeyError <ast.Lambda> (a lambda in a comprehension that becomes a loop: rename() copies the node, so scopes[made.node] misses).
# Behind it probably: CPython gives [0, 1], each evaluation of the comprehension has a cell of its own for x; as a loop all share one (then [1, 1]).
async def main():
    out = []
    for i in range(2):
        out += [lambda: x for x in await aw([i])]
    return [f() for f in out]
