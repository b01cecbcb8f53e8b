"""Hooks from the command line: schemas are checked, answers are printed, and repeated."""

from __future__ import annotations

import json
from typing import Any


def test_questions_from_another_terminal_are_answered(cli: Any) -> None:
    """``resume --hook TOKEN JSON --wait`` prints the reply; a repeated ``--dedup`` the same one, after the end, too."""
    process = cli.start("run", cli.example("cart.py"), "ann")
    process.wait_for("waits for hook cart:ann")

    def ask(**request: Any) -> Any:
        return json.loads(cli("resume", "--hook", "cart:ann", json.dumps(request), "--wait", "30").stdout)

    refused = cli("resume", "--hook", "cart:ann", '{"do": "steal"}', code=1)
    assert "UW218" in refused.stderr
    assert "cart.Request" in refused.stderr
    assert ask(do="add", item="tea", count=2) == {"items": {"tea": 2}}
    assert ask(do="add", item="tea", count=-9) == {"refused": "there is no way to add that", "items": {"tea": 2}}
    (hook,) = cli.json("inspect", "hooks", cli.only_run()["id"])
    assert (hook["token"], hook["state"], hook["expects"]) == ("cart:ann", "open", "cart.Request")
    assert (hook["received"], hook["answered"]) == (2, 2)
    assert "cart:ann" in cli("inspect", "hooks", cli.only_run()["id"]).stdout
    process.kill()
    cli("resume", "--hook", "cart:ann", '{"do": "add", "item": "cup"}')
    process = cli.start("resume", cli.only_run()["id"])
    assert ask(do="show") == {"items": {"tea": 2, "cup": 1}}
    buy = ("resume", "--hook", "cart:ann", '{"do": "buy"}', "--wait", "30", "--dedup", "buy 1")
    assert cli.json(*buy)["reply"] == {"receipt": "ann-2"}
    assert process.end() == 0
    assert [hook["state"] for hook in cli.json("inspect", "hooks", cli.only_run()["id"])] == ["ended"]
    assert cli.json(*buy)["reply"] == {"receipt": "ann-2"}
    assert "UW309" in cli("resume", "--hook", "cart:ann", '{"do": "show"}', code=None).stderr
