"""What workflow code prints and logs is shown as the program's own."""

from __future__ import annotations

import asyncio
import logging
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

log = logging.getLogger("tests.shop")


async def answer() -> int:
    "use step"
    return 42


async def chat() -> int:
    "use workflow"
    log.info("before %s", "it")
    logging.warning("to the root")
    print("said")
    value = await answer()
    log.error("after it")
    return value


class Broken(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        raise RuntimeError("a filter of the user's")


@pytest.fixture
def broken() -> Iterator[None]:
    """A logger whose filter raises."""
    broken = Broken()
    log.addFilter(broken)
    yield
    log.removeFilter(broken)


async def test_records_are_those_of_the_logger_that_the_code_names(
    room: Any, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Name, level, file and line are the author's, the run's id is there, and what is printed goes to standard output."""
    await room.open()
    with caplog.at_level(logging.INFO, logger="tests.shop"):
        run = await room.start(chat)
        assert await run.result() == 42
    mine = [record for record in caplog.records if record.name in ("tests.shop", "root")]
    assert [(record.name, record.levelname, record.getMessage()) for record in mine] == [
        ("tests.shop", "INFO", "before it"),
        ("root", "WARNING", "to the root"),
        ("tests.shop", "ERROR", "after it"),
    ]
    assert {(record.pathname, record.lineno, getattr(record, "run_id", "")) for record in mine[:1]} == {
        (__file__, chat.__code__.co_firstlineno + 2, run.id)
    }
    assert capsys.readouterr().out == "said\n"


async def test_the_logger_s_level_counts(room: Any, caplog: pytest.LogCaptureFixture) -> None:
    """A line below the level of its logger is not shown, as in any other code."""
    await room.open()
    with caplog.at_level(logging.ERROR, logger="tests.shop"):
        await (await room.start(chat)).result()
    assert [record.getMessage() for record in caplog.records if record.name == "tests.shop"] == ["after it"]


@pytest.mark.usefixtures("broken")
async def test_a_handler_that_raises_holds_up_no_run(room: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Runs whose turns are committed together all go on, and the trouble is named."""
    await room.open()
    with caplog.at_level(logging.INFO, logger="tests.shop"):
        runs = await asyncio.gather(*[room.start(chat) for _ in range(5)])
        async with asyncio.timeout(10):
            assert [await run.result() for run in runs] == [42] * 5
    assert "a filter of the user's" in caplog.text


class Dated(UserWarning):
    """A warning of the user's own."""


async def warner() -> int:
    "use workflow"
    for _ in range(2):
        warnings.warn("the old way", Dated, stacklevel=1)
    value = await answer()
    warnings.warn("quiet", DeprecationWarning, stacklevel=1)
    return value


async def test_warnings_go_through_the_filters_of_the_program(room: Any) -> None:
    """With their class, file and line, and once a place, as those of any other code; what is replayed is not shown again."""
    await room.open()
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("default")
        warnings.simplefilter("ignore", DeprecationWarning)
        run = await room.start(warner)
        assert await run.result() == 42
    first = warner.__code__.co_firstlineno + 3
    assert [(w.category, str(w.message), w.filename, w.lineno) for w in seen] == [
        (Dated, "the old way", __file__, first)
    ]


async def test_a_program_that_makes_errors_of_warnings_still_sees_them(
    room: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run has gone on by then: its warning is shown, and the run does not end with it."""
    await room.open()
    told: list[Any] = []
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        monkeypatch.setattr(warnings, "showwarning", lambda *given: told.append(given[:2]))
        run = await room.start(warner)
        assert await run.result() == 42
    assert told == [("the old way", Dated), ("the old way", Dated), ("quiet", DeprecationWarning)]
