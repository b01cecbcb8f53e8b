async def main():
    "use workflow"
    return settle().cr_await


async def settle():
    "use step"
