"""Turns a coverage report into units: functions with their measured and missed lines."""

import json
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from python_functions import Span, python_spans

FORMATS = ("cobertura", "coveragepy", "istanbul", "lcov")
WHOLE_FILE = "(whole file)"
MODULE_LEVEL = "(module level)"


class ReportError(Exception):
    """The report cannot be used; the message says why, for the user."""


@dataclass
class Unit:
    """A function with the number of lines that were measured and never reached."""

    path: str
    name: str
    line: int
    total: int
    missed: int
    decisions: int


def read_report(path, format_name, source_root):
    """Returns the units of the report at `path` (`-` is standard input); raises ReportError when it is none."""
    text = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8-sig")
    text = text.lstrip("\ufeff").strip()
    if not text:
        raise ReportError("the report is empty")
    if format_name == "auto":
        format_name = detect(text)
    readers = {"cobertura": read_cobertura, "coveragepy": read_coveragepy, "istanbul": read_istanbul, "lcov": read_lcov}
    try:
        return readers[format_name](text, source_root)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ReportError(f"not a valid {format_name} report ({type(error).__name__}: {error})") from error


def detect(text):
    if text.startswith("<"):
        return "cobertura"
    if text.startswith(("TN:", "SF:")):
        return "lcov"
    if text.startswith("{"):
        data = load_json(text)
        if isinstance(data.get("files"), dict):
            return "coveragepy"
        if any(isinstance(value, dict) and "statementMap" in value for value in data.values()):
            return "istanbul"
    raise ReportError("unknown kind of report; expected Cobertura XML, coverage.py JSON, Istanbul JSON or LCOV")


def read_cobertura(text, source_root):
    if "<!ENTITY" in text:
        raise ReportError("the XML declares entities, which no coverage tool does")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise ReportError(f"not well-formed XML: {error}") from error
    if root.tag != "coverage":
        raise ReportError(f"the XML's root is <{root.tag}>, expected <coverage> (Cobertura)")
    bases = [source.text for source in root.iter("source") if source.text]
    hits_by_path, starts_by_path = {}, {}
    for element in root.iter("class"):
        path = element.attrib["filename"]
        hits = hits_by_path.setdefault(path, {})
        for line in element.iter("line"):
            number = int(line.attrib["number"])
            hits[number] = max(hits.get(number, 0), int(line.attrib["hits"]))
        for method in element.iter("method"):
            numbers = [int(line.attrib["number"]) for line in method.iter("line")]
            if numbers:
                # Istanbul names the first line of a method only.
                end = max(numbers) if len(numbers) > 1 else None
                starts_by_path.setdefault(path, []).append((min(numbers), end, method.attrib["name"]))
    spans_by_path = {path: spans_from_starts(starts, max(hits_by_path[path], default=0)) for path, starts in starts_by_path.items()}
    return units_of(hits_by_path, spans_by_path, [source_root, *(source_root / base for base in bases)])


def read_coveragepy(text, source_root):
    hits_by_path, spans_by_path = {}, {}
    for path, entry in load_json(text)["files"].items():
        hits_by_path[path] = {**dict.fromkeys(entry["missing_lines"], 0), **dict.fromkeys(entry["executed_lines"], 1)}
        # Since 7.6 the report names the functions; the one without a name is the module.
        for name, region in entry.get("functions", {}).items():
            lines = [*region["missing_lines"], *region["executed_lines"]]
            if name and lines:
                spans_by_path.setdefault(path, []).append(Span(name, min(lines), min(lines), max(lines), 0))
    return units_of(hits_by_path, spans_by_path, [source_root])


def read_istanbul(text, source_root):
    hits_by_path, spans_by_path = {}, {}
    for key, entry in load_json(text).items():
        path = entry.get("path", key)
        hits = hits_by_path.setdefault(path, {})
        for identifier, place in entry["statementMap"].items():
            line, count = place["start"]["line"], entry["s"][identifier]
            hits[line] = min(hits.get(line, count), count)
        branch_lines = [branch["loc"]["start"]["line"] for branch in entry["branchMap"].values() for _ in branch["locations"][1:]]
        spans = []
        for function in entry["fnMap"].values():
            first, last = function["loc"]["start"]["line"], function["loc"]["end"]["line"]
            spans.append(Span(function["name"], first, first, last, 0))
        decisions = Counter(innermost(spans, line) for line in branch_lines)
        spans_by_path[path] = [replace(span, decisions=decisions[span]) for span in spans]
    return units_of(hits_by_path, spans_by_path, [source_root])


def read_lcov(text, source_root):
    hits_by_path, spans_by_path = {}, {}
    path, starts = None, []
    for number, line in enumerate(text.splitlines(), 1):
        key, _, value = line.strip().partition(":")
        if key == "SF":
            path, starts = value, []
            hits_by_path.setdefault(path, {})
        elif path is None and key in ("DA", "FN"):
            raise ReportError(f"line {number}: {key} stands before any SF")
        elif key == "DA":
            fields = value.split(",")
            hits = hits_by_path[path]
            hits[int(fields[0])] = max(hits.get(int(fields[0]), 0), int(fields[1]))
        elif key == "FN":
            fields = value.split(",", 2)
            has_end = len(fields) == 3 and fields[1].isdigit()
            starts.append((int(fields[0]), int(fields[1]) if has_end else None, fields[2] if has_end else value.split(",", 1)[1]))
        elif key == "end_of_record" and path is not None:
            spans_by_path[path] = spans_from_starts(starts, max(hits_by_path[path], default=0))
            path = None
    if not hits_by_path:
        raise ReportError("not a valid lcov report: it names no source file (SF)")
    return units_of(hits_by_path, spans_by_path, [source_root])


def spans_from_starts(starts, last_line):
    """Some reports give a function's first line only: it ends where the next one begins."""
    ordered = sorted(starts, key=lambda start: start[0])
    following = [start[0] - 1 for start in ordered[1:]] + [last_line]
    return [Span(name, first, first, end or max(first, after), 0) for (first, end, name), after in zip(ordered, following)]


def units_of(hits_by_path, spans_by_path, roots):
    units = []
    for path, hits in hits_by_path.items():
        spans = python_spans(path, roots) if path.endswith(".py") else None
        spans = spans if spans is not None else spans_by_path.get(path, [])
        units += units_of_file(path, hits, spans)
    return units


def units_of_file(path, hits, spans):
    """Each line counts for the innermost function around it, the rest for the file itself."""
    lines_by_span = {}
    for line in hits:
        lines_by_span.setdefault(innermost(spans, line), []).append(line)
    units = []
    for span, lines in lines_by_span.items():
        missed = sum(hits[line] == 0 for line in lines)
        if span is None:
            units.append(Unit(path, MODULE_LEVEL if spans else WHOLE_FILE, min(lines), len(lines), missed, 0))
        else:
            units.append(Unit(path, span.name, span.line, len(lines), missed, span.decisions))
    return units


def innermost(spans, line):
    around = [span for span in spans if span.first <= line <= span.last]
    return min(around, key=lambda span: span.last - span.first, default=None)


def load_json(text):
    try:
        data = json.loads(text)
    except ValueError as error:
        raise ReportError(f"not valid JSON: {error}") from error
    if not isinstance(data, dict):
        raise ReportError("the JSON is no object")
    return data
