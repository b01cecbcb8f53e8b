"""What can go wrong between a parked run and its bytes. Neither loses anything: the log alone rebuilds every state."""

from __future__ import annotations

from useworkflow_compiler.errors import UseWorkflowError


class CaptureError(UseWorkflowError):
    """UW220: a live value cannot be held in a snapshot; the run goes on by replay from the last good one."""

    default_code = "UW220"


class SnapshotRefused(UseWorkflowError):
    """UW221: a snapshot is damaged, was not signed with this key, or names code that is no longer there."""

    default_code = "UW221"
