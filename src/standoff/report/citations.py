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
    # That a speaker has no name is said once.
    if claim["anonymous"] and speaker and not ("unnamed" in speaker or "anonymous" in speaker):
        plural = speaker.partition(" (")[0].rstrip().endswith("s")
        speaker = f"{'' if plural else 'an '}unnamed {speaker}"
    if speaker and speaker not in links:
        links.append(speaker)
    return ", citing ".join(links) if links else str(claim["source"])
