# An unbound captured variable, read inside a comprehension: differs between Pythons.
async def main():
    g = lambda: later
    await aw(1)
    try:
        [later for _ in [1]]
    except NameError as e:
        log((type(e).__name__, str(e)))
    later = 2
    await aw(1)
    return g()
