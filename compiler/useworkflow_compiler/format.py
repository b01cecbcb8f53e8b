"""The output format of the compiler: the only seam through which the sandbox knows it.

A *bundle* is everything that one workflow needs to run, and to be resumed: for every first-party module that it
reaches, the source text, the lowered tree in an encoding that is the same on every Python, the re-entry forms, and a
table of functions with what is live at each suspension. It is content-addressed: ``Bundle.id`` is a hash of the
normalised trees with their constants and of ``TRANSFORM``.

Read next: ``tree`` (the encoding of trees), ``lower/__init__`` (what the lowered code looks like).
"""

from __future__ import annotations

import hashlib

import msgspec

ABI = 1
"""Number of the seam between generated code and the sandbox. Code of every ABI that was ever stored keeps running."""

TRANSFORM = "4"
"""Version of the lowering. It is part of every content hash."""

EXPORTED = (
    "_uw_BaseException",
    "_uw_Managed",
    "_uw_StopAsyncIteration",
    "_uw_aenter",
    "_uw_aexit",
    "_uw_aiter",
    "_uw_alive",
    "_uw_anext",
    "_uw_await",
    "_uw_bound",
    "_uw_chain",
    "_uw_evicted",
    "_uw_first",
    "_uw_getattr",
    "_uw_host",
    "_uw_iter",
    "_uw_method",
    "_uw_mine",
    "_uw_nested",
    "_uw_order",
    "_uw_percent",
    "_uw_read",
    "_uw_repr",
    "_uw_set",
    "_uw_setop",
    "_uw_shown",
    "_uw_step",
    "_uw_step_method",
    "_uw_str",
    "_uw_suspending",
    "_uw_sync",
)
"""Every name that generated code may use beside the user's own. The sandbox supplies each under this very name.

``_uw_method`` is in stored code only: present code has ``_uw_sync`` for all calls that may suspend."""


class Point(msgspec.Struct, frozen=True, array_like=True):
    """One suspension point. ``live`` are the local names whose values count at it; ``line`` is the user's."""

    line: int
    live: tuple[str, ...]
    assigned: tuple[int, ...] = ()
    """For each name in ``live`` the line of its (first) assignment, 0 where it is not known."""


class FunctionEntry(msgspec.Struct, frozen=True):
    """One function of a bundle, nested ones and lambdas included.

    ``marker`` is the name of a local variable that its code object, and no other, carries in ``co_varnames``; the
    loader finds code objects by it. ``resume_marker`` is the same for the re-entry form, ``""`` where the function
    cannot suspend. ``cells`` are the names of the closure of the re-entry form, in order: free variables and the
    function's own captured variables.
    """

    id: str
    name: str
    qualname: str
    line: int
    marker: str
    resume_marker: str = ""
    cells: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    sync: bool = False
    """It is a plain ``def`` or ``lambda`` in the source, made resumable since it may come to a sync step."""
    holding: tuple[str, ...] = ()
    """Variables that the re-entry form can have back also where they are not live: a generator in one ends with it."""


class ModuleCode(msgspec.Struct, frozen=True):
    """One first-party module of a bundle, reduced to what the workflow reaches."""

    name: str
    filename: str
    source: str
    source_hash: str
    tree: bytes
    """The lowered module, encoded by ``tree.encode``."""
    resume: bytes
    """The module of re-entry forms, encoded likewise; compiled only when a snapshot is first restored."""
    functions: tuple[FunctionEntry, ...]


class StepInfo(msgspec.Struct, frozen=True):
    """A step that the bundle may schedule: ``step//{module}//{qualname}``, and where it stands."""

    id: str
    module: str
    qualname: str
    is_async: bool
    line: int


class Bundle(msgspec.Struct, frozen=True):
    """A workflow's pinned code (G7). ``modules[0]`` is the workflow's own module."""

    id: str
    abi: int
    transform: str
    workflow: str
    """``workflow//{module}//{qualname}``"""
    module: str
    qualname: str
    modules: tuple[ModuleCode, ...]
    steps: tuple[StepInfo, ...]
    hosts: tuple[tuple[str, str, str], ...] = ()
    """Classes taken by reference from the user's own modules: (module, qualname, shape digest)."""
    libraries: tuple[tuple[str, str], ...] = ()
    """Installed packages that are passed through: (package, version)."""
    classes: tuple[tuple[str, str], ...] = ()
    """Classes of the user's own modules that the bundle holds as code: (module, name)."""
    workflows: tuple[str, ...] = ()
    """Ids of all workflows that stand in it: those that its code may start as runs of their own."""


def bundle_of_other(bundle: Bundle, workflow: str) -> Bundle:
    """The code of another workflow that stands in ``bundle``: the same modules, entered at another function (G7).

    A run that is started by workflow code gets this: its code is as pinned as that of the run that started it.

    Raises:
        ValueError: ``workflow`` does not stand in it.
    """
    if workflow == bundle.workflow:
        return bundle
    if workflow not in bundle.workflows:
        raise ValueError(f"{workflow} does not stand in the bundle {bundle.id}")
    _, module, qualname = workflow.split("//", 2)
    identity = f"{bundle.id}\0{workflow}".encode("utf-8", "surrogatepass")
    return msgspec.structs.replace(
        bundle,
        id=hashlib.blake2b(identity, digest_size=20).hexdigest(),
        workflow=workflow,
        module=module,
        qualname=qualname,
        modules=tuple(sorted(bundle.modules, key=lambda each: (each.name != module, each.name))),
    )


def encode_bundle(bundle: Bundle) -> bytes:
    """Return ``bundle`` as MessagePack bytes that ``decode_bundle`` reads on every supported Python."""
    return msgspec.msgpack.encode(bundle)


def decode_bundle(data: bytes) -> Bundle:
    """Read what ``encode_bundle`` wrote.

    Raises:
        msgspec.DecodeError: ``data`` is no bundle.
    """
    try:
        return msgspec.msgpack.decode(data, type=Bundle)
    except (UnicodeDecodeError, RecursionError) as error:
        raise msgspec.DecodeError(f"{type(error).__name__}: {error}") from error
