HANDLERS = {}


def handler(function):
    HANDLERS[function.__name__] = function
    return function


@handler
def double(x):
    return 2 * x


async def main():
    "use workflow"
    return HANDLERS["double"](2)
