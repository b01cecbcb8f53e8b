async def main():
    "use workflow"
    return locals()
