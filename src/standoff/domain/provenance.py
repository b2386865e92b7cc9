"""What an answer was made with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MadeWith:
    """What made it: the same of everything here gives the same bytes."""

    version: str
    model: str
    seed: int
    claims: int
    claims_digest: str
