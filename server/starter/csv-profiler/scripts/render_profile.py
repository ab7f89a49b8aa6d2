"""Prints a profile for people."""

DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}


def render_text(profile):
    delimiter = DELIMITER_NAMES.get(profile["delimiter"], repr(profile["delimiter"]))
    early = " (stopped early)" if profile["stoppedEarly"] else ""
    lines = [f"{profile['rows']} rows{early}, {profile['columns']} columns, separated by {delimiter}"]
    if profile["unevenRows"]:
        examples = ", ".join(f"line {row['line']} has {row['fields']}" for row in profile["unevenExamples"])
        lines.append(f"! rows with another number of fields: {profile['unevenRows']} ({examples})")
    if profile["duplicateRows"]:
        lines.append(f"! rows that repeat an earlier one: {profile['duplicateRows']}")
    if profile["blankLines"]:
        lines.append(f"! blank lines: {profile['blankLines']}")
    lines += [f"! {fault}" for fault in profile["headerFaults"]]
    for column in profile["profiles"]:
        lines += ["", *render_column(column)]
    return "\n".join(lines)


def render_column(column):
    distinct = f"{'at least ' if column['distinctIsMinimum'] else ''}{column['distinct']} distinct"
    yield f"{column['name'] or '(no name)'}: {column['type']}, {column['emptyShare']:.1%} empty ({column['empty']}), {distinct}"
    numbers = column.get("numbers")
    if numbers:
        yield f"    min {numbers['min']:g}, median {numbers['median']:g}, mean {numbers['mean']:g}, max {numbers['max']:g}"
        if numbers.get("outliers"):
            examples = ", ".join(f"{number:g}" for number in numbers["outlierExamples"])
            yield f"    outliers: {numbers['outliers']}, of which far: {numbers['farOutliers']} ({examples})"
    if "dates" in column:
        yield f"    from {column['dates'][0]} to {column['dates'][1]}"
    if column["top"]:
        yield "    top: " + ", ".join(f"{entry['value']!r} × {entry['count']}" for entry in column["top"])
    for note in column["notes"]:
        yield f"    ! {note}"
