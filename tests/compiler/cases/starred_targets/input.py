# Starred targets beside targets that are awaited in their own parts.
async def main():
    d = {}
    d[await aw(0)], *l = [1, 2, 3]
    *d[await aw(5)], m = [1, 2, 3]
    return d, l, m
