"""Letters through a queue: three at a time, one for each recipient, urgent ones first, and one digest for many changes.

python examples/mail_queue.py
"""

import asyncio

from useworkflow import Queue, start

mail = Queue("mail", concurrency=3, key_concurrency=1, rate="100/1m")


async def deliver(recipient: str, subject: str) -> str:
    """Hand a letter to the carrier."""
    "use step"
    await asyncio.sleep(0.01)
    return f"{subject} -> {recipient}"


async def send_letter(recipient: str, subject: str) -> str:
    """One letter."""
    "use workflow"
    return await deliver(recipient, subject)


async def main() -> None:
    """Send some letters, and one digest for three changes."""
    letters = [
        await start.options(queue=mail, key=name, priority=priority)(send_letter, name, subject)
        for name, subject, priority in [
            ("ada", "newsletter", 10),
            ("bob", "newsletter", 10),
            ("ada", "invoice", 0),
            ("cyd", "password reset", -10),
        ]
    ]
    for letter in letters:
        print(await letter.result())
    digests = [
        await start.options(debounce="200ms", key="ada")(send_letter, "ada", f"digest of {changes} changes")
        for changes in (1, 2, 3)
    ]
    assert len(set(digests)) == 1
    print(await digests[0].result())


if __name__ == "__main__":
    asyncio.run(main())
