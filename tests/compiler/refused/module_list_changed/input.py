seen = []


async def main():
    "use workflow"
    seen.append(1)
