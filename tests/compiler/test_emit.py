"""The manifest: what tools can know of a workflow without running it."""

import textwrap

from useworkflow_compiler.emit import FunctionFlow, decode_manifest, describe_workflow, encode_manifest
from useworkflow_compiler.sources import DictSourceFinder


def describe(body: str, before: str = "") -> FunctionFlow:
    text = f"{before}async def wf(x):\n    'use workflow'\n" + textwrap.indent(
        textwrap.dedent(body).lstrip("\n"), "    "
    )
    manifest = describe_workflow("shop", "wf", DictSourceFinder({"shop": text}))
    assert decode_manifest(encode_manifest(manifest)) == manifest
    return manifest.functions[0]


def kinds(flow: FunctionFlow) -> list[str]:
    return [f"{node.kind} {node.line}-{node.end_line}" for node in flow.nodes]


def edges(flow: FunctionFlow) -> list[str]:
    return [f"{e.source}->{e.target} {e.label}".rstrip() for e in flow.edges]


def test_a_workflow_is_described_with_ids_and_ranges() -> None:
    """Ids, file, lines, steps and every function of the bundle are there, inner ones under their qualified names."""
    text = "def s():\n    'use step'\nasync def wf():\n    'use workflow'\n    def inner(): return 1\n    s()\n"
    manifest = describe_workflow("shop", "wf", DictSourceFinder({"shop": text}))
    assert (manifest.workflow, manifest.file, manifest.line, manifest.end_line) == (
        "workflow//shop//wf",
        "shop.py",
        3,
        6,
    )
    assert [step.id for step in manifest.steps] == ["step//shop//s"]
    assert [f.qualname for f in manifest.functions] == ["wf", "wf.<locals>.inner"]
    assert [(s.line, s.kind, s.what) for s in manifest.functions[0].suspensions] == [(6, "sync step", "s()")]


def test_straight_code_is_one_node_and_each_suspension_its_own() -> None:
    """Neighbouring statements that do not suspend share a node."""
    flow = describe("a = 1\nb = 2\nc = await x\nreturn c\n")
    assert kinds(flow) == ["entry 1-1", "exit 6-6", "code 3-4", "suspension 5-5", "code 6-6"]
    assert edges(flow) == ["0->2", "2->3", "3->4", "4->1 return"]


def test_branches_and_loops_have_labelled_ways() -> None:
    """`if`, `while` with `break`, `continue` and `else` are drawn."""
    flow = describe(
        """
        while x:
            if x == 1:
                break
            elif x == 2:
                continue
            await x
        else:
            x = 0
        return x
        """
    )
    assert kinds(flow)[2:] == [
        "loop 3-3",
        "branch 4-4",
        "code 5-5",
        "branch 6-6",
        "code 7-7",
        "suspension 8-8",
        "code 10-10",
        "code 11-11",
    ]
    assert edges(flow) == [
        "0->2",
        "2->3 true",
        "3->4 true",
        "3->5 false",
        "5->6 true",
        "6->2 continue",
        "5->7 false",
        "7->2 again",
        "2->8 false",
        "8->9",
        "4->9 break",
        "9->1 return",
    ]


def test_handlers_finally_managers_and_cases_are_drawn() -> None:
    """Each handler is reached from the `try`, each case from the `match`."""
    flow = describe(
        """
        try:
            async with x as y:
                await y
        except ValueError:
            raise
        except KeyError:
            pass
        finally:
            x = 1
        match x:
            case 1:
                return 1
        async for z in x:
            pass
        """
    )
    assert {e for e in edges(flow) if " " in e} == {
        "5->1 raise",
        "2->5 exception",
        "2->6 exception",
        "8->9 case",
        "9->1 return",
        "8->10 false",
        "10->11 true",
        "11->10 again",
        "10->1 false",
    }
    assert [(s.kind, s.line) for s in flow.suspensions] == [("async with", 4), ("await", 5), ("async for", 15)]


def test_suspensions_of_inner_functions_are_not_the_outer_ones() -> None:
    """An inner coroutine has its own entry."""
    flow = describe("async def g(): await x\nreturn [y async for y in x]\n")
    assert [(s.kind, s.line) for s in flow.suspensions] == [("async for", 4)]


def test_code_after_a_return_has_no_node() -> None:
    """What cannot be reached is not drawn."""
    assert len(describe("return 1\nawait x\n").nodes) == 3


def test_long_expressions_are_cut() -> None:
    """The text of a suspension fits on a line."""
    (suspension,) = describe(f"await x({', '.join('12345' for _ in range(40))})\n").suspensions
    assert len(suspension.what) == 80
