class Orders:
    async def place(self):
        "use workflow"
        return 1


async def main():
    "use workflow"
    return await Orders().place()
