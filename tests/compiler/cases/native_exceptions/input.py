# Attributes that C keeps beside the arguments of an exception.
async def main():
    found = []
    o = [1]
    try:
        o.nope
    except AttributeError as e:
        await aw(1)
        found += [e.name, e.obj is o]
    try:
        open("nofile")
    except OSError as e:
        await aw(1)
        found += [e.filename, e.errno, str(e)]
    try:
        import mod_x
    except ImportError as e:
        await aw(1)
        found += [e.name]
    try:
        nowhere
    except NameError as e:
        await aw(1)
        found += [e.name]
    try:
        b"\xff".decode("utf-8")
    except UnicodeDecodeError as e:
        e.reason = "new reason"
        await aw(1)
        found += [e.reason, str(e)]
    try:
        raise StopIteration(3)
    except StopIteration as e:
        e.value = 7
        await aw(1)
        found += [e.value]
    return found
