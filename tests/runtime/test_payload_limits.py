"""What is larger than the limit is refused at the line that passes it on, and never leaves half a run behind."""

from __future__ import annotations

from typing import Any

import pytest

from useworkflow import PayloadTooLargeError, WorkflowFailedError, create_hook, resume_hook
from useworkflow_runtime.code.project import Project, project
from useworkflow_runtime.errors import ConfigurationError
from useworkflow_sandbox import values
from useworkflow_sandbox.events import StepFailed

attempts: list[int] = []
BIG = 9_000


@pytest.fixture(autouse=True)
def _limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USEWORKFLOW_PAYLOAD_LIMIT", "8 kB")
    attempts.clear()


async def taken(data: Any) -> int:
    "use step"
    attempts.append(1)
    return len(data)


async def given(size: int) -> dict[str, Any]:
    "use step"
    attempts.append(1)
    return {"small": 1, "rows": ["x" * size]}


class DetailedError(ValueError):
    def __init__(self, text: str, details: str) -> None:
        super().__init__(text)
        self.details = details


async def detailed(size: int) -> None:
    "use step"
    attempts.append(1)
    raise DetailedError("no", "d" * size)


detailed.max_retries = 0  # type: ignore[attr-defined]


async def passes_on(size: int) -> str:
    "use workflow"
    try:
        await taken(["x" * size])
    except PayloadTooLargeError as error:
        return f"{error.path} {error.where}"
    return "taken"


async def gets(size: int) -> str:
    "use workflow"
    try:
        await given(size)
    except PayloadTooLargeError as error:
        return f"{error.path} {error.limit}"
    return "given"


async def returns(size: int) -> list[str]:
    "use workflow"
    return ["x" * size]


async def asks() -> int:
    "use workflow"
    return len(await create_hook(token="question"))


async def catches(size: int) -> list[Any]:
    "use workflow"
    try:
        await detailed(size)
    except DetailedError as error:
        return [str(error), hasattr(error, "details"), *error.__notes__]
    return []


async def test_arguments_of_a_run_are_refused_before_anything_is_written(room: Any) -> None:
    """``start`` raises, names the argument and its size, and the world stays empty."""
    await room.open()
    with pytest.raises(PayloadTooLargeError, match=r"args\[0\] cannot be serialized: it would take 9002|limit is 8000"):
        await room.start(returns, "x" * BIG)
    assert await room.world.find_runs() == []


async def test_arguments_of_a_step_are_refused_at_the_users_line(room: Any) -> None:
    """The step is not scheduled; the error names file, line and the part that is too large."""
    await room.open()
    run = await room.start(passes_on, BIG)
    answer = await run.result()
    assert answer.startswith("args[0][0] ")
    assert "test_payload_limits.py:" in answer
    assert 'await taken(["x" * size])' in answer
    assert "step_scheduled" not in await room.kinds(run)
    assert await (await room.start(passes_on, 7_000)).result() == "taken"


async def test_result_of_a_step_is_refused_once(room: Any) -> None:
    """A result that is too large is no reason to try again: the step ran once, and the workflow is told why."""
    await room.open()
    run = await room.start(gets, BIG)
    assert await run.result() == "result.rows[0] 8000"
    assert attempts == [1]


async def test_result_of_a_run_that_is_too_large_fails_it(room: Any) -> None:
    """The run fails with the error at its own result, not somewhere in the engine."""
    await room.open()
    with pytest.raises(WorkflowFailedError) as caught:
        await (await room.start(returns, BIG)).result()
    assert isinstance(caught.value.__cause__, PayloadTooLargeError)
    assert caught.value.__cause__.path == "result[0]"
    assert caught.value.kind == "engine"


async def test_payload_of_a_hook_is_refused_to_its_sender(room: Any) -> None:
    """The sender gets the error; the run goes on waiting, and takes the next answer."""
    await room.open()
    run = await room.start(asks)
    await room.until(run, "hook_created")
    with pytest.raises(PayloadTooLargeError, match="payload cannot be serialized"):
        await resume_hook("question", "x" * BIG, world=room.world)
    await resume_hook("question", "xyz", world=room.world)
    assert await run.result() == 3


async def test_exception_keeps_its_class_without_what_is_too_large(room: Any) -> None:
    """``except`` means the same (G1): only attributes and long arguments are left out, and a note says so."""
    await room.open()
    run = await room.start(catches, BIG)
    text, attributes, left_out, failed = await run.result()
    assert (text, attributes) == ("no", False)
    assert "were left out" in left_out
    assert failed == "step detailed failed, without a retry"
    event = await room.until(run, "step_failed")
    assert isinstance(event, StepFailed)
    assert len(event.error) < 8_000


async def test_a_run_keeps_the_limit_that_it_started_with(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit that is lowered later changes nothing for a run in flight, also when it is replayed (G5)."""
    await room.open()
    run = await room.start(waits_after, 7_000)
    await room.until(run, "hook_created")
    monkeypatch.setenv("USEWORKFLOW_PAYLOAD_LIMIT", "5kB")
    await room.kill()
    await room.world.open()
    await room.world.drop_snapshot(run.id)
    await room.open()
    await resume_hook("late", 1, world=room.world)
    assert await run.result() == "taken"


async def waits_after(size: int) -> str:
    "use workflow"
    await taken(["x" * size])
    await create_hook(token="late")
    await taken(["y" * size])
    return "taken"


ERRORS = [
    ValueError("x" * BIG), OSError(2, "gone", "f" * BIG), KeyError("k" * BIG),
    UnicodeDecodeError("utf-8", b"\xff" * BIG, 0, 1, "bad"), ExceptionGroup("all", [ValueError("x" * BIG), TypeError(1)]),
]  # fmt: skip


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_every_shortened_exception_can_be_read(error: BaseException) -> None:
    """Whatever its class needs for its making is still there."""
    encoded = values.encode_error(error)
    assert len(encoded) < 8_000
    back = values.decode_error(encoded)
    assert type(back) is type(error)
    assert any("were left out" in note for note in back.__notes__)


@pytest.mark.parametrize(
    ("text", "size"), [("16 MiB", 16 << 20), ("1.5gb", 1_500_000_000), ("5000", 5000), (9999, 9999), ("8 KiB", 8192)]
)
def test_sizes_are_read(text: str | int, size: int) -> None:
    """Sizes as people write them."""
    assert values.parse_size(text) == size


@pytest.mark.parametrize("text", ["", "much", "1", "-5", "1 parsec"])
def test_what_is_no_size_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit that makes no sense is named where it was written."""
    with pytest.raises(ValueError, match=r"is no size|too little"):
        values.parse_size(text)
    if text:
        monkeypatch.setenv("USEWORKFLOW_PAYLOAD_LIMIT", text)
        with pytest.raises(ConfigurationError, match="USEWORKFLOW_PAYLOAD_LIMIT"):
            project()


def test_project_may_set_the_limit(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """``payload_limit`` in ``pyproject.toml`` counts where the environment says nothing."""
    (tmp_path / "pyproject.toml").write_text('[tool.useworkflow]\npayload_limit = "1 MiB"\n')
    assert project(tmp_path, {}).payload_bytes == 1 << 20
    assert project(tmp_path, {"USEWORKFLOW_PAYLOAD_LIMIT": "2MiB"}).payload_bytes == 2 << 20
    assert Project().payload_bytes == 16 << 20
