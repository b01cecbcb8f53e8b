"""The shape of the user's classes: what their objects are made of, so that a change is noticed.

    @dataclass
    class Order:                     shape_of(Order) -> "9f0c..."      another digest once a field, a default or a
        id: int                                                        method is another

A class crosses a border by reference and is not pinned. A snapshot keeps the shapes of the classes that it names, and the
versions of the installed packages that its code and those classes come from, and is dropped where one of them is another now
(the log is decoded with the new class); a bundle keeps those that its code names, as the compiler saw them. Read next: ``agreement``, ``snapshots``.
"""

from __future__ import annotations

import enum
import functools
import hashlib
import inspect
import sys
import weakref
from collections.abc import Callable, Iterator, Mapping
from types import FunctionType
from typing import Any

from useworkflow_compiler.errors import UseWorkflowError
from useworkflow_compiler.format import Bundle
from useworkflow_compiler.sources import package_version
from useworkflow_runtime.code.identity import resolve_class
from useworkflow_sandbox.program import Program

_known: weakref.WeakKeyDictionary[type, str] = weakref.WeakKeyDictionary()


def shape_of(cls: type) -> str:
    """A digest of the fields, their types and defaults, and the methods of ``cls`` and its bases, as they are in this
    process. The same on every supported Python, as far as the sources of its methods can be read."""
    known = _known.get(cls)
    if known is None:
        text = "\n".join(line for base in cls.__mro__ if not _foreign(base) for line in _lines(base))
        known = _known[cls] = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()
    return known


def shapes_in(program: Program) -> dict[str, str]:
    """What snapshots of ``program`` rest on: the shapes of the user's classes that they name, by ``module:qualname``, and the
    versions of installed packages, by ``package==``."""
    found = {}
    packages = {package for package, _ in program.bundle.libraries} if program.bundle is not None else set()
    for cls in list(program.codes.class_names):
        top = cls.__module__.partition(".")[0]
        if not _foreign(cls):
            found[f"{cls.__module__}:{cls.__qualname__}"] = shape_of(cls)
        elif top not in sys.stdlib_module_names and not top.startswith("useworkflow"):
            packages.add(top)
    return found | {f"{package}==": _version_of(package) for package in sorted(packages)}


@functools.cache
def _version_of(package: str) -> str:
    """As it is installed here; a process does not change what it has imported."""
    return package_version(package)


def still_hold(shapes: Mapping[str, str]) -> bool:
    """Whether every class is there, with the shape that it had, and every package with its version."""
    return all(_present_shape(name) == shape for name, shape in shapes.items())


def _present_shape(name: str) -> str | None:
    if name.endswith("=="):
        return _version_of(name.removesuffix("=="))
    module, _, qualname = name.partition(":")
    try:
        return shape_of(resolve_class(module, qualname))
    except Exception:  # importing runs user code, which may raise anything
        return None


def changed_classes(recorded: Bundle) -> list[str]:
    """``module:qualname`` of the classes that ``recorded`` names and whose source is another now, or gone."""
    return [
        f"{module}:{qualname}" for module, qualname, digest in recorded.hosts if _moved_on(module, qualname, digest)
    ]


def change_detector(recorded: Bundle | None) -> Callable[[str], bool]:
    """``changed("app:Order")`` for values that were recorded by the code ``recorded``; looks at sources when asked."""
    digests = {f"{module}:{name}": digest for module, name, digest in recorded.hosts} if recorded is not None else {}
    answers: dict[str, bool] = {}

    def changed(name: str) -> bool:
        if name not in answers:
            module, _, qualname = name.partition(":")
            answers[name] = _moved_on(module, qualname, digests.get(name, ""))
        return answers[name]

    return changed


def _moved_on(module: str, qualname: str, digest: str) -> bool:
    if not digest:
        return False
    from useworkflow_compiler.bundle import class_shape
    from useworkflow_runtime.code.programs import present_sources

    try:
        return class_shape(module, qualname, present_sources(module)) != digest
    except UseWorkflowError:
        return True


def _foreign(cls: type) -> bool:
    """Not the user's own: built in, of the standard library, of an installed package, or of useworkflow."""
    top = cls.__module__.partition(".")[0]
    if top in sys.stdlib_module_names or top.startswith("useworkflow"):
        return top != "__main__"
    file = getattr(sys.modules.get(cls.__module__), "__file__", None) or ""
    return "site-packages" in file or "dist-packages" in file


def _lines(cls: type) -> Iterator[str]:
    yield f"class {cls.__module__}.{cls.__qualname__}"
    namespace = dict(vars(cls))
    for name, annotation in sorted(namespace.get("__annotations__", {}).items()):
        yield f"field {name}: {_named(annotation)}"
    yield from _defaults(cls)
    if issubclass(cls, enum.Enum):
        for name, member in cls.__members__.items():
            yield f"member {name} = {member.value!r}"
    for name, value in sorted(namespace.items(), key=lambda item: item[0]):
        for function in _functions(value):
            yield f"method {name} {_source(function)}"


def _defaults(cls: Any) -> Iterator[str]:
    for field in getattr(cls, "__dataclass_fields__", {}).values():
        yield f"default {field.name} {_value(field.default)} {_value(field.default_factory)} {field.init}"
    for field in getattr(cls, "__attrs_attrs__", ()):
        yield f"default {field.name} {_value(field.default)} {field.init}"
    fields = getattr(cls, "model_fields", None)
    if isinstance(fields, dict):
        for name, field in fields.items():
            yield f"default {name} {_value(field.default)} {_value(field.default_factory)}"
    for name in getattr(cls, "__struct_fields__", ()):
        yield f"name {name}"
    for default in getattr(cls, "__struct_defaults__", ()):
        yield f"default {_value(default)}"
    for name, default in getattr(cls, "_field_defaults", {}).items():
        yield f"default {name} {_value(default)}"


def _named(annotation: Any) -> str:
    return annotation if isinstance(annotation, str) else getattr(annotation, "__qualname__", None) or repr(annotation)


def _value(value: Any) -> str:
    """A text for a default; one that shows its address is named by its class."""
    if isinstance(value, type) or callable(value):
        return str(getattr(value, "__qualname__", type(value).__qualname__))
    text = repr(value)
    return type(value).__qualname__ if " at 0x" in text else text


def _functions(value: Any) -> Iterator[FunctionType]:
    if isinstance(value, property):
        candidates: tuple[Any, ...] = (value.fget, value.fset, value.fdel)
    elif isinstance(value, staticmethod | classmethod):
        candidates = (value.__func__,)
    else:
        candidates = (value, getattr(value, "func", None))
    for candidate in candidates:
        # A decorator's own methods have names of files that no editor opens ("<string>"); fields stand for them.
        if not isinstance(candidate, FunctionType) or candidate.__code__.co_filename.startswith("<"):
            continue
        if (candidate.__module__ or "").partition(".")[0] not in sys.stdlib_module_names - {"__main__"}:
            yield candidate


def _source(function: FunctionType) -> str:
    try:
        return inspect.getsource(function)
    except (OSError, TypeError, SyntaxError):
        return ""
