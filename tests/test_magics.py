"""What IPython runs and Python does not is read as IPython reads it, in a time that grows with the text."""

from __future__ import annotations

import ast

import pytest
from clock import takes_at_most
from IPython.core.inputtransformer2 import TransformerManager

from ecgkit.magics import without_magics

SHELL = "get_ipython()."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("%matplotlib inline\nx = 1", "\nx = 1"),
        ("!pip install wfdb\nx = 1", "\nx = 1"),
        ("pip install wfdb\nx = 1", "\nx = 1"),
        ("!pip install \\\n    wfdb \\\n  numpy\nx = 1", "\n\n\nx = 1"),
        ("if x:\n    !ls\ny = 1", "if x:\n    pass\ny = 1"),
        ("if x:\n    !ls \\\n  -l\ny = 1", "if x:\n    pass\n\ny = 1"),
        ("np.abs?\nx = 1", "\nx = 1"),
        ("?np.abs\nx = 1", "\nx = 1"),
        ("x = 1\nnp.a*??", "x = 1\n"),
        ("x = 1\n/print x\n,print a b\n;print a b", "x = 1\n\n\n"),
        ("!ls\nx = (1\n     , 2\n     / 3)", "\nx = (1\n     , 2\n     / 3)"),
        ("x = !ls *.py\ny = 1", f"x = {SHELL}getoutput('ls *.py')\ny = 1"),
        ("x = %pwd", f"x = {SHELL}run_line_magic('pwd', '')"),
        ("a, b = %env HOME", f"a, b = {SHELL}run_line_magic('env', 'HOME')"),
        ("x = !ls \\\n  -l\ny = 1", f"x = {SHELL}getoutput('ls ')\n\ny = 1"),
        ("%time x = f()", "x = f()"),
        ("x = %time f()", "x = f()"),
        ("if x:\n    %time x = f(1,\n        2)", "if x:\n    x = f(1,\n        2)"),
        ("%time x = 1 + \\\n    2", "x = 1 + \\\n    2"),
        ("%prun -q -s cumulative x = f()", "x = f()"),
        ("%timeit x = f()\ny = 1", "\ny = 1"),
        ("%%time\nx = 1", "\nx = 1"),
        ("%%capture out\n%%time\n!ls\nx = 1", "\n\n\nx = 1"),
        ("%%memit\nx = 1", "\nx = 1"),
        ("%%bash\nrm -r x", ""),
        ("%%writefile x.txt\nx = 1", ""),
        ("!mkdir -p a/b\nx = 1", "__import__('os').makedirs('a/b', exist_ok=True)\nx = 1"),
        ("if x:\n    %mkdir a", "if x:\n    __import__('os').makedirs('a', exist_ok=True)"),
        ("%%julia\nx = 1 ? 2 : 3", ""),
        ("%%capture\n%%html\n<b>", ""),
        ("    x = 1\n    if x:\n        y = 2", "x = 1\nif x:\n    y = 2"),
        ("    %matplotlib inline\n    x = 1", "\nx = 1"),
        (">>> x = 1\n>>> def f():\n...     return 1\n...\n>>> f()\n1 2", "x = 1\ndef f():\n    return 1\n\nf()\n"),
        ("In [3]: x = 1\n\nIn [4]: if x:\n   ...:     y = 2\n   ...: \nOut[4]: 5!", "x = 1\n\nif x:\n    y = 2\n\n"),
        ("import numpy\n>>> x = 1", "import numpy\nx = 1"),
        ('!ls\ndef f():\n    """\n    >>> f()\n    1\n    """', '\ndef f():\n    """\n    >>> f()\n    1\n    """'),
        ("x = (7\n     % 2)", "x = (7\n     % 2)"),
        ("!ls\nx = (7\n     % 2)", "\nx = (7\n     % 2)"),
        ("!ls\nx = 7 \\\n% 2", "\nx = 7 \\\n% 2"),
        ('text = """\n%not magic\n"""', 'text = """\n%not magic\n"""'),
        ('!ls\ntext = """\nx = !not\n"""', '\ntext = """\nx = !not\n"""'),
        ("x = '= !'\ny = 5 %3", "x = '= !'\ny = 5 %3"),
    ],
)
def test_magics_are_left_out(text, expected):
    assert without_magics(text)[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "x = !ls\ny = %pwd\n%time z = 1\n",
        "if x:\n    !ls\n    y = %env A\nz = 3\n",
        "!pip install \\\n  a\nx = 1\n",
        "    x = 1\n    y = 2\n",
        ">>> x = 1\n>>> if x:\n...     y = 2\n",
        "In [3]: x = 1\n",
        "x = (1\n  % 2)\n?x\nx?\n",
        "for x in y:\n    %time z = 1\n",
        'text = """\n%time x = 1\n!ls\n"""\n%ls\n',
    ],
)
def test_it_binds_the_names_that_ipython_binds(text):
    ours, _ = without_magics(text)
    assert ours.count("\n") == text.count("\n")
    assert stored(ours) == stored(TransformerManager().transform_cell(text))


def stored(text: str) -> list[str]:
    """The names that Python binds, in order; also those of a line that `%time` is given as a text."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.append(node.id)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "run_line_magic":
            name, line = (argument.value for argument in node.args)
            found += stored(line) if name == "time" else []
    return sorted(found)


@pytest.mark.parametrize(
    "text", ["%ls\n", "%%x\n", "x = !ls\n", "!a \\\n", ">>> x\n", "  x = %pwd\n", "a?\n", "= =%\t"]
)
def test_of_many_each_takes_no_longer(text):
    few, many = (text * (length // len(text)) for length in (40_000, 400_000))
    assert takes_at_most(40, lambda: without_magics(many), lambda: without_magics(few))
