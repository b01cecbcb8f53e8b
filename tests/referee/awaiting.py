"""Turns plain tests into awaiting ones: before each statement and at each call the test suspends.

    def test_x(self):                       @_uw_driven
        y = f(1)                            async def test_x(self):
        self.assertEqual(y, 2)      ->          await _uw_pause()
                                                y = await _uw_value(f(1))
                                                await _uw_pause()
                                                await _uw_value(self.assertEqual(y, 2))

Only the bodies of test methods; what they define inside stays as it is, and is taken through bytes with them where they
hold it. Lines stay. Read next: ``patched`` (which supplies the three names).
"""

from __future__ import annotations

import ast

from useworkflow_compiler.lower.suspends import find_yield
from useworkflow_compiler.lower.syntax import call, located, name

_NEEDS_ITS_FRAME = frozenset(
    {"super", "locals", "vars", "dir", "eval", "exec", "globals", "_getframe", "catch_warnings"}
)


def with_awaits(module: ast.Module) -> ast.Module:
    """``module`` with its test methods awaiting."""
    for statement in module.body:
        if isinstance(statement, ast.ClassDef):
            statement.body = [_method(member) for member in statement.body]
    return ast.fix_missing_locations(module)


def _method(member: ast.stmt) -> ast.stmt:
    if not isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef) or not member.name.startswith("test"):
        return member
    if find_yield(member.body) is not None:
        return member
    described = ast.get_docstring(member, clean=False) is not None
    awaited = _Awaits()
    member.body = [*member.body[:described], *awaited.block(member.body[described:])] or member.body
    if isinstance(member, ast.AsyncFunctionDef):
        return member
    test = ast.AsyncFunctionDef(**{field: getattr(member, field) for field in member._fields})
    test.decorator_list = [*member.decorator_list, located(name("_uw_driven"), member)]
    return ast.copy_location(test, member)


class _Awaits(ast.NodeTransformer):
    def block(self, statements: list[ast.stmt]) -> list[ast.stmt]:
        """``statements`` with a suspension before each and at the calls inside."""
        awaiting: list[ast.stmt] = []
        for statement in statements:
            if not isinstance(statement, ast.Global | ast.Nonlocal):
                awaiting.append(located(ast.Expr(ast.Await(call("_uw_pause"))), statement))
            awaiting.append(self.visit(statement))
        return awaiting

    def generic_visit(self, node: ast.AST) -> ast.AST:
        for field in node._fields:
            value = getattr(node, field, None)
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                setattr(node, field, self.block(value))
            elif isinstance(value, list):
                setattr(node, field, [self.visit(item) if isinstance(item, ast.AST) else item for item in value])
            elif isinstance(value, ast.AST):
                setattr(node, field, self.visit(value))
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        self.generic_visit(node)
        return node if called in _NEEDS_ITS_FRAME else located(ast.Await(call("_uw_value", node)), node)

    def visit_Await(self, node: ast.Await) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.value, ast.Await):
            node.value = node.value.value.args[0]  # type: ignore[attr-defined]
        return node

    def visit_TryStar(self, node: ast.TryStar) -> ast.AST:
        node.body, node.orelse = self.block(node.body), self.block(node.orelse)
        node.finalbody = self.block(node.finalbody)
        return node

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.AST:
        node.body = self.block(node.body)
        return node

    def _alone(self, node: ast.AST) -> ast.AST:
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = visit_Lambda = _alone
    visit_GeneratorExp = visit_AnnAssign = _alone
    visit_JoinedStr = _alone
