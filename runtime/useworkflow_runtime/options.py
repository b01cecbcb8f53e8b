"""The decorators ``step`` and ``workflow``: options for those who want others than the defaults; never needed.

    @step(max_retries=5, timeout="30s")
    async def charge(order_id: str) -> None:
        "use step"

They give the function back as it is, with its options on it. Read next: ``steps.options``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeAlias, TypeVar, overload

from useworkflow_runtime.steps.options import OPTIONS_ATTRIBUTE, Duration, Executor, make_options
from useworkflow_sandbox.declared import declare

UnknownStep: TypeAlias = Literal["wait", "fail"]
F = TypeVar("F", bound=Callable[..., Any])


@overload
def step(function: F, /) -> F: ...


@overload
def step(
    *,
    max_retries: int = ...,
    retry_delay: Duration = ...,
    retry_factor: float = ...,
    retry_max_delay: Duration = ...,
    retry_jitter: float = ...,
    timeout: Duration | None = ...,
    executor: Executor | None = ...,
    heartbeat_timeout: Duration | None = ...,
    cleanup_timeout: Duration = ...,
    transaction: str | Callable[[], str] | None = ...,
    transaction_limit: Duration = ...,
    concurrency: int | None = ...,
    worker_concurrency: int | None = ...,
) -> Callable[[F], F]: ...


def step(function: Callable[..., Any] | None = None, /, **given: Any) -> Any:
    """Give a step function its options.

    Args:
        function: the function, where the decorator is used without options.
        **given: ``max_retries`` (3: four attempts), ``retry_delay`` ("1s"), ``retry_factor`` (2), ``retry_max_delay``
            ("1m"), ``retry_jitter`` (0.1), ``timeout`` (none), ``executor`` ("loop" for async steps, "thread" for others; or "process"),
            ``heartbeat_timeout`` (none), ``cleanup_timeout`` ("10s"), ``transaction`` (none: a database's URL, "world", or a function that
            gives one), ``transaction_limit`` ("5s"), ``concurrency`` (no limit: attempts at a time in all workers),
            ``worker_concurrency`` (no limit: in each worker).

    Raises:
        StepOptionsError: an unknown option, or a value that makes no sense.
    """
    options = make_options(**given)

    def decorate(target: F) -> F:
        setattr(target, OPTIONS_ATTRIBUTE, options)
        return target

    return decorate if function is None else decorate(function)


@overload
def workflow(function: F, /) -> F: ...


@overload
def workflow(*, timeout: Duration | None = ..., unknown_step: UnknownStep = ...) -> Callable[[F], F]: ...


def workflow(
    function: Callable[..., Any] | None = None,
    /,
    *,
    timeout: Duration | None = None,
    unknown_step: UnknownStep = "wait",
) -> Any:
    """Give a workflow function its options. Never needed without: the directive makes the workflow.

    Args:
        function: the function, where the decorator is used without options.
        timeout: the time that a run of it may take, from its start on; ``start.options(timeout=...)`` goes before.
        unknown_step: what becomes of a step that the run's worker does not have. ``wait``: the run waits, at no attempt's
            cost, for a worker that has it. ``fail``: ``StepNotFoundError`` is raised where the step is called.

    Raises:
        ValueError, TypeError: the timeout, or ``unknown_step``, makes no sense.
    """

    def decorate(target: F) -> F:
        declare(target, timeout, unknown_step)
        return target

    return decorate if function is None else decorate(function)
