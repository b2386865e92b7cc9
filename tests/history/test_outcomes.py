from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from battle_crossval import base_rate, decided, folds, folds_of_scored, learner, ratio_only, score
from battle_outcomes import kernel, left_out, likeness, predict
from battle_predictors import Battles, arrays, nation, usable, whole_war

from standoff.history import cdb90
from standoff.history.priors import PriorFiles


@pytest.fixture(scope="module")
def battles(made_up: PriorFiles) -> Battles:
    return arrays(usable(cdb90.read(made_up.cdb90)))


def test_no_war_is_split_between_folds(battles: Battles) -> None:
    fold = folds(battles.war)
    for war in np.unique(battles.war):
        assert np.unique(fold[battles.war == war]).size == 1


@pytest.mark.parametrize("record", [True, False])
def test_leaving_a_war_out_in_closed_form_is_leaving_it_out(battles: Battles, record: bool) -> None:
    like = likeness(battles, past=record)
    k = kernel(like, like.start)
    # The closed form keeps the mean of all battles: an odd war must not move it.
    b = replace(battles, won=battles.won - battles.won.mean() + 0.5)
    inside = left_out(replace(b, won=np.clip(b.won, 0, 1)), k, b.war, record=record)
    war = b.war[70]
    test = np.flatnonzero(b.war == war)
    train = np.flatnonzero(b.war != war)
    shifted = replace(b, won=np.clip(b.won, 0, 1))
    direct = predict(shifted, k, train, test, b.war, record=record)
    gap = abs(shifted.won[train].mean() - shifted.won.mean())
    np.testing.assert_allclose(inside[test], direct, atol=1.5 * gap + 1e-9)


def test_what_happens_later_in_a_war_never_moves_an_earlier_prediction(battles: Battles) -> None:
    like = likeness(battles, past=False)
    k = kernel(like, like.start)
    test = np.flatnonzero(battles.war == "WAR 4")
    train = np.flatnonzero(battles.war != "WAR 4")
    before = predict(battles, k, train, test, battles.war, record=True)
    won = battles.won.copy()
    won[test[6]] = 1 - won[test[6]]
    after = predict(replace(battles, won=won), k, train, test, battles.war, record=True)
    np.testing.assert_array_equal(before[:7], after[:7])
    assert not np.allclose(before[7:], after[7:])


def test_predictors_of_a_battle_do_not_know_its_result(made_up: PriorFiles) -> None:
    rows = usable(cdb90.read(made_up.cdb90))
    last = replace(
        rows[9],
        won=1 - rows[9].won,
        advance_km=99.0,
        attacker=replace(rows[9].attacker, casualties=1.0),
    )
    before, after = arrays(rows), arrays([*rows[:9], last, *rows[10:]])
    for group, x in before.x.items():
        np.testing.assert_allclose(x, after.x[group], err_msg=group)


def test_the_learner_finds_that_guns_decide_and_numbers_do_not(battles: Battles) -> None:
    base = score(battles, base_rate(battles, battles.war), 1)
    ratio = score(battles, ratio_only(battles, battles.war), 1)
    like = likeness(battles, past=False)
    log_h = like.start
    log_h[1 + like.groups.index("arms")] = np.log(0.1)
    p = left_out(battles, kernel(like, log_h), battles.war, record=False)
    assert score(battles, p, 1).brier < base.brier - 0.03
    assert abs(ratio.brier - base.brier) < 0.015


def test_a_drawn_battle_teaches_but_is_not_scored(battles: Battles) -> None:
    won = battles.won.copy()
    won[:5] = 0.5
    drawn = replace(battles, won=won)
    assert decided(drawn).sum() == 195
    assert score(drawn, base_rate(drawn, drawn.war), 1).n == 195


def test_names_of_sides_and_wars() -> None:
    assert nation("FRENCH ARMY") == nation("FR 4TH ARMY") == "FR"
    assert nation("GER-AUS 1ST ARMY") == "GER"
    assert whole_war("WORLD WAR II (OKINAWA)") == "WORLD WAR II"
    assert whole_war("WORLD WAR I (SERBIAN FRONT 1914)") == "WORLD WAR I"
    assert whole_war("KOREAN WAR") == "KOREAN WAR"


def test_the_published_baselines_hold(published: PriorFiles) -> None:
    b = arrays(usable(cdb90.read(published.cdb90)))
    base, ratio = (score(b, f(b, b.war), 1) for f in (base_rate, ratio_only))
    assert base.n == 614
    assert base.brier == pytest.approx(0.232, abs=0.001)
    assert base.accuracy == pytest.approx(0.647, abs=0.001)
    assert ratio.brier == pytest.approx(0.228, abs=0.002)


def test_the_start_of_the_search_beats_the_baselines_on_unseen_wars(published: PriorFiles) -> None:
    b = arrays(usable(cdb90.read(published.cdb90)))
    like = likeness(b)
    k = kernel(like, like.start)
    fold, _ = folds_of_scored(b, b.whole_war)
    p = np.empty(b.won.size)
    for f in range(10):
        test, train = np.flatnonzero(fold == f), np.flatnonzero(fold != f)
        p[test] = predict(b, k, train, test, b.whole_war, record=True)
    assert score(b, p, 1).brier < 0.21
    assert score(b, p, 1, 1914.0).brier < 0.205


def test_any_number_of_workers_gives_the_same_answer(battles: Battles) -> None:
    some = np.flatnonzero(battles.year < 1950)
    b = Battles(
        **{
            **battles.__dict__,
            **{n: getattr(battles, n)[some] for n in ("won", "year", "begin", "end", "campaign")},
            **{n: getattr(battles, n)[some] for n in ("war", "whole_war")},
            **{
                n: tuple(v[some] for v in getattr(battles, n))
                for n in ("nation", "commander", "unit")
            },
            "x": {g: v[some] for g, v in battles.x.items()},
        }
    )
    alone, together = (learner(b, b.war, 1, members=1, workers=n) for n in (1, 2))
    np.testing.assert_array_equal(alone, together)
