"""A little project in a folder of its own, and processes that use it, each with a fresh interpreter."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

STEPS = """
async def charge(amount):
    "use step"
    return amount * 2
"""
RATES = "RATE = 3\n"
ORDERS = """
from shop.rates import RATE
from shop.steps import charge

async def place(amount):
    "use workflow"
    return await charge(amount) * RATE
"""
SHOP = {"shop/__init__.py": "", "shop/steps.py": STEPS, "shop/rates.py": RATES, "shop/orders.py": ORDERS}

PROLOGUE = '''
import asyncio, json, sys

def report(**what):
    """Print what the test looks at: the last line of the output."""
    modules = sys.modules
    what["front"] = sorted(m for m in modules if m in FRONT or m.startswith("useworkflow_compiler.lower"))
    print(json.dumps(what))

FRONT = {"RestrictedPython", "libcst"} | {
    f"useworkflow_compiler.{name}"
    for name in ("ahead", "bundle", "compile", "constants", "discover", "emit", "graph", "modules", "problems", "reach",
                 "reduce", "restrict", "scopes", "suspending")
}

def result_of(workflow, *arguments):
    """Run a workflow to its end in a world in memory."""
    from useworkflow import start
    async def main():
        run = await start.options(world="memory:")(workflow, *arguments)
        return await run.result()
    return asyncio.run(main())

def bundle_of(workflow):
    """The bundle that ``start`` would use."""
    from useworkflow_runtime.code.programs import compile_function
    return compile_function(workflow)
'''


class Project:
    """Files below ``root``, and what Python makes of them."""

    def __init__(self, root: Path, cache: Path) -> None:
        self.root = root
        self.cache = cache
        self.variables: dict[str, str] = {"PYTHONPATH": str(root)}

    def write(self, files: dict[str, str]) -> None:
        """Write files, given by path; their texts are dedented."""
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text), encoding="utf-8")

    def process(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Python with ``arguments`` in the project's folder."""
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "USEWORKFLOW", "COVERAGE"))}
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root,
            env=inherited | {"USEWORKFLOW_CACHE": str(self.cache)} | self.variables,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def python(self, program: str) -> Any:
        """Run a program that calls ``report``, and return what it reported."""
        done = self.process("-c", PROLOGUE + textwrap.dedent(program))
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def fails(self, program: str) -> str:
        """Run a program that must end with an exception, and return what it printed on standard error."""
        done = self.process("-c", PROLOGUE + textwrap.dedent(program))
        assert done.returncode == 1, done.stdout
        return done.stderr

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run ``useworkflow ARGUMENTS``."""
        return self.process("-m", "useworkflow_runtime.cli", *arguments)

    def files(self, pattern: str) -> list[str]:
        """Files that match, by their path below the root."""
        return sorted(str(path.relative_to(self.root)) for path in self.root.rglob(pattern))
