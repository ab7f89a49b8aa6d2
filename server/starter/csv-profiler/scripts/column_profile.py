"""What one column holds, gathered cell by cell."""

import math
import re
import statistics
from array import array
from collections import Counter
from datetime import date, datetime

EMPTY = frozenset({"", "na", "n/a", "null", "none", "nan", "nil", "-", "#n/a"})
TRUTHS = frozenset({"true", "false", "yes", "no"})
DISTINCT_LIMIT = 50_000
SAFE_INTEGER = 2**53
TOP_VALUES = 5

INTEGER = re.compile(r"[+-]?\d+")
DECIMAL = re.compile(r"[+-]?(\d+\.\d*|\.\d+|\d+)([eE][+-]?\d+)?")
GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?|[+-]?\d+,\d+")
SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
MOJIBAKE = re.compile("Ã[\u0080-\u00bf]|â€|\ufffd")


class ColumnProfile:
    """Takes each cell once; memory grows with the distinct values (up to a limit) and 8 bytes per number."""

    def __init__(self, name, nulls):
        self.name = name
        self.nulls = EMPTY | nulls
        self.cells = 0
        self.empty = Counter()
        self.types = Counter()
        self.values = Counter()
        self.overflowed = False
        self.numbers = array("d")
        self.length = [None, None]
        self.dates = [None, None]
        self.signs = Counter()

    def add(self, cell):
        self.cells += 1
        text = cell.strip()
        if text.casefold() in self.nulls:
            self.empty[text] += 1
            return
        kind = kind_of(text)
        self.types[kind] += 1
        self.count(text)
        widen(self.length, len(text))
        if kind in ("integer", "decimal"):
            number = float(text)
            if math.isfinite(number):
                self.numbers.append(number)
        elif kind in ("date", "datetime"):
            widen(self.dates, text)
        self.notice(cell, text, kind)

    def count(self, text):
        if text in self.values or len(self.values) < DISTINCT_LIMIT:
            self.values[text] += 1
        else:
            self.overflowed = True

    def notice(self, cell, text, kind):
        self.signs["line break inside the value: look for a quote that is never closed"] += "\n" in text
        self.signs["space around the value"] += cell != text
        self.signs["leading zero: an identifier, keep it as text"] += kind == "code"
        self.signs["integer above 2^53: loses digits as a float"] += kind == "integer" and abs(int(text[:40])) > SAFE_INTEGER
        self.signs["looks wrongly decoded"] += bool(MOJIBAKE.search(text))
        self.signs["begins like a spreadsheet formula"] += text[0] in "=@" or (text[0] in "+-" and kind == "text")
        self.signs["decimal comma or digit grouping"] += kind == "text" and bool(GROUPED.fullmatch(text))
        slashed = SLASHED.fullmatch(text)
        if slashed:
            first, second = int(slashed[1]), int(slashed[2])
            order = "day first" if first > 12 else "month first" if second > 12 else "day or month first, cannot tell"
            self.signs[f"date not in ISO form ({order})"] += 1

    def summary(self):
        filled = self.cells - self.empty.total()
        result = {
            "name": self.name,
            "type": self.main_type(),
            "types": dict(self.types.most_common()),
            "empty": self.empty.total(),
            "emptyShare": round(self.empty.total() / self.cells, 4) if self.cells else 0,
            "emptyTexts": {text: count for text, count in self.empty.most_common() if text},
            "distinct": len(self.values),
            "distinctIsMinimum": self.overflowed,
            "lengths": self.length,
            "top": [{"value": value[:80], "count": count} for value, count in self.values.most_common(TOP_VALUES) if count > 1],
            "notes": self.notes(filled),
        }
        if self.numbers and (result["type"] in ("integer", "decimal") or len(self.numbers) * 2 > filled and result["type"] == "mixed"):
            result["numbers"] = describe(self.numbers)
        if self.dates[0] is not None:
            result["dates"] = self.dates
        return result

    def main_type(self):
        kinds = self.kinds()
        if not kinds:
            return "empty"
        if kinds == {"integer", "decimal"}:
            return "decimal"
        if "code" in kinds and kinds <= {"code", "integer"}:
            return "code"
        if kinds == {"date", "datetime"}:
            return "datetime"
        return next(iter(kinds)) if len(kinds) == 1 else "mixed"

    def kinds(self):
        """The types without those that only look so: "No" among texts is a text."""
        kinds = set(self.types)
        return kinds - {"boolean"} if "text" in kinds else kinds

    def all_differ(self, filled):
        return not self.overflowed and filled > 0 and len(self.values) == filled

    def notes(self, filled):
        notes = [f"{text} ({count})" for text, count in self.signs.items() if count]
        if self.main_type() == "mixed":
            main, _ = self.types.most_common(1)[0]
            usual = {main, "boolean"} if main == "text" else {main, "integer"} if main == "decimal" else {main}
            odd = [value for value in self.values if kind_of(value) not in usual][:3]
            count = sum(count for kind, count in self.types.items() if kind not in usual)
            notes.append(f"mixed types: {count} of {filled} are not {main}, such as {', '.join(repr(value[:40]) for value in odd)}")
        if filled > 1 and len(self.values) == 1 and not self.overflowed:
            notes.append("the same value everywhere")
        if filled > 1 and filled == self.cells and self.all_differ(filled):
            notes.append("every value differs: a possible key")
        folded = Counter(value.casefold() for value in self.values)
        variants = sum(count > 1 for count in folded.values())
        if variants:
            notes.append(f"{variants} values differ in upper and lower case only")
        if len(self.empty) > 1:
            notes.append("several ways to write empty: " + ", ".join(repr(text) for text in self.empty))
        return notes


def kind_of(text):
    if INTEGER.fullmatch(text):
        digits = text.lstrip("+-")
        return "code" if len(digits) > 1 and digits[0] == "0" else "integer"
    if DECIMAL.fullmatch(text):
        return "decimal"
    if text.casefold() in TRUTHS:
        return "boolean"
    if len(text) >= 10 and text[4] == "-" and text[7] == "-":
        try:
            if len(text) == 10:
                date.fromisoformat(text)
                return "date"
            datetime.fromisoformat(text.replace("Z", "+00:00"))
            return "datetime"
        except ValueError:
            return "text"
    return "text"


def widen(limits, value):
    limits[0] = value if limits[0] is None else min(limits[0], value)
    limits[1] = value if limits[1] is None else max(limits[1], value)


def describe(numbers):
    """Range, centre and outliers by Tukey's fences: below Q1 - 1.5 IQR or above Q3 + 1.5 IQR; far ones by 3 IQR."""
    ordered = sorted(numbers)
    result = {"min": ordered[0], "max": ordered[-1], "mean": round(statistics.fmean(ordered), 6), "median": statistics.median(ordered)}
    if len(ordered) < 4:
        return result
    low, _, high = statistics.quantiles(ordered, n=4, method="inclusive")
    spread = high - low
    outside = [number for number in ordered if number < low - 1.5 * spread or number > high + 1.5 * spread]
    far = sum(number < low - 3 * spread or number > high + 3 * spread for number in outside)
    examples = sorted(set(outside), key=lambda number: -abs(number - result["median"]))[:TOP_VALUES]
    return {**result, "q1": low, "q3": high, "outliers": len(outside), "farOutliers": far, "outlierExamples": examples}
