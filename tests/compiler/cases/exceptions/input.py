async def fail(n):
    await aw(n)
    raise ValueError(n)
async def main():
    out = []
    try:
        try:
            await fail(1)
        except ValueError as e:
            log(repr(e))
            await aw(2)
            log(repr(sys.exc_info()[1]))
            try:
                raise KeyError("x")
            finally:
                await aw(3)
                log(repr(sys.exc_info()[1]))
    except KeyError as e:
        out.append(repr(e.__context__))
        await aw(9)
        try:
            raise
        except KeyError as k:
            out.append(k is e)
    try:
        e
    except UnboundLocalError as u:
        out.append(str(u))
    for i in range(3):
        try:
            if i == 0: continue
            if i == 1: continue
            break
        finally:
            log(await aw(i))
    async def ret():
        try:
            return (await aw("r")) + "!"
        finally:
            log(await aw("fin"))
    out.append(await ret())
    raise RuntimeError("end") from await aw(OSError("cause"))
