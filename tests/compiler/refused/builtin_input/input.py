async def main():
    "use workflow"
    return input()
