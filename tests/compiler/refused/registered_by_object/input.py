class Handlers:
    def __init__(self):
        self.known = {}

    def register(self, function):
        self.known[function.__name__] = function
        return function


handlers = Handlers()


@handlers.register
def double(x):
    return 2 * x


async def main():
    "use workflow"
    return handlers.known["double"](2)
