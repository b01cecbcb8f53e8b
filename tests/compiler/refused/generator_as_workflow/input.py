async def main():
    "use workflow"
    yield 1
