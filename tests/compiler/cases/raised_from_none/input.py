async def main():
    try:
        await aw(ValueError("boom"))
    except (KeyError, ValueError) as e:
        await aw(1)
        e.add_note("note")
        raise TypeError("again") from None
