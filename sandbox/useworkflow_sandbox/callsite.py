"""Which line of the user's is running? Commands name it, so that logs and errors can.

Input -> output::

    sleep(5)  on line 12 of app.py  ->  12

Read next: ``calls``.
"""

from __future__ import annotations

import sys
from types import FrameType, TracebackType

from useworkflow_compiler.errors import Location
from useworkflow_sandbox.current import current

_DEEPEST = 60
"""How far the stack is searched; below our own frames the user's stands within three."""
_INSTANCE = "useworkflow_sandbox.instance"


def user_frame(depth: int = 1) -> FrameType | None:
    """The nearest frame, ``depth`` above the caller's, that belongs to a module of the current bundle."""
    return _user_frame_from(sys._getframe(depth + 1))


def _user_frame_from(frame: FrameType | None) -> FrameType | None:
    is_user_file = current().program.is_user_file
    for _ in range(_DEEPEST):
        # Below the instance stands whoever runs the engine: with a script, the very file of the workflow.
        if frame is None or frame.f_globals.get("__name__") == _INSTANCE:
            return None
        if is_user_file(frame.f_code.co_filename):
            return frame
        frame = frame.f_back
    return None


def user_line() -> int:
    """The line of that frame, 0 if there is none."""
    frame = user_frame(2)
    return frame.f_lineno if frame is not None else 0


def user_location(line: int) -> Location | None:
    """The user's place in the running code, for errors; ``line``: what to say, of the workflow's own file, where the stack
    does not tell, since the call was made earlier (``gather(charge(x))``)."""
    frame = user_frame(1)
    if frame is not None:
        return _location(frame.f_code.co_filename, frame.f_lineno or line)
    entry = current().program.entry if line else None
    return None if entry is None else _location(entry.file, line)


def user_location_from(frame: FrameType | None) -> Location | None:
    """The place of the nearest frame of the user's from ``frame`` on outwards; ``None`` if there is none."""
    found = _user_frame_from(frame)
    return None if found is None else _location(found.f_code.co_filename, found.f_lineno)


def _location(file: str, line: int) -> Location:
    return Location(file, line, current().program.source_line(file, line))


def line_of(traceback: TracebackType | None) -> int:
    """The innermost line of the user's in ``traceback``, 0 if there is none."""
    is_user_file = current().program.is_user_file
    line = 0
    while traceback is not None:
        if is_user_file(traceback.tb_frame.f_code.co_filename):
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line
