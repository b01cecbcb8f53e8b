"""Words on the command line -> a workflow's arguments, converted by its annotations.

    async def audit(path: Path, limit: int = 8, *, strict: bool = False)

    ["env", "4", "--strict"]              -> (Path("env"), 4), {"strict": True}
    ["--path", "env", "--no-strict"]      -> (), {"path": Path("env"), "strict": False}

A parameter without an annotation takes JSON where the word is JSON, and the plain string else.
"""

from __future__ import annotations

import inspect
import json
import types
import typing
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath
from typing import Any, Literal, Union

import msgspec

from useworkflow_runtime.cli.errors import ArgumentsError

_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "no", "off", "0"})
_WORDS = (_TRUE | _FALSE) - {"1", "0"}
"""What may follow a boolean option; a digit there is rather the next positional argument."""


def bind_arguments(function: Callable[..., Any], words: Sequence[str]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Convert ``words`` to the arguments of ``function``.

    ``--name value`` and ``--name=value`` give a parameter by name (``-`` may stand for ``_``), ``--flag`` and
    ``--no-flag`` a boolean one; a list parameter may be named several times. Everything else is positional.

    Raises:
        ArgumentsError: an unknown name, a missing or surplus argument, or a value that cannot be converted.
    """
    signature = inspect.signature(function)
    hints = _annotations(function)
    positional, named = _sort_words(words, signature, hints)
    args = _positional_values(positional, signature, hints)
    kwargs = {name: _named_value(name, texts, signature, hints) for name, texts in named.items()}
    try:
        signature.bind(*args, **kwargs)
    except TypeError as error:
        raise ArgumentsError(f"the arguments do not fit: {error}", mend=f"usage: {usage(function)}") from None
    return tuple(args), kwargs


def usage(function: Callable[..., Any]) -> str:
    """One line that says which arguments ``function`` takes: ``audit PATH [--limit INT] [--strict]``."""
    hints = _annotations(function)
    parameters = inspect.signature(function).parameters.values()
    return " ".join([function.__name__, *(_usage_of(each, hints.get(each.name, Any)) for each in parameters)])


def _usage_of(parameter: inspect.Parameter, hint: Any) -> str:
    if parameter.kind is parameter.VAR_POSITIONAL:
        return f"[{parameter.name.upper()} ...]"
    if parameter.kind is parameter.VAR_KEYWORD:
        return "[--NAME VALUE ...]"
    option = "--" + parameter.name.replace("_", "-")
    if parameter.default is parameter.empty:
        return parameter.name.upper() if parameter.kind is not parameter.KEYWORD_ONLY else f"{option} {_shown(hint)}"
    return f"[{option}]" if hint is bool else f"[{option} {_shown(hint)}]"


def _shown(hint: Any) -> str:
    return getattr(hint, "__name__", "value").upper() if hint is not Any else "VALUE"


def _annotations(function: Callable[..., Any]) -> dict[str, Any]:
    """Resolved annotations; those that cannot be resolved are left out, and their words are read as JSON or text."""
    try:
        return typing.get_type_hints(function)
    except Exception:
        plain = getattr(function, "__annotations__", {})
        return {name: hint for name, hint in plain.items() if not isinstance(hint, str)}


def _sort_words(
    words: Sequence[str], signature: inspect.Signature, hints: dict[str, Any]
) -> tuple[list[str], dict[str, list[str]]]:
    positional: list[str] = []
    named: dict[str, list[str]] = {}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if not (word.startswith("--") and len(word) > 2):
            positional.append(word)
            continue
        option, equals, text = word[2:].partition("=")
        name = option.replace("-", "_")
        if not equals and name.startswith("no_") and hints.get(name[3:]) is bool:
            name, text = name[3:], "false"
        elif not equals:
            text = _following_word(name, option, rest, hints)
        _check_known(name, option, signature)
        named.setdefault(name, []).append(text)
    return positional, named


def _following_word(name: str, option: str, rest: list[str], hints: dict[str, Any]) -> str:
    if hints.get(name) is bool:
        return rest.pop(0) if rest and rest[0].lower() in _WORDS else "true"
    if not rest:
        raise ArgumentsError(f"--{option} needs a value", mend=f"--{option} VALUE, or --{option}=VALUE")
    return rest.pop(0)


def _check_known(name: str, option: str, signature: inspect.Signature) -> None:
    parameters = signature.parameters
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters.values()):
        return
    takes_names = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    if name not in parameters or parameters[name].kind not in takes_names:
        known = [f"--{each.name.replace('_', '-')}" for each in parameters.values() if each.kind in takes_names]
        raise ArgumentsError(f"the workflow has no parameter --{option}", mend=f"it has: {', '.join(known) or 'none'}")


def _positional_values(words: list[str], signature: inspect.Signature, hints: dict[str, Any]) -> list[Any]:
    parameters = [each for each in signature.parameters.values() if each.kind is not each.KEYWORD_ONLY]
    values: list[Any] = []
    for index, word in enumerate(words):
        if index < len(parameters) and parameters[index].kind not in (
            inspect.Parameter.VAR_POSITIONAL,
            inspect.Parameter.VAR_KEYWORD,
        ):
            parameter: inspect.Parameter | None = parameters[index]
        else:
            parameter = next((each for each in parameters if each.kind is each.VAR_POSITIONAL), None)
        name = parameter.name if parameter else f"argument {index + 1}"
        values.append(convert(word, hints.get(name, Any), name))
    return values


def _named_value(name: str, texts: list[str], signature: inspect.Signature, hints: dict[str, Any]) -> Any:
    hint = hints.get(name, Any)
    if typing.get_origin(hint) is list and not (len(texts) == 1 and texts[0].lstrip().startswith("[")):
        (element,) = typing.get_args(hint) or (Any,)
        return [convert(text, element, name) for text in texts]
    if len(texts) > 1 and hint is not list:
        raise ArgumentsError(f"--{name} was given {len(texts)} times", mend="only a list parameter may be repeated")
    if hint is list and not texts[0].lstrip().startswith("["):
        return [convert(text, Any, name) for text in texts]
    return convert(texts[0], hint, name)


def convert(text: str, hint: Any, name: str) -> Any:
    """Turn one word into a value of type ``hint``.

    Raises:
        ArgumentsError: it cannot be read as one.
    """
    if hint is str:
        return text
    if hint is Any or hint is inspect.Parameter.empty or isinstance(hint, typing.TypeVar):
        return _json_or_text(text)
    if hint is bool:
        return _boolean(text, name)
    if hint in (int, float):
        return _number(text, hint, name)
    if isinstance(hint, type) and issubclass(hint, PurePath):
        return Path(text) if hint in (Path, PurePath) else hint(text)
    origin = typing.get_origin(hint)
    if origin in (Union, types.UnionType):
        return _one_of(text, typing.get_args(hint), name)
    if origin is Literal:
        return _literal(text, typing.get_args(hint), name)
    return _structure(text, hint, name)


def _json_or_text(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _boolean(text: str, name: str) -> bool:
    lowered = text.lower()
    if lowered in _TRUE:
        return True
    if lowered in _FALSE:
        return False
    raise ArgumentsError(f"{name}: {text!r} is neither true nor false", mend="write true or false")


def _number(text: str, hint: type[int] | type[float], name: str) -> int | float:
    try:
        return hint(text)
    except ValueError:
        kind = "a whole number" if hint is int else "a number"
        raise ArgumentsError(
            f"{name}: {text!r} is not {kind}", mend=f"the parameter is annotated {hint.__name__}"
        ) from None


def _one_of(text: str, hints: tuple[Any, ...], name: str) -> Any:
    if type(None) in hints and text in ("null", "None"):
        return None
    failure: ArgumentsError | None = None
    for hint in sorted((each for each in hints if each is not type(None)), key=lambda each: each is str):
        try:
            return convert(text, hint, name)
        except ArgumentsError as error:
            failure = error
    raise failure or ArgumentsError(f"{name}: {text!r} does not fit", mend="write null")


def _literal(text: str, choices: tuple[Any, ...], name: str) -> Any:
    for choice in choices:
        if text == str(choice):
            return choice
    shown = ", ".join(map(str, choices))
    raise ArgumentsError(f"{name}: {text!r} is none of {shown}", mend=f"choose one of {shown}")


def _structure(text: str, hint: Any, name: str) -> Any:
    """Lists, dicts, data classes, enums, dates ...: JSON, checked against the annotation."""
    try:
        return msgspec.convert(_json_or_text(text), hint, strict=False)
    except TypeError:  # a class that msgspec does not know: the workflow gets what the JSON says
        return _json_or_text(text)
    except msgspec.ValidationError as error:
        shown = getattr(hint, "__name__", str(hint))
        raise ArgumentsError(f"{name}: {text!r} is no {shown}: {error}", mend="give the value as JSON") from None
