#!/usr/bin/env python3
"""Profile a CSV file: types, empty cells, distinct values, ranges, outliers and faults.

Reads the file once, row by row, without other packages, and never changes it.
"""

import argparse
import csv
import io
import json
import os
import sys
from collections import Counter
from itertools import chain

# An installed skill's folder stays as it was published: no __pycache__ in it.
sys.dont_write_bytecode = True

from column_profile import ColumnProfile  # noqa: E402
from render_profile import render_text  # noqa: E402

SAMPLE_CHARACTERS = 64 * 1024
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
EXAMPLES = 5


class InputError(Exception):
    """The file cannot be profiled; the message says why, for the user."""


def main(argv=None):
    arguments = parse_arguments(argv)
    try:
        with open_text(arguments.file, arguments.encoding) as stream:
            profile = profile_stream(stream, arguments)
    except UnicodeError as error:
        print(f"profile_csv: the file is not in {arguments.encoding} ({error.reason if isinstance(error, UnicodeDecodeError) else error}); try --encoding cp1252 or utf-16", file=sys.stderr)
        return 2
    except (InputError, OSError, LookupError) as error:
        print(f"profile_csv: {error}", file=sys.stderr)
        return 2
    show(json.dumps(profile, indent=2, ensure_ascii=False) if arguments.json else render_text(profile))
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
    parser.add_argument("file", help="CSV file, or - for standard input")
    parser.add_argument("--delimiter", help="one character, or comma, semicolon, tab, pipe (default: found by itself)")
    parser.add_argument("--encoding", default="utf-8-sig", help="default: utf-8, with or without byte order mark")
    parser.add_argument("--no-header", action="store_true", help="the first row is data")
    parser.add_argument("--max-rows", type=positive, help="stop after so many rows")
    parser.add_argument("--null", action="append", default=[], metavar="TEXT", help="another text that means empty, such as '?' or -999; may be repeated")
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")
    return parser.parse_args(argv)


def positive(text):
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return number


def open_text(path, encoding):
    stream = sys.stdin.buffer if path == "-" else open(path, "rb")
    return io.TextIOWrapper(stream, encoding=encoding, newline="")


def profile_stream(stream, arguments):
    sample_lines = stream.readlines(SAMPLE_CHARACTERS)
    sample = "".join(sample_lines)
    if not sample.strip():
        raise InputError("the file is empty")
    if "\0" in sample:
        raise InputError("the file holds NUL characters: it is binary, or UTF-16 (try --encoding utf-16)")
    delimiter = delimiter_of(arguments.delimiter, sample)
    csv.field_size_limit(2**31 - 1)
    reader = csv.reader(chain(sample_lines, stream), delimiter=delimiter)
    try:
        return profile_rows(reader, delimiter, arguments)
    except csv.Error as error:
        raise InputError(f"line {reader.line_num}: {error}") from error


def delimiter_of(asked, sample):
    if asked is not None:
        delimiter = DELIMITERS.get(asked, asked)
        if len(delimiter) != 1 or delimiter in '"\r\n':
            raise InputError(f"{asked!r} is no delimiter; give one character, or one of {', '.join(DELIMITERS)}")
        return delimiter
    rows_by_delimiter = {mark: list(csv.reader(io.StringIO(sample, newline=""), delimiter=mark))[:50] for mark in DELIMITERS.values()}
    return max(rows_by_delimiter, key=lambda mark: agreement(rows_by_delimiter[mark]))


def agreement(rows):
    """How well a delimiter fits: rows of the most common width above one, then that width."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    return count, width


def profile_rows(reader, delimiter, arguments):
    first = next((row for row in reader if row), None)
    if first is None:
        raise InputError("the file holds no rows")
    names = [f"column {index}" for index in range(1, len(first) + 1)] if arguments.no_header else [name.strip() for name in first]
    nulls = frozenset(text.casefold() for text in arguments.null)
    columns = [ColumnProfile(name, nulls) for name in names]
    rows, blank, duplicates, uneven, uneven_count, seen = 0, 0, 0, [], 0, set()
    stopped = False

    def take(row):
        nonlocal rows, duplicates, uneven_count
        rows += 1
        if len(row) != len(columns):
            uneven_count += 1
            if len(uneven) < EXAMPLES:
                uneven.append({"line": reader.line_num, "fields": len(row)})
        mark = hash(tuple(row))
        duplicates += mark in seen
        seen.add(mark)
        for index, column in enumerate(columns):
            column.add(row[index] if index < len(row) else "")

    if arguments.no_header:
        take(first)
    for row in reader:
        if arguments.max_rows is not None and rows >= arguments.max_rows:
            stopped = True
            break
        if row:
            take(row)
        else:
            blank += 1
    return {
        "delimiter": delimiter,
        "rows": rows,
        "columns": len(columns),
        "stoppedEarly": stopped,
        "blankLines": blank,
        "duplicateRows": duplicates,
        "unevenRows": uneven_count,
        "unevenExamples": uneven,
        "headerFaults": [] if arguments.no_header else header_faults(names),
        "profiles": [column.summary() for column in columns],
    }


def header_faults(names):
    faults = [f"column {index} has no name" for index, name in enumerate(names, 1) if not name]
    counts = Counter(name.casefold() for name in names if name)
    faults += [f"{count} columns are named {name!r} (case ignored)" for name, count in counts.items() if count > 1]
    numbers = [name for name in names if name.replace(".", "", 1).lstrip("-").isdigit()]
    if len(numbers) * 2 > len(names):
        faults.append("most names are numbers: the file may have no header (--no-header)")
    return faults


if __name__ == "__main__":
    sys.exit(main())
