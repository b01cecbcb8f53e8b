"""What workflow code may ask about other runs and hooks: steps, so that each answer is recorded.

    await run.status()      in workflow code   -> step//useworkflow_runtime.run_questions//run_status, with the run's id

They ask the world of the engine that runs them. Read next: ``run``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from useworkflow_runtime.errors import HookNotFoundError
from useworkflow_runtime.hooks import HookInfo, get_hook
from useworkflow_runtime.run import Run, get_run, list_runs


async def run_status(run_id: str) -> str:
    """Its status."""
    return await get_run(run_id).status()


async def run_exists(run_id: str) -> bool:
    """Whether the world has it."""
    return await get_run(run_id).exists()


async def run_created_at(run_id: str) -> datetime:
    """When it was created."""
    return await get_run(run_id).created_at()


async def run_started_at(run_id: str) -> datetime | None:
    """When its first turn was."""
    return await get_run(run_id).started_at()


async def run_completed_at(run_id: str) -> datetime | None:
    """When it ended."""
    return await get_run(run_id).completed_at()


async def runs_listed(**filters: Any) -> list[Run[Any]]:
    """Those that ``list_runs`` finds."""
    return await list_runs(**filters)


async def hook_owner(token: str) -> HookInfo:
    """Who owns a token. That nobody does is an answer, too, and not asked again."""
    try:
        return await get_hook(token)
    except HookNotFoundError as error:
        error.fatal = True  # type: ignore[attr-defined]
        raise
