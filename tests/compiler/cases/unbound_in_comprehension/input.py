# An unbound captured variable, read inside a comprehension: differs between Pythons.
async def main():
    g = lambda: later
    await aw(1)
    try:
        [later for _ in [1]]
    except NameError as e:
        log((type(e).__name__, str(e)))
    try:
        sorted({later for _ in [1]})
    except NameError as e:
        lines = []
        while e.__traceback__ is not None:
            lines.append(e.__traceback__.tb_frame.f_code.co_name)
            e.__traceback__ = e.__traceback__.tb_next
        await aw(1)
        log([line for line in lines if line != "own_variable"])
    later = 2
    await aw(1)
    return g()
