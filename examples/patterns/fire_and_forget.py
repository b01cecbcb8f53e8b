"""A run starts another one and does not wait for it.

useworkflow run examples/patterns/fire_and_forget.py:sign_up ada
"""

from pathlib import Path

from useworkflow import start


async def write_welcome(name: str) -> str:
    "use step"
    Path(f"welcome-{name}.txt").write_text(f"Welcome, {name}!\n", encoding="utf-8")
    return name


async def welcome(name: str) -> str:
    "use workflow"
    return await write_welcome(name)


async def sign_up(name: str) -> str:
    "use workflow"
    run = await start.options(parent_close="abandon")(welcome, name)
    return f"{name} is signed up, {run.id} writes the letter"
