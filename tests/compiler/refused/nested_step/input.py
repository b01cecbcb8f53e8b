async def main():
    "use workflow"
    async def charge():
        "use step"

    await charge()
