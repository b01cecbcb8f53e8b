"""Known ways out of Python sandboxes, through the whole stack: compiled, loaded and run. Each is refused, or leads nowhere.

The sandbox is for determinism and for containing mistakes; see docs/sandbox.md for what it does not protect against.
"""

from __future__ import annotations

import pathlib
import sys

import pytest

sys.path.append(str(pathlib.Path(__file__).parent))

from stack import ran, refused

ESCAPES = {
    # match class patterns
    "keyword pattern": "match f:\n        case object(__globals__=g): return g",
    "keyword pattern on a class": "match int:\n        case object(__subclasses__=g): return g",
    "positional pattern": (
        "class P:\n        __match_args__ = ('__globals__',)\n    match f:\n        case P(g): return g"
    ),
    "positional pattern, computed": (
        "class P:\n        __match_args__ = tuple(['__glo' + 'bals__'])\n    match f:\n        case P(g): return g"
    ),
    "pattern that binds format": "match '{0.__class__}':\n        case str(format=g): return g(1)",
    # attributes by name
    "operator.attrgetter": "import operator\n    return operator.attrgetter('__globals__')(f)",
    "operator.methodcaller": "import operator\n    return operator.methodcaller('__subclasses__')(object)",
    "getattr": "return getattr(f, '__globals__')",
    "getattr in a partial": "import functools\n    return functools.partial(getattr, f, '__globals__')()",
    "getattr in a map": "return list(map(getattr, [f], ['__globals__']))",
    "getattr with a lying string": (
        "class S(str):\n        def __eq__(self, other): return False\n        def __hash__(self): return 0\n"
        "    return getattr(f, S('__globals__'))"
    ),
    "a class cell": "return (lambda: 0).__closure__",
    "code": "return f.__code__",
    "builtins of a function": "return f.__builtins__",
    "bound self": "return [].append.__self__.__class__.__base__",
    "module of a builtin": "return len.__self__",
    "subclasses": "return object.__subclasses__()",
    "mro": "return int.mro()",
    "mro tuple": "return int.__mro__",
    "bases": "return bool.__bases__",
    "dict of a class": "return getattr(object, '__dict__')",
    "loader": "import json\n    return json.__loader__",
    "spec": "import json\n    return json.__spec__",
    "file": "import json\n    return json.__file__",
    # CVE-2023-37271: frames of generators
    "generator frame": "g = (1 for _ in [1])\n    return g.gi_frame.f_back",
    "generator frame by getattr": "g = (1 for _ in [1])\n    return getattr(g, 'gi_' + 'frame')",
    "generator frame inside itself": "g = (g.gi_frame.f_back for _ in [1])\n    return list(g)",
    "coroutine frame": "return f().cr_frame",
    "coroutine awaits": "c = f()\n    try:\n        return getattr(c, 'cr_await')\n    finally:\n        c.close()",
    "async generator frame": "async def a():\n        yield 1\n    return a().ag_frame",
    "traceback frame": "try:\n        1 / 0\n    except ZeroDivisionError as e:\n        return e.__traceback__.tb_frame",
    "traceback by getattr": "try:\n        1 / 0\n    except ZeroDivisionError as e:\n        return getattr(e, '__traceback__')",
    "with_traceback": "try:\n        1 / 0\n    except ZeroDivisionError as e:\n        return e.with_traceback(None).__traceback__",
    "traceback in __exit__": (
        "class M:\n        def __enter__(self): return self\n        def __exit__(self, k, e, t):\n            self.f = t.tb_frame\n"
        "    with M() as m:\n        1 / 0"
    ),
    # CVE-2023-41039: format
    "format": "return '{0.__globals__}'.format(f)",
    "format_map": "return '{x.__globals__}'.format_map({'x': f})",
    "str.format": "return str.format('{0.__globals__}', f)",
    "str.format in a map": "return list(map(str.format, ['{0.__globals__}'], [f]))",
    "str.format in sorted": "return sorted(['{0.__globals__}'], key=lambda t: t.format(f))",
    "format by getattr": "return getattr('{0.__class__.__base__}', 'format')(1)",
    "format of a subclass": "class S(str): pass\n    return S('{0.__globals__}').format(f)",
    "format by super": "class S(str):\n        def go(self): return super().format(f)\n    return S('{0.__globals__}').go()",
    "nested format": "return '{0:{1.__globals__}}'.format(1, f)",
    "string.Formatter": "import string\n    return string.Formatter().format('{0.__globals__}', f)",
    "string.Formatter.get_field": "import string\n    return string.Formatter().get_field('0.__globals__', (f,), {})",
    "string.Template": "import string\n    return string.Template('$x').substitute.__func__",
    "logging.Formatter": "import logging\n    return logging.Formatter('{args.__class__}', style='{')",
    # CVE-2024-47532: AttributeError.obj
    "AttributeError.obj": "try:\n        f.missing\n    except AttributeError as e:\n        return e.obj",
    "AttributeError.obj by getattr": "try:\n        f.missing\n    except AttributeError as e:\n        return getattr(e, 'obj')",
    "AttributeError.obj by pattern": "try:\n        f.missing\n    except AttributeError as e:\n        match e:\n            case AttributeError(obj=o): return o",
    "AttributeError.obj by match args": (
        "class P(AttributeError):\n        __match_args__ = ('obj',)\n    try:\n        f.missing\n    except AttributeError as e:\n"
        "        match e:\n            case P(o): return o"
    ),
    # CVE-2025-22153: except* believes what split() returns
    "a group's split": (
        "class G(ExceptionGroup):\n        def split(self, t): return 5\n    try:\n        raise G('x', [ValueError()])\n"
        "    except* ValueError: pass"
    ),
    "a group's split, assigned": "e = ExceptionGroup('x', [ValueError()])\n    e.split = lambda t: 5",
    "a group's split, by setattr": "e = ExceptionGroup('x', [ValueError()])\n    setattr(e, 'split', lambda t: 5)",
    "a group's split, in its dict": "e = ExceptionGroup('x', [ValueError()])\n    getattr(e, '__dict__')['split'] = 5",
    "a group's split, imported": "class G(ExceptionGroup):\n        from re import split\n    return G",
    # code and classes at run time
    "eval": "return eval('1')",
    "exec": "return exec('1')",
    "compile": "return compile('1', '', 'eval')",
    "globals": "return globals()",
    "vars": "return vars(f)",
    "import": "return __import__('os').system('true')",
    "importer by getattr": "import json\n    return getattr(json, '__builtins__')",
    "type with three arguments": "return type('X', (), {'__reduce__': f})",
    "type of a type": "return type(type)('X', (), {})",
    "type of a class": "return type(int)('X', (), {})",
    "class of a class": "return int.__class__('X', (), {})",
    "class of a class, by getattr": "return getattr(int, '__class__')('X', (), {})",
    "type of an abstract class": "import abc\n    return type(abc.ABC)('X', (), {'__del__': f})",
    "ABCMeta": "import abc\n    return abc.ABCMeta('X', (), {'__del__': f})",
    "EnumMeta": "import enum\n    return enum.EnumMeta('X', (enum.Enum,), {})",
    "Enum by call": "import enum\n    return enum.Enum('X', {'__reduce_ex__': f})",
    "make_dataclass": "import dataclasses\n    return dataclasses.make_dataclass('X', [], namespace={'__reduce__': f})",
    "a subclass of type": "class M(type): pass\n    return M('X', (), {})",
    "a metaclass": "class X(metaclass=lambda *a: a): pass\n    return X",
    "__reduce__": "class X:\n        def __reduce__(self): return (f, ())\n    return X",
    "__del__": "class X:\n        def __del__(self): pass\n    return X",
    "__getattribute__": "class X:\n        def __getattribute__(self, n): return f\n    return X",
    "a split that is a descriptor": (
        "class D:\n        def __get__(self, i, o=None): return lambda g: f\n"
        "    class G(ExceptionGroup):\n        split = D()\n    return G"
    ),
    "__init_subclass__": "class X:\n        def __init_subclass__(cls): pass\n    return X",
    "__class_getitem__ assigned": "class X: pass\n    X.__class_getitem__ = f",
    "__class__ assigned": "class X: pass\n    X().__class__ = int",
    # wrappers that copy attributes
    "update_wrapper": (
        "import functools\n    class W: pass\n    w = functools.update_wrapper(W(), f, assigned=('__globals__',), updated=())\n"
        "    return getattr(w, '__dict__')['__globals__']"
    ),
    "update_wrapper, updated": "import functools\n    return functools.update_wrapper(f, f, assigned=(), updated=('__globals__',))",
    "wraps": "import functools\n    return functools.wraps(f, assigned=['__code__'])(f)",
    # modules through modules
    "json.codecs": "import json\n    return json.codecs",
    "json.decoder": "from json import decoder\n    return decoder",
    "dataclasses.sys": "import dataclasses\n    return dataclasses.sys",
    "dataclasses.sys by getattr": "import dataclasses\n    return getattr(dataclasses, 'sys').modules",
    "typing.sys": "import typing\n    return typing.sys",
    "collections._sys": "import collections\n    return collections._sys",
    "random._os": "import random\n    return random._os",
    "asyncio.subprocess": "import asyncio\n    return asyncio.subprocess",
    "asyncio.get_event_loop": "import asyncio\n    return asyncio.get_event_loop().run_in_executor",
    "re._compiler": "import re\n    return re._compiler",
    "typing.get_type_hints": "import typing\n    return typing.get_type_hints(f)",
    "typing.ForwardRef": "import typing\n    return typing.ForwardRef('f')",
    "os.system": "import os\n    return os.system('true')",
    "os by from": "from os import system\n    return system('true')",
    "sys.modules": "import sys\n    return sys.modules",
    "builtins": "import builtins\n    return builtins.open",
    "inspect": "import inspect\n    return inspect.currentframe()",
    "gc": "import gc\n    return gc.get_objects()",
    "ctypes": "import ctypes\n    return ctypes",
    "pickle": "import pickle\n    return pickle.loads",
    "codecs": "import codecs\n    return codecs.open",
    "subprocess": "import subprocess\n    return subprocess.Popen",
    "types.FunctionType": "import types\n    return types.FunctionType",
    "types.CodeType": "from types import CodeType\n    return CodeType",
    # I/O
    "open": "return open('/etc/passwd')",
    "open by another name": "o = open\n    return o('/etc/passwd')",
    "Path.read_text": "from pathlib import Path\n    return Path('/etc/passwd').read_text()",
    "Path.open": "import pathlib\n    return pathlib.Path('/etc/passwd').open()",
    "io.open": "import io\n    return io.open('/etc/passwd')",
    "io.FileIO": "from io import FileIO\n    return FileIO('/etc/passwd')",
    "input": "return input()",
    # generated names
    "a generated name": "return _uw_getattr(f, '__globals__')",
    "a generated name, bound": "_uw_pc = 5",
    "a generated name, as an argument": "return (lambda _uw_state: 1)(2)",
    "a generated name, as an attribute": "return f._uw_host",
    "locals": "return locals()",
    "dunder names": "return __builtins__",
    "dunder name bound": "__builtins__ = {}",
    "global write": "global f\n    f = 1",
}


@pytest.mark.parametrize("what", ESCAPES)
def test_an_escape_is_refused(what: str) -> None:
    """With an error of the project's own, at the user's line."""
    source = f"""
async def helper(): return 1

async def wf():
    "use workflow"
    f = helper
    {ESCAPES[what]}
"""
    error = refused(source)
    assert error.code[:3] in ("UW1", "UW2"), error


HARMLESS = {
    "names that look like it": "class X:\n        def __init__(self): self.gi = self.f_back_up = self.obj = 5\n    x = X()\n    return x.gi + x.obj - 5",
    "a split of one's own": "class X:\n        def split(self): return 5\n    return X().split() + len('a b'.split()) - 2",
    "formatting": "return len('{0.real:>3}{1[0]}'.format(1, [1])) + 1",
    "getattr of ordinary names": "return getattr(1, 'real') + getattr(1, 'missing', 4)",
    "class and name": "return 5 if ValueError().__class__.__name__ == 'ValueError' and type(5) is int else 0",
    "type checks": "return 5 if isinstance(int, type) and type(int) is type and issubclass(bool, int) else 0",
    "patterns": "match 5:\n        case int(real=r): return r",
    "enums": "import enum\n    class E(enum.Enum):\n        A = 5\n    return E.A.value if isinstance(E.A, enum.Enum) else 0",
    "abstract classes": "import abc\n    class A(abc.ABC):\n        x = 5\n    return A().x",
    "wraps": "import functools\n    @functools.wraps(helper)\n    def g(): return 5\n    return g() if g.__name__ == 'helper' else 0",
    "groups": "try:\n        raise ExceptionGroup('g', [ValueError(5)])\n    except* ValueError as e:\n        found = e.exceptions[0].args[0]\n    return found",
    "exceptions": "try:\n        int('x')\n    except ValueError as e:\n        e.add_note('n')\n        return 5 if e.__notes__ == ['n'] and not e.__cause__ else 0",
}


@pytest.mark.parametrize("what", HARMLESS)
def test_what_only_looks_like_an_escape_works(what: str) -> None:
    """The policy does not take more than it has to."""
    source = f"""
async def helper(): return 1

async def wf():
    "use workflow"
    {HARMLESS[what]}
"""
    assert ran(source).result == 5
