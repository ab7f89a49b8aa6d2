"""Finds the functions of a Python file by parsing it; nothing is imported or run."""

import ast
from dataclasses import dataclass

DECISIONS = (ast.If, ast.IfExp, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.Assert, ast.comprehension, ast.match_case)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Span:
    """A function: where it is declared (`line`), which lines are its body, and how many decisions it takes."""

    name: str
    line: int
    first: int
    last: int
    decisions: int


def python_spans(path, roots):
    """The functions of the file, looked for below each root; None when it is not there or does not parse."""
    for root in roots:
        file = root / path
        if not file.is_file():
            continue
        try:
            tree = ast.parse(file.read_bytes())
        except (SyntaxError, ValueError):
            return None
        return list(spans_below(tree, ""))
    return None


def spans_below(node, prefix):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, FUNCTIONS):
            # The `def` line runs at import, so that the body alone tells whether a test came here.
            yield Span(prefix + child.name, child.lineno, child.body[0].lineno, child.end_lineno, decisions_in(child))
        named = isinstance(child, (*FUNCTIONS, ast.ClassDef))
        yield from spans_below(child, f"{prefix}{child.name}." if named else prefix)


def decisions_in(function):
    """Branches of the function itself, without those of functions inside it."""
    count, pending = 0, list(ast.iter_child_nodes(function))
    while pending:
        node = pending.pop()
        if isinstance(node, FUNCTIONS):
            continue
        count += isinstance(node, DECISIONS)
        if isinstance(node, ast.BoolOp):
            count += len(node.values) - 1
        pending += ast.iter_child_nodes(node)
    return count
