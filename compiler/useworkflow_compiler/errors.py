"""The one base class of every error that users of useworkflow see (G10).

An error says what is wrong, where, why, and how to mend it; it carries a stable code, which is also the name of its
page under ``docs/errors/``; and it pickles.

Input -> output::

    raise DirectiveError("UW102", "misspelt directive", where=Location("app.py", 4, "'use workflw'"), mend="...")

    DirectiveError: UW102: misspelt directive
      app.py:4
        'use workflw'
      mend: ...

Read next: ``discover``, which raises most of the compiler's errors.
"""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

import msgspec


class Location(msgspec.Struct, frozen=True):
    """A place in the user's source: file, 1-based line, 0-based columns, and the text of the line if it is known."""

    file: str
    line: int
    text: str = ""
    column: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        place = f"  {self.file}:{self.line}"
        if not self.text:
            return place
        stripped = self.text.lstrip()
        shown = f"{place}\n    {stripped}"
        if self.end_column > self.column:
            indent = self.column - (len(self.text) - len(stripped))
            if indent >= 0:
                shown += f"\n    {' ' * indent}{'^' * (self.end_column - self.column)}"
        return shown


Error = TypeVar("Error", bound=type[BaseException])


def public(kind: Error) -> Error:
    """A class decorator: tracebacks, logs and pickles name the class as users import it."""
    kind.__module__ = "useworkflow"
    return kind


@public
class UseWorkflowError(Exception):
    """Base class of all errors that useworkflow itself raises.

    Args:
        what: one sentence that says what is wrong.
        code: stable code such as ``UW102``; the class's ``default_code`` where it is left out.
        where: the user's own place, if there is one.
        why: the reason for the rule, one sentence.
        mend: what the user can do about it.
    """

    default_code: ClassVar[str] = "UW000"
    engines_fault: ClassVar[bool] = False
    """A run that ends with it has met a limit, or code, a class or a worker that is not there: it has failed by no error of its
    code (``WorkflowFailedError.kind``)."""

    def __init__(
        self, what: str, *, code: str | None = None, where: Location | None = None, why: str = "", mend: str = ""
    ) -> None:
        super().__init__(what)
        self.what = what
        self.code = code or self.default_code
        self.where = where
        self.why = why
        self.mend = mend

    def __str__(self) -> str:
        lines = [f"{self.code}: {self.what}"]
        if self.where is not None:
            lines.append(str(self.where))
        if self.why:
            lines.append(f"  why: {self.why}")
        if self.mend:
            lines.append(f"  mend: {self.mend}")
        return "\n".join(lines)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self.args, self.__dict__.copy()))


def _rebuild(cls: type[UseWorkflowError], args: tuple[Any, ...], state: dict[str, Any]) -> UseWorkflowError:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class CompileError(UseWorkflowError):
    """The user's source breaks a rule of workflow code. Codes UW1xx: each has a page."""

    default_code = "UW100"
