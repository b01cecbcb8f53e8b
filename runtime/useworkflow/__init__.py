"""The door: what users import. Everything here is defined elsewhere.

    from useworkflow import create_hook, sleep, start, step

Read next: ``useworkflow_runtime.start``.
"""

from useworkflow_compiler.errors import UseWorkflowError as UseWorkflowError
from useworkflow_runtime.errors import HookNotFoundError as HookNotFoundError
from useworkflow_runtime.errors import NotInStepError as NotInStepError
from useworkflow_runtime.errors import RunNotFoundError as RunNotFoundError
from useworkflow_runtime.errors import StepCrashedError as StepCrashedError
from useworkflow_runtime.errors import WorkflowCancelledError as WorkflowCancelledError
from useworkflow_runtime.errors import WorkflowFailedError as WorkflowFailedError
from useworkflow_runtime.errors import WorkflowParkedError as WorkflowParkedError
from useworkflow_runtime.hooks import create_hook as create_hook
from useworkflow_runtime.hooks import resume_hook as resume_hook
from useworkflow_runtime.options import step as step
from useworkflow_runtime.options import workflow as workflow
from useworkflow_runtime.plain_calls import get_workflow_metadata as get_workflow_metadata
from useworkflow_runtime.plain_calls import sleep as sleep
from useworkflow_runtime.run import Run as Run
from useworkflow_runtime.run import get_run as get_run
from useworkflow_runtime.run import list_runs as list_runs
from useworkflow_runtime.start import start as start
from useworkflow_runtime.steps.metadata import get_step_metadata as get_step_metadata
from useworkflow_sandbox.current import NotInWorkflowError as NotInWorkflowError
from useworkflow_sandbox.errors import SerializationError as SerializationError
from useworkflow_sandbox.hooks import HookConflictError as HookConflictError
from useworkflow_sandbox.step_errors import FatalError as FatalError
from useworkflow_sandbox.step_errors import RetryableError as RetryableError

__all__ = [
    "FatalError",
    "HookConflictError",
    "HookNotFoundError",
    "NotInStepError",
    "NotInWorkflowError",
    "RetryableError",
    "Run",
    "RunNotFoundError",
    "SerializationError",
    "StepCrashedError",
    "UseWorkflowError",
    "WorkflowCancelledError",
    "WorkflowFailedError",
    "WorkflowParkedError",
    "create_hook",
    "get_run",
    "get_step_metadata",
    "get_workflow_metadata",
    "list_runs",
    "resume_hook",
    "sleep",
    "start",
    "step",
    "workflow",
]
