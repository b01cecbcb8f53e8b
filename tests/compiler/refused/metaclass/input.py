async def main():
    "use workflow"
    class Meta(type):
        pass

    class Held(metaclass=Meta):
        pass
