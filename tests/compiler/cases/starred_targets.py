# lowered form does not compile: "starred assignment target must be in a list or tuple" (_assign_to gets Starred that does not suspend).
# Mended by me in statements.py (_assign_to: Starred is unwrapped first).
async def main():
    d = {}
    d[await aw(0)], *l = [1, 2, 3]
    *d[await aw(5)], m = [1, 2, 3]
    return d, l, m
