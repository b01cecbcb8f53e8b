"""Finding source text, and telling whose it is, without importing."""

import linecache
import sys
from pathlib import Path

import pytest

from useworkflow_compiler.sources import (
    DictSourceFinder,
    ExtraSources,
    ModuleSource,
    Origin,
    PathSourceFinder,
    function_source,
    importable_name,
    read_source,
)


def project(folder: Path) -> Path:
    (folder / "pkg" / "sub").mkdir(parents=True)
    (folder / "pkg" / "__init__.py").write_text("raise RuntimeError('imported')")
    (folder / "pkg" / "orders.py").write_text("# -*- coding: latin-1 -*-\nX = '\xe4'\n", encoding="latin-1")
    (folder / "space" / "inner").mkdir(parents=True)
    (folder / "space" / "inner" / "deep.py").write_text("D = 1\n")
    (folder / "script.py").write_text("S = 1\n")
    return folder


def test_modules_are_found_without_importing_their_packages(tmp_path: Path) -> None:
    """A submodule's source is read while its package, which raises on import, stays unimported."""
    finder = PathSourceFinder([str(project(tmp_path))])
    found = finder.find("pkg.orders")
    assert found == ModuleSource(
        "pkg.orders", str(tmp_path / "pkg" / "orders.py"), "# -*- coding: latin-1 -*-\nX = 'ä'\n"
    )
    assert "pkg" not in sys.modules


def test_packages_and_namespace_packages_are_told(tmp_path: Path) -> None:
    """Relative imports count from a package itself; a folder without ``__init__`` is an empty package."""
    finder = PathSourceFinder([str(project(tmp_path))])
    package, namespace = finder.find("pkg"), finder.find("space")
    assert package is not None
    assert package.is_package
    assert namespace is not None
    assert (namespace.is_package, namespace.source) == (True, "")
    assert finder.origin("space.inner.deep") is Origin.FIRST_PARTY


def test_whose_module_it_is(tmp_path: Path) -> None:
    """Standard library, installed, missing, our own, and the door are told apart."""
    site = tmp_path / "lib" / "site-packages"
    site.mkdir(parents=True)
    (site / "vendor.py").write_text("")
    finder = PathSourceFinder([str(project(tmp_path)), str(site)])
    assert [finder.origin(name) for name in ("json", "vendor", "nowhere", "pkg.none", "script", "useworkflow")] == [
        Origin.STANDARD_LIBRARY,
        Origin.THIRD_PARTY,
        Origin.MISSING,
        Origin.MISSING,
        Origin.FIRST_PARTY,
        Origin.DOOR,
    ]


def test_a_file_given_explicitly_is_first_party_wherever_it_stands(tmp_path: Path) -> None:
    """A script named on a command line wins over the import path."""
    file = tmp_path / "site-packages" / "my-script.py"
    file.parent.mkdir()
    file.write_text("X = 1\n")
    finder = PathSourceFinder([], files={"my-script": str(file)})
    assert finder.origin("my-script") is Origin.FIRST_PARTY
    found = finder.find("my-script")
    assert found is not None
    assert found.source == "X = 1\n"


def test_the_default_path_is_pythons_own() -> None:
    """Without folders the finder sees what an import would: this test's tools are installed."""
    assert PathSourceFinder().origin("pytest") is Origin.THIRD_PARTY


def test_the_main_script_has_the_name_that_an_import_would_use(tmp_path: Path) -> None:
    """The nearest folder of the path that makes the file importable decides."""
    root = project(tmp_path)
    assert importable_name(str(root / "script.py"), paths=[str(root)]) == "script"
    assert importable_name(str(root / "pkg" / "orders.py"), paths=[str(root)]) == "pkg.orders"
    assert importable_name(str(root / "pkg" / "orders.py"), paths=[str(root), str(root / "pkg")]) == "orders"
    assert importable_name(str(root / "pkg" / "__init__.py"), paths=[str(root)]) == "pkg"
    assert importable_name("/elsewhere/tool.py", paths=[str(root)]) == "tool"
    assert importable_name("/x/pkg/__main__.py", spec_name="pkg.__main__") == "pkg.__main__"


def test_sources_in_memory_make_packages_of_dotted_names() -> None:
    """The finder of tests knows packages, installed and missing modules."""
    finder = DictSourceFinder({"a.b": "X = 1"}, third_party=["httpx"])
    package = finder.find("a")
    assert package is not None
    assert package.is_package
    assert [finder.origin(n) for n in ("a", "a.b", "a.c", "httpx.x", "os.path")] == [
        Origin.FIRST_PARTY,
        Origin.FIRST_PARTY,
        Origin.MISSING,
        Origin.THIRD_PARTY,
        Origin.STANDARD_LIBRARY,
    ]


def test_a_notebook_cell_is_a_source() -> None:
    """A function whose text only ``linecache`` has, as a notebook's, is found by its code, and can be compiled from."""
    text = "async def f():\n    'use workflow'\n"
    linecache.cache["<cell 1>"] = (len(text), None, text.splitlines(keepends=True), "<cell 1>")
    names: dict[str, object] = {"__name__": "notebook"}
    exec(compile(text, "<cell 1>", "exec"), names)
    source = function_source(names["f"])  # type: ignore[arg-type]
    assert source == ModuleSource("notebook", "<cell 1>", text)
    finder = ExtraSources([source], DictSourceFinder({}))
    assert (finder.find("notebook"), finder.origin("notebook")) == (source, Origin.FIRST_PARTY)
    assert finder.origin("nowhere") is Origin.MISSING


def test_a_file_that_cannot_be_read_is_an_os_error(tmp_path: Path) -> None:
    """A source that is gone, or stands in an archive, raises `OSError` as documented, not the loader's `ImportError`."""
    with pytest.raises(FileNotFoundError):
        read_source(str(tmp_path / "gone.py"))
    archive = tmp_path / "app.zip"
    archive.write_bytes(b"")
    with pytest.raises(NotADirectoryError):
        read_source(str(archive / "shop.py"))
