"""What workflow code can import: facades of the pure parts of the standard library, and its own bundle.

Input -> output::

    import json            -> a facade: json.dumps is there, json.codecs is not
    import socket          -> ImportBlockedError: UW207, with the remedy
    from shop import rate  -> the bundle's own module

Read next: ``builtins``, which hands the importer to workflow code.
"""

from __future__ import annotations

import heapq
import importlib
import sys
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from useworkflow_sandbox import context, decimals
from useworkflow_sandbox.errors import ImportBlockedError
from useworkflow_sandbox.facades import caching, clock, dataclass_texts, environment, logs, randomness, warns
from useworkflow_sandbox.facades.blocked import MODULES, STEP, Blocked, place
from useworkflow_sandbox.facades.enums import BASES
from useworkflow_sandbox.facades.facade import FacadeModule
from useworkflow_sandbox.facades.paths import make_pathlib
from useworkflow_sandbox.facades.statistical import NormalDist
from useworkflow_sandbox.facades.wrapping import update_wrapper, wraps
from useworkflow_sandbox.guards import SafeFormatter
from useworkflow_sandbox.ordered import OrderedSet
from useworkflow_sandbox.shared import refreeze, unshared

_ALL = ("*",)

_PURE: dict[str, tuple[str, ...]] = {
    "json": ("dump", "dumps", "load", "loads", "JSONDecoder", "JSONDecodeError", "JSONEncoder"),
    "re": _ALL,
    "math": _ALL,
    "cmath": _ALL,
    "statistics": _ALL,
    "itertools": _ALL,
    "functools": _ALL,
    "collections": _ALL,
    "collections.abc": _ALL,
    "operator": _ALL,
    "string": _ALL,
    "textwrap": _ALL,
    "decimal": _ALL,
    "fractions": ("Fraction",),
    "enum": _ALL,
    "dataclasses": _ALL,
    "typing": _ALL,
    "copy": ("copy", "deepcopy", "replace", "Error", "error"),
    "heapq": ("heappush", "heappop", "heapify", "heapreplace", "merge", "nlargest", "nsmallest", "heappushpop"),
    "bisect": ("bisect", "bisect_left", "bisect_right", "insort", "insort_left", "insort_right"),
    "base64": _ALL,
    "hashlib": _ALL,
    "hmac": ("new", "compare_digest", "digest", "HMAC"),
    "zlib": _ALL,
    "calendar": _ALL,
    "zoneinfo": ("ZoneInfo", "ZoneInfoNotFoundError"),
    "numbers": _ALL,
    "abc": ("ABC", "ABCMeta", "abstractmethod", "abstractproperty", "abstractclassmethod", "abstractstaticmethod"),
    "types": (
        "SimpleNamespace", "MappingProxyType", "NoneType", "EllipsisType", "NotImplementedType", "GenericAlias",
        "UnionType",
    ),
    "difflib": _ALL,
    "fnmatch": _ALL,
    "keyword": _ALL,
    "colorsys": _ALL,
    "tomllib": ("loads", "TOMLDecodeError"),
    "http": ("HTTPStatus", "HTTPMethod"),
    "html": ("escape", "unescape"),
    "shlex": ("join", "quote", "split"),
    "urllib.parse": _ALL,
    "ipaddress": (
        "AddressValueError", "IPv4Address", "IPv4Interface", "IPv4Network", "IPv6Address", "IPv6Interface",
        "IPv6Network", "NetmaskValueError", "collapse_addresses", "get_mixed_type_key", "ip_address", "ip_interface",
        "ip_network", "summarize_address_range", "v4_int_to_packed", "v6_int_to_packed",
    ),
    "graphlib": ("TopologicalSorter", "CycleError"),
    "binascii": _ALL,
    "struct": _ALL,
    "unicodedata": ("category", "combining", "name", "normalize", "lookup", "numeric", "decimal", "digit"),
    "io": ("StringIO", "BytesIO", "SEEK_SET", "SEEK_CUR", "SEEK_END"),
    "csv": (
        "reader", "writer", "DictReader", "DictWriter", "Error", "QUOTE_ALL", "QUOTE_MINIMAL", "QUOTE_NONE",
        "QUOTE_NONNUMERIC",
    ),
    "os": ("fspath", "PathLike", "sep", "linesep"),
    "os.path": (
        "basename", "commonpath", "commonprefix", "dirname", "isabs", "join", "normcase", "normpath", "split",
        "splitdrive", "splitext", "sep",
    ),
    "__future__": _ALL,
}  # fmt: skip
"""What of each module is exposed: ``*`` is everything public in it that is no module."""

_BLOCKED: dict[str, tuple[str, ...]] = {
    "collections": ("abc",),
    "dataclasses": ("make_dataclass",),
    "decimal": ("DefaultContext", "BasicContext", "ExtendedContext"),
    "functools": ("RLock",),
    "abc": ("ABCMeta",),
    "enum": ("EnumMeta", "EnumType"),
    "hashlib": ("file_digest", "algorithms_available"),
    "operator": ("attrgetter", "methodcaller"),
    "os": (
        "urandom", "listdir", "scandir", "walk", "remove", "unlink", "rename", "replace", "mkdir",
        "makedirs", "rmdir", "stat", "open", "read", "write", "system", "popen", "getcwd", "chdir", "getpid", "kill",
        "fork", "cpu_count",
    ),
    "os.path": ("exists", "isfile", "isdir", "getsize", "getmtime", "abspath", "realpath", "expanduser", "expandvars"),
    "io": ("open", "FileIO"),
    "typing": ("get_type_hints", "ForwardRef", "evaluate_forward_ref"),
    "calendar": ("LocaleTextCalendar", "LocaleHTMLCalendar", "different_locale"),
    "zoneinfo": ("available_timezones", "reset_tzpath"),
    "re": ("template",),
}  # fmt: skip
"""What refuses by name: at its use, so that the import of its module still works."""

_REPLACED: dict[str, dict[str, Any]] = {
    "dataclasses": {"dataclass": dataclass_texts.dataclass},
    "enum": dict(BASES),
    "functools": {
        "update_wrapper": update_wrapper,
        "wraps": wraps,
        "cache": caching.cache,
        "lru_cache": caching.lru_cache,
    },
    "os": {"environ": environment.environ, "getenv": environment.getenv},
    "heapq": {
        name: unshared(getattr(heapq, name))
        for name in ("heappush", "heappop", "heapify", "heapreplace", "heappushpop")
    },
    "statistics": {"NormalDist": NormalDist},
    "decimal": {name: getattr(decimals, name) for name in decimals.FUNCTIONS},
}
"""What has another form in workflow code."""

_SUBMODULES = {"collections": ("abc",), "os": ("path",), "urllib": ("parse",)}


def _make_asyncio() -> FacadeModule:
    from useworkflow_sandbox.facades import asyncio_facade

    return asyncio_facade.make_module({})


def _make_contextlib() -> FacadeModule:
    from useworkflow_sandbox.facades import contextlib_facade

    return contextlib_facade.make_module({})


def _make_useworkflow() -> FacadeModule:
    from useworkflow_sandbox.facades import useworkflow_facade

    return useworkflow_facade.make_module({})


def _make_contextvars() -> FacadeModule:
    kinds = (context.Context, context.ContextVar, context.Token, context.copy_context)
    return FacadeModule("contextvars", {kind.__name__: kind for kind in kinds})


_MADE: dict[str, Callable[[], FacadeModule]] = {
    "contextvars": _make_contextvars,
    "time": clock.make_time,
    "datetime": clock.make_datetime,
    "random": randomness.make_random,
    "uuid": randomness.make_uuid,
    "logging": logs.make_logging,
    "warnings": warns.make_warnings,
    "pathlib": make_pathlib,
    "asyncio": _make_asyncio,
    "contextlib": _make_contextlib,
    "useworkflow": _make_useworkflow,
}


def _public(module: types.ModuleType) -> Iterable[str]:
    return getattr(module, "__all__", None) or (name for name in dir(module) if name[:1] != "_")


def _make(name: str) -> FacadeModule:
    """The facade of an allowed module."""
    if name in _MADE:
        return _MADE[name]()
    names: dict[str, Any] = {}
    if name in _PURE:
        real = importlib.import_module(name)
        chosen = _public(real) if _PURE[name] is _ALL else _PURE[name]
        names = {item: getattr(real, item) for item in chosen if hasattr(real, item)}
        names = {item: _settled(value) for item, value in names.items() if not isinstance(value, types.ModuleType)}
    names |= {item: Blocked(f"{name}.{item}") for item in _BLOCKED.get(name, ())}
    names |= _REPLACED.get(name, {})
    names |= {item: FACADES[f"{name}.{item}"] for item in _SUBMODULES.get(name, ())}
    if name == "string":
        names["Formatter"] = SafeFormatter
    return FacadeModule(name, names)


def _settled(value: Any) -> Any:
    """``value``, or a frozen copy in an order that is the same in every process."""
    if type(value) is list:
        return refreeze(value)
    return refreeze(OrderedSet(sorted(value))) if type(value) is set else value


class _Facades(Mapping[str, FacadeModule]):
    """Facades by module name, each made when it is first asked for."""

    def __init__(self) -> None:
        self._names = frozenset({*_PURE, *_MADE, "urllib"})
        self._made: dict[str, FacadeModule] = {}
        self._exposed: dict[int, Any] = {}
        self._counted = 0

    def __getitem__(self, name: str) -> FacadeModule:
        found = self._made.get(name)
        if found is None:
            if name not in self._names:
                raise KeyError(name)
            found = self._made[name] = _make(name)
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._names))

    def __len__(self) -> int:
        return len(self._names)

    def is_exposed(self, value: Any) -> bool:
        """Whether a facade that was made so far exposes this very object."""
        exposed = self._exposed
        if len(self._made) != self._counted:
            for facade in list(self._made.values()):
                exposed.update({id(item): item for item in vars(facade).values()})
            self._counted = len(self._made)
        return id(value) in exposed


FACADES: Mapping[str, FacadeModule] = _Facades()
"""Every module that workflow code can import beside its own."""


def is_exposed(value: Any) -> bool:
    """Whether ``value`` is the standard library's, or the sandbox's: it was imported, and is not the bundle's own."""
    return FACADES.is_exposed(value)  # type: ignore[attr-defined,no-any-return]


Lookup = Callable[[str], types.ModuleType | None]


def make_importer(
    bundle_modules: Lookup,
    extra: Mapping[str, types.ModuleType] | None = None,
    passed: Mapping[str, types.ModuleType] | None = None,
) -> Callable[..., types.ModuleType]:
    """The ``__import__`` of a bundle's modules: the bundle first, then ``extra``, then ``FACADES``.

    Args:
        bundle_modules: gives an executed module of the bundle by name, or ``None``.
        extra: further modules by name, such as ``asyncio`` and ``useworkflow``.
        passed: installed packages that are passed through.

    The importer raises ``ImportBlockedError`` for everything else, and for names that a module does not have: Python
    itself would then look for the real module in ``sys.modules``.
    """
    own = extra or {}

    def find(name: str) -> types.ModuleType | None:
        found = bundle_modules(name)
        if found is None:
            found = own.get(name)
        if found is None and name in FACADES:
            found = FACADES[name]
        if found is None and passed is not None:
            found = passed.get(name)
        return found

    def importer(
        name: str,
        globals: Mapping[str, Any] | None = None,
        locals: object = None,
        fromlist: Iterable[str] | None = (),
        level: int = 0,
    ) -> types.ModuleType:
        if type(fromlist) is list and not fromlist:
            return _for_the_interpreter(name)
        full = _absolute(name, globals, level)
        if fromlist:
            return _with_names(find, full, tuple(fromlist))
        module = find(full)
        if module is None:
            raise _not_importable(full)
        top, _, rest = full.partition(".")
        return _package(find, top, rest, module) if rest else module

    return importer


def _for_the_interpreter(name: str) -> types.ModuleType:
    """C code imports through the importer of the code that called it (``datetime.strptime`` its ``_strptime``), with an
    empty list where import statements give ``None`` or a tuple. It takes the module from ``sys.modules``: what is
    returned here, it does not look at."""
    if name.partition(".")[0] not in sys.stdlib_module_names:
        raise _not_importable(name)
    importlib.import_module(name)
    return FacadeModule(name, {})


def _absolute(name: str, globals: Mapping[str, Any] | None, level: int) -> str:
    if not level:
        return name
    names = globals or {}
    package = names.get("__package__")
    if package is None:
        package = str(names.get("__name__", "")).rpartition(".")[0]
    parts = str(package).split(".")
    if not package or level > len(parts):
        raise ImportError("attempted relative import beyond top-level package")
    base = ".".join(parts[: len(parts) - level + 1])
    return f"{base}.{name}" if name else base


def _with_names(find: Lookup, full: str, names: tuple[str, ...]) -> types.ModuleType:
    """For ``from full import names``: the module, seen together with those of the names that are modules."""
    module = find(full)
    submodules: dict[str, Any] = {}
    for name in names:
        if name == "*":
            continue
        if module is None or name not in vars(module):
            submodule = find(f"{full}.{name}")
            if submodule is not None:
                submodules[name] = submodule
            elif module is None:
                raise _not_importable(full)
            elif isinstance(module, FacadeModule):
                getattr(module, name)  # raises, with the remedy
            elif not hasattr(module, name):
                raise ImportError(f"cannot import name {name!r} from {full!r}", name=full)
    if submodules:
        return FacadeModule(full, {**(_contents(module) if module is not None else {}), **submodules})
    if module is None:
        raise _not_importable(full)
    return module


def _contents(module: types.ModuleType) -> dict[str, Any]:
    return {name: value for name, value in vars(module).items() if name[:2] != "__"}


def _package(find: Lookup, top: str, rest: str, module: types.ModuleType) -> types.ModuleType:
    """For ``import a.b.c``: a view of ``a`` on which ``.b.c`` leads to the module."""
    head, _, tail = rest.partition(".")
    package = find(top)
    inner = module if not tail else _package(lambda name: find(name), f"{top}.{head}", tail, module)
    if isinstance(package, FacadeModule) and vars(package).get(head) is inner:
        return package
    return FacadeModule(top, {**(_contents(package) if package is not None else {}), head: inner})


def _not_importable(name: str) -> ImportBlockedError:
    why, mend = MODULES.get(name) or MODULES.get(
        name.partition(".")[0],
        (
            "workflow code sees the pure parts of the standard library and its own modules, so that replay gives the same",
            f"{STEP}; an import that only steps use is never executed here",
        ),
    )
    return ImportBlockedError(
        f"the module {name!r} is not available in workflow code", name=name, where=place(), why=why, mend=mend
    )
