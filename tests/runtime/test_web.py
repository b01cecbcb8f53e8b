"""The ASGI application: where it can be mounted, and what it answers apart from its resources."""

from __future__ import annotations

import sys
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from useworkflow import MissingExtraError, asgi_app
from useworkflow_runtime.errors import WorldError
from useworkflow_runtime.worlds.memory import MemoryWorld

HEALTH = "/.well-known/workflow/v1/health"


def client(app: Any) -> httpx.AsyncClient:
    """A client that calls ``app`` without a network."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test")


class UnreadableWorld(MemoryWorld):
    """A world whose disk has gone."""

    async def find_runs(self, **options: Any) -> Any:
        """Fail."""
        raise WorldError("the disk has gone")


async def test_health_tells_whether_the_world_can_be_used_and_has_an_engine() -> None:
    """200 and the two facts while the world can be read."""
    world = MemoryWorld()
    async with client(asgi_app(world=world)) as http:
        assert (await http.get(HEALTH)).json() == {"world": "ok", "engine": False}
        await world.acquire("me")
        assert (await http.get(HEALTH)).json() == {"world": "ok", "engine": True}


async def test_health_of_a_world_that_cannot_be_read_says_no_more_than_that() -> None:
    """503, and the reason stays in the log."""
    async with client(asgi_app(world=UnreadableWorld())) as http:
        answer = await http.get(HEALTH)
    assert (answer.status_code, answer.json()) == (503, {"world": "failed"})


@pytest.mark.parametrize("prefix", ["", "/flows"])
async def test_it_can_be_mounted_below_any_path(prefix: str) -> None:
    """Mounted in Starlette at the root, after the other routes, or below a prefix."""
    home = Route("/", lambda request: PlainTextResponse("home"))
    app = Starlette(routes=[home, Mount(prefix or "/", asgi_app(world=MemoryWorld()))])
    async with client(app) as http:
        assert (await http.get(prefix + HEALTH)).status_code == 200
        assert (await http.get("/")).text == "home"
        assert (await http.get(prefix + "/.well-known/workflow/v1/nothing")).status_code == 404


async def test_otherwise_gets_every_request_for_another_path() -> None:
    """Around an application that cannot mount others: that one answers whatever is not under the base path."""
    app = asgi_app(world=MemoryWorld(), otherwise=PlainTextResponse("theirs"))
    async with client(app) as http:
        assert (await http.get("/.well-known/other")).text == "theirs"
        assert (await http.get(HEALTH)).json()["world"] == "ok"


def test_without_starlette_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """UW360 names what to install, and is an ``ImportError``."""
    monkeypatch.setitem(sys.modules, "starlette", None)
    with pytest.raises(MissingExtraError, match=r"useworkflow\[web\]") as caught:
        asgi_app()
    assert isinstance(caught.value, ImportError)
    assert caught.value.code == "UW360"
