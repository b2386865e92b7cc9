"""Claims as a list: for people, as CSV, as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from standoff.domain.claim import Claim, canonical
from standoff.evidence import csv
from standoff.formatting import amount, bounded, count, printable
from standoff.report.citations import cite
from standoff.report.templating import render


def table(claims: Sequence[Claim]) -> str:
    """One line a claim: date, quantity, side, figure, who said it; a count last."""
    lines = []
    for claim in claims:
        said = {"assertion": "yes" if claim.value else "no" if claim.value == 0 else "open"}
        figure = bounded(claim.low, claim.value, claim.high, claim.unit)
        shown, who = said.get(claim.unit, figure), cite(asdict(claim))
        lines.append(
            printable(
                f"{claim.happened_to} {claim.quantity:<32} {claim.side or '-':<5} {shown:<28} {who}"
            )
        )
    return "\n".join([*lines, count(len(lines), "claim")]) + "\n"


def as_csv(claims: Sequence[Claim]) -> str:
    """CSV with claim_id and every column."""
    return csv.write(claims, with_id=True)


def jsonl(claims: Sequence[Claim]) -> str:
    """One JSON object a line, keys sorted, with every column."""
    return "".join(
        json.dumps(record(claim), sort_keys=True, ensure_ascii=False) + "\n" for claim in claims
    )


def as_html(claims: Sequence[Claim], total: int) -> str:
    """A table of claims for a notebook, and how many there are in all."""
    rows = [
        (
            claim.happened_to,
            claim.quantity,
            claim.side,
            bounded(claim.low, claim.value, claim.high, claim.unit),
            cite(asdict(claim)),
        )
        for claim in claims
    ]
    return str(
        render(
            "report/claims_table.html",
            rows=rows,
            shown=amount(len(rows)),
            total=count(total, "claim"),
        )
    )


def record(claim: Claim) -> dict[str, Any]:
    """A claim as JSON has it: every column, and its id."""
    told: dict[str, Any] = canonical(claim, frozenset())
    return {**told, "claim_id": claim.claim_id}


FORMATS: dict[str, Callable[[Sequence[Claim]], str]] = {
    "table": table,
    "csv": as_csv,
    "jsonl": jsonl,
}
