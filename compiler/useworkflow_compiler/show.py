"""Generated code as text, for people: what ``useworkflow build --show`` prints.

    readable(module)   ->   # shop.py, lowered
                            async def place_order(order_id):
                                _uw_pc = 1
                                await reserve(order_id)
                                ...

The text is never compiled: what runs is the tree itself, with the user's own lines. Read next: ``lower``.
"""

from __future__ import annotations

import ast

from useworkflow_compiler import tree
from useworkflow_compiler.format import ModuleCode


def readable(module: ModuleCode, *, resume: bool = False) -> str:
    """The source of ``module``'s lowered form.

    Args:
        module: one of a bundle's.
        resume: add the re-entry forms, which take up a captured state.
    """
    parts = [f"# {module.filename}, lowered", ast.unparse(_bare(tree.decode(module.tree)))]
    if resume:
        parts += ["", f"# {module.filename}, re-entry forms", ast.unparse(_bare(tree.decode(module.resume)))]
    return "\n".join(parts) + "\n"


class _MarkerRemover(ast.NodeTransformer):
    """The stores that never run only name code objects: readers need not see them."""

    def visit_If(self, node: ast.If) -> ast.AST | None:
        if isinstance(node.test, ast.Constant) and node.test.value == 0 and len(node.body) == 1:
            return None
        return self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        marker = node.orelse.target.id if isinstance(node.orelse, ast.NamedExpr) else ""
        if marker.startswith("_uw_f") and isinstance(node.test, ast.Constant):
            body: ast.AST = self.visit(node.body)
            return body
        return self.generic_visit(node)


def _bare(module: ast.Module) -> ast.Module:
    changed: ast.Module = _MarkerRemover().visit(module)
    return changed
