# needs Python 3.12
async def main():
    deep = 2

    class K[T]:
        t: T = 1

        def m(self, x: T) -> list[T]:
            return T.__name__, deep

    class L(K[int]): ...

    class M[S: int](K[S]): ...

    def g[U, *Us, **P](x: U) -> tuple[*Us]:
        def inner():
            return U.__name__, inner.__qualname__

        return inner()

    async def h[V](x: V, y=await aw(deep)):
        await aw(x)
        return V.__name__, y

    k = L()
    await aw(1)
    log((L.__parameters__, M.__parameters__ == M.__type_params__, len(g.__type_params__), k.m(1)))
    log((str(L.__orig_bases__), str(K.__type_params__), str(g.__annotations__), str(K[int])))
    log((g.__annotations__["x"] is g.__type_params__[0], K.m.__annotations__["x"] is K.__type_params__[0]))
    log((M.__type_params__[0].__bound__ is int, g(1), issubclass(M, K)))
    return await h(3)
