"""Lowered trees become code objects, and code objects are known by the ids of their functions.

    table.add_module(module_code, namespace)      compile, execute in ``namespace``, remember every function
    table.of(function.__code__).entry.id          -> "shop:place_order@9f2c01d3ab44-1"

A code object is found by its marker, the name of a local variable that it alone carries. Re-entry forms are compiled
when a snapshot is first restored, not before. Read next: ``capture``.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from inspect import CO_OPTIMIZED
from types import CodeType, FunctionType
from typing import Any

from useworkflow_compiler import tree
from useworkflow_compiler.format import FunctionEntry, ModuleCode
from useworkflow_sandbox.context import ContextVar


class LoadedFunction:
    """A function of a bundle in this process: its table entry, its code, and the namespace that it runs in."""

    __slots__ = ("code", "entry", "module", "namespace")

    def __init__(self, entry: FunctionEntry, code: CodeType, module: str, namespace: dict[str, Any]) -> None:
        self.entry = entry
        self.code = code
        self.module = module
        self.namespace = namespace


class CodeTable:
    """Functions by id and by code object. A table looks into its ``base`` (the library's) for what it does not have."""

    def __init__(self, base: CodeTable | None = None) -> None:
        self.base = base
        self.namespaces: dict[str, dict[str, Any]] = {}
        self._functions: dict[str, LoadedFunction] = {}
        self._by_code: dict[int, LoadedFunction] = {}
        self._resume: dict[str, CodeType] = {}
        self._pending: dict[str, tuple[ModuleCode, str]] = {}
        self._kept: list[CodeType] = []
        self.shared: dict[int, tuple[str, str]] = {}
        """Values at module level by identity: (module, name), so that a snapshot can name them."""
        self.variables: dict[str, ContextVar] = {}
        """Context variables that modules have made, by their places."""
        self.reducers: dict[type, Any] = {}
        """What a capture has found out about classes, so that it does so once."""
        self.class_attributes: dict[type, tuple[str, ...]] = {}
        self.class_slots: dict[type, tuple[str, ...]] = {}
        self.class_names: dict[type, tuple[Any, ...]] = {}
        """Likewise: how a snapshot names a class."""
        self._placed: tuple[int, dict[type, tuple[str, str]]] = (0, {})

    def add_module(
        self, module: ModuleCode, namespace: dict[str, Any], *, filename: Callable[[ModuleCode], str] | None = None
    ) -> None:
        """Compile ``module`` and execute it in ``namespace``.

        Args:
            module: as the compiler gave it.
            namespace: its globals; ``__builtins__`` decides what it can reach.
            filename: gives the name that tracebacks show, if it is another than the recorded one.
        """
        shown = filename(module) if filename is not None else module.filename
        markers = {entry.marker: entry for entry in module.functions}
        code = _compile(module.tree, shown, markers)
        for found, marker in _marked(code, markers):
            entry = markers[marker]
            loaded = self._functions.get(entry.id)
            if loaded is None:
                loaded = LoadedFunction(entry, found, module.name, namespace)
                self._functions[entry.id] = loaded
            self._by_code[id(found)] = loaded
        self._kept.append(code)
        self.namespaces[module.name] = namespace
        self._pending[module.name] = (module, shown)
        exec(code, namespace)

    def of(self, code: CodeType) -> LoadedFunction | None:
        """The function that ``code`` belongs to, in either form, or ``None``."""
        found = self._by_code.get(id(code))
        if found is None and self.base is not None:
            return self.base.of(code)
        return found

    def get(self, function_id: str) -> LoadedFunction | None:
        """The function with this id, or ``None``."""
        found = self._functions.get(function_id)
        if found is None and self.base is not None:
            return self.base.get(function_id)
        return found

    def namespace(self, module: str) -> dict[str, Any] | None:
        """The globals of a loaded module, or ``None``."""
        found = self.namespaces.get(module)
        if found is None and self.base is not None:
            return self.base.namespace(module)
        return found

    def placed_classes(self) -> dict[type, tuple[str, str]]:
        """Classes that a function has made and that stand at the top level of a module, by (module, name) there."""
        if self._placed[0] != len(self.namespaces):
            found = {
                value: (module, name)
                for module, namespace in self.namespaces.items()
                for name, value in namespace.items()
                if isinstance(value, type) and "<locals>" in value.__qualname__
            }
            self._placed = (len(self.namespaces), found)
        return self._placed[1]

    def resume_code(self, function_id: str) -> CodeType | None:
        """The code of the function's re-entry form, or ``None`` where it has none."""
        if function_id not in self._functions:
            return None if self.base is None else self.base.resume_code(function_id)
        code = self._resume.get(function_id)
        if code is None:
            pending = self._pending.pop(self._functions[function_id].module, None)
            if pending is not None:
                self._compile_resume(*pending)
            code = self._resume.get(function_id)
        return code

    def resolve(self, loaded: LoadedFunction) -> FunctionType | None:
        """The function object that the module itself holds under the function's qualified name, if it does."""
        holder = find_by_name(loaded.namespace, loaded.entry.qualname)
        if isinstance(holder, staticmethod | classmethod):
            holder = holder.__func__
        return holder if isinstance(holder, FunctionType) else None

    def _compile_resume(self, module: ModuleCode, shown: str) -> None:
        resumed = {entry.resume_marker: entry for entry in module.functions if entry.resume_marker}
        inner = {entry.marker: entry for entry in module.functions}
        code = _compile(module.resume, shown, inner)
        self._kept.append(code)
        for found, marker in _marked(code, resumed):
            entry = resumed[marker]
            if entry.id not in self._functions:
                continue  # code that cannot be reached: the compiler left the function out of the module
            named = _renamed(found, entry.qualname, inner).replace(co_name=entry.name)
            self._resume[entry.id] = named
            self._by_code[id(named)] = self._functions[entry.id]
            for inside, inner_marker in _marked(named, inner):
                known = self._functions.get(inner[inner_marker].id)
                if known is not None:
                    self._by_code[id(inside)] = known


_RESUMED = "_uw_resumed"
"""What the compiler calls a re-entry form."""


def _renamed(code: CodeType, qualname: str, markers: Mapping[str, FunctionEntry]) -> CodeType:
    """``code`` as ``qualname``, and all code inside it under the names that follow.

    The names cannot be derived from the old ones: the interpreter takes two functions for one that differ in nothing
    else, and one that is inside a function stands in two re-entry forms, whose names can begin with a class. A class body
    holds its name as a constant.
    """
    is_function = code.co_flags & CO_OPTIMIZED and (code.co_name == "<lambda>" or not code.co_name.startswith("<"))
    prefix = f"{qualname}.<locals>." if is_function else f"{qualname}."
    if code.co_name.startswith("<generic parameters of "):
        prefix = qualname.removesuffix(code.co_name)

    def constant(value: Any) -> Any:
        if isinstance(value, CodeType):
            return _renamed(value, _name_inside(value, prefix, markers), markers)
        return qualname if isinstance(value, str) and value == code.co_qualname else value

    return code.replace(co_consts=tuple(map(constant, code.co_consts)), co_qualname=qualname)


def _name_inside(code: CodeType, prefix: str, markers: Mapping[str, FunctionEntry]) -> str:
    """The qualified name of ``code`` inside of what ``prefix`` stands for."""
    if _RESUMED not in code.co_qualname:
        return code.co_qualname  # it was declared global, or has its name from the table already
    marker = _marker(code, markers)
    return prefix + code.co_name if marker is None else markers[marker].qualname


def find_by_name(namespace: Mapping[str, Any], qualname: str) -> Any:
    """What ``qualname`` names from a module's globals on, or ``None``; private names are bound in their class's form."""
    found: Any = namespace
    owner = ""
    for part in qualname.split("."):
        names: Any = found if isinstance(found, Mapping) else getattr(found, "__dict__", {})
        private = f"_{owner.lstrip('_')}{part}" if part.startswith("__") else part
        found = names.get(part, names.get(private))
        owner = part
    return found


def _compile(encoded: bytes, filename: str, markers: Mapping[str, FunctionEntry]) -> CodeType:
    parsed: ast.Module = tree.decode(encoded)
    code: CodeType = compile(parsed, filename, "exec", dont_inherit=True, optimize=0)
    if any(
        entry.name.startswith("<") and (entry.resume_marker or entry.name != "<lambda>") for entry in markers.values()
    ):
        code = _named(code, markers)
    return code


def _named(code: CodeType, markers: Mapping[str, FunctionEntry]) -> CodeType:
    """``code`` with the names of the table, for those that no statement can give."""
    entry = next((markers[name] for name in code.co_varnames if name in markers), None)
    constants = tuple(_named(value, markers) if isinstance(value, CodeType) else value for value in code.co_consts)
    if entry is None:
        return code.replace(co_consts=constants)
    return code.replace(co_consts=constants, co_name=entry.name, co_qualname=entry.qualname)


def _marked(code: CodeType, markers: Mapping[str, FunctionEntry]) -> Iterator[tuple[CodeType, str]]:
    """Every code object inside ``code`` that carries one of ``markers``, and which."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            marker = _marker(constant, markers)
            if marker is not None:
                yield constant, marker
            yield from _marked(constant, markers)


def _marker(code: CodeType, markers: Mapping[str, FunctionEntry]) -> str | None:
    return next((name for name in (*code.co_varnames, *code.co_cellvars) if name in markers), None)
