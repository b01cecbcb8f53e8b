# Captured variables of the function's own that are unbound when they are read.
def said(error):
    log((type(error).__name__, str(error)))


async def main(a=0):
    f = lambda: a
    del a
    await aw(1)
    try:
        a
    except NameError as e:
        said(e)
    try:
        f()
    except NameError as e:
        said(e)
    try:
        a += 1
    except NameError as e:
        said(e)
    try:
        del a
    except NameError as e:
        said(e)
    a = 5
    await aw(1)
    a += 1
    log((a, f()))
    g = lambda: later
    await aw(1)
    try:
        print(later)
    except NameError as e:
        said(e)
    later = 2
    await aw(1)
    return g(), [later + i for i in range(2)]
