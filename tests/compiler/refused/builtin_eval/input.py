async def main():
    "use workflow"
    return eval("1 + 1")
