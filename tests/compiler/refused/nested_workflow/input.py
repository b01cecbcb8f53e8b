async def main():
    "use workflow"
    async def part():
        "use workflow"

    await part()
