"""This project's own build step: the wheel holds the sandbox's library lowered, so that nobody compiles it again.

wheel:      useworkflow_sandbox/library/lowered.bundle is added
editable:   nothing; a checkout compiles the library when it is first used, and caches it
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOMS = ("compiler", "sandbox", "runtime")


class LibraryBuildHook(BuildHookInterface):
    """Lowers the library with the very compiler that goes into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the lowered library to a wheel."""
        if self.target_name != "wheel" or version == "editable":
            return
        folders = [str(Path(self.root, room)) for room in ROOMS]
        sys.path[:0] = folders
        try:
            from useworkflow_runtime.code.lowered_library import FILE, encode_library
        finally:
            sys.path[: len(folders)] = []
        self._folder = tempfile.TemporaryDirectory()
        made = Path(self._folder.name, FILE)
        made.write_bytes(encode_library())
        build_data["force_include"][str(made)] = f"useworkflow_sandbox/library/{FILE}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary file."""
        folder = getattr(self, "_folder", None)
        if folder is not None:
            folder.cleanup()
