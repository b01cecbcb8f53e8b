"""``useworkflow`` as workflow code imports it.

Input -> output::

    make_module({})   -> a module object named ``useworkflow`` with sleep, create_hook, HookConflictError, ...

The decorators ``step`` and ``workflow`` change nothing here: their options belong to the runtime. Names of the real package
that only make sense outside a run are refused when they are used, with the remedy.
"""

from __future__ import annotations

from typing import Any, NoReturn

from useworkflow_compiler.errors import UseWorkflowError
from useworkflow_sandbox import children, errors, hooks, metadata, run_errors, runs, schemas, step_errors, webhooks
from useworkflow_sandbox import library as library_package
from useworkflow_sandbox.calls import SyncStepError
from useworkflow_sandbox.current import NotInWorkflowError
from useworkflow_sandbox.facades.facade import FacadeModule
from useworkflow_sandbox.fetched import FetchResponse, fetch
from useworkflow_sandbox.fixed import Fixed
from useworkflow_sandbox.patches import patched
from useworkflow_sandbox.routines import routines
from useworkflow_sandbox.run_errors import StreamReset
from useworkflow_sandbox.streams import Stream, get_writable
from useworkflow_sandbox.timers import sleep
from useworkflow_sandbox.unsupported import UnsupportedError


def _decorator(function: Any = None, /, **options: Any) -> Any:
    return _unchanged if function is None else function


def _unchanged(function: Any) -> Any:
    return function


class Outside(Fixed):
    """A name of ``useworkflow`` that only works outside workflow code."""

    __slots__ = ("_mend", "_name")

    def __init__(self, name: str, mend: str) -> None:
        self._name = name
        self._mend = mend

    def __repr__(self) -> str:
        return f"<useworkflow.{self._name}, not available in workflow code>"

    def __call__(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise UnsupportedError(
            f"{self._name}() is not available in workflow code",
            why="what it does depends on the world outside of the run, which replay cannot repeat",
            mend=self._mend,
        )


_OUTSIDE = {
    "get_transaction": "call it in a step with the option transaction",
    "get_step_metadata": "call it in the step whose metadata it gives; a workflow has get_workflow_metadata()",
}

_EXPORTED: dict[str, Any] = {
    "FetchResponse": FetchResponse,
    "FatalError": step_errors.FatalError,
    "Hook": hooks.Hook,
    "HookConflictError": hooks.HookConflictError,
    "HookDisposedError": hooks.HookDisposedError,
    "PayloadError": schemas.PayloadError,
    "Queue": children.Queue,
    "Request": webhooks.Request,
    "Response": webhooks.Response,
    "Webhook": webhooks.Webhook,
    "NotInWorkflowError": NotInWorkflowError,
    "IdempotencyConflictError": run_errors.IdempotencyConflictError,
    "NotStartableError": run_errors.NotStartableError,
    "RemoteError": errors.RemoteError,
    "RetryableError": step_errors.RetryableError,
    "PayloadTooLargeError": errors.PayloadTooLargeError,
    "Run": runs.Run,
    "RunExistsError": run_errors.RunExistsError,
    "RunNotFoundError": run_errors.RunNotFoundError,
    "SerializationError": errors.SerializationError,
    "Stream": Stream,
    "StreamReset": StreamReset,
    "SyncStepError": SyncStepError,
    "UseWorkflowError": UseWorkflowError,
    "WorkflowCancelledError": run_errors.WorkflowCancelledError,
    "WorkflowFailedError": run_errors.WorkflowFailedError,
    "WorkflowTimeoutError": run_errors.WorkflowTimeoutError,
    "WorkflowMetadata": metadata.WorkflowMetadata,
    "create_hook": hooks.create_hook,
    "create_webhook": webhooks.create_webhook,
    "define_hook": hooks.define_hook,
    "get_hook": runs.get_hook,
    "get_run": runs.get_run,
    "list_runs": runs.list_runs,
    "fetch": fetch,
    "get_writable": get_writable,
    "get_workflow_metadata": metadata.get_workflow_metadata,
    "patched": patched,
    "resume_hook": hooks.resume_hook,
    "set_attributes": metadata.set_attributes,
    "sleep": sleep,
    "start": children.start,
    "step": _decorator,
    "workflow": _decorator,
}


def offer(**classes: type[BaseException]) -> None:
    """Let workflow code import these exception classes of the runtime, so that it can name them in ``except``."""
    _EXPORTED.update(classes)


def make_module(library: dict[str, dict[str, Any]]) -> FacadeModule:
    """The facade.

    Args:
        library: namespaces of the lowered library by module name; empty: what is installed already.
    """
    library_package.install(library)
    outside = {name: Outside(name, mend) for name, mend in _OUTSIDE.items()}
    return FacadeModule("useworkflow", {**_EXPORTED, "compensate": routines.Compensation, **outside})
