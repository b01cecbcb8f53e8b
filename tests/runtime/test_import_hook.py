"""The import hook: modules with directives are compiled when they are imported, and kept."""

from __future__ import annotations

import os
import pathlib
import sys
from pathlib import Path

import pytest

sys.path.append(str(pathlib.Path(__file__).parent))

from sample_project import ORDERS, SHOP, Project

from useworkflow_compiler.format import ABI, TRANSFORM

START = """
import useworkflow.auto
from shop.orders import place
"""
CACHED = [
    f"shop/__pycache__/orders.useworkflow-{ABI}-{TRANSFORM}.bundle",
    f"shop/__pycache__/steps.useworkflow-{ABI}-{TRANSFORM}.bundle",
]


@pytest.fixture
def project(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with a workflow, a step and a constant, each in a module of its own."""
    made = Project(tmp_path, tmp_path_factory.getbasetemp() / "hook-cache")
    made.write(SHOP)
    return made


@pytest.fixture
def own_cache(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project with an empty cache folder of its own."""
    project.cache = tmp_path_factory.mktemp("cache")
    return project


def test_a_module_is_compiled_on_import_and_found_by_start(project: Project) -> None:
    """After the import the bundle is at hand: `start()` compiles nothing, and a run completes."""
    told = project.python(
        START
        + """
from useworkflow_runtime.code import programs
import useworkflow_compiler.compile as compiler
def refused(*args, **kwargs): raise AssertionError("compiled again")
compiler.compile_workflow = refused
report(result=result_of(place, 5), id=bundle_of(place).id, workflow=bundle_of(place).workflow)
"""
    )
    assert told["result"] == 30
    assert told["workflow"] == "workflow//shop.orders//place"
    without = project.python("from shop.orders import place; report(id=bundle_of(place).id)")
    assert without["id"] == told["id"]


def test_the_module_stays_an_ordinary_module(project: Project) -> None:
    """Spec, loader and source are those of an import without the hook; only the bundle was added."""
    look = """
m = sys.modules["shop.orders"]
import inspect
report(loader=type(m.__loader__).__name__, spec=type(m.__spec__.loader).__name__, same=m.__loader__ is m.__spec__.loader,
       cached=m.__cached__, file=m.__file__, source=inspect.getsource(m.place), code=m.place.__code__.co_consts[1] is None)
"""
    hooked, plain = project.python(START + look), project.python("from shop.orders import place\n" + look)
    del hooked["front"], plain["front"]
    assert hooked == plain


def test_a_second_process_compiles_nothing(project: Project) -> None:
    """What was compiled lies beside the interpreter's own caches, and loading it imports none of the compiler's passes."""
    first = project.python(START + "report(id=bundle_of(place).id)")
    assert "useworkflow_compiler.reach" in first["front"]
    assert project.files("*.bundle") == CACHED
    second = project.python(START + "report(id=bundle_of(place).id)")
    assert second == {"front": [], "id": first["id"]}


@pytest.mark.parametrize("module", ["shop/orders.py", "shop/rates.py", "shop/steps.py"])
def test_an_edited_module_is_compiled_again(project: Project, module: str) -> None:
    """A cached bundle holds only as long as no module that it reaches has changed."""
    project.python(START + "report()")
    (project.root / module).write_text((project.root / module).read_text() + "\n\n# edited\n")
    assert "useworkflow_compiler.reach" in project.python(START + "report()")["front"]
    assert project.python(START + "report()")["front"] == []


def test_a_changed_constant_of_another_module_counts(project: Project) -> None:
    """The run sees the new value of a constant that the workflow's module imports."""
    assert project.python(START + "report(result=result_of(place, 5))")["result"] == 30
    project.write({"shop/rates.py": "RATE = 7\n"})
    assert project.python(START + "report(result=result_of(place, 5))")["result"] == 70


def test_a_damaged_or_foreign_cache_file_is_as_good_as_none(project: Project) -> None:
    """Bytes that are no bundle, and bundles of another module, are compiled over."""
    whole = project.python(START + "report(id=bundle_of(place).id)")
    orders, steps = (project.root / name for name in CACHED)
    for damaged in (b"", b"\x00\xff", orders.read_bytes()[:-20], steps.read_bytes()):
        orders.write_bytes(damaged)
        assert project.python(START + "report(id=bundle_of(place).id)")["id"] == whole["id"]


@pytest.mark.parametrize(
    ("body", "code", "line"),
    [
        ('    "use workflw"\n    return 1\n', "UW102", 3),
        ('    x = 1\n    "use workflow"\n    return x\n', "UW103", 4),
        ('    "use workflow"\n    return open("x")\n', "UW142", 4),
        ("    'use_step'\n    return 1\n", "UW102", 3),
        ('    """Use-Workflow"""\n    return 1\n', "UW102", 3),
    ],
)
def test_mistakes_are_errors_of_the_import(project: Project, body: str, code: str, line: int) -> None:
    """A misspelt or misplaced directive, and workflow code that breaks a rule, fail at import, at the user's line (G10)."""
    project.write({"shop/bad.py": "\nasync def wf():\n" + body})
    text = project.fails("import useworkflow.auto\nimport shop.bad")
    assert f"{code}: " in text
    assert f"{project.root}/shop/bad.py:{line}\n" in text


def test_all_mistakes_of_a_module_are_told_together(project: Project) -> None:
    """Two workflows with a mistake each give one error that lists both; a helper that both use is named once."""
    project.write(
        {
            "shop/bad.py": """
            def helper(): return open("x")
            async def a():
                "use workflow"
                return helper()
            async def b():
                "use workflow"
                helper()
                return eval("1")
            """
        }
    )
    text = project.fails("import useworkflow.auto\nimport shop.bad")
    assert "2 mistakes in" in text
    assert text.count("bad.py:2\n") == 1
    assert text.count("bad.py:9\n") == 1


def test_an_import_that_failed_leaves_no_module(project: Project) -> None:
    """After a mistake the module is not in `sys.modules`, and importing it works once the file is mended."""
    project.write({"shop/bad.py": "async def wf():\n    'use workflw'\n"})
    told = project.python(
        """
        import useworkflow.auto, importlib, pathlib
        try:
            import shop.bad
        except useworkflow.UseWorkflowError as error:
            code = error.code
        left = "shop.bad" in sys.modules
        pathlib.Path("shop/bad.py").write_text("async def wf():\\n    'use workflow'\\n    return 12\\n")
        importlib.invalidate_caches()
        from shop.bad import wf
        report(code=code, left=left, result=result_of(wf))
        """
    )
    assert (told["code"], told["left"], told["result"]) == ("UW102", False, 12)


def test_a_syntax_error_is_the_interpreters_own(project: Project) -> None:
    """A module that does not parse raises `SyntaxError`, as without the hook."""
    project.write({"shop/bad.py": "async def wf():\n    'use workflow'\n    return (\n"})
    text = project.fails("import useworkflow.auto\nimport shop.bad")
    assert "SyntaxError: " in text
    assert "UW111" not in text


def test_modules_without_directives_are_left_alone(project: Project) -> None:
    """Nothing of the compiler is loaded for them, nothing is written, and their loader is untouched from the start."""
    project.write(
        {"plain.py": '"""Steps and workflows are elsewhere."""\ndef f():\n    "Do the step."\n    return "use"\n'}
    )
    told = project.python(
        """
        import useworkflow.auto, importlib.util
        spec = importlib.util.find_spec("plain")
        import plain, shop.rates
        report(loader=type(spec.loader).__name__, compiler="useworkflow_compiler.tree" in sys.modules)
        """
    )
    assert told == {"front": [], "loader": "SourceFileLoader", "compiler": False}
    assert project.files("*.bundle") == []


def test_a_module_of_steps_only_is_kept_too(project: Project) -> None:
    """It is parsed once, for mistakes; the next process does not parse it again."""
    told = project.python("import useworkflow.auto, shop.steps\nreport()")
    assert "useworkflow_compiler.discover" in told["front"]
    assert project.python("import useworkflow.auto, shop.steps\nreport()")["front"] == []


# --- where it is kept


def test_the_bytecode_prefix_counts(project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    """With `PYTHONPYCACHEPREFIX` bundles go where the interpreter's own caches go."""
    prefix = tmp_path_factory.mktemp("prefix")
    project.variables["PYTHONPYCACHEPREFIX"] = str(prefix)
    project.python(START + "report()")
    assert project.files("*.bundle") == []
    assert (prefix / project.root.relative_to("/") / "shop" / f"orders.useworkflow-{ABI}-{TRANSFORM}.bundle").exists()
    assert project.python(START + "report()")["front"] == []


def test_no_bytecode_means_no_files_beside_the_sources(own_cache: Project) -> None:
    """With `PYTHONDONTWRITEBYTECODE` bundles go to the user's cache folder, which serves the next process."""
    own_cache.variables["PYTHONDONTWRITEBYTECODE"] = "1"
    own_cache.python(START + "report(result=result_of(place, 1))")
    assert own_cache.files("*.bundle") == []
    assert own_cache.python(START + "report(result=result_of(place, 1))") == {"front": [], "result": 6}


def test_a_folder_that_cannot_be_written_is_no_hindrance(own_cache: Project) -> None:
    """Where `__pycache__` cannot be made the user's cache folder serves; where neither can, the import compiles."""
    (own_cache.root / "shop" / "__pycache__").write_text("a file, not a folder")
    own_cache.python(START + "report(result=result_of(place, 1))")
    assert own_cache.python(START + "report(result=result_of(place, 1))") == {"front": [], "result": 6}
    own_cache.cache = own_cache.root / "shop" / "__pycache__"
    told = own_cache.python(START + "report(result=result_of(place, 1))")
    assert told["result"] == 6
    assert "useworkflow_compiler.reach" in told["front"]


def test_cached_files_are_readable_by_whom_the_source_is(project: Project) -> None:
    """A bundle has the mode of its source, as the interpreter's caches do."""
    (project.root / "shop" / "orders.py").chmod(0o640)
    project.process("-c", "import os; os.umask(0); import useworkflow.auto, shop.orders")
    assert os.stat(project.root / CACHED[0]).st_mode & 0o777 == 0o640


def test_many_processes_write_the_same_cache_at_once(project: Project) -> None:
    """Processes that start together each get a whole bundle, and leave no temporary files."""
    told = project.python(
        """
        import subprocess
        program = "import useworkflow.auto, shop.orders; from useworkflow_runtime.code import ready; print(ready.find('shop.orders', 'place').id)"
        started = [subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) for _ in range(4)]
        report(ids=[process.communicate()[0] for process in started])
        """
    )
    assert len(set(told["ids"])) == 1
    assert project.files(".new-*") == []


# --- life of the hook


def test_install_may_be_repeated_and_undone(project: Project) -> None:
    """Two calls leave one hook, in front; after `uninstall()` imports are as before, and bundles stay at hand."""
    told = project.python(
        """
        import useworkflow
        useworkflow.install(); useworkflow.install()
        first = type(sys.meta_path[0]).__name__
        count = sum(type(finder).__name__ == "DirectiveFinder" for finder in sys.meta_path)
        import shop.steps
        useworkflow.uninstall(); useworkflow.uninstall()
        from shop.orders import place
        from useworkflow_runtime.code import ready
        left = sum(type(finder).__name__ == "DirectiveFinder" for finder in sys.meta_path)
        report(first=first, count=count, left=left, at_hand=ready.find("shop.orders", "place") is not None)
        """
    )
    del told["front"]
    assert told == {"first": "DirectiveFinder", "count": 1, "left": 0, "at_hand": False}


def test_reload_takes_the_new_text(project: Project) -> None:
    """After `importlib.reload` of the workflow's module a new run has the new code; a failed reload keeps the old one."""
    told = project.python(
        START
        + f"""
import importlib, pathlib
orders = sys.modules["shop.orders"]
before = result_of(place, 5)
file = pathlib.Path("shop/orders.py")
file.write_text({ORDERS!r}.replace("* RATE", "+ 1"))
importlib.reload(orders)
after = result_of(orders.place, 5)
file.write_text("async def place():\\n    'use workflw'\\n")
try:
    importlib.reload(orders)
except Exception as error:
    failed = error.code
report(before=before, after=after, failed=failed, still=result_of(orders.place, 5))
"""
    )
    del told["front"]
    assert told == {"before": 30, "after": 11, "failed": "UW102", "still": 11}


def test_reload_of_a_reached_module_takes_its_new_text(project: Project) -> None:
    """A bundle at hand is dropped when a module that it holds, with directives or without, is loaded with another text."""
    told = project.python(
        START
        + """
import importlib, pathlib
before = result_of(place, 5)
pathlib.Path("shop/rates.py").write_text("RATE = 10\\n")
importlib.reload(sys.modules["shop.rates"])
after = result_of(place, 5)
pathlib.Path("shop/rates.py").write_text("RATE = 100\\n")
del sys.modules["shop.rates"]
import shop.rates
report(before=before, after=after, last=result_of(place, 5))
"""
    )
    assert (told["before"], told["after"], told["last"]) == (30, 100, 1000)
