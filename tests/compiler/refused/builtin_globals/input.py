async def main():
    "use workflow"
    return globals()
