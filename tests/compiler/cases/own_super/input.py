# A class named ``super`` inside a method.
class Outer:
    async def am(self):
        class super:
            msg = "own"
        class C:
            def m(self):
                return super().msg
        await aw(1)
        log(C().m())
        await aw(2)
        return C().m()
async def main():
    return await Outer().am()
