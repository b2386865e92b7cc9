"""Who said it, through whom: a claim's channel as people write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def cite(claim: Mapping[str, Any]) -> str:
    """ "The Hill, citing NBC News, citing an unnamed senior NATO official".

    Args:
        claim: a claim out of an Assessment: at least `channel`, `speaker`, `anonymous`, `source`.
    """
    links = [str(link) for link in claim["channel"]]
    speaker = str(claim["speaker"])
    if claim["anonymous"] and speaker:
        speaker = _unnamed(speaker)
    if speaker and speaker not in links:
        links.append(speaker)
    return ", citing ".join(links) if links else str(claim["source"])


def _unnamed(speaker: str) -> str:
    """Say that a speaker has no name, without saying it twice."""
    if "unnamed" in speaker or "anonymous" in speaker:
        return speaker
    plural = speaker.partition(" (")[0].rstrip().endswith("s")
    return f"unnamed {speaker}" if plural else f"an unnamed {speaker}"
