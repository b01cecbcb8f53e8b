async def main():
    "use workflow"
    match settle:
        case object(__globals__=found):
            return found


async def settle():
    "use step"
