"""Which plain methods suspend: sync steps of a class, and the methods of a held class that call them on their own object.

Input -> output::

    class Order:
        def weigh(self): "use step"                   sync_step_methods(...) -> {"weigh"}
        def report(self): return self.weigh() + 1     suspends, as its call names the method of its own object

What ``x.weigh()`` calls is known only when it runs. So in code that can be suspended every call of a method of such a name is looked at
then, and is an ordinary call where it turns out to be none of these. Read next: ``suspending``.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from useworkflow_compiler.discover import Holder
from useworkflow_compiler.generated import GeneratedBinding
from useworkflow_compiler.modules import ParsedModule
from useworkflow_compiler.scopes import FunctionNode, is_generator, own_nodes

_OF_CLASSES = frozenset({Holder.STATIC, Holder.CLASS, Holder.INSTANCE})


@dataclass(frozen=True)
class PlainMethod:
    """A plain method of a held class, which can be made resumable where all of its calls can be seen."""

    module: str
    qualname: str
    node: ast.FunctionDef

    @property
    def key(self) -> tuple[str, str]:
        """(module, qualified name)."""
        return self.module, self.qualname

    @property
    def names(self) -> tuple[str, ...]:
        """What calls of it name: its name, and that which Python writes out for a private one."""
        owner, _, name = self.qualname.rpartition(".")
        return (name, *_written_out(owner.rpartition(".")[2], name))

    def calls_own(self, methods: Collection[str]) -> bool:
        """Whether it calls one of ``methods`` on its own object, class or ``super()``."""
        arguments = [*self.node.args.posonlyargs, *self.node.args.args]
        own = {argument.arg for argument in arguments[:1]} | {*self.qualname.split(".")[:-1]}
        return any(
            isinstance(found, ast.Call)
            and isinstance(found.func, ast.Attribute)
            and found.func.attr in methods
            and _is_own(found.func.value, own)
            for found in own_nodes(self.node)
        )


def _is_own(value: ast.expr, own: set[str]) -> bool:
    match value:
        case ast.Name(id=name):
            return name in own
        case ast.Call(func=ast.Name(id="super")):
            return True
    return False


def plain_methods(module: str, tree: ast.AST, path: str = "") -> Iterator[PlainMethod]:
    """The plain methods of the classes at the top level of a reduced module, and of those inside them."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from plain_methods(module, node, f"{path}{node.name}.")
        elif isinstance(node, ast.FunctionDef) and path and _can_suspend(node):
            yield PlainMethod(module, f"{path}{node.name}", node)
        elif isinstance(node, ast.If | ast.Try):
            yield from plain_methods(module, node, path)


def _can_suspend(node: ast.FunctionDef) -> bool:
    """Whether whoever calls it names it: not as a property, an operator or a function of something else."""
    plain = {"staticmethod", "classmethod"}
    decorated = all(isinstance(found, ast.Name) and found.id in plain for found in node.decorator_list)
    return decorated and not (node.name[:2] == "__" == node.name[-2:]) and not is_generator(node)


def sync_step_methods(modules: Collection[ParsedModule]) -> Iterator[str]:
    """The names of methods that are sync steps, as calls name them."""
    for parsed in modules:
        for step in parsed.discovered.steps:
            if step.holder in _OF_CLASSES and not step.is_async:
                owner, _, name = step.qualname.rpartition(".")
                yield name
                yield from _written_out(owner.rpartition(".")[2], name)


def _written_out(owner: str, name: str) -> Iterator[str]:
    if name.startswith("__") and not name.endswith("__"):
        yield f"_{owner.lstrip('_')}{name}"


def calls_nested_step(function: FunctionNode) -> bool:
    """Whether ``function`` calls a sync step by name that stands inside it."""
    nested = {
        node.target
        for node in own_nodes(function)
        if isinstance(node, GeneratedBinding) and node.function == "_uw_nested" and node.arguments[1] is False
    }
    return bool(nested) and any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in nested
        for node in own_nodes(function)
    )
