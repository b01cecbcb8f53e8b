"""``outbox(connection)``: start runs and answer hooks as a part of a transaction, in plain code.

    with connection:
        connection.execute("INSERT INTO orders ...")
        run_id = outbox(connection).start(place_order, "o-17")

``start.options(transaction=connection)`` and ``resume_hook(..., transaction=connection)`` do the same in async code.
Read next: ``outbox``, the rows; ``relay``, which takes them to the world.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, ParamSpec

import msgspec

from useworkflow_runtime.code.identity import workflow_id
from useworkflow_runtime.code.programs import compile_function
from useworkflow_runtime.start import StartOptions, start
from useworkflow_runtime.transactions.database import AsyncPostgresDatabase, Database, database, run_now
from useworkflow_runtime.transactions.outbox import Payload, StartRequest, put_payload, put_start
from useworkflow_sandbox import values
from useworkflow_sandbox.children import start_at, unbound
from useworkflow_sandbox.declared import declared_timeout
from useworkflow_sandbox.run_ids import RANDOM_BITS, new_run_id
from useworkflow_sandbox.start_arguments import START_OPTIONS, check_arguments

P = ParamSpec("P")


def outbox(connection: Any) -> Outbox:
    """The outbox in the database of ``connection``, a ``sqlite3.Connection`` or a ``psycopg.Connection``.

    Raises:
        TypeError: it is no such connection, or an asynchronous one, which ``start`` and ``resume_hook`` themselves can join.
    """
    return Outbox(connection)


class Outbox:
    """What is sent by a transaction. Its tables are made when they are first needed."""

    def __init__(self, connection: Any, options: StartOptions | None = None) -> None:
        self._connection = connection
        self._database = database(connection)
        if isinstance(self._database, AsyncPostgresDatabase):
            raise TypeError(
                "an asynchronous connection is joined by start.options(transaction=...) and resume_hook(..., transaction=...)"
            )
        self._options = options or StartOptions()

    def options(self, **options: Any) -> Outbox:
        """The same with options for ``start``: those of ``start.options`` that name no other run."""
        return Outbox(self._connection, start.options(**options).chosen)

    def start(self, function: Callable[P, Any], /, *args: P.args, **kwargs: P.kwargs) -> str:
        """Ask for a run of ``function``, and return its id. It starts when the transaction has committed.

        Raises:
            TypeError: the arguments do not fit ``function``.
            ValueError: an option makes no sense here.
            SerializationError, NotAWorkflowError, CompileError: as ``start`` does. Nothing was written.
        """
        return run_now(send_start(self._database, function, args, kwargs, self._options))

    def resume_hook(self, token: str, payload: Any = None, *, dedup_key: str | None = None) -> None:
        """Send ``payload`` to the hook ``token``, which need not be there yet, when the transaction has committed.

        Raises:
            SerializationError: the payload cannot be recorded.
        """
        encoded = values.encode(payload, root="payload")
        run_now(put_payload(self._database, Payload(token, encoded, dedup_key)))


async def send_start(
    db: Database, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], options: StartOptions
) -> str:
    """Ask for a run in the connection's transaction, and return its id. See ``Outbox.start``."""
    if options.idempotency_key is not None or options.window is not None:
        raise ValueError("idempotency_key, dedup and debounce may mean another run: give run_id in a transaction")
    if options.queue is not None and not isinstance(options.queue, str):
        raise ValueError("name the queue in a transaction: the queue itself may not be declared where the run starts")
    check_arguments(function, args, kwargs, options=START_OPTIONS)
    workflow_id(function)
    function, args = unbound(function, args)
    encoded = values.encode_args(args, kwargs)
    bundle = compile_function(function)
    now = time.time_ns() // 1_000
    at = start_at(options.delay, options.at, now)
    request = StartRequest(
        run_id=options.run_id or new_run_id(now, secrets.randbits(RANDOM_BITS)),
        bundle=bundle.id,
        args=msgspec.Raw(encoded),
        at=None if at is None else datetime.fromtimestamp(at / 1_000_000, UTC),
        attributes=options.attributes,
        queue=options.queue,
        key=options.key,
        priority=options.priority,
        timeout=declared_timeout(function) if options.timeout is None else options.timeout,
    )
    await put_start(db, request, bundle)
    return request.run_id
