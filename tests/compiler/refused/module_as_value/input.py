import rates


async def main():
    "use workflow"
    return [rates]
