seen = {}


async def main():
    "use workflow"
    seen["a"] = 1
