"""Code changes between two processes: runs keep theirs, are checked, moved, diverge, and go on once mended (G6, G7)."""

from __future__ import annotations

from typing import Any

SHOP = """\
from dataclasses import dataclass
from useworkflow import create_hook


@dataclass
class Order:
    number: int
    memo: str | None = None

    def label(self):
        return f"order {self.number}"


async def open_order(number: int) -> Order:
    "use step"
    return Order(number)


async def price(order: Order) -> int:
    "use step"
    return order.number * 10


async def place(number: int):
    "use workflow"
    order = await open_order(number)
    total = await price(order)
    answer = await create_hook(token=f"go:{number}")
    return [order.label(), await price(order), total, answer]
"""


def begun(cli: Any, source: str = SHOP, number: int = 7) -> str:
    """A run that waits at its hook, and no process that holds it."""
    cli.write("shop.py", source)
    run_id = str(cli.json("start", "shop.py", str(number))["run_id"])
    cli("resume")
    return run_id


def answered(cli: Any, run_id: str, number: int = 7) -> Any:
    """The run's row after its hook was answered and a new process has gone on with it."""
    cli("resume", "--hook", f"go:{number}", '"yes"')
    cli("resume")
    return cli.json("inspect", "run", run_id)


def test_a_run_keeps_its_code_and_takes_the_present_steps(cli: Any) -> None:
    """The module is edited between two processes: the workflow's code is the run's own, its steps are the present ones."""
    run_id = begun(cli)
    cli.write("shop.py", SHOP.replace("* 10", "* 11").replace("total, answer]", "total, answer, 'new']"))
    assert answered(cli, run_id)["output"] == ["order 7", 77, 70, "yes"]


def test_check_move_force_and_move_back(cli: Any) -> None:
    """``deploy-check`` and ``migrate`` from the shell, with exit codes, texts and JSON."""
    run_id = begun(cli)
    done = cli("deploy-check")
    assert "1 run in flight: 0 safe, 0 unsafe, 1 unchanged" in done.stdout
    cli.write("shop.py", SHOP.replace("await price(order)\n    answer", "await price(Order(number + 1))\n    answer"))
    done = cli("deploy-check", "shop.py", code=1)
    assert f"{run_id}  shop:place  unsafe" in done.stdout
    assert "shop.py:27 in the code that replays it" in done.stdout
    assert "+    total = await price(Order(number + 1))" in done.stdout
    report = cli("deploy-check", "shop:place", "--json", code=1)
    assert '"verdict": "unsafe"' in report.stdout
    assert cli("deploy-check", "--no-diff", code=1).stdout.count("+++") == 0

    assert "refused" in cli("migrate", run_id, code=1).stdout
    assert "1 refused" in cli("migrate", "--all-safe").stdout
    (moved,) = cli.json("migrate", run_id, "--force")
    assert moved["outcome"] == "moved"
    cli("resume", run_id, code=4)
    assert cli.json("inspect", "run", run_id)["status"] == "diverged"
    explained = cli("explain", run_id).stdout
    assert "price(Order(number + 1))" in explained
    assert f"useworkflow migrate {run_id} --to {moved['previous'][:8]}" in explained
    cli("migrate", run_id, "--to", moved["previous"][:8])
    assert answered(cli, run_id)["output"] == ["order 7", 70, 70, "yes"]
    assert cli("deploy-check").stdout.startswith("0 runs in flight")
    cli("migrate", code=2)
    cli("migrate", "nobody", code=2)


def test_a_worker_notices_that_its_run_was_moved(cli: Any) -> None:
    """Another process moves a run that a worker holds in memory: the worker goes on with the new code (G3, G7)."""
    cli.write("shop.py", SHOP)
    worker = cli.start("worker", "--import", "shop.py")
    run_id = cli.json("start", "shop.py", "7")["run_id"]
    cli.wait_for_hook("go:7")
    cli.write("shop.py", SHOP.replace("total, answer]", "total, answer, 'new']"))
    cli("migrate", run_id)
    cli("resume", "--hook", "go:7", '"yes"')
    assert cli.json("resume", run_id)["status"] == "completed"
    assert cli.json("inspect", "run", run_id)["output"] == ["order 7", 70, 70, "yes", "new"]
    worker.interrupt()


def test_a_class_that_gained_a_field_goes_on(cli: Any) -> None:
    """The snapshot is dropped, and the log decoded with the new class: the field has its default, also where the run
    hands the object on to a step, and where it was recorded without."""
    run_id = begun(cli)
    cli.write(
        "shop.py",
        SHOP.replace("memo: str | None = None", "memo: str | None = None\n    colour: str = 'red'").replace(
            '"order {self.number}"', '"{self.colour} order {self.number}"'
        ),
    )
    done = cli("deploy-check")
    assert "classes that have changed" not in done.stdout
    assert answered(cli, run_id)["output"] == ["red order 7", 70, 70, "yes"]


def test_a_class_whose_default_changed_goes_on(cli: Any) -> None:
    """What workflow code makes of a class that has changed is not compared with what it made then."""
    source = SHOP.replace("order = await open_order(number)", "order = Order(number)")
    run_id = begun(cli, source)
    cli.write("shop.py", source.replace("memo: str | None = None", "memo: str | None = 'none'"))
    done = cli("deploy-check")
    assert "classes that have changed: shop:Order" in done.stdout
    assert "1 unchanged" in done.stdout
    assert answered(cli, run_id)["output"] == ["order 7", 70, 70, "yes"]


def test_a_class_that_lost_an_empty_field_goes_on(cli: Any) -> None:
    """Where nothing was recorded in it, nobody misses it."""
    run_id = begun(cli)
    cli.write("shop.py", SHOP.replace("    memo: str | None = None\n", ""))
    assert answered(cli, run_id)["output"] == ["order 7", 70, 70, "yes"]


def test_a_class_that_lost_a_field_diverges_and_names_it(cli: Any) -> None:
    """Class and field are named; with the field back, or given up by name, the run goes on."""
    source = SHOP.replace("return Order(number)", "return Order(number, 'fragile')")
    run_id = begun(cli, source)
    lost = source.replace("    memo: str | None = None\n", "").replace(", 'fragile'", "")
    cli.write("shop.py", lost)
    done = cli("deploy-check", code=1)
    assert "a recorded shop.Order does not fit the class any more: it has no field 'memo'" in done.stdout
    cli("resume", "--hook", "go:7", '"yes"')
    cli("resume", run_id, code=4)
    assert "it has no field 'memo', and a str was recorded in it" in cli("explain", run_id).stdout
    cli.write("shop.py", lost.replace("    number: int\n", "    number: int\n    __workflow_dropped__ = ('memo',)\n"))
    assert cli.json("resume", run_id)["status"] == "completed"
    assert cli.json("inspect", "run", run_id)["output"] == ["order 7", 70, 70, "yes"]


def test_a_class_that_gained_a_field_without_a_default_diverges(cli: Any) -> None:
    """There is nothing to put into it: class and field are named."""
    run_id = begun(cli)
    cli.write("shop.py", SHOP.replace("    number: int\n", "    number: int\n    owner: str\n"))
    cli("resume", "--hook", "go:7", '"yes"')
    cli("resume", run_id, code=4)
    assert (
        "shop.Order does not fit the class any more: the field 'owner' was not recorded"
        in cli("explain", run_id).stdout
    )
    cli.write("shop.py", SHOP)
    assert cli.json("resume", run_id)["status"] == "completed"


def test_a_step_that_vanished_is_waited_for_and_explained(cli: Any) -> None:
    """Without the step the run waits and says for what, to any process; with it back it goes on."""
    run_id = begun(cli)
    cli.write("shop.py", SHOP.replace("async def price", "async def cost").replace("await price", "await cost"))
    done = cli("deploy-check", code=1)
    assert "step//shop//price is not in the code any more" in done.stdout
    cli("resume", "--hook", "go:7", '"yes"')
    cli("resume")
    explained = cli("explain", run_id).stdout
    assert "a worker that has step//shop//price (AttributeError" in explained
    cli.write("shop.py", SHOP)
    assert cli.json("resume", run_id)["status"] == "completed"
    assert cli.json("inspect", "run", run_id)["output"] == ["order 7", 70, 70, "yes"]


def test_arguments_that_no_longer_fit_diverge_and_cost_no_run(cli: Any) -> None:
    """A step that waits with arguments which its class has left behind does not fail: the run is parked, and goes on."""
    source = (
        SHOP.replace('await create_hook(token=f"go:{number}")', '"yes"')
        .replace("order = await open_order(number)", "order = Order.make(number)")
        .replace(
            "    def label", "    @classmethod\n    def make(cls, number):\n        return cls(number)\n\n    def label"
        )
    )
    gone = source.replace(
        'async def price(order: Order) -> int:\n    "use step"\n', "async def cost(order: Order) -> int:\n"
    )
    cli.write("shop.py", source)
    run_id = cli.json("start", "shop.py", "7")["run_id"]
    cli.write("shop.py", gone)
    cli("resume")
    owned = source.replace("    number: int\n", "    number: int\n    owner: str\n").replace(
        "cls(number)", "cls(number, 'me')"
    )
    cli.write("shop.py", owned)
    cli("resume", run_id, code=4)
    assert "shop.Order does not fit the class any more: the field 'owner'" in cli("explain", run_id).stdout
    cli.write("shop.py", owned.replace("    owner: str\n", "    owner: str = 'me'\n"))
    assert cli.json("resume", run_id)["output"] == ["order 7", 70, 70, "yes"]
