"""What a workflow needs of its first-party modules: start at the function, follow every name that it uses.

Input -> output::

    Reach(modules).start(shop, "place_order")
        .reached -> {"shop": {"place_order", "charge", "RATES"}, "shop.models": {"Order"}}

Whatever is not reached never gets into a bundle, so that a module may import and define anything for its steps. What is
reached and cannot be bundled is noted as a problem at the user's line.

Read next: ``reduce``, which cuts the modules down to what is reached.
"""

from __future__ import annotations

import ast
import builtins

from useworkflow_compiler.constants import (
    Denote,
    callee,
    dotted_name,
    find_impurity,
    is_class_name,
    is_shared,
    is_stateless,
    makes_class,
    makes_container,
)
from useworkflow_compiler.discover import Directive
from useworkflow_compiler.errors import CompileError
from useworkflow_compiler.held import HeldClasses, field_annotations, named_classes, step_methods, without
from useworkflow_compiler.held_class import HeldClass
from useworkflow_compiler.modules import (
    Definition,
    Denotation,
    Denoted,
    Modules,
    ParsedModule,
    absolute_import,
    bound_name,
    is_main_guard,
    is_type_checking,
)
from useworkflow_compiler.scopes import (
    FunctionNode,
    GlobalUse,
    arguments_of,
    changed_values,
    changes_of,
    global_uses,
    global_writes,
)
from useworkflow_compiler.sources import Origin

DROPPED_DECORATORS = frozenset(
    {
        *("useworkflow.step", "useworkflow.workflow", "typing.final", "typing.override", "typing.no_type_check"),
        *("typing_extensions.final", "typing_extensions.override", "typing_extensions.deprecated"),
    }
)
"""Decorators without an effect on what the function does in workflow code."""

KEPT_DECORATORS = frozenset(
    {
        *("functools.cache", "functools.lru_cache", "functools.singledispatch", "functools.wraps"),
        *("functools.cached_property", "functools.singledispatchmethod", "functools.total_ordering"),
        *("contextlib.asynccontextmanager", "contextlib.contextmanager", "abc.abstractmethod", "enum.unique"),
        *("builtins.property", "builtins.staticmethod", "builtins.classmethod", "dataclasses.dataclass"),
        *("enum.member", "enum.nonmember", "enum.property", "typing.runtime_checkable"),
    }
)
"""Decorators of the standard library that the sandbox has, too."""

_PUT_INTO_STEP = 'call it in a function of your own with "use step", and call that from the workflow'


def denote_in(modules: Modules, parsed: ParsedModule) -> Denote:
    """What dotted names mean in ``parsed``, as a function."""
    return lambda name, chain: modules.denote(parsed, name, chain)


class Reach:
    """The closure of names that one workflow uses. ``reached`` maps modules to names, in the order of discovery."""

    def __init__(
        self,
        modules: Modules,
        classes: HeldClasses | None = None,
        *,
        trying: frozenset[tuple[str, str]] = frozenset(),
    ) -> None:
        self.modules = modules
        self.reached: dict[str, dict[str, None]] = {}
        self._classes = HeldClasses(modules) if classes is None else classes
        self._trying = trying
        self._tried: dict[tuple[str, str], bool] = dict.fromkeys(trying, True)
        self._held: dict[tuple[str, str], bool] = dict.fromkeys(trying, True)
        self._pending: list[tuple[ParsedModule, str]] = []
        self._told: set[tuple[str, str]] = set()

    def start(self, parsed: ParsedModule, name: str) -> None:
        """Follow everything that ``name`` of ``parsed`` uses."""
        self._module(parsed.name)
        self._need(parsed, name)
        while self._pending:
            self._definitions(*self._pending.pop())

    def _module(self, name: str) -> None:
        """Take a module into the bundle, and the packages that it stands in, so that an import finds them."""
        parts = name.split(".")
        self.reached.setdefault(name, {})
        for count in range(1, len(parts)):
            package = ".".join(parts[:count])
            if self.modules.get(package) is not None:
                self.reached.setdefault(package, {})

    def _need(self, parsed: ParsedModule, name: str) -> None:
        names = self.reached.setdefault(parsed.name, {})
        if name not in names:
            self._module(parsed.name)
            names[name] = None
            self._pending.append((parsed, name))

    # --- uses ---------------------------------------------------------------------------------------------------------

    def use(self, parsed: ParsedModule, name: str, chain: tuple[str, ...], node: ast.AST, *, depth: int = 0) -> None:
        """``node`` reads ``name.chain`` in ``parsed``: reach it, and where it is a module, what is read off it."""
        definitions = parsed.definitions.get(name)
        if definitions is None:
            self._refuse_hidden(parsed, name, node)
            return
        self._need(parsed, name)
        if depth > 50:
            return
        for definition in definitions:
            alias, statement = definition.alias, definition.statement
            if isinstance(statement, ast.Import) and alias is not None:
                top = alias.name if alias.asname else alias.name.partition(".")[0]
                self._use_in(parsed, top, chain, node, depth=depth + 1)
            elif isinstance(statement, ast.ImportFrom) and alias is not None:
                module = absolute_import(parsed.source, statement)
                self._use_imported(parsed, module, alias.name, chain, node, depth=depth + 1)

    def _use_imported(
        self, parsed: ParsedModule, module: str, name: str, chain: tuple[str, ...], node: ast.AST, *, depth: int
    ) -> None:
        if self.modules.origin(module) is Origin.THIRD_PARTY:
            if not is_class_name(name):
                self._refuse_third_party(parsed, node, f"{module}.{name}")
        elif self.modules.origin(module) is Origin.FIRST_PARTY:
            if module == parsed.name:  # a package that imports its own submodule
                self._use_in(parsed, f"{module}.{name}", chain, node, depth=depth)
            else:
                self._use_in(parsed, module, (name, *chain), node, depth=depth)

    def _use_in(
        self, user: ParsedModule, module: str, chain: tuple[str, ...], node: ast.AST, *, depth: int = 0
    ) -> None:
        """``node`` of module ``user`` reads ``chain`` off module ``module``."""
        origin = self.modules.origin(module)
        if origin is Origin.THIRD_PARTY:
            self._refuse_third_party(user, node, ".".join([module, *chain[:1]]))
        target = self.modules.get(module) if origin is Origin.FIRST_PARTY else None
        if target is None:
            return
        self._module(module)
        if not chain:
            user.problems.add(
                "UW136",
                node,
                f"module {module} is used as a value",
                why="a bundle holds only what is used of a module, and that must be seen in the source",
                mend=f"name what you need of it, as in `{module.rpartition('.')[2]}.name`",
            )
        elif chain[0] in target.definitions:
            self.use(target, chain[0], chain[1:], node, depth=depth + 1)
        elif self.modules.origin(f"{module}.{chain[0]}") is Origin.FIRST_PARTY:
            self._use_in(user, f"{module}.{chain[0]}", chain[1:], node, depth=depth + 1)
        else:
            user.problems.add(
                "UW135",
                node,
                f"module {module} binds no name {chain[0]!r} that the compiler can see",
                why="names of a bundle are resolved before it runs, without importing anything",
                mend=f"bind {chain[0]!r} by an assignment, an import, `def` or `class` at the top level of {module}",
            )

    def _refuse_hidden(self, parsed: ParsedModule, name: str, node: ast.AST) -> None:
        """A name that nothing binds visibly: built in, or it came with a star import."""
        if parsed.star_imports and not _is_builtin(name):
            parsed.problems.add(
                "UW137",
                node,
                f"{name!r} is not bound in {parsed.name}, unless by a star import",
                why="names of a bundle are resolved before it runs, without importing anything",
                mend=f"import {name!r} by name",
            )

    def _refuse_third_party(self, parsed: ParsedModule, node: ast.AST, dotted: str) -> None:
        name = dotted.rpartition(".")[2]
        by_name = is_class_name(name) and "." in dotted
        parsed.problems.add(
            "UW132",
            node,
            f"workflow code uses {dotted}, which is third-party",
            why="installed packages do I/O, keep state and change between versions, so that a run could not be replayed",
            mend=f"a class can be used by name: `from {dotted.rpartition('.')[0]} import {name}`"
            if by_name
            else _PUT_INTO_STEP,
        )

    # --- definitions --------------------------------------------------------------------------------------------------

    def _definitions(self, parsed: ParsedModule, name: str) -> None:
        for definition in parsed.definitions.get(name, ()):
            self._guards(parsed, definition)
            statement = definition.statement
            if isinstance(statement, FunctionNode):
                self._function(parsed, statement)
            elif isinstance(statement, ast.ClassDef):
                self._class(parsed, statement)
            elif not isinstance(statement, ast.Import | ast.ImportFrom):
                self._constant(parsed, name, statement)
            if not isinstance(statement, ast.Import | ast.ImportFrom | ast.ClassDef):
                self._registered(parsed, name)

    def _registered(self, parsed: ParsedModule, name: str) -> None:
        """Follow the functions that are decorated with something of ``name``: ``@show.register`` adds to what ``show`` does."""
        for other, definitions in parsed.definitions.items():
            for definition in definitions:
                statement = definition.statement
                if not isinstance(statement, FunctionNode) or parsed.discovered.find(statement.name) is not None:
                    continue
                if any(_is_of(decorator, name) for decorator in statement.decorator_list):
                    self._need(parsed, other)

    def _guards(self, parsed: ParsedModule, definition: Definition) -> None:
        for guard in definition.guards:
            match guard:
                case ast.If(test=test):
                    if not (is_type_checking(test) or is_main_guard(test)):
                        self._pure(parsed, test, "the condition that it stands under")
                case ast.Try(handlers=handlers):
                    for handler in handlers:
                        if handler.type is not None:
                            self._uses(parsed, handler.type)
                case _:
                    self.refuse_constant(parsed, guard, f"it is bound inside `{type(guard).__name__.lower()}`")

    def _function(self, parsed: ParsedModule, node: FunctionNode) -> None:
        durable = parsed.discovered.find(node.name)
        if durable is not None:
            self.follow_annotations(parsed, node)
            if durable.directive is Directive.STEP:
                return
        denote = denote_in(self.modules, parsed)
        if is_overload(node, denote):
            return
        for decorator in node.decorator_list:
            self.decorator(parsed, decorator)
            annotation = first_annotation(node)
            if annotation is not None and self.registers_implementation(parsed, decorator):
                self._uses(parsed, annotation)
        self.refuse_shared_state(parsed, node)
        dropped = [d for d in node.decorator_list if is_dropped(d, denote)]
        hidden = {id(inner) for decorator in dropped for inner in ast.walk(decorator)}
        uses = [use for use in global_uses(node) if id(use.node) not in hidden]
        for use in uses:
            self.use(parsed, use.name, use.chain, use.node)
        for inner in ast.walk(node):
            if isinstance(inner, ast.Import | ast.ImportFrom):
                self.local_import(parsed, node, inner)

    def drops(self, parsed: ParsedModule, decorator: ast.expr) -> bool:
        """Whether the bundle leaves ``decorator`` out."""
        return is_dropped(decorator, denote_in(self.modules, parsed))

    def refuse_shared_state(self, parsed: ParsedModule, node: FunctionNode) -> None:
        """Refuse ``global`` writes and changes of module-level containers."""
        changes = [(place, f"writes the global name {name!r}") for name, place in global_writes(node)]
        read = {id(use.node) for use in global_uses(node)}
        for root, place in changed_values(node):
            denoted = self.modules.denote(parsed, root.id, ())
            home = self.modules.get(denoted.module) if denoted.kind is Denotation.VALUE else None
            if id(root) in read and home is not None and self.is_container(home, denoted.name):
                changes.append((place, f"changes the module-level value {root.id!r}"))
        for place, what in changes:
            parsed.problems.add(
                "UW134",
                place,
                f"{node.name}() {what}",
                why="module state is shared by all runs, and is not part of any run's state",
                mend="keep it in a local variable, or in an object that you pass along",
            )

    def decorator(self, parsed: ParsedModule, decorator: ast.expr) -> None:
        """Refuse a decorator that cannot be bundled."""
        denote = denote_in(self.modules, parsed)
        if is_dropped(decorator, denote):
            return
        denoted = _decorator_denoted(decorator, denote)
        if denoted is not None and (denoted.kind is Denotation.FUNCTION or denoted.dotted in KEPT_DECORATORS):
            return
        if self.registers_implementation(parsed, decorator):
            return
        parsed.problems.add(
            "UW133",
            decorator,
            f"decorator `{ast.unparse(decorator)}` cannot be bundled",
            why="a decorator may replace the function by anything, and this one is not first-party and pure",
            mend="take it off the workflow code, or put what it does into a step",
        )

    def registers_implementation(self, parsed: ParsedModule, decorator: ast.expr) -> bool:
        """``@show.register`` or ``@show.register(int)``, of a function of the module that is a ``functools.singledispatch``."""
        dotted = dotted_name(decorator.func if isinstance(decorator, ast.Call) else decorator)
        if dotted is None or dotted[1:] != ("register",):
            return False
        denote = denote_in(self.modules, parsed)
        generic = [d.statement for d in parsed.definitions.get(dotted[0], ()) if isinstance(d.statement, FunctionNode)]
        found = [_decorator_denoted(each, denote) for function in generic for each in function.decorator_list]
        if not any(each is not None and each.dotted == "functools.singledispatch" for each in found):
            return False
        for argument in decorator.args if isinstance(decorator, ast.Call) else ():
            self._uses(parsed, argument)
        return True

    def _class(self, parsed: ParsedModule, node: ast.ClassDef) -> None:
        if self.is_held(parsed, node.name):
            HeldClass(self, parsed).follow(node)
            return
        for base in node.bases:
            dotted = dotted_name(base)
            denoted = self.modules.denote(parsed, dotted[0], dotted[1:]) if dotted else None
            if denoted is not None and denoted.kind is Denotation.CLASS:
                self.use(parsed, dotted[0], dotted[1:], base)
        for method in step_methods(parsed, node):
            self.follow_annotations(parsed, method)
        for field in field_annotations(node):
            self._follow_annotation(parsed, field.annotation)

    # --- classes ------------------------------------------------------------------------------------------------------

    def is_held(self, parsed: ParsedModule, name: str) -> bool:
        """Whether the bundle holds the class ``name`` of ``parsed`` as code."""
        key = (parsed.name, name)
        if key not in self._held:
            self._held[key] = self._classes.holds(parsed, name) or (
                self._classes.would_suspend(parsed, name) and self._can_hold(parsed, name)
            )
        return self._held[key]

    def follow_annotations(self, parsed: ParsedModule, step: FunctionNode) -> None:
        """Values of the classes that a step or workflow names in its annotations come in by it: hold those that suspend."""
        for annotation in [arg.annotation for arg in arguments_of(step.args)] + [step.returns]:
            if annotation is not None:
                self._follow_annotation(parsed, annotation)

    def _follow_annotation(self, parsed: ParsedModule, annotation: ast.expr) -> None:
        for home, name in named_classes(self.modules, parsed, annotation):
            suspends = self._classes.holds(home, name) or self._classes.would_suspend(home, name)
            if suspends and self._can_hold(home, name):
                self._need(home, name)

    def _can_hold(self, parsed: ParsedModule, name: str) -> bool:
        """Whether a class that need not be held can be: nothing that it uses is refused. If so it is."""
        key = (parsed.name, name)
        if key not in self._tried:
            before = {known.name: len(known.problems.errors) for known in self.modules.looked_at()}
            trial = Reach(self.modules, self._classes, trying=self._trying | {key})
            trial.start(parsed, name)
            after = self.modules.looked_at()
            refused = any(len(known.problems.errors) > before.get(known.name, 0) for known in after)
            for known in after:
                del known.problems.errors[before.get(known.name, 0) :]
            self._tried[key] = not refused and trial.is_allowed()
            self._held.setdefault(key, self._tried[key])
        return self._tried[key]

    def is_allowed(self) -> bool:
        """Whether the policy allows the functions and held classes that were reached."""
        from useworkflow_compiler.restrict import restrict_module

        for module, names in self.reached.items():
            parsed = self.modules.get(module)
            assert parsed is not None
            steps = {id(step.node) for step in parsed.discovered.steps}
            for name in names:
                for definition in parsed.definitions.get(name, ()):
                    statement = definition.statement
                    held = isinstance(statement, ast.ClassDef) and self.is_held(parsed, name)
                    if held or (isinstance(statement, FunctionNode) and id(statement) not in steps):
                        try:
                            restrict_module(ast.Module([without(statement, steps)], []), parsed.source)
                        except CompileError:
                            return False
        return True

    def _constant(self, parsed: ParsedModule, name: str, statement: ast.stmt) -> None:
        denote = denote_in(self.modules, parsed)
        if isinstance(statement, ast.Assign | ast.AnnAssign) and makes_class(statement.value, denote):
            return
        match statement:
            case ast.Assign(value=value) | ast.AugAssign(value=value) | ast.AnnAssign(value=ast.expr() as value):
                self._pure(parsed, value, repr(name))
            case _ if type(statement).__name__ == "TypeAlias":
                self._uses(parsed, statement)
            case _:
                self.refuse_constant(parsed, statement, f"{name!r} is bound by `{type(statement).__name__.lower()}`")
        self._refuse_hidden_changes(parsed, name)
        if self.is_container(parsed, name):
            for filling in parsed.fillings.get(name, ()):
                self._guards(parsed, filling)
                self._pure(parsed, filling.statement, repr(name))

    def _refuse_hidden_changes(self, parsed: ParsedModule, name: str) -> None:
        """Refuse a value that functions of its module change: decorators that register, say. What they do when the module is
        imported is not done again for a bundle, and workflow code would find less there than Python does (G1)."""
        for function, place in changes_of(parsed.tree, name):
            if (parsed.name, function) in self._told:
                continue
            self._told.add((parsed.name, function))
            parsed.problems.add(
                "UW134",
                place,
                f"{function}() changes the module-level value {name!r}, which workflow code reads",
                why="a bundle has what statements at the top level make of it, and not what functions do to it when the module is "
                "imported, or later",
                mend=f"change {name!r} by statements at the top level of the module, or read it in a step",
            )

    def is_container(self, parsed: ParsedModule, name: str) -> bool:
        """Whether ``name`` is bound to a new container, so that statements which fill it count."""
        values = [getattr(d.statement, "value", None) for d in parsed.definitions.get(name, ())]
        denote = denote_in(self.modules, parsed)
        return any(isinstance(value, ast.expr) and makes_container(value, denote) for value in values)

    def shares(self, parsed: ParsedModule, value: ast.expr | None) -> bool:
        """Whether workflow code takes the module's own object for ``value``: see ``is_shared``. So it does with the one instance of
        a class that has no state, ``UNSET = Unset()``."""
        denote = denote_in(self.modules, parsed)
        if is_shared(value, denote) or not isinstance(value, ast.Call) or value.args or value.keywords:
            return is_shared(value, denote)
        made = callee(value.func, denote)
        home = self.modules.get(made.module) if made is not None and made.kind is Denotation.CLASS else None
        if made is None or home is None or self.is_held(home, made.name):
            return False
        found = [d.statement for d in home.definitions.get(made.name, ())]
        return len(found) == 1 and isinstance(found[0], ast.ClassDef) and is_stateless(found[0])

    def _pure(self, parsed: ParsedModule, part: ast.AST, subject: str) -> None:
        denote = denote_in(self.modules, parsed)
        parts = [part]
        if isinstance(part, ast.stmt):
            parts = [child for child in ast.iter_child_nodes(part) if isinstance(child, ast.expr)]
        for expression in parts:
            impurity = find_impurity(expression, denote)
            if impurity is not None:
                self.refuse_constant(parsed, impurity.node, f"{subject} is no pure expression: {impurity.reason}")
                return
        for expression in parts:
            self._uses(parsed, expression)

    def refuse_constant(self, parsed: ParsedModule, node: ast.AST, what: str) -> None:
        """Refuse a module-level value, or one in a class, that may differ between processes."""
        parsed.problems.add(
            "UW130",
            node,
            f"{what}",
            why="workflow code reads it, and a module-level value must be the same in every process and after a restart",
            mend="compute it in a step, pass it as an argument, or build it from literals",
        )

    def _uses(self, parsed: ParsedModule, node: ast.AST) -> None:
        for use in global_uses(node):
            self.use(parsed, use.name, use.chain, use.node)

    def local_import(self, parsed: ParsedModule, function: FunctionNode, node: ast.Import | ast.ImportFrom) -> None:
        """Follow an import statement inside a function."""
        for alias in node.names:
            chains = _local_chains(function, bound_name(alias)) or [()]
            module = absolute_import(parsed.source, node) if isinstance(node, ast.ImportFrom) else alias.name
            if self.modules.origin(module) is Origin.THIRD_PARTY:
                parsed.problems.add(
                    "UW132",
                    node,
                    f"{function.name}() imports {module}, which is third-party",
                    why="installed packages do I/O, keep state and change between versions, so that a run could not be "
                    "replayed",
                    mend=f"import classes by name at the top of the module; for anything else: {_PUT_INTO_STEP}",
                )
                continue
            for chain in chains:
                if isinstance(node, ast.ImportFrom):
                    self._use_imported(parsed, module, alias.name, chain, node, depth=0)
                else:
                    top = alias.name if alias.asname else alias.name.partition(".")[0]
                    self._use_in(parsed, top, chain, node)


def is_dropped(decorator: ast.expr, denote: Denote) -> bool:
    """Whether the bundle leaves ``decorator`` out: it is ours, or says something to type checkers alone."""
    denoted = _decorator_denoted(decorator, denote)
    return denoted is not None and denoted.dotted in DROPPED_DECORATORS


def is_overload(node: FunctionNode, denote: Denote) -> bool:
    """Whether ``node`` is a ``typing.overload``, which only type checkers read."""
    for decorator in node.decorator_list:
        denoted = _decorator_denoted(decorator, denote)
        if denoted is not None and denoted.dotted in {"typing.overload", "typing_extensions.overload"}:
            return True
    return False


def first_annotation(node: FunctionNode) -> ast.expr | None:
    """That of the first argument, which says what ``@show.register`` registers the function for."""
    arguments = [*node.args.posonlyargs, *node.args.args]
    annotation = arguments[0].annotation if arguments else None
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return ast.copy_location(ast.parse(annotation.value, mode="eval").body, annotation)
    return annotation


def _is_of(decorator: ast.expr, name: str) -> bool:
    dotted = dotted_name(decorator.func if isinstance(decorator, ast.Call) else decorator)
    return dotted is not None and len(dotted) > 1 and dotted[0] == name


def _decorator_denoted(decorator: ast.expr, denote: Denote) -> Denoted | None:
    return callee(decorator.func if isinstance(decorator, ast.Call) else decorator, denote)


def _local_chains(function: FunctionNode, name: str) -> list[tuple[str, ...]]:
    """The attribute chains that ``function`` reads off its local name ``name``."""
    # The name is local here, so it is read as if each statement stood at the top level.
    found: list[GlobalUse] = []
    for statement in function.body:
        found += [use for use in global_uses(statement) if use.name == name]
    return [use.chain for use in found]


def _is_builtin(name: str) -> bool:
    return hasattr(builtins, name)
