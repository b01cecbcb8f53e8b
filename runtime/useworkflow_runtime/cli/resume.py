"""``useworkflow resume``: go on with unfinished runs after a kill, or answer a hook.

useworkflow resume RUN_ID                       follow that run to its end
useworkflow resume                              all unfinished runs, until none of them moves any more
useworkflow resume --hook TOKEN JSON            record an answer and return
"""

from __future__ import annotations

import asyncio
import json
import sys

import click
from msgspec import Raw

from useworkflow_runtime.cli import options, show
from useworkflow_runtime.cli.errors import PayloadError
from useworkflow_runtime.cli.exits import Exit
from useworkflow_runtime.cli.place import db_words


@click.command("resume")
@click.argument("words", metavar="[RUN_ID] | --hook TOKEN JSON", nargs=-1)
@click.option("--hook", metavar="TOKEN", help="Answer the hook with this token; the payload is the next word, as JSON.")
@click.option("--dedup", metavar="KEY", help="With --hook: the same key is taken only once.")
@click.option(
    "--wait", type=float, metavar="SECONDS", help="With --hook: wait so long for the run's answer, and print it."
)
@click.option("--import", "imports", multiple=True, metavar="MODULE", help="Import this module or file first.")
@options.json_option
@options.db_option
def resume_command(
    words: tuple[str, ...],
    hook: str | None,
    dedup: str | None,
    wait: float | None,
    imports: tuple[str, ...],
    as_json: bool,
    db: str | None,
) -> Exit:
    """Go on with an unfinished run, or answer a hook.

    With RUN_ID, that run is followed to its end as run does. Without, every unfinished run goes on until none of them
    moves any more. With --hook, the answer is recorded and the command returns; with --wait it prints what the run replies.
    """
    if len(words) > 1 or (hook is not None and len(words) != 1):
        raise click.UsageError("give one RUN_ID, or --hook TOKEN and one JSON payload")
    if hook is not None:
        from useworkflow_runtime.cli.origin import import_given

        import_given(imports)
        return answer_hook(hook, words[0], dedup, wait, as_json=as_json, db=db)
    if words:
        return resume_run(words[0], imports, as_json=as_json, db=db)
    return resume_all(imports, as_json=as_json, db=db)


def answer_hook(token: str, text: str, dedup: str | None, wait: float | None, *, as_json: bool, db: str | None) -> Exit:
    """Record ``text`` as the answer to a hook; it counts once it is recorded, whoever executes the run.

    Raises:
        PayloadError: ``text`` is no JSON; nothing was sent.
        HookNotFoundError: nobody waits at that token.
        UseWorkflowError: it does not fit the hook's schema, or no answer came: see ``resume_hook``.
    """
    from useworkflow_runtime.cli.origin import add_root_of
    from useworkflow_runtime.cli.session import open_world_for
    from useworkflow_runtime.hooks import ask, deliver
    from useworkflow_runtime.replies import Replies
    from useworkflow_sandbox import values

    payload = read_payload(text)
    encoded = values.encode(payload)

    async def send() -> tuple[str, str | None, Raw | None]:
        async with open_world_for(db) as world:
            hook = await world.get_hook(token)
            run = None if hook is None else await world.get_run(hook.run_id)
            if run is not None:
                await add_root_of(world, run)
            if wait is not None:
                reply = await ask(world, Replies(world), token, payload, encoded, dedup, wait)
                return hook.run_id if hook is not None else "", "", reply
            record = await deliver(world, token, payload, encoded, dedup)
            return record.run_id, await world.owner(), None

    run_id, owner, reply = asyncio.run(send())
    if as_json:
        found = {"reply": reply} if reply is not None else {"engine": owner}
        show.print_json({"run_id": run_id, "token": token, **found})
    elif reply is not None:
        click.echo(show.plain_value(reply))
    else:
        click.echo(f"recorded for run {run_id}")
    if owner is None:
        show.warn(f"no engine is running here; go on with: useworkflow resume {run_id}{db_words(db)}")
    return Exit.OK


def read_payload(text: str) -> object:
    """The JSON value of a payload.

    Raises:
        PayloadError: it is none.
    """
    try:
        return json.loads(text)
    except ValueError as error:
        raise PayloadError(
            f"the payload {text!r} is no JSON: {error}",
            mend="quote it for the shell, and write keys and strings in double quotes: '{\"ok\": true}'",
        ) from None


def resume_run(run_id: str, imports: tuple[str, ...], *, as_json: bool, db: str | None) -> Exit:
    """Go on with one run and follow it to its end; a run that has ended just says how.

    Raises:
        RunNotFoundError: there is no such run.
        SourceGoneError: its steps cannot be imported here.
    """
    from useworkflow_runtime.cli.following import follow_run
    from useworkflow_runtime.cli.inspect import existing_run
    from useworkflow_runtime.cli.origin import import_given, make_importable
    from useworkflow_runtime.cli.session import Session, open_world_for
    from useworkflow_runtime.worlds.protocol import PARKED, TERMINAL

    import_given(imports)

    async def prepare() -> str:
        async with open_world_for(db) as world:
            record = await existing_run(world, run_id)
            if record.status not in TERMINAL:
                await make_importable(world, record)
            return record.workflow

    title = show.workflow_name(asyncio.run(prepare()))

    async def obtain(session: Session) -> tuple[str, str]:
        record = await existing_run(session.world, run_id)
        if record.status in TERMINAL:
            return run_id, f"run {run_id} is {record.status} already"
        if record.status in PARKED:
            await session.world.unpark(run_id)
        return run_id, f"run {run_id} goes on"

    return follow_run(db, obtain, as_json=as_json, title=title, known=True)


def resume_all(imports: tuple[str, ...], *, as_json: bool, db: str | None) -> Exit:
    """Go on with every unfinished run until none of them moves any more: each has ended, is parked, or only waits for
    a time that is more than a second away, or for an answer."""
    from useworkflow_runtime.cli.interrupts import Interrupted, interruptible
    from useworkflow_runtime.cli.origin import import_given, make_all_importable
    from useworkflow_runtime.cli.session import open_session, open_world_for
    from useworkflow_runtime.cli.settling import settle, unfinished_runs
    from useworkflow_runtime.worlds.protocol import RunRecord

    import_given(imports)

    async def work() -> tuple[list[str], list[RunRecord]]:
        async with open_world_for(db) as world:
            for line in await make_all_importable(world):
                show.warn(line)
            waiting = await unfinished_runs(world)
        async with open_session(db, say=show.warn) as session:
            return waiting, await settle(session, waiting)

    try:
        before, after = asyncio.run(interruptible(work()))
    except (Interrupted, KeyboardInterrupt):
        show.warn(f"interrupted; nothing that was recorded is lost\ngo on with: useworkflow resume{db_words(db)}")
        return Exit.INTERRUPTED
    if as_json:
        show.print_json([show.run_as_json(record) for record in after])
    else:
        for record in after:
            click.echo(f"{record.id}  {record.status}  {show.workflow_name(record.workflow)}")
        if not before:
            print("no unfinished runs", file=sys.stderr)
    return Exit.OK
