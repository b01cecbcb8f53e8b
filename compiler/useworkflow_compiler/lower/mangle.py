"""Private names of a class, written out, since a re-entry form stands outside the class.

class A:                        class A:
    async def f(self):   ->         async def f(self):
        return self.__x                 return self._A__x
"""

from __future__ import annotations

import ast

from useworkflow_compiler.lower.visiting import Visitor


def mangled(identifier: str, owner: str) -> str:
    """``identifier`` as the interpreter sees it in class ``owner``."""
    bare = owner.lstrip("_")
    if not identifier.startswith("__") or identifier.endswith("__") or "." in identifier or not bare:
        return identifier
    return f"_{bare}{identifier}"


def mangle(owner: str, body: list[ast.stmt]) -> None:
    """Write out the private names in the body of class ``owner``, in place; inner classes are left to their own.

    Names of functions stay: the interpreter mangles what they are bound to, and ``__name__`` has to stay as it is.
    """
    visitor = _Mangler(owner)
    for statement in body:
        visitor.visit(statement)


class _Mangler(Visitor):
    def __init__(self, owner: str) -> None:
        self.owner = owner

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for part in (*node.decorator_list, *node.bases, *node.keywords):
            self.visit(part)

    def generic_visit(self, node: ast.AST) -> None:
        for field in _FIELDS.get(type(node), ()):
            value = getattr(node, field)
            if isinstance(value, str):
                setattr(node, field, mangled(value, self.owner))
            elif isinstance(value, list):
                setattr(node, field, [mangled(name, self.owner) for name in value])
        super().generic_visit(node)


_FIELDS: dict[type[ast.AST], tuple[str, ...]] = {
    ast.Name: ("id",),
    ast.Attribute: ("attr",),
    ast.arg: ("arg",),
    ast.Global: ("names",),
    ast.Nonlocal: ("names",),
    ast.ExceptHandler: ("name",),
    ast.alias: ("asname",),
    ast.MatchAs: ("name",),
    ast.MatchStar: ("name",),
    ast.MatchMapping: ("rest",),
}
