"""Generated programs with classes of every kind: those that take part in making other classes, and those that Python makes for them.

    KindWriter(below).program()   ->   "class K1: def __init_subclass__(cls, ...): ...\nasync def main(...): class K2(K1, k=3): ..."

A kind is a class, or several that belong together, with a few uses of it. It stands at the top level or inside a function, and its methods
suspend. What a use gives may be anything, so uses are caught. Read next: ``program_classes``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

from program_classes import OUTSIDE, ClassWriter
from program_expressions import ERRORS, Scope
from program_parts import PARTS

Kind = tuple[list[str], list[str]]
"""The lines of the class, and expressions that use it; one that awaits begins with ``await``."""

_IMPORTS = ("abc", "collections", "enum", "functools", "typing", "dataclasses")
for _name in _IMPORTS:
    PARTS.setdefault(_name, f"import {_name}\n")


class KindWriter(ClassWriter):
    """Writes programs with kinds of classes."""

    def program(self) -> str:
        self.known: list[list[str]] = []
        self.shared: list[str] = []
        for _ in range(1 + self.below(3)):
            lines, uses = self._kind(OUTSIDE, top=True)
            self.shared += lines
            self.known.append(uses)
        return super().program()

    def _top_class(self) -> list[str]:
        before, self.shared = self.shared, []
        return [*before, *super()._top_class()]

    def statement(self, s: Scope, depth: int) -> list[str]:
        """One statement; often a use of a kind that there is, or a new one inside the function."""
        if not s.generator and s.level < 2 and depth > 0 and self.chance(35):
            if self.chance(45):
                return self._caught(s, self._uses(s, depth - 1, self.pick(self.known)))
            lines, uses = self._kind(replace(s, awaits=False, walrus=False, yields=False), top=False)
            return self._caught(s, [*lines, *self._uses(s, depth - 1, uses)])
        return super().statement(s, depth)

    def _uses(self, s: Scope, d: int, uses: list[str]) -> list[str]:
        lines: list[str] = []
        possible = [use for use in uses if s.awaits or "await" not in use]
        for _ in range(1 + self.below(4)):
            use = self.pick(possible).replace("{n}", self.number(replace(s, walrus=False, yields=False), 1))
            if s.owned and self.chance(30):
                lines += [f"{self.place(s)} = {use}", f"log({self.number(s, 1)})"]
            else:
                lines += [f"log({use})"]
            if self.chance(30):
                lines += self.statement(s, d)
            elif s.awaits and self.chance(40):
                lines.append(f"await aw({self.below(3)})")
        return lines

    def _kind(self, s: Scope, *, top: bool) -> Kind:
        kinds: list[Callable[[Scope, str], Kind]] = [
            self._hooked, self._described, self._slotted, self._item_of_class, self._supers,
            self._body, self._data, self._flags, self._abstract, self._named_tuple, self._errors, self._equal, self._asking,
            self._matched, self._cached, self._ordered, self._dispatched, self._protocol, self._typed_dict, self._mixed_enum,
        ]  # fmt: skip
        if sys.version_info[:2] != (3, 12) or s.level == 0:
            kinds.append(self._generic)
        # What changes what stands at the top level has no meaning in a run; a metaclass is refused inside a function.
        kinds += (
            [self._metaclass, self._metaclass]
            if top
            else [self._nested, self._wrapping, self._singleton, self._replaced]
        )
        name = self.fresh("K")
        lines, uses = self.pick(kinds)(s, name)
        return [line.replace("{n}", self.number(s, 1)) for line in lines], uses

    def _body_of(self, name: str = "am", given: str = "x=0") -> list[str]:
        """An asynchronous method that suspends."""
        return [f"    async def {name}(self, {given}):", *self._indented(self._statements(most=2))]

    # --- classes that take part in making others

    def _metaclass(self, s: Scope, k: str) -> Kind:
        lines = [
            f"class {k}M(type):",
            "    @classmethod",
            "    def __prepare__(mcs, name, bases, **given):",
            "        log(('prepare', name, given))",
            "        return {'extra': {n}}",
            "    def __new__(mcs, name, bases, namespace, **given):",
            "        log([name for name in namespace if name[0] != '_'])",
            "        return super().__new__(mcs, name, bases, namespace)",
            "    def __init__(cls, name, bases, namespace, k=0):",
            "        super().__init__(name, bases, namespace)",
            "        cls.k = k",
            "    def __call__(cls, *given, **named):",
            "        log(('call', given))",
            "        return super().__call__(*given, **named)",
            "    def __getitem__(cls, item):",
            "        return (cls.__name__, item)",
            "    async def made(cls, v):",
            "        await aw(v)",
            "        return cls(v)",
            f"class {k}(metaclass={k}M, k={{n}}):",
            "    def __init__(self, v=1):",
            "        self.v = v",
            *self._body_of(),
            "        return (self.v, await aw(x), type(type(self)).__name__, self.extra)",
            f"class {k}S({k}, k=4):",
            "    async def am(self, x=0):",
            "        return await super().am(x) + (__class__.k,)",
        ]
        uses = [
            f"await {k}({{n}}).am({{n}})", f"await {k}S({{n}}).am()", f"{k}[{{n}}]", f"(await {k}S.made({{n}})).v",
            f"({k}.k, {k}S.k, type({k}) is {k}M)",
        ]  # fmt: skip
        return lines, uses

    def _hooked(self, s: Scope, k: str) -> Kind:
        lines = [
            f"class {k}B:",
            "    seen = []",
            "    def __init_subclass__(cls, /, k=1, **others):",
            "        super().__init_subclass__(**others)",
            "        cls.k = k",
            "        cls.seen = [*cls.seen, cls.__name__]",
            "        log((cls.__name__, k))",
            "    async def am(self, x=0):",
            "        return (await aw(x), self.k, self.seen)",
            f"class {k}({k}B, k={{n}}):",
            "    __own = {n}",
            *self._body_of(),
            "        return (self.__own, await super().am(x))",
            "    v = 1",
            f"class {k}S({k}):",
            "    pass",
        ]
        return lines, [f"await {k}().am({{n}})", f"await {k}S().am()", f"({k}.k, {k}S.seen)", f"issubclass({k}S, {k}B)"]

    def _described(self, s: Scope, k: str) -> Kind:
        lines = [
            f"class {k}D:",
            "    def __set_name__(self, owner, name):",
            "        self.name = name",
            "        log((owner.__name__, name))",
            "    def __get__(self, instance, owner=None):",
            "        return self if instance is None else instance.__dict__.get(self.name + '_', {n})",
            "    def __set__(self, instance, value):",
            "        log((self.name, value))",
            "        instance.__dict__[self.name + '_'] = value",
            "    def __delete__(self, instance):",
            "        del instance.__dict__[self.name + '_']",
            f"class {k}:",
            f"    v = {k}D()",
            f"    w = {k}D()",
            *self._body_of(),
            "        self.v += await aw(x)",
            "        return (self.v, self.w, type(self).v.name)",
            "    async def drop(self):",
            "        self.w = await aw(3)",
            "        del self.w",
            "        return self.w",
        ]
        return lines, [f"await {k}().am({{n}})", f"await {k}().drop()", f"{k}.v.name", f"{k}().w"]

    def _slotted(self, s: Scope, k: str) -> Kind:
        lines = [
            f"class {k}B:",
            "    __slots__ = ('v', '__w')",
            "    def __init__(self, v=1):",
            "        self.v, self.__w = v, [v]",
            "    def kept(self):",
            "        return self.__w",
            f"class {k}({k}B):",
            "    __slots__ = {'z': 'the last'}",
            *self._body_of(),
            "        self.z = await aw(x)",
            "        self.kept().append(self.z)",
            "        return (self.v, self.z, self.kept())",
        ]
        return lines, [
            f"await {k}({{n}}).am({{n}})",
            f"{k}({{n}}).z",
            f"{k}({{n}}).kept()",
            f"hasattr({k}(), '__dict__')",
        ]

    def _item_of_class(self, s: Scope, k: str) -> Kind:
        lines = [
            f"class {k}:",
            "    def __class_getitem__(cls, item):",
            "        return (cls.__name__, item)",
            "    def __getitem__(self, item):",
            "        return (item, {n})",
            "    async def am(self, x=0):",
            f"        return (self[await aw(x)], {k}[await aw(x)], __class__['i'])",
        ]
        return lines, [f"await {k}().am({{n}})", f"{k}[{{n}}]", f"{k}()[{{n}}:{{n}}]"]

    def _replaced(self, s: Scope, k: str) -> Kind:
        lines = [
            f"def {k}R(made):",
            "    class Other(made):",
            "        was = made",
            "        async def am(self, x=0):",
            "            log(('other', await aw(x)))",
            "            return await super().am(x)",
            "    Other.__name__ = made.__name__ + 'R'",
            "    return Other",
            f"@{k}R",
            f"class {k}:",
            "    def __init__(self, v=0):",
            "        super().__init__()",
            "        self.v = v",
            *self._body_of(),
            f"        return (type(self).__name__, __class__.__name__, self.v, isinstance(self, {k}))",
        ]
        return lines, [f"await {k}({{n}}).am({{n}})", f"{k}.was.__name__", f"{k}({{n}}).v", f"{k}.was({{n}}).v"]

    # --- classes and the functions around them

    def _nested(self, s: Scope, k: str) -> Kind:
        lines = [
            f"def {k}F(a):",
            "    count = 0",
            "    async def told(x):",
            "        nonlocal count",
            "        count += await aw(x)",
            "        return count",
            "    class Outer:",
            "        first = a",
            "        class Inner:",
            "            second = a",
            "            async def am(self, x=0):",
            "                nonlocal a",
            "                a += 1",
            "                return (a, self.second, await told(x), __class__.__qualname__)",
            "        async def am(self, x=0):",
            "            return (await self.Inner().am(x), self.first, count)",
            "    return Outer, told",
            f"{k}, {k}t = {k}F({{n}})",
        ]
        return lines, [f"await {k}().am({{n}})", f"await {k}.Inner().am({{n}})", f"await {k}t({{n}})", f"{k}.first"]

    def _supers(self, s: Scope, k: str) -> Kind:
        methods = [
            "    @classmethod", "    async def made(cls, v=1):", "        return (cls.__name__, await aw(v))",
            "    @staticmethod", "    async def plain(v=1):", "        return await aw(v)",
            "    @property", "    def p(self):", "        return self.v", "    @p.setter", "    def p(self, v):", "        self.v = v",
            "    async def rows(self, x=2):", "        for n in range(x % 3):", "            yield await aw(n)",
            "    def __getattribute__(self, name):", "        return super().__getattribute__(name)",
        ]  # fmt: skip
        lines = [
            f"class {k}B:", "    v = {n}", *methods,
            f"class {k}({k}B):",
            "    @classmethod", "    async def made(cls, v=1):", "        return ('sub', await super().made(v))",
            "    @staticmethod", "    async def plain(v=1):", f"        return await super({k}, {k}).plain(v) + 1",
            "    @property", "    def p(self):", "        return (super().p, super().v)",
            "    @p.setter", "    def p(self, v):", f"        super({k}, type(self)).p.fset(self, v)",
            "    async def rows(self, x=2):", "        async for n in super().rows(x):", "            yield (n, await super().plain(n))",
            "    async def am(self, x=0):", "        later = lambda: super(__class__, self).v",
            "        self.p = await aw(x)", "        return (later(), self.p, [n async for n in self.rows(x)])",
        ]  # fmt: skip
        return lines, [
            f"await {k}().am({{n}})",
            f"await {k}.made({{n}})",
            f"await {k}.plain({{n}})",
            f"{k}().p",
            f"[n async for n in {k}().rows(2) if await aw(1)]",
        ]

    def _body(self, s: Scope, k: str) -> Kind:
        lines = [
            f"class {k}:",
            "    n = {n}",
            "    rows = [x * 2 for x in range(3)]",
            "    pairs = {x: y for x in rows for y in range(2) if x}",
            "    late = [(lambda: x) for x in range(2)]",
            "    __own = sum(x for x in rows)",
            "    if (size := len(rows)) > 2:",
            "        def m(self):",
            "            return (self.size, self.__own)",
            "    else:",
            "        m = None",
            "    for turn in rows:",
            "        if turn > {n}:",
            "            break",
            "    try:",
            "        n = n // (turn - 2)",
            "    except ZeroDivisionError as e:",
            "        why = str(e)",
            "    del size, rows",
            *self._body_of(),
            "        return (await aw(self.n), self.pairs, [f() for f in self.late], self.turn)",
        ]
        return lines, [
            f"await {k}().am()",
            f"{k}().m()",
            f"{k}.pairs",
            f"getattr({k}, 'why', 0)",
            f"{k}.__dict__.get('size')",
        ]

    def _generic(self, s: Scope, k: str) -> Kind:
        if sys.version_info < (3, 12):
            head = [f"T{k} = typing.TypeVar('T{k}')", f"class {k}(typing.Generic[T{k}]):"]
        else:
            head = [f"class {k}[T: (int, str)]:"]
        lines = [
            *head,
            "    def __init__(self, v=1):",
            "        self.v = v",
            *self._body_of(),
            "        return (self.v, await aw(x))",
            f"class {k}S({k}[int]):",
            "    async def am(self, x=0):",
            "        return (await super().am(x), __class__.__orig_bases__[0].__args__)",
        ]
        return lines, [
            f"await {k}S({{n}}).am({{n}})",
            f"{k}[int]({{n}}).v",
            f"{k}.__parameters__[0].__name__",
            f"await {k}[str]({{n}}).am()",
        ]

    def _wrapping(self, s: Scope, k: str) -> Kind:
        lines = [
            f"class {k}:",
            "    def __init__(self, of):",
            "        self.of, self.calls = of, 0",
            f"        self.__name__ = '{k}'",
            "    def __get__(self, instance, owner=None):",
            "        return self if instance is None else functools.partial(self, instance)",
            "    async def __call__(self, *given, **named):",
            "        self.calls += 1",
            "        log(('calls', self.calls))",
            "        try:",
            "            return await self.of(*given, **named)",
            "        finally:",
            "            await aw(self.calls)",
            f"class {k}U:",
            "    v = {n}",
            f"    @{k}",
            "    async def am(self, x=0):",
            "        if x == 1:",
            f"            raise {self.pick(ERRORS[:5])}(x)",
            "        return (self.v, await aw(x))",
        ]
        return lines, [f"await {k}U().am({{n}})", f"await {k}U.am({k}U(), {{n}})", f"{k}U.__dict__['am'].calls"]

    def _singleton(self, s: Scope, k: str) -> Kind:
        lines = [
            f"class {k}:",
            "    one = None",
            "    def __new__(cls, *given):",
            "        if cls.one is None:",
            "            cls.one = super().__new__(cls)",
            "            cls.one.count = 0",
            "        return cls.one",
            "    def __init__(self, v=0):",
            "        self.count += 1",
            "        self.v = v",
            "    async def am(self, x=0):",
            "        await aw(x)",
            f"        return ({k}(x) is self, self.count, self.v)",
        ]
        return lines, [f"await {k}({{n}}).am({{n}})", f"{k}() is {k}()", f"{k}.one.v if {k}.one else 0"]

    # --- classes that Python makes parts of

    def _data(self, s: Scope, k: str) -> Kind:
        options = self.pick(
            ("", "(frozen=True)", "(slots=True)", "(kw_only=True)", "(order=True)", "(unsafe_hash=True)")
        )
        sub = "(frozen=True)" if "frozen" in options else self.pick(("", "(slots=True)", "(order=True, kw_only=True)"))
        lines = [
            f"@dataclasses.dataclass{options}",
            f"class {k}B:",
            "    v: int = {n}",
            "    seen: typing.ClassVar[int] = {n}",
            "    async def am(self, x=0):",
            "        return (self.v, await aw(x))",
            f"@dataclasses.dataclass{sub}",
            f"class {k}({k}B):",
            "    w: list = dataclasses.field(default_factory=list, repr=False)",
            "    _: dataclasses.KW_ONLY",
            "    z: dataclasses.InitVar[int] = 3",
            "    q: 'int | None' = dataclasses.field(default=None, compare=False, metadata={'i': 1})",
            "    def __post_init__(self, z):",
            "        object.__setattr__(self, 'q', z)",
            *self._body_of(),
            f"        self.w.append(await {k}B.am(self, x))",
            "        return (self.w, dataclasses.replace(self, v=await aw(x), z=1))",
        ]
        uses = [
            f"await {k}(v={{n}}).am({{n}})", f"{k}(v={{n}}, z={{n}})", f"{k}() == {k}()", f"hash({k}())", f"{k}() < {k}(v=9)",
            f"dataclasses.asdict({k}())", f"[f.name for f in dataclasses.fields({k})]", f"repr({k}(v={{n}}))", f"{k}.__match_args__",
        ]  # fmt: skip
        return lines, uses

    def _named_tuple(self, s: Scope, k: str) -> Kind:
        lines = [
            f"class {k}(typing.NamedTuple):",
            "    v: int",
            "    w: 'list[int]' = [1]",
            "    z: int = {n}",
            "    @property",
            "    def p(self):",
            "        return self.v, self._fields",
            "    async def am(self, x=0):",
            "        log(self)",
            "        return self._replace(v=await aw(x)).total()",
            "    def total(self):",
            "        return (self.v, self.z, len(self))",
        ]
        uses = [
            f"await {k}({{n}}).am({{n}})", f"{k}({{n}}, z={{n}})", f"{k}(1) == (1, [1], 2)", f"{k}._make([1, 2, 3]).p", f"{k}._field_defaults",
            f"repr({k}({{n}}))", f"{k}({{n}})._asdict()", f"{k}(1)[{{n}}:]",
        ]  # fmt: skip
        return lines, uses

    def _typed_dict(self, s: Scope, k: str) -> Kind:
        lines = [
            f"class {k}B(typing.TypedDict):",
            "    v: int",
            f"class {k}({k}B, total=False):",
            "    w: 'list[int]'",
        ]
        return lines, [
            f"{k}(v={{n}}, w=[1])",
            f"sorted({k}.__optional_keys__)",
            f"sorted({k}.__annotations__)",
            f"{k}(v={{n}})['w']",
            f"{k}.__total__",
        ]

    def _flags(self, s: Scope, k: str) -> Kind:
        lines = [
            f"class {k}(enum.{self.pick(('Flag', 'IntFlag'))}):",
            "    A = enum.auto()",
            "    B = enum.auto()",
            "    C = enum.auto()",
            "    AB = A | B",
            "    async def am(self, x=0):",
            f"        return (self | {k}(await aw(1)), self in {k}.AB, [m.name for m in self])",
            "    @classmethod",
            "    async def made(cls, v):",
            "        return cls(await aw(v % 8))",
            "    @property",
            "    def p(self):",
            "        return [member.name for member in type(self) if member in self]",
        ]
        uses = [
            f"await {k}.A.am({{n}})", f"(await {k}.made({{n}})).p", f"{k}.AB.p", f"await ({k}.B | {k}.C).am()", f"~{k}.A",
            f"{k}.A | {k}.B is {k}.AB", f"{k}({{n}})", f"repr({k}.AB & {k}.B)",
        ]  # fmt: skip
        return lines, uses

    def _mixed_enum(self, s: Scope, k: str) -> Kind:
        mixin = self.pick(("plain", "str", "init", "new", "data"))
        heads = {
            "plain": [f"class {k}(enum.Enum):"],
            "str": [f"class {k}(str, enum.Enum):"],
            "init": [
                f"class {k}B(enum.Enum):", "    def __init__(self, v, w=2):", "        self.v, self.w = v, w",
                "        log(('init', self.name, v))", f"class {k}({k}B):",
            ],
            "new": [
                f"class {k}(int, enum.Enum):", "    def __new__(cls, v, text=''):", "        log(('new', v))",
                "        made = int.__new__(cls, v)", "        made._value_ = v", "        made.text = text", "        return made",
            ],
            "data": [f"@dataclasses.dataclass(frozen=True)\nclass {k}B:\n    v: int\n    w: int = 2".replace("\n", "\n"), f"class {k}({k}B, enum.Enum):"],
        }  # fmt: skip
        values = {"plain": "(1, 2)", "str": "'i'", "init": "(1, 5)", "new": "(1, 'one')", "data": "(1, 5)"}
        lines = [
            *"\n".join(heads[mixin]).split("\n"),
            f"    A = {values[mixin]}",
            "    B = 'j'" if mixin == "str" else "    B = (4, 'x')",
            f"    C = {values[mixin]}",
            "    async def am(self, x=0):",
            f"        return (self.name, await aw(x), self is {k}.A, getattr(self, 'v', None), getattr(self, 'text', None))",
            "    def __str__(self):",
            "        return f'{self.name}!'",
            "    @classmethod",
            "    def _missing_(cls, value):",
            "        log(('missing', value))",
            "        return cls.B",
        ]
        uses = [
            f"await {k}.A.am({{n}})", f"await {k}.C.am()", f"{k}({{n}})", f"str({k}.B)", f"[m for m in {k}]", f"{k}['A'] is {k}.C", f"{k}.A.value",
            f"{k}(await aw({k}.B.value)).name", f"{{m: m.name for m in {k}}}[{k}.B]",
        ]  # fmt: skip
        return lines, uses

    def _abstract(self, s: Scope, k: str) -> Kind:
        lines = [
            f"class {k}B(abc.ABC):",
            "    @abc.abstractmethod",
            "    async def am(self, x=0):",
            "        return ('base', await aw(x))",
            "    @property",
            "    @abc.abstractmethod",
            "    def p(self):",
            "        return 1",
            f"class {k}({k}B):",
            "    p = {n}",
            "    async def am(self, x=0):",
            "        return ('sub', await super().am(x), isinstance(self, abc.ABC))",
            f"class {k}V:",
            "    pass",
            f"{k}B.register({k}V)",
        ]
        return lines, [
            f"await {k}().am({{n}})",
            f"{k}B()",
            f"isinstance({k}V(), {k}B)",
            f"sorted({k}B.__abstractmethods__)",
            f"{k}().p",
            f"issubclass({k}, {k}B)",
        ]

    def _protocol(self, s: Scope, k: str) -> Kind:
        lines = [
            "@typing.runtime_checkable",
            f"class {k}P(typing.Protocol):",
            "    v: int",
            "    async def am(self, x=0):",
            "        return ('protocol', await aw(x))",
            f"class {k}({k}P):",
            "    v = {n}",
            *self._body_of(),
            "        return (await super().am(x), self.v)",
            f"class {k}V:",
            "    v = 1",
            "    def am(self): pass",
        ]
        return lines, [
            f"await {k}().am({{n}})",
            f"isinstance({k}V(), {k}P)",
            f"isinstance({{n}}, {k}P)",
            f"{k}P()",
            f"{k}().v",
        ]

    def _errors(self, s: Scope, k: str) -> Kind:
        lines = [
            f"class {k}({self.pick(('E1', 'Exception', 'KeyError', 'OSError'))}):",
            "    def __init__(self, code, *, detail='d'):",
            "        super().__init__(code, detail)",
            "        self.code, self.detail = code, detail",
            "    def __str__(self):",
            "        return f'{self.code}: {self.detail}'",
            "    def __reduce__(self):",
            "        log('reduced')",
            "        return (type(self), (self.code,))",
            f"class {k}S({k}):",
            "    pass",
            f"async def {k}F(x):",
            "    try:",
            f"        raise {k}S(await aw(x), detail='s')",
            f"    except {k} as e:",
            "        log(e.__context__)",
            "        await aw(1)",
            "        e.add_note('note')",
            f"        raise {k}(x) from e",
        ]
        uses = [
            f"await {k}F({{n}})",
            f"str({k}({{n}}))",
            f"{k}S({{n}}).args",
            f"await aw({k}S({{n}}))",
            f"{k}(1, detail=await aw(2)).detail",
        ]
        return lines, uses

    def _equal(self, s: Scope, k: str) -> Kind:
        lines = [
            f"class {k}:",
            "    def __init__(self, v):",
            "        self.v = v",
            "    def __eq__(self, other):",
            "        log(('eq', self.v))",
            f"        return self.v == other.v if isinstance(other, {k}) else NotImplemented",
            "    def __hash__(self):",
            "        return hash(self.v)",
            "    def __bool__(self):",
            "        return self.v != 0",
            "    def __radd__(self, other):",
            "        return (other, self.v)",
            "    async def am(self, x=0):",
            "        table = {self: 'self', type(self)(x): 'x'}",
            "        await aw(x)",
            "        return (table[type(self)(self.v)], len(table), bool(self))",
        ]
        return lines, [
            f"await {k}({{n}}).am({{n}})",
            f"{k}({{n}}) == {k}({{n}})",
            f"{k}(1) in [{k}(0), {k}(1)]",
            f"{{n}} + {k}({{n}})",
            f"{k}({{n}}) != 3",
        ]

    def _asking(self, s: Scope, k: str) -> Kind:
        lines = [
            f"class {k}:",
            "    def __init__(self):",
            "        object.__setattr__(self, 'held', {'v': 1})",
            "    def __getattr__(self, name):",
            "        log(('get', name))",
            "        try:",
            "            return self.held[name]",
            "        except KeyError:",
            "            raise AttributeError(name) from None",
            "    def __setattr__(self, name, value):",
            "        log(('set', name))",
            "        self.held[name] = value",
            "    def __delattr__(self, name):",
            "        del self.held[name]",
            *self._body_of(),
            "        self.w = await aw(x)",
            "        return (self.w, self.v, self.held)",
        ]
        return lines, [
            f"await {k}().am({{n}})",
            f"{k}().nothing",
            f"hasattr({k}(), 'v')",
            f"getattr({k}(), 'z', {{n}})",
        ]

    def _matched(self, s: Scope, k: str) -> Kind:
        lines = [
            f"class {k}:",
            "    __match_args__ = ('v', 'w')",
            "    def __init__(self, v=1, w=2):",
            "        self.v, self.w = v, w",
            "    @property",
            "    def p(self):",
            "        log('p')",
            "        return self.v",
            "    async def am(self, x=0):",
            "        match await aw([self, x]):",
            f"            case [{k}(0, w), _] if await aw(w):",
            "                return ('zero', w)",
            f"            case [{k}(v, w=2 | 3 as w), int(n)] if v == await aw(n):",
            "                return ('same', v, w)",
            f"            case [{k}(p=1), *rest]:",
            "                return ('p', rest)",
            f"            case [{k}() as found, _]:",
            "                return (found is self, await aw(x))",
        ]
        return lines, [f"await {k}({{n}}).am({{n}})", f"await {k}({{n}}, {{n}}).am({{n}})", f"{k}.__match_args__"]

    def _cached(self, s: Scope, k: str) -> Kind:
        lines = [
            f"class {k}:",
            "    def __init__(self, v=1):",
            "        self.v = v",
            "    @functools.cached_property",
            "    def p(self):",
            "        log('computed')",
            "        return [self.v]",
            "    async def am(self, x=0):",
            "        self.p.append(await aw(x))",
            "        later = functools.partial(self.added, x)",
            "        return (self.p, later(1), await aw(later(2)))",
            "    def added(self, x, y):",
            "        return x + y",
            "    one = functools.partialmethod(added, 1)",
        ]
        return lines, [f"await {k}({{n}}).am({{n}})", f"{k}({{n}}).p", f"{k}().one({{n}})", f"{k}.p.attrname"]

    def _ordered(self, s: Scope, k: str) -> Kind:
        lines = [
            "@functools.total_ordering",
            f"class {k}:",
            "    def __init__(self, v=1):",
            "        self.v = v",
            "    def __eq__(self, other):",
            "        return self.v == other.v",
            f"    def {self.pick(('__lt__', '__ge__'))}(self, other):",
            "        log('compared')",
            "        return self.v < other.v",
            "    async def am(self, x=0):",
            f"        return (self > {k}(await aw(x)), self <= {k}(x), [m.v for m in sorted([{k}(3), self])])",
        ]
        return lines, [
            f"await {k}({{n}}).am({{n}})",
            f"{k}({{n}}) >= {k}({{n}})",
            f"{k}({{n}}) < 3",
            f"max({k}(1), {k}(2)).v",
        ]

    def _dispatched(self, s: Scope, k: str) -> Kind:
        lines = [
            f"class {k}:",
            "    @functools.singledispatchmethod",
            "    async def am(self, x=0):",
            "        return ('any', await aw(x))",
            "    @am.register",
            "    async def _(self, x: int):",
            "        return ('int', await aw(x))",
            "    @am.register(list)",
            "    @am.register(tuple)",
            "    async def _(self, x):",
            "        return ('rows', [await aw(n) for n in x])",
            "@functools.singledispatch",
            f"def {k}F(x):",
            "    return ('any', x)",
            f"@{k}F.register",
            "def _(x: str):",
            "    return ('text', x)",
        ]
        return lines, [
            f"await {k}().am({{n}})",
            f"await {k}().am([1, {{n}}])",
            f"await {k}().am('i')",
            f"{k}F({{n}})",
            f"{k}F('i')",
        ]
