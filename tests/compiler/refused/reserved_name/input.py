async def main():
    "use workflow"
    _uw_total = 1
