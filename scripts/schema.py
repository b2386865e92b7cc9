"""Write docs/assessment.schema.json, the contract of the JSON, from the code: make schema."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

from pydantic import ConfigDict, create_model

from standoff.assessment.records import SCHEMA_NAME, AssessmentRecord

PATH = Path(__file__).parent.parent / "docs" / "assessment.schema.json"


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of an Assessment as JSON; charts are no part of it."""
    hints = get_type_hints(AssessmentRecord)
    names = [f.name for f in fields(AssessmentRecord) if f.name not in ("schema", "charts")]
    parts: dict[str, Any] = {name: (hints[name], ...) for name in names}
    model = create_model("Assessment", __config__=ConfigDict(extra="forbid"), **parts)
    made = model.model_json_schema()
    made["properties"]["schema"] = {"const": SCHEMA_NAME}
    made["required"] = ["schema", *made["required"]]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"https://standoff.invalid/schemas/{SCHEMA_NAME}.json",
        **made,
        "title": SCHEMA_NAME,
        "description": AssessmentRecord.__doc__,
    }


def text() -> str:
    return json.dumps(schema(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
    print(f"Wrote {PATH.name}.")
