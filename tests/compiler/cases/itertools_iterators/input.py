"""Iterators of itertools are live across awaits, begun and not, and go on where they stood; two names are one iterator."""

import itertools as it


async def main():
    rows = [1, 2, 3]
    made = {
        "count": it.count(5, 2), "cycle": it.cycle("ab"), "chain": it.chain([1], rows), "zip": it.zip_longest([1, 2], "x", fillvalue=0),
        "sums": it.accumulate(rows), "product": it.product("ab", repeat=2), "some": it.combinations("abc", 2), "again": it.combinations_with_replacement("ab", 2),
        "orders": it.permutations("abc", 2), "while": it.takewhile(lambda x: x < 3, rows), "after": it.dropwhile(lambda x: x < 2, rows), "star": it.starmap(pow, [(2, 3), (3, 2)]),
        "only": it.compress("abc", [1, 0, 1]), "same": it.repeat("x", 3), "not": it.filterfalse(lambda x: x % 2, range(5)), "slice": it.islice(it.count(), 1, 9, 3),
        "all": it.chain.from_iterable([[1], [2, 3]]), "ended": it.chain(),
    }  # fmt: skip
    first, second = it.tee(iter(rows))
    seen = []
    for turn in range(4):
        seen.append({name: next(found, None) for name, found in made.items()})
        seen.append(next(first, 0))
        await aw(turn)
        rows.append(turn + 10)
    log(seen)
    log(list(second))
    alias = made["chain"]
    await aw(1)
    log((next(alias, "end"), next(made["chain"], "end")))
    for left, right in it.zip_longest([1, 2], "a"):
        log((left, right, await aw(left)))
    return [pair for pair in it.product([1, 2], "x") if await aw(True)]
