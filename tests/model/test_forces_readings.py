"""Claims to the two-sided layer's weekly readings."""

import math
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from standoff.domain import war
from standoff.domain.claim import Claim, midnight
from standoff.observations.channels import feeds, weekly_readings

START = date(2022, 2, 24)
FEEDS = feeds(war.load("ukraine-2022"))
NAMES = [f.channel.name for f in FEEDS]
LOSSES, ARMOUR, FIRES = NAMES.index("general-staff losses"), 1, NAMES.index("war fires")
THIRD = NAMES.index("third-party casualties of RU")


def claim(quantity, day, value, source, side="RU", known=0, since=None, **rest):
    return Claim(
        war="w", quantity=quantity, side=side, source=source, value=value, unit="people",
        happened_from=since or day, happened_to=day,
        known_at=midnight(day + timedelta(days=known)), **rest,
    )  # fmt: skip


def counts(days=70, pace=100.0):
    """A day's loss and a running total for each day."""
    for k in range(1, days + 1):
        day = START + timedelta(days=k)
        yield claim("losses.personnel_total", day, pace, "general-staff")
        yield claim("losses.personnel_total", day, pace * k, "general-staff", since=START)


def total(day, value, known=0, kind="researcher"):
    return claim(
        "losses.personnel_total", day, value, "economist-estimates",
        known=known, since=START, speaker_kind=kind,
    )  # fmt: skip


def read(claims, weeks=10):
    return weekly_readings(list(claims), FEEDS, START, START + timedelta(days=7 * weeks), START)


def test_a_week_is_the_sum_of_its_days():
    got = read(counts())
    assert got.said[:, LOSSES] == pytest.approx(700)
    assert len(got.claims[0, LOSSES]) == 7
    assert np.isnan(got.said[:, THIRD]).all()


def test_a_week_with_too_few_days_is_missing_and_one_with_enough_is_scaled():
    claims = [c for c in counts() if not 8 <= (c.happened_to - START).days <= 11]
    claims = [c for c in claims if (c.happened_to - START).days != 3]
    got = read(claims)
    assert np.isnan(got.said[1, LOSSES])
    assert got.said[0, LOSSES] == pytest.approx(700)
    assert got.scale[0, LOSSES] == pytest.approx(math.sqrt(7 / 6))


def test_later_claims_never_change_an_earlier_week():
    day = START + timedelta(days=20)
    claims = [*counts(), total(day, 3000), total(day, 2900, known=40)]
    before, after = read(claims, 4), read(claims, 10)
    assert np.array_equal(before.said, after.said[:4], equal_nan=True)
    assert np.array_equal(before.scale, after.scale[:4], equal_nan=True)


def test_a_total_known_late_is_carried_forward_and_trusted_less():
    got = read([*counts(), total(START + timedelta(days=20), 3000, known=36)])
    assert got.said[7, THIRD] == pytest.approx(3000 * 56 / 20)
    assert got.scale[7, THIRD] > 2
    assert np.isnan(got.said[2, THIRD])


def test_an_echo_of_a_belligerent_and_a_belligerent_are_no_third_party():
    day = START + timedelta(days=20)
    got = read([*counts(), total(day, 2010), total(day, 5000, kind="belligerent")])
    assert np.isnan(got.said[:, THIRD]).all()
    assert got.echoes == 1


def test_armour_needs_tanks_and_vehicles():
    tanks = [replace(c, quantity="losses.tanks", value=2.0) for c in counts()][::2]
    others = [replace(c, quantity="losses.armour", value=3.0) for c in tanks]
    assert np.isnan(read(tanks).said[:, ARMOUR]).all()
    assert read([*tanks, *others]).said[:, ARMOUR] == pytest.approx(35)


def test_fires_under_cloud_are_not_counted_as_peace():
    fires = []
    for k in range(1, 15):
        day, cloudy = START + timedelta(days=k), k > 4
        text = f"cloud cover {0.9 if cloudy else 0.1} of the country"
        value = 0.0 if cloudy else 50.0
        for side in ("RU", "UA"):
            fires.append(claim("intensity.fires", day, value, "economist-fires", side, text=text))
    got = read(fires, 2)
    assert got.said[0, FIRES] == pytest.approx(700)
    assert np.isnan(got.said[1, FIRES])
