rate = 0


def configure():
    global rate
    rate = 5


configure()


async def main():
    "use workflow"
    return rate
