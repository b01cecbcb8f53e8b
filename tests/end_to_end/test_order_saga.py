"""A saga whose rollbacks are closures, killed in the middle."""

from __future__ import annotations

import json
from typing import Any


def history(cli: Any, order: str) -> list[str]:
    """What the shop's state says happened to the order."""
    return list(json.loads((cli.folder / "shop" / f"{order}.json").read_text())["history"])


def test_approved_order_is_shipped(cli: Any) -> None:
    """An answer from another process lets the order go on; the tracking number is the result."""
    process = cli.start("run", cli.example("order_saga.py"), "order-1")
    process.wait_for("waits for hook approve:order-1")
    cli("resume", "--hook", "approve:order-1", '{"ok": true}')
    assert process.end() == 0, process.output
    assert process.lines[-1] == "parcel-order-1"
    assert history(cli, "order-1") == ["reserved", "charged", "shipped"]


def test_rollbacks_run_in_reverse_order_after_a_kill(cli: Any) -> None:
    """G1, G2: killed between charge and ship, resumed in a new process, the closures undo what the first one did."""
    process = cli.start("run", cli.example("order_saga.py"), "order-2")
    process.wait_for("waits for hook approve:order-2")
    process.kill()
    assert history(cli, "order-2") == ["reserved", "charged"]
    run = cli.only_run()
    answered = cli("resume", "--hook", "approve:order-2", '{"ok": false}')
    assert f"useworkflow resume {run['id']}" in answered.stderr
    done = cli("resume", run["id"], code=1)
    assert "OrderDeclinedError: order-2 was declined" in done.stderr
    assert history(cli, "order-2") == ["reserved", "charged", "refunded", "released"]
    (cli.folder / "order_saga.py").unlink()
    for command in ("resume", "inspect run"):
        shown = cli(*command.split(), run["id"], code=None)
        assert "OrderDeclinedError: order-2 was declined" in shown.stdout + shown.stderr
        assert "order_saga.py" in shown.stdout + shown.stderr
        assert "UW205" not in shown.stdout + shown.stderr


def test_order_nobody_answers_is_rolled_back(cli: Any) -> None:
    """When the timeout ends the wait, TimeoutError reaches the handler and everything is undone."""
    done = cli("run", cli.example("order_saga.py"), "order-3", "--patience", "0.05", code=1)
    assert "TimeoutError" in done.stderr
    assert history(cli, "order-3") == ["reserved", "charged", "refunded", "released"]


def test_timeout_that_passed_while_nothing_ran_fires_on_resume(cli: Any, until: Any) -> None:
    """A durable timer that became due while no process ran fires as soon as one does."""
    process = cli.start("run", cli.example("order_saga.py"), "order-4", "--patience", "1.0")
    process.wait_for("waits for hook approve:order-4")
    process.kill()
    done = cli("resume", cli.only_run()["id"], code=1)
    assert "TimeoutError" in done.stderr
    assert history(cli, "order-4") == ["reserved", "charged", "refunded", "released"]


def test_step_that_fails_for_good_rolls_back(cli: Any) -> None:
    """A carrier that refuses (FatalError) undoes the order, and its text is shown."""
    process = cli.start("run", cli.example("order_saga.py"), "order-5-nowhere")
    process.wait_for("waits for hook approve:order-5-nowhere")
    cli("resume", "--hook", "approve:order-5-nowhere", '{"ok": true}')
    assert process.end() == 1
    assert "FatalError: the carrier does not know that place" in process.output
    assert history(cli, "order-5-nowhere") == ["reserved", "charged", "refunded", "released"]


def test_interrupt_says_how_to_go_on(cli: Any) -> None:
    """Ctrl-C ends with 130 and the command that goes on, and that command works."""
    process = cli.start("run", cli.example("order_saga.py"), "order-6")
    process.wait_for("waits for hook approve:order-6")
    assert process.interrupt() == 130
    run_id = cli.only_run()["id"]
    assert f"go on with: useworkflow resume {run_id}" in process.output
    assert "Traceback" not in process.output
    resumed = cli.start("resume", run_id)
    resumed.wait_for("waits for hook approve:order-6")
    cli("resume", "--hook", "approve:order-6", '{"ok": true}')
    assert resumed.end() == 0, resumed.output
    assert history(cli, "order-6") == ["reserved", "charged", "shipped"]


def test_cancelled_order_ends_with_exit_code_3(cli: Any) -> None:
    """A cancellation from another process reaches the run's code; the command ends with 3 and the reason."""
    process = cli.start("run", cli.example("order_saga.py"), "order-7")
    process.wait_for("waits for hook approve:order-7")
    cli("cancel", cli.only_run()["id"], "--reason", "out of stock")
    assert process.end() == 3, process.output
    assert "was cancelled: out of stock" in process.output


def test_explain_names_the_hook_that_is_waited_for(cli: Any) -> None:
    """G9: a run that waits says for what, and at which line of the user's file."""
    process = cli.start("run", cli.example("order_saga.py"), "order-8")
    process.wait_for("waits for hook approve:order-8")
    text = cli("explain", cli.only_run()["id"]).stdout
    assert "approve:order-8" in text
    assert "order_saga.py:" in text


def test_resume_without_an_id_goes_on_with_what_was_answered(cli: Any) -> None:
    """`resume` alone lets every unfinished run go on: the answered one ends, the other still waits."""
    example = cli.example("order_saga.py")
    for order in ("order-9", "order-10"):
        process = cli.start("run", example, order)
        process.wait_for(f"waits for hook approve:{order}")
        process.kill()
    cli("resume", "--hook", "approve:order-9", '{"ok": true}')
    settled = cli.json("resume")
    assert [run["status"] for run in settled] == ["completed", "running"]
    assert settled[0]["output"] == "parcel-order-9"
    assert history(cli, "order-10") == ["reserved", "charged"]


def test_worker_stops_in_order_and_another_goes_on(cli: Any) -> None:
    """A stopped worker gives its world back at once; the next one takes its runs up."""
    example = cli.example("order_saga.py")
    run_id = cli("start", example, "order-11").stdout.strip()
    first = cli.start("worker")
    cli.wait_for_hook("approve:order-11")
    assert first.interrupt() == 0, first.output
    assert "stopped; unfinished runs go on" in first.output
    second = cli.start("worker")
    second.wait_for("executes the runs of")
    cli("resume", "--hook", "approve:order-11", '{"ok": true}')
    assert cli("resume", run_id).stdout == "parcel-order-11\n"
    assert second.interrupt() == 0
    assert history(cli, "order-11") == ["reserved", "charged", "shipped"]
