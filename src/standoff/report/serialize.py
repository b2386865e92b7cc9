"""An Assessment as JSON: the contract `standoff.assessment/1`.

Keys are sorted, NaN is null, floats are rounded to what they mean, and the same assessment gives the
same bytes.
"""

from __future__ import annotations

import json
import math
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any

from standoff.assessment.records import AssessmentRecord

_DIGITS = 4
"""Probabilities to a hundredth of a percent; figures from 1,000 on keep one decimal."""


def as_json(assessment: AssessmentRecord) -> str:
    """The JSON text, ending in a newline."""
    told = {
        f.name: plain(getattr(assessment, f.name)) for f in fields(assessment) if f.name != "charts"
    }
    return json.dumps(told, sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def plain(value: Any) -> Any:  # noqa: PLR0911 - one return a kind of value
    """A value as JSON has it: records as objects, dates as text, NaN as null, floats rounded."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return round(float(value), 1 if abs(value) >= 1000 else _DIGITS)
    return value
