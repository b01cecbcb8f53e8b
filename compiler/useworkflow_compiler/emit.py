"""A description of a workflow for tools: ids, source ranges, suspension points, and a graph of each function's flow.

Input -> output::

    async def wf(x):                Manifest(workflow="workflow//shop//wf", functions=(FunctionFlow(
        if x:                           nodes=(entry, exit, branch 2-2, suspension 3-3, code 4-4),
            await charge()              edges=(0->2, 2->3 "true", 3->4, 2->4 "false", 4->1 "return")),))
        return 1

Lines are the user's. Nothing is lowered for it, so it also describes code that lowering would refuse.

Read next: ``graph``, which draws the flow of one function.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import msgspec

from useworkflow_compiler.bundle import ReducedModule, WorkflowSources, bundle_workflow
from useworkflow_compiler.format import StepInfo
from useworkflow_compiler.graph import Edge, Node, Suspension, flow_of
from useworkflow_compiler.modules import Modules
from useworkflow_compiler.scopes import FunctionNode
from useworkflow_compiler.sources import SourceFinder

MANIFEST_VERSION = 1


class FunctionFlow(msgspec.Struct, frozen=True):
    """One function of the bundle. Lines are 1-based and inclusive; node 0 is the entry, node 1 the exit."""

    module: str
    qualname: str
    file: str
    line: int
    end_line: int
    is_async: bool
    suspensions: tuple[Suspension, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


class Manifest(msgspec.Struct, frozen=True):
    """What tools may know of a workflow without running it."""

    version: int
    workflow: str
    module: str
    qualname: str
    file: str
    line: int
    end_line: int
    steps: tuple[StepInfo, ...]
    functions: tuple[FunctionFlow, ...]


def describe_workflow(module: str, qualname: str, finder: SourceFinder) -> Manifest:
    """Describe the workflow ``qualname`` of module ``module``.

    Raises:
        CompileError: it cannot be bundled.
    """
    return manifest_of(bundle_workflow(module, qualname, Modules(finder)))


def manifest_of(sources: WorkflowSources) -> Manifest:
    """The manifest of a bundled workflow, whose trees must not have been lowered yet."""
    workflow = sources.workflow
    return Manifest(
        version=MANIFEST_VERSION,
        workflow=workflow.id,
        module=workflow.module,
        qualname=workflow.qualname,
        file=sources.modules[0].source.filename,
        line=workflow.line,
        end_line=workflow.end_line,
        steps=sources.steps,
        functions=tuple(flow for module in sources.modules for flow in _flows(module)),
    )


def encode_manifest(manifest: Manifest) -> bytes:
    """The manifest as JSON."""
    return msgspec.json.encode(manifest)


def decode_manifest(data: bytes) -> Manifest:
    """Read what ``encode_manifest`` wrote.

    Raises:
        msgspec.DecodeError: ``data`` is no manifest.
    """
    return msgspec.json.decode(data, type=Manifest)


def _flows(module: ReducedModule) -> Iterator[FunctionFlow]:
    for qualname, node in _functions(module.tree, ""):
        flow = flow_of(node, module.suspending.names)
        yield FunctionFlow(
            module=module.source.name,
            qualname=qualname,
            file=module.source.filename,
            line=node.lineno,
            end_line=node.end_lineno or node.lineno,
            is_async=isinstance(node, ast.AsyncFunctionDef),
            suspensions=flow.suspensions,
            nodes=flow.nodes,
            edges=flow.edges,
        )


def _functions(scope: ast.AST, prefix: str) -> Iterator[tuple[str, FunctionNode]]:
    """Every function below ``scope`` with its qualified name, outer ones first."""
    for child in ast.iter_child_nodes(scope):
        if isinstance(child, FunctionNode):
            yield f"{prefix}{child.name}", child
            yield from _functions(child, f"{prefix}{child.name}.<locals>.")
        elif isinstance(child, ast.ClassDef):
            yield from _functions(child, f"{prefix}{child.name}.")
        else:
            yield from _functions(child, prefix)
