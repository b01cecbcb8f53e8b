count = 0


async def main():
    "use workflow"
    global count
    count += 1
