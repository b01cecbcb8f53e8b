"""One step after the other.

useworkflow run examples/patterns/sequential.py "durable Python"
"""


async def draft(topic: str) -> str:
    "use step"
    return f"A text about {topic}."


async def shorten(text: str) -> str:
    "use step"
    return text.removeprefix("A text about ")


async def publish(topic: str) -> dict[str, str]:
    "use workflow"
    text = await draft(topic)
    return {"text": text, "title": await shorten(text)}
