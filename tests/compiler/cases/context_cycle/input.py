# A chain of contexts that closes on itself.
async def main():
    try:
        raise KeyError("a")
    except KeyError as a:
        try:
            raise ValueError("b")
        except ValueError as b:
            try:
                raise TypeError("c")
            except TypeError as c:
                a.__context__ = c
                before = c.__context__ is b
                await aw(1)
                return before, c.__context__ is b, a.__context__ is c
