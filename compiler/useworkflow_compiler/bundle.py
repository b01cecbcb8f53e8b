"""What one workflow needs, and no more, across first-party modules.

Input -> output::

    bundle_workflow("shop", "place_order", Modules(finder))
        -> WorkflowSources(workflow, modules=(<shop, reduced>, <shop.models, reduced>), steps=(...), hosts=(...))

Three files do it: ``reach`` follows the names, ``reduce`` cuts the modules down, ``constants`` says which values are
pure. Classes are taken by reference from the user's own modules, with a digest of their shape; steps become
placeholders; imports that only steps use disappear.

Read next: ``reach``, then ``restrict``.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from useworkflow_compiler import tree as trees
from useworkflow_compiler.constants import dotted_name
from useworkflow_compiler.discover import Directive, DurableFunction
from useworkflow_compiler.errors import CompileError
from useworkflow_compiler.format import StepInfo
from useworkflow_compiler.generated import GeneratedBinding, bindings
from useworkflow_compiler.held import class_statements
from useworkflow_compiler.modules import Denotation, Modules, ParsedModule
from useworkflow_compiler.problems import raise_all
from useworkflow_compiler.reach import Reach
from useworkflow_compiler.reduce import reduce_module
from useworkflow_compiler.sources import ModuleSource, Origin, SourceFinder
from useworkflow_compiler.suspending import Suspending, suspending_names


@dataclass(frozen=True)
class ReducedModule:
    """A module cut down to what the workflow reaches; generated bindings are still to be filled in."""

    source: ModuleSource
    tree: ast.Module
    suspending: Suspending


@dataclass(frozen=True)
class WorkflowSources:
    """A workflow's reduced modules, its own first. ``hosts``: (module, qualname, shape digest) of classes."""

    workflow: DurableFunction
    modules: tuple[ReducedModule, ...]
    steps: tuple[StepInfo, ...]
    hosts: tuple[tuple[str, str, str], ...]
    classes: tuple[tuple[str, str], ...]
    """(module, name) of the classes that are held as code."""
    workflows: tuple[str, ...]
    """Ids of the workflows that it reaches, itself included."""


def find_workflow(modules: Modules, module: str, qualname: str) -> tuple[ParsedModule, DurableFunction]:
    """The workflow function ``qualname`` of module ``module``.

    Raises:
        CompileError: there is no such module (UW101) or workflow (UW110).
    """
    parsed = modules.get(module)
    if parsed is None:
        raise CompileError(
            f"no source of module {module!r} was found",
            code="UW101",
            why="what is typed at a prompt, or given with -c, is not kept as text"
            if module == "__main__"
            else _MISSING[modules.origin(module)],
            mend="keep workflows in a module of your own project that can be imported by name",
        )
    found = parsed.discovered.find(qualname)
    if found is None or found.directive is not Directive.WORKFLOW:
        what = "is a step" if found is not None else 'has no "use workflow" directive'
        names = ", ".join(f.qualname for f in parsed.discovered.workflows) or "none"
        raise CompileError(
            f"{module}.{qualname} {what}",
            code="UW110",
            where=parsed.problems.place(found.node if found else _definition(parsed, qualname)),
            why=f"only a workflow can be started; workflows of {module}: {names}",
            mend='write "use workflow" as the first statement of the function',
        )
    return parsed, found


def bundle_workflow(module: str, qualname: str, modules: Modules) -> WorkflowSources:
    """Collect and reduce what the workflow reaches.

    Raises:
        CompileError: it reaches something that cannot be bundled (UW130 to UW137).
        CompileErrors: it reaches several such things.
    """
    parsed, workflow = find_workflow(modules, module, qualname)
    reach = Reach(modules)
    reach.start(parsed, workflow.qualname.partition(".")[0])
    raise_all([error for p in modules.looked_at() for error in p.problems.errors])
    shapes = {p.name: p for p in modules.looked_at()}
    digests = _Shapes(modules)
    hosted = {name: digests.of_module(shapes[name], reach) for name in reach.reached}
    reduced = {name: (shapes[name], reduce_module(reach, shapes[name])) for name in _ordered(reach, module)}
    suspending = suspending_names(modules, reduced)
    return WorkflowSources(
        workflow,
        tuple(ReducedModule(p.source, tree, suspending[name]) for name, (p, tree) in reduced.items()),
        tuple(_steps(reduced)),
        tuple(_hosts(reduced, hosted)),
        tuple(_held(reach, shapes)),
        tuple(_workflows(reach, shapes)),
    )


def class_shape(module: str, qualname: str, finder: SourceFinder) -> str | None:
    """The digest that ``Bundle.hosts`` would hold for a class now; ``None`` if it is not there.

    Raises:
        CompileError: its module is no Python.
    """
    modules = Modules(finder)
    parsed = modules.get(module)
    if parsed is None or qualname not in parsed.definitions:
        return None
    return _Shapes(modules).of_name(parsed, qualname)


_MISSING = {
    Origin.MISSING: "no such module is on the import path",
    Origin.STANDARD_LIBRARY: "it is part of the standard library",
    Origin.THIRD_PARTY: "it is installed, not your own, or has no source",
    Origin.FIRST_PARTY: "it has no source",
    Origin.DOOR: "it is part of useworkflow",
    Origin.PASSED: "it is installed, and passed through as it is",
}


def _definition(parsed: ParsedModule, qualname: str) -> ast.AST | None:
    definitions = parsed.definitions.get(qualname)
    return definitions[-1].statement if definitions else None


def _ordered(reach: Reach, first: str) -> list[str]:
    return [first, *sorted(name for name in reach.reached if name != first)]


def _workflows(reach: Reach, parsed: dict[str, ParsedModule]) -> list[str]:
    return sorted(
        found.id
        for name, names in reach.reached.items()
        for found in parsed[name].discovered.workflows
        if found.qualname.partition(".")[0] in names
    )


def _held(reach: Reach, parsed: dict[str, ParsedModule]) -> list[tuple[str, str]]:
    return sorted(
        (module, name)
        for module, names in reach.reached.items()
        for name in names
        if class_statements(parsed[module], name) and reach.is_held(parsed[module], name)
    )


def _steps(reduced: dict[str, tuple[ParsedModule, ast.Module]]) -> list[StepInfo]:
    found: list[StepInfo] = []
    for parsed, tree in reduced.values():
        for binding in [binding for function in _STEPS for binding in _of(tree, function)]:
            step = next(step for step in parsed.discovered.steps if step.id == binding.arguments[0])
            found.append(StepInfo(step.id, step.module, step.qualname, step.is_async, step.line))
    return sorted(found, key=lambda step: step.id)


_STEPS = ("_uw_step", "_uw_nested", "_uw_step_method")


def _hosts(
    reduced: dict[str, tuple[ParsedModule, ast.Module]], digests: dict[str, dict[str, str]]
) -> list[tuple[str, str, str]]:
    found: set[tuple[str, str, str]] = set()
    for name, (_, tree) in reduced.items():
        for binding in _of(tree, "_uw_host"):
            module, qualname = str(binding.arguments[0]), str(binding.arguments[1])
            found.add((module, qualname, digests.get(name, {}).get(qualname, "") if module == name else ""))
    return sorted(found)


def _of(tree: ast.Module, function: str) -> list[GeneratedBinding]:
    return [binding for binding in bindings(tree) if binding.function == function]


class _Shapes:
    """Digests of classes: their own source and that of their first-party bases, places and comments apart."""

    def __init__(self, modules: Modules) -> None:
        self._modules = modules
        self._known: dict[tuple[str, str], str] = {}

    def of_module(self, parsed: ParsedModule, reach: Reach) -> dict[str, str]:
        names = reach.reached.get(parsed.name, {})
        return {name: self.of(parsed, name) for name in names if self._class(parsed, name) is not None}

    def of_name(self, parsed: ParsedModule, name: str) -> str | None:
        return None if self._class(parsed, name) is None else self.of(parsed, name)

    def of(self, parsed: ParsedModule, name: str) -> str:
        key = (parsed.name, name)
        if key not in self._known:
            self._known[key] = ""  # a class that inherits from itself by mistake ends here
            node = self._class(parsed, name)
            assert node is not None
            own = ast.Module(body=[node, *self._bases(parsed, node)], type_ignores=[])
            self._known[key] = trees.normalised_hash(own)
        return self._known[key]

    def _class(self, parsed: ParsedModule, name: str) -> ast.stmt | None:
        for definition in parsed.definitions.get(name, ()):
            if isinstance(definition.statement, ast.ClassDef | ast.Assign | ast.AnnAssign):
                return definition.statement
        return None

    def _bases(self, parsed: ParsedModule, node: ast.stmt) -> list[ast.stmt]:
        digests: list[ast.stmt] = []
        for base in getattr(node, "bases", ()):
            dotted = dotted_name(base)
            denoted = self._modules.denote(parsed, dotted[0], dotted[1:]) if dotted else None
            home = self._modules.get(denoted.module) if denoted and denoted.kind is Denotation.CLASS else None
            if denoted is not None and home is not None:
                digests.append(ast.Expr(value=ast.Constant(self.of(home, denoted.name))))
        return digests
