"""Kinds without contents: numbers, text, bytes, dates, paths, patterns, addresses.

Input -> output::

    Decimal("2.50")            -> {"$decimal": "2.50"}
    datetime(2026, 1, 2, 3)    -> {"$datetime": "2026-01-02T03:00:00"}
    2026-01-02 in Berlin       -> {"$datetime": ["2026-01-02T00:00:00", {"$zoneinfo": "Europe/Berlin"}, 0]}

Read next: ``containers``.
"""

from __future__ import annotations

import binascii
import ipaddress
import json
import pathlib
import re
import uuid
import zoneinfo
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from fractions import Fraction
from typing import Any

from useworkflow_sandbox.errors import ValueDecodeError
from useworkflow_sandbox.values.reading import Reader
from useworkflow_sandbox.values.registry import BY_CLASS, BY_TAG, FAMILIES, Kind, Node
from useworkflow_sandbox.values.writing import Unwritable, Writer, write_float, write_int


def text_of(node: dict[str, Any], tag: str) -> str:
    """The node's payload, which has to be text."""
    payload = node[tag]
    if type(payload) is not str:
        raise ValueDecodeError(f"{tag} holds a {type(payload).__name__}, not text")
    return payload


def items_of(node: dict[str, Any], tag: str, count: int | None = None) -> list[Any]:
    """The node's payload, which has to be a list (of ``count`` items)."""
    payload = node[tag]
    if type(payload) is not list or (count is not None and len(payload) != count):
        raise ValueDecodeError(f"{tag} does not hold a list{'' if count is None else f' of {count}'}")
    return payload


def _kind(cls: type, tag: str, to_text: Callable[[Any], str], from_text: Callable[[str], Any]) -> None:
    """A class whose values are one text."""

    def write(_writer: Writer, value: Any) -> Node:
        return {tag: to_text(value)}

    def read(_reader: Reader, node: dict[str, Any]) -> Any:
        return from_text(text_of(node, tag))

    BY_CLASS[cls] = Kind(write)
    BY_TAG[tag] = read


# --- text and numbers -------------------------------------------------------------------------------------------------


def write_str(_writer: Writer, value: str) -> Node:
    """JSON text, or its ASCII form where lone surrogates (undecodable file names) have no UTF-8."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return {"$str": json.dumps(value)}
    return value


def _read_str(_reader: Reader, node: dict[str, Any]) -> str:
    value = json.loads(text_of(node, "$str"))
    if type(value) is not str:
        raise ValueDecodeError("$str does not hold text")
    return value


def _read_int(_reader: Reader, node: dict[str, Any]) -> int:
    return int(text_of(node, "$int"), 16)


def _read_float(_reader: Reader, node: dict[str, Any]) -> float:
    return float(text_of(node, "$float"))


def _write_complex(writer: Writer, value: complex) -> Node:
    return {"$complex": [write_float(writer, value.real), write_float(writer, value.imag)]}


def _read_complex(reader: Reader, node: dict[str, Any]) -> complex:
    real, imag = reader.fill(items_of(node, "$complex", 2))
    return complex(real, imag)


def _write_fraction(_writer: Writer, value: Fraction) -> Node:
    return {"$fraction": [write_int(value.numerator), write_int(value.denominator)]}


def _read_fraction(reader: Reader, node: dict[str, Any]) -> Fraction:
    above, below = reader.fill(items_of(node, "$fraction", 2))
    if type(above) is not int or type(below) is not int:
        raise ValueDecodeError("$fraction does not hold two integers")
    return Fraction(above, below)


BY_CLASS[str] = Kind(write_str)
BY_CLASS[complex] = Kind(_write_complex)
BY_CLASS[Fraction] = Kind(_write_fraction)
BY_TAG.update({"$str": _read_str, "$int": _read_int, "$float": _read_float})
BY_TAG.update({"$complex": _read_complex, "$fraction": _read_fraction})
_kind(Decimal, "$decimal", str, Decimal)
_kind(uuid.UUID, "$uuid", str, uuid.UUID)


# --- bytes ------------------------------------------------------------------------------------------------------------


def base64_text(value: bytes | bytearray) -> str:
    """Bytes as base64 text."""
    return binascii.b2a_base64(value, newline=False).decode("ascii")


def base64_bytes(text: str) -> bytes:
    """What ``base64_text`` wrote; strict."""
    return binascii.a2b_base64(text.encode("ascii"), strict_mode=True)


_kind(bytes, "$bytes", base64_text, base64_bytes)


# --- time -------------------------------------------------------------------------------------------------------------


def _is_iso(zone: tzinfo | None, fold: int) -> bool:
    """Whether ISO 8601 says all: no zone, or a fixed offset without a name of its own."""
    return not fold and (zone is None or (type(zone) is timezone and len(zone.__getinitargs__()) == 1))  # type: ignore[attr-defined]


def _write_datetime(writer: Writer, value: datetime) -> Node:
    if _is_iso(value.tzinfo, value.fold):
        return {"$datetime": value.isoformat()}
    bare = value.replace(tzinfo=None).isoformat()
    return {"$datetime": [bare, writer.child(value.tzinfo, ".tzinfo"), value.fold]}


def _write_time(writer: Writer, value: time) -> Node:
    if _is_iso(value.tzinfo, value.fold):
        return {"$time": value.isoformat()}
    return {"$time": [value.replace(tzinfo=None).isoformat(), writer.child(value.tzinfo, ".tzinfo"), value.fold]}


def _zoned(cls: type[datetime] | type[time], tag: str) -> Callable[[Reader, dict[str, Any]], Any]:
    def read(reader: Reader, node: dict[str, Any]) -> Any:
        if type(node[tag]) is str:
            return cls.fromisoformat(node[tag])
        text, zone, fold = reader.fill(items_of(node, tag, 3))
        return cls.fromisoformat(text).replace(tzinfo=zone, fold=fold)

    return read


def _write_timedelta(_writer: Writer, value: timedelta) -> Node:
    return {"$timedelta": [value.days, value.seconds, value.microseconds]}


def _read_timedelta(_reader: Reader, node: dict[str, Any]) -> timedelta:
    days, seconds, microseconds = items_of(node, "$timedelta", 3)
    return timedelta(days, seconds, microseconds)


def _write_timezone(writer: Writer, value: timezone) -> Node:
    offset, *name = value.__getinitargs__()  # type: ignore[attr-defined]
    return {"$timezone": [_write_timedelta(writer, offset), *name]}


def _read_timezone(reader: Reader, node: dict[str, Any]) -> timezone:
    return timezone(*reader.fill(items_of(node, "$timezone")))


def _write_zoneinfo(_writer: Writer, value: zoneinfo.ZoneInfo) -> Node:
    if value.key is None:
        raise Unwritable(value, "the time zone was read from a file and has no name", "use ZoneInfo(name)")
    return {"$zoneinfo": value.key}


def _read_zoneinfo(_reader: Reader, node: dict[str, Any]) -> zoneinfo.ZoneInfo:
    return zoneinfo.ZoneInfo(text_of(node, "$zoneinfo"))


_kind(date, "$date", date.isoformat, date.fromisoformat)
BY_CLASS[datetime] = Kind(_write_datetime)
BY_CLASS[time] = Kind(_write_time)
BY_CLASS[timedelta] = Kind(_write_timedelta)
BY_CLASS[timezone] = Kind(_write_timezone)
BY_CLASS[zoneinfo.ZoneInfo] = Kind(_write_zoneinfo)
BY_TAG.update({"$datetime": _zoned(datetime, "$datetime"), "$time": _zoned(time, "$time")})
BY_TAG.update({"$timedelta": _read_timedelta, "$timezone": _read_timezone, "$zoneinfo": _read_zoneinfo})


# --- paths, patterns, addresses ---------------------------------------------------------------------------------------


def _path_tag(cls: type) -> str:
    """A concrete path is read back as the reader's own flavour; a pure one keeps its own."""
    if issubclass(cls, pathlib.Path):
        return "$path"
    return "$windowspath" if issubclass(cls, pathlib.PureWindowsPath) else "$posixpath"


def _write_path(writer: Writer, value: pathlib.PurePath) -> Node:
    return {_path_tag(type(value)): write_str(writer, str(value))}


def _read_path(tag: str, cls: type[pathlib.PurePath]) -> Callable[[Reader, dict[str, Any]], Any]:
    def read(reader: Reader, node: dict[str, Any]) -> Any:
        return cls(reader.read(node[tag]))

    return read


def _write_pattern(writer: Writer, value: re.Pattern[Any]) -> Node:
    return {"$pattern": [writer.child(value.pattern, ".pattern"), value.flags]}


def _read_pattern(reader: Reader, node: dict[str, Any]) -> re.Pattern[Any]:
    pattern, flags = reader.fill(items_of(node, "$pattern", 2))
    if type(pattern) not in (str, bytes) or type(flags) is not int:
        raise ValueDecodeError("$pattern does not hold a pattern and its flags")
    return re.compile(pattern, flags & ~re.DEBUG)


for _path_class in (pathlib.PurePosixPath, pathlib.PureWindowsPath, pathlib.PosixPath, pathlib.WindowsPath):
    BY_CLASS[_path_class] = Kind(_write_path)
BY_TAG["$path"] = _read_path("$path", pathlib.Path)
BY_TAG["$posixpath"] = _read_path("$posixpath", pathlib.PurePosixPath)
BY_TAG["$windowspath"] = _read_path("$windowspath", pathlib.PureWindowsPath)
BY_CLASS[re.Pattern] = Kind(_write_pattern)
BY_TAG["$pattern"] = _read_pattern
for _address in (
    ipaddress.IPv4Address, ipaddress.IPv6Address, ipaddress.IPv4Network, ipaddress.IPv6Network,
    ipaddress.IPv4Interface, ipaddress.IPv6Interface,
):  # fmt: skip
    _kind(_address, f"${_address.__name__.lower()}", str, _address)


def _is_refused_zone(cls: type) -> bool:
    return issubclass(cls, tzinfo)


def _refuse_zone(_writer: Writer, value: tzinfo) -> Node:
    raise Unwritable(value, mend="use zoneinfo.ZoneInfo(name) or datetime.timezone")


FAMILIES.append((_is_refused_zone, Kind(_refuse_zone)))
