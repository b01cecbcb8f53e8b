"""Ahead of time: `useworkflow build`, wheels with bundles, and what uses them."""

from __future__ import annotations

import json
import pathlib
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

sys.path.append(str(pathlib.Path(__file__).parent))

from sample_project import RATES, SHOP, STEPS, Project

ROOT = Path(__file__).resolve().parents[2]
BUILT = [
    "shop/__useworkflow__/orders.bundle",
    "shop/__useworkflow__/orders.manifest.json",
    "shop/__useworkflow__/steps.bundle",
]
RUN = "from shop.orders import place\nreport(result=result_of(place, 5), id=bundle_of(place).id)"


@pytest.fixture
def project(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with a workflow, a step and a constant, each in a module of its own."""
    made = Project(tmp_path / "app", tmp_path_factory.getbasetemp() / "build-cache")
    made.write(SHOP)
    return made


def built(project: Project, *arguments: str) -> str:
    """Run a build that must succeed, and return what it said."""
    done = project.command("build", *arguments)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


# --- the command


def test_build_writes_bundles_and_manifests_beside_the_sources(project: Project) -> None:
    """Each module with directives gets its files; ids, steps and suspension points stand in the manifest."""
    assert built(project, ".") == "built 1 workflow of 2 modules; 3 files written, 0 files removed\n"
    assert project.files("__useworkflow__/*") == BUILT
    manifest = json.loads((project.root / BUILT[1]).read_text())
    assert (manifest["module"], manifest["file"]) == ("shop.orders", "shop/orders.py")
    (workflow,) = manifest["workflows"]
    assert workflow["workflow"] == "workflow//shop.orders//place"
    assert [step["id"] for step in workflow["steps"]] == ["step//shop.steps//charge"]
    (function,) = workflow["functions"]
    assert (function["file"], [point["line"] for point in function["suspensions"]]) == ("shop/orders.py", [7])


def test_start_needs_no_compiler(project: Project) -> None:
    """With bundles built, `start()` and a whole run import neither RestrictedPython nor LibCST nor a pass of the compiler."""
    compiled = project.python(RUN)
    assert "useworkflow_compiler.reach" in compiled["front"]
    built(project, ".")
    shutil.rmtree(project.cache, ignore_errors=True)
    project.python("from useworkflow_runtime.code.programs import library_code; library_code(); report()")
    assert project.python(RUN) == {"front": [], "id": compiled["id"], "result": 30}
    assert project.python("import useworkflow.auto\n" + RUN) == {"front": [], "id": compiled["id"], "result": 30}
    assert project.files("__pycache__/*.bundle") == []


def test_a_worker_needs_no_compiler(project: Project) -> None:
    """A worker's engine that takes up a run from the world imports no pass of the compiler either."""
    built(project, ".")
    project.python("from useworkflow_runtime.code.programs import library_code; library_code(); report()")
    project.process("-m", "useworkflow_runtime.cli", "start", "shop/orders.py:place", "5", "--db", "w.db")
    told = project.python(
        """
        from useworkflow_runtime.cli.origin import RootedPrograms, make_all_importable
        from useworkflow_runtime.engine.engine import Engine
        from useworkflow_runtime.worlds.open import open_world
        async def main():
            world = open_world("w.db")
            await world.open()
            (record,) = await world.find_runs(limit=10)
            await make_all_importable(world)
            async with Engine(world, programs=RootedPrograms(world)) as engine:
                done = await engine.run_until(record.id)
            await world.close()
            return done.status
        report(status=asyncio.run(main()))
        """
    )
    assert told == {"front": [], "status": "completed"}


def test_a_changed_source_is_compiled_afresh(project: Project) -> None:
    """A built bundle is not taken where a source that it was made of has changed, its own or one that it reaches."""
    built(project, ".")
    project.write({"shop/rates.py": "RATE = 7\n"})
    assert project.python(RUN)["result"] == 70
    project.write({"shop/rates.py": RATES})
    assert project.python(RUN)["front"] == []
    project.write({"shop/orders.py": SHOP["shop/orders.py"].replace("* RATE", "+ 1")})
    assert project.python(RUN)["result"] == 11


def test_a_bundle_without_sources_runs(project: Project) -> None:
    """Where only bytecode was shipped the bundle serves as it is, and tracebacks show its own text."""
    project.write(
        {
            "shop/orders.py": SHOP["shop/orders.py"]
            + "\nasync def broken():\n    'use workflow'\n    return {}['missing']\n"
        }
    )
    built(project, ".")
    project.process("-m", "compileall", "-b", "-q", "shop")
    for source in (project.root / "shop").glob("*.py"):
        source.unlink()
    assert project.python(RUN)["result"] == 30
    told = project.python(
        """
        import traceback
        from shop.orders import broken
        try:
            result_of(broken)
        except Exception:
            report(text=traceback.format_exc())
        """
    )
    assert "return {}['missing']" in told["text"]


def test_check_says_what_is_not_up_to_date(project: Project) -> None:
    """`--check` writes nothing: exit code 0 if all is there and fresh, else 1 with each file and why."""
    missing = project.command("build", "--check", ".")
    assert (missing.returncode, project.files("__useworkflow__/*")) == (1, [])
    assert f"missing: {project.root}/{BUILT[0]}" in missing.stderr
    built(project, ".")
    fresh = project.command("build", "--check", ".")
    assert (fresh.returncode, fresh.stdout) == (0, "up to date\n")
    project.write({"shop/rates.py": "RATE = 7\n"})
    (project.root / "shop" / "steps.py").write_text("async def charge(amount): return 1\n")
    stale = project.command("build", "--check", ".")
    assert stale.returncode == 1
    assert f"outdated: {project.root}/{BUILT[0]}" in stale.stderr
    assert f"without a source: {project.root}/{BUILT[2]}" in stale.stderr
    assert "1 file removed" in built(project, ".")
    assert project.files("__useworkflow__/*") == BUILT[:2]


def test_all_mistakes_are_listed_and_nothing_is_written(project: Project) -> None:
    """Mistakes of all modules come in one go, with exit code 1; a module that does not parse is one of them."""
    project.write(
        {
            "a.py": "async def wf():\n    'use workflw'\n",
            "b.py": "async def wf():\n    'use workflow'\n    open('x')\n    eval('1')\n",
            "c.py": "async def wf():\n    'use workflow'\n    return (\n",
        }
    )
    done = project.command("build", ".")
    assert (done.returncode, done.stdout, project.files("__useworkflow__/*")) == (1, "", [])
    for place in ("a.py:2", "b.py:3", "b.py:4", "c.py:3"):
        assert f"{project.root}/{place}\n" in done.stderr, place
    assert done.stderr.endswith("4 mistakes; nothing was written\n")


def test_what_was_built_found_and_wrong_is_also_json(project: Project) -> None:
    """``--json``, for scripts: files that were written or are not up to date, mistakes with code and place; the same exit codes."""
    missing = project.command("build", "--check", "--json", ".")
    assert missing.returncode == 1
    assert json.loads(missing.stdout)["missing"] == [f"{project.root}/{file}" for file in BUILT]
    done = json.loads(built(project, "--json", "."))
    assert (done["workflows"], done["modules"], done["mistakes"]) == (1, 2, [])
    assert done["written"] == [f"{project.root}/{file}" for file in BUILT]
    assert json.loads(built(project, "--check", "--json", "."))["outdated"] == []
    project.write({"b.py": "async def wf():\n    'use workflow'\n    eval('1')\n"})
    wrong = project.command("build", "--json", ".")
    (mistake,) = json.loads(wrong.stdout)["mistakes"]
    assert wrong.returncode == 1
    assert (mistake["code"][:2], mistake["file"], mistake["line"]) == ("UW", f"{project.root}/b.py", 3)


def test_out_puts_files_elsewhere(project: Project, tmp_path: Path) -> None:
    """`--out` leaves the sources alone; `USEWORKFLOW_BUNDLES` has the files found there."""
    built(project, "--out", str(tmp_path / "out"), ".")
    assert project.files("__useworkflow__/*") == []
    assert sorted(str(p.relative_to(tmp_path / "out")) for p in (tmp_path / "out").rglob("*.*")) == BUILT
    project.variables["USEWORKFLOW_BUNDLES"] = str(tmp_path / "out")
    project.python("from useworkflow_runtime.code.programs import library_code; library_code(); report()")
    assert project.python(RUN)["front"] == []


def test_what_is_named_decides_the_names(project: Project) -> None:
    """A file, a package, a folder of modules and a namespace package with `--root` give the same bundles."""
    wanted = {}
    for arguments in (
        (".",),
        ("shop",),
        ("shop/orders.py", "shop/steps.py"),
        ("--root", ".", "shop/orders.py", "shop/steps.py"),
    ):
        built(project, *arguments)
        found = {name: (project.root / name).read_bytes() for name in project.files("__useworkflow__/*")}
        wanted = wanted or found
        assert found == wanted, arguments
        shutil.rmtree(project.root / "shop" / "__useworkflow__")
    (project.root / "shop" / "__init__.py").unlink()
    built(project, "--root", ".", "shop")
    assert json.loads((project.root / BUILT[1]).read_text())["module"] == "shop.orders"


def test_a_build_depends_on_the_sources_alone(project: Project, tmp_path: Path) -> None:
    """The same sources in another folder, under another hash seed, give the same bytes (G5)."""
    built(project, ".")
    other = Project(tmp_path / "other" / "place", project.cache)
    other.write(SHOP)
    other.variables["PYTHONHASHSEED"] = "77"
    built(other, ".")
    for name in BUILT:
        assert (other.root / name).read_bytes() == (project.root / name).read_bytes(), name


def test_a_path_that_is_not_there_is_wrong_usage(project: Project) -> None:
    """Exit code 2, and the path is named."""
    done = project.command("build", "nowhere")
    assert done.returncode == 2
    assert "there is no nowhere" in done.stderr


def test_another_version_of_a_library_is_compiled_afresh(project: Project) -> None:
    """Packages that are passed through belong to a bundle with their version; one that was unknown is filled in."""
    project.write(
        {
            "site-packages/annotated_types.py": "class Gt:\n    def __init__(self, gt):\n        self.gt = gt\n",
            "shop/orders.py": "from annotated_types import Gt\nasync def place(x):\n    'use workflow'\n    return Gt(x).gt\n",
        }
    )
    project.variables["PYTHONPATH"] = f"{project.root}/site-packages:{project.root}"
    metadata = "site-packages/annotated_types-{0}.dist-info/METADATA"
    text = "Metadata-Version: 2.1\nName: annotated_types\nVersion: {0}\n"
    project.write({metadata.format(1): text.format(1)})
    built(project, ".")
    look = "from shop.orders import place\nreport(libraries=bundle_of(place).libraries)"
    assert project.python(look) == {"front": [], "libraries": [["annotated_types", "1"]]}
    shutil.rmtree((project.root / metadata.format(1)).parent)
    project.write({metadata.format(2): text.format(2)})
    newer = project.python(look)
    assert newer["libraries"] == [["annotated_types", "2"]]
    assert "useworkflow_compiler.reach" in newer["front"]


# --- wheels

PYPROJECT = """
[build-system]
requires = ["hatchling", "useworkflow"]
build-backend = "hatchling.build"

[project]
name = "shop"
version = "1.0"
dependencies = ["nosuchlib"]

[tool.hatch.build.targets.wheel]
packages = ["src/shop"]

[tool.hatch.build.targets.wheel.hooks.useworkflow]
"""


def wheel(project: Project, folder: Path, *, where: Path | None = None) -> Path:
    """Build a wheel with hatchling in this environment."""
    here, project.root = project.root, where or project.root
    done = project.process("-m", "hatchling", "build", "-t", "wheel", "-d", str(folder))
    project.root = here
    assert done.returncode == 0, done.stderr
    (made,) = folder.glob("*.whl")
    return made


def test_a_wheel_holds_bundles_and_they_are_used(project: Project, tmp_path: Path) -> None:
    """hatch's hook compiles the wheel's modules though their dependencies are missing; installed, a run needs no compiler."""
    source = Project(tmp_path / "source", project.cache)
    source.write({f"src/{name}": text for name, text in SHOP.items()})
    source.write({"pyproject.toml": PYPROJECT, "src/shop/steps.py": "from nosuchlib import session\n" + STEPS})
    made = wheel(source, tmp_path / "dist")
    assert source.files("__useworkflow__") == []
    installed = tmp_path / "site-packages"
    with zipfile.ZipFile(made) as file:
        assert sorted(name for name in file.namelist() if "__useworkflow__" in name) == BUILT
        file.extractall(installed)
    (installed / "nosuchlib.py").write_text("session = None\n")
    project.variables["PYTHONPATH"] = str(installed)
    project.root = tmp_path
    project.python("from useworkflow_runtime.code.programs import library_code; library_code(); report()")
    told = project.python(RUN + "\nprint(json.dumps({'file': bundle_of(place).modules[0].filename, 'front': []}))")
    assert told["file"] == f"{installed}/shop/orders.py"
    assert project.python(RUN)["front"] == []
    assert project.python(RUN)["result"] == 30


def test_an_installed_package_without_bundles_is_compiled(project: Project, tmp_path: Path) -> None:
    """A workflow's own package is first-party to it wherever it is installed."""
    shutil.copytree(project.root / "shop", tmp_path / "site-packages" / "shop")
    project.root = tmp_path
    project.variables["PYTHONPATH"] = str(tmp_path / "site-packages")
    assert project.python(RUN)["result"] == 30


def test_a_wheel_with_mistakes_is_not_built(project: Project) -> None:
    """The build ends with every mistake, at the user's lines."""
    project.write({"pyproject.toml": PYPROJECT, "src/shop/__init__.py": "async def wf():\n    'use workflw'\n"})
    done = project.process("-m", "hatchling", "build", "-t", "wheel", "-d", "dist")
    assert done.returncode == 1
    assert "UW102" in done.stderr
    assert "src/shop/__init__.py:2" in done.stderr
    assert project.files("*.whl") == []


def test_bundles_that_lie_in_the_tree_are_brought_up_to_date(project: Project) -> None:
    """Files of a former `useworkflow build` are in the wheel once, and fresh."""
    project.write({"pyproject.toml": PYPROJECT.replace("src/shop", "shop")})
    built(project, ".")
    fresh = (project.root / BUILT[0]).read_bytes()
    (project.root / BUILT[0]).write_bytes(b"old")
    with zipfile.ZipFile(wheel(project, project.root / "dist")) as file:
        assert sorted(name for name in file.namelist() if "__useworkflow__" in name) == BUILT
        assert file.read(BUILT[0]) == fresh


def test_our_own_wheel_holds_the_lowered_library(project: Project, tmp_path: Path) -> None:
    """Installed from its wheel, useworkflow runs a precompiled workflow with an empty cache and never loads its compiler."""
    made = wheel(project, tmp_path / "dist", where=ROOT)
    installed = tmp_path / "site-packages"
    with zipfile.ZipFile(made) as file:
        assert "useworkflow_sandbox/library/lowered.bundle" in file.namelist()
        file.extractall(installed)
    built(project, ".")
    project.cache = tmp_path / "empty"
    project.variables["PYTHONPATH"] = f"{installed}:{project.root}"
    told = project.python(RUN + "\nimport useworkflow_compiler\nreport(file=useworkflow_compiler.__file__)")
    assert told == {"front": [], "file": f"{installed}/useworkflow_compiler/__init__.py"}
    assert not (tmp_path / "empty").exists()
