"""Forecasts of stated losses on the mirror of published data."""

import math

import numpy as np
from filtered import run_forces

from standoff.domain import war
from standoff.evaluation.scores import crps_of_logs
from standoff.model.two_sided import filter as two_sided_filter
from standoff.model.two_sided.losses import sample_losses
from standoff.model.two_sided.mixture import intensity_alone, paired
from standoff.observations.channels import forecast_channel


def test_stated_losses_are_forecast_better_than_by_their_last_pace(personnel_totals):
    weekly = np.diff(personnel_totals[6::7])  # weeks that end on Thursdays, from 2022-03-10
    start = np.datetime64("2022-03-03")
    (declared,) = war.load("ukraine-2022").channels.forecasts
    count = forecast_channel(declared)
    members = intensity_alone(paired())
    begun = two_sided_filter.start(
        start, declared.people, 350.0, members, [count], 500, 1, by_weight=True
    )
    ours, pace = [], []
    for posterior in run_forces(begun, weekly[:, None]):
        day = 6 + 7 * posterior.week
        if posterior.day < np.datetime64("2023-06-01") or day + 30 >= personnel_totals.size:
            continue
        truth = personnel_totals[day + 30] - personnel_totals[day]
        samples = sample_losses(posterior, (30,), 500, posterior.week, stated=0).stated[:, 0]
        ours.append(float(crps_of_logs(truth, samples)))
        last = personnel_totals[day] - personnel_totals[day - 30]
        pace.append(abs(math.log(truth / last)))
    assert len(ours) == 131
    assert np.mean(ours) < 0.085 < np.mean(pace)
