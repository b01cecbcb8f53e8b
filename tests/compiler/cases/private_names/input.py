class Account:
    __limit = 10

    def __init__(self):
        self.__balance = 5

    async def __add(self, __n):
        self.__balance += await aw(__n)
        return self.__balance

    async def deposit(self, n):
        async def __inner(k):
            return await self.__add(k) + self.__limit

        __local = await __inner(n)
        await aw(0)
        return __local, __inner.__name__

    class __Hidden:
        async def who(self):
            self.__x = await aw(1)
            return sorted(vars(self))

    async def hidden(self):
        return await self.__Hidden().who()


async def main():
    a = Account()
    return await a.deposit(3), await a.hidden(), sorted(vars(a))
