"""``useworkflow stream RUN``: follow what a run's steps write, as they write it, whoever executes it.

useworkflow stream RUN --read committed
useworkflow stream RUN --namespace log --start-index -10 --json
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import click

from useworkflow_runtime.cli import options, show
from useworkflow_runtime.cli.inspect import existing_run
from useworkflow_runtime.cli.session import open_world_for
from useworkflow_runtime.code.identity import resolve_class
from useworkflow_runtime.streams.outside import StoreSource
from useworkflow_runtime.streams.reading import StreamReader
from useworkflow_runtime.worlds.streams import StreamChunk
from useworkflow_sandbox import values
from useworkflow_sandbox.run_errors import StreamReset
from useworkflow_sandbox.streams import Read, checked_namespace
from useworkflow_sandbox.values import ValueDecodeError


@click.command("stream")
@click.argument("run_id")
@click.option("--namespace", help="Which of the run's streams; the default one if left out.")
@click.option("--start-index", default=0, show_default=True, help="The first chunk; -3: the last but two.")
@click.option(
    "--read",
    type=click.Choice(["live", "committed"]),
    default="live",
    show_default=True,
    help="live: as soon as it is stored, though it may be withdrawn; committed: only what is final.",
)
@click.option("--raw", is_flag=True, help="Write text chunks one after the other, without line ends.")
@options.json_option
@options.db_option
def stream_command(
    run_id: str, namespace: str | None, start_index: int, read: Read, raw: bool, as_json: bool, db: str | None
) -> None:
    """Follow a stream of a run to its end: a line a chunk. Nothing is executed."""

    async def follow() -> None:
        async with open_world_for(db) as world:
            await existing_run(world, run_id)
            source = StoreSource(world.streams)
            reader = StreamReader(source, run_id, checked_namespace(namespace), start_index, read)
            await _show(reader, raw=raw, as_json=as_json)

    asyncio.run(follow())


async def _show(reader: StreamReader, *, raw: bool, as_json: bool) -> None:
    while True:
        try:
            text = _text(await reader.next_chunk(), raw, as_json)
        except StreamReset as reset:
            if as_json:
                text = f'{{"$reset":{reset.index}}}\n'
            else:
                click.echo(f"withdrawn from chunk {reset.index} on; what follows stands in its place", err=True)
                continue
        except StopAsyncIteration:
            return
        sys.stdout.write(text)
        sys.stdout.flush()


def _text(chunk: StreamChunk, raw: bool, as_json: bool) -> str:
    if as_json:
        return bytes(chunk.body).decode() + "\n"
    try:
        value: Any = values.decode(chunk.body, resolve_class)
    except ValueDecodeError:  # of a class that is not here
        value = show.plain_value(chunk.body)
    return str(value) + ("" if raw and isinstance(value, str) else "\n")
