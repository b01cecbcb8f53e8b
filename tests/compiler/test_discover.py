"""Directives: where they are found, and what is said of a misused one."""

import ast
import pickle
import textwrap

import pytest

from useworkflow_compiler.discover import Discovered, Holder, discover, module_has_directives
from useworkflow_compiler.errors import CompileError
from useworkflow_compiler.problems import CompileErrors
from useworkflow_compiler.sources import ModuleSource


def look(text: str) -> Discovered:
    source = textwrap.dedent(text).lstrip("\n")
    return discover(ModuleSource("shop", "shop.py", source), ast.parse(source))


def refuse(text: str) -> CompileError:
    with pytest.raises(CompileError) as caught:
        look(text)
    return caught.value


def ids(found: Discovered) -> list[str]:
    return [function.id for function in (*found.workflows, *found.steps)]


def test_a_module_without_directives_has_nothing() -> None:
    """Ordinary functions and strings are left alone."""
    assert ids(look('"doc"\ndef f():\n    "use it well"\n    return "use step"\n')) == []


def test_directives_stand_first_or_after_the_docstring() -> None:
    """Either quote, async or plain, before or after the docstring."""
    found = look(
        '''
        async def a():
            "use workflow"
        def b():
            """Doc."""
            'use workflow'
            return 1
        async def c():
            "use step"
            """Doc."""
        '''
    )
    assert ids(found) == ["workflow//shop//a", "workflow//shop//b", "step//shop//c"]
    assert [f.is_async for f in found.workflows] == [True, False]


def test_a_module_level_directive_goes_for_every_public_function() -> None:
    """Private functions and methods are left out; a function's own directive wins."""
    found = look(
        '''
        """Doc."""
        "use step"
        def a(): ...
        def _b(): ...
        async def c():
            "use workflow"
        class D:
            def m(self): ...
        '''
    )
    assert ids(found) == ["workflow//shop//c", "step//shop//a"]


def test_methods_have_qualified_ids() -> None:
    """Static, class and instance methods are told apart."""
    found = look(
        """
        class A:
            class B:
                @staticmethod
                async def s():
                    "use step"
            @classmethod
            async def c(cls):
                "use step"
            async def i(self):
                "use step"
        """
    )
    assert [(f.qualname, f.holder) for f in found.steps] == [
        ("A.B.s", Holder.STATIC),
        ("A.c", Holder.CLASS),
        ("A.i", Holder.INSTANCE),
    ]


def test_definitions_under_conditions_are_found() -> None:
    """A step may stand under `if` or `try` at the top level."""
    found = look(
        """
        try:
            import x
        except ImportError:
            def a():
                "use step"
        """
    )
    assert ids(found) == ["step//shop//a"]


def test_a_misspelt_directive_is_answered_with_the_line_a_caret_and_the_mend() -> None:
    """The whole text of the error is held, since users read it (G10)."""
    error = refuse(
        """
        async def place():
            "use workflw"
        """
    )
    assert str(error) == textwrap.dedent(
        """\
        UW102: 'use workflw' is no directive: did you mean 'use workflow'?
          shop.py:2
            "use workflw"
            ^^^^^^^^^^^^^
          why: a misspelt directive is an ordinary string, and the function would not be durable
          mend: write "use workflow\""""
    )


@pytest.mark.parametrize("text", ["use steps", "Use Step", "use_step", "use-workflow", "use workflows", "usestep"])
def test_near_misses_are_misspelt_directives(text: str) -> None:
    """Case, hyphens, plurals and missing spaces are recognised."""
    assert refuse(f"def f():\n    {text!r}\n").code == "UW102"


@pytest.mark.parametrize("text", ["use strict", "use it", "Use step by step instructions.", "workflow", ""])
def test_other_strings_are_not_taken_for_directives(text: str) -> None:
    """A docstring is not refused for a resemblance."""
    assert ids(look(f"def f():\n    {text!r}\n")) == []


MISTAKES = [
    ("UW103", "def f():\n    x = 1\n    'use step'\n"),
    ("UW103", "def f():\n    if x:\n        'use step'\n"),
    ("UW103", "import a\n'use step'\n"),
    ("UW104", "def f():\n    'use step'\n    'use workflow'\n"),
    ("UW105", "def f():\n    'use workflow'\n    yield 1\n"),
    ("UW105", "async def f():\n    'use step'\n    for x in y:\n        yield x\n"),
    ("UW106", "def f():\n    'use step'\ndef f():\n    'use step'\n"),
    ("UW107", "class A:\n    'use step'\n"),
    ("UW108", "def f():\n    async def g():\n        'use workflow'\n"),
    ("UW108", "def f():\n    class C:\n        def g(self):\n            'use step'\n"),
    ("UW108", "def f(n):\n    def g(x=n):\n        'use step'\n"),
    ("UW108", "def f(n):\n    def g():\n        'use step'\n        nonlocal n\n        n = 1\n"),
    ("UW108", "def f():\n    @other\n    def g():\n        'use step'\n"),
    ("UW108", "from useworkflow import step\ndef f(n):\n    @step(max_retries=n)\n    def g():\n        'use step'\n"),
    (
        "UW106",
        "def f(n):\n    if n:\n        def g():\n            'use step'\n    else:\n        def g():\n            'use step'\n",
    ),
    ("UW109", "from useworkflow import step as s\n@s(max_retries=1)\ndef f(): ...\n"),
    ("UW109", "import useworkflow\n@useworkflow.workflow\ndef f(): ...\n"),
]


@pytest.mark.parametrize(("code", "text"), MISTAKES)
def test_each_misuse_has_its_code_a_place_and_a_mend(code: str, text: str) -> None:
    """No misused directive passes in silence."""
    error = refuse(text)
    assert (error.code, bool(error.where), bool(error.why), bool(error.mend)) == (code, True, True, True)


def test_a_yield_of_an_inner_function_does_not_make_a_generator() -> None:
    """Only the function's own `yield` counts."""
    assert ids(look("def f():\n    'use step'\n    def g():\n        yield 1\n    return list(g())\n"))


def test_all_mistakes_are_reported_together() -> None:
    """Two mistakes make one error that lists both, in source order, and that pickles."""
    error = refuse("def f():\n    'use stp'\ndef g():\n    pass\n    'use step'\n")
    assert isinstance(error, CompileErrors)
    assert [e.code for e in error.errors] == ["UW102", "UW103"]
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_a_caret_counts_characters_not_bytes() -> None:
    """A line with non-ASCII text is underlined at the right place."""
    where = refuse("class A: 'ä'; 'use step'\n").where
    assert where is not None
    assert where.text[where.column : where.end_column] == "'use step'"


def test_the_quick_look_finds_every_directive() -> None:
    """Text without either directive needs no parsing."""
    assert module_has_directives("def f():\n  'use step'")
    assert not module_has_directives("x = 1")


def test_nested_steps_are_found_in_functions_and_not_in_steps() -> None:
    """A step inside a function, at any depth, has that function in its name; inside a step it is an ordinary function."""
    found = look(
        """
        def f():
            def middle():
                async def inner(a, *, b=1):
                    "use step"
        class A:
            def m(self):
                def inner():
                    "use step"
        async def step():
            "use step"
            def inner():
                "use step"
        """
    )
    assert [(s.qualname, s.holder.value) for s in found.steps] == [
        ("f.<locals>.middle.<locals>.inner", "nested function"),
        ("A.m.<locals>.inner", "nested function"),
        ("step", "function"),
    ]
