"""The words of an assessment: what each indicator, signal and perception is called, and the headline.

Made last, out of typed facts. Nothing takes them apart: who wants the fact reads the field.
"""

from __future__ import annotations

from standoff.assessment.records import Indicator, IndicatorId, Stalemate
from standoff.domain.war import War
from standoff.formatting import count, likely, percent, written

_NOTABLE = 0.05
"""A change of `now` in 14 days worth a word."""

INDICATORS: dict[IndicatorId, str] = {
    "area_held": "Area held by {party} ({place})",
    "area_change": "Change of area in {days} days",
    "settlements_turned": "Settlements turned to {party}, {days} days",
    "say_stalled": "Sources that say the front is stalled",
    "say_stalemate": "Sources that say there is a stalemate",
    "say_momentum": "Sources that say {party} has the momentum",
    "power_needed": "{party}: power needed to break through, against its own",
    "combat_power_left": "{party}: combat power left",
    "soldiers_deployed": "{party}: soldiers deployed",
    "tanks_lost": "{party}: tanks lost",
    "armour_lost": "{party}: armour lost",
    "artillery_lost": "{party}: artillery lost",
    "say_supply_degraded": "Sources that say supply is degraded for {party}",
    "say_munitions_short": "Sources that say munitions run short for {party}",
    "say_can_win": "Sources that say {party} can win",
    "civilians_killed": "Civilians killed",
    "civilians_injured": "Civilians injured",
    "soldiers_killed": "{party}: soldiers killed",
    "soldiers_named": "{party}: soldiers whose deaths are known by name",
    "soldiers_killed_and_wounded": "{party}: soldiers killed and wounded",
    "losses_ahead": "{party}: soldiers it loses in the next {days} days",
    "refugees_abroad": "Refugees abroad",
    "displaced_within": "Displaced within the country",
    "displaced_in_all": "Displaced in all",
    "border_crossings": "Border crossings since the start",
    "fires": "War fires seen, {days} days",
    "say_will_not_concede": "{party}: will not give in (words)",
    "say_concedes": "{party}: gives in on something (words)",
    "say_mobilises": "{party}: mobilises (act)",
    "say_withdraws": "{party}: withdraws (act)",
    "say_talks_held": "Sources that say talks were held",
    "say_offer": "Sources that say {party} made an offer",
    "say_agreement": "Sources that say an agreement is near or made",
    "say_build_up": "{party}: build-up at the border",
    "say_third_party_entry": "{party}: entry of a third party",
    "say_nuclear": "{party}: nuclear signalling",
    "say_new_weapon": "{party}: a new weapon",
    "say_mobilisation": "{party}: mobilisation",
    "say_aid": "{party}: aid",
    "say_leadership_change": "{party}: change of leadership",
}

BOUNDS = {"verified minimum": "verified minimum", "seen in pictures": "seen in pictures, a minimum"}

SCOPES = {
    "other": "of another kind",
    "denied": "denied",
    "forecast": "expected",
    "membership": "membership of an alliance",
    "assessment": "a judgement",
}
"""What a scope is called where its own name does not say it."""

SHOCKS = {
    "posture.build_up": "Build-up at the border",
    "shock.third_party_entry": "Entry of a third party",
    "shock.nuclear": "Nuclear signalling",
    "shock.new_weapon": "A new weapon",
    "shock.mobilisation": "Mobilisation",
    "shock.aid": "Aid",
    "shock.leadership_change": "Change of leadership",
}
"""What could break a stalemate, by quantity."""

ACTS = {"shock.mobilisation": "mobilisation", "posture.withdraws": "withdrawal"}
"""Costly acts, by quantity."""

SIGNALS = {
    "entry": "A third party builds up or enters",
    "nuclear": "Nuclear signalling",
    "weapons": "New weapons",
    "leadership": "A change of leadership",
    "mobilisation": "Mobilisation",
    "aid": "Aid",
    "supply": "Supply is struck or short",
}

PERCEPTIONS = {
    "deadlock": "It cannot win by going on",
    "pain": "Going on hurts",
    "way_out": "There is a way out",
    "spokesperson": "Somebody speaks for it in talks",
    "opportunity": "Something is held out to it",
    "catastrophe": "Something worse looms",
}


def indicator_label(
    name: IndicatorId,
    war: War,
    party: str = "",
    place: str = "",
    days: int | None = None,
) -> str:
    """What an indicator is, without its bound and its sources: "Aland: soldiers killed"."""
    who = war.parties[party].name if party in war.parties else "No party named"
    return INDICATORS[name].format(party=who, place=place, days=days)


def label_of(indicator: Indicator, war: War) -> str:
    """The label of an indicator."""
    return indicator_label(indicator.id, war, indicator.party, indicator.place, indicator.days)


def name_of(indicator: Indicator, war: War) -> str:
    """The whole name: "Aland: soldiers killed, 2 sources"."""
    parts = [label_of(indicator, war)]
    if indicator.bound:
        parts.append(BOUNDS[indicator.bound])
    if indicator.sources and indicator.sources > 1:
        parts.append(count(indicator.sources, "source"))
    return ", ".join(parts)


def headline(stalemate: Stalemate) -> str:
    """The answer in a few sentences, without the war and the day."""
    if stalemate.narrow is None or stalemate.wide is None:
        return "Whether it nears stalemate is not known: no claim measures the front."
    parts = []
    if stalemate.nothing_since is not None:
        parts.append(
            f"Not known: nothing since {written(stalemate.nothing_since)} says how the front moves. "
            "The odds run from what was known then."
        )
    parts += [
        f"A costly standstill in 30 days: {likely(stalemate.narrow)}.",
        f"Counting slow advances at high cost, stalemate: {likely(stalemate.wide)}.",
    ]
    now, rise = stalemate.now, stalemate.approaching.change_14d
    if now is not None and rise is not None and abs(rise) >= _NOTABLE:
        parts.append(
            f"The front is {'slowing' if rise > 0 else 'quickening'}: that it stands still this "
            f"week went from {percent(now - rise)} to {percent(now)} in 14 days."
        )
    if stalemate.rests_on_priors:
        parts.append("These odds rest mostly on priors: little of this war's front is known yet.")
    return " ".join(parts)
