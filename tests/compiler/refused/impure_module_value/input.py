import time

STARTED = time.time()


async def main():
    "use workflow"
    return STARTED
