"""Which claims a file means: by id, quantity, side, speaker, words and dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from standoff.domain.claim import Claim
from standoff.domain.quantities import quantity
from standoff.errors import UnknownNameError

_FINDS = ("claim", "quantity", "side", "speaker", "text", "since", "until")


@dataclass(frozen=True)
class ClaimQuery:
    """Which claims an item of evidence stands on; an empty part leaves the choice open.

    Attributes:
        claim: the beginning of a claim's id.
        quantity, side: what it is about.
        speaker, text: parts of the speaker's name and of the words, in any case.
        since, until: first and last day on which it became known.
    """

    claim: str = ""
    quantity: str = ""
    side: str = ""
    speaker: str = ""
    text: str = ""
    since: date | None = None
    until: date | None = None

    def matches(self, claim_id: str, claim: Claim) -> bool:
        """Whether a claim is meant."""
        day = claim.known_at.date()
        return (
            claim_id.startswith(self.claim)
            and self.quantity in ("", claim.quantity)
            and self.side in ("", claim.side)
            and self.speaker.casefold() in claim.speaker.casefold()
            and self.text.casefold() in claim.text.casefold()
            and (self.since is None or day >= self.since)
            and (self.until is None or day <= self.until)
        )

    def wording(self) -> str:
        """The choice as people read it."""
        parts = {name: getattr(self, name) for name in _FINDS}
        return ", ".join(f"{name} {value}" for name, value in parts.items() if value)


def claim_query(entry: dict[str, Any], name: str) -> ClaimQuery:
    """Which claims are meant, out of a table of a file; `name` is its place, for messages.

    Raises:
        ValueError, UnknownNameError: it is empty, or a part of it is unknown.
    """
    refuse_unknown_keys(entry, f"{name}, find", _FINDS)
    if not entry:
        raise ValueError(f"{name} finds every claim: say which are meant")
    if "quantity" in entry:
        quantity(entry["quantity"])
    for key in ("since", "until"):
        if key in entry and type(entry[key]) is not date:
            raise ValueError(f"{name}: {key} is not a date like 2022-03-19")
    return ClaimQuery(**entry)


def refuse_unknown_keys(entry: Mapping[str, Any], where: str, known: Iterable[str]) -> None:
    """Refuse keys that a table does not have.

    Raises:
        UnknownNameError: one is not known; the message suggests the nearest.
    """
    names = list(known)
    for key in entry:
        if key not in names:
            raise UnknownNameError(f"key in {where}:", key, names)
