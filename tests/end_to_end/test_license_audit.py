"""The main job: an audit of every installed distribution, killed and resumed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


def until_lines(ledger: Path, count: int, until: Any) -> None:
    until(lambda: ledger.exists() and len(ledger.read_text().splitlines()) >= count, f"{count} lines in the ledger")


def make_environment(folder: Path, count: int) -> Path:
    """An environment of ``count`` distributions, with each kind of evidence in turn."""
    place = folder / "lib" / "python3.11" / "site-packages"
    for number in range(count):
        info = place / f"package_{number}-1.{number}.dist-info"
        info.mkdir(parents=True)
        lines = ["Metadata-Version: 2.4", f"Name: package-{number}", f"Version: 1.{number}"]
        kind = number % 4
        if kind == 0:
            lines.append("License-Expression: MIT OR Apache-2.0")
        elif kind == 1:
            lines.append("Classifier: License :: OSI Approved :: ISC License (ISCL)")
        elif kind == 2:
            lines.append("License-File: LICENSE")
            (info / "LICENSE").write_text(
                "Redistribution and use in source and binary forms, with or without modification, are permitted\n"
                "Neither the name of the copyright holder nor the names of its contributors may be used\n"
            )
        (info / "METADATA").write_text("\n".join(lines) + "\n")
    return folder


def reports(folder: Path) -> tuple[str, str]:
    return (folder / "audit.md").read_text(), (folder / "audit.html").read_text()


def test_audit_of_own_environment_names_every_distribution(cli: Any) -> None:
    """Without arguments the audit covers the interpreter's own environment and finds a licence for click."""
    done = cli("run", cli.example("license_audit.py"))
    counts = json.loads(done.stdout)
    report = (cli.folder / "license-report.md").read_text()
    assert sum(counts.values()) == int(report.splitlines()[2].split()[0]) > 10
    assert "| click |" in report
    assert "<td>click</td>" in (cli.folder / "license-report.html").read_text()


def test_audit_says_on_which_evidence_each_licence_stands(cli: Any) -> None:
    """SPDX expression, classifier, licence text, or nothing: each distribution has its evidence in the report."""
    environment = make_environment(cli.folder / "env", 8)
    shown = cli.json("run", cli.example("license_audit.py"), str(environment), "--output", "audit")
    assert shown["status"] == "completed"
    assert shown["output"] == {"BSD-3-Clause": 2, "ISC": 2, "MIT OR Apache-2.0": 2, "unknown": 2}
    report = reports(cli.folder)[0]
    assert "| package-0 | 1.0 | MIT OR Apache-2.0 | SPDX expression |" in report
    assert "| package-1 | 1.1 | ISC | classifier |" in report
    assert "| package-2 | 1.2 | BSD-3-Clause | licence text |" in report
    assert "| package-3 | 1.3 | unknown | nothing found |" in report


def test_flaky_steps_are_retried(cli: Any) -> None:
    """Steps that fail at their first attempt succeed at the second, and the log says so."""
    environment = make_environment(cli.folder / "env", 12)
    done = cli("run", cli.example("license_audit.py"), str(environment), "--flaky", "3", "--output", "audit")
    assert "step read_metadata failed (attempt 1), next in" in done.stderr
    steps = cli.json("inspect", "steps", cli.only_run()["id"])
    assert sorted(step["attempts"] for step in steps if "read_metadata" in step["step"]) == [1] * 8 + [2] * 4


@pytest.mark.parametrize("moment", [3, 40, 70])
def test_killed_audit_gives_the_same_report_and_repeats_no_recorded_step(cli: Any, moment: int, until: Any) -> None:
    """G2, G3: kill -9 after some steps, resume: same report to the byte, and no recorded step's body ran again."""
    environment = str(make_environment(cli.folder / "env", 60))
    example = cli.example("license_audit.py")
    cli("run", example, environment, "--output", "audit", "--db", "undisturbed.db")
    expected = reports(cli.folder)
    for name in ("audit.md", "audit.html"):
        (cli.folder / name).unlink()

    ledger = cli.folder / "ledger"
    process = cli.start("run", example, environment, "--output", "audit", "--ledger", str(ledger), "--concurrency", "4")
    until_lines(ledger, moment, until)
    process.kill()
    run = cli.only_run()
    recorded = cli.recorded_steps(run["id"]) if run["status"] == "running" else set()
    lines_before = len(ledger.read_text().splitlines())

    shown = cli.json("resume", run["id"])
    assert shown["status"] == "completed"
    assert reports(cli.folder) == expected
    after = [json.loads(line)["step"].partition("/")[2] for line in ledger.read_text().splitlines()[lines_before:]]
    assert not recorded & set(after)
    assert len({step["id"] for step in cli.json("inspect", "steps", run["id"])}) == 60 + 1 + 15 + 2


def test_strict_audit_waits_for_approval(cli: Any) -> None:
    """--strict asks through a hook; the answer from another process names licences, and the report has them."""
    environment = make_environment(cli.folder / "env", 4)
    process = cli.start("run", cli.example("license_audit.py"), str(environment), "--strict", "--output", "audit")
    token = process.wait_for(r"waits for hook (\S+)")[1]
    process.wait_for(r"answer it from another terminal: useworkflow resume --hook")
    cli("resume", "--hook", token, '{"ok": true, "licences": {"package-3": "EUPL-1.2"}}')
    assert process.end() == 0, process.output
    assert "| package-3 | 1.3 | EUPL-1.2 | approved by hand |" in reports(cli.folder)[0]


def test_strict_audit_fails_when_it_is_refused(cli: Any) -> None:
    """A refusal fails the run with the workflow's own exception, exit code 1, and writes no report."""
    environment = make_environment(cli.folder / "env", 4)
    process = cli.start("run", cli.example("license_audit.py"), str(environment), "--strict", "--output", "audit")
    token = process.wait_for(r"waits for hook (\S+)")[1]
    cli("resume", "--hook", token, '{"ok": false}')
    assert process.end() == 1
    assert "PermissionError: unknown licences were not approved" in process.output
    assert not (cli.folder / "audit.md").exists()


def test_audit_of_a_missing_folder_fails_at_once(cli: Any) -> None:
    """A FatalError in a step is not retried; the user sees its text and exit code 1."""
    done = cli("run", cli.example("license_audit.py"), "nowhere", code=1)
    assert "nowhere is not a folder" in done.stderr
    (step,) = cli.json("inspect", "steps", cli.only_run()["id"])
    assert (step["state"], step["attempts"]) == ("failed", 1)
