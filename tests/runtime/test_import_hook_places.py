"""The import hook wherever modules come from: packages of all kinds, zip files, editable installs, pytest, ``python -m``."""

from __future__ import annotations

import pathlib
import sys
import zipfile
from pathlib import Path

import pytest

sys.path.append(str(pathlib.Path(__file__).parent))

from sample_project import SHOP, STEPS, Project

AT_HAND = """
from useworkflow_runtime.code import ready
def at_hand(module, name):
    bundle = ready.find(module, name)
    return bundle is not None and sorted(code.name for code in bundle.modules)
"""


@pytest.fixture
def project(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """An empty project."""
    return Project(tmp_path, tmp_path_factory.getbasetemp() / "hook-cache")


def test_a_workflow_in_a_packages_init(project: Project) -> None:
    """`__init__.py` may hold workflows, and import them and their steps relatively."""
    project.write(
        {
            "shop/__init__.py": """
            from .steps import charge
            from . import rates
            async def place(amount):
                "use workflow"
                return await charge(amount) * rates.RATE
            """,
            "shop/steps.py": STEPS,
            "shop/rates.py": "RATE = 4\n",
        }
    )
    told = project.python(
        AT_HAND
        + "import useworkflow.auto, shop\nreport(found=at_hand('shop', 'place'), result=result_of(shop.place, 1))"
    )
    assert told["found"] == ["shop", "shop.rates", "shop.steps"]
    assert told["result"] == 8
    assert [name.split(".")[0] for name in project.files("*.bundle")] == [
        "shop/__pycache__/__init__",
        "shop/__pycache__/steps",
    ]


def test_a_namespace_package_over_two_folders(project: Project) -> None:
    """Modules of a namespace package are compiled like others, and reach each other over its portions."""
    project.write(
        {
            "one/ns/orders.py": """
            from ns.steps import charge
            async def place(amount):
                "use workflow"
                return await charge(amount) + 1
            """,
            "two/ns/steps.py": STEPS,
        }
    )
    project.variables["PYTHONPATH"] = f"{project.root}/one:{project.root}/two"
    program = AT_HAND + (
        "import useworkflow.auto\nfrom ns.orders import place\n"
        "report(found=at_hand('ns.orders', 'place'), result=result_of(place, 1))"
    )
    told = project.python(program)
    assert told["found"] == ["ns", "ns.orders", "ns.steps"]
    assert told["result"] == 3
    assert project.python(program) == told | {"front": []}


def test_a_zip_file_on_the_path(project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Modules in a zip file are compiled; their bundles are kept in the user's cache folder."""
    project.cache = tmp_path_factory.mktemp("cache")
    archive = project.root / "app.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for name, text in SHOP.items():
            file.writestr(name, text)
    project.variables["PYTHONPATH"] = str(archive)
    program = AT_HAND + (
        "import useworkflow.auto\nfrom shop.orders import place\nresult = result_of(place, 5)\n"
        "report(found=at_hand('shop.orders', 'place'), result=result, loader=type(place.__globals__['__loader__']).__name__)"
    )
    told = project.python(program)
    assert told["found"] == ["shop", "shop.orders", "shop.rates", "shop.steps"]
    assert (told["result"], told["loader"]) == (30, "zipimporter")
    assert project.python(program)["front"] == []


def test_a_mistake_in_a_zip_file_names_its_place(project: Project) -> None:
    """The error of the import names the archive's member and line (G10)."""
    with zipfile.ZipFile(project.root / "app.zip", "w") as file:
        file.writestr("bad.py", "async def wf():\n    'use workflw'\n")
    project.variables["PYTHONPATH"] = str(project.root / "app.zip")
    assert f"{project.root}/app.zip/bad.py:2\n" in project.fails("import useworkflow.auto, bad")


def test_an_editable_install_behind_a_finder_of_its_own(project: Project) -> None:
    """Editable installs that map names to folders by a finder on `sys.meta_path` are first-party."""
    project.write({f"elsewhere/src/{name}": text for name, text in SHOP.items()})
    told = project.python(
        AT_HAND
        + """
import importlib.util, pathlib
root = pathlib.Path("elsewhere/src").resolve()
class EditableFinder:
    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        if fullname != "shop":
            return None
        return importlib.util.spec_from_file_location(
            "shop", root / "shop/__init__.py", submodule_search_locations=[str(root / "shop")])
sys.meta_path.append(EditableFinder)
import useworkflow.auto
from shop.orders import place
report(found=at_hand('shop.orders', 'place'), result=result_of(place, 5))
"""
    )
    assert told["found"] == ["shop", "shop.orders", "shop.rates", "shop.steps"]
    assert told["result"] == 30


def test_an_editable_install_by_a_path_file(project: Project) -> None:
    """A `.pth` file in site-packages that leads to the sources makes them first-party, not installed."""
    project.write({f"elsewhere/src/{name}": text for name, text in SHOP.items()})
    project.write({"venv/site-packages/shop.pth": f"{project.root}/elsewhere/src\n"})
    told = project.python(
        AT_HAND
        + """
import site
site.addsitedir("venv/site-packages")
import useworkflow.auto
from shop.orders import place
report(found=at_hand('shop.orders', 'place'))
"""
    )
    assert told["found"] == ["shop", "shop.orders", "shop.rates", "shop.steps"]


def test_installed_packages_are_left_alone(project: Project) -> None:
    """What stands in a site-packages is not first-party: not even a misspelt directive there is an error."""
    project.write({"site-packages/lib/__init__.py": "", "site-packages/lib/a.py": "def f():\n    'use workflw'\n"})
    project.variables["PYTHONPATH"] = f"{project.root}/site-packages"
    assert project.python("import useworkflow.auto, lib.a\nreport()") == {"front": []}


# --- pytest

TEST_MODULE = """
from shop.orders import place

async def flow(x):
    "use workflow"
    return x

def test_equal():
    from useworkflow_runtime.code import ready
    assert ready.find("shop.orders", "place") is not None
    assert ready.find(__name__, "flow") is not None
    left, right = [1, 2], [1, 3]
    assert left == right
"""


@pytest.mark.parametrize("mode", ["prepend", "importlib"])
@pytest.mark.parametrize("first", ["hook", "pytest"])
def test_pytest_rewrites_assertions_still(project: Project, mode: str, first: str) -> None:
    """With both hooks a test's assertions are explained, and the modules under test, and the test's own, are compiled."""
    project.write({**SHOP, "tests/test_orders.py": TEST_MODULE})
    if first == "pytest":
        project.write({"conftest.py": "import useworkflow.auto\n"})
        command = ("-m", "pytest")
    else:
        project.write({"go.py": "import sys, useworkflow.auto, pytest\nsys.exit(pytest.main(sys.argv[1:]))\n"})
        project.write({"conftest.py": "import useworkflow\nuseworkflow.install()\n"})
        command = ("go.py",)
    done = project.process(*command, "-p", "no:cacheprovider", f"--import-mode={mode}", "-q", "tests")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "E       assert [1, 2] == [1, 3]" in done.stdout
    assert "At index 1 diff: 2 != 3" in done.stdout


def test_a_mistake_is_a_collection_error_in_pytest(project: Project) -> None:
    """A test module that imports misused directives fails to be collected, with the user's line."""
    project.write(
        {
            "conftest.py": "import useworkflow.auto\n",
            "shop.py": "async def wf():\n    'use workflw'\n",
            "test_shop.py": "import shop\ndef test_nothing(): pass\n",
        }
    )
    done = project.process("-m", "pytest", "-p", "no:cacheprovider", "-q")
    assert done.returncode == 2
    assert "UW102: 'use workflw' is no directive" in done.stdout
    assert "shop.py:2" in done.stdout


# --- python -m, runpy

RUN = """
import sys
from useworkflow_runtime.code import ready
from useworkflow_runtime.code.programs import compile_function
from shop.steps import charge

async def place(amount):
    "use workflow"
    return await charge(amount)

bundle = compile_function(place)
print(__name__, bundle.workflow, ready.find(bundle.module, "place") is bundle, "useworkflow_compiler.reach" in sys.modules)
"""


def test_python_m_runs_a_compiled_module(project: Project) -> None:
    """A module that `python -m` runs is compiled under its importable name, the second time from the cache."""
    project.write({**SHOP, "shop/tool.py": RUN})
    project.write({"startup/sitecustomize.py": "import useworkflow.auto\n"})
    project.variables["PYTHONPATH"] = f"{project.root}/startup:{project.root}"
    first, second = (project.process("-m", "shop.tool") for _ in range(2))
    assert first.stdout.split() == ["__main__", "workflow//shop.tool//place", "True", "True"], first.stderr
    assert second.stdout.split() == ["__main__", "workflow//shop.tool//place", "True", "False"], second.stderr


def test_python_m_of_a_package(project: Project) -> None:
    """`python -m shop` runs `shop.__main__`, whose workflows are known by that name, which any process can import."""
    project.write({**SHOP, "shop/__main__.py": RUN})
    project.write({"startup/sitecustomize.py": "import useworkflow.auto\n"})
    project.variables["PYTHONPATH"] = f"{project.root}/startup:{project.root}"
    done = project.process("-m", "shop")
    assert done.stdout.split() == ["__main__", "workflow//shop.__main__//place", "True", "True"], done.stderr


def test_runpy_runs_a_compiled_module(project: Project) -> None:
    """`runpy.run_module` goes through the hook, too; mistakes are errors there."""
    project.write({**SHOP, "shop/bad.py": "async def wf():\n    'use workflw'\n"})
    told = project.python(
        AT_HAND
        + """
import runpy, useworkflow.auto
names = runpy.run_module("shop.orders")
try:
    runpy.run_module("shop.bad")
except useworkflow.UseWorkflowError as error:
    code = error.code
report(found=at_hand("shop.orders", "place"), has="place" in names, code=code)
"""
    )
    assert told["found"] == ["shop", "shop.orders", "shop.rates", "shop.steps"]
    assert (told["has"], told["code"]) == (True, "UW102")


def test_scripts_may_install_the_hook_for_what_they_import(project: Project) -> None:
    """A script, itself no import, installs the hook; its own workflows are compiled when they are started."""
    project.write(SHOP)
    project.write(
        {
            "go.py": """
            import asyncio
            import useworkflow.auto
            from useworkflow import start
            from shop.orders import place

            async def twice(amount):
                "use workflow"
                return await place(amount) * 2

            async def main():
                run = await start.options(world="memory:")(twice, 5)
                print(await run.result())

            if __name__ == "__main__":
                asyncio.run(main())
            """
        }
    )
    done = project.process("go.py")
    assert done.stdout == "60\n", done.stderr
