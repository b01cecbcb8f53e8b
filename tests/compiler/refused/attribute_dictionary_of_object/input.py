async def main():
    "use workflow"
    return object().__dict__
