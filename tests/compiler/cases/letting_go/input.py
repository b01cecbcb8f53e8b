# What held the parts of a statement lets go of them when Python's stack does: generators that were left in the middle tell when.
def gen(name):
    try:
        yield name
    finally:
        log(name)
def begun(name):
    made = gen(name)
    next(made)
    return made
def nothing(*parts):
    return 0
async def later(name):
    await aw(0)
    return begun(name)
class Manager:
    def __init__(self, name):
        self.held = begun(name)
    async def __aenter__(self):
        await aw(0)
        return begun("entered")
    async def __aexit__(self, *error):
        log("exit")
class Plain:
    def __enter__(self):
        self.held = begun("plain manager")
    def __exit__(self, *error):
        log("plain exit")
class Index:
    held = None
async def numbers(name):
    try:
        yield 1
        yield 2
    finally:
        log(name)
async def statements():
    nothing(begun("spilled"), await aw(1))
    log("after the call")
    x = nothing(begun("assigned"), await aw(1))
    log("after the assignment")
    x += nothing(begun("augmented"), await aw(1))
    log("after the augmented one")
    assert not nothing(begun("asserted"), await aw(1))
    log("after the assertion")
    Index.at = nothing(await later("attribute"), await aw(1))
    log("after the attribute")
    [nothing(begun("element"), await aw(y)) for y in range(2)]
    log("after the comprehension")
    [begun("listed") for y in [0] if not await aw(y)]
    log("after the list")
    {y: begun("value") for y in [0] if not await aw(y)}
    log("after the dict")
async def heads():
    if nothing(begun("tested"), await aw(1)) == 0:
        log("in if")
        await aw(2)
    elif await aw(1):
        log("not here")
    for y in [nothing(begun("looped over"), await aw(1))]:
        log("in for")
        await aw(2)
    while nothing(begun("asked again"), await aw(1)):
        log("not here")
    match nothing(begun("matched"), await aw(1)):
        case 0:
            log("in match")
            await aw(2)
    match await later("subject"):
        case 0:
            log("not here")
        case _:
            log("in case")
            await aw(2)
    log("after match")
    async with Manager("manager"):
        log("in async with")
    async with Manager("named manager") as kept:
        kept = None
        log("in async with, named")
    log("after async with")
    await aw(3)
    async for y in numbers("async generator"):
        break
    log("after async for")
    await aw(3)
    with Plain():
        await aw(1)
    log("after with")
async def failing():
    try:
        nothing(begun("failing"), await aw(1), 1 / 0)
    except ArithmeticError:
        log("native clause")
    try:
        nothing(begun("failing again"), await aw(ValueError()))
    except ValueError as error:
        log("clause that waits")
        await aw(1)
    try:
        for y in gen("left by an exception"):
            await aw(KeyError())
    except* KeyError:
        log("starred clause")
    try:
        try:
            async for y in numbers("async generator, left by an exception"):
                await aw(1)
                raise LookupError
        finally:
            log("final body")
    except LookupError:
        log("after the final body")
    try:
        try:
            nothing(begun("tried"), await aw(TypeError()))
        finally:
            log("final body that waits")
            await aw(1)
    except TypeError:
        pass
    try:
        with Plain():
            await aw(OSError())
    except OSError:
        log("after the exit")
async def in_a_cycle():
    kept = begun("held by the function")
    try:
        try:
            raise ValueError
        finally:
            await aw(1)
            raise KeyError
    except KeyError:
        pass
async def overruled():
    for y in range(2):
        try:
            return begun("value that is not returned")
        finally:
            await aw(y)
            continue
    log("after the loop")
async def main():
    for each in statements, heads, failing, in_a_cycle, overruled:
        await each()
        log(each.__name__)
