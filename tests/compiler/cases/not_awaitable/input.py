"""Objects of `async with` and `async for` that cannot be awaited: the messages and causes are CPython's."""
class F:
    def __aiter__(self): return self
    def __anext__(self): return self
    def __await__(self): 1 / 0
class CM:
    async def __aenter__(self): return self
    def __aexit__(self, *e): return 444
async def main():
    found = []
    try:
        async for _ in F(): pass
    except TypeError as e:
        found.append((str(e), repr(e.__cause__)))
    try:
        async with CM(): 1 / 0
    except TypeError as e:
        found.append((str(e), repr(e.__context__)))
    return found
