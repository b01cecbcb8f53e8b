async def main():
    "use workflow"
    return main.__globals__
