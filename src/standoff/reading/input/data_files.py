"""Whether a file holds data and no prose: CSV, JSON or XML, whatever it is called."""

from __future__ import annotations

import csv
import json
import re

_FEWEST_LINES, _FEWEST_CELLS, _LONGEST_HEAD = 3, 4, 40
_SAMPLE_LINES = 20
_DIGIT = re.compile(r"^[^a-z]*\d[^a-z]*$|^[A-Z]+\d+$", re.IGNORECASE)
_XML = re.compile(r"\s*(?:<\?xml\b|<(?:rss|feed|kml|gpx|osm|urlset|svg)\b)")


def kind_of_data(text: str) -> str:
    """ "CSV", "JSON" or "XML"; "" for anything that may be a report."""
    start = text.lstrip("\ufeff \t\r\n")
    if start[:1] in ("{", "[") and _is_json(start):
        return "JSON"
    if _XML.match(start) and "<html" not in start[:2000].casefold():
        return "XML"
    return "CSV" if _is_csv(start) else ""


def _is_json(text: str) -> bool:
    lines = text.splitlines()
    for whole in (text, lines[0]):
        try:
            return isinstance(json.loads(whole), dict | list)
        except (ValueError, RecursionError):
            continue
    return False


def _is_csv(text: str) -> bool:
    """A head of short names that differ, and below it rows of as many cells, of which one column at
    least holds numbers or dates.
    """
    try:
        lines = text.splitlines(keepends=True)[: 10 * _SAMPLE_LINES]
        rows = [row for row in csv.reader(lines) if row][:_SAMPLE_LINES]
    except csv.Error:
        return False
    if len(rows) < _FEWEST_LINES or len(rows[0]) < _FEWEST_CELLS:
        return False
    head = [cell.strip() for cell in rows[0]]
    names = all(0 < len(cell) <= _LONGEST_HEAD and not cell[0].isdigit() for cell in head)
    # The last of the sample may be cut.
    below = rows[1:-1] or rows[1:]
    if not names or len({*head}) < len(head) or any(len(row) != len(head) for row in below):
        return False
    return any(all(_DIGIT.search(row[i]) for row in below) for i in range(len(head)))
