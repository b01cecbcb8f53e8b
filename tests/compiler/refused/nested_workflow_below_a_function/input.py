async def outer():
    async def main():
        "use workflow"


async def main():
    "use workflow"
    return await outer()
