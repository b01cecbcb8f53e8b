import enum


class Color(enum.Enum):
    RED = 1




class Node:
    def __init__(self):
        self.me = self
        self.items = []


async def main():
    a = []
    b = a
    nan = float("nan")
    held = [nan]
    node = Node()
    node.items.append(node)
    color = Color.RED
    kind = Node
    none = None
    dots = ...

    def recursive(n):
        return n if n == 0 else recursive(n - 1)

    def even(n):
        return n == 0 or odd(n - 1)

    def odd(n):
        return n != 0 and even(n - 1)

    method = node.items.append
    await aw(1)
    b.append(1)
    method(2)
    out = [a is b, a, nan in held, node.me is node, node.items[0] is node, node.items[1]]
    out += [color is Color.RED, kind is Node, none is None, dots is ..., recursive(3), even(4)]
    loop = []
    loop.append(loop)

    async def child(shared):
        shared.append(await aw("child"))
        return shared

    await aw(1)
    out.append((await child(a)) is b)
    out.append(loop[0] is loop)
    fresh = child(b)
    await aw(1)
    out.append((await fresh) is a)
    return out
