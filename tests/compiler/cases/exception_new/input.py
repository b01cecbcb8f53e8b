# An exception class with a __new__ of its own arguments: it is not called again.
class EG(ExceptionGroup):
    def __new__(cls, message, excs, code):
        made = super().__new__(cls, message, excs)
        made.code = code
        return made
async def main():
    try:
        raise EG("g", [ValueError(1)], 42)
    except EG as e:
        await aw(1)
        return e.message, e.code, len(e.exceptions)
