"""``GeneratedBinding``: a place in the user's tree for a statement that is generated once the tree has been checked.

Input -> output::

    GeneratedBinding("charge", "_uw_step", ("step//shop//charge", True), place)
        a ``pass`` for everyone; later: charge = _uw_step("step//shop//charge", True)

No generated name exists before ``restrict`` is done with the user's code. Read next: ``reduce``, ``nested``.
"""

from __future__ import annotations

import ast


class GeneratedBinding(ast.Pass):
    """``target = function(*arguments)``; with ``again``: ``target = function(*arguments, target)``."""

    def __init__(
        self, target: str, function: str, arguments: tuple[str | bool, ...], place: ast.AST, *, again: bool = False
    ) -> None:
        super().__init__()
        self.target = target
        self.function = function
        self.arguments = arguments
        self.again = again
        ast.copy_location(self, place)
        self.end_lineno, self.end_col_offset = self.lineno, self.col_offset

    def assignment(self) -> ast.Assign:
        """The statement that takes this one's place."""
        given: list[ast.expr] = [ast.Constant(a) for a in self.arguments]
        if self.again:
            given.append(ast.Name(self.target, ast.Load()))
        call = ast.Call(func=ast.Name(self.function, ast.Load()), args=given, keywords=[])
        made = ast.Assign(targets=[ast.Name(self.target, ast.Store())], value=call)
        for node in ast.walk(made):
            if "lineno" in node._attributes:
                ast.copy_location(node, self)
        return made


def bindings(tree: ast.AST) -> list[GeneratedBinding]:
    """Every generated binding in a tree."""
    return [node for node in ast.walk(tree) if isinstance(node, GeneratedBinding)]
