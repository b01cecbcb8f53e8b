"""Dictionaries: order, views, merging, iteration across steps, comprehension order."""
# ruff: noqa: PERF401, PIE800 (written as users write)


async def look(key):
    "use step"
    return {"z": 1, "a": {"c", "b"}, key: None}


async def workflow(n):
    "use workflow"
    table = {"m": 1, "b": 2, **{"z": 3, "a": 4}}
    seen = []
    for key, value in table.items():
        found = await look(key)
        seen.append([key, value, list(found), list(found["a"])])
    table |= {"b": 9, "q": 8}
    del table["m"]
    inverse = {value: key for key, value in table.items()}
    common = table.keys() & {"q", "z", "b", "none"}
    for key in common:
        seen.append(await look(key))
    rest = table.keys() - common
    nested = {key: {inner: [] for inner in common} for key in rest}
    match table:
        case {"b": 9, **others}:
            seen.append(others)
    return [seen, inverse, nested, list(reversed(table)), table.popitem()]
