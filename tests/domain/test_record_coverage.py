"""How much the shipped record knows, month by month and question by question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from standoff.assessment.positions import in_own_voice
from standoff.domain import war as wars
from standoff.domain.claim import Claim, from_table
from standoff.domain.quantities import quantity
from standoff.evidence.bundled import record_claims

WAR = wars.load("ukraine-2022")
FIRST, LAST = date(2022, 6, 1), date(2025, 12, 31)
WILL = ("resolve.will_not_concede", "resolve.concedes", "aims.objective")


@pytest.fixture(scope="module")
def record() -> list[Claim]:
    table = record_claims(WAR, datetime.now(UTC))
    return [claim for claim in from_table(table) if claim.source == "record"]


def without_word(record: list[Claim], counts: Callable[[Claim], bool]) -> int:
    """Weeks at whose end no such claim of the last 30 days is known."""
    days = sorted({claim.known_at.date() for claim in record if counts(claim)})
    weeks = [FIRST + timedelta(days=7 * k) for k in range((LAST - FIRST).days // 7 + 1)]
    month = timedelta(days=30)
    return sum(not any(end - month < day <= end for day in days) for end in weeks)


def strong(claim: Claim) -> bool:
    return claim.detail("page") != "weak"


@pytest.mark.parametrize(
    ("question", "most", "most_strong"),
    [("resolve", 4, 8), ("way_out", 4, 8), ("cost", 4, 8), ("shocks", 8, 8), ("balance", 12, 12)],
)
def test_few_weeks_are_without_a_word_of_the_last_month(
    record: list[Claim], question: str, most: int, most_strong: int
) -> None:
    def of(claim: Claim) -> bool:
        return quantity(claim.quantity).question == question

    assert without_word(record, of) <= most
    assert without_word(record, lambda c: of(c) and strong(c)) <= most_strong


def test_few_weeks_are_without_a_word_of_either_sides_will(record: list[Claim]) -> None:
    def own(claim: Claim) -> bool:
        return claim.quantity in WILL and in_own_voice(claim, WAR)

    assert without_word(record, own) <= 15


def test_every_month_has_claims_on_most_questions(record: list[Claim]) -> None:
    months = Counter(
        (claim.known_at.strftime("%Y-%m"), quantity(claim.quantity).question) for claim in record
    )
    for month in sorted({of for of, _ in months}):
        if "2022-02" < month <= "2025-12":
            told = [q for q in ("cost", "resolve", "way_out", "shocks") if months[month, q]]
            assert len(told) >= 2, (month, told)


def test_killed_and_injured_of_one_report_are_never_older_than_a_season(
    record: list[Claim],
) -> None:
    reports: dict[tuple[str, date], dict[str, date]] = {}
    for claim in record:
        whole = claim.happened_from == WAR.start and claim.place in ("", WAR.country)
        if claim.quantity.startswith("toll.civilians_") and whole:
            report = reports.setdefault((claim.speaker, claim.happened_to), {})
            report[claim.quantity] = claim.known_at.date()
    both = [(day, max(of.values())) for (_, day), of in reports.items() if len(of) == 2]
    for k in range((LAST - FIRST).days):
        on = FIRST + timedelta(days=k)
        newest = max(day for day, known in both if known <= on)
        assert (on - newest).days <= 100, on


def test_statements_of_the_scoped_kinds_say_their_scope(record: list[Claim]) -> None:
    scoped = [c for c in record if c.quantity in ("way_out.agreement", "way_out.talks_held")]
    lacking = [c.document for c in scoped if not c.scope]
    assert len(lacking) <= 0.03 * len(scoped), lacking
    assert all(c.parties for c in scoped if c.quantity == "way_out.talks_held")
