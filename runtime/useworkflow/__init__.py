"""The door: what users import. Everything here is defined elsewhere, and loaded when it is first asked for.

    from useworkflow import create_hook, sleep, start, step

A module of steps that needs only ``step`` does not load an engine. Read next: ``useworkflow_runtime.start``.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from useworkflow_compiler.errors import UseWorkflowError as UseWorkflowError
    from useworkflow_runtime.code.import_hook import install as install
    from useworkflow_runtime.code.import_hook import uninstall as uninstall
    from useworkflow_runtime.compensation import compensate as compensate
    from useworkflow_runtime.errors import CadenceError as CadenceError
    from useworkflow_runtime.errors import ForkError as ForkError
    from useworkflow_runtime.errors import HookNotFoundError as HookNotFoundError
    from useworkflow_runtime.errors import HookUnansweredError as HookUnansweredError
    from useworkflow_runtime.errors import MissingExtraError as MissingExtraError
    from useworkflow_runtime.errors import NotInStepError as NotInStepError
    from useworkflow_runtime.errors import QueueOptionsError as QueueOptionsError
    from useworkflow_runtime.errors import ReplyTimeoutError as ReplyTimeoutError
    from useworkflow_runtime.errors import RunNotFoundError as RunNotFoundError
    from useworkflow_runtime.errors import ScheduleNotFoundError as ScheduleNotFoundError
    from useworkflow_runtime.errors import SchemaMissingError as SchemaMissingError
    from useworkflow_runtime.errors import StepCrashedError as StepCrashedError
    from useworkflow_runtime.errors import StepNotFoundError as StepNotFoundError
    from useworkflow_runtime.errors import StreamClosedError as StreamClosedError
    from useworkflow_runtime.errors import UnknownQueueError as UnknownQueueError
    from useworkflow_runtime.errors import WorkflowCancelledError as WorkflowCancelledError
    from useworkflow_runtime.errors import WorkflowFailedError as WorkflowFailedError
    from useworkflow_runtime.errors import WorkflowParkedError as WorkflowParkedError
    from useworkflow_runtime.fetching import fetch as fetch
    from useworkflow_runtime.hooks import Hook as Hook
    from useworkflow_runtime.hooks import HookInfo as HookInfo
    from useworkflow_runtime.hooks import Webhook as Webhook
    from useworkflow_runtime.hooks import create_hook as create_hook
    from useworkflow_runtime.hooks import create_webhook as create_webhook
    from useworkflow_runtime.hooks import define_hook as define_hook
    from useworkflow_runtime.hooks import get_hook as get_hook
    from useworkflow_runtime.hooks import resume_hook as resume_hook
    from useworkflow_runtime.options import step as step
    from useworkflow_runtime.options import workflow as workflow
    from useworkflow_runtime.plain_calls import get_workflow_metadata as get_workflow_metadata
    from useworkflow_runtime.plain_calls import patched as patched
    from useworkflow_runtime.plain_calls import set_attributes as set_attributes
    from useworkflow_runtime.plain_calls import sleep as sleep
    from useworkflow_runtime.queues import Queue as Queue
    from useworkflow_runtime.run import Run as Run
    from useworkflow_runtime.run import get_run as get_run
    from useworkflow_runtime.run import list_runs as list_runs
    from useworkflow_runtime.scheduling.schedules import Schedule as Schedule
    from useworkflow_runtime.scheduling.schedules import ScheduleInfo as ScheduleInfo
    from useworkflow_runtime.scheduling.schedules import get_schedule as get_schedule
    from useworkflow_runtime.scheduling.schedules import list_schedules as list_schedules
    from useworkflow_runtime.scheduling.schedules import schedule as schedule
    from useworkflow_runtime.start import start as start
    from useworkflow_runtime.steps.metadata import get_step_metadata as get_step_metadata
    from useworkflow_runtime.streams.outside import get_writable as get_writable
    from useworkflow_runtime.transactions.sending import outbox as outbox
    from useworkflow_runtime.transactions.transactional import get_transaction as get_transaction
    from useworkflow_runtime.web import asgi_app as asgi_app
    from useworkflow_runtime.web import wsgi_app as wsgi_app
    from useworkflow_sandbox.current import NotInWorkflowError as NotInWorkflowError
    from useworkflow_sandbox.errors import PayloadTooLargeError as PayloadTooLargeError
    from useworkflow_sandbox.errors import SerializationError as SerializationError
    from useworkflow_sandbox.fetched import FetchResponse as FetchResponse
    from useworkflow_sandbox.hooks import HookConflictError as HookConflictError
    from useworkflow_sandbox.run_errors import IdempotencyConflictError as IdempotencyConflictError
    from useworkflow_sandbox.run_errors import RunExistsError as RunExistsError
    from useworkflow_sandbox.run_errors import StreamReset as StreamReset
    from useworkflow_sandbox.run_errors import WorkflowTimeoutError as WorkflowTimeoutError
    from useworkflow_sandbox.schemas import PayloadError as PayloadError
    from useworkflow_sandbox.step_errors import FatalError as FatalError
    from useworkflow_sandbox.step_errors import RetryableError as RetryableError
    from useworkflow_sandbox.streams import Stream as Stream
    from useworkflow_sandbox.values.registry import register as register
    from useworkflow_sandbox.webhooks import Request as Request
    from useworkflow_sandbox.webhooks import Response as Response

__all__ = [
    "CadenceError",
    "FatalError",
    "FetchResponse",
    "ForkError",
    "Hook",
    "HookConflictError",
    "HookInfo",
    "HookNotFoundError",
    "HookUnansweredError",
    "IdempotencyConflictError",
    "MissingExtraError",
    "NotInStepError",
    "NotInWorkflowError",
    "PayloadError",
    "PayloadTooLargeError",
    "Queue",
    "QueueOptionsError",
    "ReplyTimeoutError",
    "Request",
    "Response",
    "RetryableError",
    "Run",
    "RunExistsError",
    "RunNotFoundError",
    "Schedule",
    "ScheduleInfo",
    "ScheduleNotFoundError",
    "SchemaMissingError",
    "SerializationError",
    "StepCrashedError",
    "StepNotFoundError",
    "Stream",
    "StreamClosedError",
    "StreamReset",
    "UnknownQueueError",
    "UseWorkflowError",
    "Webhook",
    "WorkflowCancelledError",
    "WorkflowFailedError",
    "WorkflowParkedError",
    "WorkflowTimeoutError",
    "asgi_app",
    "compensate",
    "create_hook",
    "create_webhook",
    "define_hook",
    "fetch",
    "get_hook",
    "get_run",
    "get_schedule",
    "get_step_metadata",
    "get_transaction",
    "get_workflow_metadata",
    "get_writable",
    "install",
    "list_runs",
    "list_schedules",
    "outbox",
    "patched",
    "register",
    "resume_hook",
    "schedule",
    "set_attributes",
    "sleep",
    "start",
    "step",
    "uninstall",
    "workflow",
    "wsgi_app",
]

_HOMES = {
    "CadenceError": "useworkflow_runtime.errors",
    "FatalError": "useworkflow_sandbox.step_errors",
    "FetchResponse": "useworkflow_sandbox.fetched",
    "ForkError": "useworkflow_runtime.errors",
    "Hook": "useworkflow_runtime.hooks",
    "HookConflictError": "useworkflow_sandbox.hooks",
    "HookInfo": "useworkflow_runtime.hooks",
    "HookNotFoundError": "useworkflow_runtime.errors",
    "HookUnansweredError": "useworkflow_runtime.errors",
    "IdempotencyConflictError": "useworkflow_sandbox.run_errors",
    "MissingExtraError": "useworkflow_runtime.errors",
    "NotInStepError": "useworkflow_runtime.errors",
    "NotInWorkflowError": "useworkflow_sandbox.current",
    "PayloadError": "useworkflow_sandbox.schemas",
    "PayloadTooLargeError": "useworkflow_sandbox.errors",
    "Queue": "useworkflow_runtime.queues",
    "QueueOptionsError": "useworkflow_runtime.errors",
    "ReplyTimeoutError": "useworkflow_runtime.errors",
    "Request": "useworkflow_sandbox.webhooks",
    "Response": "useworkflow_sandbox.webhooks",
    "RetryableError": "useworkflow_sandbox.step_errors",
    "Run": "useworkflow_runtime.run",
    "RunExistsError": "useworkflow_sandbox.run_errors",
    "RunNotFoundError": "useworkflow_runtime.errors",
    "Schedule": "useworkflow_runtime.scheduling.schedules",
    "ScheduleInfo": "useworkflow_runtime.scheduling.schedules",
    "ScheduleNotFoundError": "useworkflow_runtime.errors",
    "SchemaMissingError": "useworkflow_runtime.errors",
    "SerializationError": "useworkflow_sandbox.errors",
    "StepCrashedError": "useworkflow_runtime.errors",
    "StepNotFoundError": "useworkflow_runtime.errors",
    "Stream": "useworkflow_sandbox.streams",
    "StreamClosedError": "useworkflow_runtime.errors",
    "StreamReset": "useworkflow_sandbox.run_errors",
    "UnknownQueueError": "useworkflow_runtime.errors",
    "UseWorkflowError": "useworkflow_compiler.errors",
    "Webhook": "useworkflow_runtime.hooks",
    "WorkflowCancelledError": "useworkflow_runtime.errors",
    "WorkflowFailedError": "useworkflow_runtime.errors",
    "WorkflowParkedError": "useworkflow_runtime.errors",
    "WorkflowTimeoutError": "useworkflow_sandbox.run_errors",
    "asgi_app": "useworkflow_runtime.web",
    "compensate": "useworkflow_runtime.compensation",
    "create_hook": "useworkflow_runtime.hooks",
    "create_webhook": "useworkflow_runtime.hooks",
    "define_hook": "useworkflow_runtime.hooks",
    "fetch": "useworkflow_runtime.fetching",
    "get_hook": "useworkflow_runtime.hooks",
    "get_run": "useworkflow_runtime.run",
    "get_schedule": "useworkflow_runtime.scheduling.schedules",
    "get_step_metadata": "useworkflow_runtime.steps.metadata",
    "get_transaction": "useworkflow_runtime.transactions.transactional",
    "get_workflow_metadata": "useworkflow_runtime.plain_calls",
    "get_writable": "useworkflow_runtime.streams.outside",
    "install": "useworkflow_runtime.code.import_hook",
    "list_runs": "useworkflow_runtime.run",
    "list_schedules": "useworkflow_runtime.scheduling.schedules",
    "outbox": "useworkflow_runtime.transactions.sending",
    "patched": "useworkflow_runtime.plain_calls",
    "register": "useworkflow_sandbox.values.registry",
    "resume_hook": "useworkflow_runtime.hooks",
    "schedule": "useworkflow_runtime.scheduling.schedules",
    "set_attributes": "useworkflow_runtime.plain_calls",
    "sleep": "useworkflow_runtime.plain_calls",
    "start": "useworkflow_runtime.start",
    "step": "useworkflow_runtime.options",
    "uninstall": "useworkflow_runtime.code.import_hook",
    "workflow": "useworkflow_runtime.options",
    "wsgi_app": "useworkflow_runtime.web",
}


def __getattr__(name: str) -> object:
    """A public name, from the module that defines it."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return [*globals(), *(name for name in __all__ if name not in globals())]
