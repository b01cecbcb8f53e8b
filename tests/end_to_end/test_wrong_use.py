"""Wrong use answers well: what was wrong, where, the mend, an exit code, and nothing lost."""

from __future__ import annotations

import sqlite3
from typing import Any

GREET = """
from useworkflow import sleep

async def greet(name: str, times: int = 1) -> str:
    "use workflow"
    return await shout(f"hello {name} " * times)

async def shout(text: str) -> str:
    "use step"
    return text.upper().strip()
"""

WAITING = """
from useworkflow import create_hook

async def waiting(token: str) -> str:
    "use workflow"
    return await create_hook(token=token)
"""


def no_trace_of_ours(text: str) -> bool:
    """The user sees no frame of useworkflow."""
    return "useworkflow_runtime" not in text and "useworkflow_sandbox" not in text


def test_unknown_run_id_is_named(cli: Any) -> None:
    """An id that is not there ends with 2 and says where to look."""
    cli("run", cli.write("greet.py", GREET), "ada")
    for command in (
        ["inspect", "run"],
        ["inspect", "events"],
        ["inspect", "steps"],
        ["resume"],
        ["cancel"],
        ["explain"],
    ):
        done = cli(*command, "nosuchrun", code=2)
        assert "UW306: there is no run 'nosuchrun'" in done.stderr
        assert "useworkflow inspect runs" in done.stderr
        assert "Traceback" not in done.stderr


def test_unknown_hook_token_is_refused(cli: Any) -> None:
    """An answer to a token that nobody owns is refused to the sender."""
    cli("run", cli.write("greet.py", GREET), "ada")
    done = cli("resume", "--hook", "nobody", "1", code=2)
    assert "UW309: no run waits at hook token 'nobody'" in done.stderr


def test_world_that_is_not_there_is_not_made_by_looking(cli: Any) -> None:
    """Commands that only look, or answer, say that there is no world, and leave nothing behind."""
    for command in (
        ["inspect", "runs"],
        ["inspect", "run", "x"],
        ["resume"],
        ["resume", "--hook", "x", "1"],
        ["cancel", "x"],
    ):
        done = cli(*command, code=2)
        assert "UW407: there is no world at" in done.stderr
        assert "--db PATH" in done.stderr
    assert list(cli.folder.iterdir()) == []


def test_payload_that_is_no_json_is_refused(cli: Any) -> None:
    """A payload is JSON or an error; nothing is sent."""
    done = cli("resume", "--hook", "any", "{ok: true}", code=2)
    assert "UW404: the payload '{ok: true}' is no JSON" in done.stderr


def test_misspelt_directive_is_pointed_at(cli: Any) -> None:
    """A directive that is nearly right is an error with file, line and the right spelling."""
    path = cli.write("typo.py", GREET.replace('"use workflow"', '"use workflw"'))
    done = cli("run", path, "ada", code=2)
    assert "typo.py:5" in done.stderr
    assert "use workflw" in done.stderr
    assert "use workflow" in done.stderr
    assert "Traceback" not in done.stderr


def test_source_in_another_encoding_is_refused_without_a_traceback(cli: Any) -> None:
    """A file that is not UTF-8 and does not say so is named, with the remedy."""
    path = cli.folder / "latin.py"
    path.write_bytes(b"# caf\xe9\n" + GREET.encode())
    done = cli("run", "latin.py", "ada", code=2)
    assert "UW406: " in done.stderr
    assert "declare its encoding" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_runs_with_a_status_that_does_not_exist(cli: Any) -> None:
    """A misspelt status is an error, and no empty list."""
    done = cli("inspect", "runs", "--status", "complete", code=2)
    assert "'complete' is not one of" in done.stderr


def test_open_in_a_workflow_is_refused_with_the_remedy(cli: Any) -> None:
    """I/O in workflow code is refused before the run starts, at the user's line."""
    path = cli.write("opens.py", GREET.replace("    return await", "    text = open('x').read()\n    return await"))
    done = cli("run", path, "ada", code=2)
    assert "opens.py:6" in done.stderr
    assert "open" in done.stderr
    assert "step" in done.stderr
    assert no_trace_of_ours(done.stderr)
    assert not (cli.folder / ".useworkflow").exists() or cli.json("inspect", "runs") == []


def test_argument_that_cannot_be_serialized_is_named_by_path(cli: Any) -> None:
    """A step argument without a serialization fails at the user's line with the path to the value, at once."""
    source = GREET.replace("shout(f", "shout({'inner': [object()]} or f")
    done = cli("run", cli.write("sockets.py", source), "ada", code=1)
    assert "UW201" in done.stderr
    assert "args[0]" in done.stderr
    assert "sockets.py" in done.stderr
    assert cli.only_run()["status"] == "failed"


def test_database_of_a_newer_version_is_left_alone(cli: Any) -> None:
    """G2: an older version refuses a newer world, says so, and changes nothing in it."""
    path = cli.write("greet.py", GREET)
    cli("run", path, "ada")
    database = cli.folder / ".useworkflow" / "world.db"
    connection = sqlite3.connect(database)
    connection.execute("UPDATE meta SET value = '999' WHERE key = 'schema_version'")
    connection.commit()
    connection.close()
    before = database.read_bytes()
    done = cli("run", path, "ada", code=1)
    assert "UW303" in done.stderr
    assert "999" in done.stderr
    assert "upgrade useworkflow" in done.stderr
    assert database.read_bytes() == before


def test_file_that_is_no_database_is_refused(cli: Any) -> None:
    """A file of another kind is not touched."""
    (cli.folder / "notes.db").write_text("not a database, " * 100)
    done = cli("inspect", "runs", "--db", "notes.db", code=1)
    assert "UW301" in done.stderr
    assert "Traceback" not in done.stderr
    assert (cli.folder / "notes.db").read_text() == "not a database, " * 100


def test_second_worker_on_the_same_file_is_refused(cli: Any) -> None:
    """One engine owns a file; a second worker ends with an error that names the first."""
    worker = cli.start("worker")
    worker.wait_for("executes the runs of")
    done = cli("worker", code=1)
    assert "UW305" in done.stderr
    assert str(worker.process.pid) in done.stderr


def test_run_hands_over_to_the_engine_that_owns_the_file(cli: Any) -> None:
    """`run` beside a worker records its run, the worker executes it, and `run` shows the result."""
    worker = cli.start("worker", "--import", cli.write("greet.py", GREET))
    worker.wait_for("executes the runs of")
    done = cli("run", "greet.py", "ada")
    assert done.stdout == "HELLO ADA\n"
    assert "another engine owns this world" in done.stderr
    assert str(worker.process.pid) in done.stderr


def test_run_takes_over_when_the_owner_dies(cli: Any) -> None:
    """No run is lost: when the engine that a run was handed to is killed, the follower goes on itself."""
    worker = cli.start("worker", "--import", cli.write("waiting.py", WAITING))
    worker.wait_for("executes the runs of")
    run = cli.start("run", "waiting.py", "here")
    run.wait_for("waits for hook here")
    worker.kill()
    run.wait_for("this process goes on")
    cli("resume", "--hook", "here", '"done"')
    assert run.end() == 0, run.output
    assert run.lines[-1] == "done"


def test_started_run_waits_for_a_worker(cli: Any) -> None:
    """`start` only records; a worker that comes later executes the run, though it never heard of the file."""
    run_id = cli("start", cli.write("greet.py", GREET), "ada").stdout.strip()
    assert cli.json("inspect", "run", run_id)["status"] == "pending"
    (settled,) = cli.json("resume")
    assert (settled["id"], settled["status"], settled["output"]) == (run_id, "completed", "HELLO ADA")


def test_worker_finds_the_steps_of_a_file_that_it_never_imported(cli: Any, until: Any) -> None:
    """A run that is recorded while the worker runs names where its file stands, and the worker imports it."""
    cli.start("worker").wait_for("executes the runs of")
    (cli.folder / "elsewhere").mkdir()
    run_id = cli("start", cli.write("elsewhere/greet.py", GREET), "ada").stdout.strip()
    until(lambda: cli.json("inspect", "run", run_id)["status"] == "completed", "the run's end")


def test_same_key_gives_the_same_run(cli: Any) -> None:
    """--key makes a start idempotent; with other arguments the key is refused."""
    path = cli.write("greet.py", GREET)
    assert cli("run", path, "ada", "--key", "k").stdout == "HELLO ADA\n"
    assert cli("run", path, "ada", "--key", "k").stdout == "HELLO ADA\n"
    assert len(cli.json("inspect", "runs")) == 1
    refused = cli("run", path, "bob", "--key", "k", code=2)
    assert "UW308" in refused.stderr


def test_arguments_are_converted_by_annotations(cli: Any) -> None:
    """Words become what the parameters are annotated with; what does not fit is refused before anything is written."""
    path = cli.write("greet.py", GREET)
    assert cli("run", path, "ada", "--times", "2").stdout == "HELLO ADA HELLO ADA\n"
    done = cli("run", path, "ada", "--times", "many", code=2)
    assert "UW403: times: 'many' is not a whole number" in done.stderr
    assert "UW403" in cli("run", path, code=2).stderr
    assert "it has: --name, --times" in cli("run", path, "--nam", "x", code=2).stderr
    assert len(cli.json("inspect", "runs")) == 1


def test_choice_between_workflows_is_listed(cli: Any) -> None:
    """A file with two workflows wants a name, and says which there are."""
    path = cli.write("two.py", GREET + GREET.replace("greet", "part").replace("shout", "whisper"))
    done = cli("run", path, "ada", code=2)
    assert "holds 2 workflows: greet, part" in done.stderr
    assert cli("run", f"{path}:part", "ada").stdout == "HELLO ADA\n"
    assert "did you mean" in cli("run", f"{path}:prat", "ada", code=2).stderr


def test_module_that_raises_shows_the_users_traceback_only(cli: Any) -> None:
    """An import that fails shows the user's frames and none of ours."""
    done = cli("run", cli.write("broken.py", GREET + "\nraise LookupError('no such setting')\n"), "ada", code=2)
    assert 'broken.py", line' in done.stderr
    assert "LookupError: no such setting" in done.stderr
    assert "UW406" in done.stderr
    assert no_trace_of_ours(done.stderr.replace("useworkflow_runtime.cli.errors", ""))


def test_file_that_is_not_there_is_refused(cli: Any) -> None:
    """A wrong path names a file that is nearly called so."""
    cli.write("greet.py", GREET)
    done = cli("run", "gret.py", "ada", code=2)
    assert "UW401: no Python file or module 'gret.py'" in done.stderr
    assert "did you mean greet.py?" in done.stderr


def test_resume_names_the_module_that_is_gone(cli: Any) -> None:
    """Steps run current code: where their file is gone, resume says which, and goes on once it is back."""
    path = cli.write("greet.py", GREET)
    run_id = cli("start", path, "ada").stdout.strip()
    (cli.folder / "greet.py").rename(cli.folder / "greet.py.away")
    done = cli("resume", run_id, code=1)
    assert "UW405" in done.stderr
    assert "greet.py is gone" in done.stderr
    (cli.folder / "greet.py.away").rename(cli.folder / "greet.py")
    assert cli("resume", run_id).stdout == "HELLO ADA\n"


def test_failing_step_shows_the_users_exception(cli: Any) -> None:
    """A run fails with the step's own exception and its note, and exit code 1."""
    source = (
        GREET.replace("return text.upper().strip()", "raise ValueError(f'cannot shout {text!r}')")
        .replace("async def shout", "@step(max_retries=1, retry_delay=0.01)\nasync def shout")
        .replace("import sleep", "import step")
    )
    done = cli("run", cli.write("fails.py", source), "ada", code=1)
    assert "ValueError: cannot shout 'hello ada '" in done.stderr
    assert "failed after 1 retr" in done.stderr
    assert "fails.py" in done.stderr
    assert no_trace_of_ours(done.stderr)


def test_endless_loop_in_a_workflow_is_parked_as_stuck(cli: Any) -> None:
    """G9: workflow code that never suspends is ended; at the third time the run is parked, and the line is named."""
    source = GREET.replace("    return await", "    while True:\n        pass\n    return await")
    done = cli("run", cli.write("endless.py", source), "ada", code=4)
    assert "stuck" in done.stderr
    assert "endless.py" in done.stderr
    assert f"useworkflow explain {cli.only_run()['id']}" in done.stderr


def test_full_disk_is_named_and_loses_nothing(cli: Any) -> None:
    """A world without room says so; what was recorded before is still there."""
    path = cli.write("greet.py", GREET)
    cli("run", path, "ada")
    done = cli("run", path, "x" * 200, "--db", "/dev/full", code=1)
    assert "UW30" in done.stderr
    assert "Traceback" not in done.stderr
    assert cli.only_run()["status"] == "completed"
