#!/usr/bin/env python3
"""Rank the functions that tests reach least, from a coverage report.

Reads Cobertura XML, coverage.py JSON, Istanbul JSON and LCOV, without other packages.
The report is only read: no code of the project is imported or run.
"""

import argparse
import fnmatch
import json
import math
import os
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

# An installed skill's folder stays as it was published: no __pycache__ in it.
sys.dont_write_bytecode = True

from read_coverage import FORMATS, ReportError, read_report  # noqa: E402


@dataclass
class Gap:
    """One function (or a whole file, where functions are unknown) and what tests miss in it."""

    score: float
    path: str
    function: str
    line: int
    missed: int
    total: int
    decisions: int
    commits: int

    @property
    def covered(self):
        return 1 - self.missed / self.total


def main(argv=None):
    arguments = parse_arguments(argv)
    try:
        units = read_report(arguments.report, arguments.format, Path(arguments.source_root))
        churn = read_churn(arguments.churn)
    except UnicodeDecodeError:
        print("rank_gaps: the report is not UTF-8 text", file=sys.stderr)
        return 2
    except (ReportError, OSError) as error:
        print(f"rank_gaps: {error}", file=sys.stderr)
        return 2
    gaps = rank(units, churn, arguments)
    shown = gaps[: arguments.limit]
    show(json.dumps([asdict(gap) for gap in shown], indent=2) if arguments.json else "\n".join(table(units, shown, len(gaps))))
    return 0


def show(text):
    sys.stdout.reconfigure(encoding="utf-8")
    try:
        print(text, flush=True)
    except BrokenPipeError:
        # The reader (`head`) has seen enough; Python would complain again when it closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def parse_arguments(argv):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("report", help="coverage report, or - for standard input")
    parser.add_argument("--format", choices=["auto", *FORMATS], default="auto")
    parser.add_argument("--source-root", default=".", help="folder that the report's paths start from; Python sources there give function names and decisions (default: .)")
    parser.add_argument("--churn", help="file made by: git log --since=6.months --name-only --format= --output=FILE")
    parser.add_argument("--exclude", action="append", default=[], metavar="GLOB", help="leave out paths like 'migrations/*'; may be repeated")
    parser.add_argument("--min-missed", type=positive, default=2, help="leave out functions with fewer missed lines (default: 2)")
    parser.add_argument("--limit", type=positive, default=20, help="rows to print (default: 20)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    return parser.parse_args(argv)


def positive(text):
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return number


def read_churn(path):
    if path is None:
        return Counter()
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return Counter(line.strip() for line in lines if line.strip())


def rank(units, churn, arguments):
    """Score = missed lines × (1 + decisions) × (1 + log2(1 + commits)), highest first."""
    gaps = []
    for unit in units:
        if unit.missed < arguments.min_missed:
            continue
        if any(fnmatch.fnmatch(unit.path, pattern) for pattern in arguments.exclude):
            continue
        commits = commits_of(unit.path, churn)
        score = unit.missed * (1 + unit.decisions) * (1 + math.log2(1 + commits))
        gaps.append(Gap(round(score, 1), unit.path, unit.name, unit.line, unit.missed, unit.total, unit.decisions, commits))
    return sorted(gaps, key=lambda gap: (-gap.score, gap.path, gap.line))


def commits_of(path, churn):
    """Reports hold absolute or shortened paths, git's are relative to the repository: compare whole segments from the end."""
    if path in churn:
        return churn[path]
    return max((count for name, count in churn.items() if path.endswith("/" + name) or name.endswith("/" + path)), default=0)


def table(units, shown, count):
    missed = sum(unit.missed for unit in units)
    total = sum(unit.total for unit in units)
    if total == 0:
        yield "The report holds no measured lines."
        return
    yield f"{total - missed} of {total} lines reached ({1 - missed / total:.1%}); functions with gaps: {count}"
    if not shown:
        return
    yield f"\n{'score':>8}  {'missed':>9}  {'reached':>7}  {'decisions':>9}  {'commits':>7}  where"
    for gap in shown:
        yield f"{gap.score:>8g}  {f'{gap.missed}/{gap.total}':>9}  {gap.covered:>7.0%}  {gap.decisions:>9}  {gap.commits:>7}  {gap.path}:{gap.line} {gap.function}"
    if count > len(shown):
        yield f"… and {count - len(shown)} more (--limit)"


if __name__ == "__main__":
    sys.exit(main())
