async def main():
    "use workflow"
    class Held:
        def __del__(self):
            pass

    return Held()
