"""The whole way: a bundle is content-addressed, the same everywhere, and is not made twice."""

import ast
import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from useworkflow_compiler import tree
from useworkflow_compiler.cache import DirectoryCache
from useworkflow_compiler.compile import compile_library, compile_workflow
from useworkflow_compiler.errors import CompileError
from useworkflow_compiler.format import ABI, TRANSFORM, Bundle, decode_bundle, encode_bundle
from useworkflow_compiler.problems import CompileErrors
from useworkflow_compiler.sources import DictSourceFinder, ModuleSource, Origin

SHOP = """\
from pkg.steps import charge
from pkg.models import Order
RATES = {"eur": 1.5, "usd": {1, 2}}
async def wf(order: Order) -> str:
    "use workflow"
    total = RATES["eur"]
    await charge(total)
    return "{} paid".format(total)
"""
FILES = {
    "pkg.shop": SHOP,
    "pkg.steps": "import httpx\nasync def charge(x):\n    'use step'\n    await httpx.get(x)\n",
    "pkg.models": "class Order:\n    x: int = 1\n",
}


class CountingFinder:
    """A finder that counts how often each source is read."""

    def __init__(self, files: dict[str, str]) -> None:
        self._rest = DictSourceFinder(files, third_party=["httpx"])
        self.read: list[str] = []

    def origin(self, module: str) -> Origin:
        return self._rest.origin(module)

    def find(self, module: str) -> ModuleSource | None:
        self.read.append(module)
        return self._rest.find(module)


class MemoryCache:
    """A cache that tests can look into."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        return self.kept.get(key)

    def put(self, key: str, data: bytes) -> None:
        self.kept[key] = data


def compiled(cache: MemoryCache | None = None, **changes: str) -> Bundle:
    files = FILES | {name.replace("__", "."): text for name, text in changes.items()}
    return compile_workflow("pkg.shop", "wf", DictSourceFinder(files, third_party=["httpx"]), cache=cache)


def test_a_bundle_holds_what_a_run_needs() -> None:
    """Ids, reduced modules with source and encoded trees, steps; the workflow's own module comes first."""
    bundle = compiled()
    assert (bundle.abi, bundle.transform, bundle.workflow) == (ABI, TRANSFORM, "workflow//pkg.shop//wf")
    assert [m.name for m in bundle.modules] == ["pkg.shop", "pkg", "pkg.steps"]
    assert [s.id for s in bundle.steps] == ["step//pkg.steps//charge"]
    assert bundle.hosts == ()
    own = bundle.modules[0]
    assert (own.filename, own.source) == ("pkg/shop.py", SHOP)
    assert [f.qualname for f in own.functions] == ["wf"]
    for module in bundle.modules:
        compile(tree.decode(module.tree), module.filename, "exec")
        compile(tree.decode(module.resume), module.filename, "exec")
    assert decode_bundle(encode_bundle(bundle)) == bundle


def test_a_sync_step_suspends_when_it_is_called_through_its_module() -> None:
    """`steps.pay()` resolves statically, so it is awaited like `pay()`, in helpers of other modules, too."""
    bundle = compiled(
        pkg__shop="from . import steps\nimport pkg.help as h\nasync def wf():\n    'use workflow'\n"
        "    return steps.pay(1) + h.twice(2)\n",
        pkg__steps="def pay(x):\n    'use step'\n",
        pkg__help="import pkg.steps\ndef twice(x): return pkg.steps.pay(x) * 2\n",
    )
    texts = {m.name: ast.unparse(tree.decode(m.tree)) for m in bundle.modules}
    assert "await _uw_sync(_uw_at1_pay, 1)" in texts["pkg.shop"]
    assert "await _uw_sync(_uw_at2_twice, 2)" in texts["pkg.shop"]
    assert "from pkg.help import twice as _uw_at2_twice" in texts["pkg.shop"]
    assert "async def twice(x):" in texts["pkg.help"]


def test_code_keeps_the_users_lines() -> None:
    """Lowered code carries the lines of the user's file, for tracebacks (G1, G10)."""
    code = compile(tree.decode(compiled().modules[0].tree), "pkg/shop.py", "exec")
    function = next(c for c in code.co_consts if getattr(c, "co_name", "") == "wf")
    lines = {line for _, _, line in function.co_lines() if line}
    assert function.co_firstlineno == 4
    assert lines <= set(range(4, 9))
    assert {6, 7, 8} <= lines


def test_layout_and_what_is_not_reached_do_not_change_the_id() -> None:
    """Comments, annotations, step bodies and unreached names are not part of a workflow's code (G7)."""
    same = [
        {"pkg__shop": "# c\n\n" + SHOP},
        {"pkg__shop": SHOP.replace("order: Order", "order: int")},
        {"pkg__shop": SHOP + "def other(): return 1\n"},
        {"pkg__steps": FILES["pkg.steps"] + "    return 1\n"},
        {"pkg__models": "class Order:\n    x: str = 2\n"},
    ]
    assert {compiled(**change).id for change in same} == {compiled().id}


def test_everything_that_workflow_code_means_changes_the_id() -> None:
    """A constant, a type of constant, a statement, a step that turns sync: each makes another bundle (G7)."""
    others = [
        {"pkg__shop": SHOP.replace("1.5", "1.6")},
        {"pkg__shop": SHOP.replace("1, 2", "1, True")},
        {"pkg__shop": SHOP.replace("    await charge(total)\n", "    await charge(total)\n    await charge(1)\n")},
        {"pkg__shop": SHOP.replace("paid", "payed")},
        {"pkg__steps": "def charge(x):\n    'use step'\n"},
    ]
    assert len({compiled(**change).id for change in others} | {compiled().id}) == len(others) + 1


def test_a_class_that_the_workflow_reaches_is_recorded_but_not_pinned() -> None:
    """The shape digest changes with the class, the bundle's id does not."""
    shop = SHOP.replace('    total = RATES["eur"]', "    total = Order()")
    one = compiled(pkg__shop=shop)
    two = compiled(pkg__shop=shop, pkg__models="class Order:\n    x: str = 2\n")
    assert one.id == two.id
    assert one.hosts[0][:2] == ("pkg.models", "Order")
    assert one.hosts != two.hosts


def test_the_bytes_do_not_depend_on_the_hash_seed() -> None:
    """Two processes with other seeds make the same bundle, byte for byte (G5)."""
    script = textwrap.dedent(
        """
        import hashlib, json, sys
        from useworkflow_compiler.compile import compile_workflow
        from useworkflow_compiler.format import encode_bundle
        from useworkflow_compiler.sources import DictSourceFinder
        finder = DictSourceFinder(json.loads(sys.argv[1]), third_party=["httpx"])
        print(hashlib.sha256(encode_bundle(compile_workflow("pkg.shop", "wf", finder))).hexdigest())
        print({"libcst"} & set(sys.modules))
        """
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", script, json.dumps(FILES)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1
    assert answers.pop().splitlines()[1] == "set()"


def test_a_second_compilation_comes_from_the_cache() -> None:
    """Nothing is lowered again: the sources are read and compared, no more."""
    cache = MemoryCache()
    first = compiled(cache)
    (key,) = cache.kept
    finder = CountingFinder(FILES)
    assert compile_workflow("pkg.shop", "wf", finder, cache=cache) == first
    assert sorted(set(finder.read)) == sorted(finder.read)
    assert list(cache.kept) == [key]


@pytest.mark.parametrize(
    "change",
    [{"pkg__shop": SHOP.replace("1.5", "9.5")}, {"pkg__steps": "def charge(x):\n    'use step'\n"}, {"pkg": "A = 1\n"}],
)
def test_a_changed_source_is_compiled_again(change: dict[str, str]) -> None:
    """The cache holds only as long as every source that the result depends on is the same."""
    cache = MemoryCache()
    compiled(cache)
    assert compiled(cache, **change) == compiled(**change)


def test_a_damaged_cache_entry_is_as_good_as_none() -> None:
    """Bytes that cannot be read are made anew."""
    cache = MemoryCache()
    first = compiled(cache)
    for key in cache.kept:
        cache.kept[key] = b"\xc1 damaged"
    assert compiled(cache) == first


def test_a_folder_makes_a_cache(tmp_path: Path) -> None:
    """Entries appear whole; a folder that cannot be written costs only speed."""
    cache = DirectoryCache(tmp_path / "new" / "folder")
    assert cache.get("k") is None
    cache.put("k", b"v")
    assert (cache.get("k"), [p.name for p in (tmp_path / "new" / "folder").iterdir()]) == (b"v", ["k"])
    (tmp_path / "file").write_text("")
    blocked = DirectoryCache(tmp_path / "file")
    blocked.put("k", b"v")
    assert blocked.get("k") is None


def test_the_library_is_lowered_as_it_is(tmp_path: Path) -> None:
    """Trusted modules keep dunders, underscores and imports, and are cached by their text."""
    file = tmp_path / "locks.py"
    file.write_text("import sys\nasync def _wait(x):\n    await x\n    return x.__dict__, open\n")
    cache = MemoryCache()
    (module,) = compile_library([("lib.locks", str(file))], cache=cache)
    assert (module.name, [f.name for f in module.functions]) == ("lib.locks", ["_wait"])
    assert compile_library([("lib.locks", str(file))], cache=cache) == (module,)
    file.write_text("async def other(x):\n    await x\n")
    (changed,) = compile_library([("lib.locks", str(file))], cache=cache)
    assert [f.name for f in changed.functions] == ["other"]


def test_mistakes_against_the_policy_in_several_modules_come_together() -> None:
    """Restriction reports all modules of a bundle at once, each at its own file and line (G10)."""
    with pytest.raises(CompileErrors) as caught:
        compiled(
            pkg__shop="from pkg.lost import lost\nasync def wf():\n    'use workflow'\n    open('x')\n    lost()\n",
            pkg__lost="def lost(): return eval('1')\n",
        )
    assert [(e.code, e.where.file, e.where.line) for e in caught.value.errors if e.where] == [
        ("UW142", "pkg/lost.py", 1),
        ("UW142", "pkg/shop.py", 4),
    ]


def test_nothing_is_cached_of_a_failed_compilation() -> None:
    """An error is found again each time."""
    cache = MemoryCache()
    for _ in range(2):
        with pytest.raises(CompileError, match="open"):
            compiled(cache, pkg__shop="async def wf():\n    'use workflow'\n    open('x')\n")
    assert cache.kept == {}
