async def main():
    "use workflow"
    try:
        await settle()
    except* ValueError as group:
        for error in group.exceptions:
            await settle()


async def settle():
    "use step"
