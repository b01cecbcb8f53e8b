"""What type checkers say of hooks: read by mypy, never executed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, assert_type

from useworkflow import (
    HookInfo,
    Request,
    Response,
    Run,
    create_hook,
    create_webhook,
    define_hook,
    get_hook,
    resume_hook,
)


@dataclass
class Decision:
    ok: bool


approval = define_hook(Decision)


async def flow() -> None:
    hook = approval.create("t")
    assert_type(await hook, Decision)
    async for one in hook:
        assert_type(one, Decision)
        await hook.reply(one, 1)
    other = create_hook("u", schema=Decision)
    assert_type(await other, Decision)
    plain = create_hook("v")
    assert_type(await plain, Any)
    owner = await hook.conflict()
    assert_type(owner, Run[Any] | None)
    hook.dispose()
    async with create_webhook("manual") as webhook:
        request = await webhook
        assert_type(request, Request)
        assert_type(webhook.url, str)
        assert_type(await request.text(), str)
        await request.respond_with(Response(json={"a": 1}))


async def outside() -> None:
    assert_type(await resume_hook("t", 1), str)
    assert_type(await resume_hook("t", 1, wait=True, timeout=3), Any)
    assert_type(await approval.resume("t", Decision(True)), str)
    assert_type(await get_hook("t"), HookInfo)
