from rates import *


async def main():
    "use workflow"
    return RATE
