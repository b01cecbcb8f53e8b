"""Runs the tests of one module of the interpreter's test suite in this process, and writes what became of each.

    python run_module.py test.test_with lowered out.json

Modes: ``plain`` (CPython), ``lowered``, and restored at every await: ``values``, ``outside`` (see ``Keep``),
where test bodies await at each statement and call (see ``awaiting``). ``+asyncio`` after a mode: asyncio's own
primitives are lowered too (see ``primitives``). Read next: ``loading``.
"""

from __future__ import annotations

import importlib
import json
import pathlib
import sys
import time
import unittest
import warnings
from types import ModuleType
from typing import Any

sys.path.insert(0, str(pathlib.Path(__file__).parent))


class Record(unittest.TestResult):
    """What became of each test, by its id: ``passed``, ``skipped``, ``expected``, or the text of what went wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.outcomes: dict[str, str] = {}
        self.trouble: dict[str, str] = {}
        self.after = lambda: None

    def startTest(self, test: unittest.TestCase) -> None:
        super().startTest(test)
        self.outcomes[test.id()] = "passed"

    def _wrong(self, test: unittest.TestCase, kind: str, error: Any) -> None:
        self.outcomes[test.id()] = kind
        self.trouble[test.id()] = self._exc_info_to_string(error, test)

    def addError(self, test: unittest.TestCase, err: Any) -> None:
        self._wrong(test, "error", err)

    def addFailure(self, test: unittest.TestCase, err: Any) -> None:
        self._wrong(test, "failed", err)

    def addSubTest(self, test: unittest.TestCase, subtest: unittest.TestCase, err: Any) -> None:
        if err is not None:
            self._wrong(test, "failed", err)

    def addSkip(self, test: unittest.TestCase, reason: str) -> None:
        self.outcomes[test.id()] = "skipped"

    def addExpectedFailure(self, test: unittest.TestCase, err: Any) -> None:
        self.outcomes[test.id()] = "expected"

    def addUnexpectedSuccess(self, test: unittest.TestCase) -> None:
        self.outcomes[test.id()] = "unexpected"


PERMUTED = {
    "test.test_asyncio.test_tasks": {
        "CTask_CFuture_SubclassTests", "CTaskSubclass_PyFuture_Tests", "CTask_PyFuture_Tests", "PyTask_CFuture_Tests",
        "PyTask_CFutureSubclass_Tests", "PyTask_PyFuture_SubclassTests",
    }
}  # fmt: skip
"""Classes that run the tests of others on one more combination of asyncio's classes: once restored is enough."""


def suite_of(module: ModuleType) -> unittest.TestSuite:
    """The tests of ``module``, without what its ``load_tests`` adds."""
    loader = unittest.TestLoader()
    suite = unittest.TestSuite()
    for name, value in sorted(vars(module).items()):
        if isinstance(value, type) and issubclass(value, unittest.TestCase) and value.__module__ == module.__name__:
            suite.addTests(t for t in loader.loadTestsFromTestCase(value) if value.__name__ == name)
    return suite


def _lowered(name: str, mode: str) -> tuple[ModuleType, dict[str, Any]]:
    from loading import Referee, load

    referee = Referee()
    mode, _, primitives = mode.partition("+")
    if mode == "lowered":
        replaced = _lower_primitives(referee) if primitives else []
        module = load(name, referee)
        return module, {"lowered": referee.lowered, "refused": referee.refused, "replaced": replaced}
    from awaiting import with_awaits
    from patched import install, replace_helpers
    from resuming import Keep, Resuming

    resuming = Resuming(referee, Keep(mode))
    install(resuming)
    replaced = _lower_primitives(referee) if primitives else []
    module = load(name, referee, rewrite=with_awaits)
    replace_helpers(module, resuming)
    found = {"lowered": referee.lowered, "refused": referee.refused, "replaced": replaced}
    return module, {**found, "counts": resuming.counts}


def _lower_primitives(referee: Any) -> list[str]:
    from primitives import lower_primitives

    return lower_primitives(referee)


def run(name: str, mode: str, only: str = "") -> dict[str, Any]:
    """Run the tests of module ``name``; those whose id contains ``only``, if given."""
    began = time.perf_counter()
    counts: dict[str, Any] = {}
    if mode == "plain":
        module = importlib.import_module(name)
    else:
        module, counts = _lowered(name, mode)
    record = Record()
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        setup = getattr(module, "setUpModule", None)
        if setup is not None:
            setup()
        for test in suite_of(module):
            again = mode not in ("plain", "lowered") and type(test).__name__ in PERMUTED.get(name, ())
            if only in test.id() and not again:
                test(record)
        unittest.case.doModuleCleanups()
        teardown = getattr(module, "tearDownModule", None)
        if teardown is not None:
            teardown()
    return {
        "outcomes": record.outcomes, "trouble": record.trouble, "seconds": time.perf_counter() - began, **counts,
        "counts": counts["counts"].plain() if "counts" in counts else {},
    }  # fmt: skip


if __name__ == "__main__":
    report = run(sys.argv[1], sys.argv[2], *sys.argv[4:])
    pathlib.Path(sys.argv[3]).write_text(json.dumps(report), encoding="utf-8")
