async def main():
    "use workflow"
    return int.__subclasses__()
