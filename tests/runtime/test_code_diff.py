"""The code that two bundles run, as a diff."""

from __future__ import annotations

from useworkflow_compiler.compile import compile_workflow
from useworkflow_compiler.format import Bundle
from useworkflow_compiler.sources import DictSourceFinder
from useworkflow_runtime.deploys.code_diff import code_diff

SHOP = """\
import json
from helpers import rate

LIMIT = 3
UNUSED = 1


async def charge(n):
    "use step"
    return n


async def other():
    return json.dumps(1)


async def wf(n):
    "use workflow"
    total = await charge(n * rate(n))
    return min(total, LIMIT)
"""
HELPERS = "def rate(n):\n    return n\n"


def compiled(*changes: tuple[str, str], helpers: str = HELPERS) -> Bundle:
    """The workflow with changes."""
    text = SHOP
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return compile_workflow("shop", "wf", DictSourceFinder({"shop": text, "helpers": helpers}))


def test_a_changed_line_stands_in_the_diff_with_its_place() -> None:
    """The hunk names the function, and counts lines as the file does."""
    old, new = compiled(), compiled(("n * rate(n)", "n + rate(n)"))
    assert code_diff(old, new) == "\n".join(
        [
            f"--- shop.py ({old.id[:8]})",
            f"+++ shop.py ({new.id[:8]})",
            "@@ -17,4 +17,4 @@ wf",
            " async def wf(n):",
            '     "use workflow"',
            "-    total = await charge(n * rate(n))",
            "+    total = await charge(n + rate(n))",
            "     return min(total, LIMIT)",
        ]
    )


def test_what_no_run_executes_stays_out() -> None:
    """Step bodies, functions and constants that the workflow does not reach, and moved lines, are no difference."""
    changes = [
        ("    return n\n\n\nasync def other", "    return n + 1\n\n\n\nasync def other"),
        ("UNUSED = 1", "UNUSED = 2"),
    ]
    assert code_diff(compiled(), compiled(*changes)) == ""


def test_constants_and_helpers_in_other_modules_are_shown() -> None:
    """Everything that is pinned with the run is in the diff, module by module."""
    text = code_diff(compiled(), compiled(("LIMIT = 3", "LIMIT = 4"), helpers="def rate(n):\n    return 2 * n\n"))
    assert "-LIMIT = 3\n+LIMIT = 4" in text
    assert "--- helpers.py" in text
    assert "-    return n\n+    return 2 * n" in text


def test_a_function_that_came_or_went_is_shown_whole() -> None:
    """A new helper has all its lines with a plus; a step that turned sync is said."""
    new = compiled(("async def charge", "def charge"), ("await charge(n * rate(n))", "charge(twice(n))"),
                   ("async def other", "def twice(n):\n    return 2 * n\n\n\nasync def other"))  # fmt: skip
    text = code_diff(compiled(), new)
    assert "+def twice(n):\n+    return 2 * n" in text
    assert "-def rate(n):" in text
    assert text.endswith("step charge is sync now")
