"""match statements, walrus, star unpacking, string building, sorting with ties."""

import json
import re
from dataclasses import dataclass


@dataclass
class Event:
    kind: str
    data: dict


async def receive(n):
    "use step"
    return [Event("a", {"n": n}), {"kind": "b", "tags": {"p", "o"}}, [1, 2, n], "text", None][n % 5]


async def workflow(n):
    "use workflow"
    seen = []
    for i in range(5):
        match await receive(i):
            case Event(kind="a", data={"n": number}):
                seen.append(("event", number))
            case {"kind": str(kind), "tags": set() as tags, **rest}:
                seen.append((kind, list(tags), rest))
            case [first, *middle, last]:
                seen.append([first, middle, last])
            case str() | None as other:
                seen.append(repr(other))
    if (size := len(seen)) > 3:
        head, *_, tail = seen
        seen.append([size, head, tail])
    text = json.dumps({"b": [1, {"c": None}], "a": 1.5}, sort_keys=True)
    words = sorted({"bb", "aa", "c", "dd"}, key=len)
    found = [m.groupdict() for m in re.finditer(r"(?P<key>\w+)=(?P<value>\w+)", "x=1 y=2")]
    return [seen, text, words, found, f"{size:>5}|{3.14159:.2f}|{'ab'!r}", min({"bb", "aa"}, key=len)]
