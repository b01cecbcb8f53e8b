"""Functions as values: steps and functions of modules by name, closures by code and captured values, partials of them.

Input -> output::

    encode(charge)                          -> {"$step":"step//shop//charge","async":true}
    encode(place_order)                     -> {"$function":"shop:place_order","code":"shop:place_order@9f2c01d3ab44-1"}
    encode(partial(charge, "o-17"))         -> {"$partial":{"$step":...},"args":["o-17"],"keywords":{}}
    encode(lambda: release(order))          -> {"$closure":"shop:place_order.<locals>.<lambda>@9f2c01d3ab44-1","cells":{"order":"o-17"}}

Read in workflow code, a step is what schedules it; read outside, steps and workflows are the user's own functions. Any other
function can only be called in the code that made it: outside it is a ``Closure``, which comes back as it was. Read next: ``values.registry``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import CellType, FunctionType, MethodType
from typing import Any, NoReturn, TypeAlias

from useworkflow_sandbox.calls import StepFunction
from useworkflow_sandbox.codes import LoadedFunction, find_by_name
from useworkflow_sandbox.current import current, in_workflow
from useworkflow_sandbox.errors import ValueDecodeError
from useworkflow_sandbox.nested_steps import Captured, NestedStep
from useworkflow_sandbox.suspending_functions import SuspendingFunction
from useworkflow_sandbox.values.reading import Reader
from useworkflow_sandbox.values.registry import BY_CLASS, BY_TAG, Identity, Kind, Node
from useworkflow_sandbox.values.writing import Unwritable, Writer, refusal

Named: TypeAlias = "tuple[str, str, str]"
"""Kind (``step`` or ``workflow``), module, qualified name."""


NESTED = "__useworkflow_nested__"
"""Where a nested step that was put together outside of workflow code has its id and its captured values."""


class Closure:
    """A closure of workflow code, outside of it. It can be kept and passed on, and is itself again in workflow code."""

    __slots__ = ("cells", "code", "defaults", "keywords")

    def __init__(self, code: str, cells: dict[str, Any], defaults: tuple[Any, ...], keywords: dict[str, Any]) -> None:
        self.code = code
        self.cells = cells
        self.defaults = defaults
        self.keywords = keywords

    def __repr__(self) -> str:
        return f"<closure {self.code.partition('@')[0]} of workflow code>"

    def __call__(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(
            f"{self!r} can be called in that code only: pass a step, or functools.partial of one, to have something that a "
            "step can call"
        )


def _no_name(function: FunctionType) -> Named | None:
    return None


def _no_function(module: str, qualname: str) -> NoReturn:
    raise LookupError(f"{module}.{qualname}")


_name_of: Callable[[FunctionType], Named | None] = _no_name


def _no_nested(module: str, qualname: str, captured: dict[str, Any]) -> NoReturn:
    raise ValueDecodeError(f"{module}.{qualname} is not here")


_find: Callable[[str, str], Any] = _no_function
_nested: Callable[[str, str, dict[str, Any]], Any] = _no_nested


def provide(
    name_of: Callable[[FunctionType], Named | None],
    find: Callable[[str, str], Any],
    nested: Callable[[str, str, dict[str, Any]], Any],
) -> None:
    """Say how steps and workflows are named outside of workflow code, and how functions are found there.

    Args:
        name_of: kind, module and qualified name of a workflow or step; ``None`` for any other function.
        find: the function of that module and name; raises ``ImportError``, ``AttributeError`` or ``LookupError``.
        nested: the nested step of that module and name with those captured values; raises ``ValueDecodeError``.
    """
    global _name_of, _find, _nested
    _name_of, _find, _nested = name_of, find, nested


# --- writing


def _write_step(writer: Writer, step: StepFunction) -> Node:
    return {"$step": step.step_id, "async": step.is_async}


def _write_nested(writer: Writer, step: NestedStep) -> Node:
    return _nested_node(writer, step.step.step_id, step.step.is_async, step.captured())


def _nested_node(writer: Writer, step_id: str, is_async: bool, captured: dict[str, Any]) -> Node:
    pairs = [[writer.write(name), writer.child(value, f".{name}")] for name, value in captured.items()]
    return {"$step": step_id, "async": is_async, "captured": pairs}


def _write_function(writer: Writer, function: FunctionType) -> Node:
    if in_workflow():
        program = current().program
        loaded = program.codes.of(function.__code__)
        if loaded is None:
            raise refusal(function)
        if program.codes.resolve(loaded) is function:
            return {"$function": f"{loaded.module}:{loaded.entry.qualname}", "code": loaded.entry.id}
        return _write_closure(writer, function, loaded)
    nested = getattr(function, NESTED, None)
    if nested is not None:
        return _nested_node(writer, nested[0], _is_async(function), nested[1])
    named = _name_of(function)
    if named is None:
        raise refusal(function)
    kind, module, qualname = named
    if kind == "step":
        return {"$step": f"step//{module}//{qualname}", "async": _is_async(function)}
    return {"$function": f"{module}:{qualname}"}


def _write_closure(writer: Writer, function: FunctionType, loaded: LoadedFunction) -> Node:
    cells = {}
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            cells[name] = cell.cell_contents
        except ValueError:
            raise Unwritable(function, f"the variable {name} that it captures has no value yet") from None
    return _closure_node(
        writer, Closure(loaded.entry.id, cells, function.__defaults__ or (), function.__kwdefaults__ or {})
    )


def _closure_node(writer: Writer, closure: Closure) -> Node:
    node: dict[str, Node] = {"$closure": closure.code}
    node["cells"] = {name: writer.child(value, f".{name}") for name, value in closure.cells.items()}
    if closure.defaults:
        node["defaults"] = [writer.child(value, ".__defaults__") for value in closure.defaults]
    if closure.keywords:
        node["keywords"] = {name: writer.child(value, f".{name}") for name, value in closure.keywords.items()}
    return node


def _write_partial(writer: Writer, partial: functools.partial[Any]) -> Node:
    return {
        "$partial": writer.child(partial.func, ".func"),
        "args": [writer.child(value, f".args[{index}]") for index, value in enumerate(partial.args)],
        "keywords": [
            [writer.write(name), writer.child(value, f".keywords.{name}")] for name, value in partial.keywords.items()
        ],
    }


def _write_method(writer: Writer, method: MethodType) -> Node:
    if not isinstance(method.__func__, StepFunction) and (in_workflow() or _name_of(_plain(method)) is None):
        raise refusal(method)
    return {"$method": writer.child(method.__func__, ""), "self": writer.child(method.__self__, ".__self__")}


def _plain(method: MethodType) -> Any:
    return method.__func__


def _is_async(function: FunctionType) -> bool:
    from inspect import iscoroutinefunction, unwrap

    return iscoroutinefunction(unwrap(function))


# --- reading


def _read_step(reader: Reader, node: dict[str, Any]) -> Any:
    step_id, is_async = node["$step"], node.get("async")
    kind, module, qualname = [*str(step_id).split("//", 2), "", ""][:3]
    if kind != "step" or not module or not qualname or type(is_async) is not bool:
        raise ValueDecodeError(f"{step_id!r} names no step")
    if "captured" in node:
        captured = {str(name): reader.read(value) for name, value in node["captured"]}
        if in_workflow():
            read = Captured(tuple(captured.values()))
            return reader.keep(node, NestedStep(StepFunction(step_id, is_async), tuple(captured), read))
        return reader.keep(node, _nested(module, qualname, captured))
    return StepFunction(step_id, is_async) if in_workflow() else _outside(module, qualname)


def _read_function(reader: Reader, node: dict[str, Any]) -> Any:
    module, _, qualname = str(node["$function"]).partition(":")
    if not in_workflow():
        return _outside(module, qualname, node.get("code"))
    found = find_by_name(current().program.codes.namespace(module) or {}, qualname)
    if not isinstance(found, FunctionType):
        raise ValueDecodeError(
            f"{module}.{qualname} is not part of this workflow's code",
            mend=f"refer to {qualname} in the workflow, so that it becomes part of its bundle",
        )
    return found


def _outside(module: str, qualname: str, code: object = None) -> Any:
    """The user's own step or workflow; never any other function, whatever the bytes name (G8)."""
    try:
        found = _find(module, qualname)
    except (ImportError, AttributeError, LookupError, ValueError) as error:
        raise ValueDecodeError(f"the function {module}.{qualname} is not here: {error}") from error
    plain = found.__func__ if isinstance(found, MethodType) else found
    if isinstance(plain, FunctionType) and _name_of(plain) is not None:
        return found
    if isinstance(code, str):
        return Closure(code, {}, (), {})
    raise ValueDecodeError(f"{module}.{qualname} is no step and no workflow here")


def _read_closure(reader: Reader, node: dict[str, Any]) -> Any:
    cells = reader.fields(node["cells"])
    defaults = tuple(reader.fill(node.get("defaults", [])))
    keywords = reader.fields(node.get("keywords", {}))
    code = node["$closure"]
    if not isinstance(code, str):
        raise ValueDecodeError("a recorded closure is damaged")
    if not in_workflow():
        return reader.keep(node, Closure(code, cells, defaults, keywords))
    codes = current().program.codes
    loaded = codes.get(code)
    if loaded is not None and not cells and (whole := codes.resolve(loaded)) is not None:
        return reader.keep(node, whole)
    if loaded is None or set(loaded.code.co_freevars) != set(cells):
        raise ValueDecodeError(
            f"the closure {code.partition('@')[0]} was made by other code than this workflow's",
            mend="pass a step, or functools.partial of one: those are known by name",
        )
    closure = tuple(CellType(cells[name]) for name in loaded.code.co_freevars)
    made = FunctionType(loaded.code, loaded.namespace, loaded.entry.name, defaults or None, closure)
    made.__kwdefaults__ = keywords or None
    made.__qualname__ = loaded.entry.qualname
    return reader.keep(node, SuspendingFunction(made) if loaded.entry.sync else made)


def _read_partial(reader: Reader, node: dict[str, Any]) -> Any:
    function = reader.read(node["$partial"])
    if not isinstance(function, StepFunction | NestedStep | FunctionType | MethodType | Closure | functools.partial):
        raise ValueDecodeError("a recorded partial is of no function")
    args = reader.fill(node["args"])
    keywords = {str(name): reader.read(value) for name, value in node["keywords"]}
    return reader.keep(node, functools.partial(function, *args, **keywords))


def _read_method(reader: Reader, node: dict[str, Any]) -> Any:
    function, owner = reader.read(node["$method"]), reader.read(node["self"])
    if isinstance(function, MethodType):
        function = function.__func__
    if not isinstance(function, StepFunction | FunctionType) or owner is None:
        raise ValueDecodeError("a recorded method is of no step")
    return MethodType(function, owner)


BY_CLASS[StepFunction] = Kind(_write_step)
BY_CLASS[NestedStep] = Kind(_write_nested, Identity.LATE)
BY_CLASS[FunctionType] = BY_CLASS[SuspendingFunction] = Kind(_write_function, Identity.LATE)
BY_CLASS[Closure] = Kind(_closure_node, Identity.LATE)
BY_CLASS[functools.partial] = Kind(_write_partial, Identity.LATE)
BY_CLASS[MethodType] = Kind(_write_method, Identity.LATE)
BY_TAG["$step"] = _read_step
BY_TAG["$function"] = _read_function
BY_TAG["$closure"] = _read_closure
BY_TAG["$partial"] = _read_partial
BY_TAG["$method"] = _read_method
