import functools


@functools.partial(print)
def total():
    return 1


async def main():
    "use workflow"
    return total()
