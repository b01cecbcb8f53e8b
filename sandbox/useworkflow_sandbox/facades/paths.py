"""``pathlib`` as workflow code sees it: paths can be computed, not touched.

Input -> output::

    Path("out") / "a.txt"     -> a path, real for every step that gets it
    Path("out").exists()      -> BlockedError: UW202

Read next: ``imports``.
"""

from __future__ import annotations

import pathlib as _pathlib
from typing import Any

from useworkflow_sandbox.current import in_workflow
from useworkflow_sandbox.facades.blocked import refuse
from useworkflow_sandbox.facades.clock import RealClass
from useworkflow_sandbox.facades.facade import FacadeModule
from useworkflow_sandbox.values.reading import Reader
from useworkflow_sandbox.values.registry import BY_CLASS, BY_TAG

_CONCRETE: Any = type(_pathlib.Path())


class WorkflowPath(_CONCRETE):  # type: ignore[misc]
    """A path of the machine's flavour whose methods that would touch the file system refuse."""

    __slots__ = ()


def _refused(name: str) -> Any:
    def method(*args: Any, **kwargs: Any) -> Any:
        refuse(f"Path.{name}")

    method.__name__ = name
    return method


_PURE = frozenset(dir(_pathlib.PurePath)) | {"from_uri"}
for _name in dir(_pathlib.Path):
    if _name[:1] != "_" and _name not in _PURE:
        setattr(WorkflowPath, _name, staticmethod(_refused(_name)))
BY_CLASS[WorkflowPath] = BY_CLASS[_CONCRETE]


_read_plain = BY_TAG["$path"]


def _read_path(reader: Reader, node: dict[str, Any]) -> Any:
    """In workflow code a path that comes from a step cannot touch the file system either."""
    path = _read_plain(reader, node)
    return WorkflowPath(path) if in_workflow() and type(path) is _CONCRETE else path


BY_TAG["$path"] = _read_path


class Path(metaclass=RealClass, real=_pathlib.Path, makes=WorkflowPath):
    """``pathlib.Path``: makes paths that cannot touch the file system; paths from steps are instances, too."""


def make_pathlib() -> FacadeModule:
    """The ``pathlib`` module of workflow code."""
    names: dict[str, Any] = {name: getattr(_pathlib, name) for name in ("PurePath", "PurePosixPath", "PureWindowsPath")}
    return FacadeModule("pathlib", names | {"Path": Path})
