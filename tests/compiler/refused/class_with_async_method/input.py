class Orders:
    async def place(self):
        return 1


async def main():
    "use workflow"
    return await Orders().place()
