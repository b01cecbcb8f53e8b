"""Exceptions cross the border with class, attributes, notes and causes; a failure always gets through."""

import asyncio
import json
import socket
from dataclasses import dataclass
from typing import Any

import pytest

from useworkflow_compiler.errors import Location
from useworkflow_sandbox.errors import BlockedError, RemoteError, ValueDecodeError
from useworkflow_sandbox.values import decode, decode_error, encode, encode_error, remote_traceback


class CardDeclined(ValueError):
    def __init__(self, card: str, *, code: int) -> None:
        super().__init__(f"card {card} declined")
        self.code = code


@dataclass
class Broken(Exception):
    part: str


class Many(ExceptionGroup[Exception]):
    def derive(self, excs: Any) -> "Many":
        return Many(self.message, excs)


def resolve(module: str, qualname: str) -> Any:
    if module != __name__:
        raise ImportError(module)
    return globals()[qualname]


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except BaseException as caught:
        return caught


def there_and_back(error: BaseException) -> BaseException:
    return decode_error(encode_error(error), resolve)


@pytest.mark.parametrize(
    "error",
    [
        ValueError("no", 5), KeyError("k"), StopIteration(3), OSError(2, "gone", "a.txt"), OSError(2, "gone", "a", None, "b"),
        FileNotFoundError(2, "gone"), UnicodeDecodeError("utf-8", b"x", 0, 1, "why"), ImportError("no", name="m"),
        NameError("no", name="n"), SystemExit(3), asyncio.CancelledError("stop"), TimeoutError(), SyntaxError("bad"),
        Broken("wheel"), ZeroDivisionError(),
    ],
    ids=repr,
)  # fmt: skip
def test_an_exception_comes_back_with_class_text_and_attributes(error: BaseException) -> None:
    """Builtin exceptions keep what their C classes hold beside ``args``."""
    back = there_and_back(error)
    assert type(back) is type(error)
    assert (back.args, str(back), repr(back)) == (error.args, str(error), repr(error))
    for name in ("value", "errno", "filename", "filename2", "name", "code", "reason", "part"):
        assert getattr(back, name, None) == getattr(error, name, None)


def test_own_classes_keep_attributes_without_running_their_init() -> None:
    """An ``__init__`` with other parameters than ``args`` is not called again."""
    back = there_and_back(CardDeclined("42", code=7))
    assert isinstance(back, CardDeclined)
    assert (str(back), back.code) == ("card 42 declined", 7)


def test_cause_context_suppression_and_notes_are_kept() -> None:
    """The whole story of an exception comes back."""
    try:
        try:
            raise KeyError("first")
        except KeyError as first:
            raise ValueError("second") from first
    except ValueError as second:
        second.add_note("a note")
        back = there_and_back(second)
    assert isinstance(back.__cause__, KeyError)
    assert back.__cause__ is back.__context__
    assert back.__suppress_context__
    assert back.__notes__ == ["a note"]
    assert there_and_back(ValueError()).__cause__ is None


def test_exception_groups_keep_class_and_members() -> None:
    """Members come back as themselves, in order."""
    group = Many("several", [ValueError("a"), ExceptionGroup("inner", [CardDeclined("1", code=2)])])
    back = there_and_back(group)
    assert isinstance(back, Many)
    assert back.message == "several"
    assert [type(member) for member in back.exceptions] == [ValueError, ExceptionGroup]
    assert back.exceptions[1].exceptions[0].code == 2  # type: ignore[union-attr]


def test_a_failure_gets_through_with_parts_that_cannot() -> None:
    """What cannot be serialized in an exception becomes its text; the rest stays."""
    with socket.socket() as sock:
        error = CardDeclined("1", code=5)
        error.args = ("text", sock)
        error.client = [sock]  # type: ignore[attr-defined]
        back = there_and_back(error)
    assert isinstance(back, CardDeclined)
    assert back.args[0] == "text"
    assert back.args[1].startswith("<socket.socket")
    assert isinstance(back.client, str)  # type: ignore[attr-defined]


def test_an_unknown_class_becomes_a_remote_error() -> None:
    """An exception whose class is gone names it and keeps text, arguments, notes and cause."""

    class Local(Exception):
        pass

    error = Local("bad", 5)
    error.add_note("n")
    error.__cause__ = KeyError("k")
    error.detail = 3  # type: ignore[attr-defined]
    back = there_and_back(error)
    assert isinstance(back, RemoteError)
    assert back.type_name.endswith("Local")
    assert (back.message, back.texts, back.__notes__) == ("('bad', 5)", ("bad", "5"), ["n"])
    assert isinstance(back.__cause__, KeyError)
    again = there_and_back(back)
    assert isinstance(again, RemoteError)
    assert again.type_name == back.type_name


def test_an_attribute_of_an_unknown_class_does_not_hide_the_failure() -> None:
    """A known exception with an attribute whose class is gone is still itself."""
    error = ValueError("x")
    error.detail = Location("a.py", 1)  # type: ignore[attr-defined]
    data = bytes(encode_error(error)).replace(b"useworkflow_compiler.errors:Location", b"gone:Gone")
    back = decode_error(data, resolve)
    assert isinstance(back, ValueError)
    assert back.detail == "<gone.Gone>"  # type: ignore[attr-defined]


def test_the_traceback_travels_as_text() -> None:
    """The frames of a raised exception are there to be shown, and survive a second journey."""
    back = there_and_back(raised(ValueError("x")))
    text = remote_traceback(back)
    assert text is not None
    assert "in raised\n  raise error" in text
    assert remote_traceback(there_and_back(back)) == text
    assert remote_traceback(ValueError()) is None


def test_a_value_takes_no_live_traceback_along() -> None:
    """Arguments are compared by digest, and frames differ between a first and a resumed run (G5)."""
    assert "traceback" not in json.loads(bytes(encode(raised(ValueError("x")))))


def test_endless_and_circular_chains_get_through() -> None:
    """A chain of any length, or one that bites its tail, is written as far as it makes sense."""
    error: BaseException = ValueError("first")
    for number in range(1_000):
        following = ValueError(str(number))
        following.__context__ = error
        error = following
    assert str(there_and_back(error)) == "999"
    left, right = ValueError("l"), ValueError("r")
    left.__context__, right.__context__ = right, left
    back = there_and_back(left)
    assert back.__context__ is not None
    assert back.__context__.__context__ is back


def test_own_errors_keep_code_place_and_remedy() -> None:
    """Errors of the project cross borders with everything they say."""
    error = BlockedError("open() is blocked", where=Location("a.py", 3, "open()"), mend="do not")
    assert str(there_and_back(error)) == str(error)


def test_an_exception_is_a_value_too() -> None:
    """``gather(return_exceptions=True)`` gives exceptions that are passed on as data."""
    back = decode(encode([1, CardDeclined("2", code=3)]), resolve)
    assert isinstance(back[1], CardDeclined)


def test_what_is_no_exception_is_refused() -> None:
    """A recorded error has to be an exception."""
    with pytest.raises(ValueDecodeError, match="a recorded exception is a int"):
        decode_error(b"5")
