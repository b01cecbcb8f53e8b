"""Own classes and encryption at rest, through the command line, a kill and a rotation of keys."""

from __future__ import annotations

from typing import Any

PATIENT = "Grace Hopper"
DONE = "Grace Hopper: rising, 20 mg, signed by Dr. Babbage"


def world(cli: Any) -> bytes:
    """All that stands in the world's files."""
    return b"".join(path.read_bytes() for path in (cli.folder / ".useworkflow").iterdir())


def begun(cli: Any) -> str:
    """Start the example, kill it where it waits, and return the run's id."""
    process = cli.start("run", cli.example("lab_report.py"), "S-17", PATIENT, "4.1", "7.9")
    process.wait_for("waits for hook sign:S-17")
    process.kill()
    return str(cli.only_run()["id"])


def test_own_classes_survive_a_kill(cli: Any) -> None:
    """``__workflow_serialize__`` and ``register`` bring objects into another process; the file shows them as they are."""
    run = begun(cli)
    assert b'"$custom":"lab_report:Sample"' in world(cli)
    assert b'{"$dose":20}' in world(cli)
    cli("resume", "--hook", "sign:S-17", '"Dr. Babbage"')
    assert cli("resume", run).stdout.strip() == DONE


def test_nothing_of_the_patient_is_in_the_file(cli: Any) -> None:
    """With a key the same run is sealed, goes on after a kill and under a new key, and says what is wrong without one (G8)."""
    first, second = (cli("db", "new-key").stdout.strip().partition(":")[2] for _ in range(2))
    cli.environment["USEWORKFLOW_ENCRYPTION_KEYS"] = f"one:{first}"
    run = begun(cli)
    assert PATIENT.encode() not in world(cli)
    assert b'"$sealed":"1.one.' in world(cli)
    cli.environment["USEWORKFLOW_ENCRYPTION_KEYS"] = f"two:{second}"
    assert "UW335: the world was sealed with the key 'one'" in cli("resume", run, code=1).stderr
    cli.environment["USEWORKFLOW_ENCRYPTION_KEYS"] = f"two:{second},one:{first}"
    cli("db", "rekey")
    cli.environment["USEWORKFLOW_ENCRYPTION_KEYS"] = f"two:{second}"
    cli("resume", "--hook", "sign:S-17", '"Dr. Babbage"')
    assert cli("resume", run).stdout.strip() == DONE
    assert cli("db", "check").stdout.startswith("no damage")
    assert cli.only_run()["output"] == DONE
    del cli.environment["USEWORKFLOW_ENCRYPTION_KEYS"]
    assert DONE not in cli("inspect", "runs", "--json").stdout
    assert "UW231" in cli("resume", run, code=1).stderr
