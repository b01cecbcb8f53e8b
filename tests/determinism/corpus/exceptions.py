"""Exceptions with causes, contexts and notes, finally, retries in code, and a failure as the end."""


class Refused(Exception):
    def __init__(self, reason, code):
        super().__init__(reason, code)
        self.code = code


async def charge(n):
    "use step"
    if n < 3:
        raise Refused(f"no {n}", n)
    return n


async def note(*values):
    "use step"
    return list(values)


async def attempt(n):
    try:
        return await charge(n)
    except Refused as error:
        error.add_note(f"attempt {n}")
        raise RuntimeError("again") from error
    finally:
        await note("finally", n)


async def workflow(n):
    "use workflow"
    for i in range(5):
        try:
            got = await attempt(i)
        except RuntimeError as error:
            await note(str(error), error.__cause__.code, error.__cause__.__notes__, {type(error).__name__, "set"})
        else:
            break
    try:
        try:
            await charge(0)
        except Refused:
            {}["missing"]
    except KeyError as error:
        await note(repr(error), repr(error.__context__), error.__suppress_context__)
    raise Refused("the end", got) from ValueError({"b", "a"})
