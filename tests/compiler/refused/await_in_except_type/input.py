async def main():
    "use workflow"
    try:
        await settle()
    except (KeyError, await settle()):
        pass


async def settle():
    "use step"
