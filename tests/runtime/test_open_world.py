"""From a URL to a world."""

from __future__ import annotations

from pathlib import Path

import pytest

from useworkflow_runtime.clock import FakeClock, SystemClock
from useworkflow_runtime.errors import WorldUrlError
from useworkflow_runtime.worlds.memory import MemoryWorld
from useworkflow_runtime.worlds.open import open_world
from useworkflow_runtime.worlds.protocol import NewRun, Turn
from useworkflow_runtime.worlds.sqlite import SQLiteWorld, Synchronous


def test_a_relative_url_is_below_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three slashes and a plain path are relative, four slashes absolute."""
    monkeypatch.chdir(tmp_path)
    for url in ("sqlite:///a/w.db", "a/w.db", f"sqlite:///{tmp_path}/a/w.db", "sqlite:///a/w%2Edb"):
        world = open_world(url)
        assert isinstance(world, SQLiteWorld)
        assert world.path == tmp_path / "a" / "w.db"
    assert not (tmp_path / "a").exists(), "nothing is made before open()"


def test_the_url_of_a_world_leads_back_to_it(tmp_path: Path) -> None:
    """``url`` is what ``open_world`` takes."""
    world = open_world(str(tmp_path / "w.db"))
    assert open_world(world.url).url == world.url


def test_the_url_may_choose_how_durable_a_commit_is() -> None:
    """``synchronous=normal`` is read from the query."""
    world = open_world("sqlite:///w.db?synchronous=normal")
    assert isinstance(world, SQLiteWorld)
    assert world._synchronous is Synchronous.NORMAL


def test_memory_is_a_new_world_each_time() -> None:
    """Two memory worlds share nothing, and use the clock that they are given."""
    world = open_world("memory:", clock=FakeClock(7))
    assert isinstance(world, MemoryWorld)
    assert world.now() == 7
    assert open_world("memory:") is not world


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("postgresql://localhost/db?notify=maybe", "UW310: cannot read the options of the world's URL"),
        ("postgresql://localhost/db?lease=0", "UW310: cannot read the options of the world's URL"),
        ("postgresql+asyncpg://localhost/db", "UW310: there is no world of the kind 'postgresql+asyncpg'"),
        ("redis://localhost", "UW310: there is no world of the kind 'redis'"),
        ("sqlite:///", "UW310: cannot read the world's URL 'sqlite:///'"),
        ("sqlite:///w.db?mode=fast", "UW310: cannot read the world's URL"),
        ("sqlite:///w.db?synchronous=maybe", "UW310: cannot read the world's URL"),
        (" ", "UW310: the world's URL is empty"),
    ],
)
def test_other_urls_are_refused_with_the_mend(url: str, text: str) -> None:
    """What cannot be opened is said at once, with the forms that can."""
    with pytest.raises(WorldUrlError) as raised:
        open_world(url)
    assert str(raised.value).startswith(text)
    assert "mend: " in str(raised.value)


async def test_a_memory_world_fails_a_commit_on_demand() -> None:
    """The injected error is raised once and nothing is changed; a crash takes ownership and leaves the rest."""
    world = MemoryWorld(FakeClock())
    await world.create_run(NewRun(id="a", workflow="w", bundle="b", created=b"{}", at=1))
    epoch = await world.acquire("me")
    assert epoch is not None
    world.fail_next_commit(OSError("disk on fire"))
    change = Turn(run_id="a", expected=1, events=[], status="running")
    with pytest.raises(OSError, match="disk on fire"):
        await world.commit(epoch, [change])
    assert [record.status for record in await world.find_runs()] == ["pending"]
    await world.commit(epoch, [change])
    world.crash()
    assert await world.owner() is None
    assert [record.status for record in await world.find_runs()] == ["running"]


def test_the_system_clock_counts_microseconds() -> None:
    """Its reading is a plausible number of microseconds since 1970 and a fake clock moves only when told."""
    assert 10**15 < SystemClock().now() < 10**16
    clock = FakeClock(10)
    assert clock.advance(seconds=1.5, microseconds=2) == clock.now() == 1_500_012
