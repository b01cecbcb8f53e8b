"""Nested steps, put together again: the code is in that of the function around them, the captured values come with the call.

    find_nested("shop", "place.<locals>.charge")({"rate": 2}, 5)      what charge(5) is where rate is 2
    made_again("shop", "place.<locals>.charge", {"rate": 2})          charge itself

Defaults and options are literals, and are read from the source. Read next: ``registry``.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from types import CellType, CodeType, FunctionType
from typing import Any

from useworkflow_runtime.code.identity import find_object
from useworkflow_runtime.steps.options import OPTIONS_ATTRIBUTE, make_options
from useworkflow_runtime.steps.unfit import ArgumentsUnfitError
from useworkflow_sandbox.errors import ValueDecodeError
from useworkflow_sandbox.function_values import NESTED

LOCALS = ".<locals>."


class NestedFunction:
    """A nested step, to be called with its captured values first."""

    def __init__(self, code: CodeType, namespace: dict[str, Any], node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._code = code
        self._namespace = namespace
        self._defaults = tuple(ast.literal_eval(default) for default in node.args.defaults)
        self._keywords = {
            arg.arg: ast.literal_eval(default)
            for arg, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
            if default is not None
        }
        options = [keyword for call in node.decorator_list if isinstance(call, ast.Call) for keyword in call.keywords]
        given = {str(option.arg): ast.literal_eval(option.value) for option in options}
        setattr(self, OPTIONS_ATTRIBUTE, make_options(**given))
        self.__wrapped__ = self.with_captured(dict.fromkeys(code.co_freevars))

    def __call__(self, captured: dict[str, Any], /, *args: Any, **kwargs: Any) -> Any:
        try:
            function = self.with_captured(captured)
        except ValueDecodeError as error:
            raise ArgumentsUnfitError from error
        return function(*args, **kwargs)

    def with_captured(self, captured: dict[str, Any]) -> FunctionType:
        """The function that the user wrote, with these values for what it captures.

        Raises:
            ValueDecodeError: it captures others: its code has changed since they were recorded.
        """
        own = CellType()
        cells = {self._code.co_name: own} | {name: CellType(value) for name, value in captured.items()}
        missing = [name for name in self._code.co_freevars if name not in cells]
        if missing:
            raise ValueDecodeError(
                f"the step {self._code.co_qualname} captures {', '.join(missing)}, which was not recorded",
                mend="what a nested step captures is part of its recorded calls: keep it, or move the step to the top level",
            )
        closure = tuple(cells[name] for name in self._code.co_freevars)
        made = FunctionType(self._code, self._namespace, self._code.co_name, self._defaults or None, closure)
        made.__kwdefaults__ = self._keywords or None
        made.__qualname__ = self._code.co_qualname
        own.cell_contents = made
        return made


def made_again(module: str, qualname: str, captured: dict[str, Any]) -> FunctionType:
    """A nested step as a value, outside of workflow code.

    Raises:
        ValueDecodeError: it is not here, or captures other variables.
    """
    try:
        made = find_nested(module, qualname).with_captured(captured)
    except (ImportError, AttributeError, LookupError, OSError, SyntaxError) as error:
        raise ValueDecodeError(f"the nested step {module}.{qualname} is not here: {error}") from error
    setattr(made, NESTED, (f"step//{module}//{qualname}", captured))
    return made


def find_nested(module: str, qualname: str) -> NestedFunction:
    """The nested step of that name.

    Raises:
        ImportError, AttributeError, LookupError: there is none here.
        OSError: its source is not here.
    """
    outer, *inner = qualname.split(LOCALS)
    function = inspect.unwrap(find_object(module, outer))
    function = getattr(function, "__func__", function)
    code: CodeType = function.__code__
    path = outer.rpartition(".")[2]
    for name in inner:
        path = f"{path}{LOCALS}{name}"
        found = [c for c in code.co_consts if isinstance(c, CodeType) and c.co_name == name]
        if len(found) != 1:
            raise LookupError(f"{module} has no function {qualname}")
        code = found[0]
    return NestedFunction(code, function.__globals__, _definition(function, code))


def _definition(function: Any, code: CodeType) -> ast.FunctionDef | ast.AsyncFunctionDef:
    lines, first = inspect.getsourcelines(function)
    for node in ast.walk(ast.parse(textwrap.dedent("".join(lines)))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == code.co_name:
            start = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            if start + max(first, 1) - 1 == code.co_firstlineno and "use step" in ast.dump(node):
                return node
    raise LookupError(f"the source of {code.co_qualname} is not what was imported")
