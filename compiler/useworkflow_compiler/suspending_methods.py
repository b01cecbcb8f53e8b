"""Methods that are sync steps, and the plain methods of a class that call them on their own object.

Input -> output::

    class Order:
        def weigh(self): "use step"                   sync_step_methods(...) -> {"weigh"}
        def report(self): return self.weigh() + 1     calls_own_step(...): such a class is held

What ``x.weigh()`` calls is known only when it runs. So in code that can be suspended every call of a method of such a name is looked at
then, and is an ordinary call where it turns out to be none of these. Read next: ``suspending``.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from useworkflow_compiler.discover import Holder
from useworkflow_compiler.modules import ParsedModule
from useworkflow_compiler.scopes import own_nodes

_OF_CLASSES = frozenset({Holder.STATIC, Holder.CLASS, Holder.INSTANCE})


def calls_own_step(owner: ast.ClassDef, methods: Collection[str], leave_out: Collection[int]) -> bool:
    """Whether a plain method of a class, or of one inside it, calls one of ``methods`` on its own object, class or ``super()``.

    ``leave_out``: functions of the class that are steps, by identity.
    """
    return any(
        _calls_own(method, qualname, methods)
        for method, qualname in _plain_methods(owner)
        if id(method) not in leave_out
    )


def _calls_own(method: ast.FunctionDef, qualname: str, methods: Collection[str]) -> bool:
    arguments = [*method.args.posonlyargs, *method.args.args]
    own = {argument.arg for argument in arguments[:1]} | {*qualname.split(".")[:-1]}
    return any(
        isinstance(found, ast.Call)
        and isinstance(found.func, ast.Attribute)
        and found.func.attr in methods
        and _is_own(found.func.value, own)
        for found in own_nodes(method)
    )


def _is_own(value: ast.expr, own: set[str]) -> bool:
    match value:
        case ast.Name(id=name):
            return name in own
        case ast.Call(func=ast.Name(id="super")):
            return True
    return False


def _plain_methods(tree: ast.AST, path: str = "") -> Iterator[tuple[ast.FunctionDef, str]]:
    """The plain methods of a class and of the classes inside it, with their qualified names."""
    if isinstance(tree, ast.ClassDef):
        path = f"{path}{tree.name}."
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield node, f"{path}{node.name}"
        elif isinstance(node, ast.ClassDef | ast.If | ast.Try):
            yield from _plain_methods(node, path)


def sync_step_methods(modules: Collection[ParsedModule]) -> Iterator[str]:
    """The names of methods that are sync steps, as calls name them."""
    for parsed in modules:
        for step in parsed.discovered.steps:
            if step.holder in _OF_CLASSES and not step.is_async:
                owner, _, name = step.qualname.rpartition(".")
                yield from called_names(owner.rpartition(".")[2], name)


def called_names(owner: str, name: str) -> Iterator[str]:
    """What calls of a method of class ``owner`` name: its name, and that which Python writes out for a private one."""
    yield name
    if name.startswith("__") and not name.endswith("__"):
        yield f"_{owner.lstrip('_')}{name}"
