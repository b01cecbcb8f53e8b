import requests


async def main():
    "use workflow"
    return requests.get("https://example.org").text
