"""A build hook for hatch: wheels hold their workflows compiled.

    [build-system]
    requires = ["hatchling", "useworkflow"]
    [tool.hatch.build.targets.wheel.hooks.useworkflow]

    shop-1.0-py3-none-any.whl       shop/orders.py
                                    shop/__useworkflow__/orders.bundle
                                    shop/__useworkflow__/orders.manifest.json

Editable installs and source distributions are left as they are. A mistake in workflow code ends the build, with all of them
listed. The project's dependencies need not be installed where it is built. Read next: ``building``.
"""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePosixPath
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.plugin import hookimpl

from useworkflow_compiler.sources import Origin, PathSourceFinder
from useworkflow_runtime.code.building import BuildFinder, Source, compile_sources


class WorkflowBuildHook(BuildHookInterface[Any]):
    """Compiles the workflows of a wheel's own modules, and adds the bundles to it."""

    PLUGIN_NAME = "useworkflow"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the wheel is put together."""
        if self.target_name != "wheel" or version == "editable":
            return
        included = {file.distribution_path: file.path for file in self.build_config.builder.recurse_included_files()}
        sources = _sources(included)
        finder = BuildFinder(
            {source.module: source.file for source in sources}, [PathSourceFinder()], missing=Origin.THIRD_PARTY
        )
        built = compile_sources(sources, finder)
        if built.errors:
            self.app.abort("\n".join(["useworkflow: mistakes in workflow code", *map(str, built.errors)]))
        self._folder = tempfile.TemporaryDirectory(prefix="useworkflow-")
        for name, data in built.files.items():
            # A file that a former `useworkflow build` left in the source tree is in the wheel already: it is brought up to date.
            here = included.get(name)
            made = Path(here) if here is not None else Path(self._folder.name, name)
            made.parent.mkdir(parents=True, exist_ok=True)
            made.write_bytes(data)
            if here is None:
                build_data["force_include"][str(made)] = name
        self.app.display_info(f"useworkflow: compiled {built.workflows} workflows")

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary files."""
        folder: tempfile.TemporaryDirectory[str] | None = getattr(self, "_folder", None)
        if folder is not None:
            folder.cleanup()


def _sources(included: dict[str, str]) -> list[Source]:
    """The wheel's modules, by the names under which they will be imported."""
    found: list[Source] = []
    for place, path in sorted(included.items()):
        inside = PurePosixPath(place.replace("\\", "/"))
        parts = inside.with_suffix("").parts
        names = parts[:-1] if parts[-1] == "__init__" else parts
        if inside.suffix == ".py" and names and all(name.isidentifier() for name in names):
            found.append(Source(".".join(names), Path(path), Path(path).parents[len(parts) - 1]))
    return found


@hookimpl
def hatch_register_build_hook() -> type[WorkflowBuildHook]:
    """Called by hatch, through the entry point ``hatch`` of this project."""
    return WorkflowBuildHook
