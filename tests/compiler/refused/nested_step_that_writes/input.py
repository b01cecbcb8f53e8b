async def main():
    "use workflow"
    total = 0

    async def charge():
        "use step"
        nonlocal total
        total += 1

    await charge()
    return total
