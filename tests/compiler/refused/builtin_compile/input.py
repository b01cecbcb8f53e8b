async def main():
    "use workflow"
    return compile("1", "", "eval")
