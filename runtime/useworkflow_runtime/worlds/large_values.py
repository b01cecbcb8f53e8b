"""Large values of a log, taken out of their events so that each is stored once, however many steps it passes through.

    stored(b'{"kind":"step_completed",...,"value":[...1 MB...]}')
        -> Stored('{"$large":[[57,"3f2a..."]],"event":{"kind":"step_completed",...,"value":null}}', (("3f2a...", "[...1 MB...]"),))
    whole(text, {"3f2a...": "[...1 MB...]"})   -> the event, byte for byte

What is taken out: a result, a payload, an argument, of ``LEAST`` bytes or more. So the result of one step and the argument of the
next are one value. An event that is sealed is left as it is: under its run's key the same value is another. Read next:
``sqlite_large``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec
from msgspec import Raw

LEAST: Final = 32 << 10
"""Bytes from which on a value is taken out. What is smaller costs one comparison of a length."""
_MARK: Final = b'{"$large":'
_EVENT: Final = b',"event":'
_BEGIN: Final = b'{"kind":'
_NOTHING: Final = b"null"
_FIELDS: Final = ("args", "value", "payload", "error")

_fields = msgspec.json.Decoder(dict[str, Raw])
_arguments = msgspec.json.Decoder(tuple[list[Raw], dict[str, Raw]])
_places = msgspec.json.Decoder(list[tuple[int, str]])


class Stored(NamedTuple):
    """An event as it is stored: its text, and what was taken out, by digest."""

    text: str
    parts: tuple[tuple[str, str], ...]


def stored(body: bytes) -> Stored:
    """How an event is stored."""
    if len(body) < LEAST or not body.startswith(_BEGIN):
        return Stored(body.decode(), ())
    places: list[tuple[int, str]] = []
    parts: dict[str, str] = {}
    rest: list[bytes] = []
    position = length = 0
    for part in _large(body):
        start = body.index(part, position)
        rest += [body[position:start], _NOTHING]
        length += start - position
        digest = hashlib.sha256(part).hexdigest()
        places.append((length, digest))
        length += len(_NOTHING)
        parts[digest] = part.decode()
        position = start + len(part)
    if not places:
        return Stored(body.decode(), ())
    rest.append(body[position:])
    text = _MARK + msgspec.json.encode(places) + _EVENT + b"".join(rest) + b"}"
    return Stored(text.decode(), tuple(sorted(parts.items())))


def _large(body: bytes) -> Iterator[bytes]:
    """The values to take out, in their order."""
    try:
        fields = _fields.decode(body)
        for name, field in fields.items():
            if name not in _FIELDS or len(bytes(field)) < LEAST:
                continue
            arguments: Sequence[Raw] = (field,)
            if name == "args":
                positional, named = _arguments.decode(field)
                arguments = (*positional, *named.values())
            for value in arguments:
                if len(part := bytes(value)) >= LEAST:
                    yield part
    except (msgspec.DecodeError, msgspec.ValidationError):
        return  # damaged: whoever reads it is told, not who stores it


def digests(body: bytes) -> list[str]:
    """What was taken out of a stored event."""
    return [digest for _, digest in _head(body)[0]] if body.startswith(_MARK) else []


def whole(body: bytes, parts: Mapping[str, str]) -> bytes:
    """A stored event as it was; one whose parts are missing stays as it is, and does not decode."""
    if not body.startswith(_MARK):
        return body
    places, event = _head(body)
    if not places or any(digest not in parts for _, digest in places):
        return body
    pieces: list[bytes] = []
    position = 0
    for place, digest in places:
        pieces += [event[position:place], parts[digest].encode()]
        position = place + len(_NOTHING)
    pieces.append(event[position:])
    return b"".join(pieces)


def _head(body: bytes) -> tuple[list[tuple[int, str]], bytes]:
    head, found, event = body.partition(_EVENT)
    try:
        return (_places.decode(head[len(_MARK) :]), event[:-1]) if found else ([], b"")
    except (msgspec.DecodeError, msgspec.ValidationError):
        return [], b""
