"""The work: ordinary Python, run again when it fails."""


async def write_card(name: str) -> str:
    "use step"
    return f"Dear {name}"


async def send(card: str) -> int:
    "use step"
    print(f"sent: {card}")
    return len(card)
