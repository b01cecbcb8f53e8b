"""Tests of the interpreter's own suite that are not asked of lowered code, each with its reason.

``LOWERED`` holds for every mode, ``RESTORED`` for both restoring modes, ``OUTSIDE`` where plain data, exceptions and
closures are new objects after each suspension. A name stands for all tests whose id ends with it. Read next:
``test_referee``.
"""

from __future__ import annotations

LOWERED: dict[str, str] = {
    "test_grammar.GrammarTests.test_funcdef": "compares co_varnames, where a function's marker stands",
}

RESTORED: dict[str, str] = {
    "CoroutineTest.test_cr_await": "walks cr_await down to a generator, and meets the one of the harness on its way",
    "CoroutineTest.test_bpo_45813_1": "wants the warning of a coroutine that is never awaited, from a frame that it clears",
    "CoroutineTest.test_fatal_coro_warning": "compares the address of a coroutine before and after",
    "ExceptionTests.testExceptionCleanupState": "wants an object gone as soon as its last name is; from 3.12 on frames here hold more",
    "_Tests.test_get_coro": "compares the coroutine of a task with the one that it was made from, which is gone",
    "TestTracebackType.test_attrs": "wants its own frame in the traceback, which now is another frame",
    "ScopeTests.testClassAndGlobal": "code in `exec` reads the local variables of the frame that runs it",
    "ScopeTests.testScopeOfGlobalStmt": "the same",
}

OUTSIDE: dict[str, str] = {
    "OriginTrackingTest.test_origin_tracking": "cr_origin tells who made the coroutine, here the restore",
    "OriginTrackingTest.test_unawaited_warning_when_module_broken": "compares the address of a coroutine before and after",
    "FinalizationTest.test_refcycle": "counts references",
    "FinalizationTest.test_lambda_generator": "holds the running generator of a lambda that yields, which is not lowered",
    "TestPatma.test_patma_144": "wants two equal floats to be one object",
    "ExceptionTests.test_3114": "wants an object gone as soon as its last name is; from 3.12 on frames here hold more",
    "ExceptionTests.test_memory_error_cleanup": "wants the local variables of frames in the traceback",
    "ExceptionTests.test_recursion_error_cleanup": "the same",
    "NameErrorTests.test_name_error_suggestions": "suggestions come from the locals of frames in the traceback",
    "NameErrorTests.test_name_error_suggestions_from_builtins": "the same",
    "NameErrorTests.test_name_error_suggestions_from_globals": "the same",
    "TestTraceback.test_accepts_traceback": "wants the identity of a traceback object",
    "TestTracebackType.test_constructor": "wants the identity of a traceback object",
    "DefaultsTest.test_lazy_evaluation": "changes the globals of code that it has run, as a dictionary of its own",
    "TypeParamsClassScopeTest.test_explicit_global_with_no_static_bound": "the same",
    "TypeParamsInvalidTest.test_name_non_collision_13": "the same",
    "Tests.test_handle_exc_handler_correct_context": "its exception handler writes to a variable of the test, of which it has the one from before",
    "Tests.test_task_exc_handler_correct_context": "the same",
    "TestAsyncCase.test_cancellation_hanging_tasks": "the test case inside it writes to a list of the test, of which it has the one from before",
    "TestAsyncCase.test_cleanups_interleave_order": "the same",
    "TestAsyncCase.test_debug_cleanup_same_loop": "the same",
    "TestAsyncCase.test_enterAsyncContext": "the same",
    "TestAsyncCase.test_exception_in_setup": "the same",
    "TestAsyncCase.test_exception_in_tear_clean_up": "the same",
    "TestAsyncCase.test_exception_in_tear_down": "the same",
    "TestAsyncCase.test_exception_in_test": "the same",
    "TestAsyncCase.test_full_cycle": "the same",
    "TestAbstractAsyncContextManager.test_async_gen_propagates_generator_exit": (
        "the manager of the interpreter's contextlib stays, and holds the generator that was replaced"
    ),
}


def reason(test: str, mode: str) -> str | None:
    """Why ``test`` is left out in ``mode``, or ``None``."""
    lists = [LOWERED]
    if not mode.startswith("lowered"):
        lists.append(RESTORED)
    if mode.startswith("outside"):
        lists.append(OUTSIDE)
    return next((why for left_out in lists for name, why in left_out.items() if test.endswith(name)), None)
