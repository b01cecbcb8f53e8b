"""What a module-level name may be made by: pure expressions, whose value is the same in every process (G5).

Input -> output::

    LIMITS = {"eur": Decimal("9.50")}        -> pure
    STARTED = datetime.now()                 -> UW130 at ``datetime.now()``: it gives another value in every process

A call is pure if it makes a plain value (``Decimal``, ``re.compile``, ``ContextVar``, a data class ...) or calls a
first-party function, which the sandbox runs under the same rules as workflow code.

Read next: ``bundle``.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from useworkflow_compiler.modules import Denotation, Denoted


def _of(module: str, names: str) -> frozenset[str]:
    return frozenset(f"{module}.{name}" for name in names.split())


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CONSTRUCTORS: Final = frozenset().union(
    _of(
        "builtins",
        "abs all any ascii bin bool bytearray bytes chr complex dict divmod enumerate filter float format frozenset "
        "hash hex int isinstance issubclass len list map max min object oct ord pow property range repr reversed "
        "round set slice sorted str sum tuple zip property staticmethod classmethod bytes.fromhex dict.fromkeys float.fromhex int.from_bytes "
        "str.maketrans",
    ),
    _of("collections", "ChainMap Counter OrderedDict defaultdict deque"),
    _of(
        "datetime",
        "date datetime time timedelta timezone date.fromisoformat datetime.fromisoformat time.fromisoformat",
    ),
    _of("decimal", "Context Decimal"),
    _of("functools", "partial reduce"),
    _of("ipaddress", "IPv4Address IPv4Network IPv6Address IPv6Network ip_address ip_network"),
    _of("itertools", "chain combinations permutations product repeat"),
    _of("json", "dumps loads"),
    _of("logging", "getLogger"),
    _of("math", "ceil exp factorial floor gcd inf isqrt log prod sqrt"),
    _of("operator", "itemgetter"),
    _of("pathlib", "Path PosixPath PurePath PurePosixPath PureWindowsPath WindowsPath"),
    _of("re", "compile escape"),
    _of("textwrap", "dedent indent"),
    _of("types", "MappingProxyType SimpleNamespace"),
    _of("typing", "NewType ParamSpec TypeVar TypeVarTuple cast"),
    _words("contextvars.ContextVar dataclasses.field fractions.Fraction uuid.UUID zoneinfo.ZoneInfo enum.auto"),
    _words("string.Template struct.Struct useworkflow.define_hook useworkflow.Queue array.array"),
)
"""Callables of the standard library whose result is a plain value and depends on the arguments alone."""

CLASS_MAKERS: Final = _of("enum", "Enum Flag IntEnum IntFlag StrEnum") | _words(
    "collections.namedtuple typing.NamedTuple typing.TypedDict dataclasses.make_dataclass builtins.type types.new_class"
)
"""Calls that make a class: such a name is taken from the host by reference, as a class statement is."""

CONTAINERS: Final = _of("builtins", "bytearray dict list set") | _of(
    "collections", "Counter OrderedDict defaultdict deque"
)
"""What module-level code may fill after it has made it."""

METHODS: Final = _words(
    "add append as_posix bit_length capitalize casefold center clear copy count decode difference discard encode "
    "endswith expandtabs extend find format fromkeys get group hex index insert intersection isalnum isalpha isdigit "
    "isdisjoint islower isnumeric isspace issubset issuperset isupper items join joinpath keys ljust lower lstrip "
    "maketrans match partition pop popleft appendleft quantize remove removeprefix removesuffix replace reverse "
    "rfind rjust rpartition rsplit rstrip setdefault sort split splitlines startswith strip swapcase "
    "symmetric_difference title to_bytes total_seconds translate union update upper values with_name with_suffix "
    "zfill isoformat"
)
"""Methods of plain values that are pure, or change only the value that they are called on."""

IMPURE_MODULES: Final = _words(
    "builtins ctypes gc glob importlib inspect io locale multiprocessing os platform random secrets select shutil "
    "signal socket sqlite3 subprocess sys tempfile threading time traceback weakref"
)
"""Modules whose values differ between processes or machines, or give a way out."""

_PURE_NODES: Final = (
    *(ast.Constant, ast.Name, ast.Attribute, ast.Subscript, ast.Slice, ast.Starred, ast.List, ast.Tuple, ast.Set),
    *(ast.Dict, ast.JoinedStr, ast.FormattedValue, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp),
    *(ast.Call, ast.keyword, ast.Lambda, ast.arguments, ast.arg, ast.ListComp, ast.SetComp, ast.DictComp),
    *(ast.GeneratorExp, ast.comprehension, ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop),
)

Denote = Callable[[str, tuple[str, ...]], Denoted]


@dataclass(frozen=True)
class Impurity:
    """The part of an expression that is not pure, and why."""

    node: ast.AST
    reason: str


def find_impurity(expression: ast.AST, denote: Denote) -> Impurity | None:
    """The first part of ``expression`` that is not pure, if any. Bodies of lambdas run later and are not looked at.

    Args:
        expression: the value of a module-level name, or a statement that fills it.
        denote: what a dotted name of that module means.
    """
    stack: list[ast.AST] = [expression]
    while stack:
        node = stack.pop()
        reason = _reason(node, denote)
        if reason is not None:
            return Impurity(node, reason)
        if isinstance(node, ast.Lambda):
            stack.extend([*node.args.defaults, *(d for d in node.args.kw_defaults if d is not None)])
        else:
            stack.extend(reversed(list(ast.iter_child_nodes(node))))
    return None


def callee(node: ast.expr, denote: Denote) -> Denoted | None:
    """What a call's function denotes, where it is a dotted name."""
    dotted = dotted_name(node)
    return denote(dotted[0], dotted[1:]) if dotted else None


def dotted_name(node: ast.expr) -> tuple[str, ...]:
    """``a.b.c`` as parts; empty for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return (node.id, *reversed(parts)) if isinstance(node, ast.Name) else ()


def makes_container(value: ast.expr, denote: Denote) -> bool:
    """Whether ``value`` is a new list, set or dictionary, which module-level code may go on to fill."""
    if isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp):
        return True
    if not isinstance(value, ast.Call):
        return False
    made = callee(value.func, denote)
    return made is not None and made.dotted in CONTAINERS


def makes_class(value: ast.expr | None, denote: Denote) -> bool:
    """Whether ``value`` is a call such as ``namedtuple(...)`` that makes a class."""
    if not isinstance(value, ast.Call):
        return False
    made = callee(value.func, denote)
    return made is not None and made.dotted in CLASS_MAKERS


def is_shared(value: ast.expr | None, denote: Denote) -> bool:
    """Whether workflow code takes the module's own object for ``value``, and makes none of its own: a class that a call makes, and
    ``object()``, which only is something by being the same one that the user's classes know."""
    if makes_class(value, denote):
        return True
    made = callee(value.func, denote) if isinstance(value, ast.Call) else None
    return made is not None and made.dotted == "builtins.object"


def is_stateless(node: ast.ClassDef) -> bool:
    """Whether instances of a class are nothing but themselves: it has no bases, no decorators, no fields and no ``__init__``."""
    for statement in node.body:
        match statement:
            case ast.FunctionDef(name=name) if name not in ("__init__", "__new__", "__call__"):
                continue
            case ast.Pass() | ast.Expr(value=ast.Constant()):
                continue
            case ast.Assign(targets=[ast.Name(id="__slots__")]):
                continue
        return False
    return not (node.bases or node.keywords or node.decorator_list)


def _reason(node: ast.AST, denote: Denote) -> str | None:
    if isinstance(node, ast.Call):
        return _call_reason(node, denote)
    if isinstance(node, ast.Name | ast.Attribute):
        dotted = dotted_name(node)
        denoted = denote(dotted[0], dotted[1:]) if dotted else None
        if denoted is not None and denoted.kind is Denotation.LIBRARY and _top(denoted) in IMPURE_MODULES:
            return f"`{ast.unparse(node)}` differs between processes"
        return None
    if isinstance(node, ast.comprehension) and node.is_async:
        return "it awaits"
    if not isinstance(node, _PURE_NODES):
        return f"{type(node).__name__} is no pure expression"
    return None


def _call_reason(node: ast.Call, denote: Denote) -> str | None:
    text = ast.unparse(node.func)
    denoted = callee(node.func, denote)
    if denoted is not None:
        match denoted.kind:
            case Denotation.BUILTIN | Denotation.LIBRARY if denoted.dotted in CONSTRUCTORS:
                return None
            case Denotation.CLASS | Denotation.FUNCTION | Denotation.PASSED:
                return None
            case Denotation.STEP:
                return f"`{text}()` is a step, and steps are called from workflow functions"
            case Denotation.THIRD_PARTY:
                return f"`{text}()` is third-party"
    method = isinstance(node.func, ast.Attribute) and node.func.attr in METHODS
    if method and (denoted is None or denoted.kind is Denotation.VALUE):
        return None
    return f"`{text}()` is not known to give the same value in every process"


def is_class_name(name: str) -> bool:
    """Whether a name looks like a class's (``HTTPError``), not like a function's or a constant's.

    >>> is_class_name("HTTPError"), is_class_name("get"), is_class_name("MAX_SIZE")
    (True, False, False)
    """
    return name[:1].isupper() and "_" not in name


def _top(denoted: Denoted) -> str:
    return denoted.module.partition(".")[0]
