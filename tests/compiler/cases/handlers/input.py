class Weird(Exception):
    def __init__(self, a, b):
        super().__init__(f"{a}-{b}")
        self.a, self.b = a, b


def kinds(*names):
    log(("computed", names))
    return tuple({"V": ValueError, "K": KeyError, "W": Weird}[n] for n in names)


def reraise():
    raise


async def thrower(error):
    await aw(0)
    raise error


async def main():
    out = []
    for error in (ValueError("v"), KeyError("k"), Weird(1, 2)):
        try:
            await thrower(error)
        except kinds("V") as e:
            await aw(1)
            out.append(("V", repr(e), e is error))
        except kinds("K", "W") as e:
            await aw(2)
            out.append(("KW", repr(e), sys.exc_info()[1] is e, getattr(e, "a", None)))
            try:
                reraise()
            except (KeyError, Weird) as again:
                await aw(3)
                out.append((again is e, repr(again.__context__)))
    try:
        try:
            await thrower(ValueError("first"))
        except ValueError:
            await aw(1)
            try:
                await thrower(KeyError("second"))
            except KeyError as k:
                await aw(2)
                out.append(repr(k.__context__))
                raise Weird(3, 4) from k
    except Weird as w:
        await aw(3)
        out.append((repr(w.__cause__), repr(w.__context__), repr(w.__context__.__context__), w.__suppress_context__))
        out.append((w.a, w.b, w.args))
    try:
        await aw(RuntimeError("from the leaf"))
    except:
        await aw(1)
        out.append(repr(sys.exc_info()[1]))
    try:
        raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
    except* ValueError as g:
        out.append(repr(g))
    except* KeyError as g:
        out.append(repr(g))
    try:
        await aw(1)
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except ExceptionGroup as g:
        await aw(1)
        out.append((g.message, [repr(x) for x in g.exceptions], repr(g.split(ValueError)[0])))
    x = 1
    del x
    await aw(1)
    try:
        x
    except NameError as e:
        out.append((type(e).__name__, str(e)))
    try:
        missing
    except NameError as e:
        await aw(1)
        out.append(str(e))

    def late():
        return captured

    try:
        late()
    except NameError as e:
        out.append(str(e))
    captured = 5
    await aw(1)
    out.append(late())
    raise Weird(5, 6) from await aw(ValueError) ("cause")
