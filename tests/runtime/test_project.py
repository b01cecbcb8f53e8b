"""``[tool.useworkflow]`` in ``pyproject.toml``: what is recorded, what is passed through, and what it says when malformed."""

from __future__ import annotations

from pathlib import Path

import pytest

from useworkflow_compiler import sources
from useworkflow_runtime.code.project import Project, project
from useworkflow_runtime.errors import ConfigurationError


@pytest.fixture(autouse=True)
def _passed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "_passed", set(sources.PURE_PACKAGES))


def write(folder: Path, text: str) -> Path:
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_nearest_file_counts(tmp_path: Path) -> None:
    """A folder's own file hides that of a folder above it; the variables of the process are read when they are asked for."""
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    write(tmp_path, '[tool.useworkflow]\nenv = ["REGION"]\npassthrough = ["shapely"]\n')
    found = project(inner, environ={})
    assert found == Project(env=("REGION",), passthrough=("shapely",))
    assert found.recorded_environment({"REGION": "eu", "OTHER": "x"}) == {"REGION": "eu"}
    assert found.recorded_environment({}) == {"REGION": None}
    write(inner, "[project]\nname = 'x'\n")
    assert project(inner, environ={}) == Project()


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    """What was read before does not stay."""
    write(tmp_path, '[tool.useworkflow]\nenv = ["A"]\n')
    assert project(tmp_path, environ={}).env == ("A",)
    write(tmp_path, '[tool.useworkflow]\nenv = ["B", "B2"]\n')
    file = tmp_path / "pyproject.toml"
    import os

    os.utime(file, ns=(1, file.stat().st_mtime_ns + 1))
    assert project(tmp_path, environ={}).env == ("B", "B2")


def test_variables_add_to_the_file(tmp_path: Path) -> None:
    """A worker without the file names them in its environment."""
    write(tmp_path, '[tool.useworkflow]\nenv = ["A"]\n')
    environ = {"USEWORKFLOW_ENV": "B, A", "USEWORKFLOW_PASSTHROUGH": "x,y"}
    assert project(tmp_path, environ=environ) == Project(env=("A", "B"), passthrough=("x", "y"))
    assert sources.PathSourceFinder([str(tmp_path)]).origin("x.inner") is sources.Origin.PASSED


@pytest.mark.parametrize(
    "text", ['[tool.useworkflow]\nenv = "A"\n', "[tool.useworkflow]\npassthrough = [1]\n", "[tool"]
)
def test_a_malformed_file_is_named(tmp_path: Path, text: str) -> None:
    """With the file and the reason (UW330, G10)."""
    write(tmp_path, text)
    with pytest.raises(ConfigurationError) as caught:
        project(tmp_path, environ={})
    assert caught.value.code == "UW330"
    assert "pyproject.toml" in str(caught.value)
