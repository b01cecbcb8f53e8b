# Keywords of calls and of class patterns are not mangled.
class T:
    async def m(self):
        await aw(1)
        def g(*, __k=2): return __k
        try:
            r = g(__k=5)
        except TypeError as e:
            r = str(e)
        return dict(__x=1), r, g(_T__k=4)
async def main():
    return await T().m()
