async def main():
    "use workflow"
    return open("order.json")
