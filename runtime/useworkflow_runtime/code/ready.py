"""Bundles that this process has at hand, so that ``start`` neither reads nor compiles anything.

    remember(bundles)                     the import hook has compiled a module, or read what was compiled before
    find("shop.orders", "place_order")    -> Bundle or None
    forget("shop.models", unless="9f3c")  that module is loaded afresh, with this text: bundles of another text are dropped

Read next: ``programs``, which asks here first.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable
from typing import Any

from useworkflow_compiler.format import Bundle

_by_function: weakref.WeakKeyDictionary[Callable[..., Any], Bundle] = weakref.WeakKeyDictionary()
_by_name: dict[tuple[str, str], Bundle] = {}
_reached: dict[str, set[tuple[str, str]]] = {}
"""Workflows by the modules that their bundles at hand hold, or once held."""


def remember(bundles: Iterable[Bundle]) -> None:
    """Have these bundles at hand, in place of former ones of the same workflows."""
    for bundle in bundles:
        name = (bundle.module, bundle.qualname)
        _by_name[name] = bundle
        for code in bundle.modules:
            _reached.setdefault(code.name, set()).add(name)


def find(module: str, qualname: str) -> Bundle | None:
    """The bundle of a workflow, if it is at hand."""
    return _by_name.get((module, qualname))


def remember_function(function: Callable[..., Any], bundle: Bundle) -> None:
    """Have the bundle of a function object at hand for as long as the function lives.

    Raises:
        TypeError: it is no object that can be referred to weakly.
    """
    _by_function[function] = bundle
    for code in bundle.modules:
        _reached.setdefault(code.name, set())


def of_function(function: Callable[..., Any]) -> Bundle | None:
    """The bundle of a function object, if it is at hand."""
    return _by_function.get(function)


def is_reached(module: str) -> bool:
    """Whether a bundle at hand may hold code of ``module``."""
    return module in _reached


def forget(module: str, *, unless: str = "") -> None:
    """Drop every bundle that holds code of ``module``, but for the text with the hash ``unless``."""
    for name in _reached.get(module, ()):
        bundle = _by_name.get(name)
        if bundle is not None and _holds_other(bundle, module, unless):
            del _by_name[name]
    for function, bundle in list(_by_function.items()):
        if _holds_other(bundle, module, unless):
            _by_function.pop(function, None)


def _holds_other(bundle: Bundle, module: str, text_hash: str) -> bool:
    return any(code.name == module and code.source_hash != text_hash for code in bundle.modules)
