from __future__ import annotations

from invented import known_of, on, statement
from standoff.assessment.aid import aid_by_month
from standoff.domain.claim import Claim
from standoff.domain.war import War


def aid(day: int, value: float, unit: str, scope: str = "pledged", **more: object) -> Claim:
    plain = {"side": "BB", "parties": ("CC",), "origin": f"{day} {value}"}
    return statement("shock.aid", day, value=value, unit=unit, scope=scope, **{**plain, **more})


def test_sums_are_by_month_giver_kind_and_currency_and_none_is_converted(war: War) -> None:
    claims = [
        aid(1, 100.0, "USD"),
        aid(2, 50.0, "USD"),
        aid(3, 7.0, "EUR"),
        aid(4, 1.0, "assertion", "paused"),
        aid(40, 9.0, "GBP", parties=()),
    ]
    found = aid_by_month(known_of(war, claims, on(60)))
    assert [(str(a.month), a.givers, a.scope, a.amounts, a.statements) for a in found] == [
        ("2020-02-01", (), "pledged", {"GBP": 9.0}, 1),
        ("2020-01-01", ("CC",), "pledged", {"EUR": 7.0, "USD": 150.0}, 3),
        ("2020-01-01", ("CC",), "paused", {}, 1),
    ]


def test_what_is_denied_or_older_than_a_year_is_left_out(war: War) -> None:
    claims = [aid(1, 100.0, "USD"), aid(500, 0.0, "assertion", negated=True)]
    assert aid_by_month(known_of(war, claims, on(520))) == ()
