"""The examples of ``compensate`` and ``fetch``, as a user runs them."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def test_trip_is_booked(cli: Any) -> None:
    """Where nothing fails, nothing is taken back."""
    assert cli("run", cli.example("trip_booking.py"), "Oslo").stdout.strip() == "a trip to Oslo"
    assert sorted(file.name for file in (cli.folder / "trip").iterdir()) == ["car", "flight", "hotel"]


def test_trip_without_a_hotel_is_taken_back(cli: Any) -> None:
    """The step that fails for good takes everything back, in reverse."""
    done = cli("run", cli.example("trip_booking.py"), "Atlantis", code=1)
    assert "FatalError: there is no hotel in Atlantis" in done.stderr
    assert [file.name for file in (cli.folder / "trip").iterdir()] == ["cancelled.txt"]
    assert (cli.folder / "trip" / "cancelled.txt").read_text().split() == ["hotel", "car", "flight"]


class Links(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(404 if self.path == "/gone" else 200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *args: Any) -> None:
        pass


def test_links_are_checked(cli: Any) -> None:
    """Links that work and links that are gone are told apart, by requests to a real server."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Links) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        links = [f"{url}/", f"{url}/gone"]
        done = cli.json("run", cli.example("link_check.py"), json.dumps(links))
        server.shutdown()
        thread.join()
    assert done["output"] == {links[0]: "ok, 5 bytes", links[1]: f"GET {url}/gone: status 404"}
