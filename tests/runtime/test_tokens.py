"""Where tokens stand in an index: at a digest, so that looking for one tells nothing about the others."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from msgspec import Raw

from useworkflow_runtime.worlds.protocol import HookRecord, NewRun, Turn
from useworkflow_runtime.worlds.sqlite import SQLiteWorld
from useworkflow_runtime.worlds.tokens import address


def test_an_address_is_a_digest_of_the_whole_token() -> None:
    """64 hexadecimal characters for every token; tokens that differ in one place only have nothing in common."""
    first, second = address("approve:17"), address("approve:18")
    assert len(first) == len(second) == len(address("x" * 100_000)) == len(address("\ud800")) == 64
    assert sum(a == b for a, b in zip(first, second, strict=True)) < 20


async def test_a_look_up_searches_digests_only(tmp_path: Path) -> None:
    """No index holds a token as it is; the one that is asked holds digests."""
    world = SQLiteWorld(tmp_path / "world.db")
    await world.open()
    epoch = await world.acquire("me")
    assert epoch is not None
    await world.create_run(NewRun(id="a", workflow="w", bundle="b", created=b"{}", at=1))
    hook = HookRecord("approve:17", "a", "h", 1, Raw(b"null"))
    await world.commit(epoch, [Turn(run_id="a", expected=1, events=[], hooks_created=[hook])])
    assert await world.get_hook("approve:17") == hook
    await world.close()
    with closing(sqlite3.connect(tmp_path / "world.db")) as db:
        assert db.execute("SELECT address FROM hooks").fetchall() == [(address("approve:17"),)]
        indexes = [name for (name,) in db.execute("SELECT name FROM pragma_index_list('hooks')")]
        columns = {
            column for name in indexes for (column,) in db.execute("SELECT name FROM pragma_index_info(?)", (name,))
        }
    assert "token" not in columns
