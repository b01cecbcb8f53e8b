class Orders:
    async def place(self):
        "use step"


async def main():
    "use workflow"
    return await Orders().place()
