def kinds(name):
    log(name)
    return {"value": ValueError, "key": KeyError}[name]


async def main():
    try:
        await aw(1)
        raise ExceptionGroup("g", [ValueError(await aw(2)), TypeError()])
    except* kinds("value") as found:
        log(repr(found))
    except* kinds("key"):
        log("no")
    except* TypeError:
        log("type")
    try:
        await aw(1)
    except* unknown:
        log("no")
    try:
        try:
            await aw(KeyError("k"))
        except* kinds("value"):
            log("no")
        finally:
            await aw(3)
    except KeyError as error:
        await aw(4)
        return repr(error)
