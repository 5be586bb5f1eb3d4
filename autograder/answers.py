"""Find a submission's answers by content: the functions that fill stubs, and the statements that they need.

A notebook also reads data, trains and plots. Grading runs none of that: starting from each function named like a stub,
it keeps the top-level statements that bind, or change, a name which the function uses, and so on until nothing is
missing. Order, cell ids, metadata and file name play no part.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from ecgkit.scoping import FUNCTIONS, is_blank, own_nodes

from .broken_cells import Broken, parse, without_broken_pieces
from .effects import Effects, may_read_all
from .limits import LIMITS
from .notebook import Cell, Source, SubmissionError
from .statements import Statement, effects_of, lines_of, source_of, statements_of

#: More repairs than a report can show; a longer line than one can read.
_MOST_REPAIRS, _LONGEST_LINE = 200, 200
#: Statements of a cell that are run by themselves: each takes a text as long as the cell.
_MOST_PARTS = 50

#: The grader's own package in an import, or in a text of that name.
_GRADER = re.compile(r"^[^#\n]*\b(?:import|from)\b[^#\n]*\bautograder\b|[\"']autograder\b", re.MULTILINE)


@dataclass
class Answers:
    """What one file answers.

    Attributes:
        cells: (label, source) to run in this order; source keeps its line numbers.
        doubtful: places in `cells` of what may be left out if it cannot be run: it is there because it could change
            what the answers use.
        filled: the stubs that a function of this file is named after.
        decorated: those of them that a `fill` of this file names: `@fill` above the function, or a call.
        blank: those of them that are as they were handed out.
        faults: by stub, why a cell that seems to answer it cannot be used.
        repairs: what was put right, for the report.
        broken: place and text of each cell that is not valid Python.
    """

    cells: list[tuple[str, str]] = field(default_factory=list)
    filled: set[str] = field(default_factory=set)
    decorated: set[str] = field(default_factory=set)
    blank: set[str] = field(default_factory=set)
    faults: dict[str, str] = field(default_factory=dict)
    repairs: list[str] = field(default_factory=list)
    doubtful: set[int] = field(default_factory=set)
    broken: list[tuple[str, str]] = field(default_factory=list)


def find_answers(
    source: Source,
    stub_names: Iterable[str],
    filled_elsewhere: Iterable[str] = (),
    answered_elsewhere: Iterable[str] = (),
) -> Answers:
    """Find the answers in one file.

    Args:
        source: the code cells.
        stub_names: the names to look for.
        filled_elsewhere: the stubs with a `fill` in another file of the submission: a function of their name without
            one is no answer.
        answered_elsewhere: the stubs that are more than blank in another file: a blank function of their name is no
            answer.
    """
    answers = Answers(repairs=list(source.repairs))
    finder = _Finder(set(stub_names), answers, set(filled_elsewhere), set(answered_elsewhere))
    trees = [parsed for cell in source.cells if (parsed := finder.parsed(cell))]
    finder.learn_names_of_fill(tree for _, tree in trees)
    statements: list[Statement] = []
    for cell, tree in trees:
        statements += finder.statements(cell, tree)
        if len(statements) > LIMITS.statements:
            raise SubmissionError(f"{source.path.name} holds more than {LIMITS.statements} statements.")
    statements = finder.without_what_never_ran(finder.without_blank_copies(statements))
    finder.learn_what_is_filled(statements)
    for statement in statements:
        finder.note_fills(statement)
    finder.note_what_is_out_of_reach(statements)
    finder.note_answers_in_texts(source.texts)
    _set_needed_cells(answers, statements, finder)
    _note_who_reaches_into_the_grader(answers)
    _shorten(answers.repairs)
    return answers


def _note_who_reaches_into_the_grader(answers: Answers) -> None:
    """It gains nothing but where the equations of a layer are to be written: a guard in the same process can be taken down."""
    reaching = dict.fromkeys(label for label, text in answers.cells if _GRADER.search(text))
    answers.repairs += [
        f"{label}: an answer names `autograder`, which no answer needs: see what it is for" for label in reaching
    ]


def _shorten(repairs: list[str]) -> None:
    if len(repairs) > _MOST_REPAIRS:
        repairs[_MOST_REPAIRS:] = [f"and {len(repairs) - _MOST_REPAIRS} more"]


class _Finder:
    """Looks for the statements that fill a stub: `@fill` above a function, or a call `fill(function)`.

    Args:
        wanted: the names of the stubs.
        answers: where to note what was found.
        decorated: the stubs with a `fill` in another file.
        answered: the stubs that are more than blank in another file.
    """

    def __init__(self, wanted: set[str], answers: Answers, decorated: set[str], answered: set[str]) -> None:
        self._wanted = wanted
        self._answers = answers
        self._fills, self._modules = {"fill"}, {"ecgkit"}
        self._called: set[str] = set()
        self._decorated = decorated
        self._answered = answered
        self.roots: set[Statement] = set()
        self.unfilled: dict[Statement, list[str]] = defaultdict(list)

    def parsed(self, cell: Cell) -> tuple[Cell, ast.Module] | None:
        """The cell as Python's parser sees it, without what is not valid Python; None if nothing is left."""
        found = parse(cell.source)
        if not isinstance(found, Exception):
            return cell, found
        source, broken = without_broken_pieces(cell.source)
        rest = parse(source)
        if isinstance(rest, Exception) or not rest.body:
            self._note_fault(cell, Broken.of(cell.source, found))
            return None
        for piece in broken:
            self._note_fault(cell, piece)
        return Cell(cell.label, source, never_ran=True), rest

    def learn_names_of_fill(self, trees: Iterable[ast.Module]) -> None:
        """`from ecgkit import fill as answer`, `import ecgkit as kit` and `answer = kit.fill` are no faults."""
        for node in (node for tree in trees for node in ast.walk(tree)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "ecgkit":
                self._fills |= {alias.asname or alias.name for alias in node.names if alias.name == "fill"}
            elif isinstance(node, ast.Import):
                self._modules |= {alias.asname for alias in node.names if alias.name == "ecgkit" and alias.asname}
            elif isinstance(node, ast.Assign) and self._is_fill(node.value):
                self._fills |= {target.id for target in node.targets if isinstance(target, ast.Name)}

    def statements(self, cell: Cell, tree: ast.Module) -> list[Statement]:
        """The statements of a cell; blocks that hold an answer are opened."""
        try:
            return list(statements_of(cell, tree.body, self._holds_an_answer))
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            self._note_fault(cell, Broken.of(cell.source, error))
            return []

    def without_blank_copies(self, statements: list[Statement]) -> list[Statement]:
        """Leave out each stub as it was handed out that stands beside one with a body, before or after it."""
        blank: dict[Statement, str] = {}
        for statement in statements:
            for function, is_in_class in _functions(statement.node):
                if function.name not in self._wanted or statement.is_header or is_in_class:
                    continue
                if not is_blank(function):
                    self._answered.add(function.name)
                elif function is statement.node:
                    blank[statement] = function.name
        bound = set[str]().union(*(statement.binds for statement in statements if statement not in blank))
        called = {name for statement in statements for name in self._names_in_calls(statement.node)}
        self._answered |= called & bound
        self._answers.blank = set(blank.values()) - self._answered
        kept: list[Statement] = []
        for statement in statements:
            name = blank.get(statement)
            if name in self._answered:
                repair = f"`{name}` is also there without a body ({statement.cell.label}); left out"
                self._answers.repairs.append(repair)
            else:
                kept.append(statement)
        return kept

    def without_what_never_ran(self, statements: list[Statement]) -> list[Statement]:
        """Of a cell that is not valid Python, leave out what gives a name another value than the cells that could run."""
        ran = set[str]().union(*(each.binds for each in statements if not each.cell.never_ran))
        passed_over = {
            _outermost(each)
            for each in statements
            if each.cell.never_ran and not _is_import(each.node) and (each.binds | each.changes) & ran
        }
        for name in sorted(set[str]().union(*(each.binds for each in passed_over)) & self._wanted):
            self._answers.repairs.append(f"`{name}` is also there in a cell that is not valid Python; passed over")
        return [each for each in statements if _outermost(each) not in passed_over]

    def learn_what_is_filled(self, statements: Iterable[Statement]) -> None:
        """Note the stubs with an `@fill`: only of the others is a function without one taken for the answer."""
        for statement in statements:
            self._decorated |= {
                function.name for function, _ in _functions(statement.node) if self._is_decorated(function)
            }

    def note_fills(self, statement: Statement) -> None:
        """Note the stubs that a statement fills."""
        if statement.is_header:
            return
        place = statement.cell.label
        for function, is_in_class in _functions(statement.node):
            is_decorated = self._is_decorated(function)
            if function.name not in self._wanted or (is_in_class and not is_decorated):
                continue
            if not is_decorated and function.name in self._decorated:
                # An old attempt or a helper: the notebook's stub never sees it.
                self._answers.repairs.append(f"`{function.name}` is also there without `@fill` ({place}); passed over")
                continue
            if function.name in self._answers.filled:
                repair = f"`{function.name}` is defined more than once; the last one ({place}) counts"
                self._answers.repairs.append(repair)
            if is_decorated:
                self._answers.decorated.add(function.name)
            else:
                self.unfilled[statement].append(function.name)
            self._note(function.name, statement)
        for name in self._names_in_calls(statement.node):
            self._called.add(name)
            self._answers.decorated.add(name)
            self._note(name, statement)

    def note_what_is_out_of_reach(self, statements: list[Statement]) -> None:
        """Say which functions lack their `@fill`, and which are defined where nothing can find them."""
        for statement, names in self.unfilled.items():
            names[:] = [name for name in names if name not in self._called]
            for name in names:
                self._answers.repairs.append(f"`{name}` lacks its `@fill` ({statement.cell.label}); added")
        for statement in statements:
            if statement.is_header:
                continue
            for name, fault in _out_of_reach(statement, self._wanted - self._answers.filled):
                self._answers.faults.setdefault(name, fault)

    def note_answers_in_texts(self, texts: Iterable[Cell]) -> None:
        """Say which functions stand in cells that are not run, and nowhere else."""
        for text in texts:
            for name in self._wanted - self._answers.filled - set(self._answers.faults):
                if _stands_with_a_body(name, text.source):
                    fault = f"`{name}` stands in {text.label}, which is no code cell: change its type to code."
                    self._answers.faults[name] = fault

    def _note(self, name: str, statement: Statement) -> None:
        self.roots.add(statement)
        self._answers.filled.add(name)
        self._answers.faults.pop(name, None)

    def _holds_an_answer(self, node: ast.stmt) -> bool:
        return any(function.name in self._wanted for function, _ in _functions(node)) or any(
            True for _ in self._names_in_calls(node)
        )

    def _names_in_calls(self, node: ast.stmt) -> Iterator[str]:
        """The stubs that calls of `fill` name: `fill(label_beats)`, `fill(Answers.label_beats)`."""
        for call in own_nodes(node):
            if isinstance(call, ast.Call) and len(call.args) == 1 and self._is_fill(call.func):
                name = getattr(call.args[0], "attr", getattr(call.args[0], "id", ""))
                if name in self._wanted:
                    yield name

    def _is_decorated(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        return any(map(self._is_fill, function.decorator_list))

    def _is_fill(self, function: ast.expr) -> bool:
        """`fill`, or `ecgkit.fill`; an array has a `fill` too."""
        if isinstance(function, ast.Attribute):
            return function.attr == "fill" and getattr(function.value, "id", "") in self._modules
        return isinstance(function, ast.Name) and function.id in self._fills

    def _note_fault(self, cell: Cell, piece: Broken) -> None:
        """Note a cell, or a piece of it, that cannot be used."""
        text = (getattr(piece.error, "text", None) or "").strip()[:_LONGEST_LINE]
        place = f"{cell.label}, line {piece.line}: {text}" if piece.line else cell.label
        for name in self._wanted:
            if f"def {name}" in piece.text:
                self._answers.faults[name] = f"The cell that defines `{name}` is not valid Python ({place})."
        self._answers.repairs.append(f"{place}: left out, it is not valid Python")
        self._answers.broken.append((place, piece.text))


def _outermost(statement: Statement) -> Statement:
    """The header of the opened block that a statement stands in, or the statement itself."""
    while statement.block is not None:
        statement = statement.block
    return statement


def _functions(node: ast.stmt) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, bool]]:
    """The functions that a statement defines outside other functions, and whether each stands in a class."""
    in_class: set[int] = set()
    for found in own_nodes(node):
        if isinstance(found, ast.ClassDef):
            in_class |= {id(inner) for inner in ast.walk(found)}
        if isinstance(found, FUNCTIONS):
            yield found, id(found) in in_class


def _stands_with_a_body(name: str, text: str) -> bool:
    """Whether a text holds more of a function than its first line."""
    _, _, below = text.partition(f"def {name}(")
    body = takewhile(lambda line: not line.strip() or line[0].isspace(), below.split("\n")[1:])
    return any(line.lstrip().startswith("return") or "=" in line for line in body)


def _out_of_reach(statement: Statement, wanted: set[str]) -> Iterator[tuple[str, str]]:
    """Stubs whose name stands where no cell can call it, with a sentence about each."""
    node, place = statement.node, statement.cell.label
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
        for name in wanted.intersection(getattr(target, "id", "") for target in node.targets):
            yield name, f"`{name}` is a lambda ({place}): write `@fill` above `def {name}(...)` instead."
    if not isinstance(node, (ast.ClassDef, *FUNCTIONS)):
        return
    outer = "class" if isinstance(node, ast.ClassDef) else "function"
    for inner in ast.walk(node):
        if isinstance(inner, FUNCTIONS) and inner.name in wanted:
            text = f"`{inner.name}` is defined inside the {outer} `{node.name}` ({place})"
            yield inner.name, f"{text}: write it by itself, `@fill` and `def` at the start of a line."


def _set_needed_cells(answers: Answers, statements: list[Statement], finder: _Finder) -> None:
    """Label and text of each cell that holds a needed statement, or of each part of it that may fail by itself."""
    by_name = _by_name(statements, finder.roots)
    sure = _needed(statements, finder.roots, by_name)
    effects = Effects(statements, finder.roots)
    kept = _needed(statements, finder.roots, by_name, effects) | sure if finder.roots else sure
    by_cell: dict[int, list[Statement]] = defaultdict(list)
    for statement in statements:
        by_cell[id(statement.cell)].append(statement)
    for group in by_cell.values():
        for part, is_doubtful in _parts(group, kept, sure):
            fills = [
                f"__import__('ecgkit').fill({name})"
                for each in group
                for name in finder.unfilled.get(each, ())
                if each in part
            ]
            answers.doubtful |= {len(answers.cells)} if is_doubtful else set()
            answers.cells.append((group[0].cell.label, "\n".join(source_of(group[0].cell, group, part) + fills)))


def _parts(group: list[Statement], kept: set[Statement], sure: set[Statement]) -> Iterator[tuple[set[Statement], bool]]:
    """The kept statements of a cell in their order, parted where one that is kept in doubt stands by itself."""
    needed = [statement for statement in group if statement in kept]
    alone = {each for each in needed if each not in sure and each.block is None and not each.is_header}
    alone -= _on_shared_lines(needed)
    if len(alone) > _MOST_PARTS or len(alone) * len(group[0].cell.source) > LIMITS.source_bytes:
        alone = set()
    part: set[Statement] = set()
    for statement in needed:
        if statement in alone:
            if part:
                yield part, False
            yield {statement}, True
            part = set()
        else:
            part.add(statement)
    if part:
        yield part, False


def _on_shared_lines(statements: list[Statement]) -> set[Statement]:
    """Statements on a line with another one."""
    shared: set[Statement] = set()
    for one, following in pairwise(statements):
        if lines_of(one.node)[1] >= lines_of(following.node)[0]:
            shared |= {one, following}
    return shared


def _needed(
    statements: list[Statement],
    roots: set[Statement],
    by_name: dict[str, list[Statement]],
    effects: Effects | None = None,
) -> set[Statement]:
    """The roots, and the statements that bind or change a name which a needed statement uses.

    With `effects`, those too that may change it, and all where a name may be read by a text, unless they are work.
    """
    ends = _ends_of_loops(statements)
    everything = set[str]().union(*(each.binds for each in statements if effects and each not in effects.work))
    kept: set[Statement] = set()
    known: set[str] = set()
    waiting = [*roots, *(statement for statement in statements if _is_always_needed(statement.node))]
    waiting += effects.anywhere() if effects else []
    while waiting:
        statement = waiting.pop()
        if statement in kept:
            continue
        kept.add(statement)
        waiting += [*ends[statement], *([statement.block] if statement.block else [])]
        names = statement.uses | statement.binds if statement in roots else statement.uses
        if everything and may_read_all(statement.node):
            names = names | everything
        for name in names - known:
            waiting += [each for each in by_name[name] if effects is None or each not in effects.work]
            waiting += effects.on(name) if effects else []
        known |= names
    return kept


def _by_name(statements: list[Statement], roots: set[Statement]) -> dict[str, list[Statement]]:
    """Which statements bind or change a name. `plt.show()` changes a module, but no answer hangs on it."""
    modules = {name for statement in statements if _is_import(statement.node) for name in statement.binds}
    effects: dict[str, set[str]] = defaultdict(set)
    for statement in statements:
        # An answer is called by the checks, and does then what it does.
        if isinstance(statement.node, FUNCTIONS) and statement not in roots:
            effects[statement.node.name] |= effects_of(statement)
    by_name: dict[str, list[Statement]] = defaultdict(list)
    # `show(stubs.spectrogram(X))` is work that uses the answers, not a part of them.
    answers = {"stubs"}.union(*(statement.binds for statement in roots))
    for statement in statements:
        calls = statement.calls if statement.uses.isdisjoint(answers) else ()
        changed = statement.changes.union(*(effects[name] for name in calls if name in effects))
        for name in statement.binds | (changed - modules):
            by_name[name].append(statement)
    return by_name


def _ends_of_loops(statements: list[Statement]) -> dict[Statement, list[Statement]]:
    """What may leave an opened loop: without it the loop would not end."""
    ends: dict[Statement, list[Statement]] = defaultdict(list)
    for statement in statements:
        if any(isinstance(node, ast.Break | ast.Continue) for node in own_nodes(statement.node)):
            block = statement.block
            while block is not None:
                ends[block].append(statement)
                block = block.block
    return ends


def _is_import(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def _is_always_needed(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and (node.module == "__future__" or node.names[0].name == "*")
