async def main():
    "use workflow"
    return exec("x = 1")
