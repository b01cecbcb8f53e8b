"""The web examples as real servers in processes of their own, with a real client: orders, webhooks, kills."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from typing import Any

import httpx
import pytest

FRAMEWORKS = ["starlette", "fastapi", "flask", "django"]
LISTENS = r"(?:Uvicorn r|R)unning on (http://127\.0\.0\.1:\d+)"


def serve(cli: Any, framework: str) -> tuple[Any, str]:
    """The example's server on a free port, and its address."""
    cli.example("web_payments.py")
    cli.environment["PORT"] = "0"
    process = cli.start_python(cli.example(f"web_{framework}.py"))
    return process, process.wait_for(LISTENS)[1]


def link_of(http: httpx.Client, url: str, order: str, until: Any) -> str:
    """Where the order can be paid, once it has said so."""
    return str(until(lambda: http.get(f"{url}/orders/{order}").json()["pay_at"], f"the link of {order}"))


def ends(http: httpx.Client, url: str, order: str, until: Any) -> None:
    """Wait until the order's run has completed."""
    until(lambda: http.get(f"{url}/orders/{order}").json()["status"] == "completed", f"the end of {order}")


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_bank_is_answered_by_the_order(cli: Any, until: Any, framework: str) -> None:
    """A webhook's sender waits for the step that answers; other paths are the application's; unknown tokens are 404."""
    _, url = serve(cli, framework)
    with httpx.Client(timeout=30) as http:
        placed = http.post(f"{url}/orders/o-1")
        assert (placed.status_code, list(placed.json())) == (202, ["run"])
        link = link_of(http, url, "o-1", until)
        assert http.post(f"{url}/.well-known/workflow/v1/webhook/guessed").status_code == 404
        answer = http.post(url + link, json={"amount": 4200}, headers={"Idempotency-Key": "pay-1"})
        assert (answer.status_code, answer.json()) == (200, {"order": "o-1", "paid": 4200})
        ends(http, url, "o-1", until)
        again = http.post(url + link, json={"amount": 4200}, headers={"Idempotency-Key": "pay-1"})
        assert (again.status_code, again.json()) == (200, {"order": "o-1", "paid": 4200})
        assert http.get(f"{url}/nothing").status_code == 404


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_server_that_was_killed_goes_on_with_its_orders(cli: Any, until: Any, framework: str) -> None:
    """``kill -9`` while the order waits: the next server's first request is the bank's, and it is answered."""
    process, url = serve(cli, framework)
    with httpx.Client(timeout=30) as http:
        http.post(f"{url}/orders/o-2")
        link = link_of(http, url, "o-2", until)
        process.kill()
        _, url = serve(cli, framework)
        answer = http.post(url + link, json={"amount": 7})
        assert (answer.status_code, answer.json()) == (200, {"order": "o-2", "paid": 7})
        ends(http, url, "o-2", until)


def test_the_process_that_has_the_request_need_not_execute_the_run(cli: Any, until: Any) -> None:
    """A worker owns the world; the web server only records the request, waits, and passes the step's answer on."""
    cli.example("web_payments.py")
    worker = cli.start("worker", "--import", "web_payments")
    worker.wait_for("executes the runs of")
    _, url = serve(cli, "starlette")
    with httpx.Client(timeout=30) as http:
        http.post(f"{url}/orders/o-3")

        def token() -> str | None:
            (run,) = cli.json("inspect", "runs")
            hooks = cli.json("inspect", "run", run["id"])["hooks"]
            return hooks[0]["token"] if hooks else None

        path = f"/.well-known/workflow/v1/webhook/{until(token, 'the webhook')}"
        answer = http.post(url + path, json={"amount": 5})
        assert (answer.status_code, answer.json()) == (200, {"order": "o-3", "paid": 5})
        assert http.get(f"{url}/orders/o-3").json()["pay_at"] is None, "a step ran in the web server"
    assert worker.process.poll() is None


FRONT = """
import uvicorn
from useworkflow import asgi_app

uvicorn.run(asgi_app(), port=0)
"""


def test_a_sender_who_waits_outlasts_the_worker(cli: Any, until: Any) -> None:
    """The worker is killed before the bank calls; the call is recorded, and answered once there is another worker."""
    cli.example("web_payments.py")
    worker = cli.start("worker", "--import", "web_payments")
    worker.wait_for("executes the runs of")
    run = cli("start", "web_payments.py:sell", "o-4").stdout.split()[-1]

    def token() -> str | None:
        hooks = cli.json("inspect", "hooks", run)
        return hooks[0]["token"] if hooks else None

    path = f"/.well-known/workflow/v1/webhook/{until(token, 'the webhook')}"
    worker.kill()
    front = cli.start_python(cli.write("front.py", FRONT))
    url = front.wait_for(LISTENS)[1]
    answers: list[Any] = []

    def pay() -> None:
        with httpx.Client(timeout=60) as http:
            answers.append(http.post(url + path, json={"amount": 9}).json())

    sender = threading.Thread(target=pay)
    sender.start()
    with closing(sqlite3.connect(cli.folder / ".useworkflow" / "world.db", timeout=30)) as db:
        until(lambda: db.execute("SELECT count(*) FROM inbox").fetchone() == (1,), "the recorded request")
    assert sender.is_alive()
    cli.start("worker", "--import", "web_payments").wait_for("executes the runs of")
    sender.join()
    assert answers == [{"order": "o-4", "paid": 9}]
    until(lambda: cli.json("inspect", "run", run)["status"] == "completed", "the end")
