async def returns(kind):
    for i in range(3):
        try:
            try:
                if kind == "return":
                    return await aw("value")
                if kind == "break":
                    break
                if kind == "continue" and i < 2:
                    continue
                if kind == "raise":
                    raise ValueError(i)
                if kind == "override":
                    return "lost"
            finally:
                log(("inner", kind, i, await aw(1), repr(sys.exc_info()[1])))
                if kind == "override":
                    break
        finally:
            log(("outer", kind, i, await aw(2), repr(sys.exc_info()[1])))
    else:
        log("loop else")
    return "end"


async def nested_override():
    try:
        try:
            return "first"
        finally:
            try:
                raise KeyError("swallowed")
            except KeyError:
                log(await aw("in finally handler"))
    finally:
        log(await aw("outer finally"))


async def raise_in_finally():
    try:
        try:
            raise ValueError("one")
        finally:
            await aw(1)
            raise TypeError("two")
    finally:
        log(await aw(2))


async def swallow():
    while True:
        try:
            raise ValueError("swallowed by continue")
        finally:
            if await aw(True):
                return "swallowed"


async def loops():
    out = []
    for x in range(5):
        try:
            for y in range(5):
                try:
                    if y == 1:
                        continue
                    if y == 3:
                        break
                    out.append((x, y, await aw(0)))
                finally:
                    await aw("y")
            if x == 2:
                break
        finally:
            out.append(await aw(x))
    return out


async def else_clause():
    try:
        log(await aw("body"))
    except ValueError:
        log("no")
    else:
        log(await aw("else"))
        try:
            raise KeyError("from else")
        except KeyError as e:
            log(await aw(repr(e)))
    finally:
        log(await aw("finally"))
    return "ok"


async def main():
    out = [await returns(kind) for kind in ("return", "break", "continue", "override", "plain")]
    try:
        await returns("raise")
    except ValueError as e:
        out.append(e.args)
    out.append(await nested_override())
    try:
        await raise_in_finally()
    except TypeError as e:
        out.append((repr(e), repr(e.__context__)))
    out += [await swallow(), await loops(), await else_clause()]
    return out
