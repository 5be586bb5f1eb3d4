"""What a statement may do to the values of others: in doubt, everything that its text leaves possible.

`b = CODES`, then `b.append(1)`, `prepare(CODES)` or `_ = setup()` change CODES without a line that says so. No analysis
decides whether they do (an alias, a helper, a decorator, `exec`), so a statement counts as a change of each value that
it hands to a call, stores into or gets hold of by another name, unless it is *work*: what uses the answers, reads
recordings or trains, and whatever uses the results of that. Work is what a notebook is for, and takes hours.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ecgkit.scoping import FUNCTIONS, root

from .statements import Statement

#: What happens to a value: it gets another name, it is handed to code that may change it, it is changed, it is called.
BOUND, HANDED, STORED, CALLED = 1, 2, 4, 8
#: Builtins that change none of their arguments; the result of the second ones may hold them.
_READ_ONLY = frozenset({
    "print", "len", "str", "repr", "isinstance", "issubclass", "type", "int", "float", "bool", "abs", "round",
    "hash", "id", "range", "format", "callable", "hasattr", "ord", "chr", "sum", "any", "all", "display",
})  # fmt: skip
_PASS_ON = frozenset({
    "list", "tuple", "dict", "set", "frozenset", "sorted", "reversed", "enumerate", "zip", "min", "max", "filter",
    "getattr", "super",
})  # fmt: skip
_METHODS_THAT_READ = frozenset({
    "get", "keys", "values", "items", "copy", "index", "count", "join", "format", "split", "strip", "lower",
    "upper", "startswith", "endswith", "replace", "astype", "mean", "std", "sum", "min", "max", "tolist",
    "reshape", "ravel",
})  # fmt: skip
#: What reaches every name.
_REACH_ALL = frozenset({"globals", "locals", "vars", "exec", "eval"})
#: Methods that prepare what the answers run on: folders and files that they use, how TensorFlow, Keras and pandas behave.
_PREPARES = frozenset({
    "makedirs", "mkdir", "write_text", "write_bytes", "write", "writelines", "touch", "dump", "save", "savetxt", "savez",
    "to_csv", "to_json", "to_pickle", "enable_numpy_behavior", "experimental_enable_numpy_behavior",
    "run_functions_eagerly", "set_floatx", "set_option",
})  # fmt: skip
#: Functions that make a name known to a library, in which an answer asks for it by a text: a projection, a pandas accessor.
_REGISTERS = "register"
#: Functions and methods that may read any name, by a text: of Python, and of pandas (`frame.query("symbol in @SYMBOLS")`).
_READ_ALL = frozenset({"globals", "eval", "exec"})
_READ_ALL_BY_TEXT = frozenset({"query", "eval"})
_WORDS_OF_WORK = frozenset({"fit", "predict", "evaluate", "train_on_batch"})
_CONSTANT = (ast.Constant, ast.Tuple, ast.UnaryOp, ast.BinOp, ast.operator, ast.unaryop, ast.Load)


@dataclass
class Reach:
    """What a piece of code may do.

    Attributes:
        mentions: the names that it reads.
        treated: by name, what may happen to its value; the name of a function and "()" is what it returns.
        targets: names of the values that it stores into.
        reaches_all: whether it could change any name.
        is_work: whether it trains, or calls a network.
    """

    mentions: set[str] = field(default_factory=set)
    treated: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    targets: set[str] = field(default_factory=set)
    reaches_all: bool = False
    is_work: bool = False


def may_read_all(node: ast.AST) -> bool:
    """Whether a statement, or a function that it defines, may read names that do not stand in it, by a text."""
    return any(
        (isinstance(each, ast.Name) and each.id in _READ_ALL)
        or (isinstance(each, ast.Attribute) and each.attr in _READ_ALL_BY_TEXT)
        or (isinstance(each, ast.Attribute) and each.attr == "modules" and root(each) == "sys")
        for each in ast.walk(node)
    )


def reach_of(nodes: Iterable[ast.AST], *, is_body: bool = False) -> Reach:
    """What statements do when they are run.

    Args:
        nodes: the statements.
        is_body: whether they are the body of a function: a value it keeps in a variable of its own may change there,
            and one that it returns gets another name.
    """
    reach = Reach()
    waiting = [(node, 0) for node in nodes]
    while waiting:
        node, use = waiting.pop()
        waiting += _inside(node, use, reach, is_body)
    return reach


def _inside(node: ast.AST, use: int, reach: Reach, is_body: bool) -> Iterator[tuple[ast.AST, int]]:
    """The parts of a node with what may happen to the value of each; notes what the node itself does."""
    if isinstance(node, ast.Name):
        if isinstance(node.ctx, ast.Load):
            reach.mentions.add(node.id)
            reach.treated[node.id] |= use
    elif isinstance(node, ast.Attribute | ast.Subscript):
        if not isinstance(node.ctx, ast.Load):
            use = STORED
            reach.targets.add(root(node))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            reach.mentions.add(f"{node.value.id}.{node.attr}")
        yield node.value, use
        yield from [(node.slice, 0)] if isinstance(node, ast.Subscript) else []
    elif isinstance(node, ast.Call):
        yield from _inside_call(node, use, reach)
    elif isinstance(node, ast.Compare | ast.JoinedStr | ast.FormattedValue):
        yield from ((child, 0) for child in ast.iter_child_nodes(node))
    elif isinstance(node, ast.expr | ast.comprehension | ast.keyword):
        # What a comprehension runs through may be changed by what it does with each.
        more = {ast.comprehension: HANDED, ast.NamedExpr: BOUND, ast.Yield: BOUND, ast.YieldFrom: BOUND}
        yield from ((child, use | more.get(type(node), 0)) for child in ast.iter_child_nodes(node))
    else:
        yield from _inside_statement(node, reach, is_body)


def _inside_call(node: ast.Call, use: int, reach: Reach) -> Iterator[tuple[ast.AST, int]]:
    function, here = node.func, use | HANDED
    if isinstance(function, ast.Name):
        reach.mentions.add(function.id)
        reach.reaches_all |= function.id in _REACH_ALL
        if function.id in _READ_ONLY:
            here = 0
        elif function.id in _PASS_ON:
            here = use
        else:
            here |= STORED if function.id in ("setattr", "delattr") else 0
            reach.reaches_all |= function.id.startswith(_REGISTERS)
            reach.treated[function.id] |= CALLED
            reach.treated[function.id + "()"] |= use
    elif isinstance(function, ast.Attribute):
        reach.is_work |= function.attr in _WORDS_OF_WORK
        # `sys.path.append` and `sys.setrecursionlimit` change what the answers run on.
        prepares = function.attr in _PREPARES or function.attr.startswith(_REGISTERS)
        reach.reaches_all |= prepares or (root(function) == "sys" and function.attr != "exit")
        here = use if function.attr in _METHODS_THAT_READ else here
        yield function.value, here
    else:
        yield function, here
    yield from ((each, here) for each in [*node.args, *node.keywords])


def _inside_statement(node: ast.AST, reach: Reach, is_body: bool) -> Iterator[tuple[ast.AST, int]]:
    kept = HANDED if is_body else BOUND
    if isinstance(node, FUNCTIONS):
        yield from ((each, HANDED) for each in node.decorator_list)
        yield from ((each, kept) for each in [*node.args.defaults, *filter(None, node.args.kw_defaults)])
        yield from ((each, 0) for each in node.body) if is_body else ()
        return
    if isinstance(node, ast.ClassDef):
        yield from ((each, HANDED) for each in [*node.decorator_list, *node.bases, *node.keywords])
        yield from ((each, 0) for each in node.body)
        return
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        reach.mentions.add(node.target.id)
        reach.treated[node.target.id] |= HANDED
    uses = {"value": BOUND if isinstance(node, ast.Return) else kept, "iter": kept, "subject": kept}
    if isinstance(node, ast.Expr):
        uses = {}
    if isinstance(node, ast.withitem):
        uses = {"context_expr": kept | HANDED}
    for name, value in ast.iter_fields(node):
        parts = value if isinstance(value, list) else [value]
        yield from ((part, uses.get(name, 0)) for part in parts if isinstance(part, ast.AST))


class Effects:
    """Which statements may change the value of which name.

    Args:
        statements: all of a file, in order.
        roots: those that fill a stub.

    Attributes:
        work: the statements that use the answers, read recordings or train.
    """

    def __init__(self, statements: list[Statement], roots: set[Statement]) -> None:
        plain = [each for each in statements if not each.is_header and each not in roots]
        self._reach = {each: reach_of([each.node]) for each in plain}
        self._bodies = _bodies_of_functions(plain)
        self._calling = _inverted({name: body.mentions for name, body in self._bodies.items()})
        self.work = _Work(self._reach, self._bodies, self._calling).find(
            {"stubs"}.union(*(each.binds for each in roots))
        )
        self._index_statements()
        self._index_functions(plain)
        self._firm, self._unchanging = _kinds_of_names(statements)
        self._seen: set[str | Statement] = set()

    def anywhere(self) -> list[Statement]:
        """Statements that may change any name."""
        found = [each for each, reach in self._reach.items() if reach.reaches_all and each not in self.work]
        return found + self._following([f"{name} runs" for name, body in self._bodies.items() if body.reaches_all])

    def on(self, name: str) -> list[Statement]:
        """Statements that may change the value of a name, except those that were named before."""
        return self._following([name])

    def _following(self, waiting: list[str]) -> list[Statement]:
        """From value to whatever may hold it, and from function to whoever may call it: each once, however long the way."""
        found: list[Statement] = []
        while waiting:
            place = waiting.pop()
            if place in self._seen:
                continue
            self._seen.add(place)
            function = place.removesuffix(" runs")
            if function != place:
                found += self._mentioning[function]
                waiting += [f"{caller} runs" for caller in self._calling[function]]
                waiting += [*self._holding(function), *self._holding(f"{function}()")]
                continue
            waiting += [f"{name} runs" for name in self._replacing[place]]
            if place not in self._unchanging:
                enough = STORED if place in self._firm else HANDED | STORED | CALLED
                found += [each for each, use in self._changers[place] if use & enough]
                waiting += [f"{name} runs" for name, use in self._changing[place] if use & enough]
            if place not in self._unchanging | self._firm:
                waiting += [*self._holding(place), *(f"{name}()" for name in self._returning[place])]
        return found

    def _holding(self, name: str) -> list[str]:
        """The names that may stand for the same value."""
        fresh = [each for each in self._holders[name] if each not in self._seen]
        self._seen.update(fresh)
        return [other for each in fresh for other in each.binds | self._reach[each].targets]

    def _index_statements(self) -> None:
        """By name: what may change its value, what may get hold of it, what mentions it."""
        self._changers: dict[str, list[tuple[Statement, int]]] = defaultdict(list)
        self._holders: dict[str, list[Statement]] = defaultdict(list)
        self._mentioning: dict[str, list[Statement]] = defaultdict(list)
        for each, reach in self._reach.items():
            if each in self.work:
                continue
            for name, use in reach.treated.items():
                self._changers[name].append((each, use))
                if use & BOUND:
                    self._holders[name].append(each)
            for name in reach.mentions:
                self._mentioning[name].append(each)

    def _index_functions(self, plain: list[Statement]) -> None:
        """The same for what functions do when they are called."""
        self._changing: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._returning: dict[str, list[str]] = defaultdict(list)
        for function, body in self._bodies.items():
            for name, use in body.treated.items():
                self._changing[name].append((function, use))
                if use & BOUND:
                    self._returning[name].append(function)
        functions = [each for each in plain if isinstance(each.node, (ast.ClassDef, *FUNCTIONS))]
        self._replacing: dict[str, list[str]] = defaultdict(list)
        for each in functions:
            for node in ast.walk(each.node):
                for name in node.names if isinstance(node, ast.Global) else ():
                    self._replacing[name].append(each.node.name)  # type: ignore[attr-defined]


class _Work:
    """Finds the statements that use the answers, read recordings or train.

    Args:
        reach: what each statement does.
        bodies: what each function does.
        calling: by name, the functions that use it.
    """

    def __init__(self, reach: dict[Statement, Reach], bodies: dict[str, Reach], calling: dict[str, set[str]]) -> None:
        self._reach, self._bodies, self._calling = reach, bodies, calling
        self._heavy: set[str] = set()

    def find(self, answers: set[str]) -> set[Statement]:
        """In their order: a name stands for work from where work binds it until something else does."""
        mentions = [reach.mentions for reach in [*self._reach.values(), *self._bodies.values()]]
        self._weigh(answers | set(_readers(self._reach, set().union(*mentions))))
        self._weigh({name for name, body in self._bodies.items() if body.is_work})
        work: set[Statement] = set()
        results: set[str] = set()
        for each, reach in self._reach.items():
            used = {name for name in reach.mentions if name in each.uses or "." in name}
            if not isinstance(each.node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Expr):
                # The variable of a loop.
                used -= each.binds
            if reach.is_work or used & results or used & self._heavy:
                work.add(each)
                results |= each.binds
                self._weigh(set().union(*(self._calling[name] for name in each.binds)))
            else:
                results -= each.binds
        return work

    def _weigh(self, names: set[str]) -> None:
        """Note names that stand for work, and the functions that use them."""
        waiting = list(names - self._heavy)
        while waiting:
            name = waiting.pop()
            if name not in self._heavy:
                self._heavy.add(name)
                waiting += self._calling[name]


def _readers(statements: Iterable[Statement], mentions: set[str]) -> Iterator[str]:
    """The functions of the course and of wfdb that read, plot or train; not constants, and not `fill`."""
    kits = {"ecgkit"}
    for node in (each.node for each in statements):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ("ecgkit", "wfdb"):
            yield from (alias.asname or alias.name for alias in node.names if _is_reader(alias.name))
        elif isinstance(node, ast.Import):
            yield from (alias.asname or alias.name for alias in node.names if alias.name.split(".")[0] == "wfdb")
            kits |= {alias.asname for alias in node.names if alias.name == "ecgkit" and alias.asname}
    for name in mentions:
        kit, _, attribute = name.partition(".")
        if kit in kits and _is_reader(attribute):
            yield name


def _is_reader(name: str) -> bool:
    return name[:1].islower() and name != "fill"


def _bodies_of_functions(statements: Iterable[Statement]) -> dict[str, Reach]:
    """What each function, or each method of a class, does to the names of the notebook."""
    nodes: dict[str, list[ast.AST]] = defaultdict(list)
    uses: dict[str, set[str]] = defaultdict(set)
    for each in statements:
        node = each.node
        if isinstance(node, (ast.ClassDef, *FUNCTIONS)):
            nodes[node.name] += [
                part for part in node.body if isinstance(node, FUNCTIONS) or isinstance(part, FUNCTIONS)
            ]
            uses[node.name] |= each.uses
    return {name: _of_the_notebook(reach_of(body, is_body=True), uses[name]) for name, body in nodes.items()}


def _of_the_notebook(reach: Reach, names: set[str]) -> Reach:
    """Without a function's own variables."""
    reach.mentions = {name for name in reach.mentions if name.split(".")[0] in names}
    treated = {name: use for name, use in reach.treated.items() if name.removesuffix("()") in names}
    reach.treated = defaultdict(int, treated)
    return reach


def _kinds_of_names(statements: Iterable[Statement]) -> tuple[set[str], set[str]]:
    """Names of modules and functions, which only a store into them changes, and of what nothing changes."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for each in statements:
        is_firm = isinstance(each.node, (ast.Import, ast.ImportFrom, ast.ClassDef, *FUNCTIONS))
        kind = "firm" if is_firm else "unchanging" if _is_unchanging(each.node) else "other"
        for name in each.binds:
            kinds[name].add(kind)
    firm = {name for name, found in kinds.items() if found == {"firm"}}
    return firm, {name for name, found in kinds.items() if found == {"unchanging"}}


def _is_unchanging(node: ast.stmt) -> bool:
    """Whether a statement binds a number, a text, or a tuple of those."""
    if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
        return False
    return all(isinstance(each, _CONSTANT) for each in ast.walk(node.value))


def _inverted(names: dict[str, set[str]]) -> dict[str, set[str]]:
    by_name: dict[str, set[str]] = defaultdict(set)
    for user, used in names.items():
        for name in used:
            by_name[name].add(user)
    return by_name
