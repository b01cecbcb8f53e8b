"""Syntax trees as bytes that mean the same on every supported Python (G5, G7).

Input -> output::

    encode(ast.parse("x = 1")) -> b"\\x93..."       decode(...) -> the same tree, positions included

A node is a MessagePack array: its number in ``_NODES``, its fields in the order of that table, and, where the node has
a place in the source, one array ``[line, column, lines, end column]``. The numbers and the order are part of the ABI:
rows are only ever appended. What one Python's parser writes and another's does not is left out or made alike:
``type_comment``, ``kind``, empty ``type_params``, places inside f-strings, the way an f-string's text is cut in pieces.

Read next: ``compile``, which stores what this writes.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable
from typing import Any, Final, cast

import msgspec

_NODES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("Module", ("body",)),
    ("FunctionDef", ("name", "args", "body", "decorator_list", "returns", "type_params")),
    ("AsyncFunctionDef", ("name", "args", "body", "decorator_list", "returns", "type_params")),
    ("ClassDef", ("name", "bases", "keywords", "body", "decorator_list", "type_params")),
    ("Return", ("value",)),
    ("Delete", ("targets",)),
    ("Assign", ("targets", "value")),
    ("AugAssign", ("target", "op", "value")),
    ("AnnAssign", ("target", "annotation", "value", "simple")),
    ("For", ("target", "iter", "body", "orelse")),
    ("AsyncFor", ("target", "iter", "body", "orelse")),
    ("While", ("test", "body", "orelse")),
    ("If", ("test", "body", "orelse")),
    ("With", ("items", "body")),
    ("AsyncWith", ("items", "body")),
    ("Match", ("subject", "cases")),
    ("Raise", ("exc", "cause")),
    ("Try", ("body", "handlers", "orelse", "finalbody")),
    ("TryStar", ("body", "handlers", "orelse", "finalbody")),
    ("Assert", ("test", "msg")),
    ("Import", ("names",)),
    ("ImportFrom", ("module", "names", "level")),
    ("Global", ("names",)),
    ("Nonlocal", ("names",)),
    ("Expr", ("value",)),
    ("Pass", ()),
    ("Break", ()),
    ("Continue", ()),
    ("BoolOp", ("op", "values")),
    ("NamedExpr", ("target", "value")),
    ("BinOp", ("left", "op", "right")),
    ("UnaryOp", ("op", "operand")),
    ("Lambda", ("args", "body")),
    ("IfExp", ("test", "body", "orelse")),
    ("Dict", ("keys", "values")),
    ("Set", ("elts",)),
    ("ListComp", ("elt", "generators")),
    ("SetComp", ("elt", "generators")),
    ("DictComp", ("key", "value", "generators")),
    ("GeneratorExp", ("elt", "generators")),
    ("Await", ("value",)),
    ("Yield", ("value",)),
    ("YieldFrom", ("value",)),
    ("Compare", ("left", "ops", "comparators")),
    ("Call", ("func", "args", "keywords")),
    ("FormattedValue", ("value", "conversion", "format_spec")),
    ("JoinedStr", ("values",)),
    ("Constant", ("value",)),
    ("Attribute", ("value", "attr", "ctx")),
    ("Subscript", ("value", "slice", "ctx")),
    ("Starred", ("value", "ctx")),
    ("Name", ("id", "ctx")),
    ("List", ("elts", "ctx")),
    ("Tuple", ("elts", "ctx")),
    ("Slice", ("lower", "upper", "step")),
    ("comprehension", ("target", "iter", "ifs", "is_async")),
    ("ExceptHandler", ("type", "name", "body")),
    ("arguments", ("posonlyargs", "args", "vararg", "kwonlyargs", "kw_defaults", "kwarg", "defaults")),
    ("arg", ("arg", "annotation")),
    ("keyword", ("arg", "value")),
    ("alias", ("name", "asname")),
    ("withitem", ("context_expr", "optional_vars")),
    ("match_case", ("pattern", "guard", "body")),
    ("MatchValue", ("value",)),
    ("MatchSingleton", ("value",)),
    ("MatchSequence", ("patterns",)),
    ("MatchMapping", ("keys", "patterns", "rest")),
    ("MatchClass", ("cls", "patterns", "kwd_attrs", "kwd_patterns")),
    ("MatchStar", ("name",)),
    ("MatchAs", ("pattern", "name")),
    ("MatchOr", ("patterns",)),
    ("TypeAlias", ("name", "type_params", "value")),
    ("TypeVar", ("name", "bound", "default_value")),
    ("ParamSpec", ("name", "default_value")),
    ("TypeVarTuple", ("name", "default_value")),
)
"""Number (the row), class and fields of each node. Append only: stored bundles are read by these numbers."""

_SIGNS: Final = (
    *("Load", "Store", "Del", "And", "Or", "Add", "Sub", "Mult", "MatMult", "Div", "Mod", "Pow", "LShift", "RShift"),
    *("BitOr", "BitXor", "BitAnd", "FloorDiv", "Invert", "Not", "UAdd", "USub", "Eq", "NotEq", "Lt", "LtE", "Gt"),
    *("GtE", "Is", "IsNot", "In", "NotIn"),
)
"""Contexts and operators: nodes without fields, written as their number alone. Append only."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LIST_FIELDS: Final = _words(
    "body decorator_list type_params bases keywords targets orelse items cases handlers finalbody names values keys "
    "elts generators ops comparators args posonlyargs kwonlyargs kw_defaults defaults ifs patterns kwd_attrs "
    "kwd_patterns"
)
_CONSTANT: Final = next(i for i, (name, _) in enumerate(_NODES) if name == "Constant")
_PLACE: Final = ("lineno", "col_offset", "end_lineno", "end_col_offset")
_INT64: Final = 2**63


class TreeDecodeError(ValueError):
    """The bytes are no tree, or hold syntax that this Python does not have."""


def encode(tree: ast.Module) -> bytes:
    """Return ``tree`` with its places as bytes; the same source gives the same bytes on every supported Python (G5).

    Raises:
        TypeError: ``tree`` holds something that is no syntax.
        RecursionError: ``tree`` is nested deeper than Python itself compiles.
    """
    return msgspec.msgpack.encode(_pack(tree, _placed))


def decode(data: bytes) -> ast.Module:
    """Read what ``encode`` wrote, ready for ``compile``.

    Raises:
        TreeDecodeError: ``data`` is no encoded module, or needs a newer Python.
    """
    try:
        tree = _unpack(msgspec.msgpack.decode(data))
    except (msgspec.DecodeError, TypeError, IndexError, ValueError, KeyError) as error:
        raise TreeDecodeError(f"these bytes are no syntax tree: {error}") from error
    if not isinstance(tree, ast.Module):
        raise TreeDecodeError(f"these bytes hold a {type(tree).__name__}, not a module")
    return tree


def parse(source: str, filename: str) -> ast.Module:
    """Parse ``source`` to the tree that every supported Python gives: what stands in an f-string has its place.

    Raises:
        SyntaxError: as ``ast.parse``.
    """
    tree = ast.parse(source, filename)
    strings = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    for string in strings:
        for inner in ast.walk(string):
            if inner is not string and "lineno" in inner._attributes:
                ast.copy_location(inner, string)
    return tree


def normalised_hash(node: ast.AST) -> str:
    """Return a hexadecimal digest of structure and constants: places, comments and layout do not count."""
    return hashlib.blake2b(msgspec.msgpack.encode(_pack(node, _unplaced)), digest_size=20).hexdigest()


# --- writing ----------------------------------------------------------------------------------------------------------


def _placed(node: ast.AST) -> list[int] | None:
    place = node.__dict__
    line = place.get("lineno")
    if line is None:
        return None
    column = place.get("col_offset", 0)
    end, end_column = place.get("end_lineno"), place.get("end_col_offset")
    return [line, column, (end or line) - line, column if end_column is None else end_column]


def _unplaced(node: ast.AST) -> list[int] | None:
    return None


def _pack(node: Any, place: Callable[[ast.AST], list[int] | None]) -> Any:
    kind = type(node)
    sign = _SIGN_NUMBER.get(kind)
    if sign is not None:
        return sign
    try:
        number, fields, positioned = _SPEC[kind]
    except KeyError:
        raise TypeError(f"{kind.__name__} is no syntax node that can be stored") from None
    if number == _CONSTANT:
        return [number, _pack_constant(node.value), place(node)]
    if kind is ast.JoinedStr:
        return [number, _pack_pieces(node), place(node)]
    row: list[Any] = [number]
    values = node.__dict__
    for field in fields:
        value = values.get(field)
        if value.__class__ is list:
            row.append(None if not value else [_pack(v, place) if isinstance(v, ast.AST) else v for v in value])
        elif isinstance(value, ast.AST):
            row.append(_pack(value, place))
        else:
            row.append(value)
    if positioned:
        row.append(place(node))
    else:
        _drop_empty_tail(row)
    return row


def _drop_empty_tail(row: list[Any]) -> None:
    while len(row) > 1 and (row[-1] is None):
        row.pop()


def _pack_constant(value: Any) -> Any:
    """Plain where MessagePack has it, else ``[tag, text]``: no constant is a list by itself."""
    kind = type(value)
    if kind is str:
        return value if value.isascii() or _is_text(value) else ["s", value.encode("utf-8", "surrogatepass")]
    if value is None or kind is bool or kind is float or kind is bytes:
        return value
    if kind is int:
        return value if -_INT64 <= value < _INT64 else ["i", hex(value)]
    if kind is complex:
        return ["c", value.real, value.imag]
    if value is Ellipsis:
        return ["e"]
    if kind is tuple:
        return ["t", *map(_pack_constant, value)]
    if kind is frozenset:
        return ["f", *sorted(map(_pack_constant, value), key=msgspec.msgpack.encode)]
    raise TypeError(f"{kind.__name__} is no constant that can be stored")


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _pack_pieces(node: ast.JoinedStr) -> list[Any]:
    """The parts of an f-string without places, text parts joined: parsers differ in both."""
    pieces: list[Any] = []
    for value in node.values:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            if not value.value:
                continue
            if pieces and isinstance(pieces[-1], ast.Constant):
                value = ast.Constant(pieces.pop().value + value.value)
        pieces.append(value)
    return [_pack(piece, _unplaced) for piece in pieces]


# --- reading ----------------------------------------------------------------------------------------------------------


def _unpack(row: Any) -> ast.AST:
    if row.__class__ is int:
        return _SIGN[row]
    kind, fields, positioned = _KIND[row[0]]
    if kind is None:
        raise TreeDecodeError(f"{_NODES[row[0]][0]} needs a newer Python than this one")
    count = len(row) - 1
    node = kind.__new__(kind)
    values = node.__dict__
    if kind is ast.Constant:
        values["value"] = _unpack_constant(row[1])
        values["kind"] = None
    else:
        for index, (field, shape) in enumerate(fields, 1):
            value = row[index] if index <= count else None
            if shape is _PLAIN or value is None:
                values[field] = value if shape is not _LIST or value is not None else []
            elif shape is _LIST:
                values[field] = [_unpack(v) if v.__class__ is list or v.__class__ is int else v for v in value]
            else:
                values[field] = _unpack(value)
        if kind is ast.Module:
            values["type_ignores"] = []
        if not _TYPE_PARAMETERS:
            _refuse_versioned(values)
    if positioned and row[-1] is not None:
        line, column, lines, end_column = row[-1]
        values["lineno"], values["col_offset"] = line, column
        values["end_lineno"], values["end_col_offset"] = line + lines, end_column
    if kind is ast.JoinedStr:
        _spread_place(node)
    return cast("ast.AST", node)


def _unpack_constant(value: Any) -> Any:
    if value.__class__ is not list:
        return value
    tag = value[0]
    match tag:
        case "s":
            return value[1].decode("utf-8", "surrogatepass")
        case "i":
            return int(value[1], 16)
        case "c":
            return complex(value[1], value[2])
        case "e":
            return Ellipsis
        case "t":
            return tuple(map(_unpack_constant, value[1:]))
        case "f":
            return frozenset(map(_unpack_constant, value[1:]))
    raise TreeDecodeError(f"unknown constant {tag!r}")


def _refuse_versioned(values: dict[str, Any]) -> None:
    if values.get("type_params") or values.get("default_value"):
        raise TreeDecodeError("type parameters need a newer Python than this one")
    values.pop("type_params", None)


def _spread_place(node: ast.AST) -> None:
    """Give what stands inside an f-string the f-string's own place."""
    place: dict[str, Any] = {name: node.__dict__[name] for name in _PLACE if name in node.__dict__}
    for inner in ast.walk(node):
        if inner is not node and "lineno" in inner._attributes and "lineno" not in inner.__dict__:
            inner.__dict__.update(place)


# --- tables -----------------------------------------------------------------------------------------------------------

_TYPE_PARAMETERS: Final = hasattr(ast, "TypeAlias")
_PLAIN, _LIST, _NODE = "plain", "list", "node"
_PLAIN_FIELDS: Final = _words("name attr id arg module level asname simple is_async conversion rest")


def _shape(kind: str, field: str) -> str:
    if kind == "Lambda" and field == "body":
        return _NODE
    if kind == "IfExp" and field in {"body", "orelse"}:
        return _NODE
    if kind == "TypeAlias" and field == "name":
        return _NODE
    if field == "args" and kind in {"FunctionDef", "AsyncFunctionDef", "Lambda"}:
        return _NODE
    if kind == "MatchSingleton":
        return _PLAIN
    if field in _LIST_FIELDS:
        return _LIST
    return _PLAIN if field in _PLAIN_FIELDS else _NODE


def _positioned(name: str) -> bool:
    return name not in {"Module", "comprehension", "arguments", "withitem", "match_case"}


_SPEC: Final[dict[type[ast.AST], tuple[int, tuple[str, ...], bool]]] = {
    getattr(ast, name): (number, fields, _positioned(name))
    for number, (name, fields) in enumerate(_NODES)
    if hasattr(ast, name)
}
_KIND: Final[list[tuple[Any, tuple[tuple[str, str], ...], bool]]] = [
    (getattr(ast, name, None), tuple((field, _shape(name, field)) for field in fields), _positioned(name))
    for name, fields in _NODES
]
_SIGN: Final[list[ast.AST]] = [getattr(ast, name)() for name in _SIGNS]
_SIGN_NUMBER: Final[dict[type[ast.AST], int]] = {type(sign): number for number, sign in enumerate(_SIGN)}
