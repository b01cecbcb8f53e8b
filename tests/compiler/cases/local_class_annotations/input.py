from collections.abc import Awaitable, Callable
from typing import Any, Literal, Optional, TypeVar

T = TypeVar("T")


async def main():
    class Row:
        at: int | None = 3
        items: list["Row"]

    async def f(x: int | None, y: Callable[[int], str], *z: Optional[Row]) -> dict[str, Literal[1, "a"]]:
        return await aw(x)

    def g(x: Awaitable[T], y: Any) -> tuple[Row, ...]: ...

    log(await f(1, str))
    await aw(1)
    log([str(value) for value in f.__annotations__.values()])
    log([str(value) for value in g.__annotations__.values()])
    log((Row.__annotations__["at"] == int | None, f.__annotations__["z"] == Optional[Row], Row.at))
    return await f(3, str)
