"""What a quantity is called before people; the vocabulary's own names are for scripts."""

from __future__ import annotations

from standoff.domain.quantities import quantity

_NAMES = {
    "territory.controlled_km2": "area held",
    "territory.held_abroad_km2": "area held abroad",
    "territory.controlled_share": "share of the country held",
    "territory.change_km2": "change of the area held",
    "territory.settlements_changed": "settlements that changed hands",
    "city.control": "who holds a city",
    "city.besieged": "a city besieged",
    "city.bombarded": "a city bombarded",
    "front.stalled": "the front is stalled",
    "front.advance_km": "advance on an axis",
    "front.length_km": "length of the front",
    "posture.attacks": "attacks",
    "posture.withdraws": "a withdrawal",
    "posture.build_up": "build-up of troops",
    "force.deployed_personnel": "soldiers deployed",
    "force.combat_power_share": "combat power left",
    "losses.personnel_killed": "soldiers killed",
    "losses.personnel_named": "soldiers dead by name",
    "losses.personnel_total": "soldiers killed and wounded",
    "losses.tanks": "tanks lost",
    "losses.armour": "armour lost",
    "losses.artillery": "artillery lost",
    "losses.equipment": "equipment lost",
    "munitions.missiles_fired": "missiles fired",
    "munitions.drones_launched": "drones launched",
    "munitions.shortage": "munitions run short",
    "logistics.degraded": "supply is degraded",
    "intensity.fires": "fires of war seen by satellite",
    "intensity.events": "events of combat",
    "toll.civilians_killed": "civilians killed",
    "toll.civilians_injured": "civilians injured",
    "toll.people_killed": "people killed",
    "toll.people_injured": "people injured",
    "prisoners.exchanged": "prisoners exchanged",
    "displaced.border_crossings": "border crossings",
    "displaced.refugees": "refugees abroad",
    "displaced.internally": "displaced within the country",
    "displaced.total": "displaced in all",
    "aims.objective": "declared aims",
    "resolve.will_not_concede": "will not give in",
    "resolve.concedes": "gives in on something",
    "way_out.talks_held": "talks held",
    "way_out.offer": "an offer of terms",
    "way_out.agreement": "an agreement near or made",
    "shock.third_party_entry": "entry of a third party",
    "shock.nuclear": "nuclear signalling",
    "shock.new_weapon": "a new weapon",
    "shock.mobilisation": "mobilisation",
    "shock.aid": "aid from abroad",
    "shock.leadership_change": "a change of leadership",
    "assessment.stalemate": "there is a stalemate",
    "assessment.momentum": "who has the momentum",
    "assessment.superiority": "who is superior",
    "assessment.can_win": "who can win",
    "assessment.cost": "what going on costs",
    "assessment.troop_confidence": "confidence in the troops",
    "event": "an event",
    "other": "something else",
}


def called(name: str) -> str:
    """A quantity in plain words: "soldiers killed"; of one not listed here what its name says.

    Raises:
        UnknownNameError: the vocabulary does not hold it.
    """
    return _NAMES.get(name) or quantity(name).label
