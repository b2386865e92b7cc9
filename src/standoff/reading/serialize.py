"""A reading as JSON: one object, keys in a fixed order, offsets as pairs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from standoff.domain.claim import Claim, canonical
from standoff.reading.claims import Claimed
from standoff.reading.records import Attribution, FigureReading, Reading


def as_json(reading: Reading, claimed: Claimed, reader: str) -> str:
    """One JSON object on one line, ending in a newline.

    Args:
        reading: what was read.
        claimed: its claims.
        reader: the name of the reader that found the attributions.
    """
    document = reading.document
    numbered = [figure for figure in reading.figures if figure.bounds]
    vague = len(reading.figures) - len(numbered)
    out: dict[str, Any] = {
        "file": document.file,
        "title": document.title,
        "outlet": document.outlet,
        "author": document.author,
        "published": document.published.isoformat() if document.published else None,
        "url": document.url,
        "reader": reader,
    }
    if document.extracted:
        out["text"] = document.text
    parts = {key: _dumped(value) for key, value in out.items()} | {
        "attributions": _listed(map(attribution_row, reading.attributions)),
        "quantities": _listed(map(figure_row, numbered)),
        "events": _listed(
            {"span": list(e.span), "type": e.type, "place": e.place, "date": e.date}
            for e in reading.events
        ),
        "claims": _listed(_claim_row(one, claimed) for one in claimed.claims),
        "not_claimed": _listed(_claim_row(one, claimed) for one in claimed.not_claimed),
        "dropped": _dumped(document.dropped | ({"vague counts": vague} if vague else {})),
        "no_claim": _dumped(claimed.left_out),
    }
    return "{" + ", ".join(f'"{key}": {part}' for key, part in parts.items()) + "}\n"


def _claim_row(one: Claim, claimed: Claimed) -> dict[str, Any]:
    modality = claimed.modality.get(one.claim_id, "fact")
    return {"claim_id": one.claim_id, "modality": modality, **canonical(one, frozenset())}


def _listed(rows: Iterable[dict[str, Any]]) -> str:
    """Rows as a JSON list; one at a time, since of some documents there are tens of thousands."""
    return "[" + ", ".join(map(_dumped, rows)) + "]"


_dumped = json.JSONEncoder(ensure_ascii=False).encode


def attribution_row(one: Attribution) -> dict[str, Any]:
    """An attribution as it is printed, its spans as lists."""
    hedge = one.hedge
    return {
        "source": list(map(list, one.source)),
        "cue": list(map(list, one.cue)),
        "content": list(map(list, one.content)),
        "speaker": one.speaker,
        "speaker_kind": one.speaker_kind,
        "anonymous": one.anonymous,
        "anonymity": one.anonymity,
        "channel": list(one.channel),
        "hedge": {"span": list(hedge.span), "low": hedge.low, "high": hedge.high}
        if hedge
        else None,
        "negated": one.negated,
        "stance": one.stance,
        "issue": one.issue,
        "about_side": one.about_side,
        "direct_quote": one.direct_quote,
        "within": one.within,
        "confidence": round(one.confidence, 4),
    }


def figure_row(one: FigureReading) -> dict[str, Any]:
    """A figure as it is printed, its days in ISO 8601."""
    return {
        "span": list(one.span),
        "quantity": one.quantity,
        "low": one.low,
        "value": one.value,
        "high": one.high,
        "unit": one.unit,
        "side": one.side,
        "place": one.place,
        "happened_from": one.happened_from.isoformat() if one.happened_from else None,
        "happened_to": one.happened_to.isoformat() if one.happened_to else None,
        "attribution": one.attribution,
    }
