"""What-ifs about the invented war: files, and the claims known on the day they are asked."""

from __future__ import annotations

from pathlib import Path

from invented import at, claim, front, on, statement
from standoff import scenario
from standoff.domain.claim import Claim
from standoff.domain.war import War

DAYS = 90
AS_OF = on(DAYS - 1)

SHORT = """\
name = "aa-short"
title = "Aland runs short"
summary = "What if Aland ran short?"
mirror = "bb-short"

[[change]]
part = "supply"
side = "AA"
factor = [0.6, 0.9]
over = 7
reason = "a cut road"
rests_on = [
  { claims = { quantity = "logistics.degraded", side = "AA" } },
  { prior = "roads matter", source = "a book" },
]
"""
MIRROR = SHORT.replace('"AA"', '"BB"').replace("aa-short", "bb-short")
AXIS = """\
name = "cc-attacks"
title = "Cland attacks"
summary = "What if Cland attacked?"

[[change]]
part = "axis"
party = "CC"
side = "AA"
direction = "from the sea"
km2 = [0, 500]
over = 10
opens_within = 20
reason = "ships were seen"
rests_on = [{ prior = "ships land", source = "a book" }]
"""
TALKS = """\
name = "talks"
title = "Talks"
summary = "What if they talked?"

[[change]]
part = "will"
factor = [1.5, 3.0]
reason = "they talk"
rests_on = [{ prior = "talks end wars", source = "a book" }]
"""


def read(tmp_path: Path, war: War, text: str = SHORT) -> scenario.Scenario:
    """The scenario of a text, out of a file asked.toml."""
    path = tmp_path / "asked.toml"
    path.write_text(text, encoding="utf-8")
    return scenario.load(str(path), war)


def known_claims() -> list[Claim]:
    """A front that slows, losses counted by week, and a road cut."""
    levels = [20_000 + 30.0 * min(i, 60) + 8.0 * max(i - 60, 0) for i in range(DAYS)]
    counts = [
        claim(
            quantity="losses.personnel_total",
            happened_from=on(d - 6),
            happened_to=on(d),
            known_at=at(d),
            value=3000.0,
            source="general-staff",
        )
        for d in range(13, DAYS, 7)
    ]
    cut = statement("logistics.degraded", 40, side="AA", text="The road is cut.")
    return [*front(levels), *counts, cut]
