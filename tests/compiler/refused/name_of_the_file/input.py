from pathlib import Path

HERE = Path(__file__).parent


async def main():
    "use workflow"
    return HERE / "template.txt"
