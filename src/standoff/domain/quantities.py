"""The vocabulary: what can be claimed of a war, in which unit, and how those who claim it err.

A new quantity is one entry in `QUANTITIES`. The list is closed so that a misspelt name is an error
with a suggestion, and not a series that silently has no data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from standoff.errors import UnknownNameError

Kind = Literal["stock", "flow", "statement"]
Question = Literal["standstill", "balance", "cost", "resolve", "way_out", "shocks", "none"]

ASSERTION = "assertion"
"""Unit of a yes/no claim: 1 asserted, 0 denied, low 0 and high 1 without a value left open."""


@dataclass(frozen=True)
class Quantity:
    """One entry of the vocabulary.

    Attributes:
        name: dotted name, as claims carry it.
        kind: `stock` (a level on a day), `flow` (a count over an interval) or `statement`.
        units: units a claim may use; the first is the one shown.
        question: which of the six questions it informs.
        errs: how its sources are known to err.
        aliases: other names people use.
    """

    name: str
    kind: Kind
    units: tuple[str, ...]
    question: Question
    errs: str
    aliases: tuple[str, ...] = ()

    @property
    def unit(self) -> str:
        """The unit it is shown in."""
        return self.units[0]

    @property
    def label(self) -> str:
        """The name in plain words: "civilians killed (toll)"."""
        topic, _, rest = self.name.partition(".")
        return f"{rest.replace('_', ' ')} ({topic})" if rest else topic

    @property
    def counted(self) -> bool:
        """Whether it is measured, so that it cannot be known before it happened."""
        return self.kind != "statement"


_MAPS = "maps disagree by some percent; early ones painted road corridors as control"
_LOSSES = "a count of the enemy's is inflated, of one's own a floor; photo counts are thinned"
_WORDS = "said for effect as often as meant; counts once per origin"
_NEWS = "reported where reporters are"


def _q(name: str, kind: Kind, units: str, question: Question, errs: str, *aliases: str) -> Quantity:
    return Quantity(name, kind, tuple(units.split("|")), question, errs, aliases)


_TERMS = (
    "general ceasefire",
    "framework",
    "comprehensive",
    "partial",
    "local",
    "holiday",
    "humanitarian",
    "prisoners",
    "economic",
    "guarantees",
    "talks",
    "mediation",
    "other",
)
_SCOPES: dict[str, tuple[str, ...]] = {
    "way_out.agreement": _TERMS,
    "way_out.offer": _TERMS,
    "way_out.talks_held": ("belligerents", "side and third", "thirds"),
    "shock.third_party_entry": (
        "build-up",
        "proposal",
        "membership",
        "troops in the field",
        "territory struck",
        "denied",
        "other",
    ),
    "shock.mobilisation": ("mobilisation", "draft", "recruitment", "forecast"),
    "shock.leadership_change": ("commander", "minister", "head of state", "mutiny", "other"),
    "shock.nuclear": (
        "threat",
        "exercise",
        "deployment",
        "doctrine",
        "test",
        "treaty",
        "power plant",
        "assessment",
        "reassurance",
    ),
    "shock.aid": (
        "pledged",
        "delivered",
        "paused",
        "resumed",
        "blocked",
        "requested",
        "permitted",
        "seized assets",
        "other",
    ),
    "shock.new_weapon": ("delivered", "pledged", "used", "shown"),
    "losses.personnel_killed": ("claimed", "estimated"),
    "losses.personnel_total": ("claimed", "estimated"),
}
"""By quantity, the kinds of it; a claim whose `scope` is "" does not say which."""

PEACE_SCOPES = ("general ceasefire", "framework", "comprehensive")
"""Terms that would end the fighting everywhere. A truce of one kind, of a place or of a holiday, an
exchange, a deal on trade is no peace."""


QUANTITIES: tuple[Quantity, ...] = (
    _q("territory.controlled_km2", "stock", "km2", "standstill", _MAPS, "area", "territory"),
    _q("territory.controlled_share", "stock", "percent", "standstill", _MAPS),
    _q("territory.held_abroad_km2", "stock", "km2", "standstill", "claimed by who gains by it"),
    _q("territory.change_km2", "flow", "km2", "standstill", _MAPS),
    _q("territory.settlements_changed", "flow", "settlements", "standstill", _NEWS, "settlements"),
    _q("city.control", "stock", "share|assertion", "standstill", "claimed early, conceded late"),
    _q("city.besieged", "stock", ASSERTION, "standstill", _NEWS),
    _q("city.bombarded", "flow", ASSERTION, "standstill", _NEWS),
    _q("front.stalled", "statement", ASSERTION, "standstill", _WORDS, "stalled"),
    _q("front.advance_km", "flow", "km", "standstill", "the best axis, not the mean"),
    _q("front.length_km", "stock", "km", "standstill", "depends on what counts as front"),
    _q("posture.attacks", "statement", ASSERTION, "standstill", _NEWS),
    _q("posture.withdraws", "statement", ASSERTION, "standstill", "called a regrouping"),
    _q("posture.build_up", "statement", "assertion|people", "shocks", _NEWS),
    _q("force.deployed_personnel", "stock", "people", "balance", "bounds more than counts"),
    _q("force.combat_power_share", "stock", "percent", "balance", "one official's estimate"),
    _q("losses.personnel_killed", "flow", "people", "cost", _LOSSES, "killed", "deaths"),
    _q("losses.personnel_named", "flow", "people", "cost", "dead known by name: a minimum"),
    _q("losses.personnel_total", "flow", "people", "cost", _LOSSES, "casualties", "losses"),
    _q("losses.tanks", "flow", "tanks", "balance", _LOSSES, "tanks"),
    _q("losses.armour", "flow", "vehicles", "balance", _LOSSES, "apc"),
    _q("losses.artillery", "flow", "pieces", "balance", _LOSSES),
    _q("losses.equipment", "flow", "items", "balance", _LOSSES),
    _q(
        "munitions.missiles_fired",
        "flow",
        "missiles",
        "balance",
        "launches seen, not all",
        "missiles",
    ),
    _q(
        "munitions.drones_launched",
        "flow",
        "drones",
        "balance",
        "as the side under attack counts them",
        "drones",
    ),
    _q("munitions.shortage", "statement", "assertion|rounds|percent", "balance", _WORDS),
    _q("logistics.degraded", "statement", ASSERTION, "balance", _WORDS, "supply"),
    _q("intensity.fires", "flow", "fires", "cost", "satellite fires are thinned by cloud", "fires"),
    _q("intensity.events", "flow", "events", "cost", "counts follow coverage too"),
    _q(
        "toll.civilians_killed",
        "flow",
        "people",
        "cost",
        "verified minimum: the true number is higher",
        "civilians",
    ),
    _q(
        "toll.civilians_injured",
        "flow",
        "people",
        "cost",
        "verified minimum: the true number is higher",
    ),
    _q("toll.people_killed", "flow", "people", "cost", "civilians and others in one figure"),
    _q("toll.people_injured", "flow", "people", "cost", "civilians and others in one figure"),
    _q("prisoners.exchanged", "flow", "people", "way_out", "each side counts its own"),
    _q(
        "displaced.border_crossings", "flow", "people", "cost", "crossings, not people", "crossings"
    ),
    _q(
        "displaced.refugees",
        "stock",
        "people",
        "cost",
        "registered late, returns missed",
        "refugees",
    ),
    _q("displaced.internally", "stock", "people", "cost", "a survey's estimate"),
    _q("displaced.total", "stock", "people", "cost", "a sum of refugees and displaced within"),
    _q("aims.objective", "statement", ASSERTION, "resolve", _WORDS, "aims"),
    _q("resolve.will_not_concede", "statement", ASSERTION, "resolve", _WORDS),
    _q("resolve.concedes", "statement", ASSERTION, "resolve", _WORDS),
    _q("way_out.talks_held", "statement", ASSERTION, "way_out", "held is not serious", "talks"),
    _q("way_out.offer", "statement", ASSERTION, "way_out", _WORDS),
    _q("way_out.agreement", "statement", ASSERTION, "way_out", "announced before it holds"),
    _q("shock.third_party_entry", "statement", "assertion|people", "shocks", _WORDS, "entry"),
    _q("shock.nuclear", "statement", ASSERTION, "shocks", "a signal, read by its senders' wish"),
    _q("shock.new_weapon", "statement", ASSERTION, "shocks", _NEWS),
    _q("shock.mobilisation", "statement", "assertion|people", "shocks", "announced, not raised"),
    _q(
        "shock.aid",
        "statement",
        "assertion|USD|EUR|GBP",
        "shocks",
        "pledged is not delivered",
        "aid",
    ),
    _q("shock.leadership_change", "statement", ASSERTION, "shocks", _NEWS),
    _q("assessment.stalemate", "statement", ASSERTION, "standstill", _WORDS, "stalemate"),
    _q("assessment.momentum", "statement", ASSERTION, "standstill", _WORDS, "momentum"),
    _q("assessment.superiority", "statement", ASSERTION, "balance", _WORDS),
    _q("assessment.can_win", "statement", ASSERTION, "balance", _WORDS),
    _q("assessment.cost", "statement", "assertion|USD", "cost", _WORDS),
    _q("assessment.troop_confidence", "statement", ASSERTION, "balance", _WORDS),
    _q("event", "statement", ASSERTION, "none", _NEWS, "events"),
    _q("other", "statement", "assertion|people|percent|USD", "none", "outside the vocabulary"),
)

_BY_NAME = {q.name: q for q in QUANTITIES}
_BY_ALIAS = {alias: q for q in QUANTITIES for alias in q.aliases}


def quantity(name: str) -> Quantity:
    """The quantity of that name or alias.

    Raises:
        UnknownNameError: no such quantity; the message suggests the nearest.
    """
    found = _BY_NAME.get(name) or _BY_ALIAS.get(name.casefold())
    if found is None:
        raise UnknownNameError("quantity", name, [*_BY_NAME, *_BY_ALIAS])
    return found


def of_question(question: Question) -> tuple[Quantity, ...]:
    """The quantities that inform one question, in the order of the vocabulary."""
    return tuple(q for q in QUANTITIES if q.question == question)


def scopes_of(name: str) -> tuple[str, ...]:
    """Kinds of a quantity that must not be taken for one another; () where it has none."""
    return _SCOPES.get(name, ())
