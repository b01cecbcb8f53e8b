"""Texts that every world can keep: names and ids are refused if they are none, free text is written out.

    checked_name("a run id", "order-7")   -> "order-7"
    checked_name("a run id", "a\\0b")     -> ValueError: a run id is text without NUL and lone surrogates
    keepable("file \\udcff")              -> "file \\\\udcff"

Logs are UTF-8, which has no halves of surrogate pairs (as undecodable file names have), and PostgreSQL's text has no NUL.
"""

from __future__ import annotations

LONGEST = 256
"""Characters of a name: they are keys of indexes, and parts of notices."""


def is_keepable(text: str) -> bool:
    """Whether every world can keep the text."""
    if "\0" in text:
        return False
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def keepable(text: str) -> str:
    """The text, with what no world can keep written out as in a literal."""
    if is_keepable(text):
        return text
    return text.replace("\0", "\\x00").encode("utf-8", "backslashreplace").decode("utf-8")


def checked_name(what: str, name: object, *, longest: int | None = LONGEST) -> str:
    """``name``, if it can be one.

    Args:
        what: what it is, for the message: ``a run id``.
        name: what was given.
        longest: characters that it may have.

    Raises:
        TypeError: it is no text.
        ValueError: it is empty, too long, or no text that every world can keep.
    """
    if not isinstance(name, str):
        raise TypeError(f"{what} is text, not {type(name).__name__}")
    if not name:
        raise ValueError(f"{what} cannot be empty")
    if longest is not None and len(name) > longest:
        raise ValueError(f"{what} has at most {longest} characters, not {len(name)}")
    if not is_keepable(name):
        raise ValueError(f"{what} is text without NUL and lone surrogates")
    return name
