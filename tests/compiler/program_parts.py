"""The fixed classes and functions that generated programs use: managers, iterators, objects, errors.

Each is written with suspensions of its own, and tells ``log`` what happens to it. A part may use those before it.
"""

PARTS = {
    "dataclasses": "import dataclasses\n",
    "enum": "import enum\n",
    "E1": "class E1(Exception): pass\n",
    "E2": "class E2(E1): pass\n",
    "E3": "class E3(Exception): pass\n",
    "kinds": "def kinds(n):\n    log(n)\n    return (E1, E3)[n]\n",
    "chain": (
        "def chain(e):\n"
        "    names = []\n"
        "    for _ in range(6):\n"
        "        if e is None:\n"
        "            break\n"
        "        names.append((repr(e.__context__), repr(e.__cause__), e.__suppress_context__))\n"
        "        e = e.__context__\n"
        "    return names\n"
    ),
    "reraise": "def reraise():\n    raise\n",
    "plain": "def plain(x=0, y=1, *rest, k=2, **more):\n    log((x, y, rest, k, more))\n    return x\n",
    "seen": "def seen(*values):\n    log(values)\n    return len(values)\n",
    "told": "def told(kind):\n    log(kind)\n    return kind\n",
    "ended": (
        "def ended(made):\n"
        "    for _ in range(9):\n"
        "        try:\n"
        "            return made.close()\n"
        "        except RuntimeError as e:\n"
        "            log(e)\n"
    ),
    "aended": (
        "async def aended(made):\n"
        "    for _ in range(2):\n"
        "        try:\n"
        "            return await made.aclose()\n"
        "        except (RuntimeError, StopAsyncIteration) as e:\n"
        "            log(e)\n"
        "    async for v in made:\n"
        "        log(v)\n"
    ),
    "ordered": (
        "def ordered(values):\n"  # a set of objects goes by their addresses
        "    return sorted(v for v in values if isinstance(v, int))\n"
    ),
    "bounded": (
        "def bounded(values):\n"
        "    if len(values) > 3:\n"
        "        del values[3:]\n"
        "    return values[:2] if len(values) > 2 else values[:]\n"
    ),
    "Box": (
        "class Box:\n"
        "    def __init__(self, v, w):\n"
        "        self.v = v\n"
        "        self.w = w\n"
        "    def m(self, x=0, *rest, k=0, **more):\n"
        "        log((self.v, x, rest, k))\n"
        "        self.v = self.v + 1\n"
        "        return x\n"
        "    def __repr__(self):\n"
        "        return f'{type(self).__name__}({self.v})'\n"
        "    async def am(self, x=0, *rest, k=0, **more):\n"
        "        log((self.w, x, rest, k))\n"
        "        self.w += await aw(1)\n"
        "        return self.w\n"
    ),
    "Later": (
        "class Later:\n"
        "    def __init__(self, v):\n"
        "        self.v = v\n"
        "    def __await__(self):\n"
        "        log(self.v)\n"
        "        return aw(self.v).__await__()\n"
    ),
    "It": (
        "class It:\n"
        "    def __init__(self, n):\n"
        "        self.n = n\n"
        "    def __iter__(self):\n"
        "        return self\n"
        "    def __next__(self):\n"
        "        log(('next', self.n))\n"
        "        if self.n <= 0:\n"
        "            raise StopIteration\n"
        "        self.n -= 1\n"
        "        return self.n\n"
    ),
    "Ait": (
        "class Ait:\n"
        "    def __init__(self, n, fails=None):\n"
        "        self.n = n\n"
        "        self.fails = fails\n"
        "    def __aiter__(self):\n"
        "        return self\n"
        "    async def __anext__(self):\n"
        "        log(('anext', self.n))\n"
        "        if self.n <= 0:\n"
        "            if self.fails:\n"
        "                raise self.fails\n"
        "            raise StopAsyncIteration\n"
        "        self.n -= 1\n"
        "        return await aw(self.n)\n"
    ),
    "Cm": (
        "class Cm:\n"
        "    def __init__(self, v, swallow=(), enter=None, leave=None):\n"
        "        self.v, self.swallow, self.enter, self.leave = v, swallow, enter, leave\n"
        "    def __enter__(self):\n"
        "        log(('enter', self.v, sys.exc_info()[1]))\n"
        "        if self.enter:\n"
        "            raise self.enter\n"
        "        return self.v\n"
        "    def __exit__(self, kind, error, traceback):\n"
        "        log(('exit', self.v, error, sys.exc_info()[1], kind is type(error), traceback is None))\n"
        "        if self.leave:\n"
        "            raise self.leave\n"
        "        return isinstance(error, self.swallow)\n"
    ),
    "Acm": (
        "class Acm:\n"
        "    def __init__(self, v, swallow=(), enter=None, leave=None):\n"
        "        self.v, self.swallow, self.enter, self.leave = v, swallow, enter, leave\n"
        "    async def __aenter__(self):\n"
        "        log(('aenter', self.v, sys.exc_info()[1]))\n"
        "        if self.enter:\n"
        "            await aw(self.enter)\n"
        "        return await aw(self.v)\n"
        "    async def __aexit__(self, kind, error, traceback):\n"
        "        log(('aexit', error, kind is type(error)))\n"
        "        log((await aw(self.v), traceback is None, error is None or error.__traceback__ is traceback))\n"
        "        log(sys.exc_info()[1])\n"
        "        if self.leave:\n"
        "            raise self.leave\n"
        "        return isinstance(error, self.swallow)\n"
    ),
}
"""Name and source of each part."""
