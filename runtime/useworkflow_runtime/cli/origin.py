"""Where the steps of a stored run can be imported from: the folder that its workflow's file stood in.

    Bundle(module="shop.orders", modules[0].filename="/srv/shop/orders.py")   ->   sys.path gets /srv

The workflow's own code comes from the world (G7); its steps run current code, which has to be imported.
"""

from __future__ import annotations

import contextlib
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from useworkflow_compiler.format import Bundle, decode_bundle
from useworkflow_runtime.cli.errors import SourceGoneError
from useworkflow_runtime.cli.target import import_by_name, parse_target
from useworkflow_runtime.code.programs import Programs
from useworkflow_runtime.worlds.protocol import UNFINISHED, RunRecord, World

if TYPE_CHECKING:
    from useworkflow_sandbox.program import Program


def import_given(places: tuple[str, ...]) -> None:
    """Import the modules or files that ``--import`` names.

    Raises:
        TargetFileError: there is no such file or module.
        ImportFailedError: it raised.
    """
    for place in places:
        target = parse_target(place)
        import_by_name(target.module, target.root)


@contextlib.contextmanager
def imports_aside() -> Iterator[None]:
    """The current folder's modules come first, and what modules print when they are imported is kept off the output."""
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    with contextlib.redirect_stdout(sys.stderr):
        yield


async def make_importable(world: World, record: RunRecord) -> None:
    """See to it that the module of the run's workflow, and so its steps, can be imported in this process.

    Raises:
        SourceGoneError: it cannot be found, neither on ``sys.path`` nor where it was.
        ImportFailedError: it raised when it was imported.
    """
    data = await world.get_bundle(record.bundle)
    if data is None:
        return
    bundle = decode_bundle(data)
    root = add_root(bundle)
    if bundle.module in sys.modules or not bundle.steps:
        return
    if not _can_be_found(bundle.module):
        raise SourceGoneError(
            f"run {record.id} needs module {bundle.module}, and {bundle.modules[0].filename} is gone",
            why="steps run current code, which is imported; only the workflow's own code is kept with the run",
            mend=f"put the file back, or name a module that can be imported: useworkflow resume {record.id} --import "
            f"{bundle.module}",
        )
    import_by_name(bundle.module, root or Path.cwd())


async def make_all_importable(world: World) -> list[str]:
    """``make_importable`` for every unfinished run, as far as it goes; returns what could not be imported."""
    missing: list[str] = []
    seen: set[str] = set()
    for status in UNFINISHED:
        before: str | None = None
        while page := await world.find_runs(status=status, limit=500, before=before):
            before = page[-1].id
            for record in page:
                if record.bundle not in seen:
                    seen.add(record.bundle)
                    try:
                        await make_importable(world, record)
                    except SourceGoneError as error:
                        missing.append(str(error))
    return missing


def add_root(bundle: Bundle) -> Path | None:
    """Put the folder of the bundle's own module on ``sys.path``, if the file is still there; last, so that what is
    installed and what the command line named come first."""
    file = Path(bundle.modules[0].filename)
    if not file.is_file():
        return None
    levels = bundle.module.count(".") + (1 if file.name == "__init__.py" else 0)
    root = file.resolve().parents[levels]
    if str(root) not in sys.path:
        sys.path.append(str(root))
    return root


async def add_root_of(world: World, record: RunRecord) -> None:
    """``add_root`` for the code of a run."""
    data = await world.get_bundle(record.bundle)
    if data is not None:
        add_root(decode_bundle(data))


class RootedPrograms(Programs):
    """Programs that see to it that the steps of each stored bundle can be imported, before its runs go on."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._rooted: set[str] = set()

    async def get(self, bundle_id: str) -> Program:
        """The program of a bundle that is stored in the world; its folder is on ``sys.path`` afterwards.

        Raises:
            BundleMissingError: the world does not hold it.
            ProgramError: it is of an ABI that this version does not know.
        """
        if bundle_id not in self._rooted:
            self._rooted.add(bundle_id)
            data = await self._world.get_bundle(bundle_id)
            if data is not None:
                add_root(decode_bundle(data))
        return await super().get(bundle_id)


def _can_be_found(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return False
