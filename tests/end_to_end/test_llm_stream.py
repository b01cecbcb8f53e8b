"""A model's tokens on their way to a client of server-sent events, through a worker that is killed in the middle."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

LISTENS = r"(?:Uvicorn r|R)unning on (http://127\.0\.0\.1:\d+)"
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "llm_stream.py"
STREAM = "/.well-known/workflow/v1/runs/{run}/stream"


def tokens() -> list[str]:
    """What the example's model says."""
    spec = importlib.util.spec_from_file_location("llm_stream_text", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return str(module.TEXT).split()


class Event(NamedTuple):
    """One server-sent event."""

    kind: str
    id: str
    data: Any


class Client:
    """What a browser does: gathers events, forgets what is reset, and comes back with the last id that it has seen."""

    def __init__(self, http: httpx.Client, read: str) -> None:
        self.http = http
        self.read = read
        self.last = ""
        self.got: list[str] = []
        self.resets: list[int] = []
        self.ended = False

    def follow(self, url: str, run: str, *, until: int = 1_000_000) -> None:
        """Read until the end, until the connection breaks, or until so many tokens are there."""
        headers = {"Last-Event-ID": self.last} if self.last else {}
        place = url + STREAM.format(run=run)
        try:
            with self.http.stream("GET", place, params={"read": self.read}, headers=headers) as answer:
                assert (answer.status_code, answer.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
                for event in events(answer):
                    self.take(event)
                    if self.ended or len(self.got) >= until:
                        return
        except httpx.TransportError:
            pass  # the server has gone

    def take(self, event: Event) -> None:
        """One event."""
        self.last = event.id
        if event.kind == "message":
            self.got.append(event.data)
        elif event.kind == "reset":
            self.resets.append(event.data["index"])
            del self.got[event.data["index"] :]
        else:
            self.ended = True


def events(answer: httpx.Response) -> Iterator[Event]:
    """The events of a response; comments and the like are passed over."""
    fields: dict[str, str] = {}
    for line in answer.iter_lines():
        name, _, value = line.partition(": ")
        if line:
            fields[name] = value
            continue
        if "data" in fields:
            yield Event(fields.get("event", "message"), fields["id"], json.loads(fields["data"]))
        fields = {}


def serve(cli: Any) -> tuple[Any, str]:
    """The example's server on a free port, and its address."""
    cli.environment |= {"PORT": "0", "PAUSE": "0.03"}
    process = cli.start_python(cli.example("llm_stream.py"), "serve")
    return process, process.wait_for(LISTENS)[1]


@pytest.mark.parametrize(
    ("how", "read", "resets"),
    [("careful", "live", []), ("careless", "live", [0]), ("careless", "committed", []), ("careful", "committed", [])],
)
def test_a_client_gets_every_token_once(cli: Any, how: str, read: str, resets: list[int]) -> None:
    """``kill -9`` of the server, which is the worker too, in the middle: with ``next_index`` the next attempt goes on, with
    ``read="committed"`` nothing was shown; without either the client is told to forget what it has."""
    with httpx.Client(timeout=60) as http:
        process, url = serve(cli)
        run = http.post(f"{url}/chats/1", params={"how": how}).json()["run"]
        live = Client(http, "live")
        live.follow(url, run, until=10)
        client = live if read == "live" else Client(http, read)
        process.kill()
        _, url = serve(cli)
        client.follow(url, run)
        assert client.ended
        assert (client.got, client.resets) == (tokens(), resets)
        again = Client(http, "committed")
        again.follow(url, run)
        assert again.got == tokens()


def test_a_client_that_was_away_goes_on_where_it_was(cli: Any) -> None:
    """It breaks off again and again, and has every token once; the stream outlives the worker that wrote it, since the
    server only reads it."""
    with httpx.Client(timeout=60) as http:
        cli.example("llm_stream.py")
        _, url = serve(cli)
        run = http.post(f"{url}/chats/2", params={"how": "careful"}).json()["run"]
        client = Client(http, "live")
        while not client.ended:
            client.follow(url, run, until=len(client.got) + 7)
        assert client.got == tokens()
        lines = http.get(url + STREAM.format(run=run) + "/lines", params={"start_index": "-2"})
        assert [json.loads(line) for line in lines.text.splitlines()] == tokens()[-2:]


def test_the_reader_outlives_the_worker(cli: Any) -> None:
    """The worker is a process of its own and is killed: the client's connection to the server stays, and the next worker
    goes on."""
    with httpx.Client(timeout=60) as http:
        cli.environment["PAUSE"] = "0.03"
        cli.example("llm_stream.py")
        worker = cli.start("worker", "--import", "llm_stream")
        worker.wait_for("executes the runs of")
        _, url = serve(cli)
        run = http.post(f"{url}/chats/3", params={"how": "careless"}).json()["run"]
        client = Client(http, "live")
        place = url + STREAM.format(run=run)
        with http.stream("GET", place) as answer:
            for event in events(answer):
                client.take(event)
                if len(client.got) == 10 and not client.resets:
                    worker.kill()
                if client.ended:
                    break
        assert (client.got, client.resets) == (tokens(), [0])


def test_the_script_prints_the_answer(cli: Any) -> None:
    """Without a server: the program reads its own run's stream."""
    cli.environment["PAUSE"] = "0"
    process = cli.start_python(cli.example("llm_stream.py"), "Why?")
    assert process.end() == 0
    assert process.output == " ".join(tokens()) + f" \n({len(tokens())} tokens)"


def test_the_command_line_follows_and_lists_streams(cli: Any) -> None:
    """``useworkflow stream`` ends with the stream, ``inspect streams`` says what is there."""
    cli.environment["PAUSE"] = "0"
    assert cli.start_python(cli.example("llm_stream.py"), "Why?").end() == 0
    run = cli.only_run()["id"]
    assert cli("stream", run).stdout.split("\n") == [*tokens(), ""]
    assert cli("stream", run, "--raw", "--read", "committed").stdout == "".join(tokens())
    last = cli("stream", run, "--json", "--start-index", "-2").stdout
    assert [json.loads(line) for line in last.splitlines()] == tokens()[-2:]
    count = len(tokens())
    assert cli.json("inspect", "streams", run) == [
        {"namespace": "", "chunks": count, "final": count, "closed": True, "withdrawals": 0}
    ]
    assert str(count) in cli("inspect", "streams", run).stdout
    assert cli("stream", run, "--namespace", "none").stdout == ""
    assert "UW306" in cli("stream", "run_x", code=None).stderr
