"""What ``singledispatch`` reads of annotations, said plainly: a bundle's functions have none.

Input -> output, in a class or a function::

    @read.register                          @read.register(int)
    def _(self, value: int): ...            def _(self, value: int): ...

Those at the top level of a module are ``reduce``'s. Read next: ``modules``, which calls it for each tree.
"""

from __future__ import annotations

import ast

from useworkflow_compiler.scopes import FunctionNode, arguments_of

_GENERIC = frozenset({"singledispatch", "singledispatchmethod"})


def spell_registrations(tree: ast.Module) -> None:
    """Change the registrations inside classes and functions of ``tree`` in place."""
    for node in ast.walk(tree):
        if not isinstance(node, FunctionNode | ast.ClassDef):
            continue
        generic: set[str] = set()
        for statement in node.body:
            if isinstance(statement, FunctionNode):
                statement.decorator_list = [_spelt(each, statement, generic) for each in statement.decorator_list]
                if any(_makes_generic(each) for each in statement.decorator_list):
                    generic.add(statement.name)


def _makes_generic(decorator: ast.expr) -> bool:
    match decorator:
        case ast.Name(id=name) | ast.Attribute(value=ast.Name(), attr=name):
            return name in _GENERIC
    return False


def _spelt(decorator: ast.expr, function: FunctionNode, generic: set[str]) -> ast.expr:
    match decorator:
        case ast.Attribute(value=ast.Name(id=name), attr="register") if name in generic:
            pass
        case _:
            return decorator
    annotation = next((each.annotation for each in arguments_of(function.args) if each.annotation is not None), None)
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        annotation = ast.copy_location(ast.parse(annotation.value, mode="eval").body, annotation)
    if annotation is None:
        return decorator
    call = ast.Call(func=decorator, args=[annotation], keywords=[])
    return ast.fix_missing_locations(ast.copy_location(call, decorator))
